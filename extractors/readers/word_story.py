"""The walk through one story: the body, a header, a note, a text box. Paragraphs and cells become blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.errors import TooLarge
from extractors.readers.word_graphics import find_drawn
from extractors.readers.word_headings import find_level, is_centred, is_title
from extractors.readers.word_runs import ADDED, GONE, INLINE, Paragraph, Runs, all_text
from extractors.readers.word_tables import lay_out
from extractors.readers.wordxml import PPR, RPR, RUN, TBL, VAL, P, W, is_on, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.document import BlockKind, RevisionKind
    from extractors.readers.numbering import Counter
    from extractors.readers.word_styles import ParagraphStyle
    from extractors.readers.word_tables import Cell
    from extractors.readers.word_transcript import Transcript

_CONTENT = W + "sdtContent"


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
    extra: Paragraph | None = None


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
        self._runs = Runs(transcript, lays_out=kind is None)
        self._held: Paragraph | None = None
        self._cell: _Open | None = None
        self._above_text = kind is None  # still above the first running text: titles stand here

    def walk(self, container: _Element) -> None:
        """Read all paragraphs and tables of a container, to its end."""
        self._blocks(container)
        self._release()

    def _blocks(self, container: _Element) -> None:
        for child in container:
            tag = child.tag
            if tag == P:
                self._paragraph(child)
            elif tag == TBL:
                self._release()
                self._table(child)
            elif tag in GONE:
                self._gone_blocks(child, GONE[tag])
            elif tag == RUN or tag in INLINE:
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
        if any(child.tag in (P, TBL) or child.tag in INLINE for child in holder):
            self._blocks(holder)
            return
        paragraph = self._begin()
        handler = INLINE.get(element.tag)
        if element.tag == RUN:
            self._runs.read_run(paragraph, element)
        elif handler:
            handler(self._runs, paragraph, element)
        self._held = paragraph

    def _gone_blocks(self, element: _Element, kind: RevisionKind) -> None:
        paragraph = self._begin()
        self._runs.remove(paragraph, element, kind)
        self._held = paragraph

    def _begin(self) -> Paragraph:
        held, self._held = self._held, None
        return held or Paragraph(self.transcript.page)

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
        self._runs.read(paragraph, element)
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
        self, paragraph: Paragraph, element: _Element | None, properties: _Properties, *, counted: bool
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

    def _follow(self, paragraph: Paragraph, block: int | None) -> None:
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

    def _deleted_row(self, row: _Element) -> Paragraph:
        paragraph = Paragraph(self.transcript.page)
        author = row.find(f"{W}trPr/{W}del")
        self._runs.note_revision(paragraph, author, "deletion", all_text(row))
        return paragraph

    def _add_to_cell(self, paragraph: Paragraph, text: str, label: str) -> None:
        """A cell is one block, its paragraphs on lines; a paragraph with its own number begins a new one."""
        opened = self._cell
        if opened is None:
            return
        if text and label and opened.text:
            self._close_cell_block()
        if opened.extra is None:
            opened.extra = Paragraph(paragraph.page)
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
        if any(all_text(cell).strip() for cell in covered):
            self.transcript.package.report(
                "covered_text",
                f"第{table + 1}个表格中，纵向合并的单元格下压有页面上看不到的文字，未计入",
                "请取消合并核对该表后重报",
            )

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
        if tag in GONE:
            gone = True
        elif tag == W + "specVanish":
            gone = gone or is_on(child)
        elif tag == W + "vanish":
            hidden = is_on(child)
    return gone, hidden


_CONTAINERS = frozenset(
    {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "body", "txbxContent")}
    | set(ADDED)
)
