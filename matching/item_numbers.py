"""Item numbers as a text or a row tells them; list markers and other lists' numbers are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

_REFERENCE = re.compile(
    r"第(\d{1,2}(?:(?:[、,，和及]|至|到|[-—–~]{1,2})第?\d{1,2}){0,12})项(?!行动|议题|提案|议程|实事|改革)"
    r"|清单(?:里|中|内|上|所列)?的?第(\d{1,2})条|任务(\d{1,2})(?!\d)"
)
_RANGE = re.compile(r"(\d{1,2})(?:至|到|[-—–~]{1,2})第?(\d{1,2})")
_NUMBERS = re.compile(r"\d{1,2}")
_OTHER_LIST = re.compile(
    r"常务会|调度会|民生实事|政府工作报告|重点工作清单|提案|议题|问题清单|整改清单|督查通报第"
)
_NUMBER_COLUMN = re.compile(r"序号|编号|任务号|项次|清单")
_ROW_NUMBER = re.compile(r"\s*(?:任务|第)?\s*(\d{1,2})\s*项?[.．、]?\s*")
_MARKED = re.compile(r"\s*(\d{1,2})[.．、](?!\d)")


def names_other_list(folded: str) -> bool:
    """Do the text's numbers belong to another list than the plan's?"""
    return bool(_OTHER_LIST.search(folded))


_OWN_LIST = re.compile(
    r"清单|任务项目|任务书|台账|牵头|责任单位|承担|方案|本单位任务|我局任务|我校任务|任务中|目标任务|对照"
)


def speaks_of_own_list(folded: str) -> bool:
    """Does a number in the text mean this plan's list, not another's?"""
    return bool(_OWN_LIST.search(folded)) and not names_other_list(folded)


def told_numbers(folded: str) -> frozenset[int]:
    """Item numbers told as 第N项, 第3、9、20项, 第28—30项, 清单第N条 or 任务N; list markers and 第N批 are none."""
    found: set[int] = set()
    for match in _REFERENCE.finditer(folded):
        told = "、".join(group for group in match.groups() if group)
        found |= {int(number) for number in _NUMBERS.findall(told)}
        for first, last in _RANGE.findall(told):
            found |= set(range(int(first), int(last) + 1))
    return frozenset(found)


def row_number(cells: Sequence[tuple[str, str]]) -> int | None:
    """The number in the row's 序号 column (or 任务编号), or before its task text; None where there is none."""
    for header, text in cells:
        if _NUMBER_COLUMN.search(header):
            match = _ROW_NUMBER.fullmatch(text)
            if match:
                return int(match.group(1))
    for _, text in cells:
        match = _MARKED.match(text)
        if match:
            return int(match.group(1))
    return None
