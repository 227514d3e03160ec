"""What one would write first: python-docx, pdfplumber, two patterns and BM25 over the plan's items, file after file.

It gives no addresses, no gaps, no periods and no papers; it is what duban's whole night is timed against.
"""

from __future__ import annotations

import io
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from matching.plan import load_plan

_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*(%|万元|亿元|元|人次|人|名|个|处|家|所|场|间|台)")
_SENTENCE = re.compile(r"[^。；;\n]+")
_K1, _B = 1.5, 0.75


class Bm25:
    """Okapi BM25 over a handful of texts, words cut with jieba."""

    def __init__(self, texts: Sequence[str]) -> None:
        import jieba

        self._cut = jieba.lcut
        self._counts = [Counter(self._cut(text)) for text in texts]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._lengths) / len(texts)
        known = Counter(word for counts in self._counts for word in counts)
        self._weights = {word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in known.items()}

    def best(self, text: str) -> tuple[int, float]:
        """Place and score of the text that fits best."""
        words = [word for word in self._cut(text) if word in self._weights]
        scores = [self._score(words, place) for place in range(len(self._counts))]
        place = max(range(len(scores)), key=scores.__getitem__)
        return place, scores[place]

    def _score(self, words: Sequence[str], place: int) -> float:
        counts, length = self._counts[place], self._lengths[place]
        norm = _K1 * (1 - _B + _B * length / self._mean)
        return sum(self._weights[word] * counts[word] * (_K1 + 1) / (counts[word] + norm) for word in words)


def run(folder: Path) -> float:
    """Seconds for all .docx and .pdf below the folder."""
    begun = time.perf_counter()
    items = Bm25([item.text for item in load_plan().items])
    found = 0
    for path in sorted(folder.rglob("*")):
        for text in _texts(path):
            for sentence in _SENTENCE.findall(text):
                found += len(_DATE.findall(sentence)) + len(_FIGURE.findall(sentence))
                found += items.best(sentence)[1] > 0
    print(f"{found} matches", file=sys.stderr)
    return time.perf_counter() - begun


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".docx":
        yield from _word(path)
    elif path.suffix == ".pdf":
        yield from _pdf(path)


def _word(path: Path) -> Iterator[str]:
    from docx import Document

    paper = Document(str(path))
    yield from (paragraph.text for paragraph in paper.paragraphs)
    yield from (cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def _pdf(path: Path) -> Iterator[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(path.read_bytes())) as paper:
        for page in paper.pages:
            yield page.extract_text()
            for table in page.extract_tables():
                yield from (cell or "" for row in table for cell in row)


if __name__ == "__main__":
    print(f"{run(Path(sys.argv[1])):.3f}")
