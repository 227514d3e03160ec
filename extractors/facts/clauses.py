"""Clauses of a statement, and the text as modality reads it: titles and quoted names blanked out."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.words import fold

#: A quotation this long or longer is what somebody said, and counts; a shorter one is a name or a foreign word.
QUOTED_NAME = 14

_TITLE = re.compile(r"《[^《》]{0,60}》")
_QUOTED = re.compile(rf"[“\"][^“”\"]{{1,{QUOTED_NAME}}}[”\"]")
_REMARK = re.compile(r"（[^（）]{0,30}）")
_BREAK = re.compile(r"[，。；！？!?,;\n]|(?<!\d)\.(?!\d)|：(?=[^，。；]{8,})")
_BLANK = "□"


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """`fold(text)` with titles 《…》 and short quotations replaced by blanks, same length.

    What a title or a quoted name says (《奖励办法》, “双高计划”, 所称“基本完成”) is not what the clause says.
    """
    folded = fold(text)
    for pattern in (_TITLE, _QUOTED):
        folded = pattern.sub(lambda match: match[0][0] + _BLANK * (len(match[0]) - 2) + match[0][-1], folded)
    return folded


def split_clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the clauses, left to right: between ，；。 and a colon that opens a longer part.

    Marks inside titles, short quotations and remarks in brackets do not end a clause. Blank clauses are
    left out; never raises.
    """
    plain = _REMARK.sub(lambda match: "（" + _BLANK * (len(match[0]) - 2) + "）", masked(text))
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(plain):
        _append(spans, plain, start, match.start())
        start = match.end()
    _append(spans, plain, start, len(plain))
    return tuple(spans)


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
