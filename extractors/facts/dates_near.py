"""Points that name no year or month of their own: 年底, 上季度, 本学期, 下周三, 昨天, 10日.

They lean on what the text named before (`Memory`), else on the report's day.
"""

from __future__ import annotations

from datetime import date, timedelta

from extractors.facts import dates_calendar as cal
from extractors.facts.dates_calendar import Days
from extractors.facts.dates_durations import DAYS_COUNTED
from extractors.facts.dates_grammar import BARE_DAY, SECOND_DAY
from extractors.facts.dates_memory import UNKNOWN, Memory, Point, Read, edge, made
from extractors.facts.numerals import small_number

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


def within_year(groups: dict[str, str], year: int) -> Days | None:
    if half := groups.get("half") or groups.get("half0"):
        return cal.half(year, 1 if half == "上" else 2)
    if quarter := groups.get("q") or groups.get("q0"):
        return cal.quarter(year, 1 if quarter == "首" else small_number(quarter))
    if quarters := groups.get("qs") or groups.get("qs0"):
        return cal.months(year, 1, 3 * small_number(quarters))
    if count := groups.get("ms") or groups.get("ms0"):
        return cal.months(year, 1, small_number(count))
    if ordinal := groups.get("my") or groups.get("my1"):
        return cal.month(year, 1 if ordinal == "月" else small_number(ordinal))
    if week := groups.get("wy"):
        return cal.week_number(date(year, 1, 1), small_number(week))
    if term := groups.get("term") or groups.get("term0"):
        return cal.term(year if term == "秋" else year - 1, 1 if term == "秋" else 2)
    if season := groups.get("season"):
        return cal.season(year, season)
    if holiday := groups.get("holiday"):
        return cal.months(year, 1, 2) if holiday == "寒假" else cal.months(year, 7, 8)
    return None


def read_alone(groups: dict[str, str], end: int, memory: Memory) -> Read:
    year, reference = memory.default_year, memory.reference
    if "qend1" in groups:
        days = within_year(groups, year)
        return edge(end, days, "末", year=year, year_named=False) if days else (True, None)
    if groups.keys() & {"half0", "q0", "qs0", "ms0", "term0"}:
        return made(end, within_year(groups, year), "span", year=year, year_named=False)
    if "yphase0" in groups:
        whole = cal.years(year, year)
        return edge(end, whole, groups["yphase0"], year=year, year_named=False) if whole else (True, None)
    if "mphase0" in groups:
        month = memory.month or reference.month
        around = cal.month(year, month)
        return edge(end, around, groups["mphase0"], year=year, month=month) if around else (True, None)
    if "qrel" in groups:
        first = date(reference.year, 3 * ((reference.month - 1) // 3) + 1, 1)
        moved = cal.shift_months(first, 3 * _step(groups["qrel"]))
        days = cal.quarter(moved.year, (moved.month + 2) // 3)
        if days and "qend0" in groups:
            return edge(end, days, groups["qend0"], names_year=False)
        return made(end, days, "span", names_year=False)
    if "syrel" in groups:
        first_year = cal.school_year_of(reference) + _step(groups["syrel"])
        return made(end, cal.school_year(first_year), "span", names_year=False)
    if "trel" in groups:
        return made(end, _relative_term(groups["trel"], reference), "span", names_year=False)
    return _read_near_days(groups, end, memory)


def _relative_term(word: str, reference: date) -> Days | None:
    first, number = cal.term_of(reference)
    index = 2 * first + number - 1 + _step(word)
    return cal.term(index // 2, index % 2 + 1)


def _step(word: str) -> int:
    return {"上": -1, "下": 1}.get(word[0], 0)


def _read_near_days(groups: dict[str, str], end: int, memory: Memory) -> Read:
    reference = memory.reference
    if "drel" in groups:
        word = groups["drel"]
        base = memory.last.end if word in ("次日", "翌日") and memory.last and memory.last.end else reference
        only = base + timedelta(days=_DAYS_ON.get(word, 1))
        return made(end, Days(only, only), "day", names_year=False)
    if "wrel" not in groups and "wd0" not in groups:
        return UNKNOWN
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(groups.get("wrel", ""), 0)
    week = cal.week_of(reference + timedelta(days=7 * weeks))
    return _weekday(groups, end, week, reference)


def _weekday(groups: dict[str, str], end: int, week: Days, reference: date) -> Read:
    name = groups.get("wd") or groups.get("wd0")
    if name is None or week.start is None:
        return made(end, week, "span", names_year=False)
    if name == "末":
        return made(end, Days(week.start + timedelta(days=5), week.end), "span", names_year=False)
    only = week.start + timedelta(days="一二三四五六日".index(name.replace("天", "日")))
    if "wd0" in groups and only < reference:
        only += timedelta(days=7)
    return made(end, Days(only, only), "day", names_year=False)


def _numbers_a_place(text: str, at: int, end: int) -> bool:
    """成山大道12号: a number with 号 that ends a text is a day only where it is the whole text."""
    return at > 0 and end == len(text) and text[-1] == "号"


def read_bare_day(text: str, at: int, memory: Memory, *, second: bool = False) -> Point | None:
    """10日 after a month was named, or of the reference month."""
    found = (SECOND_DAY if second else BARE_DAY).match(text, at)
    if found is None:
        return None
    if not second and (
        _numbers_a_place(text, at, found.end()) or DAYS_COUNTED.search(text[max(0, at - 4) : at])
    ):
        return None
    month = memory.month or memory.reference.month
    year = memory.default_year
    days = cal.day(year, month, small_number(found["d"]))
    if days is None and memory.month is None:  # 29日 in a February without one: the month before
        month = month - 1 or 12
        days = cal.day(year - (month == 12), month, small_number(found["d"]))
    return Point(found.end(), days, "day", "", year, month, memory.month is not None) if days else None
