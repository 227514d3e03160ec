"""Fingerprints of a document's sentences and paragraphs, small enough to be kept and compared by the million.

A print is the smallest hashes of a text's character shingles: equal texts share all, similar texts some.
Figures are masked, because a copied report has at least other figures.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

PROSE = 80  # characters from which one paragraph alone can be recycled
SHORTEST = 10  # characters; shorter sentences say too little to be called copied
SKETCH = 12  # hashes kept of a text
_SHINGLE = 4
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Rows = npt.NDArray[np.uint32]  # one row a text: its first and last statement, then SKETCH hashes (0 = none)


@dataclass(frozen=True, slots=True)
class Prints:
    """One document's sentences and paragraphs as rows of numbers, in reading order."""

    told: int  # sentences long enough and not the plan's own
    sentences: bytes
    paragraphs: bytes

    @property
    def sentence_rows(self) -> Rows:
        return _rows(self.sentences)

    @property
    def paragraph_rows(self) -> Rows:
        return _rows(self.paragraphs)


def take_prints(statements: Sequence[tuple[int, str]], plan_text: str) -> Prints:
    """Prints of a document given as (block, text) of each statement; sentences of the plan are left out.

    `plan_text`: the notice as `plain` gives it, whose words are no copying.
    """
    texts = [text for _, text in statements]
    sentences = [(place, place) for place, text in enumerate(texts) if is_told(text, plan_text)]
    paragraphs = list(_paragraphs(statements))
    return Prints(len(sentences), _bytes(sentences, texts), _bytes(paragraphs, texts))


def is_told(text: str, plan: str) -> bool:
    own = plain(text)
    return len(own) >= SHORTEST and not (plan and own.rstrip("。；;") in plan)


@lru_cache(maxsize=256)  # asked whether it tells something, then for its print
def plain(text: str) -> str:
    """Without blanks, in one way of writing."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def masked(text: str) -> str:
    """As it is compared: figures do not tell texts apart."""
    return _NUMBER.sub("#", plain(text))


def _paragraphs(statements: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """First and last statement of the paragraphs of PROSE characters or more."""
    for parts in _joined(statements):
        if len(_BLANK.sub("", "".join(statements[place][1] for place in parts))) >= PROSE:
            yield parts[0], parts[-1]


def _joined(statements: Sequence[tuple[int, str]]) -> Iterator[list[int]]:
    """The statements of each block; a long block that breaks off in mid-sentence goes on in the next (PDF)."""
    held: list[int] = []
    for block, group in groupby(range(len(statements)), key=lambda place: statements[place][0]):
        goes_on = held and block == statements[held[-1]][0] + 1
        if held and not (goes_on and _breaks_off("".join(statements[place][1] for place in held))):
            yield held
            held = []
        held = [*held, *group]
    if held:
        yield held


def _breaks_off(text: str) -> bool:
    text = text.rstrip()
    return len(text) >= PROSE // 2 and text[-1] not in "。！？；：.!?;:"


def _bytes(spans: Sequence[tuple[int, int]], texts: Sequence[str]) -> bytes:
    rows = np.zeros((len(spans), 2 + SKETCH), dtype="<u4")
    for row, (first, last) in zip(rows, spans, strict=True):
        sketch = _sketch(masked("".join(texts[first : last + 1])))
        row[:2] = first, last
        row[2 : 2 + len(sketch)] = sketch
    return rows.tobytes()


def _rows(data: bytes) -> Rows:
    return np.frombuffer(data, dtype="<u4").reshape(-1, 2 + SKETCH)


def _sketch(text: str) -> list[int]:
    shingles = {text[i : i + _SHINGLE] for i in range(max(1, len(text) - _SHINGLE + 1))}
    return sorted(map(_hash, shingles))[:SKETCH]


@lru_cache(maxsize=8192)  # a paragraph has the shingles of its sentences
def _hash(shingle: str) -> int:
    return zlib.crc32(shingle.encode()) or 1
