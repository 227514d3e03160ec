"""An item's figures over time: which reported figure fits which target, for whom, and for which days.

A figure fits only if metric, population, unit and period fit: 人 is not 人次, one school is not the city,
80% with a master's degree is not 80% 双师型. What a figure measures is read from its clause, else from the
nearest clause before it, else from the row's other cells; never from the number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from extractors.facts.fact import Fact
from matching.claims import Claim
from matching.periods import Period
from matching.plan import Part, Plan, Target, TaskItem
from matching.record import read_period

CITY = "全市"
#: A count up to 30 November is taken for the year's: reports are written before the year is over.
NEAR_THE_END = timedelta(days=45)
#: Measure words that count the same kind of thing.
COUNTERS = frozenset({"处", "个", "家", "所", "座"})
_SEPARATOR = re.compile(r"[，,；;。！!？?、（）()：:\n]")
_CITY_WORDS = re.compile(r"全市|我市|市域|全域|各职业(?:学校|院校)|两校|两所(?:职业)?学校")
_ELSEWHERE = re.compile(r"全省|全国|威海市?(?:平均|均值)|省均|上年|去年|上一年|往年|同期")
_OWN_SCHOOL = re.compile(r"我校|全校|本校|学校|校内|我院|学院")
_INTENDED = re.compile(
    r"(?:拟|计划|预计|力争|争取|目标(?:是|为|值|数)|将|确保|应达|需达|下一步|打算|任务(?:是|为|数))"
    r"(?!.*(?:已|实际|完成了|实有))"
)
#: 清单要求的两个专业, 方案明确的10处: the number is the demand's own.
_DEMANDED = re.compile(r"(?:要求|规定|明确|确定|应建|应设|下达|分配|承担)的$")
#: 两成补助没能批下来: the figure is what did not come about.
_NOT_COME = re.compile(
    r"[^，。；]{0,8}(?:没能|没有|未能|未获|未予|无法|未批|没批|落空|被取消|尚未|还没|测算|估算)"
)
#: 一半给了实训台: a part of some sum, no rate.
_SOME_HALF = re.compile(r"(?:一|大|多|近)?半(?:数)?")
_SPECIALTY = re.compile(
    r"(?!(?:急需|紧缺|立项|重点|新增|新设|该|本|各|两个)*专业)([\u4e00-\u9fff]{2,8}?)专业"
)
#: 4家企业: a figure with a noun of its own does not count what the clause before speaks of.
_COUNTED = re.compile(
    r"(?:名|位)?(?:[\u4e00-\u9fff]{0,4}?)(?:企业|单位|教师|老师|学生|人员|课程|教材|协议|设备|教室|证书|公司|酒店|岗位|学员|机构|专家|技师|部门|车间|班级|工位)"
)
_PENDING = re.compile(r"在建|筹建|正在|申报|推荐|拟建|洽谈|待建|未建")
_INCREMENT = re.compile(r"查看|抽查|实地|走访|检查|新增|新建|新认定|增加|又建|增设|减少|少|其中")
_TOTAL = re.compile(
    r"累计|共|合计|总计|总数|总量|全年|全市|各类|达到?|建成|扩大到|增至|增加到|现有|已有|覆盖"
)
_SECOND_HALF = re.compile(r"下半年|7月?[-—–至~到]12月|七月以来")
_GOAL_COLUMN = re.compile(r"目标|任务|计划|要求|指标|时限")
_RESULT_COLUMN = re.compile(r"完成|进展|实际|情况|落实|成效")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reported figure that speaks of a target's metric, in its unit."""

    part: Part
    target: Target
    claim: Claim
    fact: Fact
    value: Decimal
    population: str  # 全市, or the short form of a school
    start: date | None  # the days it covers; None where the claim's period is in doubt
    end: date | None
    total: bool  # called a whole: 累计, 共, 全市 …
    addend: bool  # called a part: 新增, 其中, 在建, 抽查 …

    @property
    def fits_population(self) -> bool:
        return fits_population(self.population, self.target)

    @property
    def written(self) -> str:
        return self.fact.surface


def find_readings(plan: Plan, item: TaskItem, claims: Sequence[Claim]) -> tuple[Reading, ...]:
    """Every fitting figure in the item's accepted, told claims, in the order of the claims."""
    if not any(part.targets for part in item.parts):
        return ()
    return tuple(
        reading
        for claim in claims
        if claim.status in ("done", "ongoing", "blocked") and not claim.copied_from_plan
        if not in_goal_column(claim)
        for reading in _readings_of(plan, item, claim)
    )


def same_object(one: Reading, other: Reading) -> bool:
    """A rate that is owed for each of several things (立项专业) is compared only where both name the same, or none."""
    if one.target.unit != "%" or fits_population(CITY, one.target) != fits_population("", one.target):
        return True
    named = [frozenset(_pairs_of(_SPECIALTY.findall(r.claim.text))) for r in (one, other)]
    return bool(named[0] & named[1]) or not (named[0] or named[1])


def _pairs_of(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (name[i : i + 2] for i in range(len(name) - 1))


def fits_population(population: str, target: Target) -> bool:
    """City figures for city targets, a school's for its own; a target that counts things takes any."""
    if target.population == CITY or re.search(r"学校$|学院$", target.population):
        return population == target.population
    return True


def reaches(reading: Reading) -> bool:
    """Is the target met by this figure? 近1000 is less than 1000; 以上 holds the number itself."""
    bar, value = reading.target.value, reading.value
    if reading.fact.comparator in ("lt", "approx_below") and value == bar:
        return reading.target.comparator == "le"
    if reading.target.comparator == "ge":
        return value >= bar
    return value <= bar if reading.target.comparator == "le" else value == bar


def sum_reaches(value: Decimal, readings: Sequence[Reading]) -> bool:
    """The same for a year's value made of several figures: at the bar itself 近 still falls short."""
    bar = readings[0].target.value
    vague = any(reading.fact.comparator in ("lt", "approx_below") for reading in readings)
    return value > bar or (value == bar and not vague)


def in_goal_column(claim: Claim) -> bool:
    """Does the cell stand under 目标任务, 计划 or 时限: a restated wish, not a result?"""
    column = claim.context.column
    return bool(_GOAL_COLUMN.search(column)) and not _RESULT_COLUMN.search(column)


def figure_value(fact: Fact) -> Decimal | None:
    """The number a figure states now; None for times, for the 由 of 由…到 and for differences."""
    if fact.is_time or fact.role in ("from", "delta") or fact.kind == "percentage_point":
        return None
    return fact.value if isinstance(fact.value, Decimal) else fact.low


def clause_of(text: str, fact: Fact) -> tuple[int, int]:
    """The stretch between separators in which the figure stands: half-open offsets in the text."""
    marks = _separators(text)
    before, after = bisect_left(marks, fact.start_char), bisect_left(marks, fact.end_char)
    return (marks[before - 1] + 1 if before else 0), (marks[after] if after < len(marks) else len(text))


@lru_cache(maxsize=8192)
def _separators(text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in _SEPARATOR.finditer(text))


def is_intended(text: str, fact: Fact) -> bool:
    """Is the figure what someone means to reach, not what was reached?"""
    if _DEMANDED.search(text[: fact.start_char]):
        return True
    start, _ = clause_of(text, fact)
    sentence = max(text.rfind(mark, 0, start) for mark in "。；;") + 1
    return bool(_INTENDED.search(text[sentence : fact.start_char]))


def is_denied(text: str, fact: Fact) -> bool:
    """Does the clause go on to say that what the figure counts did not come about?"""
    return bool(_NOT_COME.match(text, fact.end_char))


def population_of(plan: Plan, claim: Claim, fact: Fact) -> str:
    """全市, or the short form of the school whose figure it is: named in the clause, else the sender's own."""
    start, end = clause_of(claim.text, fact)
    for words in (fact.population, claim.text[start:end], claim.text[: fact.end_char]):
        if _CITY_WORDS.search(words):
            return CITY
        named = _school_in(plan, words)
        if named:
            return named
    sender = plan.unit(claim.unit)
    if sender and sender.kind in ("school", "college"):
        return sender.short
    if claim.subject and _OWN_SCHOOL.search(claim.text) and _is_school(plan, claim.subject):
        return claim.subject
    return _row_school(plan, claim) or CITY


def _readings_of(plan: Plan, item: TaskItem, claim: Claim) -> Iterator[Reading]:
    targets = [target for part in item.parts for target in part.targets]
    for fact in claim.facts:
        if not any(_unit_fits(fact, target) for target in targets):
            continue
        value = figure_value(fact)
        if value is None:
            continue
        if is_intended(claim.text, fact) or is_denied(claim.text, fact):
            continue
        population = None
        fitting = (
            (part, target) for part in item.parts for target in part.targets if _unit_fits(fact, target)
        )
        for part, target in fitting:
            scope = _scope(claim, fact, targets, target)
            if scope is None or not _metric_fits(scope, fact, target):
                continue
            if population is None:  # only now: it costs more than all the rest
                population = population_of(plan, claim, fact)
            start, end = _days(claim, scope)
            addend = bool(_INCREMENT.search(scope) or _PENDING.search(scope))
            total = not addend and bool(_TOTAL.search(scope))
            yield Reading(part, target, claim, fact, value, population, start, end, total, addend)


def _scope(claim: Claim, fact: Fact, targets: Sequence[Target], target: Target) -> str | None:
    """The words that say what the figure measures: its clause, else an earlier clause, else the row."""
    text = claim.text
    start, end = clause_of(text, fact)
    clause = text[start:end]
    if _names_any(clause, targets):
        return clause
    counted = _COUNTED.match(text, fact.end_char)
    if counted and not _in_words(counted.group(), target):
        return clause if _in_words(fact.metric, target) else None
    for earlier in reversed(_SEPARATOR.split(text[:start])):
        if _names_any(earlier, targets):
            return earlier + clause
    around = "｜".join([*(cell for _, cell in claim.context.row), claim.context.column])
    if any(word in around for word in target.words):
        return around + clause
    return clause if _in_words(fact.metric, target) else None


def _names_any(words: str, targets: Sequence[Target]) -> bool:
    return any(_in_words(words, target) for target in targets)


def _in_words(text: str, target: Target) -> bool:
    return any(word in text for word in (target.words or (target.metric,)))


def _metric_fits(scope: str, fact: Fact, target: Target) -> bool:
    if any(word in scope for word in target.unlike) or _ELSEWHERE.search(scope):
        return False
    return _in_words(scope, target) or _in_words(fact.metric, target)


def _unit_fits(fact: Fact, target: Target) -> bool:
    if target.unit == "%":
        return fact.kind == "percent" and not _SOME_HALF.fullmatch(fact.surface)
    unit = _plain_unit(fact.unit)
    if target.unit in COUNTERS:
        return unit in COUNTERS
    return unit == target.unit


@lru_cache(maxsize=1024)
def _plain_unit(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit)


def _days(claim: Claim, scope: str) -> tuple[date | None, date | None]:
    """A period named in the claim; else from New Year to the end of the claim's period."""
    period = read_period(claim.period)
    if period is None:
        return None, None
    if _SECOND_HALF.search(scope) or _SECOND_HALF.search(claim.text):
        return date(period.year, 7, 1), period.end
    spans = [
        f for f in claim.facts if f.kind == "period" and f.start and f.end and f.start.year == period.year
    ]
    if len(spans) == 1 and spans[0].start and spans[0].end:
        return spans[0].start, min(spans[0].end, period.end)
    return date(period.year, 1, 1), period.end


def _school_in(plan: Plan, words: str) -> str:
    """The school named last in the words, by any of its names; "" where none is named."""
    best = (-1, 0, "")
    for name, short in plan.school_names if words else ():
        place = words.rfind(name)
        if place >= 0:
            best = max(best, (place + len(name), len(name), short))
    return best[2]


def _is_school(plan: Plan, short: str) -> bool:
    unit = plan.unit(short)
    return unit is not None and unit.kind in ("school", "college")


def _row_school(plan: Plan, claim: Claim) -> str:
    """A school in a row's 单位 or 学校 column."""
    cells = [cell for header, cell in claim.context.row if re.search(r"单位|学校", header)]
    return _school_in(plan, "｜".join(cells))


def year_value(readings: Sequence[Reading], period: Period) -> tuple[Decimal, tuple[Reading, ...]] | None:
    """What a yearly target's figures of one population come to by the period's end; None without a figure.

    A whole-year figure wins (the largest); addends of one document are summed; a first half and a second
    half that do not overlap are added.
    """
    new_year = date(period.year, 1, 1)
    late = [r for r in readings if r.end and period.end - NEAR_THE_END <= r.end <= period.end]
    now = [r for r in late if r.start == new_year]
    if now:
        return _best_document(now)
    early = [
        r for r in readings if r.start == new_year and r.end and late and r.end < (late[0].start or new_year)
    ]
    if not late:
        return None
    second, first = _best_document(late), _best_document(early) if early else (Decimal(0), ())
    return second[0] + first[0], second[1] + first[1]


def _best_document(readings: Sequence[Reading]) -> tuple[Decimal, tuple[Reading, ...]]:
    """The largest value any one document gives: its total, or the sum of its addends."""
    by_document: dict[str, list[Reading]] = {}
    for reading in readings:
        by_document.setdefault(reading.claim.submission, []).append(reading)
    return max((_document_value(group) for group in by_document.values()), key=lambda pair: pair[0])


def _document_value(group: Sequence[Reading]) -> tuple[Decimal, tuple[Reading, ...]]:
    totals = [reading for reading in group if reading.total]
    if totals:
        best = max(totals, key=lambda reading: reading.value)
        return best.value, (best,)
    return sum((reading.value for reading in group), Decimal(0)), tuple(group)
