"""A PDF with the font programs it carries put out of pdfium's reach, for reading text only.

What a character is stands in a font's ToUnicode table, how wide it is in its width list, how high its line in
its descriptor; the outlines are for drawing. Unpacking and parsing them is more than half of what pdfium spends on a
page of Chinese, whose fonts are large. A font keeps its program unless its ToUnicode table
tells every character, since pdfium may find the others by the names and tables in the program.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_PROGRAM, _DESCRIBED, _DESCENDANTS = b"/FontFile", b"/FontDescriptor", b"/DescendantFonts"
_REFERENCE = re.compile(rb"[23]?\s{0,9}\[?\s{0,9}(\d{1,9})\s{1,9}0\s{1,9}R")
_OPENING = re.compile(rb"(\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj(?=\s|<)")
_TABLE = re.compile(rb"/ToUnicode\s{1,9}(\d{1,9})\s{1,9}0\s{1,9}R")
_WIDTHS = re.compile(rb"/Widths\s{0,9}\[([\s\d.]*)\]")
_FIRST = re.compile(rb"/FirstChar\s{1,9}(\d{1,3})(?!\d)")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{2})>\s{0,9}<[0-9A-Fa-f]{4}")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{2})>\s{0,9}<([0-9A-Fa-f]{2})>\s{0,9}[<\[]")
#: Bytes of a font's dictionary with the widths of all its characters, and of the table of a font of 256 characters.
_LONGEST, _LONGEST_TABLE = 200_000, 60_000
_IN_REACH, _OUT_OF_REACH = b"FontFile", b"fontfile"
_Object = tuple[int, bytes]  # number and dictionary


def without_font_programs(data: bytes) -> bytes:
    """The same file, byte for byte in the same place, naming no font program that the text does not need.

    Objects inside compressed object streams are left as they are: their fonts are loaded, at their price.
    """
    programs = [(at + 1, found) for at, _, found in _references(data, _PROGRAM)]
    if not programs:
        return data
    needless = _descriptors_not_needed(data)
    pieces, last = [], 0
    for at, found in programs:
        if found[0] in needless:
            pieces += [data[last:at], _OUT_OF_REACH]
            last = at + len(_IN_REACH)
    return b"".join([*pieces, data[last:]]) if pieces else data


def _descriptors_not_needed(data: bytes) -> set[int]:
    """Numbers of the descriptors all of whose fonts tell their characters themselves."""
    composed: dict[int, bool] = {}
    for _, number, font in _references(data, _DESCENDANTS):
        composed[number] = composed.get(number, True) and _TABLE.search(font[1]) is not None
    known: dict[int, bool] = {}
    for at, number, font in _references(data, _DESCRIBED):
        told = composed.get(font[0], False) or _tells(data, at, font[1])
        known[number] = known.get(number, True) and told
    return {number for number, told in known.items() if told}


def _references(data: bytes, name: bytes) -> Iterator[tuple[int, int, _Object]]:
    """Where an entry of that name refers to another object, to which number, and from which object."""
    at = data.find(name)
    while at >= 0:
        reference = _REFERENCE.match(data, at + len(name))
        found = _object_at(data, at) if reference is not None else None
        if reference is not None and found is not None:
            yield at, int(reference[1]), found
        at = data.find(name, at + 1)


def _tells(data: bytes, at: int, font: bytes) -> bool:
    """Whether the ToUnicode table of a font of single bytes knows every character that has a width."""
    named, widths, first = _TABLE.search(font), _WIDTHS.search(font), _FIRST.search(font)
    if named is None or widths is None or first is None:
        return False
    used = [code for code, width in enumerate(widths[1].split(), int(first[1])) if width != b"0"]
    return _mapped(_table(data, at, int(named[1]))).issuperset(used)


def _mapped(table: bytes) -> set[int]:
    """The codes of single bytes for which a ToUnicode table has a character."""
    found = {int(code, 16) for code in _CHARACTER.findall(table)}
    if b"beginbfrange" in table:
        for first, last in _RANGE.findall(table):
            found.update(range(int(first, 16), int(last, 16) + 1))
    return found


def _table(data: bytes, near: int, number: int) -> bytes:
    """A stream by its object's number, most often just before its font; empty where it is packed in an unusual way."""
    opening = b"\n%d 0 obj" % number
    at = data.rfind(opening, max(0, near - _LONGEST_TABLE), near)
    at = at if at >= 0 else data.find(opening)
    begin = data.find(b"stream", at, at + 500) if at >= 0 else -1
    if begin < 0:
        return b""
    head = data[at:begin]
    begin += 8 if data[begin + 6 : begin + 8] == b"\r\n" else 7
    if b"/Filter" not in head:
        return data[begin : data.find(b"endstream", begin, begin + _LONGEST_TABLE)]
    try:
        return zlib.decompressobj().decompress(data[begin : begin + _LONGEST_TABLE], _LONGEST_TABLE)
    except zlib.error:
        return b""


def _object_at(data: bytes, at: int) -> _Object | None:
    """Number and dictionary of the object in whose dictionary `at` stands; None within a stream or nowhere."""
    begin = data.rfind(b"obj", max(0, at - _LONGEST), at)
    heads = [
        head for head in _OPENING.finditer(data, max(0, begin - 24), begin + 4) if head.end() == begin + 3
    ]
    if begin < 0 or not heads:
        return None
    head = heads[-1]
    end = data.find(b"endobj", at, at + _LONGEST)
    if end < 0:
        return None
    inner = data[head.end() : end]
    stream = inner.find(b"stream")
    if 0 <= stream < at - head.end():
        return None
    return int(head[1]), inner if stream < 0 else inner[:stream]
