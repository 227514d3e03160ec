"""The sections of a report: changes, deadlines, main gaps, trouble with the material."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.findings import GapKind
from matching.gaps.commitments import CommitmentLine
from matching.plan import Plan
from outputs.report_cards import Sources, card
from outputs.report_rank import LIGHT_POINTS
from outputs.report_types import (
    Changes,
    ClosedFinding,
    DueEntry,
    GapEntry,
    ItemEntry,
    MaterialGroup,
    PromiseEntry,
    Receipt,
)
from outputs.report_words import STANDING_ORDER

#: Where each kind stands in the report; the three lists part all kinds among them.
MAIN_KINDS: frozenset[GapKind] = frozenset(
    (
        "overdue",
        "due_soon",
        "below_target",
        "behind_pace",
        "partial",
        "blocked",
        "regression",
        "no_figure",
        "no_evidence",
    )
)
MATERIAL_KINDS: tuple[tuple[str, tuple[GapKind, ...]], ...] = (
    ("未报送", ("not_submitted",)),
    ("材料雷同", ("recycled",)),
    ("照抄方案", ("copied_from_plan",)),
    ("数字或时间前后不一", ("conflict", "inconsistent", "impossible_date")),
    ("以计划代结果", ("plan_only",)),
    ("佐证过期", ("stale",)),
)
OFFICE_KINDS: frozenset[GapKind] = frozenset({"unassigned", "needs_review"})
#: What a 督办单 leaves out: a 催报函 asks for the missing report, and the office settles its own questions.
NOT_SUPERVISED: frozenset[GapKind] = OFFICE_KINDS | {"not_submitted"}
CONFLICT_KINDS: frozenset[GapKind] = frozenset({"conflict", "regression", "inconsistent"})


def changes_of(
    gaps: Sequence[GapEntry], closed: Sequence[ClosedFinding], items: Sequence[ItemEntry]
) -> Changes:
    by_state = {
        state: tuple(gap for gap in gaps if gap.state == state) for state in ("new", "changed", "reopened")
    }
    worse = tuple(entry for entry in items if _is_worse(entry))
    gone = sorted(closed, key=lambda one: (one.finding.item or 10_000, one.finding.kind, one.finding.id))
    return Changes(by_state["new"], by_state["changed"], by_state["reopened"], tuple(gone), worse)


def _is_worse(entry: ItemEntry) -> bool:
    before, now = STANDING_ORDER.get(entry.previous), STANDING_ORDER.get(entry.standing)
    return before is not None and now is not None and now > before


def due_entries(items: Sequence[ItemEntry], kind: str, as_of: date) -> tuple[DueEntry, ...]:
    found = []
    for entry in items:
        for gap in entry.live:
            if gap.finding.kind != kind:
                continue
            parts = [one.part for one in entry.parts if gap.finding.part in (None, one.part.id)]
            part = next((part for part in parts if part.due is not None), None)
            if part is not None and part.due is not None:
                found.append(DueEntry(entry, part, (as_of - part.due).days, gap))
    return tuple(sorted(found, key=lambda due: (-due.days, due.entry.item.number, due.part.id)))


def main_gaps(items: Sequence[ItemEntry]) -> tuple[tuple[ItemEntry, tuple[GapEntry, ...]], ...]:
    """Items with gaps of substance, the worst light first; those that only lack evidence stand in `bare`."""
    found = []
    for entry in items:
        gaps = tuple(gap for gap in entry.live if gap.finding.kind in MAIN_KINDS)
        if gaps and not _only_no_evidence(gaps):
            found.append((entry, gaps))
    return tuple(sorted(found, key=lambda one: (_lightest(one[1]), one[0].item.number)))


def _lightest(gaps: Sequence[GapEntry]) -> int:
    return -max(LIGHT_POINTS[gap.finding.light] for gap in gaps)


def bare_gaps(items: Sequence[ItemEntry]) -> tuple[tuple[ItemEntry, GapEntry], ...]:
    found: list[tuple[ItemEntry, GapEntry]] = []
    for entry in items:
        gaps = tuple(gap for gap in entry.live if gap.finding.kind in MAIN_KINDS)
        if gaps and _only_no_evidence(gaps):
            found.extend((entry, gap) for gap in gaps)
    return tuple(found)


def _only_no_evidence(gaps: Sequence[GapEntry]) -> bool:
    return all(gap.finding.kind == "no_evidence" for gap in gaps)


def material_groups(
    gaps: Sequence[GapEntry], receipts: Sequence[Receipt], deadline: date | None, period: str
) -> tuple[MaterialGroup, ...]:
    groups = [
        MaterialGroup(name, tuple(gap for gap in gaps if gap.finding.kind in kinds))
        for name, kinds in MATERIAL_KINDS
    ]
    late = tuple(
        one for one in receipts if one.fate == "read" and one.period == period and is_late(one, deadline)
    )
    groups.insert(1, MaterialGroup("迟报", receipts=late))
    shut = tuple(one for one in receipts if one.fate == "quarantined" and one.period in ("", period))
    groups.append(MaterialGroup("打不开或无法读取", receipts=shut))
    return tuple(group for group in groups if group.gaps or group.receipts)


def is_late(receipt: Receipt, deadline: date | None) -> bool:
    day = receipt.signed or receipt.received
    return deadline is not None and day is not None and day > deadline


def promise_entries(
    plan: Plan, lines: Sequence[CommitmentLine], sources: Sources
) -> tuple[PromiseEntry, ...]:
    """清单外承诺 in the plan's order, each with the sentences that speak of it."""
    told = {line.commitment.id: line for line in lines}
    return tuple(
        PromiseEntry(
            one,
            told[one.id].words if one.id in told else "未见到材料",
            told[one.id].units if one.id in told else (),
            tuple(card(place, None, sources) for place in told[one.id].evidence) if one.id in told else (),
        )
        for one in plan.commitments
    )
