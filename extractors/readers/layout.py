"""Pages of runs, tables and notes to the blocks of a document; the same for PDF and scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.document import Block, Problem
from extractors.readers.columns import Region, find_gutter, keeps_gutter, placed, regions
from extractors.readers.furniture import PageLines, find_furniture, is_continuation_mark
from extractors.readers.grid import Grid
from extractors.readers.headings import role_of
from extractors.readers.lines import Box, Line, Run, body_size, lines, segments
from extractors.readers.paragraphs import Column, Paragraph, column_of, join_lines
from extractors.readers.tables import Table, TableCell, join, same_columns
from extractors.readers.turned import Frame

Side = Literal["header", "footer"]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one page holds; boxes in its reading direction."""

    page: int  # 1-based
    frame: Frame
    runs: tuple[Run, ...] = ()  # outside tables
    tables: tuple[Table, ...] = ()
    notes: tuple[Run, ...] = ()  # footnotes, under their rule
    aside: tuple[Run, ...] = ()  # watermarks; boxes already as shown
    ocr: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing in the document's flow: lines of a column, or a table."""

    column: Column | None = None
    table: Table | None = None


def blocks(pages: Sequence[PageContent]) -> tuple[Block, ...]:
    """All blocks in reading order; heads, feet and repeated header rows follow their page's text."""
    by_number = {p.page: p for p in pages}
    ordered = list(zip(pages, _in_order(pages), strict=True))
    furniture = find_furniture([_page_lines(p) for p in pages])
    flow: list[_Piece] = []
    for page, found in ordered:
        for region in found:
            flow += _pieces(page, region, furniture)
    flow = _joined_tables(flow)
    writer = _Writer(by_number)
    writer.flow(flow)
    writer.apart(pages, furniture)
    return tuple(replace(b, index=i) for i, b in enumerate(writer.found))


def _in_order(pages: Sequence[PageContent]) -> list[list[Region]]:
    """The regions of each page; a short last page keeps the columns of the one before."""
    items = [placed(segments(p.runs), _boxes(p)) for p in pages]
    gutters: list[float | None] = []
    for found in items:
        gutter, last = find_gutter(found), gutters[-1] if gutters else None
        if gutter is None and last is not None and keeps_gutter(found, last):
            gutter = last
        gutters.append(gutter)
    return [
        regions(i, gutter=g) if g is not None else regions(i, 0) for i, g in zip(items, gutters, strict=True)
    ]


def _boxes(page: PageContent) -> list[Grid]:
    return [Grid((), t.box) for t in page.tables]


def _page_lines(page: PageContent) -> PageLines:
    return PageLines(page.page, page.frame.reading_size[1], tuple(lines(page.runs, page.page)))


def _pieces(page: PageContent, region: Region, furniture: dict[Line, Side]) -> list[_Piece]:
    found: list[_Piece] = []
    runs: list[Run] = []

    def flush() -> None:
        kept = [x for x in lines(runs, page.page) if not _is_furniture(x, furniture)]
        if kept:
            found.append(_Piece(column=_column(page, kept, region)))
        runs.clear()

    for item in region.items:
        if item.table is not None:
            flush()
            found.append(_Piece(table=page.tables[item.table]))
        elif item.run is not None:
            runs.append(item.run)
    flush()
    return found


def _is_furniture(line: Line, furniture: dict[Line, Side]) -> bool:
    return line in furniture or is_continuation_mark(line.text)


def _column(page: PageContent, kept: Sequence[Line], region: Region) -> Column:
    """A column as wide as the page may reach as far right as its left margin suggests."""
    width = page.frame.reading_size[0]
    left = min(region.left, min(x.x0 for x in kept))
    right = max(region.right, width - left - 4) if region.whole and left < 0.3 * width else region.right
    return column_of(kept, left, right)


def _joined_tables(flow: Sequence[_Piece]) -> list[_Piece]:
    """Tables that go on at the top of the next page become one."""
    done: list[_Piece] = []
    last_page = 0
    for piece in flow:
        if piece.table is not None and done and done[-1].table is not None:
            before = done[-1].table
            if piece.table.page == last_page + 1 and same_columns(before, piece.table):
                done[-1] = _Piece(table=join(before, piece.table))
                last_page = piece.table.page
                continue
        done.append(piece)
        if piece.table is not None:
            last_page = piece.table.page
    return done


class _Writer:
    """Collects blocks; knows how a page's boxes are shown."""

    def __init__(self, pages: dict[int, PageContent]) -> None:
        self.pages = pages
        self.found: list[Block] = []
        self.tables = 0

    def flow(self, flow: Sequence[_Piece]) -> None:
        columns: list[Column] = []
        everything = [x for p in flow if p.column for x in p.column.lines]
        body = body_size(everything)
        for piece in flow:
            if piece.column is not None:
                columns.append(piece.column)
                continue
            self._paragraphs(columns, body)
            columns = []
            if piece.table is not None:
                self._table(piece.table)
        self._paragraphs(columns, body)

    def _paragraphs(self, columns: Sequence[Column], body: float) -> None:
        for paragraph in join_lines(columns):
            first = not any(b.kind in ("paragraph", "list_item", "cell") for b in self.found)
            role = role_of(paragraph, body, first=first)
            line = paragraph.lines[0]
            self._add(
                Block(
                    0,
                    paragraph.text,
                    role.kind,
                    level=role.level,
                    marks=role.marks,
                    confidence=paragraph.confidence,
                ),
                line.page,
                _outline(paragraph),
            )

    def _add(self, block: Block, page: int, box: Box) -> None:
        content = self.pages[page]
        marks = (*block.marks, "ocr") if content.ocr else block.marks
        x0, top, x1, bottom = content.frame.shown(box)
        shown = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        self.found.append(replace(block, page=page, bbox=shown, marks=marks))

    def _table(self, table: Table) -> None:
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            if cell.text:
                marks = ("header_row",) if cell.row < table.header_rows else ()
                self._add(self._cell(cell, marks), cell.page, cell.box)
        for cell in table.repeated:
            if cell.text:
                block = Block(0, cell.text, "header", marks=("repeated_header",), confidence=cell.confidence)
                self._add(block, cell.page, cell.box)
        self.tables += 1

    def _cell(self, cell: TableCell, marks: tuple[str, ...]) -> Block:
        return Block(
            0,
            cell.text,
            "cell",
            table=self.tables,
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            confidence=cell.confidence,
            marks=marks,
        )

    def apart(self, pages: Sequence[PageContent], furniture: dict[Line, Side]) -> None:
        """Footnotes, heads, feet and watermarks, page by page."""
        for page in pages:
            notes = lines(page.notes, page.page)
            if notes:
                region = Region((), min(x.x0 for x in notes), max(x.x1 for x in notes))
                for paragraph in join_lines([_column(page, notes, region)]):
                    self._add(
                        Block(0, paragraph.text, "note", marks=("footnote",)), page.page, _outline(paragraph)
                    )
            for line in lines(page.runs, page.page):
                side = furniture.get(line) or ("header" if is_continuation_mark(line.text) else None)
                if side:
                    self._add(Block(0, line.text, side, confidence=line.confidence), page.page, line.box)
            for run in page.aside:
                if run.text.strip():
                    box = page.frame.read((run.x0, run.top, run.x1, run.bottom))
                    self._add(Block(0, run.text.strip(), "header", marks=("watermark",)), page.page, box)


def _outline(paragraph: Paragraph) -> Box:
    """Box of the lines on the paragraph's first page and in its first column."""
    first = paragraph.lines[0]
    own = [first]
    for line in paragraph.lines[1:]:
        if line.page != first.page or line.top < own[-1].top - first.size:
            break
        own.append(line)
    return (
        min(x.x0 for x in own),
        min(x.top for x in own),
        max(x.x1 for x in own),
        max(x.bottom for x in own),
    )
