"""The nightly refit: new examples, a new model, and no human decision overturned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.statements import parse_context
from matching.anchors import load_anchors
from matching.decisions import Decision, Overturned, as_labels, overturned
from matching.fitting import fit_model
from matching.labels import Label, load_labels
from matching.linking import Linker
from matching.model import Model
from matching.plan import EMBEDDED, Plan


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit came to. `model` is the one to use: the new one, or the current one if it is refused."""

    model: Model
    refused: bool
    overturned: tuple[Overturned, ...]  # decisions the new model alone would judge otherwise


def refit(plan: Plan, decisions: Sequence[Decision], current: Model, folder: Path | None = None) -> Refit:
    """Fit on the plan's labels and all decisions; refused if it breaks a decision the current model keeps.

    Both models are asked with the same memory and without the table of decisions.
    """
    place = folder or EMBEDDED
    labels = (*load_labels(place / "labels.jsonl", len(plan.items)), *as_labels(decisions))
    fitted, _, _ = fit_model(plan, load_anchors(place / "anchors.toml"), labels)
    new = replace(fitted, fitted_on={**fitted.fitted_on, "decisions": len(decisions)})
    before = {one.decision for one in contradicted(plan, decisions, current, labels, place)}
    after = contradicted(plan, decisions, new, labels, place)
    broken = tuple(one for one in after if one.decision not in before)
    return Refit(current if broken else new, bool(broken), after)


def contradicted(
    plan: Plan, decisions: Sequence[Decision], model: Model, labels: Sequence[Label], folder: Path
) -> tuple[Overturned, ...]:
    """Decisions that a model, asked without the table of decisions, judges otherwise."""
    linker = Linker(plan, folder=folder, model=model, labels=labels)

    def accepted(decision: Decision) -> set[int]:
        linked = linker.link_text(decision.text, parse_context(decision.context), decision.submitter)
        return {match.item for match in linked.accepted}

    return overturned(decisions, accepted)
