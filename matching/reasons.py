"""Why a statement was matched to an item, in the reviewer's words."""

from __future__ import annotations

from matching.claims import Candidate
from matching.columns import FEATURES
from matching.lexical import Floats
from matching.model import Model

#: Reasons told per match.
REASONS = 4
#: A feature that moves the log-odds by less than this is no reason.
LEAST = 0.05


def reasons_for(
    model: Model, features: Floats, item: int, runner_up: Candidate | None, *, decided: bool = False
) -> tuple[str, ...]:
    """The strongest features for an item, strongest first, then the runner-up it beat and by what.

    `features` has one row per item. A reviewer's decision is named first.
    """
    contributions = model.contributions(features)
    own = contributions[item - 1]
    present = features[item - 1] > 0
    names = list(FEATURES)
    order = sorted(range(len(names)), key=lambda place: -own[place])
    told = [FEATURES[names[place]] for place in order if present[place] and own[place] > LEAST]
    reasons = [reason for reason in dict.fromkeys(told) if reason][:REASONS]
    if decided:
        reasons.insert(0, "审核人员已作认定")
    if runner_up is not None:
        reasons.append(_beaten(contributions, item, runner_up, names))
    return tuple(reasons)


def _beaten(contributions: Floats, item: int, runner_up: Candidate, names: list[str]) -> str:
    margin = contributions[item - 1] - contributions[runner_up.item - 1]
    best = next((FEATURES[names[place]] for place in (-margin).argsort() if FEATURES[names[place]]), "")
    return f"次选为第{runner_up.item}项（{runner_up.probability:.2f}），差别主要在：{best}"
