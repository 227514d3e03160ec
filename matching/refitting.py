"""The nightly refit: what reviewers decided becomes examples, unless that would overturn a decision.

The memory of examples learns anew each night from the plan's labels and all decisions. The regression's weights
and its calibration move only with many labels; they are fitted by `duban evaluate --refit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.statements import parse_context
from matching.decisions import Decision, Overturned, overturned
from matching.linking import Linker
from matching.plan import Plan

#: Characters of a statement that are quoted where a refused refit is told.
QUOTED = 24


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit came to. `lessons` are the decisions to learn from: all, or none where it is refused."""

    lessons: tuple[Decision, ...] = ()
    broken: tuple[Overturned, ...] = ()  # decisions that the learnt memory would judge otherwise than before

    @property
    def refused(self) -> bool:
        return bool(self.broken)

    @property
    def words(self) -> str:
        """What reviewers must be told; "" where nothing was refused."""
        if not self.broken:
            return ""
        first = self.broken[0].decision
        return (
            f"按审核意见重新学习会推翻其中 {len(self.broken)} 条（如第{first.item}项“{first.text[:QUOTED]}”），本次没有学习；"
            "各条意见对原句照常有效，请复核是否有相抵的意见"
        )


def refit(plan: Plan, decisions: Sequence[Decision], folder: Path | None = None) -> Refit:
    """Learn from all decisions; refused if that breaks a decision which the matcher keeps without learning.

    Both matchers are asked without the table of decisions. `folder` as in `Linker`.
    """
    if not decisions:
        return Refit()
    before = {one.decision for one in contradicted(Linker(plan, folder=folder), decisions)}
    after = contradicted(Linker(plan, lessons=decisions, folder=folder), decisions)
    broken = tuple(one for one in after if one.decision not in before)
    return Refit((), broken) if broken else Refit(tuple(decisions))


def contradicted(linker: Linker, decisions: Sequence[Decision]) -> tuple[Overturned, ...]:
    """Decisions that the linker judges otherwise."""

    def accepted(decision: Decision) -> set[int]:
        linked = linker.link_text(
            decision.text, parse_context(decision.context), decision.submitter, with_verdicts=False
        )
        return {match.item for match in linked.accepted}

    return overturned(decisions, accepted)
