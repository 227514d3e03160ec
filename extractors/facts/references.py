"""What a text points to by number or by name: 第15项, 任务17, 第5、7、9项, 第六类, a 序号 column.

A number means nothing until it is known whose list is meant. It is the plan's only where this plan or
its list is named nearby, or the context (document title, heading, column header) names it; a nearer
mention of another list (常务会议定事项, 提案, 条例) makes it the other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractors.statements import Context
from extractors.words import Phrases, fold, longest

ReferenceKind = Literal["item", "category", "title", "row"]
#: Whose list is meant: this plan's, another one, or nobody says.
Owner = Literal["plan", "other", "unknown"]

#: A reference spans at most this many items: 第1至36项 is the whole list and points to none in particular.
WIDEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class Reference:
    """text[start:end] == surface; a `row` reference stands in a sibling cell, so its span is empty."""

    kind: ReferenceKind
    surface: str
    start: int
    end: int
    numbers: tuple[int, ...] = ()  # item numbers, ascending; empty for categories
    category: str = ""  # 一 … 十二
    owner: Owner = "unknown"
    reason: str = ""  # why, in words for reviewers

    @property
    def trusted(self) -> bool:
        """Is it known that this plan's list is meant?"""
        return self.owner == "plan"


_NUMBER = r"(?:\d{1,3}(?!\d)|[一二三四五六七八九十]{1,3})"
_JOIN = r"\s{0,2}(?:[、,，和及与至到]|以及|—|－|-|–|~|～)\s{0,2}"
_NUMBERS = rf"{_NUMBER}(?:项?{_JOIN}(?:第\s{{0,2}})?{_NUMBER}){{0,20}}"
_ORDINAL = re.compile(rf"第\s{{0,2}}(?P<n>{_NUMBERS})\s{{0,2}}(?:项|号任务)(?!目|式|权|链|圈)")
_TASK = re.compile(
    rf"(?:任务|事项)(?:编号|序号)?\s{{0,2}}[：:#（]?\s{{0,2}}(?P<n>{_NUMBERS.replace('[一二三四五六七八九十]{1,3}', 'X')})）?"
    r"(?!\d|\s{0,2}(?:[项个件条宗年月日%％号期人名次类.．]|余|多|大))"
)
_NUMBERED_TASK = re.compile(
    r"(?P<n>\d{1,2}(?:\s{0,2}[、—－\-~至到]\s{0,2}\d{1,2}){0,10})\s{0,2}号(?:任务|事项|工作)"
)
_LISTED = re.compile(rf"清单(?:里|中|内|上|所列)?的?第\s{{0,2}}(?P<n>{_NUMBERS})\s{{0,2}}条")
#: What every one of these patterns holds.
_NUMBERS_SOMETHING = re.compile(r"[项号]|任务|事项|清单")
_CATEGORY = re.compile(
    r"第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})(?:大类|类|大项|方面)|（(?P<b>[一二三四五六七八九十]{1,3})）(?=类|大类|事项)"
)
_PIECE = re.compile(rf"(?P<join>至|到|—|－|-|–|~|～)?\s*(?:第\s*)?(?P<n>{_NUMBER})")

_OUR_LIST = re.compile(
    r"任务项目清单|任务清单|项目清单|本方案|实施方案|《方案》|方案(?=第|$)|(?<!负面)(?<!权力)(?<!责任)(?<!问题)(?<!整改)清单|职(?:业)?教(?:育)?(?:创新发展)?高地"
)
_OTHER_LIST = re.compile(
    r"(?:常务会|党组会|办公会|调度会|议定|会议纪要|提案|议案|建议案|人大代表建议|政协|条例|办法|规定|章程|规程|细则|标准|法(?=第)|民生实事|为民实事|"
    r"政府工作报告|重点工作|巡[视察]|审计|督察反馈|负面清单|权力清单|责任清单|问题清单|整改清单|合同|协议|专利|获奖|招标|公告|中标|采购)"
    r"(?:(?:办理|反馈|整改|问题|任务|项目|工作|事项)*(?:清单|台账))?"
)
_NOT_TASKS = re.compile(
    r"^\s*(?:议定|议题|议程|提案|建议|议案|行动|改革|指标|专利|条款|规定|民生|实事|采购|招标|纪录|冠军|奖(?!励|补)|金牌|发明|标准)"
)
_ROW_HEADER = re.compile(r"^(?:任务|清单|事项)?(?:序号|编号|号)$|^(?:任务|清单)(?:序号|编号)")
_NAMED_ROW_HEADER = re.compile(r"清单|方案")


def find_references(
    text: str,
    numbers: range | frozenset[int],
    list_names: tuple[str, ...],
    *,
    context: Context | None = None,
    categories: Mapping[str, str] | None = None,
) -> tuple[Reference, ...]:
    """References in reading order; those whose numbers all lie outside `numbers` are left out.

    `list_names`: names by which the plan and its list go (title, 荣政发〔2020〕6号); a name counts in the
    text and in the context. `categories` maps the category's name to its Chinese ordinal; its names are
    found as `title`. With a `context`, the row's 序号 column is a `row` reference: a row's number may be
    the writer's own, so it is trusted only under a title, heading or header that names the list.
    Never raises.
    """
    folded = fold(text)
    names = _folded(list_names)
    around = _names_list(context, names)
    found = [
        *_items(folded, text, numbers, names, around),
        *_categories(folded, text, categories or {}, names, around),
    ]
    if context is not None:
        found += _rows(context, numbers, around)
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.end)))


@lru_cache(maxsize=8)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(name) for name in names if name)


def _items(
    folded: str, text: str, numbers: range | frozenset[int], names: tuple[str, ...], around: bool
) -> Iterable[Reference]:
    if not _NUMBERS_SOMETHING.search(folded):
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_ORDINAL, _TASK, _NUMBERED_TASK, _LISTED):
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            meant = tuple(n for n in _expanded(match["n"]) if n in numbers)
            if not meant:
                continue
            taken.append(match.span())
            owner, reason = _owner(folded, match.start("n"), match.end(), names, around)
            yield Reference(
                "item",
                text[match.start() : match.end()],
                *match.span(),
                numbers=meant,
                owner=owner,
                reason=reason,
            )


def _categories(
    folded: str, text: str, categories: Mapping[str, str], names: tuple[str, ...], around: bool
) -> Iterable[Reference]:
    known = set(categories.values())
    for match in _CATEGORY.finditer(folded):
        ordinal = _chinese(match["n"] or match["b"])
        if known and ordinal not in known:
            continue
        owner, reason = _owner(folded, match.start(), match.end(), names, around)
        yield Reference(
            "category",
            text[match.start() : match.end()],
            *match.span(),
            category=ordinal,
            owner=owner,
            reason=reason,
        )
    for title in longest(_titles(tuple(categories.items())).find(text)):
        yield Reference(
            "title",
            text[title.start : title.end],
            title.start,
            title.end,
            category=title.label,
            owner="plan",
            reason="写明事项名称",
        )


@lru_cache(maxsize=8)
def _titles(categories: tuple[tuple[str, str], ...]) -> Phrases:
    names: dict[str, list[str]] = {}
    for name, ordinal in categories:
        names.setdefault(ordinal, []).append(name)
    return Phrases("terms", names)


def _rows(context: Context, numbers: range | frozenset[int], around: bool) -> Iterable[Reference]:
    for header, cell in context.row:
        if not _ROW_HEADER.search(header.strip()):
            continue
        match = re.fullmatch(rf"\s*(?:第|任务)?\s*(?P<n>{_NUMBERS})\s*(?:项|号)?\s*[.．、]?\s*", fold(cell))
        meant = tuple(n for n in _expanded(match["n"]) if n in numbers) if match else ()
        if meant:
            ours = around or bool(_NAMED_ROW_HEADER.search(header))
            owner: Owner = "plan" if ours else "unknown"
            reason = "表格所依清单写明是本方案" if ours else "序号可能是填报单位自编"
            yield Reference("row", cell, 0, 0, numbers=meant, owner=owner, reason=reason)


def _names_list(context: Context | None, names: tuple[str, ...]) -> bool:
    if context is None:
        return False
    places = (context.title, *context.headings, context.column)
    return any(_names_ours(place, names) for place in places if place)


@lru_cache(maxsize=512)  # titles, headings and columns stand above many statements
def _names_ours(place: str, names: tuple[str, ...]) -> bool:
    folded = fold(place)
    return _OUR_LIST.search(folded) is not None or any(name in folded for name in names)


def _owner(folded: str, start: int, end: int, names: tuple[str, ...], around: bool) -> tuple[Owner, str]:
    """The nearest list named in front of the number owns it; then the context; then nobody."""
    if _NOT_TASKS.match(folded[end : end + 8]):
        return "other", "编号后写明是其他事项"
    head = folded[max(0, start - 120) : start]
    ours = max((head.rfind(name) + len(name) for name in names if name in head), default=-1)
    ours = max(ours, max((match.end() for match in _OUR_LIST.finditer(head)), default=-1))
    theirs = max((match.end() for match in _OTHER_LIST.finditer(head)), default=-1)
    if theirs >= max(ours, 0):  # 民生实事清单 is theirs, though 清单 alone would be ours
        return "other", "编号前所称清单不是本方案"
    if ours >= 0:
        return "plan", "同句写明本方案或其任务清单"
    tail = folded[end : end + 60]
    if any(name in tail for name in names) or re.search(r"任务项目清单|任务清单", tail):
        return "plan", "同句写明本方案或其任务清单"
    return ("plan", "标题或栏目写明本方案") if around else ("unknown", "未写明出自哪份清单")


def _expanded(text: str) -> tuple[int, ...]:
    """5、7、9 → 5, 7, 9; 3至5 → 3, 4, 5; a range that runs backwards gives its ends, one that is too wide nothing."""
    numbers: list[int] = []
    for match in _PIECE.finditer(text):
        value = _value(match["n"])
        width = value - numbers[-1] if match["join"] and numbers else 0
        if width > WIDEST_RANGE:
            numbers.pop()
            continue
        if width > 0:
            numbers += range(numbers[-1] + 1, value)
        numbers.append(value)
    return tuple(sorted(set(numbers)))


_DIGITS = "零一二三四五六七八九"


def _value(text: str) -> int:
    """Up to 99 in Chinese, any in Arabic digits; 0 (no item's number) for what is no number (三三, 十十)."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    if not ten:
        return _DIGITS.index(tens)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _chinese(text: str) -> str:
    if not text.isdigit():
        return text
    value = int(text)
    tens = "" if value < 20 else _DIGITS[value // 10]
    return _DIGITS[value] if 0 < value < 10 else f"{tens}十{_DIGITS[value % 10] if value % 10 else ''}"
