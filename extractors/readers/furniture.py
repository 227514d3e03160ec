"""Running heads, page numbers and continuation marks: kept with their address, out of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.readers.lines import Line

Side = Literal["header", "footer"]

#: Page numbers stand in the outer tenth of a page, running heads in the outer seventh.
NUMBER_ZONE = 0.1
EDGE_ZONE = 0.145
#: No text is set in this outer share of a page, and a head stands so many ems from it at least.
MARGIN = 0.065
APART = 1.5
#: Characters of the longest mark that a table goes on.
LONGEST_MARK = 24
#: Lines looked at from each edge.
EDGE_LINES = 3

_NUMBER = re.compile(
    r"\s*(?:[-–—―－~·•]{0,3}\s*\d{1,4}\s*[-–—―－~·•]{0,3}"
    r"|第\s*[\d一二三四五六七八九十百]{1,5}\s*页\s*[/,，、]?\s*(?:[（(]?\s*共\s*[\d一二三四五六七八九十百]{1,5}\s*页\s*[）)]?)?"
    r"|共\s*\d{1,4}\s*页\s*[,，、]?\s*第\s*\d{1,4}\s*页"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?:Page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxIVX]{1,6})\s*"
)
_CONTINUED = re.compile(
    r"\s*[（(【]?\s*(?:续上?(?:前)?表|接上(?:页|表)|转下页|下页续)\s*[\d一二三四五六七八九十.—-]{0,6}\s*[）)】]?[：:]?\s*"
)
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百]+(?=页)")


@dataclass(frozen=True, slots=True)
class PageLines:
    """All lines of one page outside its tables, top to bottom, and the page's height in points."""

    page: int
    height: float
    lines: tuple[Line, ...]


def is_continuation_mark(text: str) -> bool:
    """续表 and the like, which only say that a table goes on.

    >>> [is_continuation_mark(t) for t in ("（续表）", "续表2", "续表所列项目已完成")]
    [True, True, False]
    """
    if len(text) > LONGEST_MARK or not ("续" in text or "接上" in text or "转下页" in text):
        return False  # most lines, without a look at their form
    return _CONTINUED.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """Has the form of a page number; only its place tells whether it is one.

    >>> [is_page_number(t) for t in ("— 3 —", "第3页 共5页", "3.5%")]
    [True, True, False]
    """
    return bool(_NUMBER.fullmatch(text))


class Furniture:
    """Lines that are no text of the unit, by their side of the page."""

    def __init__(self, found: dict[Line, Side]) -> None:
        self._found = found
        self._tops = {line.top for line in found}  # settles most lines without comparing them

    def side_of(self, line: Line) -> Side | None:
        """None for a line of the text; a continuation mark is a header wherever it stands."""
        if line.top in self._tops and (side := self._found.get(line)) is not None:
            return side
        short = len(line.text) <= LONGEST_MARK
        return "header" if short and is_continuation_mark(line.text) else None


def find_furniture(pages: Sequence[PageLines]) -> Furniture:
    """Lines at the edges that are no text of the unit.

    A page number is told by its form and place; a running head or foot by standing on the
    same height of several pages, digits aside.
    """
    found: dict[Line, Side] = {}
    edges = [_edges(page) for page in pages]
    repeated = _repeated(edges)
    for page, lines in zip(pages, edges, strict=True):
        found |= _margin_lines(page)
        for line, side in lines:
            outer = line.bottom < NUMBER_ZONE * page.height or line.top > (1 - NUMBER_ZONE) * page.height
            if (outer and is_page_number(line.text)) or _key(line, side) in repeated:
                found[line] = side
    return Furniture(found)


def _edges(page: PageLines) -> list[tuple[Line, Side]]:
    top = [x for x in page.lines[:EDGE_LINES] if x.bottom < EDGE_ZONE * page.height]
    bottom = [x for x in page.lines[-EDGE_LINES:] if x.top > (1 - EDGE_ZONE) * page.height and x not in top]
    edges: list[tuple[Line, Side]] = [(x, "header") for x in top]
    return edges + [(x, "footer") for x in bottom]


def _margin_lines(page: PageLines) -> dict[Line, Side]:
    """A line in the paper's margin, well apart from the text: the running head of a text of one page."""
    if len(page.lines) < 3:
        return {}
    first, second, *_ = page.lines
    *_, before, last = page.lines
    found: dict[Line, Side] = {}
    if first.bottom < MARGIN * page.height and second.top - first.bottom > APART * first.size:
        found[first] = "header"
    if last.top > (1 - MARGIN) * page.height and last.top - before.bottom > APART * last.size:
        found[last] = "footer"
    return found


def _key(line: Line, side: str) -> tuple[str, str, int]:
    return (side, _DIGITS.sub("#", line.text), round(line.top / 4))


def _repeated(pages: Sequence[Sequence[tuple[Line, Side]]]) -> set[tuple[str, str, int]]:
    """Edge lines found on two pages at least, and on one page in four (odd and even heads differ)."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for page in pages:
        counts.update({_key(line, side) for line, side in page})
    needed = max(2, len(pages) // 4)
    return {key for key, count in counts.items() if count >= needed}
