"""Percentages, points, money, counts, ratios and numbers at one place of a folded text.

A figure is a number (numerals), a unit (here and in measure_words) and the words that bound it (cues).
A number without a unit counts only where its label or the word before it says that it is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.facts.cues import bound_after, bound_before, ends_with, load_cues
from extractors.facts.fact import Fact, FigureKind
from extractors.facts.figures_units import Unit, labelled_unit, read_unit
from extractors.facts.folding import Folded, fold
from extractors.facts.numerals import Numeral, read_numeral, scale_value

_RANGE = re.compile(r"[—~\-]{1,3}|[至到]")
_RATIO = re.compile(r"[:比](?=[0-9一二两三四五六七八九十])")
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:[—~\-至到]+(?:[01]?[0-9]|2[0-4]):[0-5][0-9])?(?![0-9:])"
)
_RATIO_WORD = re.compile(r"[比例配]")
_PARTS = re.compile(r"(?P<of>[百千万]?[百千万])分之(?=[0-9一二两三四五六七八九十百])")
_FRACTION = re.compile(r"分之(?=[0-9一二两三四五六七八九十])")
_SLASH = re.compile(r"(?P<top>[1-9][0-9]?)/(?P<whole>[1-9][0-9]{0,2})(?![0-9/年月日.])")
_OVER_HALF = re.compile(
    r"(?:(?P<gt>过|超过|超)|(?P<near>近|将近|接近)|(?P<big>大))半(?![年天月小日])数?|半数(?P<over>以上)?|一半(?P<over2>以上)?(?![是天路])"
)
_NUMBER_CUE = re.compile(r"(?:[:|\t]|[为是达到至共计约数率值分比])$")
_CLOSED = re.compile(r"(?:$|[，。；、,;）)|\t\n （(])")
_CLAUSE = re.compile(r"[，。；;,\n:]")
_RATE = re.compile(
    r"每(?:个)?(?P<every>学年|年|半年|月|季度|季|学期|周|天|日)[^每]{0,14}$|(?P<mean>年|月|周|日)均[^每]{0,8}$"
    r"|(?<![0-9一二两三四五六七八九十几多半今去前明全当同次本近百上下来后成学青老新周逐])年(?=[培招完开服接毕产销新举组输鉴承受收投])[\u4e00-\u9fff]{2,7}(?P<bare>)$"
)
_RATE_AFTER = re.compile(r"/(?P<per>年|学年|月|学期|周|天)|(?P<day>)(?=$^)")
_COLLECTIVE = frozenset("批套支种类条股片面幅层")  # 一批 一套 一支 say "some", not "one"
_NOT_BEFORE_CHINESE = frozenset("第同某任唯逐之哪进统单头首其")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on the folded text."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    role: str = ""
    direction: str = ""
    per: str = ""


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
    if first in "半一过近超大将接" and (half := _read_half(text, at)):
        return half
    if first in "百千万" and (parts := _read_parts(text, at)):
        return parts
    number = read_numeral(text, at)
    if number is None:
        return None
    return (
        _read_ratio(text, at, number)
        or _read_range(text, at, number)
        or _read_counted(text, at, number)
        or _read_plain(text, at, number)
    )


def _read_half(text: str, at: int) -> Figure | None:
    found = _OVER_HALF.match(text, at)
    if found is None:
        return None
    comparator = "gt" if found["gt"] or found["big"] else "approx_below" if found["near"] else ""
    if found["over"] or found["over2"]:
        comparator = "ge"
    comparator = comparator or bound_before(text, at)
    return Figure(at, found.end(), "percent", Decimal(50), unit="%", comparator=comparator)


def _read_parts(text: str, at: int) -> Figure | None:
    """百分之八十, 千分之三, 百分之八十至九十."""
    found = _PARTS.match(text, at)
    number = read_numeral(text, found.end()) if found else None
    if found is None or number is None:
        return None
    factor = Decimal(100) / scale_value(found["of"])
    unit = Unit("percent", "%", number.end, factor)
    dash = _RANGE.match(text, number.end)
    high = read_numeral(text, dash.end()) if dash and dash.end() < len(text) else None
    if high and high.value is not None and number.value is not None and high.value > number.value:
        return _finish(
            text,
            at,
            Numeral(high.end, None, number.value, high.value),
            Unit("percent", "%", high.end, factor),
        )
    return _finish(text, at, number, unit)


def _read_ratio(text: str, at: int, number: Numeral) -> Figure | None:
    """1:12 → 12, 18.6:1 → 18.6, 三分之二 → a number."""
    if number.value is None:
        return None
    parts = _FRACTION.match(text, number.end)
    if parts and number.value:
        top = read_numeral(text, parts.end())
        if top and top.value is not None:
            end, after = bound_after(text, top.end)
            return Figure(
                at, end, "number", top.value / number.value, comparator=after or bound_before(text, at)
            )
    slash = _SLASH.match(text, at)
    if slash and 0 < int(slash["top"]) < int(slash["whole"]):
        end, after = bound_after(text, slash.end())
        value = Decimal(slash["top"]) / Decimal(slash["whole"])
        return Figure(at, end, "number", value, comparator=after or bound_before(text, at))
    sign = _RATIO.match(text, number.end)
    if sign is None:
        return None
    second = read_numeral(text, sign.end())
    if second is None or not second.value or not number.value:
        return None
    if sign[0] == "比" and read_unit(text, second.end, second, at) is not None:
        return None
    value = second.value / number.value if number.value <= second.value else number.value / second.value
    end, after = bound_after(text, second.end)
    return Figure(at, end, "ratio", value, comparator=after or bound_before(text, at))


def _read_range(text: str, at: int, number: Numeral) -> Figure | None:
    """30至50人, 90%—95%, 100万元至200万元, 3到5名; 由65%到82% is a change, not a range."""
    first = read_unit(text, number.end, number, at)
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
    return _finish(text, at, Numeral(second.end, None, low, high, second.comparator), unit)


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


def _read_counted(text: str, at: int, number: Numeral) -> Figure | None:
    unit = read_unit(text, number.end, number, at)
    if unit is None or not _counts(text, at, number, unit):
        return None
    return _finish(text, at, number, unit)


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


def _finish(text: str, at: int, number: Numeral, unit: Unit) -> Figure:
    end, after = bound_after(text, unit.end)
    before = bound_before(text, at)
    comparator = _bounds(after, before, number.comparator)
    start = at
    if number.bare_scale and before in ("approx_above", "approx_below"):
        start = at - 1
    value, low, high = (
        None if part is None else part * unit.factor + unit.offset
        for part in (number.value, number.low, number.high)
    )
    if value is not None and _is_negative(text, at):
        value, start = -value, at - 1
    per = unit.per or _rate_before(text, at)
    rate = _RATE_AFTER.match(text, end)
    if rate and rate["per"]:
        per, end = load_cues().per[rate["per"]], rate.end()
    if unit.kind in ("percent", "percentage_point"):
        per = ""
    return Figure(start, end, unit.kind, value, low, high, unit.unit, comparator, per=per)


def _bounds(after: str, before: str, inner: str) -> str:
    if after in ("ge", "le"):
        return after
    if before in ("ge", "gt", "le", "lt"):
        return before
    return inner or after or before


def _is_negative(text: str, at: int) -> bool:
    """负 or a minus sign that joins nothing before it."""
    if at == 0 or text[at - 1] not in "-负":
        return False
    if text[at - 1] == "负":
        return at == 1 or text[at - 2] not in "正担抱欠自"
    return at == 1 or text[at - 2] in "为是达至到长降率:|（(，、 增\t"


def _rate_before(text: str, at: int) -> str:
    start = max(0, at - 18)
    before = text[start:at]
    cut = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    found = _RATE.search(before, cut)
    if found is None:
        return ""
    word = found["every"] or found["mean"] or "年"
    return load_cues().per[word]


def _read_plain(text: str, at: int, number: Numeral) -> Figure | None:
    """A number without a unit of its own: under a label with a unit, after 达 为 ：, or all there is."""
    value = number.value
    start = at - 1 if _is_negative(text, at) else at
    if value is None or (start == at and at and text[at - 1] in "-—~/.#") or number.bare_scale:
        return None
    value = -value if start < at else value
    end, after = bound_after(text, number.end)
    if not _CLOSED.match(text, end):
        return None
    if start == 0 and end == len(text):
        return Figure(start, end, "number", value, comparator=number.comparator)
    unit = labelled_unit(text, at)
    if unit is not None:
        return _finish(text, at, number, Unit(unit.kind, unit.unit, number.end, unit.factor))
    if _reads_as_year(text, at, number) or not _is_number_here(text, at, number):
        return None
    comparator = _bounds(after, bound_before(text, at), number.comparator)
    return Figure(start, end, "number", value, comparator=comparator)


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
    from extractors.facts.dates_points import Memory
    from extractors.facts.find import scan

    folded = fold(text)
    found = scan(folded.text, Memory(reference_date))
    return tuple(to_fact(item, folded) for item in found if isinstance(item, Figure))
