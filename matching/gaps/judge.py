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
from matching.identify import VOTE_PLACES, is_in_doubt
from matching.periods import Period
from matching.plan import Plan
from matching.record import Record
from matching.standing import stand
from matching.submissions import Submission

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
    reporters = known.reporters(period)
    findings: list[Finding] = []
    standings = []
    for item in plan.items:
        case = open_case(plan, item, known, as_of, period, settings, reporters)
        own = [finding for rule in GAPS for finding in rule(case)]
        findings.extend(own)
        standings.append(stand(case, own))
    findings.extend(recycled_documents(plan, known, period, settings))
    findings.extend(doubtful_senders(plan, known, period, settings))
    return Judgement(plan.id, as_of.isoformat(), str(period), tuple(standings), tuple(findings))


def doubtful_senders(plan: Plan, record: Record, period: Period, settings: GapSettings) -> Iterator[Finding]:
    """The period's files whose sender is in doubt or disputed, in one finding.

    Without a sender a file is evidence but nobody's report; where folder, name, head and signature disagree it
    counts for the one with most weight, and the others are shown.
    """
    reports = sorted(record.reports(period), key=lambda submission: submission.file)
    unknown = [one.file for one in reports if not one.unit]
    disputed = [f"{one.file}（{_votes_in_words(one)}）" for one in reports if one.unit and is_in_doubt(one)]
    words = []
    if unknown:
        words.append(
            f"有{len(unknown)}份材料报送单位不能确定：{join(unknown)}；其内容计入佐证，未计入任何单位的报送"
        )
    if disputed:
        words.append(f"有{len(disputed)}份材料各处所示报送单位不一致：{join(disputed)}")
    if words:
        yield Finding(
            plan=plan.id,
            period=str(period),
            item=None,
            part=None,
            kind="needs_review",
            light=settings.light("needs_review"),
            units=(),
            because=f"{period.label}{'；'.join(words)}。",
            closes_by="请审核人员指认报送单位，或请单位加盖公章后重报",
        )


def _votes_in_words(submission: Submission) -> str:
    """落款为市教体局、文件名为市财政局，暂按市教体局计."""
    votes = "、".join(f"{VOTE_PLACES.get(where, where)}为{unit}" for where, unit in submission.unit_votes)
    return f"{votes}，暂按{submission.unit}计"
