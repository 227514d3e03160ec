"""The office's words for codes: fates, lights, states, periods, places, ways to verify."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from matching.findings import KIND_NAMES, GapKind
from matching.plan import Part, Target
from outputs.report_types import ItemEntry, Receipt, Report

FATE_NAMES: dict[str, str] = {
    "read": "已读取",
    "duplicate": "内容重复",
    "superseded": "已由更正件替代",
    "quarantined": "无法读取",
    "irrelevant": "无关文件",
    "decisions": "审核意见回传",
    "pending": "尚未收完整",
}
STATE_NAMES: dict[str, str] = {
    "new": "新增",
    "open": "持续",
    "changed": "有变化",
    "closed": "销号",
    "reopened": "重新出现",
}
STATUS_NAMES: dict[str, str] = {
    "done": "已办结",
    "ongoing": "推进中",
    "planned": "计划中",
    "blocked": "受阻",
    "none": "未述进展",
}
FULFILS_NAMES: dict[str, str] = {"yes": "足以办结", "no": "不足以办结", "unsure": "能否办结存疑"}
STANDINGS: tuple[str, ...] = ("完成", "正常", "滞后", "无应办事项", "无法判断")
#: Better to worse; 无应办事项 stands apart and never counts as a change for the worse.
STANDING_ORDER: dict[str, int] = {"完成": 0, "正常": 1, "无法判断": 2, "滞后": 3}

_COMPARATORS = {"ge": "不低于", "gt": "高于", "le": "不高于", "lt": "低于", "eq": "为"}
_PERIODS = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>\d{2}))?")
_CHINESE = "〇一二三四五六七八九"

#: The tool reads papers only; every other way of verifying is a suggestion to people (督查 practice).
VERIFY: dict[GapKind, str] = {
    "no_evidence": "电话核实是否开展；请单位补报带日期、对象的过程材料",
    "not_submitted": "电话催报，核对是否漏收、错投",
    "overdue": "现场核实建设或办理现状，查阅验收、批复等办结材料",
    "due_soon": "电话了解进度，必要时现场察看",
    "below_target": "调阅原始台账、名册，按同一统计口径复核",
    "behind_pace": "调阅分月台账，核对序时进度",
    "no_figure": "请单位补报数据并附统计口径和名册",
    "plan_only": "查阅会议纪要、签到、合同、照片等过程材料",
    "partial": "分项查阅办结材料，未办结部分现场核实",
    "blocked": "约谈了解障碍，协调牵头单位研究",
    "copied_from_plan": "退回重报，要求写明做了什么、何时、何人、何数",
    "recycled": "比对两份原文，请单位说明本期新进展",
    "conflict": "两份材料交叉核对，以原始凭证为准",
    "regression": "调阅前后两期原始台账，核对口径变化",
    "impossible_date": "核对原件及原始凭证上的日期",
    "stale": "请单位补报本期材料，必要时回头看",
    "inconsistent": "对照原始数据重新核算",
    "unassigned": "由办公室商有关单位明确责任单位",
    "needs_review": "由审核人对照原件认定",
}


def day_words(day: date | None, missing: str = "未注明") -> str:
    """2021年12月1日: 公文 write month and day without leading zeros."""
    return missing if day is None else f"{day.year}年{day.month}月{day.day}日"


def chinese_day(day: date) -> str:
    """二〇二二年: only the year in characters, for a cover."""
    return "".join(_CHINESE[int(digit)] for digit in str(day.year)) + f"年{day.month}月{day.day}日"


def period_words(period: str) -> str:
    """2021H2 → 2021年下半年; anything else as it stands."""
    found = _PERIODS.fullmatch(period)
    if found is None:
        return period or "期次未明"
    year = f"{found['year']}年"
    if found["half"]:
        return year + ("上半年" if found["half"] == "1" else "下半年")
    if found["quarter"]:
        return year + f"第{'一二三四'[int(found['quarter']) - 1]}季度"
    if found["month"]:
        return year + f"{int(found['month'])}月"
    return year + "度"


def number_words(value: Decimal) -> str:
    """A number without exponent or needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def target_words(target: Target) -> str:
    """全市双师型专业教师占比不低于80%。"""
    population = "" if target.population in target.metric else target.population
    rate = "每年" if target.per == "P1Y" else ""
    return (
        f"{population}{target.metric}{rate}{_COMPARATORS.get(target.comparator, '')}"
        f"{number_words(target.value)}{target.unit}"
    )


def due_words(part: Part) -> str:
    """The chosen reading, with the other readings beside it."""
    if part.due is None:
        return "未定期限"
    others = "、".join(day_words(day) for day in part.alternatives)
    return day_words(part.due) + (f"（另一读法：{others}）" if others else "")


def marks_words(parts: Sequence[Part]) -> str:
    """Due dates and targets of parts, to stand in brackets: 期限2022年12月31日，目标…；"" where there are none.

    Several parts are named in the plan's words. The other readings of a date follow a comma, no bracket in a bracket.
    """
    told = []
    for part in parts:
        words = (
            [f"期限{due_words(part)}".replace("（另一读法：", "，另一读法").replace("）", "")]
            if part.due
            else []
        )
        if part.targets:
            words.append("目标" + "、".join(target_words(target) for target in part.targets))
        if words:
            told.append((f"{part.text.rstrip('。；')}：" if len(parts) > 1 else "") + "，".join(words))
    return "；".join(told)


def kind_name(kind: str) -> str:
    return next((name for code, name in KIND_NAMES.items() if code == kind), kind)


def ocr_grade(confidence: float | None) -> str:
    """Words for OCR confidence: 0.95 and 0.85 part what can be trusted, checked, or must be re-read."""
    if confidence is None:
        return ""
    if confidence >= 0.95:
        return "识别清晰"
    return "识别尚可，宜核对原件" if confidence >= 0.85 else "识别较差，须核对原件"


def count_words(counts: list[tuple[str, int]], measure: str) -> str:
    """完成2项、正常20项… in the given order, zeros included so that the sum can be checked."""
    return "、".join(f"{name}{count}{measure}" for name, count in counts)


def numbers_words(numbers: Iterable[int]) -> str:
    """Item numbers in order, three or more in a row as a range; a blank after each mark lets lines break there.

    >>> numbers_words([1, 2, 3, 4, 9, 14, 15])
    '1—4、 9、 14、 15'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}—{run[-1]}" if len(run) > 2 else "、 ".join(map(str, run)) for run in runs]
    return "、 ".join(words)


def red_kinds_beside(entry: ItemEntry) -> tuple[str, ...]:
    """The red gaps of an item that is not 滞后: a standing looks at progress alone, not at who reported."""
    if entry.standing == "滞后":
        return ()
    return tuple(dict.fromkeys(kind_name(g.finding.kind) for g in entry.live if g.finding.light == "red"))


def standing_caution(report: Report) -> str:
    """Which items carry a red gap although they are not 滞后, and why both are so; "" where there are none."""
    beside = [entry for entry in report.items if red_kinds_beside(entry)]
    if not beside:
        return ""
    kinds = "、".join(dict.fromkeys(kind for entry in beside for kind in red_kinds_beside(entry)))
    standings = "、".join(name for name in STANDINGS if any(entry.standing == name for entry in beside))
    numbers = numbers_words(entry.item.number for entry in beside).replace("、 ", "、")
    red = report.style("red").name
    return (
        f"判定只看材料所载进展，不看是否报送：第{numbers}项判为{standings}，但因{kinds}另列{red}灯，"
        "不等于没有问题。"
    )


def sender_words(one: Receipt) -> str:
    """Who sent a file; one that could not be read is told by its name only, and says so."""
    if not one.unit:
        return "待认定"
    return f"{one.unit}（按文件名）" if one.by_name else one.unit
