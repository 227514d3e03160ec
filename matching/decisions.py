"""What reviewers decided: it stands wherever the same statement reappears, and it teaches the matcher."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from extractors.statements import Context, render_context
from matching.claims import Band, Status
from matching.labels import Label

#: Texts of at least this many characters (NFKC, without blanks) mean the same under any context.
LONG = 15

Verdict = Literal["yes", "no", "status", "accept", "waive"]  # last three hold for one period only


def normal(text: str) -> str:
    """NFKC without blanks: what the keys are made of."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def statement_key(text: str, context: str, submitter: str) -> str:
    """sha256 hex of text ␟ context ␟ submitter, each normal; context is the contract's string."""
    joined = "\x1f".join((normal(text), normal(context), normal(submitter)))
    return hashlib.sha256(joined.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Decision:
    """One reviewer's word on one statement and item."""

    text: str
    context: str  # the contract's string
    submitter: str  # short form
    item: int
    verdict: Verdict  # yes / no: the statement does (not) tell about the item
    period: str = ""  # for status and findings
    status: Status = "none"  # for verdict "status"
    by: str = ""
    day: str = ""  # ISO

    @property
    def key(self) -> str:
        return statement_key(self.text, self.context, self.submitter)

    @property
    def loose_key(self) -> str:
        """Without context; "" for texts too short to mean the same anywhere."""
        return statement_key(self.text, "", self.submitter) if len(normal(self.text)) >= LONG else ""


def digest(decisions: Sequence[Decision]) -> str:
    """First 12 hex of a hash of what was decided: equal for equal words, whatever they were read from."""
    told = "\n".join(repr(decision) for decision in decisions)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


class DecisionTable:
    """Decisions by statement; a later decision on the same statement and item replaces an earlier one."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._exact: dict[str, dict[int, Decision]] = {}
        self._loose: dict[str, dict[int, Decision]] = {}
        self._status: dict[tuple[str, int, str], Status] = {}
        for decision in decisions:
            if decision.verdict == "status":
                self._status[decision.key, decision.item, decision.period] = decision.status
            if decision.verdict in ("yes", "no"):
                self._exact.setdefault(decision.key, {})[decision.item] = decision
                if decision.loose_key:
                    self._loose.setdefault(decision.loose_key, {})[decision.item] = decision

    def __bool__(self) -> bool:
        return bool(self._exact or self._status)

    def on(self, text: str, context: Context, submitter: str) -> Mapping[int, Decision]:
        """Matching decisions on a statement by item; those made in the same context come before others."""
        if not self._exact:
            return {}
        found: dict[int, Decision] = {}
        if len(normal(text)) >= LONG:
            found |= self._loose.get(statement_key(text, "", submitter), {})
        return found | self._exact.get(statement_key(text, render_context(context), submitter), {})

    def applied(
        self, text: str, context: Context, submitter: str, bands: Mapping[int, Band]
    ) -> tuple[dict[int, Band], frozenset[int]]:
        """Bands as the reviewers decided them, and the items that rest on a decision."""
        decisions = self.on(text, context, submitter)
        result = dict(bands)
        for item, decision in decisions.items():
            if decision.verdict == "yes":
                result[item] = "accepted"
            else:
                result.pop(item, None)
        return result, frozenset(decisions)

    def status(self, text: str, context: Context, submitter: str, item: int, period: str) -> Status | None:
        """The status a reviewer set for a statement in one period, None where nobody did."""
        if not self._status:
            return None
        return self._status.get((statement_key(text, render_context(context), submitter), item, period))

    def statuses(
        self, text: str, context: Context, submitter: str, items: Iterable[int], period: str
    ) -> dict[int, Status]:
        """The statuses that reviewers set for a statement in a period, by item; empty where nobody did."""
        found = {item: self.status(text, context, submitter, item, period) for item in items}
        return {item: status for item, status in found.items() if status is not None}


def as_labels(decisions: Iterable[Decision]) -> tuple[Label, ...]:
    """Matching decisions as examples, full weight: a statement's confirmed items, or none of them.

    A statement of which only a wrong item was rejected says nothing of the others and is no example.
    """
    rows: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.verdict in ("yes", "no"):
            rows.setdefault(decision.key, []).append(decision)
    return tuple(_label(key, given) for key, given in sorted(rows.items()))


def _label(key: str, given: Sequence[Decision]) -> Label:
    latest = {decision.item: decision for decision in given}
    items = frozenset(item for item, decision in latest.items() if decision.verdict == "yes")
    first = given[-1]
    status: Status = "ongoing" if items else "none"
    return Label(
        id=key[:16],
        doc=f"decision-{key[:16]}",
        unit=first.submitter,
        period=first.period,
        report_date=first.day,
        kind="sentence",
        statement=first.text,
        context=first.context,
        items=items,
        optional_items=frozenset(),
        status=status,
        item_status=dict.fromkeys(items, status),
        explicit_reference=False,
        copied_from_plan=False,
        hard_distractor=not items,
        source="decision",
    )


@dataclass(frozen=True, slots=True)
class Overturned:
    """A decision that a refitted model would judge otherwise."""

    decision: Decision
    found: frozenset[int]  # items the refitted model accepts for the statement


def overturned(
    decisions: Iterable[Decision], accepted: Callable[[Decision], Set[int]]
) -> tuple[Overturned, ...]:
    """Decisions a refit contradicts; a refit with any is refused. `accepted` asks the model alone."""
    found = []
    for decision in decisions:
        if decision.verdict in ("yes", "no"):
            items = frozenset(accepted(decision))
            if (decision.item in items) != (decision.verdict == "yes"):
                found.append(Overturned(decision, items))
    return tuple(found)
