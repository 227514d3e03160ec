"""A report on the terminal: one item, one unit, or what changed since a day. The same words as the papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.findings import Finding
from outputs.report_types import EvidenceCard, GapEntry, IssuedPaper, ItemEntry, Report, UnitEntry
from outputs.report_words import (
    STATE_NAMES,
    STATUS_NAMES,
    count_words,
    day_words,
    due_words,
    kind_name,
    numbers_words,
    period_words,
    target_words,
)
from outputs.untrusted import show_hidden


def told(report: Report, *, item: int | None = None, unit: str = "", changes: bool = False) -> str:
    """The report narrowed to an item, a unit, or both; `changes`: only what changed, with the day it is measured from.

    Raises LookupError with a Chinese message where the plan has no such item or unit.
    """
    lines = [f"{period_words(report.period)}，截至{day_words(report.as_of)}"]
    whose = _unit(report, unit) if unit else None
    entries = [_entry(report, item)] if item is not None else list(report.items)
    if whose is not None:
        lines += _unit_lines(report, whose)
    if changes:
        lines += _changes(report, item, unit)
    elif item is not None:
        lines += _item_lines(report, entries[0], unit)
    else:
        for entry in entries:
            gaps = selected(entry.gaps, item, unit)
            if gaps:
                lines += ["", f"第{entry.item.number}项　{entry.item.text}　判定：{entry.standing}"]
                lines += [line for gap in gaps for line in _gap_lines(report, gap)]
        lines += [line for gap in selected(report.other_gaps, item, unit) for line in _gap_lines(report, gap)]
    return show_hidden("\n".join(lines))


def selected(gaps: Sequence[GapEntry], item: int | None, unit: str) -> list[GapEntry]:
    """The gaps of an item (None = any) that name a unit ("" = any)."""
    return [gap for gap in gaps if matches(gap.finding.item, _named(gap.finding), item, unit)]


def matches(number: int | None, units: Sequence[str], item: int | None, unit: str) -> bool:
    """Whether a finding about `number` that names `units` is asked for."""
    return item in (None, number) and (not unit or unit in units)


def _named(finding: Finding) -> tuple[str, ...]:
    return (*finding.units, finding.unit)


def _entry(report: Report, number: int) -> ItemEntry:
    entry = report.entry(number)
    if entry is None:
        raise LookupError(f"方案中没有第{number}项任务，共{len(report.items)}项")
    return entry


def _unit(report: Report, name: str) -> UnitEntry:
    entry = next((one for one in report.units if name in (one.short, one.name)), None)
    if entry is None:
        known = "、".join(one.short for one in report.units if one.leads or one.responsible)
        raise LookupError(f"方案中没有单位“{name}”。请写清单上的简称，如{known}")
    return entry


def _unit_lines(report: Report, unit: UnitEntry) -> Iterator[str]:
    yield f"{unit.name}（{unit.short}）　牵头：{_numbers(unit.leads)}；责任：{_numbers(unit.responsible)}"
    yield "本期材料：" + ("；".join(one.file for one in unit.files) or "未见到")
    lights: list[str] = [gap.finding.light for gap in unit.gaps]
    counts = [(f"{style.name}灯", lights.count(style.light)) for style in report.lights]
    yield f"涉及差距{len(unit.gaps)}条：{count_words(counts, '条')}"
    for name, paper in (("督办单", unit.notice), ("催报函", unit.reminder)):
        if paper is not None:
            yield f"{name}：{issued_words(paper, report)}"


def issued_words(paper: IssuedPaper, report: Report) -> str:
    """督办〔2022〕3号，2022年2月1日发出，2022年2月15日前回复，尚未回复."""
    year = (paper.issued or report.as_of).year
    words = [f"督办〔{year}〕{paper.number}号" if paper.number else "未编号"]
    if paper.issued:
        words.append(f"{day_words(paper.issued)}发出")
    if paper.reply_by:
        words.append(f"{day_words(paper.reply_by)}前回复")
    late = paper.reply_by is not None and report.as_of > paper.reply_by
    words.append(
        f"{day_words(paper.replied)}已回复" if paper.replied else "逾期未回复" if late else "尚未回复"
    )
    return "，".join(words)


def _numbers(numbers: Sequence[int]) -> str:
    return f"第{numbers_words(numbers)}项".replace("、 ", "、") if numbers else "无"


def _item_lines(report: Report, entry: ItemEntry, unit: str) -> Iterator[str]:
    yield f"第{entry.item.number}项　{entry.item.text}"
    yield f"牵头：{'、'.join(entry.item.lead) or '清单未列'}；责任：{'、'.join(entry.item.responsible) or '清单未列'}"
    for one in entry.parts:
        targets = "".join(f"；目标：{target_words(target)}" for target in one.part.targets)
        yield f"　　{one.part.id}　{one.part.text}　期限：{due_words(one.part)}{targets}　现为：{one.state}"
    before = f"（上次：{entry.previous}）" if entry.previous and entry.previous != entry.standing else ""
    yield f"判定：{entry.standing}{before}"
    life = [
        f"{period_words(point.period)}{point.standing or '未判定'}、{STATUS_NAMES.get(point.status, '无表述')}{point.claims}处"
        for point in entry.life
    ]
    yield f"逐期：{'；'.join(life) or '无'}"
    for series in entry.series:
        points = "；".join(
            f"{period_words(point.period)}{point.surface}（{point.unit or '待认定'}，{point.file}，{point.place}）"
            for point in series.points
        )
        yield f"数字：{series.target_text}——{points}"
    gaps = selected(entry.gaps, None, unit)
    if not gaps:
        yield "未列差距。"
    for gap in gaps:
        yield from _gap_lines(report, gap)
    shown = {
        (card.evidence.sha256, card.evidence.block, card.evidence.start) for gap in gaps for card in gap.cards
    }
    for card in entry.cards:
        if (
            unit in ("", card.unit)
            and (card.evidence.sha256, card.evidence.block, card.evidence.start) not in shown
        ):
            yield f"　　其他表述：{_quote(card)}"


def _gap_lines(report: Report, gap: GapEntry) -> Iterator[str]:
    finding = gap.finding
    light = report.style(finding.light).name
    place = f"第{finding.item}项" if finding.item is not None else ""
    yield f"　［{light}］{place}{kind_name(finding.kind)}（{STATE_NAMES.get(gap.state, gap.state)}，{finding.id}）　{finding.because}"
    for card in gap.cards:
        yield f"　　　{_quote(card)}"
    yield f"　　　补什么可销：{finding.closes_by}　时限：{day_words(gap.by)}前"


def _quote(card: EvidenceCard) -> str:
    source = "办公室督导通报" if card.source == "inspection" else card.unit or "单位待认定"
    return f"“{card.evidence.quote}”（{source}，{card.evidence.file}，{card.place}）"


def _changes(report: Report, item: int | None, unit: str) -> Iterator[str]:
    if report.previous_day is None:
        yield "此前没有报告，以下均为首次列出。"
    else:
        yield f"与{day_words(report.previous_day)}的报告相比："
    changes = report.changes
    for name, gaps in (("新增", changes.new), ("有变化", changes.changed), ("重新出现", changes.reopened)):
        picked = selected(gaps, item, unit)
        yield f"{name}{len(picked)}条"
        for gap in picked:
            yield from _gap_lines(report, gap)
    gone = [
        one.finding for one in changes.closed if matches(one.finding.item, _named(one.finding), item, unit)
    ]
    yield f"销号{len(gone)}条"
    for finding in gone:
        place = f"第{finding.item}项" if finding.item is not None else ""
        yield f"　{place}{kind_name(finding.kind)}（{finding.id}）　{'、'.join(finding.units)}"
    worse = [entry for entry in changes.worse if item in (None, entry.item.number) and not unit]
    if worse:
        yield "转差：" + "；".join(
            f"第{one.item.number}项由{one.previous}转为{one.standing}" for one in worse
        )
