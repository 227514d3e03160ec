"""Texts as weighted character n-grams: the similarity behind examples and item texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import add
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.terms import fold
from matching.words import Words

#: Lengths of the character n-grams; most Chinese words have one to three characters.
SIZES = (1, 2, 3)

#: N-grams that fewer texts hold teach nothing about others.
SHARED = 2

_NUMBER = re.compile(r"\d[\d.,]*")
_PUNCTUATION = re.compile(r"[、.（）()\[\]【】《》<>—\-·|｜/]+")
_CLAUSE = re.compile(r"[，。；：:,;!！?？ ]*[，。；：:,;!！?？][，。；：:,;!！?？ ]*")

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


def plain(text: str) -> str:
    """Folded, every number the same, clauses on lines of their own, every other mark a blank.

    >>> plain("培训（1,086人次），完成任务。")
    '培训 0人次\\n完成任务\\n'
    """
    return _CLAUSE.sub("\n", _PUNCTUATION.sub(" ", _NUMBER.sub("0", fold(text))))


def grams(clause: str) -> dict[str, None]:
    """Character n-grams of a clause of a plain text, each once, in order of appearance; none across marks.

    >>> list(grams("海水 养殖场"))
    ['海', '水', '海水', '养', '殖', '场', '养殖', '殖场', '养殖场']
    """
    found: list[str] = []
    for piece in clause.split(" ") if " " in clause else (clause,):
        pairs = list(map(add, piece, piece[1:]))
        found += piece
        found += pairs
        found += map(add, pairs, piece[2:])
    return dict.fromkeys(found)


class Clause(NamedTuple):
    """The n-grams of a clause that no clause before it holds, a span of the columns; at least one."""

    start: int
    end: int
    square: float  # the sum of their squared weights


class _Spoken(NamedTuple):
    """The n-grams of a text."""

    clauses: list[list[str]]  # each once in the text
    again: list[str]  # as often as they stand in further clauses


def _spoken(text: str) -> _Spoken:
    first, *others = map(grams, text.rstrip("\n").split("\n"))
    clauses = [list(first)]
    again: list[str] = []
    seen = first
    for said in others:
        new = [gram for gram in said if gram not in seen]
        if len(new) < len(said):
            again += [gram for gram in said if gram in seen]
        seen.update(said)
        clauses.append(new)
    return _Spoken(clauses, again)


class Vectors(NamedTuple):
    """Sparse vectors of some texts, text after text and clause after clause; every n-gram of a text once."""

    columns: Places  # (n-grams,)
    weights: Floats  # (n-grams,)
    clauses: list[list[Clause]]  # of each text, those that say something new
    lengths: list[float]  # how much each text says, unknown n-grams among it; 1 where nothing is known

    def products(self, rows: Floats, clauses: Iterable[Clause] = (), damping: float = 0.0) -> Floats:
        """The product of each text, made length 1, with a table of which `rows` are those of the columns.

        And below them those of some of the clauses, as texts of their own whose squared length is larger by `damping`.
        """
        spans = [
            (own[0].start, own[-1].end, length) if own else (0, 0, length)
            for own, length in zip(self.clauses, self.lengths, strict=True)
        ]
        spans += [(start, end, math.sqrt(square + damping)) for start, end, square in clauses]
        products = np.empty((len(spans), rows.shape[1]), dtype=np.float32)
        for own, (start, end, _) in zip(products, spans, strict=True):
            np.dot(self.weights[start:end], rows[start:end], out=own)
        products /= np.array([length for _, _, length in spans], dtype=np.float32)[:, None]
        return products

    def unit(self) -> tuple[Places, Floats]:
        """The text that each n-gram stands in, and the weights that make each text's length 1."""
        sizes = [clauses[-1].end - clauses[0].start if clauses else 0 for clauses in self.clauses]
        return np.arange(len(sizes)).repeat(sizes), self.weights / np.array(
            self.lengths, dtype=np.float32
        ).repeat(sizes)


class Space:
    """The n-grams that count: those that several of a set of texts share, and after them all other known words."""

    def __init__(self, shared: Sequence[str], weights: Floats, words: Words) -> None:
        """`shared`: n-grams, each once; `weights`: their inverse document frequencies, in the same order."""
        self.shared = tuple(shared)
        known = set(shared)
        others = [place for place, word in enumerate(words.words) if word not in known]
        self._words = words
        self._others = np.array(others, dtype=np.int64)
        hashes = _hashes([*self.shared, *(words.words[place] for place in others)])
        self._columns = hashes.argsort()
        self._hashes = hashes[self._columns]
        self.weights: Floats = np.concatenate([weights, np.full(len(others), WORD, dtype=np.float32)])

    @classmethod
    def of_texts(cls, texts: Iterable[str], words: Words) -> Space:
        """The n-grams that at least SHARED of the texts hold, and the words."""
        frequency: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            frequency.update({gram for clause in text.split("\n") for gram in grams(clause)})
        shared = sorted(gram for gram, count in frequency.items() if count >= SHARED)
        counts = np.array([frequency[gram] for gram in shared], dtype=np.float64)
        return cls(shared, (np.log((1 + number) / (1 + counts)) + 1).astype(np.float32), words)

    def meanings(self) -> Floats:
        """The words' vectors by column, zero for n-grams that are no word, shape (len(self), 75)."""
        vectors = self._words.vectors
        meanings = np.zeros((len(self), vectors.shape[1]), dtype=np.float32)
        columns, _ = self._found(self._words.words)
        meanings[columns] = vectors
        return meanings

    def other_meanings(self) -> Floats:
        """The vectors of the words that are no shared n-grams, the last columns, shape (len(self) - shared, 75)."""
        return self._words.vectors[self._others]

    def __len__(self) -> int:
        return len(self._hashes)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Inverse document frequencies; n-grams unknown to the space count in a text's length.

        So a text that says mostly other things is like nothing here. The look-up is one for all texts.
        """
        spoken = [_spoken(text) for text in texts]
        told = [*chain.from_iterable(clause for text in spoken for clause in text.clauses)]
        again = [*chain.from_iterable(text.again for text in spoken)]
        columns, known = self._found(told + again)
        columns = columns[: len(told)][known[: len(told)]]
        weights = self.weights.take(columns)
        flags = known.tolist()
        place, repeated, start = 0, len(told), 0
        found: list[list[Clause]] = []
        lengths: list[float] = []
        for text in spoken:
            unknown = flags[repeated : repeated + len(text.again)].count(False)
            repeated += len(text.again)
            clauses: list[Clause] = []
            total = 0.0
            for clause in text.clauses:
                end = start + flags[place : place + len(clause)].count(True)
                place += len(clause)
                unknown += len(clause) - (end - start)
                if end > start:
                    own = weights[start:end]
                    square = float(np.dot(own, own))
                    total += square
                    clauses.append(Clause(start, end, square))
                    start = end
            found.append(clauses)
            lengths.append(math.sqrt(total + unknown * _UNKNOWN**2) if clauses else 1.0)
        return Vectors(columns, weights, found, lengths)

    def _found(self, words: Sequence[str]) -> tuple[Places, Flags]:
        """The columns of n-grams, and which of them are known; what stands for the others means nothing.

        By their hashes alone: that two of 64 bits agree by chance need not be reckoned with, and a dictionary so large
        is out of the processor's cache at every look-up.
        """
        hashes = _hashes(words)
        places = self._hashes.searchsorted(hashes)
        known = self._hashes.take(places, mode="clip") == hashes
        return self._columns.take(places, mode="clip"), known


def _hashes(words: Sequence[str]) -> Places:
    """Other ones in each process, so they are never kept.

    With the length: Python's hash is of the bytes in memory, and those of 扫 are those of kb.
    """
    hashes = np.fromiter(map(hash, words), dtype=np.int64, count=len(words))
    hashes += np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    return hashes


#: Weight of an n-gram that the space does not know; below a rare known one, or long texts would vanish.
_UNKNOWN = 2.0
#: Weight of a word that none or one of the texts holds.
WORD = 4.0
