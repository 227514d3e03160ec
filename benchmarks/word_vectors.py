"""Make matching/words.npz from the word vectors in the wheel of cnsyn 1.2.0 (Apache License 2.0).

python -m benchmarks.word_vectors CNSYN.whl

The vectors are PaddleNLP's (Apache License 2.0), reduced to 75 numbers by cnsyn's author. Kept are the words of two
and three Chinese characters that jieba's dictionary also has, centred, made of length 1, and rounded to a byte.
The wheel's pickle is read with nothing but numpy's arrays allowed; no line of its code is run.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from matching.words import FILE

_INSIDE = "cnsyn/query/words_tree_mini.m"
_WORD = re.compile(r"[一-鿿]{2,3}")


class _Tree:
    """Stands in for the search tree, of which only the array of vectors is wanted."""

    def __init__(self, *_: Any) -> None:
        self.vectors = np.zeros((0, 0))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        if isinstance(state[0], np.ndarray):
            self.vectors = state[0]


def main(wheel: Path) -> None:
    words, vectors = _read(wheel)
    chosen = [place for place, word in enumerate(words) if _WORD.fullmatch(word) and _in_dictionary(word)]
    chosen.sort(key=words.__getitem__)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    centred = vectors / lengths
    centred = centred - centred.mean(axis=0)
    kept = (centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9))[chosen]
    scale = float(np.abs(kept).max()) / 127
    np.savez_compressed(
        FILE,
        words=np.frombuffer("\n".join(words[place] for place in chosen).encode(), dtype=np.uint8),
        vectors=np.round(kept / scale).astype(np.int8),
        scale=np.array(scale, dtype=np.float32),
    )
    print(f"{len(chosen)} words, {FILE.stat().st_size / 1e6:.1f} MB")


def _read(wheel: Path) -> tuple[list[str], Any]:
    from joblib.numpy_pickle import NumpyUnpickler

    class OnlyArrays(NumpyUnpickler):  # type: ignore[misc]
        def find_class(self, module: str, name: str) -> Any:
            if module.startswith("sklearn."):
                return _Tree
            if (module, name) in {
                ("joblib.numpy_pickle", "NumpyArrayWrapper"),
                ("numpy", "ndarray"),
                ("numpy", "dtype"),
            }:
                return super().find_class(module, name)
            raise ValueError(f"{module}.{name} is not expected here")

    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        path = Path(archive.extract(_INSIDE, folder))
        with path.open("rb") as file:
            kept = OnlyArrays(str(path), file, ensure_native_byte_order=True).load()
    return kept["words"], kept["model"].vectors


def _in_dictionary(word: str) -> bool:
    import jieba

    jieba.initialize()
    return bool(jieba.dt.FREQ.get(word))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
