"""Where a quote stands in a PDF: also the part of a paragraph that goes on in the next column or on the next page.

A block has the page and box of its beginning only. Its text is followed from there, through what the page draws
between its parts (feet, heads, other columns), so that a quote is not mistaken for the same words elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

from extractors.readers.lines import Box
from extractors.readers.pdf_crop import by_line, places, quote_boxes
from extractors.readers.pdf_embedded import without_font_programs
from extractors.readers.pdf_fonts import keep_fonts_away
from extractors.readers.pdf_page import Page

#: Points by which characters may reach over their block's box.
_BLUR = 6.0
#: Characters by which a part of a paragraph is known, and parts (columns and pages) over which it may run.
_KNOWN, _MOST_PARTS = 6, 12


@dataclass(frozen=True, slots=True)
class _Shown:
    """The characters of one page without blanks, with their boxes as shown."""

    number: int
    text: str
    boxes: tuple[Box, ...]
    sideways: bool


def find_quote(data: bytes, page: int, within: Box, text: str, quote: str) -> tuple[int, list[Box]]:
    """The page on which most of the quote stands, and boxes around it there, one for each line.

    `page` (1-based) and `within` are those of the block, `text` is all of it and holds the quote. Without any boxes
    where the page has other characters, as pages read by OCR have.
    """
    boxes = quote_boxes(data, page, quote, within)
    if boxes and all(_holds(within, box) for box in boxes):
        return page, boxes
    start = text.find(quote)
    if start < 0:
        return page, boxes
    first, last = len(_plain(text[:start])), len(_plain(text[: start + len(quote)]))
    followed = _followed(data, page, within, _plain(text))[first:last]
    found = [place for place in followed if place is not None]
    if 2 * len(found) <= last - first:
        return page, []
    where = Counter(shown.number for shown, _ in found).most_common(1)[0][0]
    own = [(shown, index) for shown, index in found if shown.number == where]
    return where, by_line([shown.boxes[index] for shown, index in own], sideways=own[0][0].sideways)


def _followed(data: bytes, page: int, within: Box, wanted: str) -> list[tuple[_Shown, int] | None]:
    """For each character of a block's text, blanks left out, where it stands; None where it was not found."""
    keep_fonts_away()
    document = pypdfium2.PdfDocument(without_font_programs(data))
    found: list[tuple[_Shown, int] | None] = []
    try:
        shown, at = _shown(document, page, data), None
        starts = [p for p, _ in places(shown.text, wanted[:_KNOWN]) if _holds(within, shown.boxes[p])]
        at = starts[0] if starts else None
        for _ in range(_MOST_PARTS):
            if at is not None:
                length = _common(shown.text[at:], wanted[len(found) :])
                found += [(shown, at + place) for place in range(length)]
            rest = wanted[len(found) :]
            if not rest:
                break
            at = _next_part(shown.text, rest, found)
            if at is None and shown.number < len(document):
                shown = _shown(document, shown.number + 1, data)
                at = _next_part(shown.text, rest, ())
            if at is None:
                break
    finally:
        document.close()
    return found + [None] * (len(wanted) - len(found))


def _next_part(text: str, rest: str, before: Sequence[tuple[_Shown, int] | None]) -> int | None:
    """Where the rest of a paragraph goes on: behind what was found on this page, or anywhere on a fresh one."""
    after = before[-1] if before else None
    at = text.find(rest[:_KNOWN], 0 if after is None else after[1] + 1)
    return at if at >= 0 else None


def _shown(document: pypdfium2.PdfDocument, number: int, data: bytes) -> _Shown:
    with Page(document, number, data) as page:
        indices = [i for i, c in enumerate(page.text) if c > " " and c != "\u3000"]
        boxes = tuple(page.frame.shown(page.box(i)) for i in indices)
        text = "".join(page.text[i] for i in indices)
        return _Shown(number, text, boxes, page.frame.turn in (90, 270))


def _common(text: str, wanted: str) -> int:
    """Length of the common beginning."""
    length = min(len(text), len(wanted))
    return next((i for i in range(length) if text[i] != wanted[i]), length)


def _plain(text: str) -> str:
    return "".join(text.split())


def _holds(within: Box, box: Box) -> bool:
    return (
        box[0] >= within[0] - _BLUR
        and box[1] >= within[1] - _BLUR
        and box[2] <= within[2] + _BLUR
        and box[3] <= within[3] + _BLUR
    )
