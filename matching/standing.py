"""Where each item stands: one of five that add to the number of items."""

from __future__ import annotations

from collections.abc import Sequence

from matching.findings import Finding, ItemStanding, Standing
from matching.gaps.case import Case
from matching.gaps.fulfilment import is_fulfilled
from matching.plan import Part

#: Kinds whose red or yellow finding puts an item behind.
BEHIND: frozenset[str] = frozenset(
    {"overdue", "below_target", "behind_pace", "blocked", "partial", "regression"}
)


def stand(case: Case, findings: Sequence[Finding]) -> ItemStanding:
    """完成 · 滞后 · 无应办事项 · 无法判断 · 正常, the first that holds; soft items and parts are never 滞后."""
    own = [finding for finding in findings if finding.item == case.item.number]
    return ItemStanding(
        case.item.number, _standing(case, own), tuple(_part_words(case, p) for p in case.item.parts)
    )


def _standing(case: Case, findings: Sequence[Finding]) -> Standing:
    if not case.is_triggered:
        return "无应办事项"
    if all(is_fulfilled(case, part) for part in case.item.parts) and not _behind(case, findings):
        return "完成"
    if _behind(case, findings):
        return "滞后"
    return "正常" if case.was_told else "无法判断"


def _behind(case: Case, findings: Sequence[Finding]) -> bool:
    soft = {part.id for part in case.item.parts if part.soft}
    return not case.item.soft and any(
        finding.kind in BEHIND and finding.light in ("red", "yellow") and finding.part not in soft
        for finding in findings
    )


def _part_words(case: Case, part: Part) -> tuple[str, str]:
    if not case.is_triggered:
        return part.id, "无应办事项"
    if is_fulfilled(case, part):
        return part.id, "完成"
    if part.due is None:
        return part.id, "逐年核" if part.per else "无期限"
    return part.id, "逾期" if case.as_of > part.due else "未到期"
