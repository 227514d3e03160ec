"""Pictures of the pages that findings quote, with the quote highlighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from extractors.document import Block
from matching.findings import Evidence
from outputs.report_types import EvidenceCard, Report

Place = tuple[str, int, int, int]  # sha256, block, start, end

#: More pictures of one file make the report slow to open and are looked at by nobody.
MOST_PER_FILE = 300


def crops_of(
    report: Report, block_of: Callable[[Evidence], Block | None], original: Callable[[str], bytes | None]
) -> dict[Place, bytes]:
    """PNG by place for the evidence of findings that stands in a PDF. `original` gives a file's bytes by hash."""
    from extractors.readers.pdf_crop import crop_quote

    pictures: dict[Place, bytes] = {}
    taken: Counter[str] = Counter()
    for card in _cards(report):
        place = card.evidence
        key = (place.sha256, place.block, place.start, place.end)
        block = block_of(place)
        if key in pictures or block is None or block.bbox is None or taken[place.sha256] >= MOST_PER_FILE:
            continue
        data = original(place.sha256)
        picture = crop_quote(data, block, place.start, place.end) if data and data[:5] == b"%PDF-" else None
        if picture is not None:
            pictures[key] = picture
            taken[place.sha256] += 1
    return pictures


def _cards(report: Report) -> list[EvidenceCard]:
    return [card for gap in report.gaps for card in gap.cards]
