"""Findings arranged for readers: one neutral, frozen structure that every renderer shares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from extractors.document import Document
from matching.claims import Claim, Tally, tally
from matching.findings import Evidence, Finding, ItemStanding, Judgement
from matching.gaps.commitments import CommitmentLine
from matching.plan import Part, Plan, TaskItem
from matching.submissions import Submission
from outputs.report_cards import Sources, card, evidence_rows, item_cards
from outputs.report_rank import LIGHT_POINTS, ranking, score, top_risks
from outputs.report_sections import (
    CONFLICT_KINDS,
    OFFICE_KINDS,
    bare_gaps,
    changes_of,
    due_entries,
    main_gaps,
    material_groups,
    promise_entries,
)
from outputs.report_series import figure_series, life_line
from outputs.report_types import (
    DEFAULT_LIGHTS,
    ClosedFinding,
    GapEntry,
    IssuedPaper,
    ItemEntry,
    LightStyle,
    Opinion,
    PartState,
    Receipt,
    Report,
    RunningPeriod,
)
from outputs.report_units import (
    heat_row,
    heat_units,
    progress_of,
    red_units,
    silent_beside,
    unit_entries,
    units_of,
)
from outputs.report_words import FATE_NAMES, STANDINGS, VERIFY
from outputs.seats import Seat

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
#: Opinions that take a gap out of what is issued.
WAIVED = "豁免"
DROPPING = frozenset({"不认可", WAIVED})


@dataclass(frozen=True, slots=True)
class _Morning:
    """What every step of arranging looks at."""

    plan: Plan
    judgement: Judgement
    as_of: date
    states: Mapping[str, tuple[str, str]]
    opinions: Mapping[str, Opinion]
    sources: Sources
    closed: Sequence[ClosedFinding]
    received: Mapping[str, int] | None
    receipts: Sequence[Receipt]
    previous: Mapping[int, str]
    history: Mapping[str, Mapping[int, str]]
    running: RunningPeriod | None
    deadline: date | None
    lights: tuple[LightStyle, ...]
    reply_by: date
    object_by: date
    window_days: int
    alarms: tuple[str, ...]
    promises: Sequence[CommitmentLine]
    issued: Mapping[str, IssuedPaper]
    previous_day: date | None
    tallies: Sequence[Tally]
    by_item: Mapping[int, Sequence[Tally]]
    listed: Collection[str] | None


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
    promises: Sequence[CommitmentLine] = (),
    previous_day: date | None = None,
    issued: Mapping[str, IssuedPaper] = MappingProxyType({}),
    tallies: Sequence[Tally] | None = None,
    listed: Collection[str] | None = None,
    seats: Callable[[str], Mapping[int, Seat]] | None = None,
) -> Report:
    """Everything the papers of one morning say, in the order in which it is read.

    `states`: finding id → (state, first-seen ISO day); a finding not in it is new today. `received`: fate →
    count (counted from `receipts` where not given). `previous`: item → standing of the latest earlier day.
    `history`: period → item → standing of earlier judged periods. `opinions`: finding id, or "item:15", →
    the reviewer's opinion. `deadline`: the day by which reports of the period were due (None = no 迟报 list).
    `documents`: by sha256; where one is missing, cards show the quote without surroundings.
    `tallies` counts all claims, `listed` names the documents whose claims are listed, where `claims` holds only
    a part of them. `seats`: where a document's blocks stand, where `documents` would be costly to read for it.
    `issued`: "督办单:市教体局" → its number and days, as people decided. `promises`: what the material says of the body's promises (the plan's alone where not given).
    Pure: the same arguments give the same report.
    """
    as_of = date.fromisoformat(judgement.as_of)
    counted = tally(claims) if tallies is None else tallies
    return _assemble(
        _Morning(
            plan=plan,
            judgement=judgement,
            as_of=as_of,
            states=states,
            opinions=opinions,
            sources=Sources(documents, {one.sha256: one for one in submissions}, tuple(claims), seats),
            closed=closed,
            received=received,
            receipts=tuple(sorted(receipts, key=lambda one: (one.file, one.sha256))),
            previous=previous,
            history=history,
            running=running,
            deadline=deadline,
            lights=tuple(lights),
            reply_by=as_of + timedelta(days=reply_days),
            object_by=as_of + timedelta(days=objection_days),
            window_days=window_days,
            alarms=tuple(alarms),
            promises=promises,
            previous_day=previous_day,
            issued=issued,
            tallies=counted,
            by_item=_by_item(counted),
            listed=listed,
        )
    )


def _by_item(tallies: Sequence[Tally]) -> dict[int, list[Tally]]:
    found: dict[int, list[Tally]] = {}
    for one in tallies:
        found.setdefault(one.item, []).append(one)
    return found


def _assemble(morning: _Morning) -> Report:
    plan, judgement, tallies = morning.plan, morning.judgement, morning.tallies
    items, other = _entries(morning)
    gaps = [gap for entry in items for gap in entry.gaps] + list(other)
    live = [gap for gap in gaps if not gap.dropped]
    units = unit_entries(plan, live, morning.receipts, judgement.period, morning.issued)
    silent = units_of(gaps, "not_submitted")
    columns = heat_units(plan, gaps, tallies)
    return Report(
        plan_id=plan.id,
        plan_title=plan.title,
        plan_document=plan.document,
        issuer=plan.issuer,
        office=plan.office,
        as_of=morning.as_of,
        period=judgement.period,
        standings=_standing_counts(judgement.standings),
        received=_received(morning.received, morning.receipts),
        silent=silent,
        silent_beside=silent_beside(plan, units, silent),
        items=items,
        other_gaps=other,
        changes=changes_of(gaps, morning.closed, items),
        previous_day=morning.previous_day,
        red_units=red_units(live),
        risks=top_risks(items, morning.as_of),
        ranking=ranking(morning.lights),
        overdue=due_entries(items, "overdue", morning.as_of),
        due_soon=due_entries(items, "due_soon", morning.as_of),
        main=main_gaps(items),
        bare=bare_gaps(items),
        material=material_groups(live, morning.receipts, morning.deadline, judgement.period),
        office_matters=tuple(gap for gap in live if gap.finding.kind in OFFICE_KINDS),
        dropped=tuple(gap for gap in gaps if gap.dropped),
        commitments=promise_entries(plan, morning.promises, morning.sources),
        units=units,
        conflicts=tuple(gap for gap in live if gap.finding.kind in CONFLICT_KINDS),
        receipts=tuple(morning.receipts),
        heat_units=columns,
        heat=tuple(
            (entry, heat_row(entry, columns, morning.by_item.get(entry.item.number, ()), judgement.period))
            for entry in items
        ),
        progress=progress_of(morning.running, plan, list(morning.sources.submissions.values())),
        rows=evidence_rows(morning.sources, morning.listed),
        claims=sum(one.number for one in tallies if one.band != "none"),
        lights=morning.lights,
        reply_by=morning.reply_by,
        object_by=morning.object_by,
        window_days=morning.window_days,
        alarms=morning.alarms,
        bulletin=morning.issued.get("督查通报:"),
    )


def _entries(morning: _Morning) -> tuple[tuple[ItemEntry, ...], tuple[GapEntry, ...]]:
    """Every item of the plan with its gaps, and the gaps that concern no item."""
    judgement = morning.judgement
    told = {one.period for one in morning.tallies if one.period}
    periods = sorted({*morning.history, judgement.period, *told})
    own = {one.item: one.standing for one in judgement.standings}
    standings: dict[str, Mapping[int, str]] = {**morning.history, judgement.period: own}
    gaps = [_gap(finding, morning) for finding in _ordered(judgement.findings)]
    items = tuple(_item_entry(item, gaps, periods, standings, morning) for item in morning.plan.items)
    return items, tuple(gap for gap in gaps if gap.finding.item is None)


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
        dropped=_is_dropped(finding, morning.opinions),
    )


def _is_dropped(finding: Finding, opinions: Mapping[str, Opinion]) -> bool:
    """Whether a reviewer rejected or waived the gap, or waived its item as a whole."""
    own, item = opinions.get(finding.id), opinions.get(f"item:{finding.item}")
    if own is not None:
        return own.opinion in DROPPING
    return item is not None and item.opinion == WAIVED


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
        previous=morning.previous.get(item.number, ""),
        parts=tuple(PartState(part, part_states.get(part.id, "未判定")) for part in item.parts),
        gaps=own,
        cards=cards,
        more_cards=more,
        life=life_line(item.number, periods, standings, morning.by_item.get(item.number, ())),
        series=figure_series(item, claims, sources),
        score=score([gap for gap in own if not gap.dropped], morning.as_of),
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


def with_alarms(report: Report, alarms: Sequence[str]) -> Report:
    """The same report with the flow's alarms (no success for 26 hours, disk nearly full)."""
    return replace(report, alarms=tuple(alarms))
