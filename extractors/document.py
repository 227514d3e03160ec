"""What was read and where it stood: Document, Block, Revision, Problem, Span.

Everything here is a plain frozen value that survives the trip between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "cell",
    "header",
    "footer",
    "note",
    "text_box",
    "caption",
]

RevisionKind = Literal["insertion", "deletion", "move_from", "move_to"]

#: Kinds that are kept with their address but are no statements of the unit.
FURNITURE: frozenset[str] = frozenset({"header", "footer"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or table cell, in reading order."""

    index: int  # 0-based position among the document's blocks
    text: str  # as written; never trimmed or rewritten (hard line wraps of a PDF paragraph are joined)
    kind: BlockKind = "paragraph"
    label: str = ""  # computed automatic number (一、 （一） 1. ①) that is not in the text
    level: int | None = None  # outline level of a heading, 1 = highest; None where unknown
    page: int | None = None  # 1-based; None where the format has no pages; an estimate for Word
    table: int | None = None  # 0-based number of the table in the document
    row: int | None = None  # 0-based, of the cell's upper left corner
    column: int | None = None  # 0-based grid column of the cell's upper left corner
    row_span: int = 1
    column_span: int = 1
    bbox: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom in points, page's top left
    confidence: float | None = None  # 0..1, lowest line confidence of OCR; None for real text
    marks: tuple[
        str, ...
    ] = ()  # e.g. inserted, ocr, header_row, comment, footnote, hidden_sheet, page_estimated

    def __reduce__(self) -> tuple[type[Block], tuple[object, ...]]:
        """Blocks travel between processes by the thousand; a slotted dataclass's own way costs three times as much."""
        return Block, _fields_of(self)


_fields_of = attrgetter(*Block.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change; deleted text is listed here and nowhere else."""

    kind: RevisionKind
    author: str
    date: str  # ISO as stored in the file, "" where absent
    text: str
    block: int | None  # index of the block in which it stands


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, said to the reader in Chinese."""

    code: str  # snake_case, e.g. truncated_part, no_text_layer, missing_digits
    message: str  # what happened and where ("第3页无文字层")
    remedy: str  # what the unit or the office can do


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read. Containers (zip, eml) have members instead of, or besides, blocks."""

    file: str  # name as the office received it; for a member "a.zip!/b.docx"
    sha256: str  # hex, of the file's (member's) own bytes
    kind: str  # docx, pdf, doc, wps, rtf, xlsx, xls, et, ofd, image, txt, html, zip, eml
    blocks: tuple[Block, ...] = ()
    pages: int | None = None  # None where the format has no pages
    revisions: tuple[Revision, ...] = ()
    problems: tuple[Problem, ...] = ()
    members: tuple[Document | UnreadableMember, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)  # title, author, created, modified as stored

    @property
    def text(self) -> str:
        """All block texts, one a line; for fingerprints and searches, never for addresses."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class UnreadableMember:
    """A member of a container that could not be read; it gets its own fate."""

    file: str  # "a.zip!/b.rar"
    sha256: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open, 0-based range of characters in a block of a document."""

    document: str  # sha256 of the document
    block: int
    start: int
    end: int
