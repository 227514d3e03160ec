"""One point in time as written, resolved into days.

`read_point` matches the grammar of dates_grammar and turns the match into days; what the text named before
(`Memory`) stands in for what the words leave out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.facts import dates_calendar as cal
from extractors.facts.dates_calendar import Days
from extractors.facts.dates_grammar import BARE_DAY, POINT, SECOND_DAY
from extractors.facts.numerals import small_number, year_number

_YEARS_ON = {
    "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "今年": 0, "本年": 0, "当年": 0, "同年": 0,
    "明年": 1, "来年": 1, "次年": 1, "翌年": 1, "下年": 1, "下一年": 1, "后年": 2,
}  # fmt: skip
_ANAPHORIC = ("次年", "翌年", "同年", "当年", "上年", "上一年", "下年", "下一年")
_DAYS_ON = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_COMPARED = re.compile(r"(?:比|较|与|同|相比|高于|低于)$")


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


def read_point(text: str, at: int, memory: Memory) -> Point | None:
    """The point in time that starts at `at`, or None (also for days that do not exist)."""
    found = POINT.match(text, at)
    if found is None:
        return None
    groups = {k: v for k, v in found.groupdict().items() if v is not None}
    for reader in (_read_school, _read_dotted, _read_plan, _read_alone, _read_dated):
        known, point = reader(groups, found.end(), memory)
        if known:
            return point if point is None or point.grain != "year" else _year_named(text, at, point, groups)
    return None


def _year_named(text: str, at: int, point: Point, groups: dict[str, str]) -> Point:
    """比去年增长 compares; it does not set the year of what follows."""
    if "yrel" in groups and _COMPARED.search(text[max(0, at - 2) : at]):
        return Point(point.end, point.days, point.grain, point.mod, point.year, None, True, False)
    return point


_Read = tuple[bool, "Point | None"]
_UNKNOWN: _Read = (False, None)


def _made(end: int, days: Days | None, grain: str, **more: object) -> _Read:
    return True, None if days is None else Point(end, days, grain, **more)  # type: ignore[arg-type]


def _read_school(groups: dict[str, str], end: int, _memory: Memory) -> _Read:
    first_text = groups.get("sy") or groups.get("sy1")
    if first_text is None:
        return _UNKNOWN
    first = year_number(first_text)
    second = year_number(groups["sy2"]) if "sy2" in groups else first + 1
    if second < first:
        return True, None
    which = groups.get("st") or groups.get("st2") or groups.get("st3")
    if which:
        return _made(end, cal.term(second - 1, 1 if which in "一1上秋" else 2), "span", names_year=False)
    start, stop = cal.school_year(first), cal.school_year(second - 1 if second > first else first)
    days = Days(start.start, stop.end) if start and stop else None
    return _made(end, days, "span", names_year=False)


def _read_dotted(groups: dict[str, str], end: int, _memory: Memory) -> _Read:
    if "yd" not in groups:
        return _UNKNOWN
    year, month = int(groups["yd"]), int(groups["md"])
    if "dd" in groups:
        return _made(end, cal.day(year, month, int(groups["dd"])), "day", year=year, month=month)
    return _made(end, cal.month(year, month), "month", year=year, month=month)


def _read_plan(groups: dict[str, str], end: int, _memory: Memory) -> _Read:
    if "plan" not in groups:
        return _UNKNOWN
    days = cal.five_year_plan(small_number(groups["plan"]))
    if days and "pphase" in groups:
        return _edge(end, days, groups["pphase"], names_year=False)
    return _made(end, days, "span", names_year=False)


def _edge(end: int, days: Days, phase: str, **more: object) -> _Read:
    """底 末: the last day; 初: the first; 中: the middle month's last day (年中) or the middle day."""
    if phase == "中":
        if days.start is None or days.end is None:
            return True, None
        month, number = (6, 30) if (days.end - days.start).days > 31 else (days.start.month, 15)
        return _made(end, cal.day(days.start.year, month, number), "edge", **more)
    only = days.start if phase in ("初", "伊始") else days.end
    return _made(end, Days(only, only), "edge", mod="start" if phase in ("初", "伊始") else "end", **more)


def _named_year(groups: dict[str, str], memory: Memory) -> int | None:
    for key in ("y", "y2", "y0"):
        if key in groups:
            return year_number(groups[key])
    word = groups.get("yrel")
    if word is None:
        return None
    base = memory.default_year if word in _ANAPHORIC else memory.reference.year
    return base + _YEARS_ON[word]


def _read_dated(groups: dict[str, str], end: int, memory: Memory) -> _Read:
    named = _named_year(groups, memory)
    year = memory.default_year if named is None else named
    has_year = named is not None
    if "m" in groups or "mrel" in groups:
        return _read_month(groups, end, memory, year, has_year)
    if not has_year:
        return _UNKNOWN
    if "yphase" in groups:
        whole = cal.years(year, year)
        return _edge(end, whole, groups["yphase"], year=year) if whole else (True, None)
    days = _within_year(groups, year)
    if days is not None and "qend" in groups:
        return _edge(end, days, groups["qend"], year=year)
    if days is not None:
        return _made(end, days, "span", year=year)
    return _made(end, cal.years(year, year), "year", year=year)


def _within_year(groups: dict[str, str], year: int) -> Days | None:
    if half := groups.get("half") or groups.get("half0"):
        return cal.half(year, 1 if half == "上" else 2)
    if quarter := groups.get("q") or groups.get("q0"):
        return cal.quarter(year, 1 if quarter == "首" else small_number(quarter))
    if quarters := groups.get("qs") or groups.get("qs0"):
        return cal.months(year, 1, 3 * small_number(quarters))
    if count := groups.get("ms") or groups.get("ms0"):
        return cal.months(year, 1, small_number(count))
    if term := groups.get("term") or groups.get("term0"):
        return cal.term(year if term == "秋" else year - 1, 1 if term == "秋" else 2)
    if season := groups.get("season"):
        return cal.season(year, season)
    if holiday := groups.get("holiday"):
        return cal.months(year, 1, 2) if holiday == "寒假" else cal.months(year, 7, 8)
    return None


def _read_month(groups: dict[str, str], end: int, memory: Memory, year: int, has_year: bool) -> _Read:
    relative = groups.get("mrel")
    if relative:
        year, number = _relative_month(relative, memory)
        has_year = True
    else:
        number = small_number(groups["m"])
    more = {"year": year, "month": number, "year_named": has_year}
    if written := groups.get("d") or groups.get("d2"):
        return _made(end, cal.day(year, number, small_number(written)), "day", **more)
    if "ten" in groups:
        return _made(end, cal.ten_days(year, number, groups["ten"]), "tenday", **more)
    whole = cal.month(year, number)
    if whole and "mphase" in groups:
        return _edge(end, whole, groups["mphase"], **more)
    return _made(end, whole, "month", **more)


def _relative_month(word: str, memory: Memory) -> tuple[int, int]:
    anaphoric = word[0] in "当次同" and memory.month is not None
    year = memory.default_year if anaphoric else memory.reference.year
    month = memory.month if anaphoric and memory.month else memory.reference.month
    moved = cal.shift_months(date(year, month, 1), {"上": -1, "下": 1, "次": 1}.get(word[0], 0))
    return moved.year, moved.month


def _read_alone(groups: dict[str, str], end: int, memory: Memory) -> _Read:
    year, reference = memory.default_year, memory.reference
    if groups.keys() & {"half0", "q0", "qs0", "ms0", "term0"}:
        return _made(end, _within_year(groups, year), "span", year=year, year_named=False)
    if "yphase0" in groups:
        whole = cal.years(year, year)
        return _edge(end, whole, groups["yphase0"], year=year, year_named=False) if whole else (True, None)
    if "mphase0" in groups:
        month = memory.month or reference.month
        around = cal.month(year, month)
        return _edge(end, around, groups["mphase0"], year=year, month=month) if around else (True, None)
    if "qrel" in groups:
        first = date(reference.year, 3 * ((reference.month - 1) // 3) + 1, 1)
        moved = cal.shift_months(first, 3 * _step(groups["qrel"]))
        days = cal.quarter(moved.year, (moved.month + 2) // 3)
        if days and "qend0" in groups:
            return _edge(end, days, groups["qend0"], names_year=False)
        return _made(end, days, "span", names_year=False)
    if "syrel" in groups:
        first_year = cal.school_year_of(reference) + _step(groups["syrel"])
        return _made(end, cal.school_year(first_year), "span", names_year=False)
    if "trel" in groups:
        return _made(end, _relative_term(groups["trel"], reference), "span", names_year=False)
    return _read_near_days(groups, end, memory)


def _relative_term(word: str, reference: date) -> Days | None:
    first, number = cal.term_of(reference)
    index = 2 * first + number - 1 + _step(word)
    return cal.term(index // 2, index % 2 + 1)


def _step(word: str) -> int:
    return {"上": -1, "下": 1}.get(word[0], 0)


def _read_near_days(groups: dict[str, str], end: int, memory: Memory) -> _Read:
    reference = memory.reference
    if "drel" in groups:
        word = groups["drel"]
        base = memory.last.end if word in ("次日", "翌日") and memory.last and memory.last.end else reference
        only = base + timedelta(days=_DAYS_ON.get(word, 1))
        return _made(end, Days(only, only), "day", names_year=False)
    if "wrel" not in groups and "wd0" not in groups:
        return _UNKNOWN
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(groups.get("wrel", ""), 0)
    week = cal.week_of(reference + timedelta(days=7 * weeks))
    return _weekday(groups, end, week, reference)


def _weekday(groups: dict[str, str], end: int, week: Days, reference: date) -> _Read:
    name = groups.get("wd") or groups.get("wd0")
    if name is None or week.start is None:
        return _made(end, week, "span", names_year=False)
    if name == "末":
        return _made(end, Days(week.start + timedelta(days=5), week.end), "span", names_year=False)
    only = week.start + timedelta(days="一二三四五六日".index(name.replace("天", "日")))
    if "wd0" in groups and only < reference:
        only += timedelta(days=7)
    return _made(end, Days(only, only), "day", names_year=False)


def read_bare_day(text: str, at: int, memory: Memory, *, second: bool = False) -> Point | None:
    """10日 after a month was named, or of the reference month."""
    found = (SECOND_DAY if second else BARE_DAY).match(text, at)
    if found is None:
        return None
    month = memory.month or memory.reference.month
    year = memory.default_year
    days = cal.day(year, month, small_number(found["d"]))
    return Point(found.end(), days, "day", "", year, month, memory.month is not None) if days else None
