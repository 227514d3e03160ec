"""Fonts of this machine for pdfium: kept away while text is read, lent while a page is drawn.

Fonts that a PDF names without carrying them (宋体, STSong-Light) are looked for on the machine. For text only
their tables in the PDF count; opening a 25 MB system font and loading each glyph cost ten times
what the text itself costs, and made boxes depend on the fonts a machine has. Drawing needs them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from extractors.readers.pdf_box_font import box_font

#: The handle under which pdfium knows the stand-in; any number that is no address will do.
_STAND_IN = 1


class _Fonts:
    """pdfium's own font source behind a door; pdfium keeps one for the whole process."""

    def __init__(self) -> None:
        self.drawing = 0
        self._own = pdfium.FPDF_GetDefaultSystemFontInfo()
        self._mapper: Any = None
        self._listed = False
        self._door = self._make_door()
        pdfium.FPDF_SetSystemFontInfo(self._door)

    def _make_door(self) -> Any:
        """A font source that asks pdfium's own one, and knows the stand-in alone while no page is drawn."""
        door = pdfium.FPDF_SYSFONTINFO()
        door.version = self._own.contents.version
        kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)
        answers = {
            "Release": lambda _: None,
            "EnumFonts": self._list,
            "MapFont": self._map,
            "GetFont": self._named,
            "GetFontData": self._data,
            "GetFaceName": self._face,
            "GetFontCharset": self._charset,
            "DeleteFont": self._delete,
        }
        for name, answer in answers.items():
            setattr(door, name, kinds[name](answer))
        return door

    def _list(self, _: Any, mapper: Any) -> None:
        self._mapper = mapper
        if self.drawing:
            self.list_once()

    def list_once(self) -> None:
        """Have pdfium look through the machine's fonts, which takes a moment; once a process."""
        if self._mapper is not None and not self._listed:
            self._listed = True
            self._own.contents.EnumFonts(self._own, self._mapper)

    def _map(self, _: Any, *asked: Any) -> Any:
        return self._own.contents.MapFont(self._own, *asked) if self.drawing else _STAND_IN

    def _named(self, _: Any, *asked: Any) -> Any:
        return self._own.contents.GetFont(self._own, *asked) if self.drawing else None

    def _data(self, _: Any, font: int, table: int, buffer: Any, room: int) -> int:
        if font != _STAND_IN:
            return int(self._own.contents.GetFontData(self._own, font, table, buffer, room))
        data = box_font()
        if table:
            return 0
        if buffer and room >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def _face(self, _: Any, font: int, *asked: Any) -> Any:
        return 0 if font == _STAND_IN else self._own.contents.GetFaceName(self._own, font, *asked)

    def _charset(self, _: Any, font: int) -> Any:
        return 0 if font == _STAND_IN else self._own.contents.GetFontCharset(self._own, font)

    def _delete(self, _: Any, font: int) -> None:
        if font != _STAND_IN:
            self._own.contents.DeleteFont(self._own, font)


@cache
def _fonts() -> _Fonts:
    return _Fonts()


def keep_fonts_away() -> None:
    """From now on pdfium reads text without this machine's fonts."""
    _fonts()


@contextmanager
def fonts_for_drawing() -> Iterator[None]:
    """Documents opened and drawn within use this machine's fonts; one opened before keeps what it has."""
    fonts = _fonts()
    fonts.drawing += 1
    fonts.list_once()
    try:
        yield
    finally:
        fonts.drawing -= 1
