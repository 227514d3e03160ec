"""清单外承诺: what the notice's body promises and the list lacks; listed apart, outside the 36, never a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matching.findings import Evidence
from matching.periods import Period
from matching.plan import Commitment, Plan
from matching.record import Passage, Record, is_for


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One promise and what the period's material says of it."""

    commitment: Commitment
    told: bool
    words: str  # 材料提到n处 | 未见到材料
    units: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def commitment_lines(
    plan: Plan, record: Record, as_of: date, period: Period, shown: int = 3
) -> tuple[CommitmentLine, ...]:
    """A line for each promise, in the plan's order. Sentences speak of it by its words in the plan's data.

    Looks at the sentences about no item and at the claims' own; restated body text does not count.
    """
    known = record.known(as_of)
    speaks = speaking_of(plan).search
    told = {p.span: p for p in known.passages if is_for(p.period, period) and speaks(p.text)}
    told |= {
        c.span: Passage(c.span, c.text, c.file, c.unit, c.period, c.page)
        for c in known.claims
        if is_for(c.period, period) and speaks(c.text)
    }
    ordered = sorted(told.values(), key=lambda p: (p.file, p.span.block, p.span.start))
    return tuple(_line(commitment, ordered, shown) for commitment in plan.commitments)


@lru_cache(maxsize=4)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words))) or "$.")


def speaking_of(plan: Plan) -> re.Pattern[str]:
    """Finds whether a text has a word of any promise of the plan."""
    return _pattern(frozenset(word for commitment in plan.commitments for word in commitment.words))


def _line(commitment: Commitment, passages: Iterable[Passage], shown: int) -> CommitmentLine:
    told = [
        p
        for p in passages
        if any(word in p.text for word in commitment.words) and not _restates(p, commitment)
    ]
    words = f"材料提到{len(told)}处" if told else "未见到材料"
    units = tuple(dict.fromkeys(p.unit for p in told if p.unit))
    evidence = tuple(
        Evidence(p.file, p.span.document, p.page, p.span.block, p.span.start, p.span.end, p.text)
        for p in told[:shown]
    )
    return CommitmentLine(commitment, bool(told), words, units, evidence)


def _restates(passage: Passage, commitment: Commitment) -> bool:
    return passage.text.strip().rstrip("。；;，") in commitment.body
