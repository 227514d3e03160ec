"""How many anchors of which kind stand in a text, per item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.anchors import FIELD, FOREIGN, OUTSIDE_KINDS, WEIGHTS, Anchors
from matching.lexical import Floats


@dataclass(frozen=True, slots=True)
class Marks:
    """Anchors of one reading, as log(1 + count): one entry per item, and one per kind of no item."""

    strong: Floats
    topic: Floats
    anti: Floats
    outside: Floats
    foreign: Floats
    field: bool  # does a word of the plan's field stand there?
    any_strong: bool
    several: bool  # the objects of two items or more


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
        self._nobody = np.zeros(items, dtype=np.float32)
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
        others = [self._foreign[number] for number in numbers if number in self._foreign]
        items = self._items
        standing = sum(place < items for place in counts)
        return Marks(
            told[:items],
            told[items : 2 * items],
            told[2 * items : 3 * items],
            told[self._outside : self._field],
            np.log1p(np.sum(others, axis=0)) if others else self._nobody,
            self._field in counts,
            standing > 0,
            standing > 1,
        )
