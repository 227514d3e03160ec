"""From a finding's id to the walk back: finding → claims → characters → why matched → what closes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.failures import WorkspaceProblem
from flows.judging import look_at
from flows.night import prepare
from flows.papers import arranged
from outputs.explain import UnknownFinding, explain, explain_item


def explained(root: Path, finding: str, as_of: date | None) -> str:
    """The walk of the finding whose id begins with `finding`, or of an item's findings for “第15项”.

    Raises WorkspaceProblem where there is no such finding, or several.
    """
    day = as_of or last_day(root)
    night = prepare(root, day)
    with night.ledger() as ledger:
        report = arranged(night, look_at(ledger, night), ledger)
    try:
        item = finding.removeprefix("第").removesuffix("项")
        if item.isdigit() and len(item) <= 2:
            return explain_item(report, int(item))
        return explain(report, finding)
    except UnknownFinding as error:
        raise WorkspaceProblem(finding, str(error).rstrip("。"), "编号见 gaps.json 或差距报告") from error


def last_day(root: Path) -> date | None:
    """The latest judged day that has come; of a ledger that has none, the latest to come."""
    night = prepare(root)
    with night.ledger() as ledger:
        day = night.newest(ledger) or max(ledger.days(), default="")
    return date.fromisoformat(day) if day else None
