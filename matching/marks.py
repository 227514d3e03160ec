"""How many anchors of which kind stand in a text, per item."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matching.anchors import FIELD, FOREIGN, OUTSIDE_KINDS, WEIGHTS, Anchors
from matching.lexical import Floats


class Marks(NamedTuple):
    """Anchors of one reading, as log(1 + count); by place (item - 1), and only where one stands, as few items have any."""

    strong: dict[int, float]
    topic: dict[int, float]
    anti: dict[int, float]
    outside: list[float]  # per kind of no item, in the order of OUTSIDE_KINDS
    foreign: Floats | None  # per item; None = no sign of somebody else
    field: bool  # does a word of the plan's field stand there?

    @property
    def several(self) -> bool:
        """Do the objects of two items or more stand there?"""
        return len(self.strong) > 1


@lru_cache(maxsize=256)
def _told(count: int) -> float:
    return float(np.float32(np.log1p(count)))


class Marker:
    """Counts anchors by where they belong."""

    def __init__(self, anchors: Anchors, items: int) -> None:
        self._foreign = {
            number: np.array([item + 1 not in entry.spares for item in range(items)], dtype=np.float32)
            for number, entry in enumerate(anchors.entries)
            if entry.weight == FOREIGN
        }
        self._one_sign = {number: np.log1p(spoken) for number, spoken in self._foreign.items()}
        self._places = [_place(entry.weight, entry.item) for entry in anchors.entries]

    def marks(self, numbers: Sequence[int]) -> Marks:
        """The marks of the anchors with these numbers."""
        counts: tuple[dict[int, int], ...] = ({}, {}, {}, {}, {}, {})
        for number in numbers:
            kind, place = self._places[number]
            counts[kind][place] = counts[kind].get(place, 0) + 1
        strong, topic, anti, outside, field, foreign = counts
        return Marks(
            {place: _told(count) for place, count in strong.items()},
            {place: _told(count) for place, count in topic.items()},
            {place: _told(count) for place, count in anti.items()},
            [_told(outside.get(kind, 0)) for kind in range(len(OUTSIDE_KINDS))] if outside else _NOTHING,
            self._somebody_else(numbers) if foreign else None,
            bool(field),
        )

    def objects(self, numbers: Sequence[int]) -> set[int]:
        """The places of the items whose own object these anchors name."""
        places = (self._places[number] for number in numbers)
        return {place for kind, place in places if kind == _STRONG}

    def _somebody_else(self, numbers: Sequence[int]) -> Floats:
        others = [number for number in numbers if number in self._foreign]
        if len(others) == 1:  # as nearly always
            return self._one_sign[others[0]]
        signs: Floats = np.log1p(np.sum([self._foreign[number] for number in others], axis=0))
        return signs


_STRONG = WEIGHTS.index("strong")
_OUTSIDE, _FIELD, _FOREIGN = range(len(WEIGHTS), len(WEIGHTS) + 3)
_NOTHING = [0.0] * len(OUTSIDE_KINDS)


def _place(weight: str, item: int) -> tuple[int, int]:
    """Which of the marks an anchor counts for, and where in it."""
    if weight == FIELD:
        return _FIELD, 0
    if weight == FOREIGN:
        return _FOREIGN, 0
    return (WEIGHTS.index(weight), item - 1) if item else (_OUTSIDE, OUTSIDE_KINDS.index(weight))
