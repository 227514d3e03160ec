"""What words mean, as vectors: 厨师 lies near 掌勺 and 烹饪, though they share no character.

The vectors come with duban (`words.npz`; where they are from: docs/dependencies.md); nothing is looked up elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "words.npz"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of two and three characters, and their vectors of length 1."""

    words: tuple[str, ...]  # sorted
    vectors: NDArray[np.float32]  # (words, 75)


@cache
def load_words() -> Words:
    """The words that come with duban. Raises OSError or ValueError where the installation is damaged."""
    with FILE.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        words = tuple(kept["words"].tobytes().decode().split("\n"))
        return Words(words, kept["vectors"].astype(np.float32) * kept["scale"])


@cache
def words_digest() -> str:
    """sha256 hex of the file, by which a stored memory knows the words it was made with."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
