"""How far the act got that a statement reports about each of its items."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from extractors.facts.modality import Judged, judge
from extractors.statements import Context
from matching.acts import Acts
from matching.anchors import Anchors
from matching.claims import Status
from matching.lexical import Floats
from matching.line import Line
from matching.plan import Plan

#: What the memory says of a unit's text: one number for each of STATUSES.
Like = Callable[[str, str], Floats]

_CLAUSES = re.compile(r"[^，,；;。]+[，,；;。]?")
#: The most advanced first: the order in which a statement's own status is chosen.
ADVANCED: tuple[Status, ...] = ("done", "ongoing", "planned", "blocked", "none")


def most_advanced(statuses: Sequence[Status]) -> Status:
    """The status a statement carries as a whole; none where it has no item."""
    return min(statuses, key=ADVANCED.index, default="none")


class Progress:
    """Judges statuses per item from the clauses that concern the item."""

    def __init__(
        self, plan: Plan, anchors: Anchors, acts: Acts | None = None, like: Like | None = None
    ) -> None:
        """`acts` and `like` go together; without them the rules' word stands."""
        self._plan = plan
        self._anchors = anchors
        self._acts = acts
        self._like = like

    def of_items(
        self,
        line: Line,
        items: Sequence[int],
        context: Context,
        report_date: date | None,
        restated: bool,
        like: Floats | None = None,
    ) -> dict[int, Status]:
        """Status per item. What only restates the plan tells of no act; with one item the whole statement counts.

        `like` is the memory's word on the whole statement, where it is known already.
        """
        if restated or not items:
            return dict.fromkeys(items, "none")
        judged = judge(line.text, context, finished_by=report_date)
        whole = self._weighed(line.text, line.unit, context, judged, like)
        if len(items) < 2:
            return dict.fromkeys(items, whole)
        parts = self._shares(line.text, items)
        told: dict[str, Status] = {line.text: whole, "": whole}
        for share in set(parts.values()) - told.keys():
            judged = judge(share, context, finished_by=report_date)
            silent = not any(clause.strength for clause in judged.clauses)  # it only names the item
            told[share] = whole if silent else self._weighed(share, line.unit, context, judged)
        return {item: told[parts[item]] for item in items}

    def _weighed(
        self, text: str, unit: str, context: Context, judged: Judged, like: Floats | None = None
    ) -> Status:
        if self._acts is None or self._like is None:
            return judged.status
        known = self._like(text, unit) if like is None else like
        return self._acts.status(text, context, judged, known)

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
