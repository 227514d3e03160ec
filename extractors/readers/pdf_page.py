"""One PDF page through pdfium: runs of characters, ruling lines, pictures.

Calls into pdfium are made for each character only where needed: a run between two gaps is
placed by its first and last character, and only runs that cross a ruling are looked at closer.
Every box is in points from the top left of the page as it is shown, /Rotate applied.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from extractors.readers.grid import Ruling
from extractors.readers.lines import Box, Run, is_wide
from extractors.readers.radicals import plain_characters
from extractors.readers.turned import Frame, Matrix, combined

#: Bounds against hostile pages; a dense A3 table has some 12,000 characters and 5,000 paths.
MAX_CHARACTERS = 200_000
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 2_000
MAX_FORM_DEPTH = 4
#: A filled rectangle up to this many points thick is a line.
LINE_THICKNESS = 3.0

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the page shows beside its characters."""

    rulings: tuple[Ruling, ...]
    pictures: tuple[Box, ...]
    curves: int  # paths that are no straight line or box: outlined letters, charts
    cut: bool  # a bound on objects was reached


class Page:
    """A page held open; use as a context manager."""

    def __init__(self, document: Any, number: int) -> None:
        """`document` is a pypdfium2.PdfDocument, `number` 1-based."""
        self.number = number
        self._page = document[number - 1]
        self.width, self.height = self._page.get_size()
        self._text = self._page.get_textpage()
        self._box = pdfium.FS_RECTF()
        self.cut = False
        self.codes = self._characters()
        self.frame = Frame(self.width, self.height, self._turn())
        self._matrix = combined(self._display_matrix(), self.frame.matrix)
        self.aside: list[Run] = []  # slanted and sideways characters: watermarks, notes along the edge

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()
        self._page.close()

    def _display_matrix(self) -> Matrix:
        """From PDF user space to points from the shown page's top left."""
        left, bottom, right, top = self._page.get_cropbox()
        turn = self._page.get_rotation() % 360
        if turn == 90:
            return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
        if turn == 180:
            return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
        if turn == 270:
            return (0.0, -1.0, -1.0, 0.0, top, right)
        return (1.0, 0.0, 0.0, -1.0, -left, top)

    def _shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        a, b, c, d, e, f = self._matrix
        p, q = a * x0 + c * y0 + e, b * x0 + d * y0 + f
        r, s = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        return (min(p, r), min(q, s), max(p, r), max(q, s))

    # ---- characters

    def _characters(self) -> list[int]:
        """Code points in drawing order; 0 where the font gives none."""
        count = min(self._text.count_chars(), MAX_CHARACTERS)
        self.cut = count == MAX_CHARACTERS
        get, raw = pdfium.FPDFText_GetUnicode, self._text.raw
        return [get(raw, i) for i in range(count)]

    def box(self, index: int) -> Box:
        """Box of one character: its advance wide, as high as its font's line at least."""
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._text.raw, index, box)
        return self._shown(box.left, box.bottom, box.right, box.top)

    def _turn(self) -> int:
        """Degrees clockwise by which most characters are turned on the shown page: 0, 90, 180, 270."""
        shown = [i for i, code in enumerate(self.codes) if code > 32]
        votes: Counter[int] = Counter()
        for index in shown[:: max(1, len(shown) // 24)]:
            votes[self.character_turn(index)] += 1
        del votes[-1]
        return votes.most_common(1)[0][0] if votes else 0

    def character_turn(self, index: int) -> int:
        """Degrees clockwise of one character on the shown page; -1 for slanted (a watermark)."""
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(self._text.raw, index))
        total = (angle + self._page.get_rotation()) % 360
        nearest = round(total / 90) * 90
        return nearest % 360 if abs(total - nearest) < 5 else -1

    def runs(self) -> list[Run]:
        """Characters split at the gaps and line ends that pdfium found, each run with its box.

        Characters in another direction than the page's go to `aside`.
        """
        found: list[Run] = []
        for start, stop in self._stretches(self.codes):
            if self.character_turn(start) != self.frame.turn:
                self.aside.append(self._run(start, stop))
                continue
            run = self._run(start, stop)
            found.extend([run] if self._plausible(run) else self.split(run))
        return found

    def _stretches(self, codes: list[int]) -> Iterator[tuple[int, int]]:
        """Index ranges between generated blanks and line ends; blanks at both ends left out."""
        generated, raw = pdfium.FPDFText_IsGenerated, self._text.raw
        start: int | None = None
        for index, code in enumerate(codes):
            if code in (13, 10) or (code == 32 and generated(raw, index) == 1):
                if start is not None:
                    yield start, index
                    start = None
            elif start is None and code != 0:
                start = index
        if start is not None:
            yield start, len(codes)

    def _run(self, start: int, stop: int) -> Run:
        first = self.box(start)
        last = first if stop - start == 1 else self.box(stop - 1)
        text = _text(self.codes[start:stop])
        size = self._em(text, start, first)
        top, bottom = min(first[1], last[1]), max(first[3], last[3])
        return Run(text, first[0], top, last[2], bottom, size, start)

    def _em(self, text: str, start: int, first: Box) -> float:
        """Advance of the first Chinese character; of Latin alone, the usual share of its height."""
        for offset, character in enumerate(text):
            if character >= "\u3001":
                box = first if offset == 0 else self.box(start + offset)
                return box[2] - box[0]
        return 0.85 * (first[3] - first[1])

    def _plausible(self, run: Run) -> bool:
        """The run goes left to right on one height and is as long as its characters."""
        wide = sum(1.0 if is_wide(c) else 0.5 for c in run.text) * run.size
        return (
            -0.2 * run.size <= run.x1 - run.x0 - 0.4 * wide
            and run.x1 - run.x0 <= 1.35 * wide + run.size
            and (run.bottom - run.top <= 2.2 * run.size)
        )

    def split(self, run: Run, at: tuple[float, ...] = ()) -> list[Run]:
        """The run cut where its characters jump, and where their middles pass one of the x in `at`."""
        pieces: list[list[tuple[int, Box]]] = []
        previous: Box | None = None
        for index in range(run.start, run.start + len(run.text)):
            if index >= len(self.codes) or self.codes[index] in (0, 10, 13):
                continue
            box = self.box(index)
            if previous is None or _jumps(previous, box, run.size) or _passes(previous, box, at):
                pieces.append([])
            pieces[-1].append((index, box))
            previous = box
        return [self._piece(piece, run.size) for piece in pieces]

    def _piece(self, piece: list[tuple[int, Box]], size: float) -> Run:
        boxes = [box for _, box in piece]
        text = _text([self.codes[i] for i, _ in piece])
        x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
        return Run(text, x0, min(b[1] for b in boxes), x1, max(b[3] for b in boxes), size, piece[0][0])

    # ---- drawing

    def drawing(self) -> Drawing:
        """Straight lines, pictures and curves, also those inside form objects."""
        reader = _DrawingReader(self._matrix)
        raw = self._page.raw
        count = min(pdfium.FPDFPage_CountObjects(raw), MAX_OBJECTS)
        for index in range(count):
            reader.add(pdfium.FPDFPage_GetObject(raw, index), _IDENTITY, 0)
        return Drawing(tuple(reader.rulings), tuple(reader.pictures), reader.curves, reader.left <= 0)

    def render(self, scale: float) -> Any:
        """The page as shown, as a PIL image in RGB, `scale` pixels to the point."""
        return self._page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")


def _text(codes: list[int]) -> str:
    """Code points to text of the same length: surrogates and soft hyphens made plain."""
    return plain_characters("".join(map(_character, codes)))


def _character(code: int) -> str:
    if code in (2, 0xAD, 0xFFFE):  # pdfium's own sign for a hyphen at a line's end
        return "-"
    if code == 0xA0:
        return " "
    return "\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def _jumps(before: Box, after: Box, size: float) -> bool:
    lower = min(before[3], after[3]) - max(before[1], after[1])
    apart = after[0] - before[2]
    return (
        lower < 0.3 * min(before[3] - before[1], after[3] - after[1])
        or apart > 0.8 * size
        or apart < -1.5 * size
    )


def _passes(before: Box, after: Box, at: tuple[float, ...]) -> bool:
    left, right = (before[0] + before[2]) / 2, (after[0] + after[2]) / 2
    return any(left < x <= right for x in at)


class _DrawingReader:
    """Walks page objects and keeps lines and pictures, within bounds."""

    def __init__(self, display: Matrix) -> None:
        self.display = display
        self.rulings: list[Ruling] = []
        self.pictures: list[Box] = []
        self.curves = 0
        self.left = MAX_OBJECTS
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()

    def add(self, item: Any, outer: Matrix, depth: int) -> None:
        self.left -= 1
        if self.left <= 0:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._add_path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures.append(self._bounds(item, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = combined(self._own_matrix(item), outer)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), self.left)):
                self.add(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _own_matrix(self, item: Any) -> Matrix:
        m = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, m):
            return _IDENTITY
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _place(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        x, y = a * x + c * y + e, b * x + d * y + f
        a, b, c, d, e, f = self.display
        return a * x + c * y + e, b * x + d * y + f

    def _bounds(self, item: Any, outer: Matrix) -> Box:
        left, bottom, right, top = self._floats
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        corners = [
            self._place(x, y, outer) for x in (left.value, right.value) for y in (bottom.value, top.value)
        ]
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    def _add_path(self, item: Any, outer: Matrix) -> None:
        if self._is_white(item):
            return
        box = self._bounds(item, outer)
        if self._add_thin(box):
            return
        count = pdfium.FPDFPath_CountSegments(item)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        matrix = combined(self._own_matrix(item), outer)
        for points, curved in self._subpaths(item, min(count, MAX_SEGMENTS), matrix):
            self._add_subpath(points, curved, stroked=bool(stroke.value))

    def _is_white(self, item: Any) -> bool:
        """Nothing is seen of it: white on white (background boxes that some programs draw)."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if stroke.value:
            pdfium.FPDFPageObj_GetStrokeColor(item, red, green, blue, alpha)
        elif fill.value:
            pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
        else:
            return True
        return alpha.value == 0 or min(red.value, green.value, blue.value) >= 250

    def _add_thin(self, box: Box) -> bool:
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= LINE_THICKNESS and width > 2 * LINE_THICKNESS:
            self.rulings.append(Ruling(True, (box[1] + box[3]) / 2, box[0], box[2]))
        elif width <= LINE_THICKNESS and height > 2 * LINE_THICKNESS:
            self.rulings.append(Ruling(False, (box[0] + box[2]) / 2, box[1], box[3]))
        elif width > LINE_THICKNESS or height > LINE_THICKNESS:
            return False
        return True

    def _subpaths(
        self, item: Any, count: int, matrix: Matrix
    ) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield points, curved
                points, curved = [], False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(self._place(x.value, y.value, matrix))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if points:
            yield points, curved

    def _add_subpath(self, points: list[tuple[float, float]], curved: bool, *, stroked: bool) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if self._add_thin((min(xs), min(ys), max(xs), max(ys))):
            return
        if curved:
            self.curves += 1
        if not stroked:
            return
        for (xa, ya), (xb, yb) in zip(points, points[1:], strict=False):
            if abs(xa - xb) <= 1.0 or abs(ya - yb) <= 1.0:
                self._add_thin((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))
