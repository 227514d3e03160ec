"""Texts as weighted character n-grams: the similarity behind examples and item texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from operator import add
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.terms import fold

#: Lengths of the character n-grams; Chinese words have two to three characters.
SIZES = (2, 3)

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
    ['海水', '养殖', '殖场', '养殖场']
    """
    found: list[str] = []
    for piece in clause.split(" ") if " " in clause else (clause,):
        pairs = list(map(add, piece, piece[1:]))
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
    """The n-grams of a set of texts with their inverse document frequency."""

    def __init__(self, texts: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            frequency.update({gram for clause in text.split("\n") for gram in grams(clause)})
        shared = sorted(gram for gram, count in frequency.items() if count >= SHARED)
        self._column = {gram: place for place, gram in enumerate(shared)}
        counts = np.array([frequency[gram] for gram in self._column], dtype=np.float64)
        self._weight = (np.log((1 + number) / (1 + counts)) + 1).astype(np.float32)

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
        values = self._weight.take(places)
        length = math.sqrt(float(values @ values) + unknown * _UNKNOWN**2)
        return Vector(places, values / np.float32(length), length, tuple(starts))


#: Weight of an n-gram that the space does not know; below a rare known one, or long texts would vanish.
_UNKNOWN = 2.0
