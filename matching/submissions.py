"""Whose report it is, for which period, signed when: the votes and their outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Submission:
    """One read document as a submission to the office."""

    sha256: str
    file: str  # path below inbox/, forward slashes; members "a.zip!/b.docx"
    kind: str  # of the document: docx, pdf, …
    source: str = "unit"  # unit | inspection (the office's own circular: evidence, nobody's report)
    unit: str = ""  # short form of the notice (市教体局); "" = in doubt
    unit_votes: tuple[tuple[str, str], ...] = ()  # (where: folder name letterhead signature number, unit)
    period: str = ""  # 2021H1, 2021Q3, 2021-10; "" = in doubt
    period_votes: tuple[tuple[str, str], ...] = ()
    facts_until: date | None = None  # 截至…
    signed: date | None = None  # 落款
    received: date | None = None  # day the file was first seen (local)
    title: str = ""

    @property
    def day(self) -> date | None:
        """The day that rules count from: fact date, else signed, else received."""
        return self.facts_until or self.signed or self.received
