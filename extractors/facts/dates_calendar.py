"""Days of years, halves, quarters, months, ten-day periods, school years, terms and five-year plans.

Conventions: a school year runs 1 Sep to 31 Aug; its first (autumn) term ends 31 Jan, its second (spring)
term is 1 Feb to 31 Jul; spring is March to May, winter December to February. The first
five-year plan (一五) began in 1953; since the sixth (1981) the n-th begins in 1951 + 5n: 十三五 2016–2020,
十四五 2021–2025.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1, 9998


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both inclusive; None is open."""

    start: date | None
    end: date | None


def day(year: int, month: int, number: int) -> Days | None:
    """One day, None if the calendar has no such day (2月30日)."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    only = date(year, month, number)
    return Days(only, only)


def month(year: int, number: int) -> Days | None:
    return months(year, number, number)


def months(year: int, first: int, last: int) -> Days | None:
    """From the first day of one month to the last day of another; a smaller last month is the next year's."""
    if not (1 <= first <= 12 and 1 <= last <= 12) or not FIRST_YEAR <= year < LAST_YEAR:
        return None
    end_year = year + 1 if last < first else year
    return Days(date(year, first, 1), date(end_year, last, calendar.monthrange(end_year, last)[1]))


def years(first: int, last: int) -> Days | None:
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return None
    return Days(date(first, 1, 1), date(last, 12, 31))


def half(year: int, number: int) -> Days | None:
    return months(year, 1, 6) if number == 1 else months(year, 7, 12)


def quarter(year: int, number: int) -> Days | None:
    return months(year, 3 * number - 2, 3 * number) if 1 <= number <= 4 else None


def ten_days(year: int, number: int, which: str) -> Days | None:
    """上旬 1–10, 中旬 11–20, 下旬 21 to the month's end."""
    whole = month(year, number)
    if whole is None or whole.start is None or whole.end is None:
        return None
    first = {"上": 1, "中": 11, "下": 21}[which]
    last = {"上": 10, "中": 20, "下": whole.end.day}[which]
    return Days(whole.start.replace(day=first), whole.start.replace(day=last))


def school_year(first: int) -> Days | None:
    if not FIRST_YEAR <= first < LAST_YEAR:
        return None
    return Days(date(first, 9, 1), date(first + 1, 8, 31))


def term(first: int, number: int) -> Days | None:
    """Term 1 (autumn) or 2 (spring) of the school year that begins in `first`."""
    if not FIRST_YEAR <= first < LAST_YEAR:
        return None
    if number == 1:
        return Days(date(first, 9, 1), date(first + 1, 1, 31))
    return Days(date(first + 1, 2, 1), date(first + 1, 7, 31))


def school_year_of(at: date) -> int:
    """The year in which the school year around `at` began."""
    return at.year if at.month >= 9 else at.year - 1


def term_of(at: date) -> tuple[int, int]:
    """(first year of the school year, term number) around `at`; the summer break counts to the spring term."""
    if at.month >= 9:
        return at.year, 1
    return (at.year - 1, 1) if at.month == 1 else (at.year - 1, 2)


SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 2)}


def season(year: int, name: str) -> Days | None:
    return months(year, *SEASONS[name])


def five_year_plan(number: int) -> Days | None:
    """The n-th plan, 6 (1981) to 30."""
    first = 1951 + 5 * number
    return years(first, first + 4) if 6 <= number <= 30 else None


def decade(first: int, phase: str = "") -> Days | None:
    """1990–1999; 初 前期 its first three years, 中 the four between, 末 后期 the last three."""
    if first % 10 or not phase:
        return years(first, first + 9) if first % 10 == 0 else None
    if phase[0] in "初前早":
        return years(first, first + 2)
    return years(first + 3, first + 6) if phase[0] == "中" else years(first + 7, first + 9)


def nth_weekday(first: date, last: date, weekday: int, count: int) -> date | None:
    """The `count`-th Monday (0) … Sunday (6) from `first` on, -1 the last one up to `last`; None outside."""
    if count == -1:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    only = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    return only if 1 <= count <= 53 and first <= only <= last else None


def week_number(first: date, count: int) -> Days | None:
    """The week of the `count`-th Monday of a year that begins on `first`."""
    monday = nth_weekday(first, first.replace(month=12, day=31), 0, count)
    return week_of(monday) if monday else None


def shift_months(at: date, count: int) -> date:
    """The same day `count` months on, or that month's last day."""
    index = at.year * 12 + at.month - 1 + count
    year, number = min(max(index // 12, FIRST_YEAR), LAST_YEAR), index % 12 + 1
    return date(year, number, min(at.day, calendar.monthrange(year, number)[1]))


def week_of(at: date) -> Days:
    """Monday to Sunday around `at`."""
    monday = at - timedelta(days=at.weekday())
    return Days(monday, monday + timedelta(days=6))
