"""What a text's n-grams say: how like it is to the examples and to the plan's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.examples import Memory
from matching.labels import STATUSES
from matching.lexical import Floats, plain
from matching.plan import Plan


class Likeness(NamedTuple):
    """Texts against all items at once, a row for each text."""

    examples: Floats  # (texts, items + 1): about 1 where the examples speak for an item; the last is none
    statuses: Floats  # (texts, statuses): the same for each of STATUSES
    lists: Floats  # (texts, items): cosine to the item's list text


class Spoken(NamedTuple):
    """The same, and what the examples say of each clause as a text of its own, somewhat damped where it is short."""

    whole: Likeness
    lead: Floats  # (texts, items): by how much the item leads all others
    clause: Floats  # (texts, items): the examples' word on the clause that suits the item best
    clause_lead: Floats  # (texts, items): by how much it leads all others in a clause, at the most


class Likenesses:
    """One table of columns per item, so that a text is compared with everything in one product."""

    def __init__(self, plan: Plan, memory: Memory) -> None:
        self.memory = memory
        self._items = len(plan.items)
        lists = _columns([item.text for item in plan.items], memory)
        self._table = np.hstack([memory.coefficients, lists])

    def read(self, canonical: Sequence[str]) -> Likeness:
        """The likenesses of canonical texts (see Actors.canonical)."""
        vectors = self.memory.space.vectors([plain(text) for text in canonical])
        return self._likeness(vectors.products(self._table.take(vectors.columns, axis=0)))

    def read_clauses(self, canonical: Sequence[str]) -> Spoken:
        """The same, and what their clauses say; a text of one clause says as a clause what it says on the whole."""
        vectors = self.memory.space.vectors([plain(text) for text in canonical])
        rows = self._table.take(vectors.columns, axis=0)
        several = [(text, own) for text, own in enumerate(vectors.clauses) if len(own) > 1]
        said = vectors.products(rows, [clause for _, own in several for clause in own], _SHORTEST)
        start = len(canonical)
        examples = said[:, : self._items]
        led = leads(examples)
        whole, lead = self._likeness(said[:start]), led[:start]
        if not several:
            return Spoken(whole, lead, examples, lead)
        clause, clause_lead = examples[:start].copy(), lead.copy()
        for text, own in several:
            end = start + len(own)
            np.maximum.reduce(examples[start:end], out=clause[text])
            np.maximum.reduce(led[start:end], out=clause_lead[text])
            start = end
        return Spoken(whole, lead, clause, clause_lead)

    def _likeness(self, values: Floats) -> Likeness:
        told = self._items + 1
        known = told + len(STATUSES)
        return Likeness(values[:, :told], values[:, told:known], values[:, known:])


#: Added to a clause's squared length, so that two or three n-grams alone say little.
_SHORTEST = 40.0


def leads(values: Floats) -> Floats:
    """By how much each entry leads all others in its row; the highest leads the best of them, taken for 0 at least."""
    if values.shape[1] == 1:
        return values
    best = np.partition(values, -2, axis=1)[:, -2:]
    highest = best[:, 1:]
    return np.where(values == highest, highest - np.maximum(best[:, :1], 0), values - highest)


def _columns(texts: Sequence[str], memory: Memory) -> Floats:
    """A column for each text: its vector, made length 1."""
    vectors = memory.space.vectors([plain(text) for text in texts])
    table = np.zeros((len(memory.space), len(texts)), dtype=np.float32)
    owners, weights = vectors.unit()
    table[vectors.columns, owners] = weights
    return table
