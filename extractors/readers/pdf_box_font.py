"""A TrueType font of some 500 bytes in which every character has the same extent: a full box.

It stands in for fonts that a PDF names without carrying them, as long as only text is read: pdfium leaves out
upright text of a font whose characters have no extent, and a machine's own fonts are slow and differ.
Tables as in the OpenType specification; `cmap` format 13 maps a whole range to one glyph.
"""

from __future__ import annotations

import struct
from functools import cache

#: Units to the em, and how far the box reaches above and below the line: those of the usual Chinese typefaces.
EM, ASCENT, DESCENT = 1000, 880, -120
_FIRST, _LAST = 0x20, 0x10FFFF
_BOX = 1  # glyph 0 stands for a missing character


@cache
def box_font() -> bytes:
    """The font file; the same bytes on every machine."""
    outline = _outline()
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": outline * 2,
        b"head": _head(),
        b"hhea": struct.pack(">IhhhHhhhhhh4hhH", 0x10000, ASCENT, DESCENT, 0, EM, 0, 0, EM, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", EM, 0, EM, 0),
        b"loca": struct.pack(">3I", 0, len(outline), 2 * len(outline)),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": struct.pack(">HHH", 0, 0, 6),
        b"post": struct.pack(">IIhhI4I", 0x30000, 0, 0, 0, 0, *[0] * 4),
    }
    return _packed(tables)


def _packed(tables: dict[bytes, bytes]) -> bytes:
    offset = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, 0, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 32) + directory + body


def _outline() -> bytes:
    """A stroke between two corners of the box from descent to ascent, a whole em wide: nobody sees it, and two points
    are loaded faster than four."""
    xs, ys = (0, EM), (DESCENT, EM)  # from corner to corner
    header = struct.pack(">5h", 1, 0, DESCENT, EM, ASCENT)
    glyph = header + struct.pack(">HH2B2h2h", 1, 0, 1, 1, *xs, *ys)
    return glyph + b"\0" * (-len(glyph) % 4)


def _cmap() -> bytes:
    groups = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, _FIRST, _LAST, _BOX)
    places = struct.pack(">HHI", 3, 1, 20) + struct.pack(">HHI", 3, 10, 20)
    return struct.pack(">HH", 0, 2) + places + groups


def _head() -> bytes:
    box = (0, DESCENT, EM, ASCENT)
    return struct.pack(">IIIIHHqq4hHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, *box, 0, 8, 2, 1, 0)


def _os2() -> bytes:
    """Version 1: weight 400, Chinese code pages, ascent and descent."""
    start = struct.pack(
        ">HhHHH10hh10s4I4sHHH", 1, EM, 400, 5, 0, *[0] * 10, 0, b"", *[0] * 4, b"", 64, 0x20, 0xFFFF
    )
    return start + struct.pack(">hhhHHII", ASCENT, DESCENT, 0, ASCENT, -DESCENT, 1 << 18, 0)
