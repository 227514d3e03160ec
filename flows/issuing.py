"""A 督办单, 催报函 or 督查通报 that people number, send and get back: each step is a decision, added and never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.failures import WorkspaceProblem
from flows.night import Night, prepare
from outputs.books.deciding import IssueRow

NOTICE, REMINDER, BULLETIN = "督办单", "催报函", "督查通报"


@dataclass(frozen=True, slots=True)
class Issue:
    """What a person says of a paper; what is not said stays as it was."""

    number: str
    issued: date | None
    reply_by: date | None
    replied: date | None
    author: str


def register(root: Path, day: date | None, period: str, unit: str, issue: Issue, *, reminder: bool) -> str:
    """Record the decision and say what now stands; `unit` 督查通报 means the report itself, which goes to all.

    Raises WorkspaceProblem where it does not fit together.
    """
    night = prepare(root, day, period)
    paper = REMINDER if reminder else NOTICE
    if unit == BULLETIN:
        paper, unit = BULLETIN, ""
        if reminder or issue.replied:
            raise WorkspaceProblem("issue", "督查通报只登记编号、发出和要求回复日期", "请改正后重试")
    elif night.plan.unit(unit) is None:
        raise WorkspaceProblem("issue", f"方案中没有单位“{unit}”", "请写清单上的简称，如 市教体局")
    if not (issue.number or issue.issued or issue.reply_by or issue.replied):
        raise WorkspaceProblem(
            "issue", "没有要登记的内容", "请给出 --number、--issued、--reply-by 或 --replied"
        )
    with night.ledger() as ledger:
        if night.as_of.isoformat() not in ledger.days():
            raise WorkspaceProblem(
                "issue", f"没有{night.as_of.isoformat()}的报告", "请用 --as-of 指明是哪一天的文书"
            )
        rows = ledger.issues(str(night.period))
    row = _merged(rows, night, paper, unit, issue)
    _check(rows, row)
    if paper != BULLETIN and not any((one.key, one.as_of) == (row.key, row.as_of) for one in rows):
        _check_written(root, night, row)
    with night.ledger() as ledger:
        ledger.record_issue(row)
    return _words(row)


def _check_written(root: Path, night: Night, row: IssueRow) -> None:
    """Whether that day's report has this paper at all; a paper once registered may be answered later."""
    from flows.looking import seen_again
    from outputs.writing import notice_names

    _, report = seen_again(root, night.as_of, str(night.period))
    units = notice_names(report)[row.paper]
    if row.unit not in units:
        raise WorkspaceProblem(
            "issue",
            f"{row.as_of}的报告没有给{row.unit}的{row.paper}",
            f"当日有{row.paper}的：{'、'.join(units) or '无'}",
        )


def _merged(rows: tuple[IssueRow, ...], night: Night, paper: str, unit: str, issue: Issue) -> IssueRow:
    day, key = night.as_of.isoformat(), f"{paper}:{unit}"
    before = next((row for row in reversed(rows) if row.key == key and row.as_of == day), None)
    old = before or IssueRow(paper, unit, str(night.period), day)
    return IssueRow(
        paper=paper,
        unit=unit,
        period=str(night.period),
        as_of=day,
        number=issue.number or old.number,
        issued=issue.issued.isoformat() if issue.issued else old.issued,
        reply_by=issue.reply_by.isoformat() if issue.reply_by else old.reply_by,
        replied=issue.replied.isoformat() if issue.replied else old.replied,
        author=issue.author,
        time=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def _check(rows: tuple[IssueRow, ...], row: IssueRow) -> None:
    """No number twice in a year of this period, no reply before the paper went out."""
    for other in rows:
        same_paper = (other.key, other.as_of) == (row.key, row.as_of)
        if (
            row.number
            and other.number == row.number
            and (other.paper == BULLETIN) == (row.paper == BULLETIN)  # 督查通报 and 督办 are numbered apart
            and not same_paper
            and other.issued[:4] == row.issued[:4]
        ):
            whose = f"{other.unit}的{other.paper}" if other.unit else f"{other.as_of}的{other.paper}"
            raise WorkspaceProblem("--number", f"{row.number}号已用于{whose}", "请换一个号")
    for name, day in (("要求回复日期", row.reply_by), ("收到回复的日期", row.replied)):
        if row.issued and day and day < row.issued:
            raise WorkspaceProblem("issue", f"{name}{day}早于发出日期{row.issued}", "请核对日期")


def _words(row: IssueRow) -> str:
    said = (("号", row.number), ("发出", row.issued), ("要求回复", row.reply_by), ("已回复", row.replied))
    words = "，".join(f"{name} {value}" for name, value in said if value)
    whose = " ".join(word for word in (row.unit, row.as_of, row.paper) if word)
    return f"已登记 {whose}：{words}（{row.author}）。运行 duban report 重出文书。"
