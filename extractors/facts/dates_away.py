"""Points told by their distance from the report's day: 三年前 · 20天后 · 半年以前 · 今明两年.

The distance counts from the report only where nothing else can be meant: 三年前 at the head of a clause before any
date has been named, 三年后 where it is all there is (a cell). In prose 后 counts from what was told before:
开工两年后, 会后3天 and 两年后见成效 stay lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.facts import dates_calendar as cal
from extractors.facts.dates_calendar import Days
from extractors.facts.dates_durations import Duration
from extractors.facts.dates_memory import Memory
from extractors.facts.fact import TimeKind

_HEAD = re.compile(r"(?:^|[，。；：:,;！？\n\t（(“]|早在|将于|预计)$")
_SIDE = re.compile(
    r"(?P<open>[之以])?(?:(?P<ago>前(?![往期后三沿端身景瞻来十0-9两二]))|后(?![续期勤备来者]))"
)
_PARTS = re.compile(r"P(?:(?P<Y>[0-9]+)Y)?(?:(?P<M>[0-9]+)M)?(?:(?P<W>[0-9]+)W)?(?:(?P<D>[0-9]+)D)?")
_YEAR_PAIR = re.compile(r"(?P<pair>去今|今明|明后)两?年(?!级)")
_FIRST_OF_PAIR = {"去今": -1, "今明": 0, "明后": 1}


@dataclass(frozen=True, slots=True)
class Away:
    """Where the words end and the days they mean."""

    end: int
    kind: TimeKind
    days: Days
    mod: str = ""


def read_away(text: str, at: int, length: Duration, memory: Memory) -> Away | None:
    """The point that lies `length` before or after the report's day, if 前 or 后 follows and nothing else is meant."""
    if memory.last is not None or length.mod or length.comparator:
        return None
    side = _SIDE.match(text, length.end)
    if side is None or text[length.end - 2] in "作易" or not _HEAD.search(text[max(0, at - 2) : at]):
        return None
    if not side["ago"] and (at or side.end() < len(text)):
        return None
    found = _point(length.iso, memory.reference, -1 if side["ago"] else 1)
    if found is None:
        return None
    kind, days = found
    if side["open"] and side["ago"]:
        return Away(side.end(), "period", Days(None, days.end), "before")
    if side["open"]:
        return Away(side.end(), "period", Days(days.start, None), "since")
    return Away(side.end(), kind, days)


def _point(iso: str, today: date, sign: int) -> tuple[TimeKind, Days] | None:
    """A length in days gives a day, in weeks a week, with months a month, in years a year."""
    found = _PARTS.fullmatch(iso)
    if found is None or today.year + sign * int(found["Y"] or 0) not in range(1000, 3000):
        return None
    if found["D"]:
        only = today + sign * timedelta(days=int(found["D"]))
        return "date", Days(only, only)
    if found["W"]:
        return "period", cal.week_of(today + sign * timedelta(weeks=int(found["W"])))
    moved = cal.shift_months(today, sign * (12 * int(found["Y"] or 0) + int(found["M"] or 0)))
    days = cal.month(moved.year, moved.month) if found["M"] else cal.years(moved.year, moved.year)
    return ("period", days) if days else None


def read_year_pair(text: str, at: int, memory: Memory) -> Away | None:
    """今明两年: the report's year and the next."""
    found = _YEAR_PAIR.match(text, at)
    if found is None:
        return None
    first = memory.reference.year + _FIRST_OF_PAIR[found["pair"]]
    days = cal.years(first, first + 1)
    return Away(found.end(), "period", days) if days else None
