"""The ruling lines of an OFD page, from its path objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STRAIGHT = 0.6  # millimetres a line may lean or be thick and still be a ruling
_SHORTEST = 2.0  # millimetres; shorter strokes belong to glyphs and ornaments
_MAX_ELEMENTS = 200_000
_MAX_RULINGS = 3_000  # a page with more is a drawing, and comparing them all would take minutes


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line, in millimetres from the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return abs(self.y1 - self.y0) <= _STRAIGHT

    def moved(self, x: float, y: float) -> Ruling:
        return Ruling(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)


def rulings_of(book: Any, page: Any) -> list[Ruling]:
    """Straight lines and thin boxes of a page; curves are skipped. Raises `ofdkit.OFDError` on a bad part."""
    if page.location is None:
        return []
    root = book._package.read_xml(page.location)  # ofdkit gives text only; its package is read once more
    found: list[Ruling] = []
    for number, element in enumerate(root.iter()):
        if number > _MAX_ELEMENTS or len(found) > _MAX_RULINGS:
            break
        if _local(element.tag) == "PathObject":
            found.extend(_rulings(element))
    return found if len(found) <= _MAX_RULINGS else []


def _rulings(path: Any) -> Iterator[Ruling]:
    box = _numbers(path.get("Boundary", ""))
    if len(box) != 4:
        return
    data = next((child.text or "" for child in path if _local(child.tag) == "AbbreviatedData"), "")
    matrix = _numbers(path.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for x0, y0, x1, y1 in _segments(data.split()):
        line = Ruling(
            *_ordered(
                box[0] + a * x0 + c * y0 + e,
                box[1] + b * x0 + d * y0 + f,
                box[0] + a * x1 + c * y1 + e,
                box[1] + b * x1 + d * y1 + f,
            )
        )
        long = max(line.x1 - line.x0, line.y1 - line.y0)
        if long >= _SHORTEST and min(line.x1 - line.x0, line.y1 - line.y0) <= _STRAIGHT:
            yield line


def _ordered(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _segments(words: list[str]) -> Iterator[tuple[float, float, float, float]]:
    """Line pieces of the abbreviated path language: S/M move, L line, Q/B/A curves, C close (8.3.2)."""
    lengths = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    at, start, here = 0, (0.0, 0.0), (0.0, 0.0)
    while at < len(words):
        command = words[at]
        size = lengths.get(command)
        if size is None:
            at += 1
            continue
        numbers = _numbers(" ".join(words[at + 1 : at + 1 + size]))
        at += 1 + size
        if len(numbers) != size:
            return
        end = start if command == "C" else (numbers[-2], numbers[-1])
        if command in "LC":
            yield (*here, *end)
        elif command in "SM":
            start = end
        here = end


def _numbers(text: str) -> list[float]:
    try:
        return [float(word) for word in text.split()]
    except ValueError:
        return []


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
