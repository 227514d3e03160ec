"""Digits that an extraction fault ran together: 2017年8月底 that reads 20178月底, 10月31日 as 1031日, 1—9月 as 19月."""

from __future__ import annotations

import re

from extractors.document import Block, Problem

_BEFORE = r"(?<![\d.,，:：/-])"
_LOST = re.compile(
    rf"{_BEFORE}(?:19|20)\d\d(?:1[0-2]|[1-9])月"  # the year's 年 is gone
    rf"|{_BEFORE}(?:1[0-2]|[1-9])(?:[12]\d|3[01])日(?![元均])"  # the month's 月 is gone
    rf"|{_BEFORE}(?:1[3-9]|2[3-9]|3[4-9]|4[5-9]|5[6-9]|6[7-9]|7[89]|89|[1-9]1[0-2])月(?![龄嫂薪])"  # the dash is gone
)


#: What every such place ends with; looked for first, because most text has none.
_CLUE = re.compile(r"[月日](?<=\d\d.)")
#: Digits of the longest such place: a year and a month.
_MOST_DIGITS = 6


def find_lost_digits(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of such places, left to right. They are never to be read as numbers."""
    found: list[tuple[int, int]] = []
    for clue in _CLUE.finditer(text):
        at = clue.start()
        begin = found[-1][1] if found else 0
        place = _LOST.search(text, max(begin, at - _MOST_DIGITS), at + 2)
        if place is not None:
            found.append(place.span())
    return tuple(found)


def problems_of(blocks: tuple[Block, ...]) -> tuple[Problem, ...]:
    """One `missing_digits` problem a block, with its number, page and the words."""
    found = []
    for block in blocks:
        spans = find_lost_digits(block.text)
        if spans:
            words = "、".join(f"“{block.text[start:end]}”" for start, end in spans[:5])
            page = f"第{block.page}页" if block.page else ""
            found.append(
                Problem(
                    "missing_digits",
                    f"{page}第{block.index + 1}段疑似缺字：{words}",
                    "请核对原件，必要时补报清晰文本",
                )
            )
    return tuple(found)
