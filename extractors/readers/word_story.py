"""The walk through one story: the body, a header, a note, a text box. Paragraphs and cells become blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.errors import TooLarge
from extractors.readers.word_fields import Fields
from extractors.readers.word_graphics import find_drawn, read_formula
from extractors.readers.word_headings import find_level, is_centred, is_title
from extractors.readers.word_symbols import read_symbol
from extractors.readers.word_tables import lay_out
from extractors.readers.wordxml import FIELD_CHAR, PPR, RPR, RUN, TBL, VAL, M, P, T, W, is_on, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from extractors.document import BlockKind, RevisionKind
    from extractors.readers.numbering import Counter
    from extractors.readers.word_styles import ParagraphStyle
    from extractors.readers.word_tables import Cell
    from extractors.readers.word_transcript import Transcript

_DELETED_TEXT = W + "delText"
_INSTRUCTION = W + "instrText"
_BREAK = W + "br"
_PAGE_RENDERED = W + "lastRenderedPageBreak"
_CONTENT = W + "sdtContent"
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_GRAPHICS = frozenset(W + name for name in ("drawing", "pict", "object"))
_REFERENCES = {
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
    W + "commentReference": "comment",
}
_GONE: dict[str, RevisionKind] = {W + "del": "deletion", W + "moveFrom": "move_from"}
_ADDED: dict[str, RevisionKind] = {W + "ins": "insertion", W + "moveTo": "move_to"}


@dataclass(slots=True)
class _Paragraph:
    """One paragraph being read; a deleted paragraph mark lets it run on into the next `w:p`."""

    page: int | None
    pieces: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    revisions: list[tuple[RevisionKind, str, str, str]] = field(default_factory=list)
    extras: list[tuple[str, _Element | str]] = field(default_factory=list)  # what stands after the block


@dataclass(slots=True)
class _Properties:
    """What a paragraph's own w:pPr says."""

    style: ParagraphStyle
    element: _Element | None = None
    num_id: str | None = None
    level: int | None = None
    outline: int | None = None
    runs_on: bool = False  # its paragraph mark is deleted, moved away, or a style separator
    mark_hidden: bool = False
    breaks_page: bool = False


@dataclass(slots=True)
class _Open:
    """The cell whose block is being collected."""

    cell: Cell
    table: int
    marks: tuple[str, ...]
    text: list[str] = field(default_factory=list)
    label: str = ""
    extra: _Paragraph | None = None


class Story:
    """One walk. `kind` overrides what paragraphs and cells are (header, footer, note, text_box); None = body."""

    def __init__(
        self,
        transcript: Transcript,
        part: str,
        kind: BlockKind | None = None,
        marks: tuple[str, ...] = (),
        *,
        depth: int = 0,
        counts_apart: bool = False,
    ) -> None:
        self.transcript = transcript
        self.part = part
        self._kind = kind
        self._marks = marks
        self._depth = depth
        self._counts_apart = counts_apart
        self._counter: Counter | None = None
        self._fields = Fields()
        self._held: _Paragraph | None = None
        self._cell: _Open | None = None
        self._above_text = kind is None  # still above the first running text: titles stand here

    def walk(self, container: _Element) -> None:
        """Read all paragraphs and tables of a container, to its end."""
        self._blocks(container)
        self._release()

    # blocks ---------------------------------------------------------------------------------------------

    def _blocks(self, container: _Element) -> None:
        for child in container:
            tag = child.tag
            if tag == P:
                self._paragraph(child)
            elif tag == TBL:
                self._release()
                self._table(child)
            elif tag in _GONE:
                self._gone_blocks(child, _GONE[tag])
            elif tag == RUN or tag in _INLINE:
                self._loose(child)
            elif tag in _CONTAINERS:
                self._blocks(child)
            elif tag == W + "altChunk":
                self._release()
                self.transcript.read_chunk(child, self.part)
            elif tag == W + "subDoc":
                self.transcript.report_subdocument()

    def _loose(self, element: _Element) -> None:
        """Inline content standing among blocks: a wrapper around whole paragraphs, or runs without one."""
        holder = element.find(_CONTENT) if element.tag == W + "sdt" else element
        if holder is None:
            return
        if any(child.tag in (P, TBL) or child.tag in _INLINE for child in holder):
            self._blocks(holder)
            return
        paragraph = self._begin()
        handler = _INLINE.get(element.tag)
        if element.tag == RUN:
            self._run(paragraph, element)
        elif handler:
            handler(self, paragraph, element)
        self._held = paragraph

    def _gone_blocks(self, element: _Element, kind: RevisionKind) -> None:
        paragraph = self._begin()
        self._gone(paragraph, element, kind)
        self._held = paragraph

    def _begin(self) -> _Paragraph:
        held, self._held = self._held, None
        return held or _Paragraph(self.transcript.page)

    def _release(self) -> None:
        """Close a paragraph that ran on and found nothing to join."""
        if self._held is not None:
            held, self._held = self._held, None
            self._close(held, None, _Properties(self.transcript.styles.paragraph("")), counted=False)

    def _paragraph(self, element: _Element) -> None:
        self.transcript.start_paragraph()
        properties = self._read_properties(element.find(PPR))
        if properties.breaks_page:
            self.transcript.break_page()
        paragraph = self._begin()
        self.transcript.hides_paragraph = properties.style.hidden
        self._inline(paragraph, element)
        if properties.runs_on:
            self._held = paragraph
        else:
            self._close(paragraph, element, properties, counted=True)

    def _read_properties(self, element: _Element | None) -> _Properties:
        if element is None:
            style = self.transcript.styles.paragraph("")
            return _Properties(style, breaks_page=style.breaks_page)
        style_id = ""
        read = _Properties(self.transcript.styles.paragraph(""), element)
        for child in element:
            tag = child.tag
            if tag == W + "pStyle":
                style_id = child.get(VAL, "")
            elif tag == W + "numPr":
                read.num_id, read.level = _read_list(child)
            elif tag == RPR:
                read.runs_on, read.mark_hidden = _read_mark(child)
            elif tag == W + "outlineLvl":
                read.outline = whole(child.get(VAL), 9) + 1
            elif tag == W + "pageBreakBefore":
                read.breaks_page = is_on(child)
            elif tag == W + "sectPr":
                self.transcript.end_section()
        if style_id:
            read.style = self.transcript.styles.paragraph(style_id)
        read.breaks_page = read.breaks_page or read.style.breaks_page
        return read

    def _close(
        self, paragraph: _Paragraph, element: _Element | None, properties: _Properties, *, counted: bool
    ) -> None:
        text = "".join(paragraph.pieces)
        blank = not text or text.isspace()
        label = ""
        if counted and not (blank and properties.mark_hidden):
            label = self._label(properties)
        if self._cell is not None:
            self._add_to_cell(paragraph, "" if blank else text, label)
            return
        block = None
        if not blank:
            kind, level = self._judge(text, label, element, properties, paragraph.marks)
            block = self.transcript.place(
                text, kind, (*self._marks, *paragraph.marks), label=label, level=level, page=paragraph.page
            )
        self._follow(paragraph, block)

    def _follow(self, paragraph: _Paragraph, block: int | None) -> None:
        """List the revisions of a block and read what hangs on it: notes, comments, drawings."""
        for kind, author, date, text in paragraph.revisions:
            self.transcript.revise(kind, author, date, text, block)
        for name, what in paragraph.extras:
            if isinstance(what, str):
                self.transcript.read_note(name, what, self.part, self._depth)
            else:
                self._drawing(what)

    def _judge(
        self, text: str, label: str, element: _Element | None, properties: _Properties, marks: list[str]
    ) -> tuple[BlockKind, int | None]:
        if self._kind is not None:
            return self._kind, None
        style = properties.style
        outline = properties.outline if properties.outline is not None else style.outline
        names = " ".join(style.names).lower()
        if names.startswith(("toc ", "目录")):
            marks.append("toc")
            return "paragraph", None
        if outline is not None and outline <= 9:
            return "heading", outline
        if self._above_text:
            if is_title(text, properties.element, style):
                marks.append("title")
                return "heading", 1
            self._above_text = is_centred(properties.element, style)
        if "caption" in names or "题注" in names:
            return "caption", None
        level = None if element is None else find_level(label, text, element, style, self.transcript.styles)
        if level is not None:
            return "heading", level or None
        return ("list_item" if label else "paragraph"), None

    def _label(self, properties: _Properties) -> str:
        style = properties.style
        num_id = properties.num_id if properties.num_id is not None else style.num_id
        if num_id in ("", "0"):
            return ""
        numbering = self.transcript.numbering
        if num_id not in numbering:
            return ""
        level = properties.level
        if level is None and properties.num_id is None:
            level = numbering.level_of_style(num_id, style.ids)
        if level is None:
            level = style.level or 0
        if self._counter is None:
            self._counter = self.transcript.box_counter if self._counts_apart else numbering.counter()
        return self._counter.label(num_id, level)

    # tables ---------------------------------------------------------------------------------------------

    def _table(self, element: _Element) -> None:
        self._deeper()
        self._close_cell_block()
        self._above_text = False
        number = self.transcript.next_table()
        grid = lay_out(element)
        outer = self._cell
        for place, row in enumerate(grid.rows):
            marks = ["header_row"] if place < grid.header_rows else []
            if row.inserted:
                marks.append("inserted")
            for cell in row.cells:
                self._read_cell(_Open(cell, number, (*self._marks, *marks)))
        self._cell = outer
        for gone in grid.deleted:
            self._follow(self._deleted_row(gone), None)
        self._report_covered(grid.covered, number)
        self._depth -= 1

    def _read_cell(self, opened: _Open) -> None:
        self._cell = opened
        if opened.cell.deleted:
            self._gone_blocks(opened.cell.element, "deletion")
        else:
            self._blocks(opened.cell.element)
        self._release()
        self._close_cell_block()

    def _deleted_row(self, row: _Element) -> _Paragraph:
        paragraph = _Paragraph(self.transcript.page)
        author = row.find(f"{W}trPr/{W}del")
        self._note_revision(paragraph, author, "deletion", _all_text(row))
        return paragraph

    def _add_to_cell(self, paragraph: _Paragraph, text: str, label: str) -> None:
        """A cell is one block, its paragraphs on lines; a paragraph with its own number begins a new one."""
        opened = self._cell
        if opened is None:
            return
        if text and label and opened.text:
            self._close_cell_block()
        if opened.extra is None:
            opened.extra = _Paragraph(paragraph.page)
        opened.extra.marks += [mark for mark in paragraph.marks if mark not in opened.extra.marks]
        opened.extra.revisions += paragraph.revisions
        opened.extra.extras += paragraph.extras
        if text:
            if not opened.text:
                opened.label = label
                opened.extra.page = paragraph.page
            opened.text.append(text)

    def _close_cell_block(self) -> None:
        opened = self._cell
        if opened is None or opened.extra is None:
            return
        extra, text, label = opened.extra, "\n".join(opened.text), opened.label
        opened.extra, opened.text, opened.label = None, [], ""
        block = None
        if text:
            marks = dict.fromkeys((*opened.marks, *extra.marks))
            kind = self._kind if self._kind in ("header", "footer", "note") else "cell"
            block = self.transcript.place(
                text, kind, tuple(marks), label=label, page=extra.page, table=opened.table, cell=opened.cell
            )
        self._cell = None
        self._follow(extra, block)
        self._cell = opened

    def _report_covered(self, covered: list[_Element], table: int) -> None:
        if any(_all_text(cell).strip() for cell in covered):
            self.transcript.package.report(
                "covered_text",
                f"第{table + 1}个表格中，纵向合并的单元格下压有页面上看不到的文字，未计入",
                "请取消合并核对该表后重报",
            )

    # inline ---------------------------------------------------------------------------------------------

    def _inline(self, paragraph: _Paragraph, element: _Element) -> None:
        for child in element:
            tag = child.tag
            if tag == RUN:
                self._run(paragraph, child)
            elif tag != PPR:
                handler = _INLINE.get(tag)
                if handler is not None:
                    handler(self, paragraph, child)

    def _run(self, paragraph: _Paragraph, run: _Element) -> None:
        transcript = self.transcript
        if transcript.may_hide and transcript.is_hidden(run, in_field=self._fields.inside):
            for char in run.iterchildren(FIELD_CHAR):
                self._fields.mark(char)
            return
        pieces = paragraph.pieces
        for child in run:
            tag = child.tag
            if tag == T:
                if child.text and not self._fields.silent:
                    pieces.append(child.text)
            elif tag != RPR:
                if tag in _FIXED:
                    if not self._fields.silent:
                        pieces.append(_FIXED[tag])
                else:
                    handler = _IN_RUN.get(tag)
                    if handler is not None:
                        handler(self, paragraph, child)

    def _break(self, paragraph: _Paragraph, element: _Element) -> None:
        if element.get(W + "type") == "page":
            self.transcript.break_page()
            self._start_later(paragraph)
        if not self._fields.silent and (element.get(W + "type") != "page" or paragraph.pieces):
            paragraph.pieces.append("\n")

    def _rendered_page(self, paragraph: _Paragraph, element: _Element) -> None:  # noqa: ARG002
        if self._kind is None:
            self.transcript.turn_page()
            self._start_later(paragraph)

    def _start_later(self, paragraph: _Paragraph) -> None:
        if not any(map(str.strip, paragraph.pieces)):
            paragraph.page = self.transcript.page

    def _field_char(self, paragraph: _Paragraph, element: _Element) -> None:
        shown = self._fields.mark(element)
        if shown:
            paragraph.pieces.append(shown)

    def _instruction(self, paragraph: _Paragraph, element: _Element) -> None:  # noqa: ARG002
        self._fields.instruct(element.text or "")

    def _symbol(self, paragraph: _Paragraph, element: _Element) -> None:
        try:
            code = int(element.get(W + "char", "")[:8], 16)
        except ValueError:
            return
        if not self._fields.silent:
            paragraph.pieces.append(read_symbol(element.get(W + "font", ""), code))

    def _reference(self, paragraph: _Paragraph, element: _Element) -> None:
        paragraph.extras.append((_REFERENCES[element.tag], element.get(W + "id", "")))

    def _comment_range(self, paragraph: _Paragraph, element: _Element) -> None:
        paragraph.extras.append(("comment", element.get(W + "id", "")))

    def _graphic(self, paragraph: _Paragraph, element: _Element) -> None:
        paragraph.extras.append(("drawing", element))

    def _ruby(self, paragraph: _Paragraph, element: _Element) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._inline(paragraph, base)

    def _control(self, paragraph: _Paragraph, element: _Element) -> None:
        content = element.find(_CONTENT)
        if content is not None:
            self._inline(paragraph, content)

    def _formula(self, paragraph: _Paragraph, element: _Element) -> None:
        if not self._fields.silent:
            paragraph.pieces.append(read_formula(element))

    def _simple_field(self, paragraph: _Paragraph, element: _Element) -> None:
        self._inline(paragraph, element)

    def _paragraph_inside(self, paragraph: _Paragraph, element: _Element) -> None:
        """A paragraph where only runs may stand: its text is kept, on a line of its own."""
        if paragraph.pieces:
            paragraph.pieces.append("\n")
        self._inline(paragraph, element)

    def _inserted(self, paragraph: _Paragraph, element: _Element) -> None:
        before = len(paragraph.pieces)
        self._inline(paragraph, element)
        text = "".join(paragraph.pieces[before:])
        if text:
            if "inserted" not in paragraph.marks:
                paragraph.marks.append("inserted")
            self._note_revision(paragraph, element, _ADDED[element.tag], text)

    def _removed(self, paragraph: _Paragraph, element: _Element) -> None:
        self._gone(paragraph, element, _GONE[element.tag])

    def _gone(self, paragraph: _Paragraph, element: _Element, kind: RevisionKind) -> None:
        self._note_revision(paragraph, element, kind, _all_text(element))
        for char in element.iter(FIELD_CHAR):
            self._fields.mark(char)

    def _note_revision(
        self, paragraph: _Paragraph, element: _Element | None, kind: RevisionKind, text: str
    ) -> None:
        if text:
            author = "" if element is None else element.get(W + "author", "")
            date = "" if element is None else element.get(W + "date", "")
            paragraph.revisions.append((kind, author, date, text))

    # drawings -------------------------------------------------------------------------------------------

    def _drawing(self, element: _Element) -> None:
        self._deeper()
        for drawn in find_drawn(element, self.transcript.package, self.part):
            furniture = self._kind in ("header", "footer")
            kind: BlockKind = "caption" if drawn.mark == "alt_text" else "text_box"
            if furniture and self._kind is not None:
                kind = self._kind
            marks = (*self._marks, drawn.mark)
            if drawn.element is not None:
                inner = Story(
                    self.transcript,
                    self.part,
                    kind,
                    marks,
                    depth=self._depth,
                    counts_apart=True,
                )
                inner.walk(drawn.element)
            elif drawn.text.strip():
                self.transcript.place(drawn.text, kind, marks, page=self.transcript.page)
        self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > self.transcript.limits.nesting:
            raise TooLarge(self.transcript.package.file, "表格或文本框嵌套过深")


def _read_list(element: _Element) -> tuple[str | None, int | None]:
    num_id = element.find(W + "numId")
    level = element.find(W + "ilvl")
    return (
        None if num_id is None else num_id.get(VAL, ""),
        None if level is None else whole(level.get(VAL), 0),
    )


def _read_mark(element: _Element) -> tuple[bool, bool]:
    """Whether the paragraph mark is gone (deleted, moved away, a style separator), and whether it is hidden."""
    gone = hidden = False
    for child in element:
        tag = child.tag
        if tag in _GONE:
            gone = True
        elif tag == W + "specVanish":
            gone = gone or is_on(child)
        elif tag == W + "vanish":
            hidden = is_on(child)
    return gone, hidden


def _all_text(element: _Element) -> str:
    """All text under an element whatever its state, for revisions."""
    return "".join(text.text or "" for text in element.iter(T, _DELETED_TEXT))


_INLINE: dict[str, Callable[[Story, _Paragraph, _Element], None]] = {
    **dict.fromkeys(_ADDED, Story._inserted),
    **dict.fromkeys(_GONE, Story._removed),
    **dict.fromkeys(
        (W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo")), Story._simple_field
    ),
    W + "fldSimple": Story._simple_field,
    W + "sdt": Story._control,
    W + "ruby": Story._ruby,
    W + "commentRangeStart": Story._comment_range,
    M + "oMath": Story._formula,
    M + "oMathPara": Story._formula,
    P: Story._paragraph_inside,
}

_IN_RUN: dict[str, Callable[[Story, _Paragraph, _Element], None]] = {
    _BREAK: Story._break,
    _PAGE_RENDERED: Story._rendered_page,
    FIELD_CHAR: Story._field_char,
    _INSTRUCTION: Story._instruction,
    W + "sym": Story._symbol,
    W + "ruby": Story._ruby,
    **dict.fromkeys(_REFERENCES, Story._reference),
    **dict.fromkeys(_GRAPHICS, Story._graphic),
    M + "oMath": Story._formula,
}

_CONTAINERS = frozenset(
    {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "body", "txbxContent")}
    | set(_ADDED)
)
