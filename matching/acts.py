"""How far an act got: what the rules read in the clauses, weighed with how statements like it were labelled.

The rules (extractors/facts/modality.py) know words; what they miss is told without them (图纸还在一遍遍改). The
memory of labels knows that, and does not know why. One multinomial regression weighs both; where a plan has no
fitted acts, the rules' word stands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from extractors.facts.modality import Judged
from extractors.statements import Context
from matching.claims import Status
from matching.labels import STATUSES
from matching.lexical import Floats
from matching.model import ModelError

#: File of a plan's folder that holds the regression.
ACTS = "acts.json"
#: A statement of at most this many characters says little by itself.
SHORT = 14

#: Log-odds added to what all clauses say at once, one of them at least this firmly. The labels keep away from such
#: words on purpose, reports do not: held out by author .5 costs all labels .003, those of the first 34 authors nothing,
#: and brings the 508 of them that were written as reports from .884 to .898.
AT_ONE = 0.5
FIRM = 2

_OF_A_CLAUSE = (*STATUSES, "prepared")
#: What the rules see, each 0 or 1.
SEEN = (
    *(f"judged_{status}" for status in STATUSES),
    *(f"alone_{status}" for status in STATUSES),
    *(f"clause_{status}_{strength}" for status in _OF_A_CLAUSE for strength in (1, 2, 3)),
    *(f"last_{status}" for status in STATUSES),
    "dated",
    "short",
    "in_row",
    "under_heading",
    "several_clauses",
)
#: What the memory says, about 0 to 1.
LIKE = tuple(f"like_{status}" for status in STATUSES)

_PLACE = {name: place for place, name in enumerate(SEEN)}


def seen(text: str, context: Context, judged: Judged) -> list[int]:
    """Places in SEEN of what holds of a statement as the rules judge it, in no fixed order."""
    names = [f"judged_{judged.status}", f"alone_{judged.alone}"]
    firm: dict[str, int] = {}
    last = ""
    telling = 0
    for clause in judged.clauses:
        if clause.strength:
            firm[clause.status] = max(firm.get(clause.status, 0), clause.strength)
            last = clause.status
            telling += 1
    names += [f"clause_{status}_{strength}" for status, strength in firm.items()]
    if last in STATUSES:
        names.append(f"last_{last}")
    facts = (
        ("dated", judged.dated),
        ("short", len(text) <= SHORT),
        ("in_row", bool(context.row)),
        ("under_heading", bool(context.headings)),
        ("several_clauses", telling > 1),
    )
    names += [name for name, holds in facts if holds]
    return [_PLACE[name] for name in names]


def at_one(judged: Judged) -> bool:
    """Do all clauses that tell of an act say what the whole is judged to be, and one of them firmly?"""
    telling = [clause for clause in judged.clauses if clause.strength and clause.status != "prepared"]
    return (
        bool(telling)
        and max(clause.strength for clause in telling) >= FIRM
        and all(clause.status == judged.status for clause in telling)
    )


@dataclass(frozen=True)
class Acts:
    """The regression: for each status a weight of everything seen, and of the memory's word on each status."""

    weights: tuple[tuple[float, ...], ...]  # (SEEN + LIKE, statuses)
    intercepts: tuple[float, ...]  # (statuses,)

    def status(self, text: str, context: Context, judged: Judged, like: Floats) -> Status:
        """The likeliest status. `like`: the memory's word on each of STATUSES, shape (5,)."""
        rules, memory, intercepts = self._arrays
        odds = rules.take(seen(text, context, judged), axis=0).sum(axis=0)
        odds += like @ memory
        odds += intercepts
        if at_one(judged):
            odds[STATUSES.index(judged.status)] += AT_ONE
        return STATUSES[int(odds.argmax())]

    @cached_property
    def _arrays(self) -> tuple[Floats, Floats, Floats]:
        table = np.array(self.weights, dtype=np.float32)
        return table[: len(SEEN)], table[len(SEEN) :], np.array(self.intercepts, dtype=np.float32)


def load_acts(path: Path) -> Acts | None:
    """Read acts.json; None where the plan has none. Raises ModelError when it is broken or of other features."""
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if tuple(data["weights"]) != (*SEEN, *LIKE) or tuple(data["statuses"]) != STATUSES:
            raise ModelError(f"{path.name}：所含特征与程序不符，请运行 duban evaluate --refit 重新拟合")
        return Acts(tuple(map(_of_statuses, data["weights"].values())), _of_statuses(data["intercepts"]))
    except ModelError:
        raise
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ModelError(f"{path.name}：{error}") from error


def _of_statuses(written: Sequence[float]) -> tuple[float, ...]:
    """A number for each status. Raises ValueError or TypeError where it is none."""
    if len(written) != len(STATUSES):
        raise ValueError(f"每行应有 {len(STATUSES)} 个数，这里是 {len(written)} 个")
    return tuple(map(float, written))


def acts_text(acts: Acts) -> str:
    """The regression as JSON, one feature a line, so that a refit shows as a readable difference."""
    rows = (
        f"    {json.dumps(name)}: {_rounded(row)}"
        for name, row in zip((*SEEN, *LIKE), acts.weights, strict=True)
    )
    head = (
        f'  "statuses": {json.dumps(list(STATUSES))},\n  "intercepts": {_rounded(acts.intercepts)},\n'
        '  "weights": {\n'
    )
    return "{\n" + head + ",\n".join(rows) + "\n  }\n}\n"


def _rounded(values: Sequence[float]) -> str:
    return json.dumps([round(value, 4) for value in values])
