"""How far an act has got, clause by clause: done, ongoing, planned, blocked or none.

The conventions and the source of each stand in docs/modality.md; the cue words, with a reason each, in
data_modality/. The status is that of the act the clause reports, not of the plan's item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.facts.clauses import masked
from extractors.facts.modality_clauses import Clause, find_clauses
from extractors.facts.modality_cues import Modality
from extractors.facts.modality_patterns import (
    COPULA,
    SHARED_VERBS,
    is_bare_command,
    is_name,
    says_something,
)
from extractors.facts.modality_place import Place
from extractors.facts.modality_sequence import continued, dated, exhorted, given_way, led
from extractors.statements import Context

__all__ = ["Clause", "Judged", "Modality", "find_clauses", "judge"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The status of a statement (or of the part of it that was asked about)."""

    status: Modality
    clauses: tuple[Clause, ...] = ()
    cues: tuple[str, ...] = ()  # the words that decided, for the reasons a reviewer reads
    alone: Modality = "none"  # what the clauses say without column and headings
    dated: bool = False  # does the day of the report make a plan of a clause?


def judge(text: str, context: Context | None = None, *, finished_by: date | None = None) -> Judged:
    """The status of the act that `text` (a statement, or the part of it about one item) reports.

    `context` lends what columns and headings say; `finished_by` is the day of the report: an act whose
    written time lies wholly after it is planned unless the text says 已. Rule for mixed statements
    (design): blocked, then ongoing, then done; a mere step before the act followed by a plan is planned.
    """
    clauses = continued(text, given_way(text, find_clauses(text)))
    place = Place.of(context or Context())
    undated = clauses
    if finished_by is not None:
        plain = masked(text)
        clauses = tuple(dated(plain, clause, finished_by) for clause in clauses)
    by_day = clauses != undated
    clauses = exhorted(text, led(text, clauses))
    alone = _mixed(text, clauses)
    status = place.amended(text, clauses, alone)
    return Judged(status, clauses, _deciding(clauses, status), alone, by_day)


def _deciding(clauses: Sequence[Clause], status: str) -> tuple[str, ...]:
    return tuple(
        cue.surface
        for clause in clauses
        if clause.status == status
        for cue in clause.cues
        if cue.status == status
    )


def _mixed(text: str, clauses: Sequence[Clause]) -> Modality:
    """The design's rule for several clauses, with what only causes, prepares or defaults stepping back."""
    firm: dict[str, int] = {}
    for clause in clauses:
        firm[clause.status] = max(firm.get(clause.status, 0), clause.strength)
    if _is_blocked(firm):
        return "blocked"
    if firm.get("ongoing", 0) == 3:
        return "ongoing"
    if firm.get("planned") and firm.get("done", 0) < 2 and firm.get("ongoing", 0) < 2:
        return "planned"
    if firm.get("planned", 0) == 3 and firm.get("done", 0) < 3:
        return "planned"
    if firm.get("none", 0) == 3 and firm.get("done", 0) < 3:
        return "none"
    if firm.get("done", 0) == 3 or (firm.get("done", 0) == 2 and _tells(text, clauses)):
        return "done"
    return _default(text, firm)


def _tells(text: str, clauses: Sequence[Clause]) -> bool:
    """Not the bare task: something beside the verbs that a task and a report share says that it was done."""
    verbs = {cue.surface for clause in clauses for cue in clause.cues if cue.status == "done"}
    if any(
        cue.group == "deliberation" for clause in clauses for cue in clause.cues
    ) and verbs <= SHARED_VERBS | {"召开", "举办"}:
        return False
    return bool(verbs - SHARED_VERBS) or not is_bare_command(text)


def _is_blocked(firm: dict[str, int]) -> bool:
    blocked = firm.get("blocked", 0)
    if blocked == 3:
        return True
    if blocked == 2:
        return not (firm.get("ongoing", 0) >= 2 or firm.get("done", 0) == 3 or firm.get("planned", 0) == 3)
    return blocked == 1 and max(firm.get("ongoing", 0), firm.get("done", 0), firm.get("planned", 0)) < 2


def _default(text: str, firm: dict[str, int]) -> Modality:
    if firm.get("ongoing", 0) == 2:
        return "ongoing"
    if firm.get("prepared"):
        return "planned" if firm.get("planned") else "ongoing"
    if firm.get("none", 0) >= 2:
        return "none"
    if is_bare_command(text) or not says_something(text):
        return "none"
    if firm.get("ongoing"):
        return "ongoing"
    if firm.get("done"):
        return "done"
    if is_name(text):
        return "none"
    return "none" if COPULA.search(masked(text)) else "done"
