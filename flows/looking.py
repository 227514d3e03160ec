"""A judged day looked at again from the ledger: narrowed, measured from another day, exported; nothing is recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from flows.failures import WorkspaceProblem
from flows.judging import Morning, look_at
from flows.night import Night, prepare
from flows.papers import arranged
from matching.changes import compare
from outputs.ledger import Ledger
from outputs.report_types import Report
from outputs.writing import PaperResult, write_rendered

TASK_BOOKS = "任务书"


def seen_again(root: Path, day: date | None, period: str = "", since: str = "") -> tuple[Night, Report]:
    """The report of a judged day as it would be written; `since` (ISO day, or last) is what it is compared with.

    Raises WorkspaceProblem where nothing was judged yet, `since` is no day, or no report is that old.
    """
    night = prepare(root, day, period)
    with night.ledger() as ledger:
        if not ledger.days():
            raise WorkspaceProblem("reports", "还没有任何一天的报告", "请先运行 duban run")
        morning = look_at(ledger, night)
        if since and since != "last":
            morning = _since(ledger, night, morning, since)
        return night, arranged(night, morning, ledger)


def _since(ledger: Ledger, night: Night, morning: Morning, since: str) -> Morning:
    """The morning compared with the latest judged day on or before `since`."""
    try:
        until = date.fromisoformat(since)
    except ValueError as error:
        raise WorkspaceProblem("--since", f"“{since}”不是日期", "应写作 2022-01-31，或 last") from error
    today = night.as_of.isoformat()
    previous = max((one for one in ledger.days() if one <= since and one < today), default="")
    if not previous:
        raise WorkspaceProblem(
            "--since", f"{since}及以前没有报告", f"有报告的日子：{'、'.join(ledger.days())}"
        )
    earlier = ledger.filed_before((until + timedelta(days=1)).isoformat())
    filed = compare(morning.judgement.findings, earlier, today, morning.judgement.period)
    return replace(morning, filed=filed, previous=previous)


def looked_up(
    root: Path, day: date | None, period: str, *, item: int | None, unit: str, since: str, as_json: bool
) -> str:
    """One item, one unit, or the changes since a day, in words or as the findings of gaps.json."""
    from outputs.gaps_json import gaps_document
    from outputs.report_told import matches, told

    _, report = seen_again(root, day, period, since)
    try:
        words = told(report, item=item, unit=unit, changes=bool(since))
    except LookupError as error:
        raise WorkspaceProblem("report", str(error.args[0]), "请改正后重试") from error
    if not as_json:
        return words
    document = gaps_document(report)
    document["items"] = [one for one in document["items"] if item in (None, one["item"])]
    document["findings"] = [
        one
        for one in document["findings"]
        if matches(one["item"], one["units"], item, unit) and (one["state"] != "open" or not since)
    ]
    return json.dumps(document, ensure_ascii=False, indent=1)


def exported_day(root: Path, day: date | None, form: str) -> bytes:
    """A judged day as csv, json or oscal."""
    from outputs.export_papers import export_csv, export_json, export_oscal

    _, report = seen_again(root, day)
    if form == "csv":
        return export_csv(report)
    return (export_json(report) if form == "json" else export_oscal(report)).encode("utf-8")


def write_task_books(root: Path, day: date | None, period: str, unit: str) -> tuple[PaperResult, ...]:
    """任务书 of one unit ("" = of every unit with items) below the day's reports; edited ones are kept apart."""
    from outputs.notices_tasks import render_task_book
    from outputs.untrusted import safe_name

    night, report = seen_again(root, day, period)
    units = [one.short for one in report.units if one.accountable and (one.leads or one.responsible)]
    if unit and unit not in units:
        raise WorkspaceProblem("--unit", f"方案没有交给“{unit}”的任务", f"有任务的单位：{'、'.join(units)}")
    papers = {
        f"{TASK_BOOKS}/{safe_name(name)}任务书.docx": (lambda name=name: render_task_book(report, name))
        for name in ([unit] if unit else units)
    }
    return write_rendered(papers, night.workspace.reports / night.as_of.isoformat())
