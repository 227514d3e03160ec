"""What the text has named so far (`Memory`), and a point in time resolved into days (`Point`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractors.facts import dates_calendar as cal
from extractors.facts.dates_calendar import Days


@dataclass(slots=True)
class Memory:
    """What the text has named so far, for the words that lean on it."""

    reference: date
    given_year: int | None = None  # the last year named before this text, if the caller knows one
    year: int | None = None
    month: int | None = None
    last: Days | None = None  # the last point or range read

    @property
    def default_year(self) -> int:
        return self.year or self.given_year or self.reference.year

    @property
    def knows_year(self) -> bool:
        return self.year is not None or self.given_year is not None


@dataclass(frozen=True, slots=True)
class Point:
    """A resolved point: its days, how fine it is, and whether the year stood there."""

    end: int
    days: Days
    grain: str  # day tenday month span year edge
    mod: str = ""  # end start for 底 初
    year: int | None = None
    month: int | None = None
    year_named: bool = True
    names_year: bool = True  # later points without a year may lean on it


#: (whether the words are of the kind asked for, the point if the calendar has it)
Read = tuple[bool, "Point | None"]
UNKNOWN: Read = (False, None)


def made(end: int, days: Days | None, grain: str, **more: object) -> Read:
    return True, None if days is None else Point(end, days, grain, **more)  # type: ignore[arg-type]


def edge(end: int, days: Days, phase: str, **more: object) -> Read:
    """底 末: the last day; 初: the first; 中: the middle month's last day (年中) or the middle day."""
    if phase == "中":
        if days.start is None or days.end is None:
            return True, None
        month, number = (6, 30) if (days.end - days.start).days > 31 else (days.start.month, 15)
        return made(end, cal.day(days.start.year, month, number), "edge", **more)
    only = days.start if phase in ("初", "伊始") else days.end
    return made(end, Days(only, only), "edge", mod="start" if phase in ("初", "伊始") else "end", **more)
