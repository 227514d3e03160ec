"""How many anchors of which kind stand in a text, per item."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matching.anchors import FIELD, FOREIGN, OUTSIDE_KINDS, WEIGHTS, Anchors
from matching.lexical import Floats


class Marks(NamedTuple):
    """Anchors of one reading, as log(1 + count): one entry per item, and one per kind of no item.

    The places (item - 1) that an anchor speaks for are named beside it: they are few, so that it costs less to
    look at each than at all.
    """

    strong: Floats
    topic: Floats
    anti: Floats
    outside: list[float]  # in the order of OUTSIDE_KINDS
    foreign: Floats | None  # None = no sign of somebody else
    field: bool  # does a word of the plan's field stand there?
    strong_at: list[int]
    topic_at: list[int]
    anti_at: list[int]

    @property
    def several(self) -> bool:
        """Do the objects of two items or more stand there?"""
        return len(self.strong_at) > 1


@lru_cache(maxsize=256)
def _told(count: int) -> float:
    return float(np.log1p(count))


class Marker:
    """Counts anchors by where they belong."""

    def __init__(self, anchors: Anchors, items: int) -> None:
        self._items = items
        self._outside = len(WEIGHTS) * items
        self._field = self._outside + len(OUTSIDE_KINDS)
        self._foreign = {
            number: np.array([item + 1 not in entry.spares for item in range(items)], dtype=np.float32)
            for number, entry in enumerate(anchors.entries)
            if entry.weight == FOREIGN
        }
        self._places = [self._place(entry.weight, entry.item) for entry in anchors.entries]

    def _place(self, weight: str, item: int) -> int:
        if weight == FIELD:
            return self._field
        if weight == FOREIGN:
            return self._field + 1
        if item:
            return WEIGHTS.index(weight) * self._items + item - 1
        return self._outside + OUTSIDE_KINDS.index(weight)

    def marks(self, numbers: Sequence[int]) -> Marks:
        """The marks of the anchors with these numbers."""
        counts: dict[int, int] = {}
        for number in numbers:
            place = self._places[number]
            counts[place] = counts.get(place, 0) + 1
        told = np.zeros(self._field + 2, dtype=np.float32)
        for place, count in counts.items():
            told[place] = _told(count)
        items = self._items
        return Marks(
            told[:items],
            told[items : 2 * items],
            told[2 * items : 3 * items],
            told[self._outside : self._field].tolist(),
            self._somebody_else(numbers) if self._field + 1 in counts else None,
            self._field in counts,
            [place for place in counts if place < items],
            [place - items for place in counts if items <= place < 2 * items],
            [place - 2 * items for place in counts if 2 * items <= place < self._outside],
        )

    def objects(self, numbers: Sequence[int]) -> set[int]:
        """The places of the items whose own object these anchors name."""
        places = self._places
        return {places[number] for number in numbers if places[number] < self._items}

    def _somebody_else(self, numbers: Sequence[int]) -> Floats:
        others = [self._foreign[number] for number in numbers if number in self._foreign]
        signs: Floats = np.log1p(np.sum(others, axis=0))
        return signs
