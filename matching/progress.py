"""How far the act got that a statement reports about each of its items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.facts.modality import judge
from extractors.statements import Context
from matching.anchors import Anchors
from matching.claims import Status
from matching.line import Line
from matching.plan import Plan

_CLAUSES = re.compile(r"[^，,；;。]+[，,；;。]?")
#: The most advanced first: the order in which a statement's own status is chosen.
ADVANCED: tuple[Status, ...] = ("done", "ongoing", "planned", "blocked", "none")


def most_advanced(statuses: Sequence[Status]) -> Status:
    """The status a statement carries as a whole; none where it has no item."""
    return min(statuses, key=ADVANCED.index, default="none")


class Progress:
    """Judges statuses per item from the clauses that concern the item."""

    def __init__(self, plan: Plan, anchors: Anchors) -> None:
        self._plan = plan
        self._anchors = anchors

    def of_items(
        self, line: Line, items: Sequence[int], context: Context, report_date: date | None, copied: bool
    ) -> dict[int, Status]:
        """Status per item. Plan text tells of no act; with one item the whole statement counts."""
        if copied or not items:
            return dict.fromkeys(items, "none")
        whole = judge(line.text, context, finished_by=report_date).status
        if len(items) < 2:
            return dict.fromkeys(items, whole)
        parts = self._shares(line.text, items)
        told: dict[str, Status] = {line.text: whole, "": whole}
        for share in set(parts.values()) - told.keys():
            told[share] = _share_status(share, whole, context, report_date)
        return {item: told[parts[item]] for item in items}

    def _shares(self, text: str, items: Sequence[int]) -> dict[int, str]:
        """The clauses that concern each item: its own, and those after it that name no other item.

        An item none of whose words stands in any clause gets "", meaning the whole statement.
        """
        shares: dict[int, list[str]] = {item: [] for item in items}
        current: frozenset[int] = frozenset(items)
        named: set[int] = set()
        for clause in _CLAUSES.findall(text):
            spoken = self._spoken(clause) & set(items)
            if spoken:
                current = frozenset(spoken)
                named |= spoken
            for item in current:
                shares[item].append(clause)
        return {item: "".join(clauses) if item in named else "" for item, clauses in shares.items()}

    def _spoken(self, clause: str) -> set[int]:
        entries = self._anchors.entries
        found = {number: entries[number] for number in self._anchors.read(clause).full}
        strong = {entry.item for entry in found.values() if entry.weight == "strong"}
        return strong or {entry.item for entry in found.values() if entry.weight == "topic"}


def _share_status(share: str, whole: Status, context: Context, report_date: date | None) -> Status:
    """The status of an item's own clauses; the statement's where they only name the item and tell nothing."""
    judged = judge(share, context, finished_by=report_date)
    return judged.status if any(clause.strength for clause in judged.clauses) else whole
