"""Labelled statements as memory: what statements like this one were about, and what reviewers add to it."""

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
from matching.claims import Status
from matching.labels import LABELS, STATUSES, Label
from matching.lexical import SHARED, SIZES, Floats, Space, Vectors, plain
from matching.plan import Plan
from matching.words import load_words, words_digest

#: Ridge penalty of the memory; larger trusts single examples less. Chosen by cross-validation by document.
PENALTY = 0.6
#: How much likeness of meaning counts beside likeness of wording. Chosen on four authors' labels by the others'.
MEANING = 1.0
#: Words that a single example holds say more than their meaning; a difference below this is rounding.
_NOTHING = 1e-5
#: File beside the model that keeps the solution for the labels that come with the plan.
MEMORY = "memory.npz"


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what it is about. No items = it is about none of them."""

    text: str  # plain
    items: frozenset[int]
    weight: float = 1.0
    status: Status | None = None  # how far its act got; None = it does not say, or not for all items the same


@dataclass(frozen=True, slots=True)
class Memory:
    """Kernel ridge regression over n-gram vectors: a column per item, one for none of them, one per status.

    A vector's product with `coefficients` (n-grams × items + 1 + statuses) is about 1 where the examples speak for
    an item or a status, about 0 elsewhere. Deterministic: the coefficients are the solution of one linear system.
    """

    space: Space
    coefficients: Floats
    senses: (
        Floats  # (75, items + 1 + statuses): what directions of meaning speak for; part of the coefficients
    )

    @classmethod
    def solved(cls, examples: Sequence[Example], items: int, space: Space) -> Memory:
        """Solve the system; takes seconds and n² floats of memory at thousands of examples."""
        vectors = space.vectors([example.text for example in examples])
        return cls(space, *_explained(space, vectors, _targets(examples, items), _roots(examples)))

    def taught(self, examples: Sequence[Example]) -> Memory:
        """The same memory, corrected by what further examples say otherwise; costs as much as these are many.

        Their n-grams are weighed as before; n-grams that the memory does not know stay unknown.
        """
        if not examples:
            return self
        vectors = self.space.vectors([example.text for example in examples])
        known = vectors.products(self.coefficients[vectors.columns])
        items = self.coefficients.shape[1] - 1 - len(STATUSES)
        missing = _targets(examples, items) - known
        missing[[example.status is None for example in examples], items + 1 :] = 0
        coefficients, senses = _explained(self.space, vectors, missing, _roots(examples))
        return Memory(self.space, self.coefficients + coefficients, self.senses + senses)


def _roots(examples: Sequence[Example]) -> Floats:
    return np.sqrt([example.weight for example in examples]).astype(np.float32)


def _explained(space: Space, vectors: Vectors, targets: Floats, roots: Floats) -> tuple[Floats, Floats]:
    """Coefficients and senses (see Memory) of the ridge regression that explains the targets of the vectors.

    Two texts are alike by the n-grams they share, and by what their words mean on the whole. scipy is loaded here,
    when something is learnt, and not where a stored memory is read.
    """
    from scipy.linalg import solve  # type: ignore[import-untyped]
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    owners, weights = vectors.unit()
    shape = (len(vectors.lengths), len(space))
    rows = csr_array((weights, (owners, vectors.columns)), shape=shape)
    meanings = space.meanings()
    meant = rows @ meanings
    kernel = (rows @ rows.T).toarray()
    kernel += MEANING * (meant @ meant.T)
    kernel *= roots[:, None] * roots
    kernel[np.diag_indices_from(kernel)] += PENALTY
    dual = solve(kernel, targets * roots[:, None], assume_a="pos", overwrite_a=True) * roots[:, None]
    senses: Floats = MEANING * (meant.T @ dual)
    coefficients: Floats = rows.T @ dual + meanings @ senses
    return coefficients, senses


def memory_of(plan: Plan, anchors: Anchors, labels: Sequence[Label]) -> Memory:
    """What a matcher remembers: the plan's own words and the labelled statements. Solved here, which takes a minute."""
    examples = _examples(plan, anchors, labels)
    space = Space.of_texts((example.text for example in examples), load_words())
    return Memory.solved(examples, len(plan.items), space)


def stored_memory(plan: Plan, anchors: Anchors, folder: Path) -> Memory | None:
    """The memory that was solved for the folder's labels.jsonl (see `store`); None where it was made of others."""
    path = folder / MEMORY
    return _kept(path, _digest(plan, anchors, folder)) if path.exists() else None


def lessons_of(plan: Plan, anchors: Anchors, decided: Sequence[Label]) -> list[Example]:
    """What reviewers decided, to be taught on top; see `Memory.taught`."""
    return _labelled(_actors(plan, anchors), decided)


def store(plan: Plan, anchors: Anchors, memory: Memory, folder: Path) -> None:
    """Keep the memory of the folder's labels beside the model, in half precision (what is read back is within .001)."""
    shared = len(memory.space.shared)
    others = memory.coefficients[shared:]
    met = np.flatnonzero(
        np.abs(others - memory.space.other_meanings() @ memory.senses).max(axis=1) > _NOTHING
    )
    np.savez_compressed(
        folder / MEMORY,
        digest=np.array(_digest(plan, anchors, folder)),
        grams=np.frombuffer("\n".join(memory.space.shared).encode(), dtype=np.uint8),
        weights=memory.space.weights[:shared],
        coefficients=memory.coefficients[:shared].astype(np.float16),
        senses=memory.senses,
        met=met,
        met_coefficients=others[met].astype(np.float16),
    )


def _kept(path: Path, digest: str) -> Memory | None:
    """The stored memory, or None where it was made of other labels."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if str(stored["digest"]) != digest:
                return None
            grams = stored["grams"].tobytes().decode().split("\n")
            space = Space(grams, stored["weights"], load_words())
            shared, senses = stored["coefficients"].astype(np.float32), stored["senses"]
            others = space.other_meanings() @ senses
            others[stored["met"]] = stored["met_coefficients"]
            return Memory(space, np.concatenate([shared, others]), senses)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None  # a damaged file costs the time of solving again, nothing else


def _digest(plan: Plan, anchors: Anchors, folder: Path) -> str:
    """Of all that the examples are made from, without making them: that takes seconds."""
    places = (sorted(anchors.nicknames.items()), anchors.own_places, anchors.near_places)
    settings = (PENALTY, MEANING, SIZES, SHARED, STATUSES, words_digest(), places)
    digest = hashlib.sha256(repr((settings, plan.items, plan.units, plan.commitments)).encode())
    digest.update((folder / LABELS).read_bytes())
    return digest.hexdigest()


def _actors(plan: Plan, anchors: Anchors) -> Actors:
    return Actors(plan, anchors.nicknames, anchors.own_places, anchors.near_places)


def _examples(plan: Plan, anchors: Anchors, labels: Sequence[Label]) -> list[Example]:
    actors = _actors(plan, anchors)
    examples = [
        Example(plain(actors.canonical(text, "")), frozenset({item.number}))
        for item in plan.items
        for text in dict.fromkeys((item.text, item.body or item.text))
    ]
    examples += [Example(plain(actors.canonical(one.text, "")), frozenset()) for one in plan.commitments]
    return examples + _labelled(actors, labels)


def _labelled(actors: Actors, labels: Sequence[Label]) -> list[Example]:
    """Those of the labels that say clearly what they are about."""
    return [
        Example(
            plain(actors.canonical(label.statement, label.unit)), label.items, label.weight, _status(label)
        )
        for label in labels
        if not label.optional_items - label.items
    ]


def _status(label: Label) -> Status | None:
    """The one status of all its items. A decision about an item says nothing of how far its act got."""
    told = set(label.item_status.values())
    return told.pop() if len(told) == 1 and label.source != "decision" else None


def _targets(examples: Sequence[Example], items: int) -> NDArray[np.float32]:
    targets = np.zeros((len(examples), items + 1 + len(STATUSES)), dtype=np.float32)
    for row, example in enumerate(examples):
        for item in example.items:
            targets[row, item - 1] = 1
        if not example.items:
            targets[row, items] = 1
        if example.status is not None:
            targets[row, items + 1 + STATUSES.index(example.status)] = 1
    return targets
