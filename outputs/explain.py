"""The walk of one finding in plain text: claims → exact characters → why it matched → what would close it."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.report_types import EvidenceCard, GapEntry, Report
from outputs.report_words import (
    FULFILS_NAMES,
    STATE_NAMES,
    STATUS_NAMES,
    day_words,
    due_words,
    kind_name,
    ocr_grade,
    period_words,
    target_words,
)
from outputs.untrusted import show_hidden


class UnknownFinding(LookupError):
    """No finding of the report begins with the given id, or several do."""


def explain(report: Report, finding: str) -> str:
    """The walk of the finding whose id is, or uniquely begins with, `finding`.

    Raises UnknownFinding with a Chinese message that says what to do.
    """
    return show_hidden("\n".join(_walk(report, _find(report, finding))))


def explain_item(report: Report, number: int) -> str:
    """The walks of all gaps of an item; what was read where it has none."""
    entry = report.entry(number)
    if entry is None:
        raise UnknownFinding(f"方案中没有第{number}项任务")
    if entry.gaps:
        return show_hidden("\n\n".join("\n".join(_walk(report, gap)) for gap in entry.gaps))
    lines = [f"第{number}项：{entry.item.text}", f"判定：{entry.standing}；未列差距。"]
    for place, card in enumerate(entry.cards, 1):
        lines += _card(place, card)
    return show_hidden("\n".join(lines))


def _find(report: Report, finding: str) -> GapEntry:
    fitting = [gap for gap in report.gaps if finding and gap.finding.id.startswith(finding.lower())]
    if not fitting:
        raise UnknownFinding(f"没有编号为“{finding}”的差距。编号见差距报告或 gaps.json 的 id")
    if len(fitting) > 1:
        ids = "、".join(gap.finding.id for gap in fitting)
        raise UnknownFinding(f"编号“{finding}”对应多条差距：{ids}。请写全")
    return fitting[0]


def _walk(report: Report, gap: GapEntry) -> Iterator[str]:
    finding = gap.finding
    light = report.style(finding.light).name
    yield f"差距 {finding.id}　{kind_name(finding.kind)}（{light}灯）　{period_words(finding.period)}"
    yield f"状态：{STATE_NAMES.get(gap.state, gap.state)}，首次发现{gap.first_seen}"
    yield from _requirement(report, gap)
    yield f"涉及单位：{finding.unit or '、'.join(finding.units) or '未列'}"
    yield f"为何标出：{finding.because}"
    if not gap.cards:
        yield "所依表述：无（所报材料中未见到可引用的表述）"
    for place, card in enumerate(gap.cards, 1):
        yield from _card(place, card)
    yield f"补什么可销：{finding.closes_by}（{day_words(gap.by)}前）"
    yield f"建议核实方式：{gap.verify}"
    if gap.opinion is not None:
        yield f"审核意见：{gap.opinion.opinion}（{gap.opinion.author}，{gap.opinion.time}）{gap.opinion.note}"


def _requirement(report: Report, gap: GapEntry) -> Iterator[str]:
    if gap.finding.item is None:
        return
    entry = report.entry(gap.finding.item)
    if entry is None:
        return
    yield f"任务：第{entry.item.number}项　{entry.item.text}"
    for one in entry.parts:
        if gap.finding.part in (None, one.part.id):
            targets = "".join(f"；目标：{target_words(target)}" for target in one.part.targets)
            yield f"　　{one.part.id}　{one.part.text}　期限：{due_words(one.part)}{targets}　现为：{one.state}"


def _card(place: int, card: EvidenceCard) -> Iterator[str]:
    evidence = card.evidence
    yield f"表述{place}：{card.before}【{evidence.quote}】{card.after}"
    yield f"　　文件：{evidence.file}（{evidence.sha256[:12]}）　{card.place}"
    yield f"　　字符：第{evidence.block}块 {evidence.start}—{evidence.end}"
    if card.section:
        yield f"　　所在标题：{card.section}"
    if card.row:
        yield f"　　同行：{'；'.join(f'{name}：{text}' for name, text in card.row)}"
    dates = (
        f"事实截至{day_words(card.facts_until)}，落款{day_words(card.signed)}，收文{day_words(card.received)}"
    )
    source = "办公室督导通报" if card.source == "inspection" else card.unit or "单位待认定"
    yield f"　　来源：{source}；{dates}"
    if card.status:
        verdicts = "".join(f"；{part}{FULFILS_NAMES.get(word, word)}" for part, word in card.fulfils)
        yield f"　　状态：{STATUS_NAMES.get(card.status, card.status)}{verdicts}"
    if card.probability is not None:
        who = "（审核人认定）" if card.decided else ""
        yield f"　　为何匹配：把握{card.probability:.0%}{who}；{'；'.join(card.reasons) or '未记录依据'}"
        yield f"　　次选：{card.runner_up or '无'}"
    if card.ocr is not None:
        yield f"　　文字识别：{ocr_grade(card.ocr)}（{card.ocr:.2f}）"
    if card.repeats is not None:
        yield f"　　疑似来源：{card.repeats.file} {card.repeats.place}：“{card.repeats.quote}”"
    for revision in card.revisions:
        yield f"　　{revision}"
