"""Reading order: bands across the page, and columns within a band.

Items are the segments of lines outside tables, and the tables themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from extractors.readers.lines import Box, Run

#: Columns of prose: this many rows beside each other, this many ems wide at least.
MIN_ROWS = 4
MIN_EMS = 8.0
MIN_GUTTER = 6.0  # points
_BIN = 2.0


class Placed(NamedTuple):
    """Something on the page with a place in the reading order."""

    box: Box
    run: Run | None = None  # a segment of a line
    table: int | None = None  # number of a table on the page


@dataclass(frozen=True, slots=True)
class Region:
    """Items of one column of one band, top to bottom."""

    items: tuple[Placed, ...]
    left: float
    right: float
    whole: bool = True  # as wide as the page; False for one of several columns


def placed(found: Sequence[Run], tables: Sequence[Box]) -> list[Placed]:
    items = [Placed(r[1:5], r) for r in found]
    items += [Placed(box, table=i) for i, box in enumerate(tables)]
    return items


def regions(
    items: Sequence[Placed], depth: int = 2, *, whole: bool = True, gutter: float | None = None
) -> list[Region]:
    """The items in reading order: upper bands first, in a band the left column first.

    `gutter` is the x between two columns where it is known already.

    Prose is cut into columns only where both sides are filled to the gutter; the two halves of a
    form, labels beside values, and signatures stay one region.
    """
    if not items:
        return []
    if gutter is None and depth:
        gutter = find_gutter(items)
    ordered = sorted(items, key=_height)
    if gutter is None:
        left_edge, right_edge = min([i.box[0] for i in items]), max([i.box[2] for i in items])
        return [Region(tuple(ordered), left_edge, right_edge, whole)]
    found: list[Region] = []
    left: list[Placed] = []
    right: list[Placed] = []
    across: list[Placed] = []
    for item in ordered:
        if item.box[2] <= gutter + _BIN or item.box[0] >= gutter - _BIN:
            found += _flushed(across, depth, whole)
            (left if item.box[2] <= gutter + _BIN else right).append(item)
        else:
            found += _flushed(left, depth, False) + _flushed(right, depth, False)
            across.append(item)
    return (
        found + _flushed(across, depth, whole) + _flushed(left, depth, False) + _flushed(right, depth, False)
    )


def _height(item: Placed) -> tuple[float, float]:
    x0, top, _, bottom = item.box
    return (top + bottom) / 2, x0


def _flushed(items: list[Placed], depth: int, whole: bool) -> list[Region]:
    done = regions(items, depth - 1, whole=whole)
    items.clear()
    return done


def find_gutter(items: Sequence[Placed]) -> float | None:
    """x of the middle of the blank strip between two columns of prose; None where there is one column."""
    runs = [i.run for i in items if i.run is not None]
    if len(runs) < 2 * MIN_ROWS:
        return None
    low, high = min([r.x0 for r in runs]), max([r.x1 for r in runs])
    widest = 0.62 * (high - low)
    if sum([x1 - x0 < widest for _, x0, _, x1, *_ in runs]) < 2 * MIN_ROWS:
        return None  # most pages of prose, without a look at what stands beside what
    # Only lines with a neighbour at their side speak of columns; a title or page number does not.
    narrow = [r for r in _with_neighbours(runs) if r.x1 - r.x0 < widest]
    if len(narrow) < 2 * MIN_ROWS:
        return None
    top, bottom = min(r.top for r in narrow), max(r.bottom for r in narrow)
    if len(narrow) < 0.3 * sum(top <= r.middle <= bottom for r in runs):
        return None
    for start, stop in _blank_strips(narrow, low, high):
        left = [r for r in narrow if r.x1 <= start + _BIN]
        right = [r for r in narrow if r.x0 >= stop - _BIN]
        if _is_prose(left, start) and _is_prose(right, max(r.x1 for r in right)) and _beside(left, right):
            return (start + stop) / 2
    return None


def _with_neighbours(runs: Sequence[Run]) -> list[Run]:
    """Runs beside which another one stands, on the same height or half a pitch off: columns keep no common grid."""
    ordered = sorted(runs, key=attrgetter("top"))
    found: set[int] = set()
    for index, (_, x0, top, x1, bottom, *_) in enumerate(ordered):
        reach = bottom + 0.6 * (bottom - top)
        for other in range(index + 1, len(ordered)):
            after = ordered[other]
            if after.top > reach:
                break
            if after.x0 >= x1 or x0 >= after.x1:
                found |= {index, other}
    return [ordered[i] for i in sorted(found)]


def keeps_gutter(items: Sequence[Placed], gutter: float) -> bool:
    """Whether a neighbouring page's columns go on here, though one of them holds only a few lines."""
    across = sum(i.box[0] < gutter - _BIN and i.box[2] > gutter + _BIN for i in items)
    left = [i.run for i in items if i.run is not None and i.box[2] <= gutter + _BIN]
    right = [i for i in items if i.run is not None and i.box[0] >= gutter - _BIN]
    return bool(right) and across <= 0.1 * len(items) and _is_prose(left, gutter)


def _blank_strips(narrow: Sequence[Run], low: float, high: float) -> list[tuple[float, float]]:
    """Strips that hardly any narrow segment touches, widest first."""
    bins = [0] * (int((high - low) / _BIN) + 2)
    for run in narrow:
        for index in range(int((run.x0 - low) / _BIN), int((run.x1 - low) / _BIN) + 1):
            bins[index] += 1
    allowed = len(narrow) // 40
    strips: list[tuple[float, float]] = []
    start: int | None = None
    for index, count in enumerate(bins):
        if count <= allowed:
            start = index if start is None else start
        elif start is not None:
            strips.append((low + start * _BIN, low + index * _BIN))
            start = None
    inner = [s for s in strips if s[0] > low + 0.2 * (high - low) and s[1] < high - 0.2 * (high - low)]
    return sorted((s for s in inner if s[1] - s[0] >= MIN_GUTTER), key=lambda s: s[0] - s[1])


def _is_prose(runs: Sequence[Run], edge: float) -> bool:
    """Most lines are long and reach the column's right edge."""
    if len(runs) < MIN_ROWS:
        return False
    size = median(r.size for r in runs)
    width = edge - min(r.x0 for r in runs)
    reaching = sum(r.x1 > edge - 2.5 * size for r in runs)
    return width > MIN_EMS * size and reaching >= 0.5 * len(runs)


def _beside(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """The two sides share their height for a few rows."""
    top = max(min(r.top for r in left), min(r.top for r in right))
    bottom = min(max(r.bottom for r in left), max(r.bottom for r in right))
    return sum(top - 1 <= r.middle <= bottom + 1 for r in left) >= MIN_ROWS - 1
