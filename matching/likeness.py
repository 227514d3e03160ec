"""What a text's n-grams say: how like it is to the examples and to the plan's own words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from matching.examples import Memory
from matching.lexical import Floats, Vector, plain
from matching.plan import Plan


class Likeness(NamedTuple):
    """One text against all items at once."""

    examples: Floats  # (items + 1,): about 1 where the examples speak for an item; the last is none
    lists: Floats  # (items,): cosine to the item's list text


class Likenesses:
    """One table of columns per item, so that a text is compared with everything in one product."""

    def __init__(self, plan: Plan, memory: Memory) -> None:
        self.memory = memory
        self._items = len(plan.items)
        lists = _columns((item.text for item in plan.items), memory)
        self._table = np.hstack([memory.coefficients, lists])

    def read(self, canonical: str) -> Likeness:
        """The likeness of a canonical text (see Actors.canonical)."""
        vector = self.memory.space.vector(plain(canonical))
        return self._likeness(vector, self._table.take(vector.columns, axis=0))

    def read_clauses(self, canonical: str) -> tuple[Likeness, Floats]:
        """The same, and the examples' word on each clause alone, of shape (clauses, items + 1)."""
        vector = self.memory.space.vector(plain(canonical))
        rows = self._table.take(vector.columns, axis=0)
        whole = self._likeness(vector, rows)
        if len(vector.starts) < 2:
            return whole, whole.examples[None, :]
        return whole, _by_clause(vector, rows[:, : self._items + 1])

    def _likeness(self, vector: Vector, rows: Floats) -> Likeness:
        values: Floats = vector.weights @ rows
        return Likeness(values[: self._items + 1], values[self._items + 1 :])


#: Added to a clause's squared length, so that two or three n-grams alone say little.
_SHORTEST = 40.0


def _by_clause(vector: Vector, rows: Floats) -> Floats:
    """Each clause as a text of its own, somewhat damped where it is short.

    One matrix product for all of them: a row per clause, empty but for the clause's own n-grams.
    """
    weights = vector.weights * np.float32(vector.length)
    clauses = np.zeros((len(vector.starts), len(weights)), dtype=np.float32)
    for row, (start, end) in enumerate(pairwise((*vector.starts, len(weights)))):
        own = weights[start:end]
        clauses[row, start:end] = own / math.sqrt(float(own @ own) + _SHORTEST)
    shares: Floats = clauses @ rows
    return shares


def best_other(values: Floats) -> Floats:
    """For each entry the highest of all the others, not below 0 for the highest itself."""
    top = values.argmax()
    others = np.empty_like(values)
    others.fill(values[top])
    rest = values.copy()
    rest[top] = 0.0
    others[top] = rest[rest.argmax()]  # argmax and a look-up: a third of what max costs at this size
    return others


def _columns(texts: Iterable[str], memory: Memory) -> Floats:
    vectors = [memory.space.vector(plain(text)) for text in texts]
    table = np.zeros((len(memory.space), len(vectors)), dtype=np.float32)
    for column, vector in enumerate(vectors):
        table[vector.columns, column] = vector.weights
    return table
