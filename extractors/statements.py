"""Blocks to statements: a sentence, a clause worth its own judgement, or a table cell, with its context."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.document import FURNITURE, Block, Document, Span
from extractors.letterhead import Letterhead, find_letterhead
from extractors.outline import Outline, heading_level, heading_text, is_heading, ordinal_level, run_in_length
from extractors.rows import Table
from extractors.sentences import find_sentences

if TYPE_CHECKING:
    from extractors.facts.units import Roster


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a statement and decides what it is about. Missing fields are empty."""

    headings: tuple[str, ...] = ()  # section headings from the highest down to the nearest; without the title
    row: tuple[tuple[str, str], ...] = ()  # sibling cells of the row: (column header, text)
    column: str = ""  # the header of the statement's own column
    subject: str = ""  # last-named school or unit before the statement, short form
    title: str = ""  # of the document

    @property
    def heading(self) -> str:
        """The nearest heading, "" where there is none."""
        return self.headings[-1] if self.headings else ""

    def beside(self, pattern: re.Pattern[str]) -> str:
        """The text of the first sibling cell whose column header matches, else ""."""
        return next((text for header, text in self.row if pattern.search(header)), "")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a unit says, with the characters that say it."""

    span: Span
    text: str  # == block text at span
    kind: str  # sentence | cell
    context: Context = field(default_factory=Context)


#: Blocks with these marks are kept with their address, but are not what the unit says.
UNSPOKEN_MARKS: frozenset[str] = frozenset({"hidden", "comment", "hidden_sheet"})

_CELL_BAR = re.compile(r"[｜|]")
_CHAIN_BAR = re.compile(r"\s*(?:>|＞|／|→|»)\s*")
_PAIR = re.compile(r"^\s*([^：:，。；]{1,20})[：:](.*)$", re.S)
_FORMULA = re.compile(
    r"^(?:特此|专此|谨此|此(?:致|复|函|报)|妥否|当否|以上(?:报告|汇报|情况)?，?请|(?:以上|现)?请(?:审阅|审示|批示)|(?:现)?将.{0,80}"
    r"(?:如下|(?:报告|汇报|函复|通报|总结)(?:给你们)?)[。：:]?$|附\s*[件表注]?\s*[\d一二三四五六七八九十]*\s*[：:]|附件\s*\d*$"
    r"|（?此页无正文|（?联系人|联系电话|抄\s*[送报]|主题词|-?\s*\d+\s*-?$|[—–-]\s*\d+\s*[—–-]$|第\s*\d+\s*页)"
)
_SAYS_SOMETHING = re.compile(r"[一-鿿].*[一-鿿]", re.S)


def find_statements(
    document: Document, roster: Roster, head: Letterhead | None = None
) -> tuple[Statement, ...]:
    """The statements of a document in reading order, each with its context.

    `head`: its letterhead, where that was found already.

    Not statements: headers, footers, letterhead, addressee, signature block, headings (they are context),
    header rows and orienting cells (序号, 单位, 时限, 是否完成 …), closing formulas. For every statement
    `text == document.blocks[span.block].text[span.start:span.end]`. Never raises.
    """
    return tuple(_Walk(document, roster, head or find_letterhead(document)).statements())


class _Walk:
    """One pass down a document, carrying the outline and the last-named unit."""

    def __init__(self, document: Document, roster: Roster, letterhead: Letterhead) -> None:
        self._document = document
        self._roster = roster
        self._skipped = letterhead.blocks
        self._outline = Outline()
        self._subject = ""
        self._title = letterhead.title
        cells: dict[int, list[Block]] = defaultdict(list)
        for block in document.blocks:
            if block.kind == "cell" and block.table is not None:
                cells[block.table].append(block)
        self._tables = {number: Table(blocks) for number, blocks in cells.items()}

    def statements(self) -> Iterator[Statement]:
        for block in self._document.blocks:
            if block.index in self._skipped or block.kind in FURNITURE or not block.text.strip():
                continue
            if UNSPOKEN_MARKS.intersection(block.marks):
                continue
            if block.kind == "cell" and block.table is not None:
                yield from self._cell(block, self._tables[block.table])
            elif is_heading(block):
                self._enter(heading_level(block), heading_text(block))
            else:
                yield from self._paragraph(block)

    def _enter(self, level: int, text: str) -> None:
        named = self._roster.find_units(text)
        self._outline.enter(level, text, named[-1].short if named else "")
        self._subject = self._outline.subject

    def _paragraph(self, block: Block) -> Iterator[Statement]:
        level = ordinal_level(block.label + block.text)
        if level is not None:
            self._outline.leave(lambda other: level <= other < 10)
        spans = find_sentences(block.text)
        for position, span in enumerate(spans):
            length = run_in_length(
                block.text, block.label if not position else "", span, position + 1 < len(spans)
            )
            text = block.text[span[0] : span[1]]
            if length:
                self._enter_run_in(position, level, (block.label if not position else "") + text)
            elif not _FORMULA.match(text) and _SAYS_SOMETHING.search(text):
                yield self._statement(block, span, "sentence", self._context())
        self._outline.leave(lambda other: other >= 10)

    def _enter_run_in(self, position: int, level: int | None, text: str) -> None:
        """A paragraph's own ordinal opens a section; 一是… inside it holds to the next one or its end."""
        own = level if position == 0 and level is not None else 10
        self._enter(own, text.rstrip("。"))

    def _cell(self, block: Block, table: Table) -> Iterator[Statement]:
        if table.is_orientation(block):
            return
        around = table.around(block)
        context = replace(
            self._context(),
            headings=(*self._outline.headings, *around.captions),
            row=around.row,
            column=around.column,
            subject=self._row_subject(around.row) or self._outline.subject,
        )
        for span in _cell_parts(block.text):
            if _SAYS_SOMETHING.search(block.text[span[0] : span[1]]):
                yield self._statement(block, span, "cell", context, follow=False)

    def _row_subject(self, row: tuple[tuple[str, str], ...]) -> str:
        """The school or unit the row's task names; the columns that list units in charge do not count."""
        for header, text in row:
            if re.search(r"任务|目标|事项|内容|项目|学校", header):
                named = self._roster.find_units(text)
                if named:
                    return named[0].short
        return ""

    def _context(self) -> Context:
        return Context(headings=self._outline.headings, subject=self._subject, title=self._title)

    def _statement(
        self, block: Block, span: tuple[int, int], kind: str, context: Context, follow: bool = True
    ) -> Statement:
        text = block.text[span[0] : span[1]]
        if follow:
            named = self._roster.find_units(text)
            schools = [mention for mention in named if mention.kind in ("school", "college")]
            if named:
                self._subject = (schools or named)[-1].short
        return Statement(Span(self._document.sha256, block.index, *span), text, kind, context)


def _cell_parts(text: str) -> tuple[tuple[int, int], ...]:
    """A cell is one statement; one that holds several numbered points or full sentences is as many."""
    spans = find_sentences(text)
    ended = sum(text[end - 1] in "。！？" for _, end in spans)
    numbered = sum(ordinal_level(text[start:end]) is not None for start, end in spans)
    if ended >= 2 or numbered >= 2 or len(text) > 200:
        return spans
    return ((spans[0][0], spans[-1][1]),) if spans else ()


def parse_context(text: str) -> Context:
    """The contract's string: sibling cells `列名：值｜列名：值`, or a heading (a chain: `一、… > （二）…`).

    A single `列名：值` is read as a row only if the name is one a column would have. Blank gives an empty
    Context. The column of the statement itself is not in the string and stays empty.
    """
    text = text.strip()
    if not text:
        return Context()
    pieces = [piece for piece in _CELL_BAR.split(text) if piece.strip()]
    pairs = [_PAIR.match(piece) for piece in pieces]
    if len(pieces) > 1 or (pairs[0] is not None and _COLUMN_NAME.search(pairs[0][1])):
        row = tuple(
            (m[1].strip(), m[2].strip()) if m else ("", p.strip()) for m, p in zip(pairs, pieces, strict=True)
        )
        return Context(row=row)
    return Context(headings=tuple(part for part in _CHAIN_BAR.split(text) if part))


_COLUMN_NAME = re.compile(
    r"^(?:序号|编号|事项|任务|目标|.{0,6}(?:进展|情况|时限|单位|完成|措施|问题|备注|任务|打算|比例|时间))"
)


def render_context(context: Context) -> str:
    """The inverse of `parse_context`: the row if there is one, else the chain of headings."""
    if context.row:
        return "｜".join(
            f"{header}：{_flat(text)}" if header else _flat(text) for header, text in context.row
        )
    return " > ".join(_flat(heading) for heading in context.headings)


def _flat(text: str) -> str:
    """Without the signs that separate cells and headings."""
    return re.sub(r"\s+", " ", _CELL_BAR.sub("／", text)).replace(" > ", " ").strip()
