"""All dates and figures of a text, in one pass from left to right.

The text is folded to one spelling, the traps in it are set apart, and at every place where a date or figure
can begin the readers of dates and figures are asked once. What was read, or could not be, is passed over.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from extractors.facts import dates, figures
from extractors.facts.cues import load_cues
from extractors.facts.dates import Time, read_time
from extractors.facts.dates_grammar import POINT
from extractors.facts.dates_memory import Memory
from extractors.facts.fact import Fact
from extractors.facts.figure import Figure
from extractors.facts.figures import clock_end, read_figure
from extractors.facts.figures_roles import assign_roles
from extractors.facts.folding import fold
from extractors.facts.measure_words import load_measure_words
from extractors.facts.traps import find_traps

_NUMERAL = "0-9〇零一二两三四五六七八九十百千万"
_ANCHOR = re.compile(
    rf"(?=[{_NUMERAL}壹贰叁肆伍陆柒捌玖拾佰仟今去前明来后次翌同当本上下年月截近最过未此半大昨这星礼周每按逐第春秋公几数超将接廿正初对])"
    rf"(?:[{_NUMERAL}]|[壹贰叁柒捌玖佰仟]|[肆伍陆拾](?=[{_NUMERAL}壹贰叁肆伍陆柒捌玖拾佰仟亿])|今[年天日后明]|去[年今]|[前来后]年|明[年后]|[前后][天{_NUMERAL}]|上[一个半学季旬月年周星世上{_NUMERAL}]"
    rf"|下[一个半学季月年周星下]|次[年月日]|翌[年日]|[同当][年月]|本[年月季学周世]|年[底末初中内]|月[底末初]|截[至止]|近[{_NUMERAL}半]"
    rf"|最近|过[去半]|未来|此后|半[年个天小数以月]|大[后前][天年]|大半|昨[天日]|明[天日]|这个?[周星]|星期|礼拜|周[一二三四五六日]|每|[按逐][年月季周]"
    rf"|第[一二三四1-4]季|[春秋]季学|公元|[几数][十百千万亿]|超过?半|(?:将近|接近)半|(?<=打)对折|廿|正月|初[一二三四五六七八九十])"
)
#: A count or share, as most numbers are: nothing that measures time begins so. Years that only their label tells
#: (时限：2023) begin with 20, days with dots between with 19 or 20.
_COUNTS = re.compile(r"(?!19|20)[0-9]{1,15}(?:\.[0-9]{1,6})?[%人名所处家项台套场元亩门平次位件部篇户]")
_PASS = re.compile(
    r"[0-9]+(?::[0-9.]+){2,9}|[0-9]+(?:[.,][0-9]+)*|[〇零一二两三四五六七八九十百千万亿]{1,24}|.", re.DOTALL
)


def scan(text: str, memory: Memory) -> list[Time | Figure]:
    """Times and figures of a folded text, in order; `memory` carries years named before it."""
    first = _ANCHOR.search(text)
    if first is None:
        return []
    traps = find_traps(text)
    items: list[Time | Figure] = []
    at, trap = first.start(), 0
    while True:
        while trap < len(traps) and traps[trap][1] <= at:
            trap += 1
        if trap < len(traps) and traps[trap][0] <= at:
            at = traps[trap][1]
        else:
            limit = traps[trap][0] if trap < len(traps) else len(text)
            item = _read(text, at, memory, limit)
            if item is not None:
                items.append(item)
            at = item.end if item is not None else _passed(text, at)
        found = _ANCHOR.search(text, at)
        if found is None:
            return assign_roles(text, items)
        at = found.start()


def _read(text: str, at: int, memory: Memory, limit: int) -> Time | Figure | None:
    """The date or figure at `at` that ends before the next trap."""
    time = None if _COUNTS.match(text, at) else read_time(text, at, memory)
    if time is not None and time.end <= limit:
        return time
    figure = read_figure(text, at) if clock_end(text, at) == at else None
    return figure if figure is not None and figure.end <= limit else None


def _passed(text: str, at: int) -> int:
    """Past a number that is no fact, so that no part of it is read."""
    clock = clock_end(text, at)
    if clock > at:
        return clock
    point = POINT.match(text, at)
    if point and point["d"]:
        return point.end()  # a day the calendar does not have
    found = _PASS.match(text, at)
    return found.end() if found else at + 1


@cache
def load_grammar() -> None:
    """Read the word lists, compile what is built from them and read once, so that the first text is not charged."""
    load_cues()
    load_measure_words()
    scan("由2020年底的65%提高到三分之二，培训1000人次以上。", Memory(date.min))


def find_facts(text: str, reference_date: date, last_year: int | None = None) -> tuple[Fact, ...]:
    """Every date, period, duration, frequency and figure in `text`, by start.

    `reference_date` is the report's day, to which 今年, 上月, 截至目前 refer; `last_year` the last year named
    before this text (in the same paragraph, heading or column), if any. Offsets are half-open and count the
    code points of `text` as given. Never raises on prose; the time it takes grows with the length of the text.
    """
    folded = fold(text)
    return tuple(
        dates.to_fact(item, folded) if isinstance(item, Time) else figures.to_fact(item, folded)
        for item in scan(folded.text, Memory(reference_date, last_year))
    )
