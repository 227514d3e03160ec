"""任务书: one unit's items with targets and dates, where they stand, the gap, and room for its measures.

The notice asks every department to 明确目标、分析现状、查找差距、细化措施，确定时间表和任务书，实行台账管理.
A returned one is read like any submission.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.returned_forms import DATES, GAPS, GOALS, JUDGED, MEASURES, NOT_SEEN, PEOPLE, STANDING
from outputs.report_issued import BLANK
from outputs.report_types import ItemEntry, Report, UnitEntry
from outputs.report_words import STATUS_NAMES, day_words, due_words, kind_name, period_words, target_words
from outputs.untrusted import clip, excerpt, one_line
from outputs.word_paper import QUOTE_LIMIT, Paper
from outputs.word_quotes import place_words

#: Months the timetable shows from the report's month on; one row of an A4 landscape page holds them.
TIMETABLE_MONTHS = 12
_WORK, _DUE, _LATE = "DCE6F2", "8EA9D0", "E6B8B5"


def render_task_book(report: Report, unit: str) -> bytes:
    """任务书/<unit>.docx. Raises ValueError where the plan gives the unit no item."""
    entry = next((one for one in report.units if one.short == unit), None)
    items = _items(report, entry) if entry else []
    if entry is None or not items:
        raise ValueError(f"方案没有交给“{unit}”的任务")
    paper = Paper(f"{entry.name}任务书", report.as_of, report.office, returned=True)
    paper.line(f"{entry.name}任务书", "公文标题")
    paper.line(f"（{period_words(report.period)}，截至{day_words(report.as_of)}）", "附件标题")
    paper.line("", "公文顶格")
    paper.line(
        f"《{report.plan_title}》（{report.plan_document}）要求各部门“明确目标、分析现状、查找差距、细化措施，"
        f"确定时间表和任务书，实行台账管理”。清单交给你单位的任务共{len(items)}项，其中牵头{len(entry.leads)}项、"
        f"责任{len(entry.responsible)}项。请逐项填写措施、负责人和时间，于{day_words(report.reply_by)}前报回；"
        "已列现状有误的，请在“分析现状”栏内另起一行更正并附依据；其余已印文字请勿改动。"
    )
    for item in items:
        _task(paper, report, entry, item)
    _timetable(paper, report, items)
    paper.section(landscape=False)
    paper.heading(1, "审签")
    rows = [["填报人、联系电话", ""], ["分管负责人（签字）", ""], ["主要负责人（签字）", ""], ["日期", ""]]
    paper.table(("项目", "内容"), (56, 100), rows, height=12, together=True)
    paper.line(f"报回时文件名请写明单位和期次。文号：任务〔{report.as_of.year}〕{BLANK}号。", "表注")
    return paper.data()


def _items(report: Report, entry: UnitEntry) -> list[ItemEntry]:
    """Items the unit leads first, then those it shares in."""
    leads = [one for one in report.items if one.item.number in entry.leads]
    shares = [one for one in report.items if one.item.number in entry.responsible and one not in leads]
    return leads + shares


def _task(paper: Paper, report: Report, unit: UnitEntry, entry: ItemEntry) -> None:
    role = "牵头" if entry.item.number in unit.leads else "责任"
    paper.heading(1, f"第{entry.item.number}项（{role}）")
    paper.labelled("清单要求", entry.item.text, keep=True)
    rows = [
        [GOALS, _goals(entry)],
        [STANDING, _standing(entry, unit)],
        [GAPS, _gaps(report, unit, entry)],
        [MEASURES, "1.\n\n2.\n\n3.\n"],
        [PEOPLE, "分管负责人：　　　　　　具体承办人：　　　　　　联系电话："],
        [DATES, "阶段目标：　　　　年　　月　　日前\n全部完成：　　　　年　　月　　日前"],
    ]
    paper.table(("项目", "内容"), (26, 130), rows, centred=(0,), height=11, together=True)


def _goals(entry: ItemEntry) -> str:
    lines = []
    for one in entry.parts:
        targets = "、".join(target_words(target) for target in one.part.targets)
        lines.append(
            "，".join(word for word in (one.part.text, targets, f"期限：{due_words(one.part)}") if word)
        )
    return "\n".join(lines)


def _standing(entry: ItemEntry, unit: UnitEntry) -> str:
    cards = [*entry.cards, *(card for gap in entry.gaps for card in gap.cards)]
    own = [card for card in cards if card.unit == unit.short and card.source == "unit"]
    lines = [f"{JUDGED}{entry.standing}。"]
    for card in own[:2]:
        status = STATUS_NAMES.get(card.status, "表述")
        lines.append(
            f"〔{status}〕“{one_line(excerpt(card.evidence.quote, QUOTE_LIMIT))}”（{place_words(card)}）"
        )
    return "\n".join(lines if own else [*lines, NOT_SEEN])


def _gaps(report: Report, unit: UnitEntry, entry: ItemEntry) -> str:
    own = [gap for gap in entry.live if unit.short in (*gap.finding.units, gap.finding.unit)]
    lines = [
        f"{kind_name(gap.finding.kind)}（{report.style(gap.finding.light).name}灯）：需补{gap.finding.closes_by.rstrip('。')}。"
        for gap in own
    ]
    return "\n".join(lines) or "未列差距。"


def _timetable(paper: Paper, report: Report, items: Sequence[ItemEntry]) -> None:
    """A table as a figure: months across, work shaded up to the due month, the due month darker and named."""
    months = _months(report.as_of)
    paper.section(landscape=True)
    paper.heading(1, "时间表")
    paper.line("浅色为推进期，“期”为到期月，“逾”为已过期限；没有期限的任务请单位自行标注。", "表注")
    heads = ("任务", "内容", *(f"{month}月" if month > 1 else f"{year}年1月" for year, month in months))
    rows, shades = [], []
    for entry in items:
        for one in entry.parts:
            marks = [_mark(one.part.due, one.state, year, month, report.as_of) for year, month in months]
            rows.append([str(entry.item.number), clip(one.part.text, 40), *(mark for mark, _ in marks)])
            shades.append(["", "", *(fill for _, fill in marks)])
    widths = (12, 57, *([13] * TIMETABLE_MONTHS))
    paper.table(heads, widths, rows, centred=(0, *range(2, TIMETABLE_MONTHS + 2)), shades=shades)


def _months(as_of: date) -> list[tuple[int, int]]:
    first = as_of.year * 12 + as_of.month - 1
    return [((first + step) // 12, (first + step) % 12 + 1) for step in range(TIMETABLE_MONTHS)]


def _mark(due: date | None, state: str, year: int, month: int, as_of: date) -> tuple[str, str]:
    if due is None or state == "完成":
        return "", ""
    if due < as_of:
        return ("逾", _LATE) if (year, month) == (as_of.year, as_of.month) else ("", "")
    if (year, month) == (due.year, due.month):
        return "期", _DUE
    return ("", _WORK) if (year, month) < (due.year, due.month) else ("", "")
