"""Ruling lines to grids of cells: one grid for each group of lines that touch.

A cell that spans several rows or columns is one cell. Works in any unit; top-down.
Used for the rulings of a PDF page and for the lines found in a scan alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.readers.lines import Box

#: Lines nearer than this are one line (a border drawn twice, a double rule).
SNAP = 2.5
#: An edge counts as drawn where lines cover this share of it.
COVERED = 0.6
#: A line reaching this far past the last crossing means a border that was not drawn.
OPEN_SIDE = 8.0
MAX_LINES = 4000


@dataclass(frozen=True, slots=True)
class Ruling:
    """A drawn straight line; `at` is its y (horizontal) or x (vertical)."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class GridCell:
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table without its text."""

    cells: tuple[GridCell, ...]
    box: Box
    sure: bool = True  # False: some region between the lines is no rectangle
    by_text: bool = False  # columns told by the texts, not by lines: their borders are not exact

    @property
    def columns(self) -> int:
        return max((c.column + c.column_span for c in self.cells), default=0)

    @property
    def rows(self) -> int:
        return max((c.row + c.row_span for c in self.cells), default=0)


def merge_rulings(rulings: Iterable[Ruling], snap: float = SNAP) -> list[Ruling]:
    """Collinear pieces that touch or overlap become one line."""
    merged: list[Ruling] = []
    for horizontal in (True, False):
        chosen = sorted((r for r in rulings if r.horizontal is horizontal), key=lambda r: r.at)
        for group in _near([r.at for r in chosen], snap):
            pieces = sorted((chosen[i] for i in group), key=lambda r: r.start)
            at = sum(r.at * max(r.length, 0.1) for r in pieces) / sum(max(r.length, 0.1) for r in pieces)
            merged.extend(_chained(pieces, horizontal, at, snap))
    return merged


def _chained(pieces: Sequence[Ruling], horizontal: bool, at: float, snap: float) -> list[Ruling]:
    chained: list[Ruling] = []
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        if piece.start <= end + 2 * snap:
            end = max(end, piece.end)
        else:
            chained.append(Ruling(horizontal, at, start, end))
            start, end = piece.start, piece.end
    chained.append(Ruling(horizontal, at, start, end))
    return chained


def _near(sorted_values: Sequence[float], snap: float) -> list[list[int]]:
    """Indices of sorted values, grouped while each is within `snap` of the one before."""
    groups: list[list[int]] = []
    for index, value in enumerate(sorted_values):
        if groups and value - sorted_values[index - 1] <= snap:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def components(rulings: Sequence[Ruling], snap: float = SNAP) -> list[list[Ruling]]:
    """Groups of lines connected by crossings or touching ends."""
    parent = list(range(len(rulings)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    across = [i for i, r in enumerate(rulings) if r.horizontal]
    across.sort(key=lambda i: rulings[i].at)
    heights = [rulings[i].at for i in across]
    for j, upright in enumerate(rulings):
        if upright.horizontal:
            continue
        for k in range(bisect_left(heights, upright.start - 2 * snap), len(across)):
            line = rulings[across[k]]
            if line.at > upright.end + 2 * snap:
                break
            if line.start - 2 * snap <= upright.at <= line.end + 2 * snap:
                parent[root(across[k])] = root(j)
    groups: dict[int, list[Ruling]] = {}
    for i, ruling in enumerate(rulings):
        groups.setdefault(root(i), []).append(ruling)
    return list(groups.values())


def find_grids(rulings: Iterable[Ruling], snap: float = SNAP) -> list[Grid]:
    """Every group of lines that encloses at least two cells, top to bottom.

    A single box around text is no table. Sides left open (左右不封口) are closed where the
    crossing lines reach past the last one.
    """
    merged = merge_rulings(rulings, snap)
    if len(merged) > MAX_LINES:
        return []
    grids = (_grid(group, snap) for group in components(merged, snap))
    found = [g for g in grids if g is not None and len(g.cells) >= 2]
    return sorted(found, key=lambda g: (g.box[1], g.box[0]))


def _closed(across: list[Ruling], upright: list[Ruling], snap: float) -> tuple[list[Ruling], list[Ruling]]:
    """Both families of lines with the undrawn outer borders added."""
    across, upright = list(across), list(upright)
    for family, other, horizontal in ((across, upright, False), (upright, across, True)):
        if not family or not other:
            continue
        low, high = min(r.start for r in family), max(r.end for r in family)
        first, last = min(r.at for r in other), max(r.at for r in other)
        begin, stop = min(r.at for r in family), max(r.at for r in family)
        reach = max(OPEN_SIDE, 3 * snap)
        if first - low > reach and sum(r.start < first - reach for r in family) >= 2:
            other.append(Ruling(horizontal, low, begin, stop))
        if high - last > reach and sum(r.end > last + reach for r in family) >= 2:
            other.append(Ruling(horizontal, high, begin, stop))
    return across, upright


class _Edges:
    """Which stretches of each grid line are drawn."""

    def __init__(self, lines: Sequence[Ruling], snap: float) -> None:
        ordered = sorted(lines, key=lambda r: r.at)
        groups = _near([r.at for r in ordered], snap)
        self.at = [sum(ordered[i].at for i in g) / len(g) for g in groups]
        self.drawn = [[(ordered[i].start, ordered[i].end) for i in g] for g in groups]

    def covers(self, line: int, start: float, end: float) -> bool:
        covered = sum(max(0.0, min(e, end) - max(s, start)) for s, e in self.drawn[line])
        return covered >= COVERED * (end - start)


def _grid(group: Sequence[Ruling], snap: float) -> Grid | None:
    across, upright = _closed(
        [r for r in group if r.horizontal], [r for r in group if not r.horizontal], snap
    )
    if len(across) < 2 or len(upright) < 2:
        return None
    ys, xs = _Edges(across, snap), _Edges(upright, snap)
    rows, columns = len(ys.at) - 1, len(xs.at) - 1
    if rows < 1 or columns < 1 or rows * columns > 60_000:
        return None
    regions = _regions(ys, xs, rows, columns)
    cells, sure = [], True
    for atoms in regions:
        top, left = min(a[0] for a in atoms), min(a[1] for a in atoms)
        bottom, right = max(a[0] for a in atoms) + 1, max(a[1] for a in atoms) + 1
        if not _enclosed(ys, xs, (top, left, bottom, right)):
            continue
        if (bottom - top) * (right - left) != len(atoms):
            sure = False
        box = (xs.at[left], ys.at[top], xs.at[right], ys.at[bottom])
        cells.append(GridCell(top, left, bottom - top, right - left, box))
    return Grid(_numbered(cells), (xs.at[0], ys.at[0], xs.at[-1], ys.at[-1]), sure)


def _numbered(cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """Cells in order, rows and columns counted by the borders that some cell has; stray lines count for none."""
    rows = sorted({v for c in cells for v in (c.row, c.row + c.row_span)})
    columns = sorted({v for c in cells for v in (c.column, c.column + c.column_span)})
    row_of, column_of = {v: i for i, v in enumerate(rows)}, {v: i for i, v in enumerate(columns)}
    found = []
    for cell in cells:
        row, column = row_of[cell.row], column_of[cell.column]
        row_span = row_of[cell.row + cell.row_span] - row
        column_span = column_of[cell.column + cell.column_span] - column
        found.append(GridCell(row, column, row_span, column_span, cell.box))
    return tuple(sorted(found, key=lambda c: (c.row, c.column)))


def _enclosed(ys: _Edges, xs: _Edges, span: tuple[int, int, int, int]) -> bool:
    """At least three of a region's four sides are drawn: otherwise it is paper beside the table."""
    top, left, bottom, right = span
    sides = (
        ys.covers(top, xs.at[left], xs.at[right]),
        ys.covers(bottom, xs.at[left], xs.at[right]),
        xs.covers(left, ys.at[top], ys.at[bottom]),
        xs.covers(right, ys.at[top], ys.at[bottom]),
    )
    return sum(sides) >= 3


def _regions(ys: _Edges, xs: _Edges, rows: int, columns: int) -> list[list[tuple[int, int]]]:
    """Atoms between neighbouring grid lines, joined wherever no line is drawn between them."""
    seen: set[tuple[int, int]] = set()
    regions = []
    for start in ((r, c) for r in range(rows) for c in range(columns)):
        if start in seen:
            continue
        seen.add(start)
        region, queue = [], [start]
        while queue:
            row, column = queue.pop()
            region.append((row, column))
            for step in _open_sides(ys, xs, row, column):
                if 0 <= step[0] < rows and 0 <= step[1] < columns and step not in seen:
                    seen.add(step)
                    queue.append(step)
        regions.append(region)
    return regions


def _open_sides(ys: _Edges, xs: _Edges, row: int, column: int) -> list[tuple[int, int]]:
    top, bottom, left, right = ys.at[row], ys.at[row + 1], xs.at[column], xs.at[column + 1]
    sides = []
    if not ys.covers(row, left, right):
        sides.append((row - 1, column))
    if not ys.covers(row + 1, left, right):
        sides.append((row + 1, column))
    if not xs.covers(column, top, bottom):
        sides.append((row, column - 1))
    if not xs.covers(column + 1, top, bottom):
        sides.append((row, column + 1))
    return sides


def grid_of_boxes(boxes: Iterable[Box], snap: float = SNAP) -> Grid | None:
    """A grid from ready cell boxes (pdfplumber's), with rows, columns and spans counted."""
    known = list(dict.fromkeys(boxes))
    if not known:
        return None
    xs = _levels([v for b in known for v in (b[0], b[2])], snap)
    ys = _levels([v for b in known for v in (b[1], b[3])], snap)
    cells = []
    for box in known:
        left, right = _level(xs, box[0]), _level(xs, box[2])
        top, bottom = _level(ys, box[1]), _level(ys, box[3])
        if right > left and bottom > top:
            cells.append(GridCell(top, left, bottom - top, right - left, box))
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid(tuple(cells), (xs[0], ys[0], xs[-1], ys[-1]))


def _levels(values: Iterable[float], snap: float) -> list[float]:
    ordered = sorted(values)
    return [sum(ordered[i] for i in g) / len(g) for g in _near(ordered, snap)]


def _level(levels: Sequence[float], value: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - value))
