"""Papers to one unit: 督办单 (what is missing), 催报函 (nothing came). Numbers stay blank until issued.

A paper quotes only its addressee's own material; where a finding rests on another unit's words, it says so
without them. Identity and phone numbers are masked by `Paper`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matching.findings import GapKind
from matching.returned_forms import SLIP_DAY, SLIP_MATERIAL, SLIP_OPINION, SLIP_UNIT
from outputs.report_issued import as_issued, is_this, issued_day, issued_number
from outputs.report_sections import CONFLICT_KINDS, NOT_SUPERVISED
from outputs.report_types import EvidenceCard, GapEntry, IssuedPaper, ItemEntry, Report, UnitEntry
from outputs.report_words import day_words, due_words, kind_name, marks_words, period_words
from outputs.untrusted import excerpt
from outputs.word_paper import QUOTE_LIMIT, Paper
from outputs.word_quotes import place_words

#: Their reasons state figures, and with foreign evidence these are another unit's.
_FIGURE_KINDS = CONFLICT_KINDS | {"below_target", "behind_pace"}
#: What a gap says to a unit whose own words it does not rest on.
_TOLD_WITHOUT_QUOTES: dict[GapKind, str] = {
    "blocked": "其他单位的材料反映该项推进中遇有障碍，请你单位就职责内的情况作出说明。",
    "plan_only": "本期各单位有关该项的表述均为计划、打算，未见到已开展工作的内容。",
    "partial": "该项已有部分要求见到办结材料，其余要求所见材料尚未载明办结。",
    "no_figure": "该项有数量要求，所见材料中未见到相应口径的数字。",
    "stale": "所见材料说的都是本期以前的事，未见到本期新进展。",
    "below_target": "其他单位材料所载数字与清单要求不相符，请按统一口径核报你单位掌握的数字。",
    "behind_pace": "其他单位材料所载数字尚未达到序时进度，请按统一口径核报你单位掌握的数字。",
    "impossible_date": "其他单位的材料中有日期疑似有误，请核对你单位掌握的日期。",
    "copied_from_plan": "材料以任务原文代替进展，未载明做了什么、何时、何数。",
}
#: Quotes of one item in a notice; the unit has its own file.
_QUOTES_PER_ITEM = 3


_ADDRESSED = re.compile(r"请([^，。；“”补核说明]{2,60}?)(?=补报|核对|说明)")


def render_notice(report: Report, unit: str) -> bytes:
    """督办单 for one unit: its gaps by light, what its material says, what to send by when, how to object.

    Number and days are those of the unit's decisions (`UnitEntry.notice`), blank until then. Raises ValueError
    where the unit is not the plan's or has no gap to supervise.
    """
    entry = _unit(report, unit)
    report = as_issued(report, entry.notice)
    entry = _unit(report, unit)
    gaps = [gap for gap in entry.gaps if gap.finding.kind not in NOT_SUPERVISED]
    if not gaps:
        raise ValueError(f"{unit}没有需要督办的差距")
    paper = _open(report, "督办单", entry.notice)
    paper.line(f"{entry.name}：", "公文顶格")
    paper.line(_opening(report, entry, gaps))
    _unreadable(paper, report, unit)
    _by_item(paper, report, entry, gaps)
    _reply(paper, report)
    paper.sign(report.office, issued_day(report, entry.notice))
    _receipt_slip(paper, entry)
    return paper.data()


def render_reminder(report: Report, unit: str) -> bytes:
    """催报函 for a unit that handed in nothing readable: its duties, and by when to report on them."""
    entry = _unit(report, unit)
    report = as_issued(report, entry.reminder)
    paper = _open(report, "催报函", entry.reminder)
    paper.line(f"{entry.name}：", "公文顶格")
    paper.line(
        f"按照《{report.plan_title}》督导考核要求，请各单位报送{period_words(report.period)}进展材料。截至"
        f"{day_words(report.as_of)}，办公室未见到你单位可读的本期材料。为如实反映工作进展，请于"
        f"{day_words(report.reply_by)}前报送。已经报送的，请告知报送时间和方式，以便查找。"
    )
    _unreadable(paper, report, unit)
    paper.heading(1, "需报送的任务")
    rows = [
        [str(item.item.number), item.item.text, role, _dues(item)] for item, role in _duties(report, entry)
    ]
    if rows:
        paper.table(("任务", "清单要求", "职责", "期限"), (14, 80, 18, 44), rows, centred=(0, 2))
    else:
        paper.line("清单中涉及你单位的工作。")
    paper.heading(1, "报送要求")
    paper.line(
        "逐项写明做了什么、何时、涉及对象、数量及统计口径，附佐证材料，注明落款日期并由主要负责人审签。"
        "确无进展的，请说明原因和下一步时限；已有材料只需补充新进展，不必重复整理。"
    )
    paper.sign(report.office, issued_day(report, entry.reminder))
    return paper.data()


def _unit(report: Report, unit: str) -> UnitEntry:
    entry = next((one for one in report.units if one.short == unit), None)
    if entry is None:
        raise ValueError(f"方案中没有单位“{unit}”")
    return entry


def _open(report: Report, kind: str, issued: IssuedPaper | None) -> Paper:
    paper = Paper(f"{kind}（{period_words(report.period)}）", report.as_of, report.office)
    number = issued_number(report, issued)
    paper.letterhead(report.office, f"督办〔{issued_day(report, issued).year}〕{number}号")
    paper.line(kind, "公文标题")
    paper.line("", "公文顶格")
    return paper


def _opening(report: Report, entry: UnitEntry, gaps: Sequence[GapEntry]) -> str:
    lights = [gap.finding.light for gap in gaps]
    counts = "、".join(
        f"{style.name}灯{lights.count(style.light)}条" for style in report.lights if style.light in lights
    )
    files = "、".join(one.file.rpartition("/")[2] for one in entry.files)
    basis = f"你单位报送的{files}" if files else "所见材料"
    return (
        f"{_earlier(report, entry.notice)}依据{basis}，办公室对照《{report.plan_title}》核对了你单位牵头、负责的任务"
        f"（{period_words(report.period)}，截至{day_words(report.as_of)}），列出差距{len(gaps)}条，其中{counts}。"
        f"请逐条核对，于{day_words(report.reply_by)}前补报材料。“未见到”“材料未载明”仅指材料中没有相应记载。"
    )


def _earlier(report: Report, issued: IssuedPaper | None) -> str:
    """An earlier 督办单 of the same period, so that the unit knows which one this follows."""
    if issued is None or is_this(report, issued) or not issued.number:
        return ""
    year = (issued.issued or report.as_of).year
    reply = f"（{day_words(issued.replied)}已回复）" if issued.replied else "（尚未见到回复）"
    return f"本期此前已发督办〔{year}〕{issued.number}号督办单{reply}。"


def _by_item(paper: Paper, report: Report, entry: UnitEntry, gaps: Sequence[GapEntry]) -> None:
    """Items with something to discuss one by one, worst light first; mere absence of material as a table."""
    bare = [gap for gap in gaps if gap.finding.kind == "no_evidence"]
    told = [gap for gap in gaps if gap.finding.kind != "no_evidence"]
    if told:
        paper.heading(1, "需说明和补报的事项")
    order = [style.light for style in report.lights]
    told.sort(key=lambda gap: order.index(gap.finding.light))
    groups: dict[int | None, list[GapEntry]] = {}
    for gap in told:
        groups.setdefault(gap.finding.item, []).append(gap)
    for number, group in groups.items():
        _item(paper, report, entry, number, group)
    if bare:
        paper.heading(1, "未见到材料的事项")
        paper.line(
            f"下列{len(bare)}项任务，本期材料中未见到有关举措的记载，请于{day_words(report.reply_by)}前补报。"
        )
        paper.table(("任务", "清单要求", "职责", "灯", "整改要求"), (12, 76, 14, 9, 45),
                    [_bare_row(report, entry, gap) for gap in bare], centred=(0, 2, 3))  # fmt: skip


def _bare_row(report: Report, entry: UnitEntry, gap: GapEntry) -> list[str]:
    item = report.entry(gap.finding.item) if gap.finding.item is not None else None
    text = item.item.text if item else ""
    light = report.style(gap.finding.light).name
    request = _request(gap.finding.closes_by, entry, report)
    return [str(gap.finding.item or "—"), text, _role(item, entry), light, request]


def _role(item: ItemEntry | None, entry: UnitEntry) -> str:
    if item is None:
        return ""
    if entry.short in item.item.lead:
        return "牵头"
    return "责任" if entry.short in item.item.responsible else "有关"


def _item(
    paper: Paper, report: Report, entry: UnitEntry, number: int | None, gaps: Sequence[GapEntry]
) -> None:
    item = report.entry(number) if number is not None else None
    lights = "、".join(dict.fromkeys(f"{report.style(gap.finding.light).name}灯" for gap in gaps))
    names = "、".join(dict.fromkeys(kind_name(gap.finding.kind) for gap in gaps))
    place = f"第{number}项" if number is not None else "本期材料"
    paper.heading(2, f"{place}：{names}（{lights}）")
    if item is not None:
        paper.labelled("清单要求", f"{item.item.text}{_marks(item, gaps)}你单位为{_role(item, entry)}单位。")
    own = {
        (card.evidence.sha256, card.evidence.block, card.evidence.start): card
        for gap in gaps
        for card in gap.cards
        if _is_own(card, entry)
    }
    for card in list(own.values())[:_QUOTES_PER_ITEM]:
        paper.labelled("你单位材料", _own_words(card))
    if not own:
        paper.labelled("你单位材料", "未见到有关表述。")
    for gap in gaps:
        part = _part_words(item, gap)
        paper.labelled(f"核对情况（{part}{kind_name(gap.finding.kind)}）", _because(gap, entry, report))
    closes = "；".join(
        dict.fromkeys(_request(gap.finding.closes_by.rstrip("。"), entry, report) for gap in gaps)
    )
    paper.labelled("整改要求", f"{closes}。")
    paper.labelled("时限", f"请于{day_words(min(gap.by for gap in gaps))}前报送。")


def _part_words(item: ItemEntry | None, gap: GapEntry) -> str:
    """Which of several parts a gap is about, in the plan's words."""
    if item is None or len(item.parts) < 2:
        return ""
    words = [one.part.text.rstrip("。") for one in item.parts if one.part.id == gap.finding.part]
    return f"{words[0]}，" if words else ""


def _marks(item: ItemEntry, gaps: Sequence[GapEntry]) -> str:
    """Due dates and targets of the parts that the gaps are about."""
    named = {gap.finding.part for gap in gaps}
    parts = [one.part for one in item.parts if None in named or one.part.id in named]
    marks = marks_words(parts)
    return f"（{marks}）" if marks else ""


def _own_words(card: EvidenceCard) -> str:
    signed = f"，落款{day_words(card.signed)}" if card.signed else ""
    return f"“{excerpt(card.evidence.quote, QUOTE_LIMIT)}”（{place_words(card)}{signed}）"


def _because(gap: GapEntry, entry: UnitEntry, report: Report) -> str:
    """The reason as found, or, where it rests on others' words or figures, without them."""
    finding = gap.finding
    item = report.entry(finding.item) if finding.item is not None else None
    own = [item.item.text, *(one.part.text for one in item.parts)] if item else []
    if finding.kind == "recycled":
        repeats = [card.repeats for card in gap.cards if card.repeats is not None]
        others = any(one.unit and one.unit != entry.short for one in repeats)
        return "与其他单位材料相同，请补充本单位本期进展。" if others else "与以往材料相同，请补充本期进展。"
    foreign = [card.evidence.quote for card in gap.cards if not _is_own(card, entry)]
    if not foreign or not (finding.kind in _FIGURE_KINDS or _cites(finding.because, foreign, own)):
        return finding.because if finding.because.endswith("。") else f"{finding.because}。"
    if finding.kind == "blocked" and len(foreign) < len(gap.cards):
        return "你单位和其他单位的材料均反映该项推进中遇有障碍，请就职责内的情况作出说明。"
    if finding.kind in CONFLICT_KINDS:
        return "与其他来源的材料不一致，请核对原始数据并说明统计口径。"
    if gap.days_late:
        return f"期限已过{gap.days_late}天（截至{day_words(report.as_of)}），所见材料尚未载明办结。"
    return _TOLD_WITHOUT_QUOTES.get(finding.kind, "所见材料尚不足以认定该项要求已经达到。")


def _is_own(card: EvidenceCard, entry: UnitEntry) -> bool:
    return card.unit == entry.short and card.source == "unit"


def _cites(text: str, quotes: Sequence[str], plan: Sequence[str]) -> bool:
    """Whether six characters in a row of any quote stand in the text, the plan's own words left out."""
    pieces = set(_pieces(text)) - {piece for words in plan for piece in _pieces(words)}
    return any(piece in pieces for quote in quotes for piece in _pieces(quote))


def _pieces(text: str) -> Iterator[str]:
    return (text[place : place + 6] for place in range(len(text) - 5))


def _request(text: str, entry: UnitEntry, report: Report) -> str:
    """What would close a gap, spoken to this unit: 请市人社局补报… becomes 请配合市人社局补报… for another."""
    found = _ADDRESSED.match(text)
    if found is None:
        return text
    names = found[1].split("、")
    if not set(names) <= {unit.short for unit in report.units}:
        return text
    rest = text[found.end(1) :]
    if entry.short in names:
        return f"请{rest}" if len(names) == 1 else f"请与有关单位{rest}"
    return f"请配合{found[1]}{rest}"


def _reply(paper: Paper, report: Report) -> None:
    paper.heading(1, "回复与申辩")
    last = paper.line(
        f"请于{day_words(report.reply_by)}前书面回复，一事一文，附佐证材料，由主要负责人审签并加盖公章。"
        f"对所列情况有异议的，请于{day_words(report.object_by)}前书面反映并附依据，办公室核实后更正。"
        "联系人：　　　　　　电话：　　　　　　"
    )
    last.paragraph_format.keep_with_next = True  # 署名 and 成文日期 never stand on a page without text


def _receipt_slip(paper: Paper, entry: UnitEntry) -> None:
    """The slip to be filled in, below the signature and on one page with its title."""
    for text, style in (("", "公文顶格"), ("回执", "附件标题")):
        paper.line(text, style).paragraph_format.keep_with_next = True
    rows = [[SLIP_UNIT, entry.short], [SLIP_OPINION, ""], [SLIP_MATERIAL, ""]]
    rows += [["填报人、联系电话", ""], ["主要负责人（签字）", ""], [SLIP_DAY, ""]]
    paper.table(("项目", "内容"), (56, 100), rows, height=11, together=True)


def _unreadable(paper: Paper, report: Report, unit: str) -> None:
    shut = [
        one
        for one in report.receipts
        if one.unit == unit and one.fate == "quarantined" and one.period in ("", report.period)
    ]
    if shut:
        paper.line("下列文件已收到但无法读取，请按所列办法重报：")
        rows = [[one.file, one.reason, one.remedy] for one in shut]
        paper.table(("文件", "情况", "办法"), (66, 45, 45), rows)


def _duties(report: Report, entry: UnitEntry) -> list[tuple[ItemEntry, str]]:
    return [
        (item, "牵头" if item.item.number in entry.leads else "责任")
        for item in report.items
        if item.item.number in (*entry.leads, *entry.responsible)
    ]


def _dues(item: ItemEntry) -> str:
    """Due dates of the item's parts; a part is named where there are several dates."""
    dated = [one.part for one in item.parts if one.part.due is not None]
    if len(dated) < 2:
        return due_words(dated[0]) if dated else "未定期限"
    return "；".join(f"{part.text.rstrip('。；')}：{due_words(part)}" for part in dated)
