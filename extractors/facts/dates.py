"""Dates, periods, durations and frequencies at one place of a folded text.

A time is a point or two points joined (dates_points), with the words that bound it: 前 以前 (before),
以来 起 (since), 截至 (until), 内 (within). Conventions are those of docs/facts.md: 2023年前 ends with
2022, 10月31日前 and 年底前 end that day; a named month that would put a finished act after the report
belongs to the year before (`assumed`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.facts import dates_calendar as cal
from extractors.facts.cues import bound_before
from extractors.facts.dates_away import read_away, read_year_pair
from extractors.facts.dates_calendar import Days
from extractors.facts.dates_durations import LEADING, read_duration, read_frequency
from extractors.facts.dates_grammar import SEPARATOR
from extractors.facts.dates_memory import Memory, Point
from extractors.facts.dates_near import read_bare_day
from extractors.facts.dates_points import read_point
from extractors.facts.fact import Fact, TimeKind
from extractors.facts.folding import Folded, fold

_JOINT = re.compile(rf"[起]?(?:{SEPARATOR})(?:(?P<now>今(?![年日天])|现在|目前)|(?=.))")
_LISTED = re.compile(r"[、和及与](?P<now>(?!))?")  # 7、8月: a list that shares its 月 is read as one stretch
_BORROWS = re.compile(r"(?!.*(?:周|星期|礼拜|十[一二三四五六七八九]五$)).*[0-9〇零一二三四五六七八九十]$")
_BETWEEN = re.compile(r"之?间")
_PLAIN_YEARS = re.compile(
    r"(?P<a>(?:19|20)[0-9]{2})(?:年|[—~\-]{1,2}|至|到){1,2}(?P<b>(?:19|20)[0-9]{2})(?![0-9.年/号学])(?!-[0-9])"
)
_COMPACT = re.compile(r"(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])")
_LABELLED_YEAR = re.compile(r"20[0-9]{2}(?![0-9年.\-/—%])")
_YEAR_LABEL = re.compile(r"(?:时限|时间|年份|年度|期限|日期)(?:[（(][^（()）]{0,6}[）)])?[:为是|]?$")
_SUFFIX = re.compile(
    # 11月12日（周五）前, 11月10日17:00前, 3月1日下午5点前: the day counts
    r"(?:(?:[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?)?(?:[上下]午)?(?:[0-9]{1,2}(?::[0-9]{2}|[时点]))?(?=[之以]?前))?"
    r"(?:(?P<before>以前|之前|(?:下班|上午|中午|底)?前(?![往期后三沿端身夕景瞻来十0-9两二]))"
    r"|(?P<since>以来|[之以]后|后(?![期续勤备来者])|起(?![草来步点码诉重])|开始)"
    r"|(?P<within>以内|之内|内(?![容部地外涵蒙在])))"
)
_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|截止至)$")
_LATEST = re.compile(r"(?:最迟|不晚于|不迟于)(?:于|在|到)?$")
_NOW = re.compile(r"截[至止]到?(?:目前|当前|现在|今日|今天|报告期末|填报之?日|发稿)(?:为止)?")
_LAST_YEAR_SAME = re.compile(r"(?:去年|上年度?|上一年度?)同期")
_WITHIN_YEAR = re.compile(r"(?<![0-9一二三四五六七八九十两几半多来近每学])年内(?![容部地外涵])")
_DONE = re.compile(r"已(?!定)|了(?!解)|[荣喜]?获|入选|被评|被认定|顺利")
_AHEAD = re.compile(r"将|拟|预计|计划|力争|确保|争取|应|须|要|安排|届时|打算|准备|待|前完成|下一步|今后|未")
_CLAUSE_END = re.compile(r"[。；;，,\n]")


_AGO = re.compile(r"(?<=年)[以之]?前[的，,]")
_NEVER = Days(None, None)


@dataclass(frozen=True, slots=True)
class Time:
    """A time on the folded text."""

    start: int
    end: int
    kind: TimeKind
    days: Days = _NEVER
    value: str = ""
    mod: str = ""
    comparator: str = ""
    assumed: bool = False
    role: str = ""  # durations: from to delta (由15个工作日压缩至3个工作日)
    direction: str = ""


def read_time(text: str, at: int, memory: Memory) -> Time | None:
    """The time that starts at `at`, or None; what it names is kept in `memory`."""
    first = text[at]
    if first == "截":
        return _read_now(text, at, memory)
    if first in "每按逐":
        every = read_frequency(text, at)
        return Time(at, every.end, "frequency", value=every.iso) if every else None
    return (
        _read_special(text, at, memory)
        or _read_dated(text, at, memory)
        or _read_labelled(text, at, memory)
        or _read_length(text, at, memory)
    )


def _read_now(text: str, at: int, memory: Memory) -> Time | None:
    found = _NOW.match(text, at)
    today = memory.reference
    return Time(at, found.end(), "date", Days(today, today), mod="until") if found else None


def _read_special(text: str, at: int, memory: Memory) -> Time | None:
    if text[at] in "去上" and (same := _LAST_YEAR_SAME.match(text, at)):
        return Time(at, same.end(), "period", _year_before(memory))
    if text[at] in "去今明" and (pair := read_year_pair(text, at, memory)):
        return Time(at, pair.end, "period", pair.days)
    if text[at] == "年" and (within := _WITHIN_YEAR.match(text, at)):
        days = cal.years(memory.default_year, memory.default_year)
        return Time(at, within.end(), "period", days, mod="within") if days else None
    return None


def _year_before(memory: Memory) -> Days:
    """去年同期: the period last named, a year earlier; else the year so far, a year earlier."""
    if memory.last and memory.last.start and memory.last.end:
        return Days(cal.shift_months(memory.last.start, -12), cal.shift_months(memory.last.end, -12))
    end = cal.shift_months(memory.reference, -12)
    return Days(date(end.year, 1, 1), end)


def _read_dated(text: str, at: int, memory: Memory) -> Time | None:
    years = _PLAIN_YEARS.match(text, at)
    if years and 0 < int(years["b"]) - int(years["a"]) <= 40:
        days = cal.years(int(years["a"]), int(years["b"]))
        return Time(at, years.end(), "period", days) if days else None
    point = read_point(text, at, memory)
    if point is None and text[at] in "0123456789一二三四五六七八九十" and text[max(0, at - 2) : at] != "每月":
        point = read_bare_day(text, at, memory)
    if point is None:
        return None
    return _completed(text, at, point, memory)


def _completed(text: str, at: int, point: Point, memory: Memory) -> Time | None:
    joint = _JOINT.match(text, point.end)
    if joint is None and _BORROWS.match(text, at, point.end):
        joint = _LISTED.match(text, point.end)
    _remember(point, memory)
    if joint and joint["now"]:
        days = Days(point.days.start, memory.reference)
        return Time(at, joint.end(), "period", days, mod="since")
    between = _read_between(text, point, memory)
    if between:
        return _joined(text, at, point, between, memory)
    if joint:
        second = _read_second(text, joint.end(), memory)
        if second and _in_order(point, second):
            return _joined(text, at, point, second, memory)
    return _bounded(text, at, point, memory)


def _read_between(text: str, first: Point, memory: Memory) -> Point | None:
    """The second year of 2007年与2009年之间; two years without 间 stay two."""
    if text[first.end : first.end + 1] not in ("和", "与"):
        return None
    second = _read_second(text, first.end + 1, memory)
    return second if second and _BETWEEN.match(text, second.end) and _in_order(first, second) else None


def _read_second(text: str, at: int, memory: Memory) -> Point | None:
    if at >= len(text):
        return None
    second = read_point(text, at, memory)
    return second or read_bare_day(text, at, memory, second=True)


def _in_order(first: Point, second: Point) -> bool:
    if first.days.start is None or second.days.end is None:
        return False
    return second.days.end > first.days.start or not second.year_named


def _joined(text: str, at: int, first: Point, second: Point, memory: Memory) -> Time:
    """Two points make a period; a second month smaller than the first belongs to the next year."""
    start, end = first.days.start, second.days.end
    if start and end and end < start and end.year < cal.LAST_YEAR:
        end = cal.shift_months(end, 12)
    _remember(second, memory)
    days, assumed = Days(start, end), False
    if not first.year_named and not memory.knows_year:
        days, assumed = _placed(text, second.end, days, memory)
    memory.last = days
    return Time(at, second.end, "period", days, assumed=assumed)


def _remember(point: Point, memory: Memory) -> None:
    if point.year is not None and point.year_named and point.names_year:
        memory.year = point.year
    if point.month is not None:
        memory.month = point.month
    memory.last = point.days


def _bounded(text: str, at: int, point: Point, memory: Memory) -> Time:
    days, assumed = point.days, False
    suffix = _SUFFIX.match(text, point.end)
    if not point.year_named and not memory.knows_year and not (suffix and suffix["before"]):
        days, assumed = _placed(text, point.end, days, memory)
        memory.last = days
    kind: TimeKind = "date" if point.grain in ("day", "edge") else "period"
    if suffix is None or (suffix["within"] and kind == "date"):
        return Time(at, point.end, kind, days, mod=_prefix(text, at) or point.mod, assumed=assumed)
    if suffix["before"]:
        return _before(at, suffix.end(), kind, days)
    if suffix["within"]:
        return Time(at, suffix.end(), kind, days, mod="within", assumed=assumed)
    end = suffix.end() if suffix["since"] == "以来" else point.end
    return _since(at, end, kind, days, assumed, after=suffix["since"].endswith("后"))


def _before(at: int, end: int, kind: TimeKind, days: Days) -> Time:
    """10月31日前 ends that day; 2023年前 ends with the day before the year."""
    if kind == "date" or days.start is None:
        return Time(at, end, kind, days, mod="before")
    return Time(at, end, "period", Days(None, days.start - timedelta(days=1)), mod="before")


def _since(at: int, end: int, kind: TimeKind, days: Days, assumed: bool, after: bool) -> Time:
    if kind == "date":
        return Time(at, end, kind, days, mod="since", assumed=assumed)
    first = days.end + timedelta(days=1) if after and days.end else days.start
    return Time(at, end, "period", Days(first, None), mod="since", assumed=assumed)


def _prefix(text: str, at: int) -> str:
    before = text[max(0, at - 5) : at]
    if _UNTIL.search(before):
        return "until"
    return "before" if _LATEST.search(before) else ""


def _placed(text: str, end: int, days: Days, memory: Memory) -> tuple[Days, bool]:
    """A finished act cannot lie after the report: then the year before is meant, and said to be assumed."""
    if days.start is None or days.start <= memory.reference or days.start.year != memory.reference.year:
        return days, False
    stop = _CLAUSE_END.search(text, end + 1)
    clause = text[end : stop.start() if stop else end + 60][:60]
    if not _DONE.search(clause) or _AHEAD.search(clause) or _AHEAD.search(text[max(0, end - 16) : end]):
        return days, False
    moved = [cal.shift_months(at, -12) if at else None for at in (days.start, days.end)]
    return Days(*moved), True


def _read_labelled(text: str, at: int, memory: Memory) -> Time | None:
    """完成时限：2023 and 日期：20210315: figures that only their label makes a date."""
    if text[at] != "2":
        return None
    label = _YEAR_LABEL.search(text[max(0, at - 14) : at])
    if label is None and not (at == 0 and len(text) == 4):
        return None
    compact = _COMPACT.match(text, at)
    if compact:
        days = cal.day(int(compact["y"]), int(compact["m"]), int(compact["d"]))
        return Time(at, compact.end(), "date", days) if days else None
    year = _LABELLED_YEAR.match(text, at)
    if year is None or text[year.end() : year.end() + 1] in "个人名元万亿":
        return None if year is None or year.end() < len(text) else _whole_year(at, year, memory)
    return _whole_year(at, year, memory)


def _whole_year(at: int, year: re.Match[str], memory: Memory) -> Time | None:
    days = cal.years(int(year[0]), int(year[0]))
    memory.year, memory.last = int(year[0]), days
    return Time(at, year.end(), "period", days) if days else None


def _read_length(text: str, at: int, memory: Memory) -> Time | None:
    lead = LEADING.match(text, at)
    start = lead.end() if lead else at
    if start >= len(text) or (lead and text[start] not in "0123456789一二两三四五六七八九十几数半"):
        return None
    length = read_duration(text, start, after_lead=lead is not None)
    if length is None:
        return None
    away = read_away(text, at, length, memory) if lead is None else None
    if away is not None:
        return Time(at, away.end, away.kind, away.days, mod=away.mod)
    if _AGO.match(text, length.end):
        return None  # 招生两年前的标准: neither a length nor a known point
    if lead and text[max(0, at - 1) : at] == "提":  # 提前2个月
        at = start
    return Time(
        at,
        length.end,
        "duration",
        value=length.iso,
        mod=length.mod,
        comparator=length.comparator or bound_before(text, at),
    )


def to_fact(time: Time, folded: Folded) -> Fact:
    """The time as a Fact of the text as given."""
    start, end = folded.span(time.start, time.end)
    return Fact(
        folded.given[start:end],
        start,
        end,
        time.kind,
        start=time.days.start,
        end=time.days.end,
        value=time.value or None,
        mod=time.mod,
        comparator=time.comparator,
        role=time.role,
        direction=time.direction,
        assumed=time.assumed,
    )


def find_times(text: str, reference_date: date, last_year: int | None = None) -> tuple[Fact, ...]:
    """Dates, periods, durations and frequencies in `text`, as `find.find_facts` finds them among all facts."""
    from extractors.facts.find import scan

    folded = fold(text)
    found = scan(folded.text, Memory(reference_date, last_year))
    return tuple(to_fact(item, folded) for item in found if isinstance(item, Time))
