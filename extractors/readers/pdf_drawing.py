"""What a PDF page shows beside its characters: straight lines, pictures, curves."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extractors.readers.grid import Ruling
from extractors.readers.lines import Box
from extractors.readers.pdf_calls import address, kind_of_object, object_at
from extractors.readers.turned import Matrix, combined

#: Bounds against hostile pages; a dense table has some 5,000 paths.
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


def read_drawing(page: Any, display: Matrix) -> Drawing:
    """Straight lines, pictures and curves of a page (pdfium's handle), also those inside form objects.

    `display` leads from PDF user space to points from the top left of the page as it is read.
    """
    reader = _DrawingReader(display)
    count, at, text = pdfium.FPDFPage_CountObjects(page), address(page), pdfium.FPDF_PAGEOBJ_TEXT
    for index in range(min(count, MAX_OBJECTS)):
        kind = kind_of_object(object_at(at, index))
        if kind != text:
            reader.add(pdfium.FPDFPage_GetObject(page, index), kind, _IDENTITY, 0)
    cut = count > MAX_OBJECTS or reader.left <= 0
    return Drawing(tuple(reader.rulings), tuple(reader.pictures), reader.curves, cut)


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

    def add(self, item: Any, kind: int, outer: Matrix, depth: int) -> None:
        self.left -= 1
        if self.left <= 0:
            return
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._add_path(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures.append(self._bounds(item, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = combined(self._own_matrix(item), outer)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), self.left)):
                part = pdfium.FPDFFormObj_GetObject(item, index)
                self.add(part, pdfium.FPDFPageObj_GetType(part), inner, depth + 1)

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
        for (xa, ya), (xb, yb) in pairwise(points):
            if abs(xa - xb) <= 1.0 or abs(ya - yb) <= 1.0:
                self._add_thin((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))
