"""Labelled statements as memory: what statements like this one were about."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.actors import Actors
from matching.anchors import Anchors
from matching.labels import Label
from matching.lexical import SHARED, SIZES, Floats, Space, Vector, plain
from matching.plan import Plan

#: Ridge penalty of the memory; larger trusts single examples less. Chosen by cross-validation by document.
PENALTY = 0.6
#: File beside the model that keeps the solution for the labels that come with the plan.
MEMORY = "memory.npz"


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what it is about. No items = it is about none of them."""

    text: str  # plain
    items: frozenset[int]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Kernel ridge regression over n-gram vectors, one column per item and one for none.

    A vector's product with `coefficients` (n-grams × items + 1) is about 1 where the examples speak for an item,
    about 0 elsewhere. Deterministic: the coefficients are the solution of one linear system.
    """

    space: Space
    coefficients: Floats

    @classmethod
    def solved(cls, examples: Sequence[Example], items: int, space: Space) -> Memory:
        """Solve the system; takes seconds and n² floats of memory at thousands of examples."""
        vectors = [space.vector(example.text) for example in examples]
        targets = _targets(examples, items)
        weights = np.sqrt([example.weight for example in examples]).astype(np.float32)
        postings = _Postings(vectors, len(space))
        kernel = np.stack([postings.similar(vector) for vector in vectors]).astype(np.float32)
        kernel *= weights[:, None] * weights
        kernel[np.diag_indices_from(kernel)] += PENALTY
        dual = np.linalg.solve(kernel, targets * weights[:, None])
        return cls(space, postings.summed(dual * weights[:, None]))


def memory_of(plan: Plan, anchors: Anchors, labels: Sequence[Label], stored: Path | None = None) -> Memory:
    """The examples a matcher remembers: the plan's own words and the labelled statements.

    `stored` may hold the solution (see `store`); it is taken only if it was made of exactly these examples.
    """
    examples = _examples(plan, anchors, labels)
    space = Space(example.text for example in examples)
    kept = _kept(stored, _digest(examples)) if stored else None
    if kept is not None:
        return Memory(space, kept)
    return Memory.solved(examples, len(plan.items), space)


def store(plan: Plan, anchors: Anchors, labels: Sequence[Label], path: Path) -> None:
    """Solve once and keep the coefficients beside the model, in half precision (they are read back within .001)."""
    examples = _examples(plan, anchors, labels)
    space = Space(example.text for example in examples)
    memory = Memory.solved(examples, len(plan.items), space)
    np.savez_compressed(
        path, digest=np.array(_digest(examples)), coefficients=memory.coefficients.astype(np.float16)
    )


def _kept(path: Path, digest: str) -> Floats | None:
    """The stored coefficients, or None where there are none of these examples."""
    if not path.exists():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["digest"]) != digest:
                return None
            kept: Floats = stored["coefficients"].astype(np.float32)
            return kept
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None  # a damaged file costs the time of solving again, nothing else


def _digest(examples: Sequence[Example]) -> str:
    digest = hashlib.sha256(repr((PENALTY, SIZES, SHARED)).encode())
    for one in examples:
        digest.update(repr((one.text, sorted(one.items), one.weight)).encode())
    return digest.hexdigest()


def _examples(plan: Plan, anchors: Anchors, labels: Sequence[Label]) -> list[Example]:
    actors = Actors(plan, anchors.nicknames, anchors.own_places, anchors.near_places)
    examples = [
        Example(plain(actors.canonical(text, "")), frozenset({item.number}))
        for item in plan.items
        for text in dict.fromkeys((item.text, item.body or item.text))
    ]
    examples += [Example(plain(actors.canonical(one.text, "")), frozenset()) for one in plan.commitments]
    examples += [
        Example(plain(actors.canonical(label.statement, label.unit)), label.items, label.weight)
        for label in labels
        if not label.optional_items - label.items
    ]
    return examples


def _targets(examples: Sequence[Example], items: int) -> NDArray[np.float32]:
    targets = np.zeros((len(examples), items + 1), dtype=np.float32)
    for row, example in enumerate(examples):
        for item in example.items:
            targets[row, item - 1] = 1
        if not example.items:
            targets[row, items] = 1
    return targets


class _Postings:
    """Examples by n-gram, so that similarity to all of them costs only what they share."""

    def __init__(self, vectors: Sequence[Vector], width: int) -> None:
        columns = np.concatenate([vector.columns for vector in vectors])
        rows = np.repeat(np.arange(len(vectors)), [len(vector.columns) for vector in vectors])
        weights = np.concatenate([vector.weights for vector in vectors])
        order = np.argsort(columns, kind="stable")
        self._starts = np.searchsorted(columns[order], np.arange(width + 1))
        self._rows = rows[order]
        self._weights = weights[order]
        self._number = len(vectors)

    def similar(self, vector: Vector) -> NDArray[np.float64]:
        """Cosine similarity to every example, in their order."""
        starts, ends = self._starts[vector.columns], self._starts[vector.columns + 1]
        counts = ends - starts
        total = int(counts.sum())
        if not total:
            return np.zeros(self._number)
        places = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(total)
        weights = self._weights[places] * np.repeat(vector.weights, counts)
        found: NDArray[np.float64] = np.bincount(self._rows[places], weights, self._number).astype(np.float64)
        return found

    def summed(self, values: Floats) -> Floats:
        """Per n-gram the examples' values, one row each, weighted by how much of it they hold."""
        weighted = self._weights[:, None] * values[self._rows]
        held = np.flatnonzero(np.diff(self._starts))
        sums = np.zeros((len(self._starts) - 1, values.shape[1]), dtype=np.float32)
        sums[held] = np.add.reduceat(weighted, self._starts[held], axis=0)
        return sums
