"""Units in a report: who is silent, who has which gaps, the table of items and units, progress of reporting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from matching.claims import Tally
from matching.plan import Plan, TaskItem, Unit
from matching.submissions import Submission
from outputs.report_rank import LIGHT_POINTS
from outputs.report_types import (
    GapEntry,
    HeatCell,
    IssuedPaper,
    ItemEntry,
    Progress,
    Receipt,
    RedUnit,
    RunningPeriod,
    UnitEntry,
)


def units_of(gaps: Sequence[GapEntry], kind: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for gap in gaps:
        if gap.finding.kind == kind:
            found.update(dict.fromkeys((gap.finding.unit,) if gap.finding.unit else gap.finding.units))
    return tuple(found)


def red_units(gaps: Sequence[GapEntry]) -> tuple[RedUnit, ...]:
    """Who is named by red gaps, on which items; most gaps first."""
    count: dict[str, list[int | None]] = {}
    for gap in gaps:
        if gap.finding.light == "red":
            for unit in (gap.finding.unit,) if gap.finding.unit else gap.finding.units:
                count.setdefault(unit, []).append(gap.finding.item)
    found = [
        RedUnit(unit, tuple(sorted({item for item in items if item is not None})), len(items))
        for unit, items in count.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.gaps))


def silent_beside(plan: Plan, units: Sequence[UnitEntry], silent: tuple[str, ...]) -> tuple[str, ...]:
    """Responsible units and named schools without a readable report, beside the silent lead units."""
    named = {school for item in plan.items for school in item.schools}
    through = {unit.short: unit.reports_through for unit in plan.units}
    spoken = {unit.short for unit in units if unit.files}
    return tuple(
        unit.short
        for unit in units
        if unit.short not in silent
        and unit.short not in spoken
        and through.get(unit.short, "") not in spoken
        and (unit.leads or unit.responsible or unit.short in named or unit.name in named)
    )


def unit_entries(
    plan: Plan,
    gaps: Sequence[GapEntry],
    receipts: Sequence[Receipt],
    period: str,
    issued: Mapping[str, IssuedPaper] = MappingProxyType({}),
) -> tuple[UnitEntry, ...]:
    """Every unit of the plan. `issued`: "督办单:市教体局" → what was decided about that paper."""
    silent = set(units_of(gaps, "not_submitted"))
    return tuple(
        UnitEntry(
            short=unit.short,
            name=unit.name,
            kind=unit.kind,
            accountable=unit.accountable,
            leads=tuple(item.number for item in plan.items if unit.short in item.lead),
            responsible=tuple(item.number for item in plan.items if unit.short in item.responsible),
            files=tuple(one for one in receipts if _belongs(one, unit, period)),
            gaps=tuple(gap for gap in gaps if unit.short in (*gap.finding.units, gap.finding.unit)),
            silent=unit.short in silent,
            notice=issued.get(f"督办单:{unit.short}"),
            reminder=issued.get(f"催报函:{unit.short}"),
        )
        for unit in plan.units
    )


def _belongs(receipt: Receipt, unit: Unit, period: str) -> bool:
    return receipt.fate == "read" and receipt.unit == unit.short and receipt.period in ("", period)


def heat_units(plan: Plan, gaps: Sequence[GapEntry], tallies: Sequence[Tally]) -> tuple[str, ...]:
    """Units with a duty, a gap or a claim, in the plan's order."""
    named = {name for item in plan.items for name in (*item.lead, *item.responsible)}
    named |= {name for gap in gaps for name in gap.finding.units}
    named |= {one.unit for one in tallies if one.band == "accepted"}
    return tuple(unit.short for unit in plan.units if unit.short in named)


def heat_row(
    entry: ItemEntry, units: Sequence[str], tallies: Sequence[Tally], period: str
) -> tuple[HeatCell, ...]:
    """A cell for each unit; `tallies`: those of the entry's item."""
    cells = []
    said: Counter[str] = Counter()
    for one in tallies:
        if one.period == period and one.band == "accepted":
            said[one.unit] += one.number
    for unit in units:
        gaps = [gap for gap in entry.live if unit in (*gap.finding.units, gap.finding.unit)]
        worst = max(gaps, key=lambda gap: LIGHT_POINTS[gap.finding.light], default=None)
        light = worst.finding.light if worst else ""
        cells.append(HeatCell(unit, _role(entry.item, unit), light, len(gaps), said[unit]))
    return tuple(cells)


def _role(item: TaskItem, unit: str) -> str:
    if unit in item.lead:
        return "牵"
    if unit in item.responsible:
        return "责"
    return "校" if unit in item.schools else ""


def progress_of(
    running: RunningPeriod | None, plan: Plan, submissions: Sequence[Submission]
) -> Progress | None:
    if running is None:
        return None
    sent = {one.unit for one in submissions if one.period == running.period and one.source == "unit"}
    expected = [
        unit
        for unit in plan.units
        if any(unit.short in (*item.lead, *item.responsible) for item in plan.items)
    ]
    waiting = tuple(
        unit.short for unit in expected if unit.short not in sent and unit.reports_through not in sent
    )
    due = tuple(
        (item.number, part)
        for item in plan.items
        for part in item.parts
        if part.due is not None and running.start <= part.due <= running.end
    )
    reported = tuple(unit.short for unit in plan.units if unit.short in sent)
    return Progress(running.period, running.end, reported, waiting, due)
