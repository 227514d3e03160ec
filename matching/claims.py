"""What a unit says about an item of the plan: one statement, linked, judged, with its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from extractors.document import Span
from extractors.facts.fact import Fact
from extractors.statements import Context

Status = Literal["done", "ongoing", "planned", "blocked", "none"]
Fulfils = Literal["yes", "no", "unsure"]
Band = Literal["accepted", "asked", "none"]


class Candidate(NamedTuple):
    """One item a statement may tell about."""

    item: int
    probability: float  # calibrated, 0..1
    reasons: tuple[str, ...] = ()  # strongest features first, in Chinese words


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one item. A claim is never called evidence before it is accepted."""

    submission: str  # sha256
    file: str
    unit: str  # submitter's short form, "" = in doubt
    source: str  # unit | inspection
    period: str
    span: Span
    text: str
    item: int
    band: Band
    probability: float
    reasons: tuple[str, ...]
    runner_up: Candidate | None
    status: Status
    fulfils: dict[str, Fulfils] = field(default_factory=dict)  # part id → verdict
    facts: tuple[Fact, ...] = ()  # offsets within text
    context: Context = field(default_factory=Context)
    subject: str = ""  # school or unit the statement speaks of, short form
    page: int | None = None
    confidence: float | None = None  # OCR confidence of the block
    copied_from_plan: bool = False
    recycled_from: Span | None = None  # the earlier or foreign passage it repeats
    decided: bool = False  # a reviewer's decision, not the model's


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims of one kind one unit makes about an item in one period."""

    item: int
    period: str
    unit: str
    band: str
    status: str
    copied: bool  # from the plan
    number: int


def tally(claims: Iterable[Claim]) -> tuple[Tally, ...]:
    """The claims counted, in a fixed order."""
    kinds = Counter((c.item, c.period, c.unit, c.band, c.status, c.copied_from_plan) for c in claims)
    return tuple(Tally(*kind, number) for kind, number in sorted(kinds.items()))
