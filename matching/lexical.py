"""Texts as weighted character n-grams: the similarity behind examples and item texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
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


class Vector(NamedTuple):
    """A sparse vector of length 1 (or 0 for a text without known n-grams)."""

    columns: NDArray[np.int64]
    weights: Floats
    length: float  # before it was made 1: how much the text says
    starts: tuple[int, ...] = (0,)  # where each clause that says something starts among the columns


class Space:
    """The n-grams that count: those that several of a set of texts share, and after them all other known words."""

    def __init__(self, shared: Sequence[str], weights: Floats, words: Words) -> None:
        """`shared`: n-grams, each once; `weights`: their inverse document frequencies, in the same order."""
        self.shared = tuple(shared)
        known = set(shared)
        others = [place for place, word in enumerate(words.words) if word not in known]
        self._words = words
        self._others = np.array(others, dtype=np.int64)
        every = (*self.shared, *(words.words[place] for place in others))
        self._column = {gram: place for place, gram in enumerate(every)}
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
        for place, word in enumerate(self._words.words):
            meanings[self._column[word]] = vectors[place]
        return meanings

    def other_meanings(self) -> Floats:
        """The vectors of the words that are no shared n-grams, the last columns, shape (len(self) - shared, 75)."""
        return self._words.vectors[self._others]

    def __len__(self) -> int:
        return len(self._column)

    def vector(self, text: str) -> Vector:
        """Inverse document frequencies, length 1; n-grams unknown to the space count in the length.

        So a text that says mostly other things is like nothing here.
        """
        column_of = self._column
        columns: dict[int, None] = {}
        starts: list[int] = []
        unknown = 0
        for clause in text.split("\n"):
            said = grams(clause)
            known = [column for column in map(column_of.get, said) if column is not None]
            unknown += len(said) - len(known)
            before = len(columns)
            for column in known:
                columns[column] = None
            if len(columns) > before:
                starts.append(before)
        if not columns:
            return Vector(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0.0)
        places = np.array(list(columns), dtype=np.int64)
        values = self.weights.take(places)
        length = math.sqrt(float(values @ values) + unknown * _UNKNOWN**2)
        return Vector(places, values / np.float32(length), length, tuple(starts))


#: Weight of an n-gram that the space does not know; below a rare known one, or long texts would vanish.
_UNKNOWN = 2.0
#: Weight of a word that none or one of the texts holds.
WORD = 4.0
