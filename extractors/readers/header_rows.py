"""Which rows of a ledger are its title, its lead-in lines and its header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.readers.sheet_grid import Area, Place, Sheet

_MAX_LABEL = 24  # characters of a column's name; longer ones are content
_SENTENCE = re.compile(r"[。；;！？]|，.*，")
_LEAD_IN = re.compile(r"^[^：:]{2,12}[：:]")  # 填报单位：…
_MAX_DEPTH = 4  # rows of one header
_LOOKED_AT = 30  # rows; a header further down is none


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of one sheet by what they are for; rows in none of the sets are data."""

    titles: frozenset[int] = frozenset()
    lead_ins: frozenset[int] = frozenset()
    headers: frozenset[int] = frozenset()


def find_layout(sheet: Sheet) -> Layout:
    """Titles, lead-in lines and header rows of a sheet; without a header everything is data."""
    rows = list(sheet.rows())
    width = len({place[1] for _, places in rows for place in places})
    first = _first_header(sheet, rows[:_LOOKED_AT], width)
    if first is None:
        return Layout(titles=_titles(rows[:1]) if len(rows) > 1 and width > 1 else frozenset())
    above = [(row, places) for row, places in rows if row < first]
    titles = _titles(above)
    return Layout(
        titles,
        frozenset(row for row, _ in above) - titles,
        frozenset(range(first, _last(sheet, rows, first) + 1)),
    )


def _titles(rows: list[tuple[int, list[Place]]]) -> frozenset[int]:
    return frozenset(row for row, places in rows if len(places) == 1)


def _first_header(sheet: Sheet, rows: list[tuple[int, list[Place]]], width: int) -> int | None:
    for number, (row, places) in enumerate(rows[:-1]):
        following = rows[number + 1 :]
        if _is_header(sheet, places, width) and following:
            return row
    return None


def _is_header(sheet: Sheet, places: list[Place], width: int) -> bool:
    covered = sum(sheet.spans.get(place, (1, 1))[1] for place in places)
    if len(places) < 2 or covered * 2 < width:
        return False
    texts = [sheet.cells[place].strip() for place in places]
    if any(place in sheet.numeric for place in places) and not _is_period_row(sheet, places):
        return False
    lead_ins = sum(bool(_LEAD_IN.match(text)) for text in texts)
    return not lead_ins and all(len(text) <= _MAX_LABEL and not _SENTENCE.search(text) for text in texts)


def _is_period_row(sheet: Sheet, places: list[Place]) -> bool:
    """Years as column names are numbers (2019 | 2020 | 2021) beside a text in the first column."""
    numbers = [sheet.cells[place] for place in places if place in sheet.numeric]
    return places[0] not in sheet.numeric and all(re.fullmatch(r"(?:19|20)\d\d", text) for text in numbers)


def _last(sheet: Sheet, rows: list[tuple[int, list[Place]]], first: int) -> int:
    """The header's last row: merged names reach down to it, and names merged across are split below."""
    deepest = max((area[2] for area in sheet.merged if area[0] == first), default=first)
    last = min(deepest, first + _MAX_DEPTH - 1)
    across = [area for area in sheet.merged if area[0] <= first <= area[2] and area[3] > area[1]]
    below = next((places for row, places in rows if row == last + 1), None)
    if last == first and across and below and _splits(sheet, below, across):
        last += 1
    return last


def _splits(sheet: Sheet, places: list[Place], across: list[Area]) -> bool:
    inside = all(any(area[1] <= place[1] <= area[3] for area in across) for place in places)
    return inside and all(
        place not in sheet.numeric and len(sheet.cells[place]) <= _MAX_LABEL for place in places
    )
