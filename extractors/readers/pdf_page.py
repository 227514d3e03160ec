"""One PDF page through pdfium: its characters as runs with boxes.

Boxes are asked for only where they are needed: at the ends of a line, at gaps, and for
each character of a run that crosses a ruling. All boxes are in points from the top left of
the page as it is read: /Rotate applied, and turned so that its text runs left to right.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extractors.readers.lines import TYPED_GAP, Box, Run, is_wide
from extractors.readers.pdf_calls import (
    address,
    character_angle,
    is_generated,
    loose_box,
    origin_of,
    text_of,
    unicode_of,
)
from extractors.readers.pdf_drawing import Drawing, read_drawing
from extractors.readers.pdf_fonts import fonts_for_drawing
from extractors.readers.radicals import plain_characters
from extractors.readers.turned import Frame, Matrix, combined

#: Bound against hostile pages; a dense A3 table has some 12,000 characters.
MAX_CHARACTERS = 200_000

#: A box that starts this far (points) behind the place where its character was set is its ink.
INK = 0.3
#: Points by which two boxes of one width may differ.
SAME_WIDTH = 0.01
#: So many characters on either side are asked how wide a character is.
NEIGHBOURS = 6

#: pdfium's own signs for a hyphen at a line's end; no-break blanks are blanks.
_PLAIN = {2: "-", 0xAD: "-", 0xFFFE: "-", 0xA0: " ", 0x0B: "\n", 0x0C: "\n"}
_ODD = re.compile("[\x02\x0b\x0c\xa0\xad\ufffe]")
#: What pdfium took for one line, without blanks and codeless characters around it.
_LINE = re.compile(r"[^\r\n\0 ](?:[^\r\n\0]*[^\r\n\0 ])?")
_CHINESE = re.compile("[\u3001-\uffef\U00020000-\U0003ffff]")


class Page:
    """A page held open; use as a context manager."""

    def __init__(self, document: Any, number: int, data: bytes) -> None:
        """`document` is a pypdfium2.PdfDocument of `data`, `number` 1-based. Raises PdfiumError when it is damaged."""
        self.number, self._data = number, data
        # pypdfium2's own page objects cost a tenth of the reading of a page; two handles need no such care.
        self._page = pdfium.FPDF_LoadPage(document, number - 1)
        if not self._page:
            raise pypdfium2.PdfiumError(f"page {number}")
        self._raw = pdfium.FPDFText_LoadPage(self._page)
        if not self._raw:
            pdfium.FPDF_ClosePage(self._page)
            raise pypdfium2.PdfiumError(f"text of page {number}")
        self.width = pdfium.FPDF_GetPageWidthF(self._page)
        self.height = pdfium.FPDF_GetPageHeightF(self._page)
        self._rotation: int = 90 * pdfium.FPDFPage_GetRotation(self._page)
        self._characters_at = address(self._raw)
        self._spot = (ctypes.c_double * 2)()  # where pdfium writes the origin of a character
        self._at_x = ctypes.addressof(self._spot)
        self._at_y = self._at_x + ctypes.sizeof(ctypes.c_double)
        self._whole_width = 0.0  # of the last Chinese character whose box was found to be its whole em
        self.cut = False
        self.text = self._characters()
        self._lines = [match.span() for match in _LINE.finditer(self.text)]
        self._turns = self._line_turns()
        self._chinese = _places_of_chinese(self.text)
        self.frame = Frame(self.width, self.height, self._turn())
        self._matrix = combined(self._display_matrix(), self.frame.matrix)
        self.box = self._box_reader()
        self.aside: list[Run] = []  # slanted and sideways characters: watermarks, notes along the edge

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        pdfium.FPDFText_ClosePage(self._raw)
        pdfium.FPDF_ClosePage(self._page)

    def _display_matrix(self) -> Matrix:
        """From PDF user space to points from the shown page's top left."""
        shown = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(self._page, shown)
        left, bottom, right, top = shown.left, shown.bottom, shown.right, shown.top
        if not self._rotation:
            return (1.0, 0.0, 0.0, -1.0, -left, top)
        return {
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }.get(self._rotation % 360, (1.0, 0.0, 0.0, -1.0, -left, top))

    def _characters(self) -> str:
        """Characters in drawing order, one for each index of pdfium; U+0000 where the font gives none."""
        count = min(max(pdfium.FPDFText_CountChars(self._raw), 0), MAX_CHARACTERS)
        self.cut = count == MAX_CHARACTERS
        units = np.zeros(count + 1, dtype=np.uint16)
        written = text_of(self._characters_at, 0, count, units.ctypes.data)
        text = units[: max(0, written - 1)].tobytes().decode("utf-16-le", "replace")
        if len(text) != count:  # characters without a code are left out there
            at = self._characters_at
            text = "".join([_character(unicode_of(at, i)) for i in range(count)])
        return plain_characters(text.translate(_PLAIN) if _ODD.search(text) else text)

    def _turn(self) -> int:
        """Degrees clockwise by which most characters are turned on the shown page: 0, 90, 180, 270."""
        if self._turns and self._turns.count(self._turns[0]) == len(self._turns):
            return max(self._turns[0], 0)  # as on nearly every page
        votes = Counter(self._turns[:: max(1, len(self._turns) // 9)])
        del votes[-1]
        return votes.most_common(1)[0][0] if votes else 0

    def _line_turns(self) -> list[int]:
        """Degrees clockwise of each line's first character on the shown page; -1 for slanted (a watermark)."""
        at = self._characters_at
        angles = [character_angle(at, start) for start, _ in self._lines]
        if not any(angles):
            return [self._rotation] * len(angles)
        return [self._shown_turn(angle) for angle in angles]

    def _shown_turn(self, angle: float) -> int:
        if angle == 0.0:
            return self._rotation
        total = (math.degrees(angle) + self._rotation) % 360
        nearest = round(total / 90) * 90
        return nearest % 360 if abs(total - nearest) < 5 else -1

    def _box_reader(self) -> Callable[[int], Box]:
        """The function that gives the box of one character: its advance wide, as high as its font's line at least."""
        text, ask = self._characters_at, loose_box
        sides = pdfium.FS_RECTF()
        floats = memoryview(sides).cast("B").cast("f")  # left, top, right, bottom
        place = ctypes.addressof(sides)
        a, b, c, d, e, f = self._matrix

        def upright(index: int) -> Box:
            ask(text, index, place)
            left, top, right, bottom = floats.tolist()
            return (left + e, f - top, right + e, f - bottom)

        def turned(index: int) -> Box:
            ask(text, index, place)
            left, top, right, bottom = floats.tolist()
            xs = (a * left + c * bottom + e, a * right + c * top + e)
            ys = (b * left + d * bottom + f, b * right + d * top + f)
            return (min(xs), min(ys), max(xs), max(ys))

        return upright if (a, b, c, d) == (1.0, 0.0, 0.0, -1.0) else turned

    def _origin(self, index: int) -> float:
        """The x at which a character of an upright page was set."""
        origin_of(self._characters_at, index, self._at_x, self._at_y)
        x: float = self._spot[0] + self._matrix[4]
        return x

    def _whole(self, index: int, box: Box) -> Box:
        """The box of a character of which pdfium gave the ink alone, as it does for some of browsers' fonts.

        It starts where the character was set; a Chinese one is as wide as a neighbour of whose box that is true.
        """
        if self._matrix[:4] != (1.0, 0.0, 0.0, -1.0):
            return box
        origin = self._origin(index)
        if not INK < box[0] - origin < box[3] - box[1]:
            if self.text[index] > "\u3000":
                self._whole_width = box[2] - box[0]
            return box
        if not self.text[index] > "\u3000":
            return (origin, *box[1:])
        for near in range(index - NEIGHBOURS, index + NEIGHBOURS + 1):
            if 0 <= near < len(self.text) and self.text[near] > "\u3000":
                left, top, right, bottom = self.box(near)
                same_line = top < box[3] and bottom > box[1]
                if same_line and right - left > box[2] - box[0] and abs(left - self._origin(near)) <= INK:
                    return (origin, min(top, box[1]), max(box[2], origin + right - left), max(bottom, box[3]))
        return box

    def runs(self) -> list[Run]:
        """Characters as pdfium put them into lines, cut at wide gaps, each run with its box.

        Characters in another direction than the page's go to `aside`.
        """
        found: list[Run] = []
        for (start, stop), turn in zip(self._lines, self._turns, strict=True):
            if turn == self.frame.turn:
                self._add_runs(start, stop, found)
            else:
                self.aside.append(self._piece([(i, self.box(i)) for i in range(start, stop)], 10.0))
        return found

    def _add_runs(self, start: int, stop: int, found: list[Run]) -> None:
        """One line of pdfium's: its generated blanks closed up where they are narrow, else cut at."""
        text, first = "", self.box(start)
        begin = start
        for blank in self._generated_blanks(start, stop) if " " in self.text[start:stop] else ():
            left, right = self.box(blank - 1), self.box(blank + 1)
            text += self.text[begin:blank]
            begin = blank + 1
            if _is_near(left, right):
                wide = is_wide(self.text[blank - 1]) or is_wide(self.text[begin])
                text += "" if wide else " "
            else:
                self._add(text, (start, blank), first, left, found)
                text, start, first = "", begin, right
        self._add(text + self.text[begin:stop], (start, stop), first, self.box(stop - 1), found)

    def _generated_blanks(self, start: int, stop: int) -> list[int]:
        """Blanks that pdfium added where characters stand apart, one between two characters."""
        text, at = self.text, self._characters_at
        found = []
        blank = text.find(" ", start, stop)
        while blank >= 0:
            alone = text[blank - 1] != " " and text[blank + 1] != " "
            if alone and is_generated(at, blank) == 1:
                found.append(blank)
            blank = text.find(" ", blank + 1, stop)
        return found

    def _add(self, text: str, at: tuple[int, int], first: Box, last: Box, found: list[Run]) -> None:
        start, stop = at
        # Ink is narrower: a box as wide as one that was found whole is whole.
        if abs(first[2] - first[0] - self._whole_width) > SAME_WIDTH:
            first = self._whole(start, first)
        if self.text[stop - 1] > "\u3000" and abs(last[2] - last[0] - self._whole_width) > SAME_WIDTH:
            last = self._whole(stop - 1, last)
        x0, top, right, bottom = first
        _, upper, x1, lower = last
        if self.text[start] > "\u3000":
            size = right - x0
        elif (chinese := _CHINESE.search(self.text, start, stop)) is not None:
            box = self._whole(chinese.start(), self.box(chinese.start()))
            size = box[2] - box[0]
        else:
            size = 0.85 * (bottom - top)
        top, bottom = upper if upper < top else top, lower if lower > bottom else bottom
        run = Run(text, x0, top, x1, bottom, size, start, stop)
        if _is_plausible(run, self._chinese.count(b"\1", start, stop)):
            found.append(run)
        else:
            found.extend(self.split(run))

    def split(self, run: Run, at: tuple[float, ...] = ()) -> list[Run]:
        """The run cut where its characters jump, and where their middles pass one of the x in `at`."""
        pieces: list[list[tuple[int, Box]]] = []
        previous: Box | None = None
        for index in range(run.start, run.stop):
            if self.text[index] == " " and is_generated(self._characters_at, index) == 1:
                continue
            box = self.box(index)
            if previous is None or _jumps(previous, box, run.size) or _passes(previous, box, at):
                pieces.append([])
            pieces[-1].append((index, box))
            previous = box
        return [self._piece(piece, run.size) for piece in pieces]

    def level(self, run: Run) -> float:
        """The y of the line on which a run's first character stands."""
        origin_of(self._characters_at, run.start, self._at_x, self._at_y)
        _, b, _, d, _, f = self._matrix
        y: float = b * self._spot[0] + d * self._spot[1] + f
        return y

    def parted(self, run: Run, apart: float) -> list[Run]:
        """The run cut where its characters stand more than `apart` ems from each other."""
        pieces: list[list[tuple[int, Box]]] = []
        right = float("-inf")
        for index in range(run.start, run.stop):
            if self.text[index] == " ":
                continue
            box = self._narrow(index)
            if not pieces or box[0] - right > apart * run.size:
                pieces.append([])
            pieces[-1].append((index, box))
            right = box[2]
        return [self._piece(piece, run.size) for piece in pieces] or [run]

    def _narrow(self, index: int) -> Box:
        """The box of a character, no wider than to the blank that pdfium put behind it.

        Letters and figures of fonts that are only named have boxes one em wide.
        """
        x0, top, x1, bottom = self._whole(index, self.box(index))
        if index + 1 < len(self.text) and self.text[index] < "\u3000" and self.text[index + 1] in " \r":
            end = self.box(index + 1)[0]
            x1 = end if x0 < end < x1 else x1
        return (x0, top, x1, bottom)

    def _piece(self, piece: list[tuple[int, Box]], size: float) -> Run:
        text, last = "", -1
        for index, _ in piece:
            parted = (
                last >= 0 and index > last + 1 and not is_wide(text[-1]) and not is_wide(self.text[index])
            )
            text += (" " if parted else "") + self.text[index]
            last = index
        boxes = [box for _, box in piece]
        x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
        top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
        return Run(text, x0, top, x1, bottom, size, piece[0][0], piece[-1][0] + 1)

    def drawing(self) -> Drawing:
        """Straight lines, pictures and curves, also those inside form objects."""
        return read_drawing(self._page, self._matrix)

    def render(self, scale: float) -> Any:
        """The page as shown, as a PIL image in RGB, `scale` pixels to the point."""
        with fonts_for_drawing(), closing(pypdfium2.PdfDocument(self._data)) as document:
            return drawn(document[self.number - 1], scale)


def drawn(page: Any, scale: float, **options: Any) -> Any:
    """A pypdfium2 page as a PIL image in RGB."""
    return page.render(scale=scale, rev_byteorder=True, **options).to_pil().convert("RGB")


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _is_near(left: Box, right: Box) -> bool:
    """Neighbours in one line, nothing but spacing between them."""
    em = max(left[3] - left[1], right[3] - right[1])
    return -0.5 * em < right[0] - left[2] < TYPED_GAP * em and abs(left[3] - right[3]) < 0.5 * em


def _places_of_chinese(text: str) -> bytes:
    """1 for each Chinese character of a text, 0 for each other one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    chinese = (codes >= 0x3001) & (codes <= 0xFFEF) | (codes >= 0x20000) & (codes <= 0x3FFFF)
    return chinese.tobytes()


def _is_plausible(run: Run, chinese: int) -> bool:
    """The run, with so many Chinese characters, goes left to right on one height and is as long as its characters."""
    text, x0, top, x1, bottom, size, *_ = run
    wide = (len(text) + chinese) * 0.5 * size
    return 0.4 * wide - 0.2 * size <= x1 - x0 <= 1.35 * wide + size and bottom - top <= 2.2 * size


def _jumps(before: Box, after: Box, size: float) -> bool:
    lower = min(before[3], after[3]) - max(before[1], after[1])
    apart = after[0] - before[2]
    return (
        lower < 0.3 * min(before[3] - before[1], after[3] - after[1])
        or not -1.5 * size <= apart <= 0.8 * size
    )


def _passes(before: Box, after: Box, at: tuple[float, ...]) -> bool:
    left, right = (before[0] + before[2]) / 2, (after[0] + after[2]) / 2
    return any(left < x <= right for x in at)
