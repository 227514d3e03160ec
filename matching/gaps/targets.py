"""Numbers against the plan: below_target, behind_pace, no_figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from matching.claims import Claim
from matching.findings import Finding, Light
from matching.gaps.awards import above_the_province
from matching.gaps.case import Case, date_words, quoted
from matching.gaps.fulfilment import is_fulfilled
from matching.plan import Part, Target
from matching.series import CITY, Reading, clause_of, reaches, sum_reaches, year_value

_SO_FAR = re.compile(r"(?:只|仅|才)[^，。；]{0,6}$")


def below_target(case: Case) -> Iterator[Finding]:
    """A fitting figure of the period is short of the target, or above a ceiling.

    Judged at or after the due date, at year's end for a yearly target, at once where there is no date.
    Targets that only the body names split an item up and are not judged by themselves. One school's figure
    is never held against the city's target. The best figure of the period is the one that is judged.
    """
    if not case.is_triggered:
        return
    if case.item.ceiling:
        yield from _above_ceiling(case)
        return
    for part in case.item.parts:
        for target in _list_targets(part):
            if not _is_time(case, part, target):
                continue
            short = _shortfall(case, target)
            if short is not None and not is_fulfilled(case, part):
                yield _below(case, part, target, *short)
                break


def _list_targets(part: Part) -> list[Target]:
    return [target for target in part.targets if target.source == "list"]


def _is_time(case: Case, part: Part, target: Target) -> bool:
    if target.per == "P1Y" or target.period == "year":
        return case.period.ends_the_year
    return part.due is None or case.as_of >= part.due


def _shortfall(case: Case, target: Target) -> tuple[Decimal, Sequence[Reading]] | None:
    """The best value of the period and its readings, if it falls short; None if it does not or none is told."""
    readings = _city_readings(case, target)
    if not readings:
        return None
    if target.per:
        got = year_value(readings, case.period)
        return got if got and not sum_reaches(*got) else None
    whole = [reading for reading in readings if reading.total or target.unit == "%"] or readings
    if any(reaches(reading) for reading in whole):
        return None
    best = max(whole, key=lambda reading: reading.value)
    return best.value, [reading for reading in whole if reading.value == best.value]


def _city_readings(case: Case, target: Target) -> list[Reading]:
    """Readings of the target that fit its population; a yearly target also needs the earlier half's."""
    pool = case.readings if target.per else case.figures
    return [r for r in pool if r.target is target and r.fits_population and not _only_prepared(r)]


def _only_prepared(reading: Reading) -> bool:
    """A count of what is on the way; 目前只开设了1个 is what there is, however short."""
    if reading.target.unit in ("%", "人次"):
        return False
    start, _ = clause_of(reading.claim.text, reading.fact)
    so_far = _SO_FAR.search(reading.claim.text[start : reading.fact.start_char])
    return reading.addend or not (reading.claim.status == "done" or so_far)


def _below(case: Case, part: Part, target: Target, value: Decimal, readings: Sequence[Reading]) -> Finding:
    gap = target.value - value
    bar = f"{_plain(target.value)}{target.unit}"
    when = f"（期限{date_words(part.due)}）" if part.due else ("（年度目标）" if target.per else "")
    because = (
        f"{target.metric}目标为不低于{bar}{when}，{case.period.label}材料为{_plain(value)}{target.unit}，"
        f"差{_plain(gap)}{'个百分点' if target.unit == '%' else target.unit}，见{quoted(readings[0].claim)}。"
    )
    needed = (
        f"请核实{target.metric}数据；属实的说明差距原因和补齐时间，另有口径的补报{target.population}口径数据"
    )
    light: Light | None = "yellow" if part.soft or case.item.soft else None
    return case.find("below_target", because, needed, [r.claim for r in readings], part=part, light=light)


def _above_ceiling(case: Case) -> Iterator[Finding]:
    """35 is wrong only when too high: a share of the province's standard over 100%, or words or sums that say so."""
    for part in case.item.parts:
        over = [r.claim for r in case.figures for t in part.targets if r.target is t and not reaches(r)]
        over += [claim for claim in case.acts if above_the_province(claim)]
        if over:
            because = (
                f"“{part.text}”是上限，{case.period.label}材料显示疑似高于省级标准，见{quoted(over[0])}。"
            )
            yield case.find(
                "below_target", because, "请附省级奖励标准和本校奖励办法，逐档对照说明", over, part=part
            )


def behind_pace(case: Case) -> Iterator[Finding]:
    """Before year's end a yearly target's figure is below target x months/12."""
    if case.period.ends_the_year or not case.is_triggered:
        return
    months = case.period.month + case.period.months - 1
    for part in case.item.parts:
        for target in _list_targets(part):
            got = year_value(_city_readings(case, target), case.period) if target.per == "P1Y" else None
            pace = target.value * months / 12
            if got is None or got[0] >= pace or is_fulfilled(case, part):
                continue
            because = (
                f"{target.metric}年度目标{_plain(target.value)}{target.unit}，前{months}个月序时应达{_plain(pace)}{target.unit}，"
                f"材料为{_plain(got[0])}{target.unit}，见{quoted(got[1][0].claim)}。"
            )
            yield case.find(
                "behind_pace", because, "请说明后续安排，年底前补齐", [r.claim for r in got[1]], part=part
            )


def _is_given(case: Case, reading: Reading) -> bool:
    return reading.fits_population or reading.population in case.item.schools


def no_figure(case: Case) -> Iterator[Finding]:
    """The target is a number, an act is reported, and no claim of the period carries a fitting figure.

    Any target of any part will do, also the body's split, and the figure of a school that the item names: it is
    no city figure, so no target is judged by it, but the unit did give a number. A sentence that names one of the things to be counted
    is not without a figure. Ceilings and untriggered conditional items are not asked for numbers.
    """
    parts = [part for part in case.item.parts if part.targets]
    if not parts or case.item.ceiling or not case.is_triggered:
        return
    if all(is_fulfilled(case, part) for part in parts) or not case.acts:
        return
    if any(_is_given(case, reading) for reading in case.figures) or _by_name(parts, case.told):
        return
    target = parts[0].targets[0]
    near = [reading for reading in case.figures if not reading.fits_population]
    bars = "、".join(_bar_words(other) for part in parts for other in _list_targets(part))
    because = f"第{case.item.number}项目标为{bars}，{case.period.label}有{len(case.acts)}处进展表述，未见到相应口径的数字"
    because += f"；{near[0].population}一家的{near[0].written}不是{CITY}数" if near else ""
    needed = f"请补报{target.metric}的数字（{target.population}口径，单位为{target.unit}，写明截止日期）"
    yield case.find(
        "no_figure", because + "。", needed, case.acts, part=parts[0] if len(parts) == 1 else None
    )


def _by_name(parts: Sequence[Part], told: Sequence[Claim]) -> bool:
    text = "".join(claim.text for claim in told)
    return any(name in text for part in parts for target in part.targets for name in target.names)


def _bar_words(target: Target) -> str:
    words = {"ge": "不低于", "le": "不高于", "eq": "达到"}[target.comparator]
    return f"{target.metric}{words}{_plain(target.value)}{target.unit}"


def _plain(value: Decimal) -> str:
    """A decimal without exponent and idle zeros: 1000, 68.5."""
    return f"{value.normalize():f}"
