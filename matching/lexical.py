"""Texts as weighted character n-grams: the similarity behind examples and item texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from matching.terms import fold

#: Lengths of the character n-grams; Chinese words have two to three characters.
SIZES = (2, 3)

_NUMBER = re.compile(r"\d[\d.,]*")
_PUNCTUATION = re.compile(r"[，。；、：:,.;!！?？（）()\[\]【】《》<>—\-·|｜/]+")

Floats = NDArray[np.float32]


def plain(text: str) -> str:
    """Folded, every number the same, every punctuation mark the same: what two texts have in common.

    >>> plain("培训1,086人次，完成任务。")
    '培训0人次 完成任务 '
    """
    return _PUNCTUATION.sub(" ", _NUMBER.sub("0", fold(text)))


def grams(text: str) -> dict[str, None]:
    """Character n-grams of a plain text, each once, in order of appearance; none across punctuation.

    >>> list(grams("海水 养殖场"))
    ['海水', '养殖', '殖场', '养殖场']
    """
    found: dict[str, None] = {}
    for piece in text.split(" "):
        pairs = list(map(add, piece, piece[1:]))
        found.update(dict.fromkeys(pairs))
        found.update(dict.fromkeys(map(add, pairs, piece[2:])))
    return found


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1 (or 0 for a text without known n-grams)."""

    columns: NDArray[np.int64]
    weights: Floats
    length: float  # before it was made 1: how much the text says


class Space:
    """The n-grams of a set of texts with their inverse document frequency."""

    def __init__(self, texts: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            frequency.update(grams(text).keys())
        self._column = {gram: place for place, gram in enumerate(sorted(frequency))}
        counts = np.array([frequency[gram] for gram in self._column], dtype=np.float64)
        self._weight = (np.log((1 + number) / (1 + counts)) + 1).astype(np.float32)

    def __len__(self) -> int:
        return len(self._column)

    def vector(self, text: str) -> Vector:
        """Inverse document frequencies, length 1; n-grams unknown to the space count in the length.

        So a text that says mostly other things is like nothing here.
        """
        said = grams(text)
        known = [column for column in map(self._column.get, said) if column is not None]
        columns = np.array(known, dtype=np.int64)
        values = self._weight[columns]
        unknown = len(said) - len(known)
        length = math.sqrt(float(values @ values) + unknown * _UNKNOWN**2) if known else 1.0
        return Vector(columns, values / np.float32(length), length if known else 0.0)


#: Weight of an n-gram that the space does not know; below a rare known one, or long texts would vanish.
_UNKNOWN = 2.0


def stack(vectors: Sequence[Vector], width: int) -> Floats:
    """Vectors as rows of a dense matrix of `width` columns."""
    matrix = np.zeros((len(vectors), width), dtype=np.float32)
    for row, vector in enumerate(vectors):
        matrix[row, vector.columns] = vector.weights
    return matrix
