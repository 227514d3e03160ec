"""Dates and figures against two public test suites: python -m benchmarks.public_facts DIR [--misses]

DIR holds checkouts of microsoft/Recognizers-Text and dongrixinyu/JioNLP; their texts are read there and never
copied here. Left out, by pattern and not by result: clock times, lunar and era dates, festivals, dates written
day first or year last, ordinals, computer notation (2e5, 12k, 1.1^23), dozens (打). Where a suite's convention
differs from docs/facts.md, `fits` says which reading counts as equal. Value F1: a fact that overlaps the
expected span and has its value is a hit; every other fact of the suite's kind counts against precision.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.facts.fact import Fact
from extractors.facts.find import find_facts

NOT_OFFICIAL = re.compile(
    r"农历|阴历|腊月|正月|闰|大年|初[一二三四五六七八九十0-9]|廿|除夕|[一二三四五六七八九十]月(?:二)?十[一二三四五六七八九]?$|"
    r"节|元旦|国庆|端午|元宵|^十一$|冬至|大寒|小寒|芒种|霜降|七夕|神龙|雍正|康熙|民国|"
    r"[晚早夜晨]|午|白天|黎明|点[钟半0-9一二三四五六七八九十]?|[0-9一二三四五六七八九十零]时(?!间)|[0-9]:[0-9]|：[0-9]|秒|分钟|钟头|刻|小时"
)
YEAR_LAST = re.compile(r"(?<![0-9])[0-9]{1,2}([./-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])")
COMPUTER = re.compile(
    r"[eE^kKＫｅmMＭ]|http|^(?:\.|-\.|－－|\.\.\.)|[0-9０-９]\s+[0-9０-９]+[/／]|打$|打蘋|打苹"
)
NUMBER_KINDS = ("number", "quantity", "ratio", "percent", "percentage_point", "money")
ORDINAL = re.compile(r"第|章|排名")
TIME_KINDS = ("date", "period", "duration", "frequency")


@dataclass(frozen=True)
class Expected:
    """What a suite expects at text[start:end]: days (either of several), a length in days, or a number."""

    start: int
    end: int
    days: tuple[tuple[date | None, date | None], ...] = ()
    length: str = ""
    number: Decimal | None = None


@dataclass
class Case:
    text: str
    today: date
    expected: list[Expected] = field(default_factory=list)
    kinds: tuple[str, ...] = TIME_KINDS


@dataclass
class Score:
    """Counts of one suite: cases kept and left out, expected facts, hits, surplus facts."""

    kept: int = 0
    left_out: int = 0
    gold: int = 0
    hits: int = 0
    surplus: int = 0

    @property
    def f1(self) -> float:
        wrong = self.gold - self.hits + self.surplus
        return 2 * self.hits / (2 * self.hits + wrong) if self.hits else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is not found as the suite has it")
    asked = parser.parse_args()
    for name, cases in suites(asked.directory):
        score = measure(cases, asked.misses)
        print(
            f"{name:28} cases {score.kept:3} left out {score.left_out:3} | facts {score.gold:3} surplus {score.surplus:3}"
            f" | value F1 {score.f1:.3f}"
        )


def suites(directory: Path) -> Iterator[tuple[str, list[Case | None]]]:
    """Each suite's cases in order; None stands for one left out."""
    for kind, name in (
        ("DateTime", "DateExtractor"),
        ("DateTime", "DateParser"),
        ("DateTime", "DatePeriodParser"),
        ("Number", "NumberModel"),
        ("Number", "PercentModel"),
    ):
        for file in directory.rglob(f"Specs/{kind}/Chinese/{name}.json"):
            rows = json.loads(file.read_text(encoding="utf-8-sig"))
            read = {"NumberModel": _number_case, "PercentModel": _percent_case}.get(name, _date_case)
            yield f"Recognizers {name}", [read(row) for row in rows]
    for file in directory.rglob("test/test_time_parser.py"):
        yield "JioNLP time parser", [_jio_case(row) for row in _jio_rows(file)]


def measure(cases: list[Case | None], misses: bool) -> Score:
    score = Score()
    for case in cases:
        if case is None:
            score.left_out += 1
            continue
        score.kept += 1
        facts = [f for f in find_facts(case.text, case.today) if f.kind in case.kinds]
        _count(case, facts, score, misses)
    return score


def _count(case: Case, facts: list[Fact], score: Score, misses: bool) -> None:
    score.gold += len(case.expected)
    free = list(facts)
    for expected in case.expected:
        found = [f for f in free if f.start_char < expected.end and expected.start < f.end_char]
        hit = next((f for f in found if fits(f, expected, case.today)), None)
        if hit is None and misses:
            print(
                "  ",
                case.text,
                "|",
                case.text[expected.start : expected.end],
                expected.days or expected.length or expected.number,
                "|",
                [_shown(f) for f in found],
            )
        score.hits += hit is not None
        for fact in [hit] if hit else found[:1]:
            free.remove(fact)
    if misses and free:
        print("  ", case.text, "| surplus", [_shown(f) for f in free])
    score.surplus += len(free)


def _shown(fact: Fact) -> tuple[Any, ...]:
    return (fact.surface, fact.kind, str(fact.start), str(fact.end), str(fact.value))


def fits(fact: Fact, expected: Expected, today: date) -> bool:
    """Same value, by the readings that docs/quality.md lists (a suite's end may be the day after, and so on)."""
    if expected.number is not None:
        return _same_number(fact, expected.number)
    if expected.length:
        return isinstance(fact.value, str) and _in_days(fact.value) == _in_days(expected.length)
    if not expected.days:
        return True
    return any(_same_days(fact, start, end, today) for start, end in expected.days)


def _same_number(fact: Fact, number: Decimal) -> bool:
    """A percentage may be given as its hundredth; of a range the suite keeps the number beside the sign."""
    value = fact.value if isinstance(fact.value, Decimal) else fact.high
    if value is None:
        return False
    values = [value, value / 100] if fact.kind == "percent" else [value]
    return any(abs(one - number) <= abs(number) * Decimal("1e-6") for one in values)


def _same_days(fact: Fact, start: date | None, end: date | None, today: date) -> bool:
    if fact.kind == "duration":
        return isinstance(fact.value, str) and _spans(fact.value, start, end, today)
    ends = {end, end - timedelta(days=1)} if end else {None}
    if end and start and (end.month, end.day) == (1, 1) and start.month == start.day == 1:
        ends.add(end.replace(month=12, day=31))  # 2016—2018: the last year counts here, not in the suite
    if fact.mod in ("before", "until", "end"):
        return fact.end in ends or _just_before(fact, start, end)
    if fact.mod in ("since", "start"):
        return fact.start == start or (end is not None and fact.start in (end, end + timedelta(days=1)))
    return fact.start == start and fact.end in ends


def _just_before(fact: Fact, start: date | None, end: date | None) -> bool:
    """2025年前 ends with 2024 here; the suites end it with 2025, or give the bare year 2025."""
    if fact.kind != "period" or fact.end is None:
        return False
    first = fact.end + timedelta(days=1)
    return first == start or (end is not None and (first.year, first.day) == (end.year, 1))


def _spans(iso: str, start: date | None, end: date | None, today: date) -> bool:
    """近三月 is a length here, days in the suites: the stretch of that length that begins or ends today."""
    if start is None or end is None or "T" in iso:
        return False
    length = sum(_in_days(iso)) / len(_in_days(iso))
    near = any(abs((edge - today).days) <= 1 for edge in (start, end))
    return near and abs((end - start).days - length) <= max(3, length / 10)


def _in_days(iso: str) -> tuple[float, ...]:
    """P2Y6M and P2.5Y alike; the ends of P3Y/P5Y one after the other."""
    sizes = {"Y": 365.25, "M": 365.25 / 12, "W": 7, "D": 1}
    return tuple(
        round(sum(float(number) * sizes[unit] for number, unit in re.findall(r"([0-9.]+)([YMWD])", part)), 3)
        for part in iso.replace("T", "/T").split("/")
    )


def _day(text: str) -> date | None:
    return None if text.startswith("0001") else date.fromisoformat(text[:10])


def _date_case(row: dict[str, Any]) -> Case | None:
    text = row["Input"]
    if NOT_OFFICIAL.search(text) or YEAR_LAST.search(text):
        return None
    today = date.fromisoformat(row.get("Context", {}).get("ReferenceDateTime", "2017-03-22")[:10])
    case = Case(text, today)
    for result in row["Results"]:
        value = result.get("Value") or {}
        days = []
        for name in ("PastResolution", "FutureResolution"):
            ends = list((value.get(name) or {}).values())
            if ends and _day(ends[0]) and _day(ends[-1]):
                days.append((_day(ends[0]), _day(ends[-1])))
        if value and not days:
            continue  # a day that does not exist, or a season the suite leaves open
        case.expected.append(Expected(result["Start"], result["Start"] + result["Length"], tuple(days)))
    return case


def _number_case(row: dict[str, Any]) -> Case | None:
    """Numbers that are no percentage; what the suite leaves to its models of percent and currency is no surplus."""
    if re.search(r"年[0-9１]+月", row["Input"]) or ORDINAL.search(row["Input"]):
        return None  # a number inside a date or a rank is none here
    return _figure_case(row, NUMBER_KINDS)


def _percent_case(row: dict[str, Any]) -> Case | None:
    return _figure_case(row, ("percent", "percentage_point"))


def _figure_case(row: dict[str, Any], kinds: tuple[str, ...]) -> Case | None:
    text = row["Input"]
    if COMPUTER.search(text):
        return None
    case = Case(text, date(2017, 3, 22), kinds=kinds)
    for result in row["Results"]:
        number = Decimal(result["Resolution"]["value"].rstrip("%"))
        case.expected.append(Expected(result["Start"], result["End"] + 1, number=number))
    return case


def _jio_rows(file: Path) -> Iterator[tuple[str, ast.expr, dict[str, Any]]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "time_string_list":
            for row in getattr(node.value, "elts", []):
                text, today, expected = row.elts[:3]
                if isinstance(expected, ast.Dict):
                    yield ast.literal_eval(text), today, ast.literal_eval(expected)


def _jio_case(row: tuple[str, ast.expr, dict[str, Any]]) -> Case | None:
    text, base, expected = row
    times = expected["time"]
    today = _jio_today(base)
    if NOT_OFFICIAL.search(text) or today is None:
        return None
    case = Case(text, today)
    if expected["type"] == "time_delta":
        length = _length(times)
        if not length:
            return None
        case.expected.append(Expected(0, len(text), length=length))
    elif expected["type"] == "time_period":
        case.expected.append(Expected(0, len(text), length=_length(times["delta"])))
    else:
        start, end = (None if "inf" in t else date.fromisoformat(t[:10]) for t in times)
        case.expected.append(Expected(0, len(text), ((start, end),)))
    return case


def _jio_today(base: ast.expr) -> date | None:
    """The reference of a case: one of the file's two moments, the machine's clock (left out), or given parts."""
    if isinstance(base, ast.Name):
        return {"_ts_1": date(2021, 6, 14), "_ts_2": date(2021, 9, 1)}.get(base.id)
    if isinstance(base, ast.Call):
        return None
    given = ast.literal_eval(base)
    if given is None:
        return date(2021, 6, 14)
    if isinstance(given, dict):
        given = [given.get(name, 1) for name in ("year", "month", "day")]
    if isinstance(given, (int, float)):
        return None
    year, month, day = (*given, 1, 1)[:3]
    return date(year, month, day)


def _length(parts: Any) -> str:
    if isinstance(parts, list):
        ends = [_length(part) for part in parts]
        return "/".join(ends) if all(ends) else ""
    names = {"year": "Y", "month": "M", "day": "D", "workday": "D"}
    if not set(parts) <= set(names):
        return ""
    return "P" + "".join(f"{value:g}{names[name]}" for name, value in parts.items())


if __name__ == "__main__":
    main()
