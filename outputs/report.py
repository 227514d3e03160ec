"""Findings arranged for readers: one neutral, frozen structure that every renderer shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from extractors.document import Document
from matching.claims import Claim
from matching.findings import Evidence, Finding, GapKind, ItemStanding, Judgement
from matching.plan import Part, Plan, TaskItem, Unit
from matching.submissions import Submission
from outputs.report_cards import Sources, card, evidence_rows, item_cards
from outputs.report_rank import LIGHT_POINTS, RANKING, score, top_risks
from outputs.report_series import figure_series, life_line
from outputs.report_types import (
    DEFAULT_LIGHTS,
    Changes,
    ClosedFinding,
    DueEntry,
    GapEntry,
    HeatCell,
    ItemEntry,
    LightStyle,
    MaterialGroup,
    Opinion,
    PartState,
    Progress,
    Receipt,
    Report,
    RunningPeriod,
    UnitEntry,
)
from outputs.report_words import FATE_NAMES, STANDING_ORDER, STANDINGS, VERIFY

__all__ = [
    "ClosedFinding",
    "LightStyle",
    "Opinion",
    "Receipt",
    "Report",
    "RunningPeriod",
    "arrange",
]

#: A document without a stated limit is handled within about a month; half of it leaves time to check.
REPLY_DAYS = 15
#: Days within which a unit may object to what is said of it (units are heard before anything is issued).
OBJECTION_DAYS = 7
DUE_SOON_DAYS = 90

#: Where each kind stands in the report; the three lists part all kinds among them.
MAIN_KINDS: frozenset[GapKind] = frozenset(
    (
        "overdue",
        "due_soon",
        "below_target",
        "behind_pace",
        "partial",
        "blocked",
        "regression",
        "no_figure",
        "no_evidence",
    )
)
MATERIAL_KINDS: tuple[tuple[str, tuple[GapKind, ...]], ...] = (
    ("未报送", ("not_submitted",)),
    ("材料雷同", ("recycled",)),
    ("照抄方案", ("copied_from_plan",)),
    ("数字或时间前后不一", ("conflict", "inconsistent", "impossible_date")),
    ("以计划代结果", ("plan_only",)),
    ("佐证过期", ("stale",)),
)
OFFICE_KINDS: frozenset[GapKind] = frozenset({"unassigned", "needs_review"})
CONFLICT_KINDS: frozenset[GapKind] = frozenset({"conflict", "regression", "inconsistent"})


@dataclass(frozen=True, slots=True)
class _Morning:
    """What every step of arranging looks at."""

    plan: Plan
    judgement: Judgement
    as_of: date
    states: Mapping[str, tuple[str, str]]
    opinions: Mapping[str, Opinion]
    sources: Sources
    reply_by: date


def arrange(
    plan: Plan,
    judgement: Judgement,
    *,
    states: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    closed: Sequence[ClosedFinding] = (),
    received: Mapping[str, int] | None = None,
    receipts: Sequence[Receipt] = (),
    submissions: Sequence[Submission] = (),
    claims: Sequence[Claim] = (),
    documents: Mapping[str, Document] = MappingProxyType({}),
    previous: Mapping[int, str] = MappingProxyType({}),
    history: Mapping[str, Mapping[int, str]] = MappingProxyType({}),
    running: RunningPeriod | None = None,
    opinions: Mapping[str, Opinion] = MappingProxyType({}),
    deadline: date | None = None,
    lights: Sequence[LightStyle] = DEFAULT_LIGHTS,
    reply_days: int = REPLY_DAYS,
    objection_days: int = OBJECTION_DAYS,
    window_days: int = DUE_SOON_DAYS,
    alarms: Sequence[str] = (),
) -> Report:
    """Everything the papers of one morning say, in the order in which it is read.

    `states`: finding id → (state, first-seen ISO day); a finding not in it is new today. `received`: fate →
    count (counted from `receipts` where not given). `previous`: item → standing of the latest earlier day.
    `history`: period → item → standing of earlier judged periods. `opinions`: finding id, or "item:15", →
    the reviewer's opinion. `deadline`: the day by which reports of the period were due (None = no 迟报 list).
    `documents`: by sha256; where one is missing, cards show the quote without surroundings.
    Pure: the same arguments give the same report.
    """
    as_of = date.fromisoformat(judgement.as_of)
    sources = Sources(documents, {one.sha256: one for one in submissions}, tuple(claims))
    morning = _Morning(plan, judgement, as_of, states, opinions, sources, as_of + timedelta(days=reply_days))
    periods = sorted({*history, judgement.period, *(claim.period for claim in claims if claim.period)})
    standings = {**history, judgement.period: {one.item: one.standing for one in judgement.standings}}
    gaps = [_gap(finding, morning) for finding in _ordered(judgement.findings)]
    items = tuple(_item_entry(item, gaps, previous, periods, standings, morning) for item in plan.items)
    other = tuple(gap for gap in gaps if gap.finding.item is None)
    everything = [gap for entry in items for gap in entry.gaps] + list(other)
    units = _unit_entries(plan, everything, receipts, judgement.period)
    silent = _units_of(everything, "not_submitted")
    heat_units = _heat_units(plan, everything, claims)
    return Report(
        plan_id=plan.id,
        plan_title=plan.title,
        plan_document=plan.document,
        issuer=plan.issuer,
        office=plan.office,
        as_of=as_of,
        period=judgement.period,
        standings=_standing_counts(judgement.standings),
        received=_received(received, receipts),
        silent=silent,
        silent_beside=_silent_beside(plan, units, silent),
        items=items,
        other_gaps=other,
        changes=_changes(everything, closed, items),
        risks=top_risks(items, as_of),
        ranking=RANKING,
        overdue=_due_entries(items, "overdue", as_of),
        due_soon=_due_entries(items, "due_soon", as_of),
        main=_main(items),
        bare=_bare(items),
        material=_material(everything, receipts, deadline, judgement.period),
        office_matters=tuple(gap for gap in everything if gap.finding.kind in OFFICE_KINDS),
        commitments=plan.commitments,
        units=units,
        conflicts=tuple(gap for gap in everything if gap.finding.kind in CONFLICT_KINDS),
        receipts=tuple(sorted(receipts, key=lambda one: (one.file, one.sha256))),
        heat_units=heat_units,
        heat=tuple((entry, _heat_row(entry, heat_units, claims, judgement.period)) for entry in items),
        progress=_progress(running, plan, submissions),
        rows=evidence_rows(sources),
        lights=tuple(lights),
        reply_by=morning.reply_by,
        object_by=as_of + timedelta(days=objection_days),
        window_days=window_days,
        alarms=tuple(alarms),
    )


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    """By item, worst light first, then kind, part and unit."""
    return sorted(
        findings,
        key=lambda one: (
            one.item or 10_000,
            -LIGHT_POINTS[one.light],
            one.kind,
            one.part or "",
            one.unit,
            one.id,
        ),
    )


def _gap(finding: Finding, morning: _Morning) -> GapEntry:
    state, first_seen = morning.states.get(finding.id, ("new", morning.judgement.as_of))
    part = _part_of(finding, morning.plan)
    late = (morning.as_of - part.due).days if part and part.due and finding.kind == "overdue" else 0
    by = part.due if part and part.due and finding.kind == "due_soon" else morning.reply_by
    return GapEntry(
        finding=finding,
        state=state,
        first_seen=str(first_seen),
        cards=tuple(card(place, finding.item, morning.sources) for place in finding.evidence),
        verify=VERIFY[finding.kind],
        by=by,
        opinion=morning.opinions.get(finding.id),
        days_late=max(late, 0),
    )


def _part_of(finding: Finding, plan: Plan) -> Part | None:
    """The part a finding names; for an item of one part, that part."""
    if finding.item is None:
        return None
    parts = plan.item(finding.item).parts
    named = [part for part in parts if part.id == finding.part]
    if named:
        return named[0]
    return parts[0] if len(parts) == 1 else None


def _item_entry(
    item: TaskItem,
    gaps: Sequence[GapEntry],
    previous: Mapping[int, str],
    periods: Sequence[str],
    standings: Mapping[str, Mapping[int, str]],
    morning: _Morning,
) -> ItemEntry:
    judgement, sources = morning.judgement, morning.sources
    own = tuple(gap for gap in gaps if gap.finding.item == item.number)
    standing = next((one for one in judgement.standings if one.item == item.number), None)
    part_states = dict(standing.parts) if standing else {}
    shown: list[Evidence] = [place for gap in own for place in gap.finding.evidence]
    cards, more = item_cards(item.number, judgement.period, shown, sources)
    claims = sources.claims_of(item.number)
    return ItemEntry(
        item=item,
        standing=standing.standing if standing else "无法判断",
        previous=previous.get(item.number, ""),
        parts=tuple(PartState(part, part_states.get(part.id, "未判定")) for part in item.parts),
        gaps=own,
        cards=cards,
        more_cards=more,
        life=life_line(item.number, periods, standings, claims),
        series=figure_series(item, claims, sources),
        score=score(own, morning.as_of),
        opinion=morning.opinions.get(f"item:{item.number}"),
    )


def _standing_counts(standings: Sequence[ItemStanding]) -> tuple[tuple[str, int], ...]:
    names = [one.standing for one in standings]
    return tuple((name, sum(one == name for one in names)) for name in STANDINGS)


def _received(received: Mapping[str, int] | None, receipts: Sequence[Receipt]) -> tuple[tuple[str, int], ...]:
    """Every fate in the office's order; an unknown fate would break the sum, so it is kept at the end."""
    fates = [one.fate for one in receipts]
    counts = received if received is not None else {fate: fates.count(fate) for fate in set(fates)}
    unknown = sorted(set(counts) - set(FATE_NAMES))
    return tuple((fate, counts.get(fate, 0)) for fate in [*FATE_NAMES, *unknown])


def _units_of(gaps: Sequence[GapEntry], kind: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for gap in gaps:
        if gap.finding.kind == kind:
            found.update(dict.fromkeys((gap.finding.unit,) if gap.finding.unit else gap.finding.units))
    return tuple(found)


def _silent_beside(plan: Plan, units: Sequence[UnitEntry], silent: tuple[str, ...]) -> tuple[str, ...]:
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


def _changes(
    gaps: Sequence[GapEntry], closed: Sequence[ClosedFinding], items: Sequence[ItemEntry]
) -> Changes:
    by_state = {
        state: tuple(gap for gap in gaps if gap.state == state) for state in ("new", "changed", "reopened")
    }
    worse = tuple(entry for entry in items if _is_worse(entry))
    gone = sorted(closed, key=lambda one: (one.finding.item or 10_000, one.finding.kind, one.finding.id))
    return Changes(by_state["new"], by_state["changed"], by_state["reopened"], tuple(gone), worse)


def _is_worse(entry: ItemEntry) -> bool:
    before, now = STANDING_ORDER.get(entry.previous), STANDING_ORDER.get(entry.standing)
    return before is not None and now is not None and now > before


def _due_entries(items: Sequence[ItemEntry], kind: str, as_of: date) -> tuple[DueEntry, ...]:
    found = []
    for entry in items:
        for gap in entry.gaps:
            if gap.finding.kind != kind:
                continue
            parts = [one.part for one in entry.parts if gap.finding.part in (None, one.part.id)]
            part = next((part for part in parts if part.due is not None), None)
            if part is not None and part.due is not None:
                found.append(DueEntry(entry, part, (as_of - part.due).days, gap))
    return tuple(sorted(found, key=lambda due: (-due.days, due.entry.item.number, due.part.id)))


def _main(items: Sequence[ItemEntry]) -> tuple[tuple[ItemEntry, tuple[GapEntry, ...]], ...]:
    """Items with gaps of substance; the ones that only lack evidence stand in `bare`."""
    found = []
    for entry in items:
        gaps = tuple(gap for gap in entry.gaps if gap.finding.kind in MAIN_KINDS)
        if gaps and not _only_no_evidence(gaps):
            found.append((entry, gaps))
    return tuple(found)


def _bare(items: Sequence[ItemEntry]) -> tuple[tuple[ItemEntry, GapEntry], ...]:
    found: list[tuple[ItemEntry, GapEntry]] = []
    for entry in items:
        gaps = tuple(gap for gap in entry.gaps if gap.finding.kind in MAIN_KINDS)
        if gaps and _only_no_evidence(gaps):
            found.extend((entry, gap) for gap in gaps)
    return tuple(found)


def _only_no_evidence(gaps: Sequence[GapEntry]) -> bool:
    return all(gap.finding.kind == "no_evidence" for gap in gaps)


def _material(
    gaps: Sequence[GapEntry], receipts: Sequence[Receipt], deadline: date | None, period: str
) -> tuple[MaterialGroup, ...]:
    groups = [
        MaterialGroup(name, tuple(gap for gap in gaps if gap.finding.kind in kinds))
        for name, kinds in MATERIAL_KINDS
    ]
    late = tuple(
        one for one in receipts if one.fate == "read" and one.period == period and _is_late(one, deadline)
    )
    groups.insert(1, MaterialGroup("迟报", receipts=late))
    shut = tuple(one for one in receipts if one.fate == "quarantined")
    groups.append(MaterialGroup("打不开或无法读取", receipts=shut))
    return tuple(group for group in groups if group.gaps or group.receipts)


def _is_late(receipt: Receipt, deadline: date | None) -> bool:
    day = receipt.signed or receipt.received
    return deadline is not None and day is not None and day > deadline


def _unit_entries(
    plan: Plan, gaps: Sequence[GapEntry], receipts: Sequence[Receipt], period: str
) -> tuple[UnitEntry, ...]:
    silent = set(_units_of(gaps, "not_submitted"))
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
        )
        for unit in plan.units
    )


def _belongs(receipt: Receipt, unit: Unit, period: str) -> bool:
    return receipt.fate == "read" and receipt.unit == unit.short and receipt.period in ("", period)


def _heat_units(plan: Plan, gaps: Sequence[GapEntry], claims: Sequence[Claim]) -> tuple[str, ...]:
    """Units with a duty, a gap or a claim, in the plan's order."""
    named = {name for item in plan.items for name in (*item.lead, *item.responsible)}
    named |= {name for gap in gaps for name in gap.finding.units}
    named |= {claim.unit for claim in claims if claim.band == "accepted"}
    return tuple(unit.short for unit in plan.units if unit.short in named)


def _heat_row(
    entry: ItemEntry, units: Sequence[str], claims: Sequence[Claim], period: str
) -> tuple[HeatCell, ...]:
    cells = []
    said = [
        claim.unit
        for claim in claims
        if claim.item == entry.item.number and claim.period == period and claim.band == "accepted"
    ]
    for unit in units:
        gaps = [gap for gap in entry.gaps if unit in (*gap.finding.units, gap.finding.unit)]
        worst = max(gaps, key=lambda gap: LIGHT_POINTS[gap.finding.light], default=None)
        light = worst.finding.light if worst else ""
        cells.append(HeatCell(unit, _role(entry.item, unit), light, len(gaps), said.count(unit)))
    return tuple(cells)


def _role(item: TaskItem, unit: str) -> str:
    if unit in item.lead:
        return "牵"
    if unit in item.responsible:
        return "责"
    return "校" if unit in item.schools else ""


def _progress(
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


def with_alarms(report: Report, alarms: Sequence[str]) -> Report:
    """The same report with the flow's alarms (no success for 26 hours, disk nearly full)."""
    return replace(report, alarms=tuple(alarms))
