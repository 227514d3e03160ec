"""The grid of a Word table: every cell once, at its upper left corner, with its spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.readers.wordxml import TBL, VAL, T, W, is_on, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

MOST_COLUMNS = 63  # Word's own limit; a wider grid is believed only if the table declares it
_CELL = W + "tc"
_ROW = W + "tr"
_CELL_PROPERTIES = W + "tcPr"
_ROW_PROPERTIES = W + "trPr"
_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink")
)
_LONGEST_HEADER = 24
_SENTENCE = re.compile("[。；！？]")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[\d.,，%％\-—\s]+")


@dataclass(slots=True)
class Cell:
    """One cell of the grid; rows and columns are 0-based."""

    element: _Element
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    deleted: bool = False  # by a tracked deletion of the cell


@dataclass(slots=True)
class Row:
    cells: list[Cell]
    inserted: bool = False
    declared_header: bool = False


@dataclass(slots=True)
class Grid:
    rows: list[Row]
    header_rows: int  # leading rows that head the columns
    covered: list[_Element]  # cells lying under a vertical merge, invisible on the page
    deleted: list[_Element]  # rows whose deletion is tracked


def lay_out(table: _Element) -> Grid:
    """The grid of a `w:tbl`. Never raises: senseless spans are cut to what a table can have."""
    grid_columns = table.find(W + "tblGrid")
    most = max(MOST_COLUMNS, min(len(grid_columns), 1000) if grid_columns is not None else 0)
    grid = Grid([], 0, [], [])
    above: dict[int, Cell] = {}
    for element in _members(table, _ROW):
        properties = element.find(_ROW_PROPERTIES)
        if properties is not None and _is_gone(properties):
            grid.deleted.append(element)
            continue
        row = Row([], *_flags(properties))
        above = _fill_row(row, element, properties, above, grid, most)
        grid.rows.append(row)
    grid.header_rows = _count_header_rows(grid.rows)
    return grid


def _fill_row(
    row: Row, element: _Element, properties: _Element | None, above: dict[int, Cell], grid: Grid, most: int
) -> dict[int, Cell]:
    """Place the cells of one row; gives the vertical merges that the next row can continue."""
    column = _skipped(properties, most)
    number = len(grid.rows)
    merges: dict[int, Cell] = {}
    for tc in _members(element, _CELL):
        cell_properties = tc.find(_CELL_PROPERTIES)
        span, vertical, horizontal, gone = _spans(cell_properties, max(1, most - column))
        started = above.get(column)
        if horizontal == "continue" and row.cells:
            row.cells[-1].column_span += span
        elif vertical == "continue" and started is not None:
            if number >= started.row + started.row_span:
                started.row_span += 1
            merges[column] = started
            grid.covered.append(tc)
        else:
            cell = Cell(tc, number, column, 1, span, gone)
            row.cells.append(cell)
            if vertical:
                merges[column] = cell
        column = min(column + span, most)
    return merges


def _spans(properties: _Element | None, most: int) -> tuple[int, str, str, bool]:
    """Columns covered, the vertical and the horizontal merge ("", restart, continue), and tracked deletion."""
    span, vertical, horizontal, gone = 1, "", "", False
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag == W + "gridSpan":
            span = whole(child.get(VAL), 1, 1, most)
        elif tag == W + "vMerge":
            vertical = "restart" if child.get(VAL) == "restart" else "continue"
        elif tag == W + "hMerge":
            horizontal = "restart" if child.get(VAL) == "restart" else "continue"
        elif tag == W + "cellDel":
            gone = True
    return span, vertical, horizontal, gone


def _skipped(properties: _Element | None, most: int) -> int:
    before = properties.find(W + "gridBefore") if properties is not None else None
    return 0 if before is None else whole(before.get(VAL), 0, 0, most - 1)


def _flags(properties: _Element | None) -> tuple[bool, bool]:
    if properties is None:
        return False, False
    return properties.find(W + "ins") is not None, is_on(properties.find(W + "tblHeader"))


def _is_gone(properties: _Element) -> bool:
    return properties.find(W + "del") is not None or is_on(properties.find(W + "hidden"))


def _members(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also those in content controls and other wrappers."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _members(child, wanted)


def _count_header_rows(rows: list[Row]) -> int:
    """Rows declared as repeating headers; else the first row of short names, with what its merges cover."""
    declared = 0
    while declared < len(rows) and rows[declared].declared_header:
        declared += 1
    if declared or len(rows) < 2:
        return declared
    first = 0
    if len(rows[0].cells) == 1 and rows[0].cells[0].column_span > 1 and len(rows) > 2:
        first = 1  # a title over the whole width
    if not _names_columns(rows[first]):
        return 0
    reach = first + max(cell.row_span for cell in rows[first].cells)
    return min(reach, len(rows) - 1)


def _names_columns(row: Row) -> bool:
    texts = [_text(cell.element) for cell in row.cells]
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(map(_is_column_name, texts))


def _is_column_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_HEADER and not _SENTENCE.search(text) and _FIGURE.fullmatch(text) is None


def _text(cell: _Element) -> str:
    if next(cell.iter(TBL), None) is not None:
        return ""
    return "".join(text.text or "" for text in cell.iter(T)).strip()
