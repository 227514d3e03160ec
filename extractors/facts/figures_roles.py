"""Where a figure stands in a change: 由65%（from）提高到82%（to），提高17个百分点（delta, up）."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts.cues import load_cues
from extractors.facts.dates import Time
from extractors.facts.figure import Figure

_SENTENCE_END = re.compile(r"[。；;！？!?\n]")
_FILLER = r"(?:目前|现在|如今|现有|今年|当前|现)?的?(?:人均|平均)?(?:大约|约|近|超过?|逾|接近|将近|不足|不到|人民币|每[生人校年]|全市)?"
_TO = re.compile(
    r"(?:提高|增加|提升|增长|上升|扩大|上浮|上涨|上调|扩充|拓展|扩展|攀升|跃升|升高|发展|壮大|延长|翻|提|升|增|涨|扩"
    r"|下降|降低|减少|压缩|缩短|下浮|下调|下滑|回落|缩减|压减|精简|缩小|核减|调整|调|降|减|缩|回升|恢复|优化|改善|变|变更|改)"
    rf"了?(?:到|至|为|成|达到?){_FILLER}$"
)
_FROM = re.compile(rf"(?:由|从|自)[^，。；,]{{0,12}}?{_FILLER}$")
_LINK = re.compile(r"^(?:左右|以上|以下)?[，,]?[^，。；,]{0,14}?(?:到|至|为|成|达到?)")
_STRONG = "|".join(
    [
        "提高",
        "增加",
        "提升",
        "增长",
        "上升",
        "扩大",
        "增至",
        "上浮",
        "上涨",
        "上调",
        "净增",
        "增收",
        "新增",
        "递增",
        "增幅",
        "涨幅",
        "升幅",
        "扩充",
        "攀升",
        "跃升",
        "升高",
        "回升",
        "增速",
        "增量",
        "增加额",
        "增多",
        "增招",
        "增配",
        "增设",
        "追加",
        "净增加",
        "下降",
        "降低",
        "减少",
        "压缩",
        "缩短",
        "下浮",
        "下调",
        "下滑",
        "回落",
        "缩减",
        "压减",
        "递减",
        "降幅",
        "跌幅",
        "减幅",
        "核减",
        "削减",
        "调减",
        "缩小",
    ]
)
_WEAK = "|".join(
    [
        "高出",
        "超出",
        "高",
        "多",
        "快",
        "低",
        "少",
        "升",
        "增",
        "降",
        "减",
        "涨",
        "流失",
        "精简",
        "节约",
        "节省",
        "延长",
        "提前",
        "涨了",
    ]
)
_AMOUNT = r"(?:了|幅度?|额|率|量|速|数)?(?:达到?|为|是|约为?|近|将近|接近|超过?|不低于|不少于|至少|逾|也?有|共|达)?(?:约|近)?"
_DELTA = re.compile(
    rf"(?P<word>{_STRONG}){_AMOUNT}$|(?P<object>新增|净增|增加(?![值额到至])|增设|增招|减少|增配|压减|追加|核减)(?:了)?[\u4e00-\u9fff“”\"]{{1,12}}(?P<end>)$"
)
_WEAK_DELTA = re.compile(rf"(?P<word>{_WEAK})(?:了|出|招|收|培训|完成|投入|支出|录)?(?:近|约|达|超过?)?$")
_COMPARED = re.compile(r"比|较|同期|环比")
_THEN = re.compile(
    r"^[^，,]{0,6}[，,]?(?:目前|现在?|已|总[数量额计]|累计|共|合计|全市|全校)?(?:已|均|共)?(?:达到?|为|至|到|增至|升至|降至)(?:了|约|近)?$"
)
_ABOVE = re.compile(r"(?P<word>高[于出]|超[出过]|低于|落后)[\u4e00-\u9fff]{1,12}$")
_GATE = re.compile(r"[到至成翻增提升降减扩涨高低少多调改压缩变恢优回下追新]")
_DOUBLED = re.compile(r"翻[了一两三]*番[，,]")


def assign_roles(text: str, items: list[Time | Figure]) -> list[Time | Figure]:
    """The same items with role and direction where the words around them say so.

    Figures change among figures, lengths of time among lengths (办理时限由15天压缩至3天).
    """
    if not items or _GATE.search(text) is None:
        return items
    out = list(items)
    _assign(text, out, [n for n, item in enumerate(items) if isinstance(item, Figure)])
    _assign(text, out, [n for n, item in enumerate(items) if _is_length(item)])
    return out


def _assign(text: str, out: list[Time | Figure], measured: list[int]) -> None:
    for place, index in enumerate(measured):
        figure = out[index]
        previous = out[measured[place - 1]] if place else None
        lead = _lead(text, out, index, previous)
        role, direction = _role(lead, figure, previous)
        if role:
            out[index] = replace(figure, role=role, direction=direction)
        if place and (role == "to" or _LINK.match(lead)):
            _mark_from(text, out, measured[max(0, place - 2) : place + 1], role)


def _is_length(item: Time | Figure) -> bool:
    return isinstance(item, Time) and item.kind == "duration"


def _lead(text: str, items: list[Time | Figure], index: int, previous: Time | Figure | None) -> str:
    """The words from the previous figure (or the sentence's start) to this one, without times."""
    figure = items[index]
    start = max(previous.end if previous else 0, figure.start - 40)
    pieces, at = [], start
    for item in items[max(0, index - 4) : index]:
        if isinstance(item, Time) and item is not previous and item.start >= at:
            pieces.append(text[at : item.start])
            at = item.end
    pieces.append(text[at : figure.start])
    lead = "".join(pieces)
    ends = [m.end() for m in _SENTENCE_END.finditer(lead)]
    return lead[ends[-1] :] if ends else lead


def _role(lead: str, figure: Time | Figure, previous: Time | Figure | None) -> tuple[str, str]:
    if _TO.search(lead):
        return "to", ""
    clause = re.split(r"[，,]", lead)[-1]
    delta = _DELTA.search(clause)
    if delta and (delta["word"] or figure.kind != "percent"):
        return "delta", _direction(delta["word"] or delta["object"])
    if _COMPARED.search(clause) or figure.kind == "percentage_point":
        weak = _WEAK_DELTA.search(clause)
        if weak is None and figure.kind == "percentage_point":
            weak = _ABOVE.search(clause)
        if weak:
            return "delta", _direction(weak["word"])
    if previous is not None and previous.role == "delta" and _THEN.match(lead):
        return "to", ""
    if _DOUBLED.search(lead) and _THEN.match(re.split(r"[，,]", lead, maxsplit=1)[-1]):
        return "to", ""
    return "", ""


def _direction(word: str) -> str:
    cues = load_cues()
    if word in cues.down or any(
        word.startswith(w)
        for w in ("降", "减", "下", "回落", "缩", "压", "低", "少", "核", "削", "跌", "精", "节", "流")
    ):
        return "down"
    return "up"


def _mark_from(text: str, out: list[Time | Figure], last: list[int], role: str) -> None:
    """The one before a `to` is where the change began, if 由 or 从 stands before it; `last` ends with both."""
    before, index = last[-2], last[-1]
    first, second = out[before], out[index]
    lead = _lead(text, out, before, out[last[-3]] if len(last) > 2 else None)
    if not _FROM.search(lead) or _SENTENCE_END.search(text[first.end : second.start]):
        return
    if role == "to" or text[first.end : second.start] in ("到", "至"):
        out[before] = replace(first, role="from", direction="")
        out[index] = replace(second, role="to", direction="")
