"""Crops of a PDF page with a quote highlighted, for reports and the review desk."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing

import pypdfium2

from extractors.readers.lines import Box
from extractors.readers.pdf_embedded import without_font_programs
from extractors.readers.pdf_fonts import fonts_for_drawing, keep_fonts_away
from extractors.readers.pdf_page import Page, drawn

#: Points of paper around the block that is shown.
MARGIN = 12.0
#: Longest side of a crop in pixels, whatever scale is asked for.
MAX_SIDE = 2400
#: Marker yellow, laid over white paper only: print stays black.
HIGHLIGHT = (255, 236, 120)


def render_crop(
    data: bytes, page: int, bbox: Box, highlight: Sequence[Box] = (), scale: float = 2.0
) -> bytes:
    """PNG of the part of a page around `bbox`, with the boxes in `highlight` marked yellow.

    `page` is 1-based; boxes are points from the top left of the page as shown, as blocks carry them; `scale` is
    pixels to the point. Raises pypdfium2.PdfiumError for a file that does not open, IndexError for a page it lacks.
    """
    from PIL import Image, ImageChops, ImageDraw

    with fonts_for_drawing(), closing(pypdfium2.PdfDocument(data)) as document:
        source = document[page - 1]
        width, height = source.get_size()
        x0, top = max(0.0, bbox[0] - MARGIN), max(0.0, bbox[1] - MARGIN)
        x1, bottom = min(width, bbox[2] + MARGIN), min(height, bbox[3] + MARGIN)
        scale = min(scale, MAX_SIDE / max(x1 - x0, bottom - top, 1.0))
        crop = (x0, height - bottom, width - x1, top)  # pdfium takes away left, bottom, right, top
        picture = drawn(source, scale, crop=crop)
    marks = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(marks)
    for box in highlight:
        corners = [
            (box[0] - x0) * scale,
            (box[1] - top) * scale,
            (box[2] - x0) * scale,
            (box[3] - top) * scale,
        ]
        draw.rectangle(corners, fill=HIGHLIGHT)
    marked = ImageChops.multiply(picture, marks) if highlight else picture
    target = io.BytesIO()
    marked.quantize(16).save(target, "PNG", optimize=True)
    return target.getvalue()


def quote_boxes(data: bytes, page: int, quote: str, within: Box | None = None) -> list[Box]:
    """Boxes around the characters of a quote on one page, one for each line it runs over; [] if it is not there.

    Blanks and line ends are passed over, so a quote from a joined paragraph is found; of a quote that goes on
    on the next page, the part that stands on this one is marked. `within` (the block's box) chooses among several.
    Pages read by OCR have no characters: mark the block's box instead.
    """
    wanted = "".join(quote.split())
    if not wanted:
        return []
    keep_fonts_away()
    document = pypdfium2.PdfDocument(without_font_programs(data))
    try:
        with Page(document, page, data) as shown:
            indices = [i for i, c in enumerate(shown.text) if c > " " and c != "\u3000"]
            text = "".join(shown.text[i] for i in indices)
            at = places(text, wanted)
            found = [
                by_line(
                    [shown.frame.shown(shown.box(i)) for i in indices[a:b]],
                    sideways=shown.frame.turn in (90, 270),
                )
                for a, b in at
            ]
    finally:
        document.close()
    if within is not None:
        found.sort(key=lambda boxes: -sum(_inside(box, within) for box in boxes))
    return found[0] if found else []


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where the words stand; where they stand nowhere, their longest beginning, of four characters or more."""
    found: list[tuple[int, int]] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < 50:
        found.append((at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    if found:
        return found
    for length in range(len(wanted) - 1, 3, -1):  # it starts here and goes on on the next page, or ends here
        if (at := text.rfind(wanted[:length])) >= 0:
            return [(at, at + length)]
    return []


def by_line(boxes: Sequence[Box], *, sideways: bool) -> list[Box]:
    """Boxes of characters in order as one box for each line."""
    low, high = (0, 2) if sideways else (1, 3)
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last is not None and min(last[high], box[high]) - max(last[low], box[low]) > 0.4 * (
            box[high] - box[low]
        ):
            x0, top, x1, bottom = last
            lines[-1] = (min(x0, box[0]), min(top, box[1]), max(x1, box[2]), max(bottom, box[3]))
        else:
            lines.append(box)
    return lines


def _inside(box: Box, within: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return within[0] - 1 <= x <= within[2] + 1 and within[1] - 1 <= y <= within[3] + 1
