"""Item numbers as a text or a row tells them; list markers and other lists' numbers are none (references.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts.references import find_references

#: Numbers of more items than any plan has.
_ANY = range(1, 1000)
_OWN_LIST = re.compile(
    r"清单|任务项目|任务书|台账|牵头|责任单位|承担|方案|本单位任务|我局任务|我校任务|任务中|目标任务|对照"
)
_NUMBER_COLUMN = re.compile(r"序号|编号|任务号|项次|清单")
#: 三、 （三） 3. before what a line says.
_LISTED = re.compile(
    r"^\s*(?:[（(][\d一二三四五六七八九十]{1,3}[）)]|[\d一二三四五六七八九十]{1,3}[、.．](?!\d))\s*"
)
_NOTHING_MORE = re.compile(r"(?:清单)?(?:任务|工作|事项|目标)?[\s。：:；;、，,—-]*")
#: Longer texts say more than some numbers.
_LONGEST_BARE = 40
_ROW_NUMBER = re.compile(r"\s*(?:任务|第)?\s*(\d{1,2})\s*项?[.．、]?\s*")
_MARKED = re.compile(r"\s*(\d{1,2})[.．、](?!\d)")


def told_numbers(text: str) -> frozenset[int]:
    """Item numbers told as 第N项, 第3、9、20项, 第28—30项, 清单第N条 or 任务N of no other list; 第N批 is none."""
    found = find_references(text, _ANY, ())
    return frozenset(number for one in found if one.owner != "other" for number in one.numbers)


def bare_numbers(text: str) -> frozenset[int]:
    """Item numbers of a text that is nothing else but such a reference: a line over what follows (三、第12项任务。).

    Empty where the text says anything besides.
    """
    if len(text) > _LONGEST_BARE or ("项" not in text and "任务" not in text):
        return frozenset()
    left = _LISTED.sub("", text)
    for one in sorted(find_references(left, _ANY, ()), key=lambda one: -one.start):
        if one.owner == "other":
            return frozenset()
        left = left[: one.start] + left[one.end :]
    return told_numbers(text) if _NOTHING_MORE.fullmatch(left) else frozenset()


def speaks_of_own_list(text: str) -> bool:
    """May a number in the text mean this plan's list, though it is not named?"""
    return _OWN_LIST.search(text) is not None


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
