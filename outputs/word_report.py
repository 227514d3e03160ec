"""差距报告.docx: the morning's report as an official document, ready to be issued."""

from __future__ import annotations

from collections.abc import Sequence

from matching.findings import Finding
from outputs.report_types import EvidenceCard, GapEntry, ItemEntry, Report
from outputs.report_words import (
    FATE_NAMES,
    STATE_NAMES,
    count_words,
    day_words,
    due_words,
    kind_name,
    numbers_words,
    period_words,
    target_words,
)
from outputs.untrusted import clip, excerpt
from outputs.word_paper import QUOTE_LIMIT, Paper
from outputs.word_report_lists import attachments

#: Quotes per item in the text; a further one is counted and stands in the HTML report.
QUOTES_PER_ITEM = 4


def render_word(report: Report) -> bytes:
    """The whole document: text, four attachments, imprint."""
    title = f"关于《{report.plan_title}》任务落实情况的督查通报"
    paper = Paper(title, report.as_of, report.office)
    paper.letterhead(report.office, f"督查通报〔{report.as_of.year}〕　　号")
    paper.line(title, "公文标题")
    paper.line(f"（{period_words(report.period)}）", "公文副题")
    paper.line("", "公文顶格")
    paper.line("各有关单位：", "公文顶格")
    _opening(paper, report)
    for chapter in (_overview, _changes, _deadlines, _main_gaps, _material, _commitments, _requests):
        chapter(paper, report)
    _notes(paper)
    paper.sign(report.office, report.as_of)
    attachments(paper, report)
    paper.line("", "公文顶格")
    paper.imprint(report.office, report.as_of)
    return paper.data()


def _opening(paper: Paper, report: Report) -> None:
    document = f"（{report.plan_document}）" if report.plan_document else ""
    paper.line(
        f"按照《{report.plan_title}》{document}督导考核要求，办公室对截至{day_words(report.as_of)}"
        f"收到的{period_words(report.period)}进展材料进行了核对。核对只依据各单位所报材料，"
        "“未见到”“材料未载明”仅指所报材料中没有相应记载，不等于工作没有开展。现将有关情况通报如下。"
    )
    for alarm in report.alarms:
        paper.labelled("运行提示", alarm)


def _overview(paper: Paper, report: Report) -> None:
    paper.heading(1, "总体情况")
    paper.heading(2, "任务进展")
    total = sum(count for _, count in report.standings)
    paper.line(f"清单{total}项任务中，{count_words(list(report.standings), '项')}，合计{total}项。")
    lights = [(f"{style.name}灯", count) for style, count in report.light_counts()]
    paper.line(f"共列差距{len(report.gaps)}条，其中{count_words(lights, '条')}。")
    paper.heading(2, "材料报送")
    fates = [(FATE_NAMES.get(fate, fate), count) for fate, count in report.received]
    paper.line(
        f"共收到文件{report.received_total}份：{count_words(fates, '份')}，各类相加为{report.received_total}份。"
    )
    silent = "、".join(report.silent)
    paper.line(f"牵头单位中，未见到{silent}本期可读材料。" if silent else "各牵头单位均已报送本期可读材料。")
    if report.silent_beside:
        paper.line(f"另未见到下列责任单位或点名学校的本期材料：{'、'.join(report.silent_beside)}。")
    _risks(paper, report)


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
            "、".join(dict.fromkeys(kind_name(gap.finding.kind) for gap in risk.entry.gaps)),
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
    paper.line(f"与上一报告日相比，差距{count_words(counts, '条')}；任务判定转差{len(changes.worse)}项。")
    _change_line(paper, "新增", changes.new)
    _change_line(paper, "有变化", changes.changed)
    _change_line(paper, "重新出现", changes.reopened)
    if changes.closed:
        paper.labelled("销号", _grouped([one.finding for one in changes.closed]))
    if changes.worse:
        words = [f"第{entry.item.number}项由{entry.previous}转为{entry.standing}" for entry in changes.worse]
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
            _units_words(due.entry),
        ]
        for due in (*report.overdue, *report.due_soon)
    ]
    heads = ("任务", "内容", "期限", "状态", "灯", "牵头、责任单位")
    paper.table(heads, (16, 50, 30, 20, 8, 32), rows, centred=(0, 3, 4))
    paper.line(
        f"注：“逾期”指过期且未见到办结材料；按另一读法尚未到期的只列{report.style('yellow').name}灯。", "表注"
    )


def _units_words(entry: ItemEntry) -> str:
    lead = "、".join(entry.item.lead) or "清单未列"
    responsible = "、".join(entry.item.responsible) or "清单未列"
    return f"牵头：{lead}；责任：{responsible}"


def _main_gaps(paper: Paper, report: Report) -> None:
    paper.heading(1, "主要差距")
    if not report.main and not report.bare:
        paper.line("本期未列出主要差距。")
    for entry, gaps in report.main:
        _main_entry(paper, report, entry, gaps)
    if report.bare:
        paper.heading(2, "未见到佐证材料的任务")
        paper.line(
            f"另有{len(report.bare)}项任务，本期各单位材料中未见到有关举措的记载，请于{day_words(report.reply_by)}前补报。"
        )
        rows = [
            [str(entry.item.number), clip(entry.item.text, 100), _units_words(entry), gap.finding.closes_by]
            for entry, gap in report.bare
        ]
        paper.table(("任务", "清单要求", "单位", "补什么可销号"), (12, 62, 38, 44), rows, centred=(0,))


def _main_entry(paper: Paper, report: Report, entry: ItemEntry, gaps: Sequence[GapEntry]) -> None:
    soft = "（争取类任务）" if entry.item.soft else ""
    paper.heading(2, f"第{entry.item.number}项：{_headline(entry.item.text)}{soft}")
    paper.labelled("清单要求", _requirement(entry))
    cards = _distinct([card for gap in gaps for card in gap.cards] + list(entry.cards))
    if not cards:
        paper.labelled("材料表述", "本期材料中未见到有关记载。")
    for card in cards[:QUOTES_PER_ITEM]:
        paper.labelled("材料表述", quote_words(card))
    if len(cards) > QUOTES_PER_ITEM:
        paper.line(f"另有{len(cards) - QUOTES_PER_ITEM}处表述，见差距报告.html第{entry.item.number}项。")
    for gap in gaps:
        state = STATE_NAMES[gap.state]
        name = f"{kind_name(gap.finding.kind)}·{report.style(gap.finding.light).name}灯·{state}"
        paper.labelled("差距", f"（{name}）{_stop(gap.finding.because)}")
    paper.labelled("责任", f"{_units_words(entry)}。")
    paper.labelled("建议核实", "；".join(dict.fromkeys(gap.verify for gap in gaps)) + "。")
    paper.labelled(
        "销号条件", "；".join(dict.fromkeys(gap.finding.closes_by.rstrip("。；") for gap in gaps)) + "。"
    )
    paper.labelled("报送时限", f"{day_words(min(gap.by for gap in gaps))}前。")


def _headline(text: str) -> str:
    """The first clause of the requirement; the whole stands in the next paragraph."""
    ends = [place for place in (text.find(mark) for mark in "，。；") if place > 5]
    return clip(text[: min(ends)] if ends else text, 40)


def _requirement(entry: ItemEntry) -> str:
    parts = []
    for one in entry.parts:
        targets = "、".join(target_words(target) for target in one.part.targets)
        due = f"期限{due_words(one.part)}" if one.part.due else ""
        words = "，".join(word for word in (targets, due) if word)
        if words:
            parts.append(f"{one.part.text.rstrip('。；')}（{words}）" if len(entry.parts) > 1 else words)
    return f"“{entry.item.text}”" + (f"其中：{'；'.join(parts)}。" if parts else "")


def _distinct(cards: Sequence[EvidenceCard]) -> list[EvidenceCard]:
    places = {
        (card.evidence.sha256, card.evidence.block, card.evidence.start): card for card in reversed(cards)
    }
    return list(reversed(places.values()))


def quote_words(card: EvidenceCard) -> str:
    """Verbatim quote, file, place, who handed it in, and its dates."""
    dates = [
        f"{name}{day_words(day)}"
        for name, day in (("事实截至", card.facts_until), ("落款", card.signed), ("收文", card.received))
        if day is not None
    ]
    source = "办公室督导通报" if card.source == "inspection" else f"{card.unit or '报送单位待认定'}报送"
    about = "，".join([source, *(dates or ["未注明日期"])])
    return f"“{excerpt(card.evidence.quote, QUOTE_LIMIT)}”（{card.evidence.file}，{card.place}；{about}）"


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _material(paper: Paper, report: Report) -> None:
    paper.heading(1, "材料问题")
    if not report.material and not report.office_matters:
        paper.line("本期未列出材料问题。")
    for group in report.material:
        count = len(group.gaps) + len(group.receipts)
        paper.heading(2, f"{group.name}（{count}条）" if group.gaps else f"{group.name}（{count}份）")
        _material_gaps(paper, report, group.gaps)
        if group.receipts:
            rows = [
                [one.file, one.unit or "待认定", one.reason or f"落款{day_words(one.signed)}", one.remedy]
                for one in group.receipts
            ]
            paper.table(("文件", "单位", "情况", "处理办法"), (58, 24, 38, 36), rows, centred=(1,))
    if report.office_matters:
        paper.heading(2, f"需由办公室研究明确的事项（{len(report.office_matters)}条）")
        _material_gaps(paper, report, report.office_matters)


def _material_gaps(paper: Paper, report: Report, gaps: Sequence[GapEntry]) -> None:
    """Gaps with quotes one by one; those without as a table, equal ones of one unit in one row."""
    for gap in gaps:
        if gap.cards:
            _material_gap(paper, report, gap)
    groups: dict[tuple[str, str, str], list[GapEntry]] = {}
    for gap in gaps:
        if not gap.cards:
            units = gap.finding.unit or "、".join(gap.finding.units)
            groups.setdefault((gap.finding.kind, units, gap.finding.light), []).append(gap)
    rows = [
        [
            units or "有关单位",
            numbers_words(gap.finding.item for gap in group if gap.finding.item is not None) or "—",
            f"{kind_name(kind)}（{report.style(light).name}）",
            _shared(group),
            f"{group[0].verify}；{day_words(min(gap.by for gap in group))}前",
        ]
        for (kind, units, light), group in groups.items()
    ]
    if rows:
        heads = ("单位", "任务", "类型", "情况", "建议核实方式和时限")
        paper.table(heads, (22, 24, 24, 48, 38), rows, centred=(2,))


def _shared(gaps: Sequence[GapEntry]) -> str:
    """The reasons of one row, each once; many alike are counted."""
    reasons = list(dict.fromkeys(_stop(gap.finding.because) for gap in gaps))
    return "".join(reasons[:2]) + (f"（其余{len(reasons) - 2}条同类）" if len(reasons) > 2 else "")


def _material_gap(paper: Paper, report: Report, gap: GapEntry) -> None:
    finding = gap.finding
    place = f"第{finding.item}项" if finding.item is not None else ""
    units = finding.unit or "、".join(finding.units)
    light = report.style(finding.light).name
    paper.heading(3, f"{place}{kind_name(finding.kind)}（{units or '有关单位'}，{light}灯）")
    paper.line(_stop(finding.because))
    for card in gap.cards[:QUOTES_PER_ITEM]:
        paper.labelled("材料表述", quote_words(card))
        if card.repeats is not None and card.repeats.quote:
            other = card.repeats
            paper.labelled(
                "疑似来源", f"“{excerpt(other.quote, QUOTE_LIMIT)}”（{other.file}，{other.place}）"
            )
        for revision in card.revisions:
            paper.labelled("另见", revision)
    paper.line(
        f"建议核实方式：{gap.verify}。销号条件：{_stop(finding.closes_by)}时限：{day_words(gap.by)}前。"
    )


def _commitments(paper: Paper, report: Report) -> None:
    if not report.commitments:
        return
    paper.heading(1, "清单外承诺")
    paper.line(
        f"通知正文另有{len(report.commitments)}项工作未列入清单，不计入上述判定，请有关单位一并掌握、报送时单列。"
    )
    rows = [[one.id, one.text, clip(one.body, 120)] for one in report.commitments]
    paper.table(("编号", "内容", "正文原文"), (14, 66, 76), rows, centred=(0,))


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
