"""Text boxes of a straight page read one by one, cut at the rulings of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from extractors.readers.grid import Grid
from extractors.readers.lines import Box, Run, is_wide
from extractors.readers.ocr_engine import Pixels, Reading, find_boxes, recognise_line
from extractors.readers.seals import Inks

#: Red lines read at least this surely are a letterhead; a stamp's bent writing is not.
SURE_RED = 0.9
#: Sizes this near the page's usual one are that size: a box's height is a poor ruler.
SAME_SIZE = 0.2
#: A blank of so many box heights is no space between words. Boxes are some 1.3 ems high.
GUTTER = 1.0
#: Paper left around a line in its cut-out, by its height. A line that is not read surely at the first
#: is read again with the others: thin strokes at the edge get lost in one, small type in the other.
MARGINS = (0.08, 0.0, 0.2)
SURE = 0.985
#: Thin strokes of printed type come out of a scanner grey and are lost in reading; grey is made darker.
DARKER: Pixels = np.array([round(255 * (v / 255) ** 2.2) for v in range(256)], dtype=np.uint8)
_CLOSING = "，。、；：！？）》」』】〕”’"
_OPENING = "（《「『【〔“‘"
_HALF_WIDTH = (
    (re.compile(r"(?<=[\u3400-\u9fff”》）]):|:(?=[\u3400-\u9fff])"), "："),
    (re.compile(r"\((?=[^()（）]*[\u3400-\u9fff][^()（）]*[)）])"), "（"),
    (re.compile(r"(?<=（)([^()（）]*)\)"), r"\1）"),
    (re.compile(r"(?<=[\u3400-\u9fff”》）%]),"), "，"),
    (re.compile(r"(?<=[\u3400-\u9fff”》）%]);"), "；"),
    (re.compile(r"^[-–—一]\s?(\d{1,3})\s?[-–—一]$"), r"— \1 —"),  # page numbers, GB/T 9704
)


def read_runs(inks: Inks, rulings: Pixels, grids: Sequence[Grid], scale: float) -> list[Run]:
    """All text of the page as runs in points; red letterheads come from the red ink."""
    plain = inks.black.copy()
    plain[rulings > 0] = 255
    boxes = _without_copies(list(_boxes(plain, grids, scale)))
    darker = DARKER[plain]
    found = [_read(darker, box, scale) for box in boxes]
    if inks.red is not None:
        found += [r for r in _red_lines(inks.red, scale) if not any(_overlaps(r, other) for other in found)]
    return _even_sizes([r for r in found if r.text])


def _boxes(plain: Pixels, grids: Sequence[Grid], scale: float) -> Iterator[Box]:
    for quad in find_boxes(_colour(plain)):
        x0, y0 = quad.min(axis=0)
        x1, y1 = quad.max(axis=0)
        for box in _cut((float(x0), float(y0), float(x1), float(y1)), grids, scale):
            yield from _cut_at_gaps(plain, box)


def _without_copies(boxes: Sequence[Box]) -> list[Box]:
    """Detection may box a part of a line twice; a box that lies mostly within a larger one is left out."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b[0] - b[2]) * (b[3] - b[1])):
        area = (box[2] - box[0]) * (box[3] - box[1])
        if all(_shared(box, other) < 0.55 * area for other in kept):
            kept.append(box)
    return kept


def _shared(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _cut_at_gaps(plain: Pixels, box: Box) -> Iterator[Box]:
    """A box that reaches over the gutter between two columns as one box for each side."""
    x0, top, x1, bottom = box
    crop = plain[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1]
    inked = np.flatnonzero((crop < 150).any(axis=0))
    wide = GUTTER * (bottom - top)
    start = x0
    for before, after in pairwise(inked.tolist()):
        if after - before > wide:
            yield (start, top, x0 + before + 2, bottom)
            start = x0 + after - 2
    yield (start, top, x1, bottom)


def _cut(box: Box, grids: Sequence[Grid], scale: float) -> Iterator[Box]:
    """A box over several cells as one box for each cell; slivers are dropped."""
    x0, top, x1, bottom = box
    middle = (top + bottom) / 2 / scale
    borders = {
        edge * scale
        for grid in grids
        for cell in grid.cells
        if cell.box[1] <= middle <= cell.box[3]
        for edge in (cell.box[0], cell.box[2])
    }
    inner = sorted(e for e in borders if x0 + 4 < e < x1 - 4)
    for left, right in zip([x0, *inner], [*inner, x1], strict=True):
        if right - left > 0.35 * (bottom - top):
            yield (left, top, right, bottom)


def _colour(grey: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _read(grey: Pixels, box: Box, scale: float) -> Run:
    x0, top, x1, bottom = box
    reading = _with_margin(grey, box, MARGINS[0])
    if reading.confidence < SURE:
        reading = max(reading, *(_with_margin(grey, box, m) for m in MARGINS[1:]), key=lambda r: r.confidence)
    text = full_width(reading.text.strip())
    x0, x1 = _ink_extent(grey[int(top) : int(bottom) + 1, int(x0) : int(x1) + 1], int(x0), (x0, x1))
    ems = sum(1.0 if is_wide(c) else 0.5 for c in text)
    size = (x1 - x0) / ems if ems >= 3 else 0.78 * (bottom - top)
    # Half of a full-width sign is paper: the line reaches as far as its type, not its ink.
    x0 -= 0.5 * size if text[:1] and text[0] in _OPENING else 0.0
    x1 += 0.5 * size if text[-1:] and text[-1] in _CLOSING else 0.0
    return Run(
        text, x0 / scale, top / scale, x1 / scale, bottom / scale, size / scale, confidence=reading.confidence
    )


def _with_margin(grey: Pixels, box: Box, share: float) -> Reading:
    x0, top, x1, bottom = box
    margin = share * (bottom - top)
    left, upper = max(0, int(x0 - margin) - 1), max(0, int(top - margin))
    return recognise_line(_colour(grey[upper : int(bottom + margin) + 1, left : int(x1 + margin) + 2]))


def full_width(text: str) -> str:
    """Colons, commas and brackets among Chinese as Chinese is set; recognition wavers between the forms.

    >>> full_width("(二)推进:共12:30"), full_width("GDP(2021)")
    ('（二）推进：共12:30', 'GDP(2021)')
    """
    for pattern, sign in _HALF_WIDTH:
        text = pattern.sub(sign, text)
    return text


def _ink_extent(crop: Pixels, left: int, otherwise: tuple[float, float]) -> tuple[float, float]:
    """x of the first and last dark column: boxes reach past their text by a varying margin."""
    columns = np.flatnonzero((crop < 140).sum(axis=0) >= 2)
    if len(columns) == 0:
        return otherwise
    return float(left + columns[0]), float(left + columns[-1] + 1)


def _red_lines(red: Pixels, scale: float) -> Iterator[Run]:
    for quad in find_boxes(_colour(red)):
        x0, y0 = quad.min(axis=0)
        x1, y1 = quad.max(axis=0)
        if x1 - x0 > 3 * (y1 - y0):
            run = _read(red, (float(x0), float(y0), float(x1), float(y1)), scale)
            if (run.confidence or 0.0) >= SURE_RED and len(run.text) >= 3:
                yield run


def _overlaps(a: Run, b: Run) -> bool:
    wide = min(a.x1, b.x1) - max(a.x0, b.x0)
    high = min(a.bottom, b.bottom) - max(a.top, b.top)
    return wide > 0 and high > 0.4 * min(a.bottom - a.top, b.bottom - b.top)


def _even_sizes(runs: Sequence[Run]) -> list[Run]:
    if not runs:
        return []
    usual = median(r.size for r in runs for _ in range(len(r.text)))
    return [r._replace(size=usual) if abs(r.size - usual) < SAME_SIZE * usual else r for r in runs]
