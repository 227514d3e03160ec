"""The two long chapters of 差距报告.docx: 主要差距, one entry an item, and 材料问题."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.report_types import EvidenceCard, GapEntry, ItemEntry, Report
from outputs.report_words import STATE_NAMES, day_words, kind_name, marks_words, numbers_words, sender_words
from outputs.untrusted import clip, excerpt
from outputs.word_paper import QUOTE_LIMIT, Paper
from outputs.word_quotes import (
    distinct_cards,
    place_words,
    quote_lines,
    telling_cards,
    units_words,
    without_repeats,
)

#: Quotes per item in the text beside those that a gap cites; further ones are counted and stand in the HTML report.
QUOTES_PER_ITEM = 3


def main_gaps(paper: Paper, report: Report) -> None:
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
            [str(entry.item.number), clip(entry.item.text, 100), units_words(entry), gap.finding.closes_by]
            for entry, gap in report.bare
        ]
        paper.table(("任务", "清单要求", "单位", "补什么可销号"), (12, 62, 38, 44), rows, centred=(0,))


def _main_entry(paper: Paper, report: Report, entry: ItemEntry, gaps: Sequence[GapEntry]) -> None:
    soft = "（争取类任务）" if entry.item.soft else ""
    head = _headline(entry.item.text)
    paper.heading(2, f"第{entry.item.number}项：{head}{soft}")
    _requirement(paper, entry, head)
    cited = [card for gap in gaps for card in gap.cards]
    cards = distinct_cards(cited + telling_cards(entry.cards))
    if not cards:
        paper.labelled("材料表述", "本期材料中未见到有关记载。")
    shown = cards[: max(QUOTES_PER_ITEM, len(distinct_cards(cited)))]
    for label, words in quote_lines(shown):
        paper.labelled(label, words)
    if len(cards) > len(shown):
        paper.line(f"另有{len(cards) - len(shown)}处表述，见差距报告.html第{entry.item.number}项。")
    for gap in gaps:
        state = STATE_NAMES[gap.state]
        name = f"{kind_name(gap.finding.kind)}·{report.style(gap.finding.light).name}灯·{state}"
        paper.labelled("差距", f"（{name}）{_stop(without_repeats(gap.finding.because, shown))}")
    verify = "；".join(dict.fromkeys(gap.verify for gap in gaps))
    closes = "；".join(dict.fromkeys(gap.finding.closes_by.rstrip("。；") for gap in gaps))
    paper.points(("单位", f"{units_words(entry)}。"), ("建议核实", f"{verify}。"))
    paper.points(("销号条件", f"{closes}。"), ("报送时限", f"{day_words(min(gap.by for gap in gaps))}前。"))


def _headline(text: str) -> str:
    """The first clause of the requirement; the whole stands in the next paragraph."""
    ends = [place for place in (text.find(mark) for mark in "，。；") if place > 5]
    return clip(text[: min(ends)] if ends else text, 40)


def _requirement(paper: Paper, entry: ItemEntry, head: str) -> None:
    """The notice's words, then the dates and targets that were read in them; words that are the heading once only."""
    marks = marks_words([one.part for one in entry.parts])
    if entry.item.text.rstrip("。") == head:
        paper.labelled("时限与目标", f"{marks or '清单未定期限和数量'}。")
    else:
        paper.labelled("清单要求", entry.item.text + (f"（{marks}）" if marks else ""))


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def material(paper: Paper, report: Report) -> None:
    paper.heading(1, "材料问题")
    if not report.material and not report.office_matters and not report.dropped:
        paper.line("本期未列出材料问题。")
    for group in report.material:
        count = len(group.gaps) + len(group.receipts)
        paper.heading(2, f"{group.name}（{count}条）" if group.gaps else f"{group.name}（{count}份）")
        _material_gaps(paper, report, group.gaps)
        if group.receipts:
            rows = [
                [one.file, sender_words(one), one.reason or f"落款{day_words(one.signed)}", one.remedy]
                for one in group.receipts
            ]
            paper.table(("文件", "单位", "情况", "处理办法"), (58, 24, 38, 36), rows, centred=(1,))
    if report.office_matters:
        paper.heading(2, f"需由办公室研究明确的事项（{len(report.office_matters)}条）")
        _material_gaps(paper, report, report.office_matters)
    _dropped(paper, report)


def _dropped(paper: Paper, report: Report) -> None:
    """What reviewers rejected or waived, with their names: nothing is silently left out."""
    if not report.dropped:
        return
    paper.heading(2, f"经审核不列入督办的情形（{len(report.dropped)}条）")
    rows = [
        [
            str(gap.finding.item or "—"),
            f"{kind_name(gap.finding.kind)}（{report.style(gap.finding.light).name}）",
            _stop(gap.finding.because),
            _opinion_words(report, gap),
        ]
        for gap in report.dropped
    ]
    paper.table(("任务", "类型", "情况", "审核意见"), (12, 26, 78, 40), rows, centred=(0,))


def _opinion_words(report: Report, gap: GapEntry) -> str:
    item = report.entry(gap.finding.item) if gap.finding.item is not None else None
    opinion = gap.opinion or (item.opinion if item else None)
    if opinion is None:
        return ""
    note = f"：{opinion.note}" if opinion.note else ""
    return f"{opinion.opinion}（{opinion.author}，{opinion.time[:10]}）{note}"


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
    shown = _with_distinct_words(gap.cards)[:QUOTES_PER_ITEM]
    paper.line(_stop(without_repeats(finding.because, shown)))
    for card, (label, words) in zip(shown, quote_lines(shown), strict=True):
        paper.points((label, words), *_source(gap, card))
        for revision in card.revisions:
            paper.labelled("另见", revision)
    paper.points(
        ("建议核实", f"{gap.verify}。"),
        ("销号条件", _stop(finding.closes_by)),
        ("报送时限", f"{day_words(gap.by)}前。"),
    )


def _with_distinct_words(cards: Sequence[EvidenceCard]) -> list[EvidenceCard]:
    """Of passages that read alike, as in 雷同, the first; where the others stand is said beside it."""
    first: dict[str, EvidenceCard] = {}
    for card in cards:
        first.setdefault(_solid(card.evidence.quote), card)
    return list(first.values())


def _source(gap: GapEntry, card: EvidenceCard) -> list[tuple[str, str]]:
    """The passage that a quote repeats: its place, and its words where they differ."""
    told = []
    own = _solid(card.evidence.quote)
    places = [place_words(one) for one in gap.cards if one is not card and _solid(one.evidence.quote) == own]
    other = card.repeats
    if other is not None and other.quote:
        place = f"{other.file.rpartition('/')[2]}，{other.place}"
        if _solid(other.quote) != own:
            told.append(("疑似来源", f"“{excerpt(other.quote, QUOTE_LIMIT)}”（{place}）"))
        elif place not in places:
            places.append(place)
    if places:
        told.append(("疑似来源", f"文字与此相同，见{'；'.join(places)}。"))
    return told


def _solid(text: str) -> str:
    return "".join(text.split())
