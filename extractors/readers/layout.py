"""Pages of runs, tables and notes to the blocks of a document; the same for PDF and scans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractors.document import Block, BlockKind, Problem
from extractors.readers.columns import Placed, Region, find_gutter, keeps_gutter, placed, regions
from extractors.readers.furniture import Furniture, PageLines, Side, find_furniture
from extractors.readers.headings import role_of
from extractors.readers.lines import Box, Line, Run, lines, lines_of, parts_of, rows_of
from extractors.readers.paragraphs import Column, Joiner, Paragraph, column_of, evened, join_lines
from extractors.readers.tables import Table, TableCell, join, same_columns
from extractors.readers.turned import Frame


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


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page with its runs put into rows once; everything else is made from these."""

    page: PageContent
    rows: list[list[Run]]
    lines: list[Line]
    sides: list[Side | None]  # of each line, once the furniture is known; None for the text's own

    @classmethod
    def of(cls, page: PageContent) -> _Laid:
        rows = rows_of(page.runs)
        return cls(page, rows, lines_of(rows, page.page), [])


def blocks(pages: Sequence[PageContent]) -> tuple[Block, ...]:
    """All blocks in reading order; heads, feet and repeated header rows follow their page's text."""
    laid = [_Laid.of(page) for page in pages]
    furniture = find_furniture(
        [PageLines(p.page.page, p.page.frame.reading_size[1], tuple(p.lines)) for p in laid]
    )
    for page in laid:
        page.sides.extend([furniture.side_of(line) for line in page.lines])
    flow: list[_Piece] = []
    for page, found in zip(laid, _in_order(laid), strict=True):
        for region in found:
            flow += _pieces(page, region, furniture, alone=len(found) == 1)
    flow = _joined_tables(flow)
    writer = _Writer({p.page: p for p in pages})
    writer.flow(flow)
    writer.apart(laid)
    return tuple(writer.found)


def _in_order(pages: Sequence[_Laid]) -> list[list[Region]]:
    """The regions of each page; a short last page keeps the columns of the one before."""
    items = [
        placed([part for row in p.rows for part in parts_of(row)], [t.box for t in p.page.tables])
        for p in pages
    ]
    gutters: list[float | None] = []
    for own in items:
        gutter, last = find_gutter(own), gutters[-1] if gutters else None
        if gutter is None and last is not None and keeps_gutter(own, last):
            gutter = last
        gutters.append(gutter)
    found = zip(pages, items, gutters, strict=True)
    return [_regions(page, own, gutter) for page, own, gutter in found]


def _regions(page: _Laid, items: list[Placed], gutter: float | None) -> list[Region]:
    if gutter is not None:
        return regions(items, gutter=gutter)
    if page.page.tables or not items:
        return regions(items, 0)
    # Its lines are known already, in their order.
    return [Region((), min([i.box[0] for i in items]), max([i.box[2] for i in items]))]


def _pieces(laid: _Laid, region: Region, furniture: Furniture, *, alone: bool) -> list[_Piece]:
    """What a region holds; `alone` = it is all of its page."""
    page = laid.page
    if alone and not page.tables:
        own = [x for x, side in zip(laid.lines, laid.sides, strict=True) if side is None]
        return [_Piece(column=_column(page, own, region))] if own else []
    found: list[_Piece] = []
    runs: list[Run] = []
    for item in region.items:
        if item.table is not None:
            found += _column_piece(page, lines(runs, page.page), region, furniture)
            runs.clear()
            found.append(_Piece(table=page.tables[item.table]))
        elif item.run is not None:
            runs.append(item.run)
    return found + _column_piece(page, lines(runs, page.page), region, furniture)


def _column_piece(
    page: PageContent, found: Sequence[Line], region: Region, furniture: Furniture
) -> list[_Piece]:
    kept = [x for x in found if furniture.side_of(x) is None]
    return [_Piece(column=_column(page, kept, region))] if kept else []


def _column(page: PageContent, kept: Sequence[Line], region: Region) -> Column:
    """A column as wide as the page may reach as far right as its left margin suggests."""
    width = page.frame.reading_size[0]
    left = min(region.left, min([x.x0 for x in kept]))
    right = max(region.right, width - left - 4) if region.whole and left < 0.3 * width else region.right
    return column_of(kept, left, right)


def _joined_tables(flow: Sequence[_Piece]) -> list[_Piece]:
    """Tables that go on at the top of the next page or column become one."""
    done: list[_Piece] = []
    last: Table | None = None
    for piece in flow:
        if piece.table is not None and done and done[-1].table is not None:
            before = done[-1].table
            if _follows(last, piece.table) and same_columns(before, piece.table):
                done[-1] = _Piece(table=join(before, piece.table))
                last = piece.table
                continue
        done.append(piece)
        last = piece.table or last
    return done


def _follows(last: Table | None, table: Table) -> bool:
    """At the next page's head, or at the next column's."""
    if last is None:
        return False
    return table.page == last.page + 1 or (table.page == last.page and table.box[3] < last.box[3])


class _Writer:
    """Collects blocks; knows how a page's boxes are shown."""

    def __init__(self, pages: dict[int, PageContent]) -> None:
        self.pages = pages
        self.found: list[Block] = []
        self.tables = 0
        self.begun = False  # something of the text stands already

    def flow(self, flow: Sequence[_Piece]) -> None:
        """Everything in the text's own order; columns between two tables are joined to paragraphs together."""
        even = iter(evened([p.column for p in flow if p.column is not None]))
        columns: list[Column] = []
        chunks: list[tuple[list[Column], Table | None]] = []
        for piece in flow:
            if piece.table is None:
                columns.append(next(even))
            else:
                chunks.append((columns, piece.table))
                columns = []
        chunks.append((columns, None))
        everything = [column for chunk, _ in chunks for column in chunk]
        joiner = Joiner(everything)
        for chunk, table in chunks:
            self._paragraphs(chunk, joiner)
            if table is not None:
                self._table(table)

    def _paragraphs(self, columns: Sequence[Column], joiner: Joiner) -> None:
        for paragraph in join_lines(columns, joiner):
            role = role_of(paragraph, joiner.size, first=not self.begun)
            line = paragraph.lines[0]
            self._add(
                line.page,
                _outline(paragraph),
                paragraph.text,
                role.kind,
                role.marks,
                level=role.level,
                confidence=paragraph.confidence,
            )

    def _add(
        self, page: int, box: Box, text: str, kind: BlockKind, marks: tuple[str, ...] = (), **known: Any
    ) -> None:
        """The next block; `box` in the reading direction of its page."""
        content = self.pages[page]
        if content.ocr:
            marks = (*marks, "ocr")
        frame = content.frame
        x0, top, x1, bottom = frame.shown(box) if frame.turn or frame.tilt else box
        shown = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        self.begun = self.begun or kind in ("paragraph", "list_item", "cell")
        self.found.append(Block(len(self.found), text, kind, page=page, bbox=shown, marks=marks, **known))

    def _table(self, table: Table) -> None:
        for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
            if cell.text:
                self._cell(cell, ("header_row",) if cell.row < table.header_rows else ())
        for cell in table.repeated:
            if cell.text:
                marks = ("repeated_header",)
                self._add(cell.page, cell.box, cell.text, "header", marks, confidence=cell.confidence)
        self.tables += 1

    def _cell(self, cell: TableCell, marks: tuple[str, ...]) -> None:
        self._add(
            cell.page,
            cell.box,
            cell.text,
            "cell",
            marks,
            table=self.tables,
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            confidence=cell.confidence,
        )

    def apart(self, pages: Sequence[_Laid]) -> None:
        """Footnotes, heads, feet and watermarks, page by page."""
        for laid in pages:
            page = laid.page
            notes = lines(page.notes, page.page) if page.notes else []
            if notes:
                region = Region((), min(x.x0 for x in notes), max(x.x1 for x in notes))
                column = _column(page, notes, region)
                for note in join_lines([column]):
                    self._add(page.page, _outline(note), note.text, "note", ("footnote",))
            for line, side in zip(laid.lines, laid.sides, strict=True):
                if side:
                    self._add(page.page, line.box, line.text, side, confidence=line.confidence)
            for run in page.aside:
                if run.text.strip():
                    box = page.frame.read((run.x0, run.top, run.x1, run.bottom))
                    self._add(page.page, box, run.text.strip(), "header", ("watermark",))


def _outline(paragraph: Paragraph) -> Box:
    """Box of the lines on the paragraph's first page and in its first column."""
    first = paragraph.lines[0]
    own = [first]
    for line in paragraph.lines[1:]:
        if line.page != first.page or line.top < own[-1].top - first.size:
            break
        own.append(line)
    if len(own) == 1:
        return first.box
    _, x0s, tops, x1s, bottoms, *_ = zip(*own, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))
