"""Why a statement was matched to an item, in the reviewer's words."""

from __future__ import annotations

import numpy as np

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
    row = features[item - 1]
    rivals = (item,) if runner_up is None else (item, runner_up.item)
    own, *other = model.contributions(features[[number - 1 for number in rivals]])
    strongest = ((own > LEAST) & (row > 0) & _TOLD).nonzero()[0].tolist()
    order = sorted(strongest, key=own.item, reverse=True)
    reasons = list(dict.fromkeys(_WORDS[place] for place in order[: REASONS + 2]))[:REASONS]
    if decided:
        reasons.insert(0, "审核人员已作认定")
    if runner_up is not None:
        reasons.append(_beaten(own - other[0], runner_up))
    return tuple(reasons)


def _beaten(margin: Floats, runner_up: Candidate) -> str:
    best = _WORDS[int((margin + _SILENCED).argmax())]
    return f"次选为第{runner_up.item}项（{runner_up.probability:.2f}），差别主要在：{best}"


_WORDS = tuple(FEATURES.values())
#: Features that have words for the reviewer.
_TOLD = np.array([bool(words) for words in _WORDS])
#: Added to what features contribute, so that those without words never lead.
_SILENCED = np.where(_TOLD, 0, -np.inf).astype(np.float32)
