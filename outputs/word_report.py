"""差距报告.docx: the morning's report as an official document, ready to be issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.findings import Finding
from outputs.report_issued import as_issued, issued_day, issued_number
from outputs.report_types import GapEntry, PromiseEntry, Report
from outputs.report_words import (
    FATE_NAMES,
    count_words,
    day_words,
    due_words,
    kind_name,
    numbers_words,
    period_words,
    standing_caution,
)
from outputs.untrusted import clip, excerpt
from outputs.word_paper import CELL_LIMIT, Paper
from outputs.word_quotes import place_words, units_words
from outputs.word_report_gaps import main_gaps, material
from outputs.word_report_lists import attachments


def render_word(report: Report) -> bytes:
    """The whole document: text, four attachments, imprint."""
    report = as_issued(report, report.bulletin)
    day = issued_day(report, report.bulletin)
    number = issued_number(report, report.bulletin)
    title = f"关于《{report.plan_title}》任务落实情况的督查通报"
    paper = Paper(title, report.as_of, report.office)
    paper.letterhead(report.office, f"督查通报〔{day.year}〕{number}号")
    paper.line(title, "公文标题")
    paper.line(f"（{period_words(report.period)}）", "公文副题")
    paper.line("", "公文顶格")
    paper.line("各有关单位：", "公文顶格")
    _opening(paper, report)
    for chapter in (_overview, _changes, _deadlines, main_gaps, material, _commitments, _requests):
        chapter(paper, report)
    _notes(paper)
    paper.sign(report.office, day)
    attachments(paper, report)
    paper.line("", "公文顶格")
    paper.imprint(report.office, day)
    return paper.data()


def _opening(paper: Paper, report: Report) -> None:
    document = f"（{report.plan_document}）" if report.plan_document else ""
    paper.line(
        f"按照《{report.plan_title}》{document}督导考核要求，办公室核对了截至{day_words(report.as_of)}"
        f"收到的{period_words(report.period)}进展材料。“未见到”“材料未载明”仅指所报材料中没有相应记载，"
        "不等于工作没有开展。现通报如下。"
    )
    for alarm in report.alarms:
        paper.labelled("运行提示", alarm)


def _overview(paper: Paper, report: Report) -> None:
    paper.heading(1, "总体情况")
    paper.heading(2, "任务进展")
    total = sum(count for _, count in report.standings)
    lights = [(f"{style.name}灯", count) for style, count in report.light_counts()]
    paper.line(
        f"清单{total}项任务中，{count_words(list(report.standings), '项')}，合计{total}项。"
        f"共列差距{len(report.gaps)}条，其中{count_words(lights, '条')}。"
    )
    if report.dropped:
        paper.line(f"其中{len(report.dropped)}条经审核不认可或豁免，另列于“材料问题”之后，不计入以下各节。")
    _red(paper, report)
    if caution := standing_caution(report):
        paper.line(caution)
    paper.heading(2, "材料报送")
    fates = [(FATE_NAMES.get(fate, fate), count) for fate, count in report.received]
    paper.line(
        f"共收到文件{report.received_total}份：{count_words(fates, '份')}，各类相加为{report.received_total}份。"
    )
    paper.line(_by_period(report))
    silent = "、".join(report.silent)
    paper.line(f"牵头单位中，未见到{silent}本期可读材料。" if silent else "各牵头单位均已报送本期可读材料。")
    if report.silent_beside:
        paper.line(f"另未见到下列责任单位或点名学校的本期材料：{'、'.join(report.silent_beside)}。")
    _risks(paper, report)


def _by_period(report: Report) -> str:
    """How many of the files are of the judged period; files stay in the inbox over the years."""
    now, other, unclear = report.received_by_period()
    return (
        f"以上为收件夹内的全部文件，其中属于{period_words(report.period)}的{now}份、属于其他期次的{other}份、"
        f"期次未明的{unclear}份。"
    )


def _red(paper: Paper, report: Report) -> None:
    """Who has red gaps, and since when: what a leader looks for on the first page."""
    if not report.red_units:
        return
    name = report.style("red").name
    words = [
        f"{one.unit}{one.gaps}条（第{numbers_words(one.items).replace('、 ', '、')}项）"
        if one.items
        else f"{one.unit}{one.gaps}条"
        for one in report.red_units
    ]
    shared = "（一条涉及几家单位的，分别计列）" if len(words) > 1 else ""
    paper.line(f"{name}灯差距涉及：{'、'.join(words)}{shared}。{_hanging(report)}")


def _hanging(report: Report) -> str:
    """The red gaps that have been on record longest."""
    reds = [gap for gap in report.gaps if gap.finding.light == "red" and gap.first_seen and not gap.dropped]
    first = min((gap.first_seen for gap in reds), default="")
    days = (report.as_of - date.fromisoformat(first)).days if first else 0
    if days <= 0:
        return ""
    numbers = [gap.finding.item for gap in reds if gap.first_seen == first and gap.finding.item is not None]
    about = f"第{numbers_words(numbers).replace('、 ', '、')}项" if numbers else "报送方面"
    return f"其中{about}挂账最久，自{day_words(date.fromisoformat(first))}列出，已{days}天。"


def _risks(paper: Paper, report: Report) -> None:
    paper.heading(2, "需重点关注的任务")
    if not report.risks:
        paper.line("本期未列出红、黄、蓝灯差距。")
        return
    rows = [
        [
            str(risk.rank),
            f"第{risk.entry.item.number}项",
            clip(risk.entry.item.text, 60),
            "、".join(dict.fromkeys(kind_name(gap.finding.kind) for gap in risk.entry.live)),
            "、".join(risk.entry.item.lead),
            risk.words,
        ]
        for risk in report.risks
    ]
    heads = ("序", "任务", "目标任务", "主要差距", "牵头单位", "风险分构成")
    paper.table(heads, (9, 16, 50, 28, 23, 30), rows, centred=(0, 1))
    paper.line(f"注：{report.ranking}", "表注")


def _changes(paper: Paper, report: Report) -> None:
    paper.heading(1, "本期变化")
    changes = report.changes
    counts = [
        ("新增", len(changes.new)),
        ("有变化", len(changes.changed)),
        ("重新出现", len(changes.reopened)),
        ("销号", len(changes.closed)),
    ]
    if report.previous_day is None:
        paper.line(f"本报告为首次，所列{len(report.gaps)}条差距均为新列。")
        return
    paper.line(
        f"与{day_words(report.previous_day)}的报告相比，差距{count_words(counts, '条')}；"
        f"任务判定转差{len(changes.worse)}项。"
    )
    _change_line(paper, "新增", changes.new)
    _change_line(paper, "有变化", changes.changed)
    _change_line(paper, "重新出现", changes.reopened)
    if changes.closed:
        paper.labelled("销号", _grouped([one.finding for one in changes.closed]))
    if changes.worse:
        groups: dict[str, list[int]] = {}
        for entry in changes.worse:
            groups.setdefault(f"由{entry.previous}转为{entry.standing}", []).append(entry.item.number)
        words = [f"第{numbers_words(numbers)}项{how}".replace("、 ", "、") for how, numbers in groups.items()]
        paper.labelled("转差", "；".join(words) + "。")


def _change_line(paper: Paper, label: str, gaps: Sequence[GapEntry]) -> None:
    if gaps:
        paper.labelled(label, _grouped([gap.finding for gap in gaps]))


def _grouped(findings: Sequence[Finding]) -> str:
    """未见佐证（第1、3、4项）；未报送（市发改局）。"""
    items: dict[str, list[int]] = {}
    units: dict[str, list[str]] = {}
    for finding in findings:
        name = kind_name(finding.kind)
        if finding.item is None or finding.kind == "not_submitted":
            units.setdefault(name, []).append(finding.unit or "、".join(finding.units))
        else:
            items.setdefault(name, []).append(finding.item)
    words = [f"{name}（第{numbers_words(numbers)}项）" for name, numbers in items.items()]
    words += [f"{name}（{'、'.join(dict.fromkeys(names))}）" for name, names in units.items()]
    return "；".join(words).replace("、 ", "、") + "。"


def _deadlines(paper: Paper, report: Report) -> None:
    paper.heading(
        1,
        "已逾期与三个月内到期" if 85 <= report.window_days <= 92 else f"已逾期与{report.window_days}天内到期",
    )
    if not report.overdue and not report.due_soon:
        paper.line("截至本报告日，未列出已逾期或临期的任务。")
        return
    rows = [
        [
            f"第{due.entry.item.number}项",
            clip(due.part.text, 80),
            due_words(due.part),
            f"逾期{due.days}天" if due.days > 0 else f"还有{-due.days}天",
            report.style(due.gap.finding.light).name,
            units_words(due.entry),
        ]
        for due in (*report.overdue, *report.due_soon)
    ]
    heads = ("任务", "内容", "期限", "状态", "灯", "牵头、责任单位")
    paper.table(heads, (16, 50, 30, 20, 8, 32), rows, centred=(0, 3, 4))
    paper.line(
        f"注：“逾期”指过期且未见到办结材料；按另一读法尚未到期的只列{report.style('yellow').name}灯。", "表注"
    )


def _commitments(paper: Paper, report: Report) -> None:
    if not report.commitments:
        return
    paper.heading(1, "清单外承诺")
    told = sum(bool(one.cards) for one in report.commitments)
    paper.line(
        f"通知正文另有{len(report.commitments)}项工作未列入清单，不计入上述判定。本期材料提到其中{told}项，"
        f"未见到提及的{len(report.commitments) - told}项，请有关单位一并掌握、报送时单列。"
    )
    rows = [
        [one.commitment.id, one.commitment.text, clip(one.commitment.body, 120), _promise(one)]
        for one in report.commitments
        if one.cards
    ]
    if rows:
        paper.table(("编号", "内容", "正文原文", "材料所述"), (12, 34, 50, 60), rows, centred=(0,))
    silent = [
        f"{one.commitment.text.rstrip('。')}（{one.commitment.id}）"
        for one in report.commitments
        if not one.cards
    ]
    if silent:
        paper.labelled("未见到提及的", "；".join(silent) + "。正文原文见差距报告.html。")


def _promise(one: PromiseEntry) -> str:
    """What the period's material says of a promise: how often, who, and the words with their place."""
    units = f"（{'、'.join(one.units)}）" if one.units else ""
    quotes = [f"“{excerpt(card.evidence.quote, CELL_LIMIT)}”（{place_words(card)}）" for card in one.cards]
    return "\n".join([one.words + units, *quotes])


def _requests(paper: Paper, report: Report) -> None:
    progress = report.progress
    if progress is not None:
        paper.heading(1, f"{period_words(progress.period)}报送进度")
        reported = "、".join(progress.reported) or "尚无单位"
        waiting = f"；尚未收到{'、'.join(progress.waiting)}的材料" if progress.waiting else ""
        paper.line(
            f"截至本报告日，{reported}已报送{period_words(progress.period)}材料{waiting}。本节只通报报送进度，不作判定。"
        )
        if progress.due:
            due = [
                f"第{item}项“{part.text.rstrip('。')}”{day_words(part.due)}到期"
                for item, part in progress.due
            ]
            paper.line(f"本期内到期：{'；'.join(due)}。")
    paper.heading(1, "工作要求")
    paper.line(
        f"请有关单位对照附件逐项核对，于{day_words(report.reply_by)}前按“一事一文”补报材料，写明时间、对象、数量和统计口径，"
        "附佐证并由主要负责人审签。"
    )
    last = paper.line(
        f"对本通报所列情况有异议的，请于{day_words(report.object_by)}前书面反映并附依据，办公室核实后更正。"
    )
    last.paragraph_format.keep_with_next = True  # 署名 and 成文日期 never stand on a page without text


def _notes(paper: Paper) -> None:
    paper.line("", "公文顶格").paragraph_format.keep_with_next = True
    paper.line("附件：1.逐项对照表", "附件说明首行")
    for text in ("2.单位清单", "3.数字冲突表", "4.收件清单"):
        paper.line(text, "附件说明")
