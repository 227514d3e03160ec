"""Tables of a PDF page: ruled ones by our own grid, doubtful and three-line ones with pdfplumber.

pdfplumber parses every character of a page, which costs twenty times what pdfium takes; it is
asked only where rulings leave a doubt, and only for the page in question. Text always comes from pdfium.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractors.readers.grid import Grid, GridCell, Ruling, find_grids, grid_of_boxes, merge_rulings
from extractors.readers.lines import Box, Run, rows_of, segments
from extractors.readers.lines import lines as lines_of
from extractors.readers.paragraphs import is_full
from extractors.readers.turned import Frame

#: A rule shorter than this share of the page's width is an underline or a footnote's rule.
MIN_RULE = 0.25
#: Ends of the rules of one three-line table agree within this many points.
SAME_END = 6.0


@dataclass(frozen=True, slots=True)
class Plumber:
    """pdfplumber on demand: opened for one page, closed again."""

    data: bytes
    password: str = ""

    def boxes(self, page: int, frame: Frame, area: Box, settings: dict[str, Any]) -> list[Box]:
        """Cell boxes of the tables in `area`, in the reading direction; [] where there are none."""
        import pdfplumber

        with pdfplumber.open(io.BytesIO(self.data), pages=[page], password=self.password) as document:
            source = document.pages[0]
            left, top = source.bbox[0], source.bbox[1]
            x0, y0, x1, y1 = frame.shown(area)
            window = source.crop((left + x0, top + y0, left + x1, top + y1), strict=False)
            tables = window.dedupe_chars().find_tables(settings)
            found = [cell for table in tables for cell in table.cells]
        return [frame.read((c[0] - left, c[1] - top, c[2] - left, c[3] - top)) for c in found]


def ruled_grids(rulings: Sequence[Ruling], runs: Sequence[Run]) -> list[Grid]:
    """Grids with text in two cells at least; a chart's axes and an empty frame are none."""
    return [g for g in find_grids(rulings) if _texts_in(g, runs) >= 2]


def _texts_in(grid: Grid, runs: Sequence[Run]) -> int:
    hit = set()
    for run in runs:
        x = min(run.x0 + 0.5 * run.size, (run.x0 + run.x1) / 2)
        for index, cell in enumerate(grid.cells):
            if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= run.middle <= cell.box[3]:
                hit.add(index)
                break
    return len(hit)


def surer(grid: Grid, page: int, frame: Frame, plumber: Plumber) -> Grid:
    """pdfplumber's reading of a doubtful grid, where it holds at least as many cells."""
    x0, top, x1, bottom = grid.box
    boxes = plumber.boxes(page, frame, (x0 - 3, top - 3, x1 + 3, bottom + 3), {})
    other = grid_of_boxes(boxes)
    return other if other is not None and len(other.cells) >= len(grid.cells) else grid


def three_line_areas(
    rulings: Sequence[Ruling], grids: Sequence[Grid], runs: Sequence[Run], width: float
) -> list[Box]:
    """Areas between three or more level rules of one length that hold rows of several columns."""
    rules = [r for r in merge_rulings(rulings) if r.horizontal and r.length > MIN_RULE * width]
    rules = [
        r
        for r in rules
        if not any(
            g.box[1] - 3 <= r.at <= g.box[3] + 3 and r.start < g.box[2] and r.end > g.box[0] for g in grids
        )
    ]
    areas = []
    for family in _families(rules):
        chain: list[Ruling] = []
        for rule in sorted(family, key=lambda r: r.at):
            if chain and not _is_tabular(chain[-1], rule, runs):
                areas += _area(chain)
                chain = []
            chain.append(rule)
        areas += _area(chain)
    return areas


def _families(rules: Sequence[Ruling]) -> list[list[Ruling]]:
    families: list[list[Ruling]] = []
    for rule in rules:
        for family in families:
            if abs(family[0].start - rule.start) <= SAME_END and abs(family[0].end - rule.end) <= SAME_END:
                family.append(rule)
                break
        else:
            families.append([rule])
    return families


def _area(chain: Sequence[Ruling]) -> list[Box]:
    if len(chain) < 3:
        return []
    start, end = min(r.start for r in chain), max(r.end for r in chain)
    return [(start, chain[0].at, end, chain[-1].at)]


def _is_tabular(upper: Ruling, lower: Ruling, runs: Sequence[Run]) -> bool:
    """Most rows between two rules hold two or more texts apart."""
    between = [r for r in runs if upper.at < r.middle < lower.at and r.x1 > upper.start and r.x0 < upper.end]
    rows = rows_of(between)
    return bool(rows) and sum(len(segments(row, gap=0.7)) >= 2 for row in rows) >= 0.5 * len(rows)


_TEXT = {
    "vertical_strategy": "text",
    "horizontal_strategy": "text",
    "min_words_vertical": 2,
    "text_x_tolerance": 4,
}


def three_line_grid(area: Box, runs: Sequence[Run], page: int, frame: Frame, plumber: Plumber) -> Grid | None:
    """The rows and columns of a three-line table.

    Columns are pdfplumber's, by the alignment of words, unless one of its borders cuts through a
    text; then the blank strips between the texts decide. A row whose first column is empty
    completes the row above when a text there had no room left.
    """
    x0, top, x1, bottom = area
    inside = [r for r in runs if top < r.middle < bottom and r.x1 > x0 - 3 and r.x0 < x1 + 3]
    rows = [segments(row, gap=0.7) for row in rows_of(inside)]
    if not rows:
        return None
    boxes = plumber.boxes(page, frame, (x0 - 2, top - 2, x1 + 2, bottom + 2), _TEXT)
    edges = _inner_edges(boxes, area)
    strips = _blank_strips(rows, area)
    if not _respects(edges, rows) or len(edges) < len(strips):
        edges = strips
    columns = [x0, *edges, x1]
    if len(columns) < 3:
        return None
    levels = _row_levels(rows, columns)
    return Grid(tuple(_row_cells(rows, columns, levels)), area)


def _inner_edges(boxes: Sequence[Box], area: Box) -> list[float]:
    found = grid_of_boxes(boxes, 4.0)
    if found is None:
        return []
    xs = sorted({round(x, 1) for c in found.cells for x in (c.box[0], c.box[2])})
    inner: list[float] = []
    for x in xs:
        if area[0] + 8 < x < area[2] - 8 and (not inner or x - inner[-1] > 6):
            inner.append(x)
    return inner


def _respects(edges: Sequence[float], rows: Sequence[Sequence[Run]]) -> bool:
    """Every border passes between the texts, and every column between two borders holds some."""
    if not edges:
        return False
    cut = sum(run.x0 + 2 < x < run.x1 - 2 for x in edges for row in rows for run in row)
    bounds = [float("-inf"), *edges, float("inf")]
    filled = all(
        any(a <= (run.x0 + run.x1) / 2 < b for row in rows for run in row) for a, b in pairwise(bounds)
    )
    return cut == 0 and filled


def _blank_strips(rows: Sequence[Sequence[Run]], area: Box) -> list[float]:
    """Middles of the strips that no row's text enters, or hardly any where that gives too few columns."""
    needed = max(len(row) for row in rows) - 1
    clear = _strips(rows, area, 0)
    if len(clear) >= needed:
        return clear
    tries = (_strips(rows, area, allowed) for allowed in range(1, len(rows) // 2 + 1))
    return next((edges for edges in tries if len(edges) == needed), clear)


def _strips(rows: Sequence[Sequence[Run]], area: Box, allowed: int) -> list[float]:
    width = int(area[2] - area[0]) + 2
    touched = [0] * width
    for run in (r for row in rows for r in row):
        for x in range(max(0, int(run.x0 - area[0])), min(width, int(run.x1 - area[0]) + 1)):
            touched[x] += 1
    edges: list[float] = []
    start = None
    for x, count in enumerate(touched):
        if count <= allowed:
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= 3 and any(touched[:start]):
                edges.append(area[0] + (start + x) / 2)
            start = None
    return edges


def _row_levels(rows: Sequence[Sequence[Run]], columns: Sequence[float]) -> list[int]:
    """For each printed row the number of the table row to which it belongs."""
    levels: list[int] = []
    for index, row in enumerate(rows):
        if index and _continues(rows[index - 1], row, columns):
            levels.append(levels[-1])
        else:
            levels.append(levels[-1] + 1 if levels else 0)
    return levels


def _continues(above: Sequence[Run], row: Sequence[Run], columns: Sequence[float]) -> bool:
    if any(_column(run, columns) == 0 for run in row):
        return False
    step = min(r.top for r in row) - min(r.top for r in above)
    size = max(r.size for r in row)
    over = {_column(r, columns): r for r in above}
    if step > 2.0 * size or any(_column(r, columns) not in over for r in row):
        return False
    return all(
        is_full(
            lines_of([over[_column(r, columns)]], 1)[0],
            r.text,
            _room(over[_column(r, columns)], columns, size),
        )
        for r in row
    )


def _room(run: Run, columns: Sequence[float], size: float) -> float:
    index = _column(run, columns)
    return columns[index + 1] - run.x1 - 0.5 * size


def _column(run: Run, columns: Sequence[float]) -> int:
    middle = (run.x0 + run.x1) / 2
    return max(0, min(sum(middle >= x for x in columns[1:-1]), len(columns) - 2))


def _row_cells(
    rows: Sequence[Sequence[Run]], columns: Sequence[float], levels: Sequence[int]
) -> list[GridCell]:
    cells = []
    for level in range(levels[-1] + 1):
        members = [run for row, at in zip(rows, levels, strict=True) if at == level for run in row]
        top, bottom = min(r.top for r in members) - 0.5, max(r.bottom for r in members) + 0.5
        taken = 0
        for start, stop in _spans(members, columns):
            cells += [_cell(level, c, c + 1, top, bottom, columns) for c in range(taken, start)]
            cells.append(_cell(level, start, stop, top, bottom, columns))
            taken = stop
        cells += [_cell(level, c, c + 1, top, bottom, columns) for c in range(taken, len(columns) - 1)]
    return cells


def _spans(members: Sequence[Run], columns: Sequence[float]) -> list[tuple[int, int]]:
    """Column ranges that texts of one row fill; a text over two columns spans both."""
    ranges: list[tuple[int, int]] = []
    for run in sorted(members, key=lambda r: r.x0):
        inner = [
            i for i in range(len(columns) - 1) if run.x0 < columns[i + 1] - 4 and run.x1 > columns[i] + 4
        ]
        start, stop = (
            (inner[0], inner[-1] + 1) if inner else (_column(run, columns), _column(run, columns) + 1)
        )
        if ranges and start < ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]))
        else:
            ranges.append((start, stop))
    return ranges


def _cell(row: int, start: int, stop: int, top: float, bottom: float, columns: Sequence[float]) -> GridCell:
    return GridCell(row, start, 1, stop - start, (columns[start], top, columns[stop], bottom))
