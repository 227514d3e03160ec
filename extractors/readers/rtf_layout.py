"""Paragraphs and tables as an RTF reader collects them, turned into blocks at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.document import Block, BlockKind, Revision

_SYMBOL_FONT = re.compile("[\uf000-\uf0ff]")  # list bullets of Symbol and Wingdings
_SAME_EDGE = 30  # twips (1/20 pt); cell edges nearer than that are one


@dataclass(frozen=True, slots=True)
class CellShape:
    """A cell's definition in \\trowd."""

    right: int = 0  # twips
    joins_left: bool = False
    joins_above: bool = False


@dataclass(slots=True)
class Paragraph:
    """The paragraph being written."""

    pieces: list[str] = field(default_factory=list)
    label: str = ""
    level: int | None = None
    in_table: bool = False
    nesting: int = 0
    inserted: bool = False


@dataclass(slots=True)
class _Row:
    texts: list[str]
    shapes: list[CellShape]
    repeats: bool


@dataclass(slots=True)
class Paper:
    """One story: the body, a header, a footnote. Blocks are numbered when it is finished."""

    paragraph: Paragraph = field(default_factory=Paragraph)
    blocks: list[Block] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    shapes: list[CellShape] = field(default_factory=list)
    shape: CellShape = field(default_factory=CellShape)
    repeats: bool = False
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    tables: int = 0
    waiting: list[Block] = field(default_factory=list)  # notes of the paragraph being written

    def write(self, text: str, *, deleted: bool = False, inserted: bool = False) -> None:
        """Add to the paragraph; deleted text goes to the revisions alone."""
        if not deleted:
            self.paragraph.pieces.append(text)
            self.paragraph.inserted |= inserted and bool(text.strip())
        if deleted or inserted:
            self._revise("deletion" if deleted else "insertion", text)

    def _revise(self, kind: str, text: str) -> None:
        last = self.revisions[-1] if self.revisions else None
        block = len(self.blocks)
        if last is not None and last.kind == kind and last.block == block:
            self.revisions[-1] = replace(last, text=last.text + text)
        else:
            self.revisions.append(
                Revision("deletion" if kind == "deletion" else "insertion", "", "", text, block)
            )

    def end_paragraph(self) -> None:
        """\\par: a block of its own, or a line of the cell."""
        text = self._taken()
        if self.paragraph.in_table or self.paragraph.nesting:
            self.cell.append(text)
            self.paragraph.label = ""
            return
        self._end_table()
        if text.strip():
            label, level = _SYMBOL_FONT.sub("•", self.paragraph.label.strip()), self.paragraph.level
            kind: BlockKind = "heading" if level and level < 10 else "list_item" if label else "paragraph"
            marks = ("inserted",) if self.paragraph.inserted else ()
            self.blocks.append(
                Block(0, text, kind, label=label, level=level if kind == "heading" else None, marks=marks)
            )
        self.paragraph.label, self.paragraph.inserted = "", False
        self._release()

    def end_cell(self) -> None:
        text = self._taken()
        if self.paragraph.label.strip():
            text = f"{self.paragraph.label.strip()} {text}"
            self.paragraph.label = ""
        self.row.append("\n".join(line.strip("\t\n") for line in [*self.cell, text] if line.strip()))
        self.cell = []

    def end_row(self) -> None:
        if self.row:
            self.rows.append(_Row(self.row, self.shapes[:], self.repeats))
        self.row, self.repeats = [], False

    def insert(self, inner: Paper, kind: BlockKind, mark: str) -> None:
        """A note or text box stands behind the paragraph that holds it; heads and feet where they are met."""
        blocks, revisions = inner.finish()
        marks = (mark,) if mark else ()
        self.waiting += [replace(block, kind=kind, marks=block.marks + marks) for block in blocks]
        self.revisions += [replace(revision, block=None) for revision in revisions]
        if not "".join(self.paragraph.pieces).strip() and not self.rows and not self.row:
            self._release()

    def finish(self) -> tuple[tuple[Block, ...], tuple[Revision, ...]]:
        """Blocks numbered in reading order."""
        self.paragraph.in_table, self.paragraph.nesting = False, 0
        if self.row:
            self.end_row()
        self.end_paragraph()
        self._end_table()
        self._release()
        return tuple(replace(block, index=index) for index, block in enumerate(self.blocks)), tuple(
            self.revisions
        )

    def _taken(self) -> str:
        text = "".join(self.paragraph.pieces)
        self.paragraph.pieces = []
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _release(self) -> None:
        self.blocks += self.waiting
        self.waiting = []

    def _end_table(self) -> None:
        if self.rows:
            self.blocks += _table_blocks(self.rows, self.tables)
            self.tables += 1
            self.rows = []


def _table_blocks(rows: list[_Row], table: int) -> list[Block]:
    """Grid columns come from the cells' right edges; cells merged to the left or above widen their corner."""
    edges = _edges(rows)
    corners: dict[tuple[int, int], Block] = {}
    for number, row in enumerate(rows):
        left = 0
        for shape, text in _cells(row):
            right = _column(edges, shape.right, left)
            _place(
                corners,
                Block(
                    0,
                    text,
                    "cell",
                    table=table,
                    row=number,
                    column=left,
                    column_span=max(right - left, 1),
                    marks=("header_row",) if row.repeats else (),
                ),
                shape,
            )
            left = max(right, left + 1)
    return [block for block in corners.values() if block.text.strip()]


def _cells(row: _Row) -> list[tuple[CellShape, str]]:
    """Shapes beside texts; rows whose definition is missing get one column a cell."""
    shapes = row.shapes if len(row.shapes) >= len(row.texts) else [CellShape(right=-1)] * len(row.texts)
    return list(zip(shapes, row.texts, strict=False))


def _place(corners: dict[tuple[int, int], Block], block: Block, shape: CellShape) -> None:
    assert block.row is not None and block.column is not None  # noqa: S101, PT018 - set by the caller
    above = next(
        (c for c in corners.values() if c.column == block.column and (c.row or 0) + c.row_span == block.row),
        None,
    )
    before = next(
        (
            c
            for c in corners.values()
            if c.row == block.row and (c.column or 0) + c.column_span == block.column
        ),
        None,
    )
    if shape.joins_above and above is not None and above.row is not None and above.column is not None:
        corners[above.row, above.column] = replace(
            above, row_span=above.row_span + 1, text=_both(above.text, block.text)
        )
    elif shape.joins_left and before is not None and before.row is not None and before.column is not None:
        wider = before.column_span + block.column_span
        corners[before.row, before.column] = replace(
            before, column_span=wider, text=_both(before.text, block.text)
        )
    else:
        corners[block.row, block.column] = block


def _both(first: str, second: str) -> str:
    return "\n".join(text for text in (first, second) if text.strip())


def _edges(rows: list[_Row]) -> list[int]:
    edges: list[int] = []
    for edge in sorted({shape.right for row in rows for shape in row.shapes}):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    return edges


def _column(edges: list[int], right: int, left: int) -> int:
    """The number of the grid column that begins at this edge."""
    for number, edge in enumerate(edges):
        if abs(edge - right) <= _SAME_EDGE:
            return number + 1
    return left + 1
