"""Tables of one page with their text, and their joining across pages.

Geometry comes from `grid`; what is on the page comes as runs of characters. The same code fills
tables of PDF pages and of scans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.readers.grid import Grid, GridCell
from extractors.readers.lines import Box, Line, Run, glue, lines
from extractors.readers.paragraphs import CLOSING, first_word, joined

#: Cuts a run where the middles of its characters pass one of the given x.
Cutter = Callable[[Run, tuple[float, ...]], list[Run]]
#: Text sits at least this far from a cell's border, in points, where nothing better is known.
PADDING = 2.0
#: Characters up to which the first cell of a row is its number or name.
LONGEST_KEY = 8
#: Characters up to which it may be its number alone.
LONGEST_NUMBER = 3
#: Column borders of a table continued on the next page agree within this many points.
SAME_EDGE = 5.0


@dataclass(frozen=True, slots=True)
class TableCell:
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    page: int
    box: Box  # in the page's reading direction
    full: bool = False  # its last line had no room left, so the text may go on
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by row and column; empty cells included."""

    cells: tuple[TableCell, ...]
    edges: tuple[float, ...]  # x of the column borders
    box: Box  # on its first page
    page: int
    rows: int
    repeated: tuple[TableCell, ...] = ()  # header rows of later pages, kept out of the table
    header_rows: int = 0
    by_text: bool = False  # its column borders are not exact

    @property
    def columns(self) -> int:
        return len(self.edges) - 1


def fill(grid: Grid, runs: Sequence[Run], page: int, cut: Cutter) -> tuple[Table, list[Run]]:
    """A grid with the runs that stand in its cells; the second value are the runs left over."""
    inside, rest = _inside(grid, runs)
    by_cell: dict[int, list[Run]] = {}
    for run in inside:
        for piece in _cut_to_cells(grid, run, cut):
            index = _cell_at(grid, (piece.x0 + piece.x1) / 2, piece.middle)
            if index is None:
                rest.append(piece)
            else:
                by_cell.setdefault(index, []).append(piece)
    contents = [lines(by_cell.get(i, ()), page) for i in range(len(grid.cells))]
    rooms = _rooms(grid, contents)
    cells = tuple(
        _filled(cell, found, page, rooms[cell.column, cell.column_span])
        for cell, found in zip(grid.cells, contents, strict=True)
    )
    table = Table(
        cells, _edges(grid), grid.box, page, grid.rows, header_rows=header_rows(cells), by_text=grid.by_text
    )
    return table, rest


def _inside(grid: Grid, runs: Iterable[Run]) -> tuple[list[Run], list[Run]]:
    x0, top, x1, bottom = grid.box
    inside: list[Run] = []
    rest: list[Run] = []
    for run in runs:
        within = top - 1 <= run.middle <= bottom + 1 and run.x1 > x0 and run.x0 < x1
        (inside if within else rest).append(run)
    return inside, rest


def _cut_to_cells(grid: Grid, run: Run, cut: Cutter) -> list[Run]:
    borders = {x for c in grid.cells if c.box[1] <= run.middle <= c.box[3] for x in (c.box[0], c.box[2])}
    crossed = tuple(sorted(x for x in borders if run.x0 + 0.3 * run.size < x < run.x1 - 0.3 * run.size))
    return cut(run, crossed) if crossed else [run]


def _cell_at(grid: Grid, x: float, y: float) -> int | None:
    for index, cell in enumerate(grid.cells):
        x0, top, x1, bottom = cell.box
        if x0 - 1 <= x <= x1 + 1 and top - 1 <= y <= bottom + 1:
            return index
    return None


def _edges(grid: Grid) -> tuple[float, ...]:
    starts: dict[int, float] = {}
    for cell in grid.cells:
        starts.setdefault(cell.column, cell.box[0])
        starts.setdefault(cell.column + cell.column_span, cell.box[2])
    return tuple(starts[k] for k in sorted(starts))


def _rooms(grid: Grid, contents: Sequence[list[Line]]) -> dict[tuple[int, int], float]:
    """Points that padding takes from the width of cells, by their column and span: what their own lines leave blank."""
    blanks: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for cell, found in zip(grid.cells, contents, strict=True):
        sides = blanks.setdefault((cell.column, cell.column_span), [])
        sides += [(line.x0 - cell.box[0], cell.box[2] - line.x1) for line in found]
    taken = {}
    for place, sides in blanks.items():
        left = min((a for a, _ in sides), default=PADDING)
        right = min((b for _, b in sides), default=PADDING)
        taken[place] = max(left, 0.0) + max(0.0, min(right, max(left, PADDING)))
    return taken


def _filled(cell: GridCell, found: list[Line], page: int, padding: float) -> TableCell:
    room = cell.box[2] - cell.box[0] - padding
    text, full = cell_text(found, room)
    known = [x.confidence for x in found if x.confidence is not None]
    return TableCell(
        cell.row,
        cell.column,
        cell.row_span,
        cell.column_span,
        text,
        page,
        cell.box,
        full,
        min(known, default=None),
    )


def cell_text(found: Sequence[Line], room: float) -> tuple[str, bool]:
    """Lines of one cell as text, `room` points wide; wrapped lines joined, typed breaks kept.

    The second value says whether the last line had no room for another character.
    """
    parts: list[list[str]] = []
    for index, line in enumerate(found):
        if index and _wrapped(found[index - 1], line, room):
            parts[-1].append(line.text)
        else:
            parts.append([line.text])
    full = bool(found) and found[-1].width + 1.05 * found[-1].size > room
    return "\n".join(joined(p) for p in parts), full


def _wrapped(before: Line, after: Line, room: float) -> bool:
    indent = max(0.0, before.x0 - after.x0) if before.x0 - after.x0 < 2.6 * before.size else 0.0
    return before.width + indent + first_word(after.text, before.size) > room - 0.1 * before.size


def header_rows(cells: Sequence[TableCell]) -> int:
    """How many rows at the top name the columns: 0 where the first row is already content.

    A row that spans the whole width is a title and counts with the row under it; cells that span
    rows stretch the header over them.
    """
    rows = max((c.row + c.row_span for c in cells), default=0)
    columns = max((c.column + c.column_span for c in cells), default=0)
    count = 0
    while count < min(rows - 1, 4):
        row = [c for c in cells if c.row == count]
        if not row or not all(_is_name(c.text) for c in row):
            return 0
        title = len(row) == 1 and row[0].column_span == columns
        count = max(c.row + (1 if title else c.row_span) for c in row)
        if not title:
            break
    return count if count < rows else 0


_FIGURE = re.compile(r"[\d.,%％/—\-－~～\s:：年月日万元人次亿个]+")


def _is_name(text: str) -> bool:
    """Short, no sentence and no bare figure; empty corners are names too."""
    return len(text) <= 40 and not text.endswith(("。", "；")) and not (text and _FIGURE.fullmatch(text))


# ---- across pages


def same_columns(a: Table, b: Table) -> bool:
    """Both tables have the same column borders, up to one shift of the whole page."""
    if len(a.edges) != len(b.edges):
        return False
    shift = b.edges[0] - a.edges[0]
    pairs = list(zip(a.edges, b.edges, strict=True))
    if a.by_text and b.by_text:
        pairs = pairs[-1:]
    return abs(shift) < 60 and all(abs(y - x - shift) <= SAME_EDGE for x, y in pairs)


def join(a: Table, b: Table) -> Table:
    """`b` continues `a`: repeated header rows set aside, a row cut by the page end made whole."""
    dropped = _repeated_rows(a, b)
    repeated = tuple(c for c in b.cells if c.row < dropped)
    fresh = [replace(c, row=c.row - dropped) for c in b.cells if c.row >= dropped]
    merged = _merged_row(a, fresh)
    if merged is not None:
        cells, fresh = merged
        offset = a.rows - 1
    else:
        cells, offset = list(a.cells), a.rows
    cells += [replace(c, row=c.row + offset) for c in fresh]
    rows = max(c.row + c.row_span for c in cells)
    return replace(
        a,
        cells=tuple(cells),
        rows=rows,
        repeated=a.repeated + repeated,
        header_rows=max(a.header_rows, dropped),
    )


def _row_key(cells: Iterable[TableCell], row: int) -> list[tuple[int, str]]:
    return [(c.column, re.sub(r"\s", "", c.text)) for c in cells if c.row == row]


def _repeated_rows(a: Table, b: Table) -> int:
    count = 0
    while count < min(a.rows - 1, b.rows, 5):
        key = _row_key(b.cells, count)
        if key != _row_key(a.cells, count) or not any(text for _, text in key):
            break
        count += 1
    if count and count == b.rows and count < a.header_rows:
        return 0
    return count


def _merged_row(a: Table, fresh: Sequence[TableCell]) -> tuple[list[TableCell], list[TableCell]] | None:
    """Cells of both tables when the first fresh row completes the last row; None when it does not."""
    first = [c for c in fresh if c.row == 0]
    last = {c.column: c for c in a.cells if c.row + c.row_span == a.rows}
    if not first or not _completes(first, last):
        return None
    span = max(c.row_span for c in first)
    texts = {c.column: c for c in first}
    cells = []
    for cell in a.cells:
        more = texts.get(cell.column) if cell.row + cell.row_span == a.rows else None
        if more is None:
            cells.append(cell)
            continue
        between = glue(cell.text, more.text) if cell.full else "\n"
        text = cell.text + (between if cell.text and more.text else "") + more.text
        full = more.full if more.text else cell.full
        row_span = cell.row_span + max(more.row_span, span) - 1
        cells.append(replace(cell, text=text, full=full, row_span=row_span))
    known = {c.column for c in cells if c.row + c.row_span >= a.rows}
    return cells, [c for c in fresh if c.row > 0 or c.column not in known]


def _completes(first: Sequence[TableCell], last: dict[int, TableCell]) -> bool:
    """Whether a page's first row is the rest of the row above it.

    Then it says something only where the row above does, and leaves something empty that is
    filled there (the number, the unit); or every cell stops in mid-sentence at its margin.
    """
    written = [c for c in first if c.text]
    if not written or any(c.column not in last for c in written):
        return False
    if any(not last[c.column].text for c in written):
        return False
    gone_on = [last[c.column] for c in written]
    blank = [c for c in first if not c.text and c.column in last and last[c.column].text]
    leading = min(c.column for c in first)
    if any(c.column == leading for c in written) and not (
        all(c.full for c in gone_on) and _may_go_on(last[leading].text, beside_blank=bool(blank))
    ):
        return False  # a new number or name begins a new row
    if blank:
        grouped = all(last[c.column].row_span > 1 for c in blank)
        return not grouped or all(c.full and c.text[-1] not in CLOSING for c in gone_on)
    return all(c.full and c.text[-1] not in CLOSING for c in gone_on) and any(
        len(c.text) > 8 for c in gone_on
    )


def _may_go_on(name: str, *, beside_blank: bool) -> bool:
    """Whether a row's name may be wrapped: a long one, or any but a number where the next row leaves cells blank."""
    return len(name) > LONGEST_KEY or (
        beside_blank and len(name) > LONGEST_NUMBER and not _FIGURE.search(name)
    )
