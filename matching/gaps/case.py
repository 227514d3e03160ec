"""One item before the rules: all that a rule may look at, and how it writes down what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from extractors.facts.fact import Fact
from extractors.facts.modality import judge
from extractors.facts.modality_patterns import NOT_ASKED
from matching.claims import Claim
from matching.elsewhere import tells_of_others
from matching.findings import Evidence, Finding, GapKind, Light
from matching.gaps.settings import GapSettings
from matching.periods import Period
from matching.plan import Part, Plan, TaskItem
from matching.record import Record, is_earlier, is_for, read_period
from matching.series import Reading, find_readings, in_goal_column
from matching.submissions import Submission

_BIGRAM = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
#: 没有立项、尚未入选: the condition of a conditional item has not come about.
_NOT_TRIGGERED = re.compile(
    r"(?:没有|尚未|未有|暂无|暂未|无|未)[^，。；]{0,14}(?:立项|入选|认定|获评|项目|学校|专业|申请|符合|触发)"
)


@dataclass(frozen=True)
class Case:
    """An item as of a day. `claims` are accepted, of all periods up to the judged one, in a fixed order.

    Of earlier periods these may be the lasting ones only; `earlier` has them all.
    What the rules ask for again and again is made once: the properties keep their value, `fulfilled` keeps
    what `gaps.fulfilment` found for each part.
    """

    plan: Plan
    item: TaskItem
    record: Record  # only what was known by `as_of`
    as_of: date
    period: Period
    settings: GapSettings
    claims: tuple[Claim, ...]
    asked: tuple[Claim, ...]  # of the judged period
    reporters: frozenset[str]
    readings: tuple[Reading, ...]  # of all claims
    submissions: Mapping[str, Submission]  # by sha256
    fulfilled: dict[str, tuple[Claim, ...]] = field(default_factory=dict, compare=False)  # part id → claims

    @cached_property
    def current(self) -> tuple[Claim, ...]:
        """Accepted claims of the judged period."""
        return tuple(claim for claim in self.claims if is_for(claim.period, self.period))

    @cached_property
    def told(self) -> tuple[Claim, ...]:
        """Claims of the judged period that tell of something: no restated plan text, no act before the plan."""
        return tuple(claim for claim in self.current if tells(claim) and not self.predates(claim))

    @cached_property
    def acts(self) -> tuple[Claim, ...]:
        """Told claims of something done or under way."""
        return tuple(claim for claim in self.told if claim.status in ("done", "ongoing"))

    @cached_property
    def earlier(self) -> tuple[Claim, ...]:
        """Accepted claims of earlier periods; costly in a large ledger, so asked for by few rules and seldom."""
        past = self.record.past
        if past is None:
            return self.lasting
        return tuple(sorted(past.accepted(self.item.number, "", lambda _: True), key=_order))

    def earlier_done(self, about: Callable[[str], bool]) -> tuple[Claim, ...]:
        """Those of earlier periods that report something done; ones whose text is not `about` it may be left out."""
        past = self.record.past
        if past is None:
            return tuple(claim for claim in self.lasting if claim.status == "done")
        return tuple(sorted(past.accepted(self.item.number, "done", about), key=_order))

    @cached_property
    def lasting(self) -> tuple[Claim, ...]:
        """Those of them that later periods are judged with (`gaps/lasting.py`); at least these."""
        return tuple(claim for claim in self.claims if is_earlier(claim.period, self.period))

    @property
    def was_told(self) -> bool:
        """Did any accepted claim ever tell about the item?"""
        return bool(self.claims) or (
            self.record.past is not None and self.item.number in self.record.past.items
        )

    @cached_property
    def figures(self) -> tuple[Reading, ...]:
        """Figures of the judged period."""
        return tuple(r for r in self.readings if is_for(r.claim.period, self.period))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Lead and responsible units that can be held to the item, each once, leads first."""
        return self.accountable((*self.item.lead, *self.item.responsible))

    @cached_property
    def is_triggered(self) -> bool:
        """A conditional item is owed only where the period's claims say that its condition came about."""
        if not self.item.conditional:
            return True
        told = [claim for claim in self.current if tells(claim) and claim.status != "planned"]
        return any(not _NOT_TRIGGERED.search(claim.text) for claim in told)

    def accountable(self, shorts: Iterable[str]) -> tuple[str, ...]:
        known = {unit.short: unit.accountable for unit in self.plan.units}
        return tuple(dict.fromkeys(short for short in shorts if known.get(short, False)))

    def predates(self, claim: Claim) -> bool:
        """All acts it dates lie before the plan was issued."""
        ends = act_ends(claim)
        return bool(ends) and max(ends) < self.plan.issued

    def day_of(self, claim: Claim) -> date | None:
        """The day a claim speaks of: fact date, else signed, else received, of its document."""
        submission = self.submissions.get(claim.submission)
        return submission.day if submission else None

    def signed_day(self, claim: Claim) -> date | None:
        submission = self.submissions.get(claim.submission)
        return submission.signed if submission else None

    def concerning(self, part: Part, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(claim for claim in claims if concerns(self.item, part, claim))

    def find(
        self,
        kind: GapKind,
        because: str,
        closes_by: str,
        claims: Sequence[Claim] = (),
        *,
        part: Part | None = None,
        units: Iterable[str] | None = None,
        unit: str = "",
        light: Light | None = None,
    ) -> Finding:
        """The finding, its evidence cut to the number shown; a single-part item names no part."""
        named = self.units if units is None else tuple(dict.fromkeys(name for name in units if name))
        return Finding(
            plan=self.plan.id,
            period=str(self.period),
            item=self.item.number,
            part=part.id if part is not None and len(self.item.parts) > 1 else None,
            kind=kind,
            light=light or self.settings.light(kind),
            units=named,
            because=because,
            closes_by=closes_by,
            evidence=tuple(address(claim) for claim in unique(claims)[: self.settings.evidence_shown]),
            unit=unit,
        )


def open_case(
    plan: Plan,
    item: TaskItem,
    record: Record,
    as_of: date,
    period: Period,
    settings: GapSettings,
    reporters: frozenset[str] | None = None,
) -> Case:
    """Gather what is known about an item; `record` must already be cut to `as_of` (Record.known).

    `reporters`: of the record for the period, where they are known already.
    """
    claims = tuple(sorted(_up_to(record.accepted(item.number), period), key=_order))
    asked = tuple(sorted((c for c in record.asked(item.number) if is_for(c.period, period)), key=_order))
    readings = find_readings(plan, item, claims)
    return Case(
        plan,
        item,
        record,
        as_of,
        period,
        settings,
        claims,
        asked,
        record.reporters(period) if reporters is None else reporters,
        readings,
        record.by_hash,
    )


def tells(claim: Claim) -> bool:
    """Does the claim report something of its own: not restated plan text, not a task column, not another place's act?"""
    if claim.status == "none" or claim.copied_from_plan or in_goal_column(claim):
        return False
    return claim.decided or not (nobody_asked(claim) or tells_of_others(claim.text))


def nobody_asked(claim: Claim) -> bool:
    """未接到…申请, and nothing else: neither an act nor an obstacle."""
    if claim.status != "blocked" or not NOT_ASKED.search(claim.text, set(claim.text)):
        return False
    return judge(claim.text, claim.context).status == "none"


def concerns(item: TaskItem, part: Part, claim: Claim) -> bool:
    """Does the claim speak of this part? A claim that names none of the parts speaks of all.

    Parts are told apart by the character pairs that only one of them has (旅游服务 against 机电技术).
    """
    if len(item.parts) < 2:
        return True
    own = _own_pairs(tuple((other.id, other.text) for other in item.parts))
    around = "".join((*claim.context.headings, *(cell for _, cell in claim.context.row)))
    for text in (claim.text, around):
        scores = {other.id: sum(pair in text for pair in own[other.id]) for other in item.parts}
        best = max(scores.values())
        if best:
            return scores[part.id] > 0 and scores[part.id] * 2 >= best
    return True


def act_ends(claim: Claim) -> list[date]:
    """The last days of the times a claim dates its act with; assumed years and open ends left out."""
    return [
        fact.end
        for fact in claim.facts
        if fact.kind in ("date", "period")
        and fact.end is not None
        and not fact.assumed
        and fact.mod != "before"
        and not _is_comparison(claim.text, fact)
    ]


def _is_comparison(text: str, fact: Fact) -> bool:
    """比上年增长, 较2020年提高: the time of what is compared with, not of the act."""
    before = text[max(0, fact.start_char - 2) : fact.start_char]
    return bool(
        re.search(r"[比较由从自]$|同比|[与和]$", before)
        or re.search(r"上年|去年|上期|同期|往年", fact.surface)
    )


def address(claim: Claim) -> Evidence:
    span = claim.span
    return Evidence(claim.file, claim.submission, claim.page, span.block, span.start, span.end, claim.text)


def unique(claims: Iterable[Claim]) -> list[Claim]:
    return list({(c.submission, c.span.block, c.span.start, c.span.end): c for c in claims}.values())


def join(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(name for name in names if name))


def quoted(claim: Claim, length: int = 60) -> str:
    """A claim's words in a because: “…”（市教体局）."""
    text = re.sub(r"\s+", "", claim.text)
    cut = text if len(text) <= length else text[:length] + "…"
    return f"“{cut}”（{claim.unit or '报送单位待核'}{'督导通报' if claim.source == 'inspection' else ''}）"


def date_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _pairs(text: str) -> frozenset[str]:
    return frozenset(found.group(1) for found in _BIGRAM.finditer(text))


@lru_cache(maxsize=256)
def _own_pairs(parts: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    """Part id → the pairs that only this part's text has; `parts` are ids and texts."""
    return {
        own: _pairs(text) - frozenset().union(*(_pairs(other) for id_, other in parts if id_ != own))
        for own, text in parts
    }


def _up_to(claims: Iterable[Claim], period: Period) -> Iterable[Claim]:
    return (claim for claim in claims if _is_up_to(claim.period, period))


@lru_cache(maxsize=4096)
def _is_up_to(written: str, period: Period) -> bool:
    own = read_period(written)
    return own is None or own <= period or period.covers(own)


def _order(claim: Claim) -> tuple[str, str, str, int, int]:
    return claim.period, claim.file, claim.submission, claim.span.block, claim.span.start
