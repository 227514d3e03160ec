"""Tables of a PDF page: ruled ones by our own grid, doubtful and three-line ones with pdfplumber.

pdfplumber parses every character of a page, which costs twenty times what pdfium takes; it is
asked only where rulings leave a doubt, and only for the page in question. Text always comes from pdfium.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extractors.readers.furniture import is_page_number
from extractors.readers.grid import Grid, GridCell, Ruling, find_grids, grid_of_boxes, merge_rulings
from extractors.readers.lines import Box, Run, rows_of, segments
from extractors.readers.open_columns import APART, Parter, blank_strips, has_strip, texts_between, whole
from extractors.readers.open_head import head_of_two_levels
from extractors.readers.open_pieces import Piece, least_step, pieces_of
from extractors.readers.open_rows import rows_by_habit
from extractors.readers.turned import Frame

#: A rule shorter than this share of the page's width is an underline or a footnote's rule.
MIN_RULE = 0.25
#: A text over this share of a table's width is prose.
WIDE = 0.75
#: Points of an upright line within an area, at least; shorter ones are strokes.
MIN_UPRIGHT = 10.0
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


@dataclass(frozen=True, slots=True)
class RuledArea:
    """What stands between the first and the last of some level rules; `rules` are their heights."""

    box: Box
    rules: tuple[float, ...]
    short: tuple[Ruling, ...] = ()  # level rules of another length between them


def three_line_areas(
    rulings: Sequence[Ruling], grids: Sequence[Grid], runs: Sequence[Run], width: float
) -> list[RuledArea]:
    """Areas between three or more level rules of one length that hold rows of several columns.

    A table that the page's end cuts shows two rules, and rows down to the end.
    """
    rules = [r for r in merge_rulings(rulings) if r.horizontal and r.length > MIN_RULE * width]
    rules = [
        r
        for r in rules
        if not any(
            g.box[1] - 3 <= r.at <= g.box[3] + 3 and r.start < g.box[2] and r.end > g.box[0] for g in grids
        )
    ]
    areas: list[RuledArea] = []
    for family in _families(rules):
        chain: list[Ruling] = []
        for rule in sorted(family, key=lambda r: r.at):
            if chain and not _is_tabular(chain[-1], rule, runs):
                areas += _area(chain, runs)
                chain = []
            chain.append(rule)
        areas += _area(chain, runs)
    lines = merge_rulings(rulings)
    return [
        replace(area, short=tuple(r for r in lines if r.horizontal and _is_inside(r, area)))
        for area in areas
        if not any(not r.horizontal and _crosses(r, area) for r in lines)
    ]


def _crosses(line: Ruling, area: RuledArea) -> bool:
    """An upright line within an area: an axis of a chart, a form's box, no three-line table."""
    x0, top, x1, bottom = area.box
    within = x0 + SAME_END < line.at < x1 - SAME_END
    return within and min(line.end, bottom) - max(line.start, top) > MIN_UPRIGHT


def _is_inside(rule: Ruling, area: RuledArea) -> bool:
    x0, top, x1, bottom = area.box
    across = x0 - SAME_END <= rule.start and rule.end <= x1 + SAME_END and rule.length < 0.95 * (x1 - x0)
    return across and top + 1 < rule.at < bottom - 1


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


def _area(chain: Sequence[Ruling], runs: Sequence[Run]) -> list[RuledArea]:
    if len(chain) < 2:
        return []
    start, end = min(r.start for r in chain), max(r.end for r in chain)
    heights = [r.at for r in chain]
    if len(chain) == 2:
        cut = _end_of_cut(chain, runs)
        if cut is not None:
            heights.append(cut)
        elif not _is_filled(chain, runs):
            return []
    return [RuledArea((start, heights[0], end, heights[-1]), tuple(heights))]


def _is_filled(chain: Sequence[Ruling], runs: Sequence[Run]) -> bool:
    """Nothing but rows of a table stands between two rules: some pages of a table lack the rule under its head."""
    upper, lower = chain
    start, end = upper.start - 3, upper.end + 3
    inside = [r for r in runs if upper.at < r.middle < lower.at and r.x0 < end and r.x1 > start]
    if any(r.x0 < start or r.x1 > end or r.x1 - r.x0 > WIDE * (end - start) for r in inside):
        return False
    rows = rows_of(inside)
    parted = sum(len(segments(row)) >= 2 for row in rows)
    return parted >= max(3, 0.3 * len(rows)) and has_strip(rows, (upper.start, upper.at, upper.end, lower.at))


def _end_of_cut(chain: Sequence[Ruling], runs: Sequence[Run]) -> float | None:
    """Where the rows under the rule of a header end, if nothing but rows of a table follows down the page."""
    start, end = chain[-1].start - 3, chain[-1].end + 3
    below = [r for r in runs if r.middle > chain[-1].at and r.x0 < end and r.x1 > start]
    while below and (last := max(below, key=lambda r: r.top)) and is_page_number(last.text):
        below.remove(last)
    if not below or any(r.x0 < start or r.x1 > end or r.x1 - r.x0 > WIDE * (end - start) for r in below):
        return None
    bottom = max(r.bottom for r in below) + 1
    last_rule = Ruling(True, bottom, chain[-1].start, chain[-1].end)
    return bottom if _is_tabular(chain[-1], last_rule, below) else None


def _is_tabular(upper: Ruling, lower: Ruling, runs: Sequence[Run]) -> bool:
    """Many rows between two rules hold two or more texts apart; where long names are wrapped, few do.

    Then a blank strip runs down between them.
    """
    between = [r for r in runs if upper.at < r.middle < lower.at and r.x1 > upper.start and r.x0 < upper.end]
    rows = rows_of(between)
    parted = sum(len(segments(row, gap=0.7)) >= 2 for row in rows)
    if not rows or parted >= 0.3 * len(rows):
        return bool(rows)
    return parted >= 2 and has_strip(rows, (upper.start, upper.at, upper.end, lower.at))


_TEXT = {
    "vertical_strategy": "text",
    "horizontal_strategy": "text",
    "min_words_vertical": 2,
    "text_x_tolerance": 4,
}


def _middle(run: Run) -> float:
    return run.middle


def three_line_grid(
    ruled: RuledArea,
    runs: Sequence[Run],
    page: int,
    frame: Frame,
    plumber: Plumber | None,
    part: Parter = whole,
    level: Callable[[Run], float] = _middle,
) -> Grid | None:
    """The rows and columns of a three-line table.

    Columns are told by the blank strips between the texts. Where some text enters each, pdfplumber decides by the
    alignment of words, unless one of its borders cuts through a text; a scan has none (`plumber` is None).
    Rows are told by the lines of their cells: those that one text was wrapped into belong together, and with
    what stands beside them. `part` cuts a run where its characters stand some ems apart, `level` gives
    the height of the line on which one stands.
    """
    area = ruled.box
    x0, top, x1, bottom = area
    inside = [r for r in runs if top < r.middle < bottom and r.x1 > x0 - 3 and r.x0 < x1 + 3]
    rows = [[p for run in row for p in part(run, APART)] for row in rows_of(inside)]
    if not rows:
        return None
    edges, clear = blank_strips(rows, area, ruled.rules)
    if not clear and plumber is not None:
        boxes = plumber.boxes(page, frame, (x0 - 2, top - 2, x1 + 2, bottom + 2), _TEXT)
        aligned = _inner_edges(boxes, area)
        edges = aligned if _respects(aligned, rows) and len(aligned) >= len(edges) else edges
    columns = [x0, *edges, x1]
    if len(columns) < 3:
        return None
    texts = [text for row in rows for text in texts_between(row, edges)]
    return Grid(tuple(_cells(texts, columns, ruled, level)), area, by_text=True)


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


def _cells(
    texts: Sequence[Run], columns: Sequence[float], ruled: RuledArea, level: Callable[[Run], float]
) -> list[GridCell]:
    """The cells of all rows, those of the head first."""
    bands = [
        pieces_of([(_columns_of(r, columns), level(r), r) for r in texts if a < r.middle <= b])
        for a, b in pairwise(ruled.rules)
    ]
    if len(bands) < 2:
        return _row_cells(rows_by_habit(bands, columns), columns, 0)
    head = head_of_two_levels(
        bands[0], columns, (ruled.rules[0], ruled.rules[1]), ruled.short, least_step(bands[1:])
    )
    if head:
        return [*head, *_row_cells(rows_by_habit(bands[1:], columns), columns, 2)]
    return _row_cells(rows_by_habit(bands, columns), columns, 0)


def _columns_of(run: Run, columns: Sequence[float]) -> tuple[int, int]:
    """First column and the one behind the last into which a text reaches."""
    inner = [i for i in range(len(columns) - 1) if run.x0 < columns[i + 1] - 4 and run.x1 > columns[i] + 4]
    if inner:
        return inner[0], inner[-1] + 1
    own = _column(run, columns)
    return own, own + 1


def _column(run: Run, columns: Sequence[float]) -> int:
    middle = (run.x0 + run.x1) / 2
    return max(0, min(sum(middle >= x for x in columns[1:-1]), len(columns) - 2))


def _row_cells(rows: Sequence[Sequence[Piece]], columns: Sequence[float], first: int) -> list[GridCell]:
    """Cells of rows that are numbered from `first`; rows that reach into each other part half-way."""
    members = [[run for piece in row for run in piece.runs] for row in rows]
    tops = [min(r.top for r in found) - 0.5 for found in members]
    bottoms = [max(r.bottom for r in found) + 0.5 for found in members]
    for index in range(1, len(rows)):
        if tops[index] < bottoms[index - 1]:
            tops[index] = bottoms[index - 1] = (tops[index] + bottoms[index - 1]) / 2
    cells = []
    for index, found in enumerate(members):
        level, top, bottom = first + index, tops[index], bottoms[index]
        taken = 0
        for start, stop in _spans(found, columns):
            cells += [_cell(level, c, c + 1, top, bottom, columns) for c in range(taken, start)]
            cells.append(_cell(level, start, stop, top, bottom, columns))
            taken = stop
        cells += [_cell(level, c, c + 1, top, bottom, columns) for c in range(taken, len(columns) - 1)]
    return cells


def _spans(members: Sequence[Run], columns: Sequence[float]) -> list[tuple[int, int]]:
    """Column ranges that texts of one row fill; a text over two columns spans both."""
    ranges: list[tuple[int, int]] = []
    for start, stop in sorted(_columns_of(run, columns) for run in members):
        if ranges and start < ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]))
        else:
            ranges.append((start, stop))
    return ranges


def _cell(row: int, start: int, stop: int, top: float, bottom: float, columns: Sequence[float]) -> GridCell:
    return GridCell(row, start, 1, stop - start, (columns[start], top, columns[stop], bottom))
