"""One point in time as written, resolved into days.

`read_point` matches the grammar of dates_grammar and turns the match into days; what the text named before
(`Memory`) stands in for what the words leave out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from extractors.facts import dates_calendar as cal
from extractors.facts.dates_calendar import Days
from extractors.facts.dates_grammar import POINT
from extractors.facts.dates_memory import UNKNOWN, Memory, Point, Read, edge, made
from extractors.facts.dates_near import read_alone, within_year
from extractors.facts.numerals import small_number, year_number

_YEARS_ON = {
    "大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "今年": 0, "本年": 0, "当年": 0, "同年": 0,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1, "后年": 2,
}  # fmt: skip
_ANAPHORIC = ("次年", "翌年", "同年", "当年", "上年", "上一年", "下年", "下一年")
_COMPARED = re.compile(r"(?:比|较|与|同|相比|高于|低于)$")


def read_point(text: str, at: int, memory: Memory) -> Point | None:
    """The point in time that starts at `at`, or None (also for days that do not exist)."""
    found = POINT.match(text, at)
    if found is None:
        return None
    groups = {k: v for k, v in found.groupdict().items() if v is not None}
    for reader in (_read_school, _read_dotted, _read_plan, _read_century, read_alone, _read_dated):
        known, point = reader(groups, found.end(), memory)
        if known:
            return point if point is None or point.grain != "year" else _year_named(text, at, point, groups)
    return None


def _year_named(text: str, at: int, point: Point, groups: dict[str, str]) -> Point:
    """比去年增长 compares; it does not set the year of what follows."""
    if "yrel" in groups and _COMPARED.search(text[max(0, at - 2) : at]):
        return Point(point.end, point.days, point.grain, point.mod, point.year, None, True, False)
    return point


def _read_school(groups: dict[str, str], end: int, _memory: Memory) -> Read:
    first_text = groups.get("sy") or groups.get("sy1")
    if first_text is None:
        return UNKNOWN
    first = year_number(first_text)
    second = year_number(groups["sy2"]) if "sy2" in groups else first + 1
    if second < first:
        return True, None
    which = groups.get("st") or groups.get("st2") or groups.get("st3")
    if which:
        return made(end, cal.term(second - 1, 1 if which in "一1上秋" else 2), "span", names_year=False)
    start, stop = cal.school_year(first), cal.school_year(second - 1 if second > first else first)
    days = Days(start.start, stop.end) if start and stop else None
    return made(end, days, "span", names_year=False)


def _read_dotted(groups: dict[str, str], end: int, _memory: Memory) -> Read:
    if "yb" in groups:  # 2021 03 15, as a form's three boxes leave it
        year, month = int(groups["yb"]), int(groups["mb"])
        return made(end, cal.day(year, month, int(groups["db"])), "day", year=year, month=month)
    if "yd" not in groups:
        return UNKNOWN
    year, month = int(groups["yd"]), int(groups["md"])
    if "dd" in groups:
        return made(end, cal.day(year, month, int(groups["dd"])), "day", year=year, month=month)
    return made(end, cal.month(year, month), "month", year=year, month=month)


def _read_plan(groups: dict[str, str], end: int, _memory: Memory) -> Read:
    if "plan" not in groups:
        return UNKNOWN
    days = cal.five_year_plan(small_number(groups["plan"]))
    if days and "pphase" in groups:
        return edge(end, days, groups["pphase"], names_year=False)
    return made(end, days, "span", names_year=False)


def _read_century(groups: dict[str, str], end: int, memory: Memory) -> Read:
    """上世纪90年代, 二十世纪九十年代末, 90年代初; a decade without a century is the one that has begun last."""
    decade = groups.get("dec") or groups.get("dec0")
    century = groups.get("cen")
    if decade is None and century is None:
        return UNKNOWN
    reference = memory.reference.year
    if century is None:
        tens = small_number(decade or "0")
        first = tens if tens >= 1000 else reference // 100 * 100 + tens
        first = first - 100 if first > reference else first
        return made(end, cal.decade(first, groups.get("dphase0", "")), "span", names_year=False)
    begun = _century(century, reference)
    if decade is None:
        return made(end, cal.years(begun, begun + 99), "span", names_year=False)
    days = cal.decade(begun + small_number(decade), groups.get("dphase", ""))
    return made(end, days, "span", names_year=False)


def _century(word: str, year: int) -> int:
    """The year in which a century begins: 20世纪 → 1900, 上世纪 the one before the report's."""
    if word in ("上", "本"):
        return year // 100 * 100 - (100 if word == "上" else 0)
    return (small_number(word) - 1) * 100


def _named_year(groups: dict[str, str], memory: Memory) -> int | None:
    for key in ("y", "y2", "y0", "y5"):
        if key in groups:
            return year_number(groups[key])
    word = groups.get("yrel")
    if word is None:
        return None
    base = memory.default_year if word in _ANAPHORIC else memory.reference.year
    return base + _YEARS_ON[word]


def _read_dated(groups: dict[str, str], end: int, memory: Memory) -> Read:
    named = _named_year(groups, memory)
    year = memory.default_year if named is None else named
    has_year = named is not None
    if "m" in groups or "mrel" in groups:
        return _read_month(groups, end, memory, year, has_year)
    if not has_year:
        return UNKNOWN
    if "yphase" in groups:
        whole = cal.years(year, year)
        return edge(end, whole, groups["yphase"], year=year) if whole else (True, None)
    days = within_year(groups, year)
    if days is not None and "qend" in groups:
        return edge(end, days, groups["qend"], year=year)
    if days is not None:
        return made(end, days, "span", year=year)
    return made(end, cal.years(year, year), "year", year=year)


def _read_month(groups: dict[str, str], end: int, memory: Memory, year: int, has_year: bool) -> Read:
    relative = groups.get("mrel")
    if relative:
        moved, number = _relative_month(relative, memory)
        year, has_year = (year if has_year else moved), True  # 去年本月
    else:
        number = small_number(groups["m"])
    more: dict[str, Any] = {"year": year, "month": number, "year_named": has_year}
    if written := groups.get("d") or groups.get("d2"):
        return made(end, cal.day(year, number, small_number(written)), "day", **more)
    if "wn" in groups or "wlast" in groups:
        return _read_week(groups, end, more)
    if "part" in groups:
        return made(end, _some_days(cal.month(year, number), groups), "span", **more)
    if "ten" in groups:
        return made(end, cal.ten_days(year, number, groups["ten"]), "tenday", **more)
    whole = cal.month(year, number)
    if whole and "mphase" in groups:
        return edge(end, whole, groups["mphase"], **more)
    return made(end, whole, "month", **more)


def _some_days(whole: Days | None, groups: dict[str, str]) -> Days | None:
    """The first or last so many days of a month."""
    count = small_number(groups["pn"])
    if whole is None or whole.start is None or whole.end is None or not 0 < count <= whole.end.day:
        return None
    if groups["part"] == "前":
        return Days(whole.start, whole.start.replace(day=count))
    return Days(whole.end.replace(day=whole.end.day - count + 1), whole.end)


def _read_week(groups: dict[str, str], end: int, more: dict[str, Any]) -> Read:
    """3月第二周 is the week of its second Monday; 6月第3个星期日 the third Sunday; 最后一个 the last one."""
    whole = cal.month(more["year"], more["month"])
    if whole is None or whole.start is None or whole.end is None:
        return True, None
    name = groups.get("wnd", "")
    weekday = "一二三四五六日".index(name.replace("天", "日")) if name else 0
    count = -1 if "wlast" in groups else small_number(groups["wn"])
    only = cal.nth_weekday(whole.start, whole.end, weekday, count)
    if only is None:
        return True, None
    if name:
        return made(end, Days(only, only), "day", **more)
    return made(end, cal.week_of(only), "span", **more)


def _relative_month(word: str, memory: Memory) -> tuple[int, int]:
    anaphoric = word[0] in "当次同" and memory.month is not None
    year = memory.default_year if anaphoric else memory.reference.year
    month = memory.month if anaphoric and memory.month else memory.reference.month
    moved = cal.shift_months(date(year, month, 1), {"上": -1, "下": 1, "次": 1}.get(word[0], 0))
    return moved.year, moved.month
