"""What people decided about a paper (its number, its days) as that paper says it; blank until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from outputs.report_types import GapEntry, IssuedPaper, ItemEntry, Report

#: The blank in 督办〔2021〕　　号, filled by hand or by the decision to issue.
BLANK = "　　"


def is_this(report: Report, issued: IssuedPaper | None) -> bool:
    """Whether the decision is about this very paper, not about one of an earlier day of the period."""
    return issued is not None and issued.as_of == report.as_of.isoformat()


def issued_number(report: Report, issued: IssuedPaper | None) -> str:
    return (issued.number if issued and is_this(report, issued) else "") or BLANK


def issued_day(report: Report, issued: IssuedPaper | None) -> date:
    """成文日期: the day it was issued, else the report's."""
    return issued.issued if issued and issued.issued and is_this(report, issued) else report.as_of


def as_issued(report: Report, issued: IssuedPaper | None) -> Report:
    """The report with the reply day that was decided for this paper, in every place that names the day."""
    if issued is None or issued.reply_by is None or not is_this(report, issued):
        return report
    day, usual = issued.reply_by, report.reply_by

    def moved(gaps: tuple[GapEntry, ...]) -> tuple[GapEntry, ...]:
        return tuple(replace(gap, by=day) if gap.by == usual else gap for gap in gaps)

    def moved_item(entry: ItemEntry) -> ItemEntry:
        return replace(entry, gaps=moved(entry.gaps))

    return replace(
        report,
        reply_by=day,
        items=tuple(moved_item(entry) for entry in report.items),
        units=tuple(replace(unit, gaps=moved(unit.gaps)) for unit in report.units),
        main=tuple((entry, moved(gaps)) for entry, gaps in report.main),
        bare=tuple((entry, moved((gap,))[0]) for entry, gap in report.bare),
        material=tuple(replace(group, gaps=moved(group.gaps)) for group in report.material),
        office_matters=moved(report.office_matters),
    )
