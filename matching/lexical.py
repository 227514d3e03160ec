"""Texts as weighted character n-grams: the similarity behind examples and item texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def grams(text: str) -> Counter[str]:
    """Character n-grams of a plain text, none across punctuation."""
    counts: Counter[str] = Counter()
    for piece in text.split(" "):
        for size in SIZES:
            counts.update(piece[place : place + size] for place in range(len(piece) - size + 1))
    return counts


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1 (or 0 for a text without known n-grams)."""

    columns: NDArray[np.int64]
    weights: Floats


class Space:
    """The n-grams of a set of texts with their inverse document frequency."""

    def __init__(self, texts: Iterable[str]) -> None:
        frequency: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            frequency.update(grams(text).keys())
        self._column = {gram: place for place, gram in enumerate(sorted(frequency))}
        self._weight = [math.log((1 + number) / (1 + frequency[gram])) + 1 for gram in self._column]

    def __len__(self) -> int:
        return len(self._column)

    def vector(self, text: str) -> Vector:
        """TF-IDF with damped counts, length 1; n-grams unknown to the space count in the length.

        So a text that says mostly other things is like nothing here.
        """
        columns: list[int] = []
        weights: list[float] = []
        unknown = 0
        for gram, count in grams(text).items():
            column = self._column.get(gram)
            if column is None:
                unknown += 1
                continue
            columns.append(column)
            weights.append(
                self._weight[column] * (1 + math.log(count)) if count > 1 else self._weight[column]
            )
        values = np.array(weights, dtype=np.float32)
        length = math.sqrt(float(values @ values) + unknown * _UNKNOWN**2) if weights else 1.0
        return Vector(np.array(columns, dtype=np.int64), values / np.float32(length))


#: Weight of an n-gram that the space does not know; below a rare known one, or long texts would vanish.
_UNKNOWN = 2.0


def stack(vectors: Sequence[Vector], width: int) -> Floats:
    """Vectors as rows of a dense matrix of `width` columns."""
    matrix = np.zeros((len(vectors), width), dtype=np.float32)
    for row, vector in enumerate(vectors):
        matrix[row, vector.columns] = vector.weights
    return matrix
