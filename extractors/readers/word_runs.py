"""What stands inside a paragraph: runs, fields, controls, formulas, tracked changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.readers.word_fields import Fields
from extractors.readers.word_graphics import read_formula
from extractors.readers.word_symbols import read_symbol
from extractors.readers.wordxml import FIELD_CHAR, PPR, RPR, RUN, M, P, T, W

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from extractors.document import RevisionKind
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
GONE: dict[str, RevisionKind] = {W + "del": "deletion", W + "moveFrom": "move_from"}
ADDED: dict[str, RevisionKind] = {W + "ins": "insertion", W + "moveTo": "move_to"}


@dataclass(slots=True)
class Paragraph:
    """One paragraph being read; a deleted paragraph mark lets it run on into the next `w:p`."""

    page: int | None
    pieces: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    revisions: list[tuple[RevisionKind, str, str, str]] = field(default_factory=list)
    extras: list[tuple[str, _Element | str]] = field(default_factory=list)  # what stands after the block


class Runs:
    """Reads inline content into a `Paragraph`. One per story: a field may run over many paragraphs."""

    def __init__(self, transcript: Transcript, *, lays_out: bool) -> None:
        self.transcript = transcript
        self._lays_out = lays_out  # the story whose page marks count
        self._fields = Fields()

    def read(self, paragraph: Paragraph, element: _Element) -> None:
        for child in element:
            tag = child.tag
            if tag == RUN:
                self.read_run(paragraph, child)
            elif tag != PPR:
                handler = INLINE.get(tag)
                if handler is not None:
                    handler(self, paragraph, child)

    def read_run(self, paragraph: Paragraph, run: _Element) -> None:
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

    def _break(self, paragraph: Paragraph, element: _Element) -> None:
        if element.get(W + "type") == "page":
            self.transcript.break_page()
            self._start_later(paragraph)
        if not self._fields.silent and (element.get(W + "type") != "page" or paragraph.pieces):
            paragraph.pieces.append("\n")

    def _rendered_page(self, paragraph: Paragraph, element: _Element) -> None:  # noqa: ARG002
        if self._lays_out:
            self.transcript.turn_page()
            self._start_later(paragraph)

    def _start_later(self, paragraph: Paragraph) -> None:
        if not any(map(str.strip, paragraph.pieces)):
            paragraph.page = self.transcript.page

    def _field_char(self, paragraph: Paragraph, element: _Element) -> None:
        shown = self._fields.mark(element)
        if shown:
            paragraph.pieces.append(shown)

    def _instruction(self, paragraph: Paragraph, element: _Element) -> None:  # noqa: ARG002
        self._fields.instruct(element.text or "")

    def _symbol(self, paragraph: Paragraph, element: _Element) -> None:
        try:
            code = int(element.get(W + "char", "")[:8], 16)
        except ValueError:
            return
        if not self._fields.silent:
            paragraph.pieces.append(read_symbol(element.get(W + "font", ""), code))

    def _reference(self, paragraph: Paragraph, element: _Element) -> None:
        paragraph.extras.append((_REFERENCES[element.tag], element.get(W + "id", "")))

    def _comment_range(self, paragraph: Paragraph, element: _Element) -> None:
        paragraph.extras.append(("comment", element.get(W + "id", "")))

    def _graphic(self, paragraph: Paragraph, element: _Element) -> None:
        paragraph.extras.append(("drawing", element))

    def _ruby(self, paragraph: Paragraph, element: _Element) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self.read(paragraph, base)

    def _control(self, paragraph: Paragraph, element: _Element) -> None:
        content = element.find(_CONTENT)
        if content is not None:
            self.read(paragraph, content)

    def _formula(self, paragraph: Paragraph, element: _Element) -> None:
        if not self._fields.silent:
            paragraph.pieces.append(read_formula(element))

    def _paragraph_inside(self, paragraph: Paragraph, element: _Element) -> None:
        """A paragraph where only runs may stand: its text is kept, on a line of its own."""
        if paragraph.pieces:
            paragraph.pieces.append("\n")
        self.read(paragraph, element)

    def _inserted(self, paragraph: Paragraph, element: _Element) -> None:
        before = len(paragraph.pieces)
        self.read(paragraph, element)
        text = "".join(paragraph.pieces[before:])
        if text:
            if "inserted" not in paragraph.marks:
                paragraph.marks.append("inserted")
            self.note_revision(paragraph, element, ADDED[element.tag], text)

    def _removed(self, paragraph: Paragraph, element: _Element) -> None:
        self.remove(paragraph, element, GONE[element.tag])

    def remove(self, paragraph: Paragraph, element: _Element, kind: RevisionKind) -> None:
        self.note_revision(paragraph, element, kind, all_text(element))
        for char in element.iter(FIELD_CHAR):
            self._fields.mark(char)

    def note_revision(
        self, paragraph: Paragraph, element: _Element | None, kind: RevisionKind, text: str
    ) -> None:
        if text:
            author = "" if element is None else element.get(W + "author", "")
            date = "" if element is None else element.get(W + "date", "")
            paragraph.revisions.append((kind, author, date, text))


def all_text(element: _Element) -> str:
    """All text under an element whatever its state, for revisions."""
    return "".join(text.text or "" for text in element.iter(T, _DELETED_TEXT))


INLINE: dict[str, Callable[[Runs, Paragraph, _Element], None]] = {
    **dict.fromkeys(ADDED, Runs._inserted),
    **dict.fromkeys(GONE, Runs._removed),
    **dict.fromkeys((W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo")), Runs.read),
    W + "fldSimple": Runs.read,
    W + "sdt": Runs._control,
    W + "ruby": Runs._ruby,
    W + "commentRangeStart": Runs._comment_range,
    M + "oMath": Runs._formula,
    M + "oMathPara": Runs._formula,
    P: Runs._paragraph_inside,
}

_IN_RUN: dict[str, Callable[[Runs, Paragraph, _Element], None]] = {
    _BREAK: Runs._break,
    _PAGE_RENDERED: Runs._rendered_page,
    FIELD_CHAR: Runs._field_char,
    _INSTRUCTION: Runs._instruction,
    W + "sym": Runs._symbol,
    W + "ruby": Runs._ruby,
    **dict.fromkeys(_REFERENCES, Runs._reference),
    **dict.fromkeys(_GRAPHICS, Runs._graphic),
    M + "oMath": Runs._formula,
}
