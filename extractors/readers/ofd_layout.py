"""From placed runs of text to paragraphs and table cells, for one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.document import Block, BlockKind
from extractors.readers.ofd_rulings import Ruling

_POINTS = 72 / 25.4  # per millimetre
_SAME_LINE = 0.5  # of the type size: baselines nearer than that are one line
_WORD_GAP = 0.3  # of the type size: a wider gap between Latin letters is a blank
_COLUMN_GAP = 1.5
_INDENT = 1.2  # of the type size: a first line set in by more begins a paragraph
_SHORT = 2.5  # of the type size: a line that ends earlier than that ends its paragraph
_PITCH = 1.6  # times the usual line pitch: a wider step begins a paragraph
_FAR = 2.6  # of the type size: lines further apart are never one paragraph
_EDGE = 0.8  # millimetres between rulings that are one
_ASCENT = 0.9  # of the type size above the baseline


@dataclass(frozen=True, slots=True)
class Run:
    """Text as placed; millimetres from the page's top left, `y` is the baseline."""

    text: str
    x: float
    y: float
    size: float
    width: float
    from_template: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Runs on one baseline, joined."""

    text: str
    x0: float
    x1: float
    y: float
    size: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom in points."""
        edges = (self.x0, self.y - _ASCENT * self.size, self.x1, self.y + (1 - _ASCENT) * self.size)
        return tuple(round(edge * _POINTS, 2) for edge in edges)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its horizontal and vertical edges."""

    rows: list[float]
    columns: list[float]
    rulings: list[Ruling]

    def holds(self, run: Run) -> bool:
        middle = run.y - run.size * 0.35
        return self.rows[0] < middle < self.rows[-1] and self.columns[0] - _EDGE < run.x < self.columns[-1]


def page_blocks(
    runs: Sequence[Run], rulings: Sequence[Ruling], page: int, first: int, tables: int
) -> list[Block]:
    """Blocks in reading order, numbered from `first`; tables numbered from `tables`."""
    unique = _without_doubles(runs)
    template = [run for run in unique if run.from_template]
    body = [run for run in unique if not run.from_template]
    parts: list[tuple[float, list[Block]]] = []
    for grid in _grids(rulings):
        inside = [run for run in body if grid.holds(run)]
        if inside:
            body = [run for run in body if not grid.holds(run)]
            parts.append((grid.rows[0], _cells(grid, inside, tables + len(parts), page)))
    parts += [(lines[0].y, [_paragraph(lines, page, "paragraph")]) for lines in _paragraphs(_lines(body))]
    parts += [(line.y, [_paragraph([line], page, "header")]) for line in _lines(template)]
    blocks = [block for _, group in sorted(parts, key=lambda part: part[0]) for block in group]
    return [_numbered(block, first + offset) for offset, block in enumerate(blocks)]


def _numbered(block: Block, index: int) -> Block:
    return replace(block, index=index)


def _without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Runs drawn twice at one place are fake bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for run in runs:
        key = (run.text, round(run.x * 2), round(run.y * 2))
        if key not in seen:
            seen.add(key)
            kept.append(run)
    return kept


def _lines(runs: Iterable[Run]) -> list[Line]:
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        if groups and abs(run.y - groups[-1][0].y) <= _SAME_LINE * max(min(run.size, groups[-1][0].size), 1):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_joined(sorted(group, key=lambda run: run.x)) for group in groups]


def _joined(runs: list[Run]) -> Line:
    text = runs[0].text
    for before, run in pairwise(runs):
        gap, size = run.x - before.x - before.width, max(min(before.size, run.size), 1)
        latin = before.text[-1:].isascii() and run.text[:1].isascii()
        if gap > _COLUMN_GAP * size:
            text += "  "
        elif gap > _WORD_GAP * size and latin:
            text += " "
        text += run.text
    return Line(
        text.strip(), runs[0].x, max(r.x + r.width for r in runs), runs[0].y, max(r.size for r in runs)
    )


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """A paragraph begins at an indent, a wider step, another type size, or behind a short line."""
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    pitch = _usual_pitch(lines)
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        begins = (
            line.x0 - left > _INDENT * line.size
            or line.y - before.y > _PITCH * pitch
            or abs(line.size - before.size) > 0.1 * before.size
            or before.x1 < right - _SHORT * before.size
        )
        if begins:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _usual_pitch(lines: list[Line]) -> float:
    """The median step between lines that are near enough to be of one paragraph."""
    steps = sorted(
        after.y - before.y for before, after in pairwise(lines) if after.y - before.y <= _FAR * before.size
    )
    return steps[len(steps) // 2] if steps else _FAR / _PITCH * lines[0].size


def _paragraph(lines: list[Line], page: int, kind: BlockKind) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text += (
            " " if text[-1:].isascii() and line.text[:1].isascii() and text[-1:].isalnum() else ""
        ) + line.text
    return Block(0, text, kind, page=page, bbox=_around(lines))


def _around(lines: list[Line]) -> tuple[float, float, float, float]:
    boxes = [line.box for line in lines]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """Rulings that touch make one table; it needs two rows of edges and two columns of edges at least."""
    grids = []
    for group in _touching(list(rulings)):
        rows = _edges(line.y0 for line in group if line.is_horizontal)
        columns = _edges(line.x0 for line in group if not line.is_horizontal)
        if len(rows) >= 2 and len(columns) >= 2 and (len(rows) > 2 or len(columns) > 2):
            grids.append(Grid(rows, columns, group))
    return grids


def _touching(rulings: list[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for line in rulings:
        near = [group for group in groups if any(_meet(line, other) for other in group)]
        merged = [line, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _meet(one: Ruling, other: Ruling) -> bool:
    return (
        one.x0 <= other.x1 + _EDGE
        and other.x0 <= one.x1 + _EDGE
        and one.y0 <= other.y1 + _EDGE
        and other.y0 <= one.y1 + _EDGE
    )


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _EDGE:
            edges.append(value)
    return edges


def _cells(grid: Grid, runs: list[Run], table: int, page: int) -> list[Block]:
    """One block a cell with text; a cell reaches right and down until a ruling stops it."""
    owner = _owners(grid)
    inside: dict[tuple[int, int], list[Run]] = {}
    for run in runs:
        row = _slot(grid.rows, run.y - run.size * 0.35)
        column = _slot(grid.columns, run.x + min(run.width, run.size) / 2)
        inside.setdefault(owner[row, column], []).append(run)
    blocks = []
    for corner in sorted(inside):
        lines = _lines(inside[corner])
        covered = [place for place, its in owner.items() if its == corner]
        rows = max(row for row, _ in covered) - corner[0] + 1
        columns = max(column for _, column in covered) - corner[1] + 1
        marks = ("header_row",) if corner[0] == 0 else ()
        blocks.append(
            Block(
                0,
                "".join(line.text for line in lines),
                "cell",
                page=page,
                table=table,
                row=corner[0],
                column=corner[1],
                row_span=rows,
                column_span=columns,
                bbox=_around(lines),
                marks=marks,
            )
        )
    return blocks


def _owners(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Grid place → upper left corner of the cell it belongs to."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.rows) - 1):
        for column in range(len(grid.columns) - 1):
            middle_x = (grid.columns[column] + grid.columns[column + 1]) / 2
            middle_y = (grid.rows[row] + grid.rows[row + 1]) / 2
            if column and not _is_ruled(grid, grid.columns[column], middle_y, vertical=True):
                owner[row, column] = owner[row, column - 1]
            elif row and not _is_ruled(grid, middle_x, grid.rows[row], vertical=False):
                owner[row, column] = owner[row - 1, column]
            else:
                owner[row, column] = (row, column)
    return owner


def _is_ruled(grid: Grid, x: float, y: float, *, vertical: bool) -> bool:
    return any(
        line.is_horizontal != vertical
        and line.x0 - _EDGE <= x <= line.x1 + _EDGE
        and line.y0 - _EDGE <= y <= line.y1 + _EDGE
        for line in grid.rulings
    )


def _slot(edges: list[float], value: float) -> int:
    for number in range(len(edges) - 2, 0, -1):
        if value >= edges[number]:
            return number
    return 0
