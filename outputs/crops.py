"""Pictures of the pages that findings quote, with the quote highlighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from extractors.document import Block, Document
from matching.findings import Evidence
from outputs.report_types import Report

Place = tuple[str, int, int, int]  # sha256, block, start, end
Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points

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
        document = documents.get(place.sha256)
        block = _block(document, place.block)
        if key in pictures or document is None or block is None or taken[place.sha256] >= MOST_PER_FILE:
            continue
        if key in kept:
            pictures[key] = kept[key]
        else:
            draw = _picture if document.kind == "pdf" else _image
            pictures[key] = draw(original(place.sha256), block, _row_frame(document, block), place.quote)
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


def _row_frame(document: Document, cell: Block) -> Box | None:
    """What the picture shows: the block, for a cell its whole row as far as that stands on the same page."""
    if cell.kind != "cell" or cell.bbox is None:
        return cell.bbox
    boxes = [
        other.bbox
        for other in document.blocks
        if other.bbox is not None
        and (other.table, other.page) == (cell.table, cell.page)
        and _shares_row(other, cell)
    ]
    x0, top, x1, bottom = zip(cell.bbox, *boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _shares_row(other: Block, cell: Block) -> bool:
    """A cell beside it; one merged over more rows than the quoted cell would show those rows too, and is left out."""
    return other.row == cell.row and other.row_span <= cell.row_span


def _image(data: bytes | None, block: Block, frame: Box | None, _: str) -> bytes:
    """A picture has no characters to find the quote by: its block is marked."""
    from extractors.readers.image_crop import render_image_crop

    if data is None or block.bbox is None or frame is None or block.page is None:
        return b""
    try:
        return render_image_crop(data, block.page, frame, [block.bbox], SCALE)
    except (OSError, EOFError, ValueError, SyntaxError):
        return b""


def _picture(data: bytes | None, block: Block, frame: Box | None, quote: str) -> bytes:
    from pypdfium2 import PdfiumError

    from extractors.readers.pdf_crop import render_crop
    from extractors.readers.pdf_quotes import find_quote

    if data is None or block.bbox is None or frame is None or block.page is None:
        return b""
    try:
        page, boxes = find_quote(data, block.page, block.bbox, block.text, quote)
        if boxes and (
            page != block.page or not _overlaps(frame, boxes[0])
        ):  # the paragraph goes on elsewhere
            x0, top, x1, bottom = zip(*boxes, strict=True)
            frame = min(x0), min(top), max(x1), max(bottom)
        return render_crop(data, page, frame, boxes or [block.bbox], SCALE)
    except (PdfiumError, IndexError):
        return b""


def _overlaps(frame: Box, box: Box) -> bool:
    return box[0] < frame[2] and frame[0] < box[2] and box[1] < frame[3] and frame[1] < box[3]
