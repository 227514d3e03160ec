"""Whether a plan's data fits together: numbers, units, dates, targets, and the notice's own words."""

from __future__ import annotations

import re

from matching.plan import Part, Plan, PlanError, TaskItem
from matching.plan_file import PLAN_FILE, UNITS_FILE, Lines

COMPARATORS = ("ge", "le", "eq")
PERIODS = ("", "year")
SOURCES = ("list", "body")
UNIT_KINDS = ("bureau", "party", "vertical", "school", "college", "enterprise", "outside", "foreign")
DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")


def check_plan(plan: Plan, lines: Lines) -> None:
    """Raise PlanError for the first thing that does not fit; return None for a plan that can be used."""
    _check_units(plan, lines)
    _check_numbers(plan, lines)
    known = {unit.short for unit in plan.units}
    for item in plan.items:
        _check_item(item, known, lines, plan)
    for commitment in plan.commitments:
        _check_words(commitment.body, plan, lines.of("commitment", commitment.id))


def _check_units(plan: Plan, lines: Lines) -> None:
    if not plan.units:
        raise PlanError(UNITS_FILE, 0, "没有一个 [[unit]]")
    owner: dict[str, str] = {}
    for unit in plan.units:
        place = lines.of("unit", unit.id)
        if unit.kind not in UNIT_KINDS:
            raise PlanError(
                *place, f"单位“{unit.short}”的类别“{unit.kind}”不认识，应为 {'、'.join(UNIT_KINDS)}"
            )
        for name in {unit.name, unit.short, *unit.aliases}:
            if owner.setdefault(name, unit.short) != unit.short:
                raise PlanError(*place, f"名称“{name}”同时属于“{owner[name]}”和“{unit.short}”")
    for unit in plan.units:
        through = unit.reports_through
        if through and through not in {other.short for other in plan.units if other is not unit}:
            raise PlanError(
                *lines.of("unit", unit.id), f"“{unit.short}”的代报单位“{through}”不在 {UNITS_FILE} 里"
            )


def _check_numbers(plan: Plan, lines: Lines) -> None:
    """1…n once each and in order: the office counts by these numbers."""
    if not plan.items:
        raise PlanError(PLAN_FILE, 0, "没有一个 [[item]]")
    for expected, item in enumerate(plan.items, 1):
        if item.number != expected:
            raise PlanError(*lines.of("item", item.number), f"任务序号应为 {expected}，这里是 {item.number}")


def _check_item(item: TaskItem, known: set[str], lines: Lines, plan: Plan) -> None:
    place = lines.of("item", item.number)
    if not item.lead:
        raise PlanError(*place, f"第{item.number}项没有牵头单位")
    for short in (*item.lead, *item.responsible, *item.schools):
        if short not in known:
            raise PlanError(*place, f"第{item.number}项的单位“{short}”不在 {UNITS_FILE} 里")
    _check_inheritance(item, plan, place)
    _check_words(item.text, plan, place)
    _check_words(item.body, plan, place)
    if not item.parts:
        raise PlanError(*place, f"第{item.number}项没有 [[item.part]]")
    for part in item.parts:
        _check_part(item, part, lines, plan)


def _check_inheritance(item: TaskItem, plan: Plan, place: tuple[str, int]) -> None:
    """Merged unit cells are carried down as a pair, within the category, from a row above."""
    if item.inherited_from is None:
        return
    source = next((other for other in plan.items if other.number == item.inherited_from), None)
    if source is None or source.number >= item.number or source.category != item.category:
        raise PlanError(*place, f"第{item.number}项的单位只能承自同一类别里在它上面的一项")
    if (source.lead, source.responsible) != (item.lead, item.responsible):
        raise PlanError(*place, f"第{item.number}项的单位与所承第{source.number}项不同")


def _check_words(text: str, plan: Plan, place: tuple[str, int]) -> None:
    if plan.notice and text not in plan.notice:
        raise PlanError(*place, f"“{text[:20]}…”与通知原文（notice.txt）不一致")


def _check_part(item: TaskItem, part: Part, lines: Lines, plan: Plan) -> None:
    place = lines.of("part", part.id)
    if not re.fullmatch(rf"{item.number}[a-z]?", part.id):
        raise PlanError(
            *place, f"分项“{part.id}”不属于第{item.number}项，编号应为 {item.number} 或 {item.number}a…"
        )
    if part.due is not None and part.due < plan.issued:
        raise PlanError(*place, f"分项“{part.id}”的期限早于印发日期")
    if part.alternatives and part.due is None:
        raise PlanError(*place, f"分项“{part.id}”有另一读法却没有期限")
    if part.due in part.alternatives:
        raise PlanError(*place, f"分项“{part.id}”的另一读法与采用的期限相同")
    for index, target in enumerate(part.targets):
        spot = lines.of("target", f"{part.id}.{index}")
        if target.comparator not in COMPARATORS:
            raise PlanError(*spot, f"比较符“{target.comparator}”不认识，应为 {'、'.join(COMPARATORS)}")
        if target.period not in PERIODS or target.source not in SOURCES:
            raise PlanError(*spot, f"分项“{part.id}”的 period 或 source 不认识")
        if target.per and not DURATION.fullmatch(target.per):
            raise PlanError(*spot, f"“{target.per}”不是 ISO 8601 时长，如 P1Y")
