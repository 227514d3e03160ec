"""Pictures of the pages that findings quote, with the quote highlighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from extractors.document import Block, Document
from matching.findings import Evidence
from outputs.report_types import Report

Place = tuple[str, int, int, int]  # sha256, block, start, end

#: More pictures of one file make the report slow to open and are looked at by nobody.
MOST_PER_FILE = 300
#: Pixels to the point: readable on a screen, about 13 KiB a picture.
SCALE = 1.6


def crops_of(
    report: Report,
    documents: Mapping[str, Document],
    original: Callable[[str], bytes | None],
    kept: Mapping[Place, bytes] = MappingProxyType({}),
) -> dict[Place, bytes]:
    """PNG by place for the evidence of findings that stands in a PDF or picture; `original` gives a file's bytes by hash.

    A page that cannot be drawn costs its own picture only: it is empty. `kept`: pictures drawn before.
    """
    pictures: dict[Place, bytes] = {}
    taken: Counter[str] = Counter()
    for place in _places(report):
        key = (place.sha256, place.block, place.start, place.end)
        block = _block(documents.get(place.sha256), place.block)
        if key in pictures or block is None or taken[place.sha256] >= MOST_PER_FILE:
            continue
        if key in kept:
            pictures[key] = kept[key]
        else:
            draw = _picture if documents[place.sha256].kind == "pdf" else _image
            pictures[key] = draw(original(place.sha256), block, place.quote)
        taken[place.sha256] += bool(pictures[key])
    return pictures


def _places(report: Report) -> Iterator[Evidence]:
    for gap in report.gaps:
        for card in gap.cards:
            yield card.evidence


def _block(document: Document | None, index: int) -> Block | None:
    """The block, where it stands on a page of a PDF or in a picture."""
    if document is None or document.kind not in ("pdf", "image"):
        return None
    block = next((block for block in document.blocks if block.index == index), None)
    return block if block is not None and block.bbox is not None and block.page else None


def _image(data: bytes | None, block: Block, _: str) -> bytes:
    """A picture has no characters to find the quote by: its block is marked."""
    from extractors.readers.image_crop import render_image_crop

    if data is None or block.bbox is None or block.page is None:
        return b""
    try:
        return render_image_crop(data, block.page, block.bbox, [block.bbox], SCALE)
    except (OSError, EOFError, ValueError, SyntaxError):
        return b""


def _picture(data: bytes | None, block: Block, quote: str) -> bytes:
    from pypdfium2 import PdfiumError

    from extractors.readers.pdf_crop import quote_boxes, render_crop

    if data is None or block.bbox is None or block.page is None:
        return b""
    try:
        boxes = quote_boxes(data, block.page, quote, block.bbox) or [block.bbox]
        return render_crop(data, block.page, block.bbox, boxes, SCALE)
    except (PdfiumError, IndexError):
        return b""
