"""The text stream of a Word 97-2003 file, straight from its piece table.

Every character the file holds stands here, so it shows what a full reading may have lost. Of structure
it knows paragraphs, cell marks and fields only. Source: [MS-DOC] 2.4.1 (retrieving text), 2.5, 2.9.38.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

_FIB_FLAGS = 0x0A
_TABLE_1 = 0x0200  # FibBase.fWhichTblStm
_CCP_TEXT = 0x4C  # FibRgLw97.ccpText; the other stories follow
_FC_CLX = 0x01A2  # FibRgFcLcb97.fcClx, lcbClx
_COMPRESSED = 0x40000000
_PIECE = 8  # bytes of a Pcd
_MAX_PIECES = 200_000

#: Stories in the order of their characters, with the name duban gives them.
STORIES = ("body", "footnote", "header", "macro", "comment", "endnote", "text_box", "header_text_box")

_FIELD = re.compile(r"\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")
_CONTROLS = re.compile(r"[\x00-\x06\x08\x0e-\x1d\x1f\x7f]")


class BrokenDoc(ValueError):
    """The piece table cannot be followed."""


@dataclass(frozen=True, slots=True)
class DocText:
    """The stories of a document, as stored: \\r ends a paragraph, \\a a cell or row."""

    stories: dict[str, str]

    @property
    def body(self) -> str:
        return self.stories.get("body", "")

    @property
    def readable(self) -> str:
        """All stories a reader is shown, without field codes and control characters."""
        return "\n".join(visible(text) for name, text in self.stories.items() if name != "macro")


def read_pieces(data: bytes) -> DocText:
    """Raises `BrokenDoc` where the file block or the piece table is damaged, or `OSError` from olefile."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        word = ole.openstream("WordDocument").read()
        try:
            flags = struct.unpack_from("<H", word, _FIB_FLAGS)[0]
            table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
            lengths = struct.unpack_from("<8i", word, _CCP_TEXT)
            start, size = struct.unpack_from("<II", word, _FC_CLX)
            text = _text(word, _piece_table(table[start : start + size]))
        except (struct.error, OSError) as error:
            raise BrokenDoc(str(error)) from error
    return DocText(_split(text, lengths))


def visible(text: str) -> str:
    """Field results without their codes, line and page breaks as line ends, other controls dropped."""
    while "\x13" in text:
        shorter = _FIELD.sub("", text)
        if shorter == text:
            break
        text = shorter
    return _CONTROLS.sub(
        "", text.replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").replace("\x1e", "-")
    )


def _piece_table(clx: bytes) -> bytes:
    """Skip the property blocks (0x01) and return the PlcPcd behind 0x02."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + int(struct.unpack_from("<h", clx, at + 1)[0])
        if at < 0:
            raise BrokenDoc("negative property block")
    if at >= len(clx) or clx[at] != 2:
        raise BrokenDoc("no piece table")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    return clx[at + 5 : at + 5 + size]


def _text(word: bytes, plc: bytes) -> str:
    count = (len(plc) - 4) // (4 + _PIECE)
    if not 0 < count <= _MAX_PIECES:
        raise BrokenDoc("piece table out of bounds")
    bounds = struct.unpack_from(f"<{count + 1}I", plc, 0)
    out = []
    for number in range(count):
        length = bounds[number + 1] - bounds[number]
        place = struct.unpack_from("<I", plc, 4 * (count + 1) + _PIECE * number + 2)[0]
        if length < 0 or length > len(word):
            raise BrokenDoc("piece out of bounds")
        if place & _COMPRESSED:
            start = (place & ~_COMPRESSED) // 2
            out.append(word[start : start + length].decode("cp1252", "replace"))
        else:
            out.append(word[place : place + 2 * length].decode("utf-16-le", "replace"))
    return "".join(out)


def _split(text: str, lengths: tuple[int, ...]) -> dict[str, str]:
    stories, at = {}, 0
    for name, length in zip(STORIES, lengths, strict=True):
        if length > 0:
            stories[name] = text[at : at + length]
            at += length
    return stories
