"""Parts of a whole at one place of a folded text: 过半, 百分之八十, 三分之二, 3又1/3, and ratios 1:12."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts.cues import bound_after, bound_before
from extractors.facts.figure import Figure, counted, is_negative
from extractors.facts.figures_units import Unit, read_unit
from extractors.facts.numerals import Numeral, read_numeral, scale_value

_DIGIT = "0-9一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾"
_ARABIC = str.maketrans("一二两三四五六七八九陆", "12234567896")
_RANGE = re.compile(r"[—~\-]{1,3}|[至到]")
_RATIO = re.compile(r"[:比](?=[0-9一二两三四五六七八九十])")
_THIRD = re.compile(r":[0-9]")
_PARTS = re.compile(rf"(?P<of>[百千万佰仟]{{1,3}})分之(?=[{_DIGIT}])")
_FRACTION = re.compile(rf"分之(?P<minus>负)?(?=[{_DIGIT}])")
_AND_PART = re.compile(rf"又(?=[{_DIGIT}])")
_SLASH = re.compile(r"(?P<top>[1-9][0-9]?)/(?P<whole>[1-9][0-9]{0,2})(?![0-9/年月日.])")
# 八折 九五折 7.5折: what is still paid; 打对折 is half. 折叠 三折页 折算 are other words.
_OFF = re.compile(
    r"(?P<n>[一二两三四五六七八九陆]{1,2}|[0-9]{1,2})(?:[.点](?P<rest>[0-9一二三四五六七八九]))?折(?![叠扇射磨腰断戟返旧合算线页耳桂中回转寿服损价屏])"
    r"|(?<=打)(?P<half>对)折"
)
_OFFERED = re.compile(r"打|折扣[为是]?|[低降]至|按")
_OVER_HALF = re.compile(
    r"(?:(?P<gt>过|超过|超)|(?P<near>近|将近|接近)|(?P<big>大))半(?![年天月小日])数?|半数(?P<over>以上)?|一半(?P<over2>以上)?(?![是天路])"
)


def read_half(text: str, at: int) -> Figure | None:
    """过半 → 50 `gt`, 半数以上 → 50 `ge`."""
    found = _OVER_HALF.match(text, at)
    if found is None:
        return None
    comparator = "gt" if found["gt"] or found["big"] else "approx_below" if found["near"] else ""
    if found["over"] or found["over2"]:
        comparator = "ge"
    comparator = comparator or bound_before(text, at)
    return Figure(at, found.end(), "percent", Decimal(50), unit="%", comparator=comparator)


def read_share(text: str, at: int) -> Figure | None:
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
        return counted(
            text,
            at,
            Numeral(high.end, None, number.value, high.value),
            Unit("percent", "%", high.end, factor),
        )
    return counted(text, at, number, unit)


def read_discount(text: str, at: int) -> Figure | None:
    """八折 → 80 %; 一折 only where a discount is spoken of, for 一折 is also a fold or an act of a play."""
    found = _OFF.match(text, at)
    if found is None or (found["n"] == "一" and not _OFFERED.search(text[max(0, at - 4) : at])):
        return None
    digits = (
        "5" if found["half"] else found["n"].translate(_ARABIC) + (found["rest"] or "").translate(_ARABIC)
    )
    value = Decimal(digits) * 10 / (10 ** (len(digits) - 1))
    return Figure(at, found.end(), "percent", value, unit="%", comparator=bound_before(text, at))


def read_fraction(text: str, at: int, number: Numeral) -> Figure | None:
    """三分之二, 2/3, 三又二分之一 → a number."""
    if number.value is None:
        return None
    joint = _AND_PART.match(text, number.end)
    begun = read_numeral(text, joint.end()) if joint else number
    part = _part(text, joint.end() if joint else at, begun) if begun else None
    if part is None:
        return None
    stop, value = part
    value = number.value + value if joint else value
    end, after = bound_after(text, stop)
    start = at
    if is_negative(text, at):
        value, start = -value, at - 1
    return Figure(start, end, "number", value, comparator=after or bound_before(text, at))


def _part(text: str, at: int, number: Numeral) -> tuple[int, Decimal] | None:
    """(end, value) of 三分之二 or 2/3; `number` is what was read at `at`."""
    parts = _FRACTION.match(text, number.end)
    if parts and number.value:
        top = read_numeral(text, parts.end())
        if top is None or top.value is None:
            return None
        return top.end, (-top.value if parts["minus"] else top.value) / number.value
    slash = _SLASH.match(text, at)
    if slash and 0 < int(slash["top"]) < int(slash["whole"]):
        return slash.end(), Decimal(slash["top"]) / Decimal(slash["whole"])
    return None


def read_ratio(text: str, at: int, number: Numeral) -> Figure | None:
    """1:12 → 12, 18.6:1 → 18.6."""
    if text[at - 1 : at] == ":":
        return None  # the rest of 3:2:1, which is no ratio of two
    sign = _RATIO.match(text, number.end)
    second = read_numeral(text, sign.end()) if sign else None
    if (
        sign is None
        or second is None
        or not second.value
        or not number.value
        or _THIRD.match(text, second.end)
    ):
        return None
    if sign[0] == "比" and read_unit(text, second.end, second, at) is not None:
        return None
    value = second.value / number.value if number.value <= second.value else number.value / second.value
    end, after = bound_after(text, second.end)
    return Figure(at, end, "ratio", value, comparator=after or bound_before(text, at))
