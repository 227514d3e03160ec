"""All rules over all items for one period as of one day. A new kind of gap is a function named in GAPS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from matching.findings import Finding, Judgement
from matching.gaps.case import Case, join, open_case
from matching.gaps.contradictions import conflict, inconsistent
from matching.gaps.deadlines import due_soon, overdue, partial
from matching.gaps.regressions import regression
from matching.gaps.repeats import recycled, recycled_documents
from matching.gaps.settings import GapSettings
from matching.gaps.silence import (
    blocked,
    copied_from_plan,
    needs_review,
    no_evidence,
    not_submitted,
    plan_only,
    unassigned,
)
from matching.gaps.targets import behind_pace, below_target, no_figure
from matching.gaps.times import impossible_date, stale
from matching.periods import Period
from matching.plan import Plan
from matching.record import Record
from matching.standing import stand

Rule = Callable[[Case], Iterator[Finding]]

GAPS: tuple[Rule, ...] = (
    not_submitted,
    no_evidence,
    overdue,
    below_target,
    regression,
    conflict,
    partial,
    blocked,
    plan_only,
    copied_from_plan,
    no_figure,
    recycled,
    stale,
    impossible_date,
    inconsistent,
    behind_pace,
    due_soon,
    needs_review,
    unassigned,
)


def judge(plan: Plan, record: Record, as_of: date, period: Period, settings: GapSettings) -> Judgement:
    """Judge the period with what was known by `as_of`; reads no clock, keeps no state, order of files is moot."""
    known = record.known(as_of)
    findings: list[Finding] = []
    standings = []
    for item in plan.items:
        case = open_case(plan, item, known, as_of, period, settings)
        own = [finding for rule in GAPS for finding in rule(case)]
        findings.extend(own)
        standings.append(stand(case, own))
    findings.extend(recycled_documents(plan, known, period, settings))
    findings.extend(doubtful_senders(plan, known, period, settings))
    return Judgement(plan.id, as_of.isoformat(), str(period), tuple(standings), tuple(findings))


def doubtful_senders(plan: Plan, record: Record, period: Period, settings: GapSettings) -> Iterator[Finding]:
    """The period's files whose sender is in doubt, in one finding: they are evidence, but nobody's report."""
    files = sorted(s.file for s in record.reports(period) if not s.unit)
    if files:
        because = f"{period.label}有{len(files)}份材料报送单位不能确定：{join(files)}；其内容计入佐证，未计入任何单位的报送。"
        yield Finding(
            plan=plan.id,
            period=str(period),
            item=None,
            part=None,
            kind="needs_review",
            light=settings.light("needs_review"),
            units=(),
            because=because,
            closes_by="请审核人员指认报送单位，或请单位加盖公章后重报",
        )
