"""Pairs of texts that are nearly the same, among any number of documents, found once when a document comes in.

Candidates share hashes of their prints; rapidfuzz decides. Whether a pair matters is another question
(`matching/recycled.py`): whose reports they are, and which of them count, may change; what they say does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from matching.prints import SKETCH, Prints, Rows, masked

SIMILAR = 90.0  # rapidfuzz ratio 0..100 that must be passed
MOST = 0.5  # share of a document's sentences that must be passed for the whole document
LEAST_SENTENCES = 5  # a shorter document is judged by its paragraphs only
_SHARED = 3  # hashes two sketches must share before the texts are compared letter by letter
_CROWD = 24  # texts of one hash that others are compared with; a phrase seen oftener is boilerplate
_CHUNK = 20_000  # new texts looked up at once

Numbers = npt.NDArray[np.int64]
Number = TypeVar("Number", np.int64, np.uint32)
Kind = Literal["sentence", "paragraph"]
#: The text of a document's statements from the first to the last, joined: (document, first, last) → text.
TextOf = Callable[[str, int, int], str]


@dataclass(frozen=True, slots=True)
class Echo:
    """Two texts of two documents that are nearly the same; places are numbers of statements, both inclusive."""

    kind: Kind
    document: str  # sha256; came in later than the other, which says nothing of who copied
    first: int
    last: int
    other: str
    other_first: int
    other_last: int
    score: float  # rapidfuzz ratio, above SIMILAR


def find_echoes(documents: Sequence[tuple[str, Prints]], new: int, text_of: TextOf) -> Iterator[Echo]:
    """Pairs of each of the last `new` documents with any before it, in the order in which they came in.

    Of a text that very many hold, the first ones are compared. Sentences are paired only between documents
    most of whose sentences are alike; paragraphs always.
    """
    if new:
        sentences = _Library(documents, new, lambda prints: prints.sentence_rows)
        told = np.array([prints.told for _, prints in documents])
        yield from _echoes("sentence", sentences, told, text_of)
        yield from _echoes(
            "paragraph", _Library(documents, new, lambda prints: prints.paragraph_rows), None, text_of
        )


class _Library:
    """All texts of one kind in one table: which document, which statements, which hashes."""

    def __init__(
        self, documents: Sequence[tuple[str, Prints]], new: int, rows_of: Callable[[Prints], Rows]
    ) -> None:
        rows = [rows_of(prints) for _, prints in documents]
        lengths = [len(each) for each in rows]
        table = np.concatenate(rows) if rows else np.zeros((0, 2 + SKETCH), dtype=np.uint32)
        self.names = [name for name, _ in documents]
        self.owner: Numbers = np.repeat(np.arange(len(rows)), lengths)
        self.spans: Numbers = table[:, :2].astype(np.int64)
        self.keys: Rows = table[:, 2:]
        self.first_new = sum(lengths[: len(rows) - new])

    def place(self, text: int) -> tuple[str, int, int]:
        """Document, first and last statement."""
        first, last = self.spans[text]
        return self.names[self.owner[text]], int(first), int(last)

    def pairs(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Later and earlier text of each candidate pair of two documents; all of a document's pairs at once."""
        start = self.first_new
        while start < len(self.keys):
            last = self.owner[min(start + _CHUNK, len(self.keys)) - 1]
            end = int(np.searchsorted(self.owner, last, side="right"))
            later, earlier = _candidates(self.keys[:end], start)
            foreign = self.owner[later] != self.owner[earlier]
            yield later[foreign], earlier[foreign]
            start = end


def _candidates(keys: Rows, first_new: int) -> tuple[Numbers, Numbers]:
    """Texts from `first_new` on with earlier ones that share at least _SHARED hashes."""
    places, starts, ranks = _postings(keys, first_new)
    size = len(keys)
    codes: list[Numbers] = []
    for rank in range(_CROWD):  # each text with the rank-th holder of the same hash
        later = np.flatnonzero((ranks > rank) & (places >= first_new))
        codes.append(places[later] * size + places[starts[later] + rank])
    found = np.sort(np.concatenate(codes))
    pairs = _distinct(found[_SHARED - 1 :][found[_SHARED - 1 :] == found[: len(found) - _SHARED + 1]])
    return pairs // size, pairs % size


def _distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Each value once, sorted; sorting is several times as fast as numpy's own hashing."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _postings(keys: Rows, first_new: int) -> tuple[Numbers, Numbers, Numbers]:
    """The holders of every hash of the new texts, in order: their places, where their hash begins, their rank."""
    wanted = _distinct(keys[first_new:].ravel())
    wanted = wanted[wanted > 0]
    found, which = _occurrences(keys.ravel(), wanted)
    order = np.argsort(which, kind="stable")
    values, places = which[order], found[order] // SKETCH
    begins = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else found
    starts = np.repeat(begins, np.diff(np.concatenate((begins, [len(values)]))))
    return places, starts, np.arange(len(values)) - starts


def _occurrences(flat: Rows, wanted: Rows) -> tuple[Numbers, npt.NDArray[np.unsignedinteger]]:
    """Where in `flat` stands one of the sorted `wanted`, and which; most of the rest is passed over by its upper bits.

    Which one is told in sixteen bits where they suffice: numpy sorts those without comparing, ten times as fast.
    """
    marks = np.zeros(1 << 24, dtype=bool)
    marks[wanted >> 8] = True
    near = np.flatnonzero(marks[flat >> 8])
    small = np.uint16 if len(wanted) < 1 << 16 else np.uint32
    if not len(wanted):
        return near, near.astype(small)
    places = np.minimum(np.searchsorted(wanted, flat[near]), len(wanted) - 1)
    kept = wanted[places] == flat[near]
    return near[kept], places[kept].astype(small)


def _echoes(kind: Kind, library: _Library, told: Numbers | None, text_of: TextOf) -> Iterator[Echo]:
    for later, earlier in library.pairs():
        kept = _mostly(library, later, earlier, told)
        later, earlier, scores = _alike(library, later[kept], earlier[kept], text_of)
        for place in _mostly(library, later, earlier, told):
            a, b = later[place], earlier[place]
            own, other = library.place(a), library.place(b)
            yield Echo(kind, *own, *other, float(scores[place]))


def _mostly(library: _Library, later: Numbers, earlier: Numbers, told: Numbers | None) -> Numbers:
    """Which pairs join two documents of which one repeats the other in most of its sentences; all without `told`."""
    if told is None:
        return np.arange(len(later))
    size = len(library.names)
    owners, others = library.owner[later], library.owner[earlier]
    couples, place = np.unique(owners * size + others, return_inverse=True)
    kept = np.zeros(len(couples), dtype=bool)
    for texts, document in ((later, couples // size), (earlier, couples % size)):
        distinct = _distinct(place * len(library.owner) + texts) // max(1, len(library.owner))
        counts = np.bincount(distinct, minlength=len(couples))
        kept |= (counts > MOST * told[document]) & (told[document] >= LEAST_SENTENCES)
    return np.flatnonzero(kept[place])


def _alike(
    library: _Library, later: Numbers, earlier: Numbers, text_of: TextOf
) -> tuple[Numbers, Numbers, npt.NDArray[np.float64]]:
    """The pairs whose texts are more than SIMILAR, with their score."""
    texts: dict[int, str] = {}
    for place in _distinct(np.concatenate((later, earlier))):
        texts[place] = masked(text_of(*library.place(place)))
    scores = process.cpdist(
        [texts[place] for place in later],
        [texts[place] for place in earlier],
        scorer=fuzz.ratio,
        score_cutoff=SIMILAR,
        dtype=np.float64,
    )
    kept = np.flatnonzero(scores > SIMILAR)
    return later[kept], earlier[kept], scores[kept]
