"""Percentages, points, money, counts, ratios and numbers at one place of a folded text.

A figure is a number (numerals), a unit (here and in measure_words) and the words that bound it (cues).
A number without a unit counts only where its label or the word before it says that it is one.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from extractors.facts.cues import bound_after, bound_before, ends_with, load_cues
from extractors.facts.fact import Fact
from extractors.facts.figure import Figure, bounds, counted, is_negative
from extractors.facts.figures_parts import read_discount, read_fraction, read_half, read_ratio, read_share
from extractors.facts.figures_units import Unit, labelled_unit, read_unit
from extractors.facts.folding import Folded, fold
from extractors.facts.numerals import Numeral, read_numeral

_RANGE = re.compile(r"[—~\-]{1,3}|[至到]")
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:[—~\-至到]+(?:[01]?[0-9]|2[0-4]):[0-5][0-9])?(?![0-9:])"
)
_RATIO_WORD = re.compile(r"[比例配]")
_NUMBER_CUE = re.compile(r"(?:[:|\t]|[为是达到至共计约数率值分比])$")
_CLOSED = re.compile(r"(?:$|[，。；、,;）)|\t\n （(])")
_LIST = re.compile(r"-?[0-9.]{1,15}(?:[,，;；] ?-?[0-9.]{1,15}){1,9}[。；]?")
_PAID = frozenset("0123456789一二两三四五六七八九陆对")
LONGEST_LIST = 100  # characters
_COLLECTIVE = frozenset("批套支种类条股片面幅层")  # 一批 一套 一支 say "some", not "one"
_NOT_BEFORE_CHINESE = frozenset("第同某任唯逐之哪进统单头首其")


def clock_end(text: str, at: int) -> int:
    """Where a time of day (9:30, 14:00-16:00) that starts at `at` ends; `at` if there is none."""
    found = _CLOCK.match(text, at)
    if found is None or _RATIO_WORD.search(text[max(0, at - 6) : at]):
        return at
    hour, minute = found[0].split(":")[:2]
    return found.end() if len(minute) > 1 and hour != "1" else at


def read_figure(text: str, at: int) -> Figure | None:
    """The figure that starts at `at`, or None."""
    first = text[at]
    if first in "半一过近超大将接" and (half := read_half(text, at)):
        return half
    if first in "百千万佰仟" and (share := read_share(text, at)):
        return share
    if first in _PAID and (discount := read_discount(text, at)):
        return discount
    number = read_numeral(text, at)
    if number is None:
        return None
    part = read_fraction(text, at, number) or read_ratio(text, at, number)
    if part is not None:
        return part
    unit = read_unit(text, number.end, number, at)
    return (
        _read_range(text, at, number, unit)
        or _read_counted(text, at, number, unit)
        or _read_plain(text, at, number)
    )


def _read_range(text: str, at: int, number: Numeral, first: Unit | None) -> Figure | None:
    """30至50人, 90%—95%, 100万元至200万元, 3到5名; 由65%到82% is a change, not a range. `first`: the number's own unit."""
    dash = _RANGE.match(text, first.end if first else number.end)
    if dash is None or dash.end() >= len(text) or text[max(0, at - 1) : at] in ("由", "从"):
        return None
    second = read_numeral(text, dash.end())
    unit = read_unit(text, second.end, second, dash.end()) if second else None
    if second is None or unit is None or (first is not None and first.kind != unit.kind):
        return None
    low, high = _low_end(text, number, first, dash.end(), second, unit), second.value
    if low is None or high is None or not low < high or not _counts(text, at, number, unit):
        return None
    return counted(text, at, Numeral(second.end, None, low, high, second.comparator), unit)


def _low_end(
    text: str, number: Numeral, first: Unit | None, second_at: int, second: Numeral, unit: Unit
) -> Decimal | None:
    """The first number in the second's unit: 100—200万元 shares its 万, 8000元—1万元 does not."""
    if number.value is None:
        return None
    if first is not None:
        return number.value * first.factor / unit.factor
    if text[number.end - 1] in "万亿":
        return number.value
    return number.value * _scale_of(text[second_at : second.end])


def _scale_of(written: str) -> Decimal:
    """100-200万元: the first number shares the second's 万."""
    product = Decimal(1)
    for char in reversed(written):
        if char in "余多几":
            continue
        if char not in "万亿千百":
            break
        product *= {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100}[char]
    return product


def _read_counted(text: str, at: int, number: Numeral, unit: Unit | None) -> Figure | None:
    if unit is None or not _counts(text, at, number, unit):
        return None
    return counted(text, at, number, unit)


def _counts(text: str, at: int, number: Numeral, unit: Unit) -> bool:
    """Whether a Chinese numeral before a measure word counts: 三所 does, 二期工程, 一种 and 百名 do not."""
    before = text[at - 1] if at else ""
    if before == "第" or (unit.unit == "分" and before in "时点"):
        return False
    if number.bare_scale:
        return bool(number.comparator) or bool(bound_before(text, at))
    if not number.chinese or unit.kind in ("percent", "percentage_point", "money"):
        return True
    if before and before in _NOT_BEFORE_CHINESE:
        return False
    if number.chinese == "二" and unit.unit not in ("人", "名", "项", "位"):
        return False
    if number.chinese == "十" and unit.unit == "分":
        return False
    if number.chinese == "一" and unit.unit in ("次", "轮") and _CLOSED.match(text, unit.end):
        return True
    if number.chinese == "一":
        return bool(bound_before(text, at)) or (
            unit.unit not in _COLLECTIVE and bool(ends_with(load_cues().one, text, at, 3))
        )
    return not unit.rank


def _read_plain(text: str, at: int, number: Numeral) -> Figure | None:
    """A number without a unit of its own: under a label with a unit, after 达 为 ：, or all there is."""
    value = number.value
    start = at - 1 if is_negative(text, at) else at
    if value is None or (start == at and at and text[at - 1] in "-—~/.#") or number.bare_scale:
        return None
    value = -value if start < at else value
    end, after = bound_after(text, number.end)
    if not _CLOSED.match(text, end):
        return None
    if (start == 0 and end == len(text)) or _is_list(text):
        return Figure(start, end, "number", value, comparator=number.comparator)
    unit = labelled_unit(text, at)
    if unit is not None:
        return counted(text, at, number, Unit(unit.kind, unit.unit, number.end, unit.factor))
    if _reads_as_year(text, at, number) or not _is_number_here(text, at, number):
        return None
    comparator = bounds(after, bound_before(text, at), number.comparator)
    return Figure(start, end, "number", value, comparator=comparator)


def _is_list(text: str) -> bool:
    """A cell of nothing but numbers, commas between them."""
    return len(text) <= LONGEST_LIST and _LIST.fullmatch(text) is not None


def _reads_as_year(text: str, at: int, number: Numeral) -> bool:
    return number.end - at == 4 and text[at : at + 2] in ("19", "20")


def _is_number_here(text: str, at: int, number: Numeral) -> bool:
    if number.chinese:
        return len(number.chinese) > 2 and any(c in "十百千万亿" for c in number.chinese)
    return bool(
        _NUMBER_CUE.search(text[max(0, at - 1) : at])
        or bound_before(text, at)
        or text[number.end - 1] in "万亿"
    )


def to_fact(figure: Figure, folded: Folded) -> Fact:
    """The figure as a Fact of the text as given."""
    start, end = folded.span(figure.start, figure.end)
    return Fact(
        folded.given[start:end],
        start,
        end,
        figure.kind,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        comparator=figure.comparator,
        role=figure.role,
        direction=figure.direction,
        per=figure.per,
    )


def find_figures(text: str, reference_date: date) -> tuple[Fact, ...]:
    """The figures among the facts of `text`, as `find.find_facts` finds them."""
    from extractors.facts.dates_memory import Memory
    from extractors.facts.find import scan

    folded = fold(text)
    found = scan(folded.text, Memory(reference_date))
    return tuple(to_fact(item, folded) for item in found if isinstance(item, Figure))
