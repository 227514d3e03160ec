"""The four attachments of 差距报告.docx."""

from __future__ import annotations

from outputs.report_types import GapEntry, ItemEntry, Report
from outputs.report_words import (
    FATE_NAMES,
    STATUS_NAMES,
    day_words,
    due_words,
    kind_name,
    numbers_words,
    period_words,
    red_kinds_beside,
    sender_words,
    target_words,
)
from outputs.untrusted import clip, excerpt
from outputs.word_paper import CELL_LIMIT, Paper
from outputs.word_quotes import telling_cards


def attachments(paper: Paper, report: Report) -> None:
    """附件1 逐项对照表, 2 单位清单, 3 数字冲突表 (landscape), 4 收件清单 (portrait)."""
    paper.attachment("附件1", "逐项对照表", landscape=True)
    heads = ("序号", "目标任务", "牵头单位", "责任单位", "时限与目标", "判定", "差距", "材料依据（节录）")
    rows = [_item_row(entry, report) for entry in report.items]
    paper.table(heads, (11, 50, 18, 18, 34, 16, 22, 56), rows, centred=(0, 5), small=True)
    _units(paper, report)
    _conflicts(paper, report)
    _receipts(paper, report)


def _item_row(entry: ItemEntry, report: Report) -> list[str]:
    item = entry.item
    gaps = "；".join(
        f"{kind_name(gap.finding.kind)}（{'不列入' if gap.dropped else report.style(gap.finding.light).name}）"
        for gap in entry.gaps
    )
    return [
        str(item.number),
        item.text,
        "、".join(item.lead) or "清单未列",
        "、".join(item.responsible) or "清单未列",
        due_and_targets(entry),
        entry.standing + ("（争取类）" if item.soft else "") + _reds_beside(entry, report),
        gaps or "未列差距",
        basis(entry),
    ]


def _reds_beside(entry: ItemEntry, report: Report) -> str:
    kinds = "、".join(red_kinds_beside(entry))
    return f"（另列{report.style('red').name}灯：{kinds}）" if kinds else ""


def due_and_targets(entry: ItemEntry) -> str:
    """Per part: due date and targets; one part a sentence."""
    words = []
    before = ""
    for one in entry.parts:
        due = due_words(one.part) if one.part.due else ""
        pieces = ["期限同前" if due == before else due] if due else []
        pieces += [target_words(target) for target in one.part.targets]
        before = due or before
        if pieces:
            words.append("，".join(pieces))
    return "；".join(words) or "未定期限和数量"


def basis(entry: ItemEntry) -> str:
    """The most telling words of the material, shortened, with status and file."""
    cited = [card for gap in entry.gaps for card in gap.cards]
    cards = [*cited, *telling_cards(entry.cards)]
    if not cards:
        return "材料未载明进展" if entry.cards else "未见到材料"
    card = cards[0]
    status = f"〔{STATUS_NAMES[card.status]}〕" if card.status in STATUS_NAMES else ""
    return f"{status}“{clip(card.evidence.quote, 60)}”（{card.unit or '待认定'}，{card.place}）"


def _units(paper: Paper, report: Report) -> None:
    paper.attachment("附件2", "单位清单", landscape=True)
    rows = []
    for unit in report.units:
        if not (unit.leads or unit.responsible or unit.files or unit.gaps):
            continue
        lights = [gap.finding.light for gap in unit.gaps]
        gaps = "、".join(
            f"{style.name}{lights.count(style.light)}" for style in report.lights if style.light in lights
        )
        files = "；".join(one.file.rpartition("/")[2] for one in unit.files)
        rows.append(
            [
                unit.short + ("" if unit.accountable else "（非本市所属）"),
                numbers_words(unit.leads) or "无",
                numbers_words(unit.responsible) or "无",
                f"{len(unit.files)}份",
                clip(files, CELL_LIMIT) or ("未见到材料" if unit.leads or unit.responsible else "无"),
                f"{len(unit.gaps)}条" + (f"（{gaps}）" if gaps else ""),
            ]
        )
    heads = ("单位", "牵头任务", "责任任务", "本期材料", "文件", "涉及差距")
    paper.table(heads, (34, 42, 50, 17, 52, 30), rows, centred=(3, 5), small=True)


def _conflicts(paper: Paper, report: Report) -> None:
    paper.attachment("附件3", "数字冲突表", landscape=True)
    if not report.conflicts:
        paper.line("本期材料中未见到相互矛盾的数字。")
        return
    rows = [_conflict_row(gap) for gap in report.conflicts]
    heads = ("任务", "类型", "一种表述", "另一种表述", "说明")
    paper.table(heads, (14, 22, 66, 66, 57), rows, centred=(0, 1), small=True)


def _conflict_row(gap: GapEntry) -> list[str]:
    quotes = [
        f"“{excerpt(card.evidence.quote, CELL_LIMIT)}”（{card.unit or '待认定'}，{card.name}，{card.place}）"
        for card in gap.cards
    ]
    item = gap.finding.item
    return [
        f"第{item}项" if item is not None else "—",
        kind_name(gap.finding.kind),
        quotes[0] if quotes else "—",
        "\n".join(quotes[1:]) or "同一处表述内不一致",
        _without_quotes(gap),
    ]


def _without_quotes(gap: GapEntry) -> str:
    """The reason without the passages that stand in the columns beside it."""
    head, _, tail = gap.finding.because.partition("：“")
    told = [card.evidence.quote[:12] for card in gap.cards]
    return head if len(told) > 1 and all(quote in f"“{tail}" for quote in told) else gap.finding.because


def _receipts(paper: Paper, report: Report) -> None:
    paper.attachment("附件4", "收件清单", landscape=False)
    left_out = len(report.receipts) - len(report.listed)
    more = (
        f"此处列本期的和需要说明的{len(report.listed)}份，其余{left_out}份见收件清单.csv。"
        if left_out
        else ""
    )
    paper.line(f"共{report.received_total}份。{more}文件名为收到时的名称。", "表注")
    rows = [
        [
            str(place),
            one.file,
            sender_words(one),
            period_words(one.period),
            day_words(one.signed),
            FATE_NAMES.get(one.fate, one.fate),
            "；".join(word for word in (one.reason, one.remedy) if word),
        ]
        for place, one in enumerate(report.listed, 1)
    ]
    heads = ("序号", "文件", "单位", "期次", "落款日期", "处理", "原因与办法")
    paper.table(heads, (9, 44, 20, 18, 19, 14, 32), rows, centred=(0, 2, 5), small=True)
