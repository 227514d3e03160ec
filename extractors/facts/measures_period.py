"""The days a figure is of: the time named last before it in its clause, else its sentence, else its column's header.

A time that is only compared with (比2019年, 较去年同期) is not the figure's, except where it carries one of its own
(由2019年的860万元).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from extractors.facts.dates_calendar import Days
from extractors.facts.fact import Fact
from extractors.facts.find import find_facts
from extractors.statements import Context

_CLAUSE_END = re.compile(r"[，,。；;！？!?\n]")
_COMPARED = re.compile(r"(?:比|较|与|同|相比|高于|低于|超过|是)$")
_UNKNOWN = Days(None, None)


def period_of(
    fact: Fact, text: str, begins: int, times: Sequence[Fact], context: Context, today: date
) -> Days:
    """Its first and last day; both None where nothing says them. `begins`: where the figure's sentence begins."""
    said = [
        time
        for time in times
        if time.kind in ("date", "period")
        and begins <= time.start_char
        and time.end_char <= fact.start_char
        and not _is_compared(time, fact, text)
    ]
    if said:
        clause = max((m.end() for m in _CLAUSE_END.finditer(text, begins, fact.start_char)), default=begins)
        own = [time for time in said if time.start_char >= clause]
        return _days(_nearest(own or said, text))
    for words in (context.column, *(header for header, _ in reversed(context.row))):
        named = _times_of(words, today) if words else ()
        if named:
            return _days(named[-1])
    return _UNKNOWN


def _nearest(times: Sequence[Fact], text: str) -> Fact:
    """The last one; but 截至 says up to when the whole sentence counts."""
    until = [
        time for time in times if time.mod == "until" or text[: time.start_char].endswith(("截至", "截止"))
    ]
    return until[-1] if until else times[-1]


def _is_compared(time: Fact, fact: Fact, text: str) -> bool:
    if not _COMPARED.search(text[max(0, time.start_char - 2) : time.start_char]):
        return False
    return text[time.end_char : fact.start_char] not in ("的", "")


def _days(time: Fact) -> Days:
    return Days(None, time.end) if time.mod == "until" else Days(time.start, time.end)


@lru_cache(maxsize=512)
def _times_of(words: str, today: date) -> tuple[Fact, ...]:
    return tuple(fact for fact in find_facts(words, today) if fact.kind in ("date", "period"))
