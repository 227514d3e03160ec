"""RTF: paragraphs, tables with merged cells, notes, text boxes, revisions.

Own reader, because the libraries at hand give one flat text: they lose merged cells, list labels and
hidden text, and print deleted text as if it stood.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extractors.document import BlockKind, Document, Problem
from extractors.errors import TooLarge
from extractors.readers import office
from extractors.readers.limits import Limits
from extractors.readers.rtf_layout import CellShape, Paper
from extractors.readers.rtf_tokens import Token, tokens

_CODEPAGES = {
    0: "",
    1: "",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    204: "cp1251",
    238: "cp1250",
}
_SYMBOLS = {
    b"line": "\n",
    b"lbr": "\n",
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"page": "\n",
    b"column": "\n",
}
#: Destinations whose text is the document's: name → kind of block and mark.
_SINKS: dict[bytes, tuple[BlockKind, str]] = {
    b"header": ("header", ""),
    b"headerl": ("header", ""),
    b"headerr": ("header", ""),
    b"headerf": ("header", ""),
    b"footer": ("footer", ""),
    b"footerl": ("footer", ""),
    b"footerr": ("footer", ""),
    b"footerf": ("footer", ""),
    b"footnote": ("note", "footnote"),
    b"annotation": ("note", "comment"),
    b"shptxt": ("text_box", ""),
    b"dptxbxtext": ("text_box", ""),
}
#: Destinations that hold no text of the document.
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable rsidtbl revtbl filetbl pict nonshppict objdata objclass objname fldinst "
    b"datafield bkmkstart bkmkend atnid atnauthor atndate atnref atrfstart atrfend atnparent atntime atnicn xe tc sn sv sp themedata colorschememapping "
    b"latentstyles datastore generator xmlnstbl userprops mmathpr wgrffmtfilter template passwordhash defchp defpap pgptbl "
    b"ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn background falt panose nesttableprops shprslt picprop blipuid".split(
        b" "
    )
)
_TRANSPARENT = frozenset(
    {b"shpinst", b"shppict", b"ud", b"pnseclvl", b"do", b"htmltag", b"fldrslt", b"object", b"result"}
)
_LABELS = frozenset({b"listtext", b"pntext"})
_PROPERTIES = {b"title": "title", b"author": "author", b"subject": "subject"}
_MAX_DEPTH = 500
_HEADING = re.compile(r"\s*(?:heading|标题)\s*([1-9])\b", re.I)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back at its end."""

    skip: bool = False
    sink: bytes = b""  # the destination that opened a paper of its own; "" for the body
    label: bool = False
    table: bytes = b""  # fonttbl or stylesheet while one is read
    property: str = ""
    ansi_twin: bool = False  # inside \\upr: the same text in a poorer encoding stands here
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    unicode_skip: int = 1
    font: int = -1


def read_rtf(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Deleted runs are listed as revisions, hidden ones are dropped, list labels are kept beside the text.

    Raises `TooLarge` past the caps on nesting and blocks.
    """
    reader = _Reader(file)
    for token in tokens(data):
        reader.take(token)
    blocks, revisions = reader.finish()
    if len(blocks) > limits.blocks:
        raise TooLarge(file, f"文档超过 {limits.blocks} 段")
    problems = (
        (Problem("truncated_part", "RTF 文件末尾不完整，其后内容可能缺失", "请重新另存为 .docx 后重报"),)
        if reader.is_cut
        else ()
    )
    document = Document(
        file, sha256, "rtf", blocks, revisions=revisions, problems=problems, properties=reader.properties
    )
    return (
        replace(document, problems=problems + office.cross_check(document, data, ".rtf"))
        if not problems
        else document
    )


@dataclass(slots=True)
class _Reader:
    file: str
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    paper: Paper = field(default_factory=Paper)
    properties: dict[str, str] = field(default_factory=dict)
    codepage: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)  # style → outline level
    style: int = 0
    raw: bytearray = field(default_factory=bytearray)
    ignored: int = 0  # characters still to be skipped behind \u
    starred: bool = False
    papers: list[Paper] = field(default_factory=list)
    is_cut: bool = False

    def take(self, token: Token) -> None:
        starred, self.starred = self.starred, False
        if token.kind in ("byte", "text"):
            self._characters(token)
            return
        if token.kind == "open":
            self._flush_raw()
            self._open()
        elif token.kind == "close":
            self._flush_raw()
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.text)
        else:
            self._flush_raw()
            self._word(token.text, token.value, starred)

    def finish(self) -> tuple[tuple, tuple]:  # type: ignore[type-arg]
        self._flush_raw()
        self.is_cut = bool(self.stack)
        while self.stack:
            self._close()
        return self.paper.finish()

    def _open(self) -> None:
        if len(self.stack) >= _MAX_DEPTH:
            raise TooLarge(self.file, f"RTF 分组嵌套超过 {_MAX_DEPTH} 层", "请另存为 .docx 后重报")
        self.stack.append(self.state)
        self.ignored = 0

    def _close(self) -> None:
        if not self.stack:
            return
        before, self.state = self.state, self.stack.pop()
        self.ignored = 0
        if before.sink != self.state.sink and self.papers:
            inner, self.paper = self.paper, self.papers.pop()
            kind, mark = _SINKS[before.sink]
            self.paper.insert(inner, kind, mark)

    def _characters(self, token: Token) -> None:
        content = token.text
        if self.ignored:
            dropped = min(self.ignored, len(content))
            self.ignored -= dropped
            content = content[dropped:]
        if not self.state.skip or self.state.property or self.state.table == b"stylesheet":
            self.raw += content

    def _flush_raw(self) -> None:
        if self.raw:
            text = _decode(bytes(self.raw), self.fonts.get(self.state.font) or self.codepage)
            self.raw.clear()
            self._text(text)

    def _text(self, text: str) -> None:
        state = self.state
        if state.table:
            self._name_style(text)
        elif state.property:
            self.properties[state.property] = self.properties.get(state.property, "") + text
        elif state.skip or state.hidden:
            return
        elif state.label:
            self.paper.paragraph.label += text
        else:
            self.paper.write(text, deleted=state.deleted, inserted=state.inserted)

    def _name_style(self, text: str) -> None:
        """Some writers give a heading's level by the name of its style alone."""
        found = _HEADING.match(text)
        if found:
            self.outline.setdefault(self.style, int(found[1]))

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
            return
        if symbol in b"\r\n":
            self._flush_raw()
            self._word(b"par", None, False)
            return
        plain = {b"~": "\u00a0", b"_": "‑", b"-": ""}.get(symbol)
        if plain is None:
            self._characters(Token("text", symbol))
        else:
            self._flush_raw()
            self._text(plain)

    def _word(self, word: bytes, value: int | None, starred: bool) -> None:
        if word == b"u":
            self._unicode(value or 0)
        elif word in _SYMBOLS:
            self._text(_SYMBOLS[word])
        elif self._destination(word, starred):
            return
        elif self.state.table:
            self._definition(word, value)
        elif word in _CHARACTER:
            self.state = _CHARACTER[word](self.state, value)
        elif word == b"ansicpg":
            self.codepage = _codec(value or 1252)
        elif not self.state.skip:
            self._layout(word, value)

    def _destination(self, word: bytes, starred: bool) -> bool:
        """Enter a destination, where the word names one."""
        if word in _SINKS and not self.state.skip:
            self.papers.append(self.paper)
            self.paper, self.state = (
                Paper(),
                replace(self.state, sink=word + b"#" if self.state.sink == word else word),
            )
            _SINKS.setdefault(self.state.sink, _SINKS[word])
        elif word in _LABELS:
            self.state = replace(self.state, label=True)
        elif word in _PROPERTIES and not self.state.ansi_twin:
            self.state = replace(self.state, property=_PROPERTIES[word], skip=True)
        elif word == b"info":
            self.state = replace(self.state, skip=True)
        elif word == b"upr":
            self.state = replace(self.state, skip=True, ansi_twin=True)
        elif word in _SKIPPED or (starred and word not in _TRANSPARENT):
            table = word if word in (b"fonttbl", b"stylesheet") else b""
            self.state = replace(self.state, skip=True, table=table)
        elif word == b"ud":
            self.state = replace(self.state, skip=False, ansi_twin=False)
        else:
            return False
        return True

    def _definition(self, word: bytes, value: int | None) -> None:
        """A font's charset, a style's outline level."""
        if word == b"f":
            self.state = replace(self.state, font=value or 0)
        elif word == b"fcharset":
            self.fonts[self.state.font] = _CODEPAGES.get(value or 0, "")
        elif word == b"s":
            self.style = value or 0
        elif word == b"outlinelevel":
            self.outline[self.style] = (value or 0) + 1

    def _unicode(self, value: int) -> None:
        self._text(chr(value + 65_536 if value < 0 else min(value, 0xFFFF)))
        self.ignored = self.state.unicode_skip

    def _layout(self, word: bytes, value: int | None) -> None:
        paper = self.paper
        if word in (b"par", b"sect"):
            paper.end_paragraph()
        elif word == b"pard":
            paper.paragraph = replace(paper.paragraph, in_table=False, level=None, nesting=0)
        elif word == b"intbl":
            paper.paragraph.in_table = True
        elif word == b"itap":
            paper.paragraph.nesting = value or 0
        elif word == b"s":
            paper.paragraph.level = self.outline.get(value or 0)
        elif word == b"outlinelevel":
            paper.paragraph.level = (value or 0) + 1
        else:
            _table_word(paper, word, value)


def _table_word(paper: Paper, word: bytes, value: int | None) -> None:
    if word == b"trowd":
        paper.shapes, paper.shape = [], CellShape()
    elif word in _MERGES:
        paper.shape = replace(paper.shape, **{_MERGES[word]: True})
    elif word == b"trhdr":
        paper.repeats = True
    elif word == b"cellx":
        paper.shapes.append(replace(paper.shape, right=value or 0))
        paper.shape = CellShape()
    elif word == b"cell":
        paper.end_cell()
    elif word == b"nestcell":
        paper.write("\t")
    elif word == b"nestrow":
        paper.write("\n")
    elif word == b"row":
        paper.end_row()


_MERGES = {b"clmrg": "joins_left", b"clvmrg": "joins_above"}
_CHARACTER: dict[bytes, Callable[[_State, int | None], _State]] = {
    b"v": lambda state, value: replace(state, hidden=value != 0),
    b"deleted": lambda state, value: replace(state, deleted=value != 0),
    b"revised": lambda state, value: replace(state, inserted=value != 0),
    b"plain": lambda state, _: replace(state, hidden=False, deleted=False, inserted=False),
    b"uc": lambda state, value: replace(state, unicode_skip=max(value or 0, 0)),
    b"f": lambda state, value: replace(state, font=value or 0),
}


def _codec(page: int) -> str:
    name = "gb18030" if page in (936, 54936) else "utf-8" if page == 65001 else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _decode(raw: bytes, codepage: str) -> str:
    """By the font's or the document's code page; Chinese texts in a font that claims Western are common."""
    for name in (codepage, "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", "replace")
