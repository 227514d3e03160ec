"""Lengths of time and how often: 三年内 · 两个半月 · 5个工作日 · 3至5年 · 三年以上七年以下 · 每季度 · 每两年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts.cues import bound_after
from extractors.facts.numerals import Numeral, read_numeral

_UNIT = re.compile(
    r"(?P<half>个半|半)?(?:"
    r"(?P<Y>周?年(?![级制贯龄代度生会]|行动|计划(?![投建完新安实培用总共引招改拟将])|规划|攻坚))(?P<yhalf>半)?"
    r"|(?P<M>(?:个多?|多个)?月(?![份亮初底末嫂饼]))|(?P<Q>个?季度)|(?P<W>(?:个多?|多个)?(?:星期|礼拜)|个?周(?!年|岁|期|边|转|密))"
    r"|(?P<D>个?(?:工作|自然|交易)日|多?天(?![津然地下气文上赋])(?P<dhalf>半)?|日(?=[内以之历]|期限)|(?P<day>日)(?![前后起至到均常益]))"
    r"|(?P<H>个?(?:小时|钟头))|(?P<I>分钟))"
)
_HALF = re.compile(
    r"半(?:(?P<Y>年)|(?<![上下]半)(?P<M>个?月(?![谈刊板份底初]))|(?P<D>天(?!下))|(?P<H>个?小时))"
)
_MORE_MONTHS = re.compile(r"[零又]?(?P<n>1[01]|[1-9]|十[一]?|[一二两三四五六七八九])个月")
_RANGE = re.compile(r"[—~\-至到]{1,2}")
_EVERY = re.compile(
    r"每(?:一|1|个)?个?(?:(?P<half>半年)|(?P<half1>半个?月)|(?P<P12>学年|年(?!级|龄|轻))|(?P<P6>学期)|(?P<P3>季度|季)|(?P<P1>月)"
    r"|(?P<W>周|星期)(?!岁|边)|(?P<D>天|日)|(?P<T>旬)|(?P<n>[2-9]|1[0-9]|[两二三四五六七八九十])(?P<unit>年|个月|个季度|周|天))"
    r"|(?P<by>[按逐])(?:(?P<bP3>季度?)|(?P<bP1>月)|(?P<bP12>年)|(?P<bW>周))(?![计份岁边期转])"
)
_EVERY_ISO = {
    "half": "P6M",
    "half1": "P15D",
    "P12": "P1Y",
    "P6": "P6M",
    "P3": "P3M",
    "P1": "P1M",
    "W": "P1W",
    "D": "P1D",
    "T": "P10D",
}
_WITHIN = re.compile(r"(?:以内|之内|内(?![容部地外涵蒙在]))")
LEADING = re.compile(r"(?:最近|过去|今后|未来|此后|近|前|(?<!最)后)(?:的)?")
_BARE_MONTHS = re.compile(r"月(?![份底初中末上下旬0-9])")  # 近三月 is three months, 三月 March
#: Words that make 7日 a length, not the 7th.
DAYS_COUNTED = re.compile(
    r"(?:公示期?|为期|历时|连续|持续|期限|限期|限于?|不少于|不超过|至少|最多|假期|休假|耗时|满)为?$"
)
_AND_BELOW = re.compile(r"及?以上[，,]?(?=[0-9一二两三四五六七八九十])")
_BELOW = re.compile(r"及?以下")
_NOT_ONE = frozenset("这那有某同第另统哪头")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length as ISO 8601; a range of lengths has both, parted by a slash (P3Y/P5Y)."""

    end: int
    iso: str
    mod: str = ""
    comparator: str = ""


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _iso(unit: str, value: Decimal) -> str:
    if unit == "Q":
        return f"P{_plain(value * 3)}M"
    if unit in "HI":
        return f"PT{_plain(value)}{'H' if unit == 'H' else 'M'}"
    return f"P{_plain(value)}{unit}"


def read_duration(text: str, at: int, after_lead: bool = False) -> Duration | None:
    """The duration that starts at `at` (半年 or a number with its unit), or None.

    `after_lead`: 近 过去 未来 stand before, so that 三月 means three months.
    """
    half = _HALF.match(text, at)
    if half:
        iso = {"Y": "P6M", "M": "P15D", "D": "PT12H", "H": "PT30M"}[str(half.lastgroup)]
        return _bounded(text, half.end(), iso, "")
    first = _read_one(text, at, after_lead)
    if first is None:
        return None
    second = _read_upper(text, first)
    if second is not None:
        return _bounded(text, second.end, f"{first.iso}/{second.iso}", first.comparator)
    return _bounded(text, first.end, first.iso, first.comparator)


def _read_upper(text: str, first: Duration) -> Duration | None:
    """The other end of 3个月至6个月 and of 三年以上七年以下."""
    if "/" in first.iso:
        return None
    dash, above = _RANGE.match(text, first.end), _AND_BELOW.match(text, first.end)
    joint = above or dash
    if joint is None or joint.end() >= len(text):
        return None
    second = _read_one(text, joint.end(), False)
    if second is None or "/" in second.iso or not above:
        return second if second and "/" not in second.iso else None
    below = _BELOW.match(text, second.end)
    return Duration(below.end(), second.iso) if below else None


def _read_one(text: str, at: int, after_lead: bool) -> Duration | None:
    """One number (or 3至5) with its unit."""
    number = read_numeral(text, at)
    if number is None or number.bare_scale:
        return None
    upper: Decimal | None = number.high
    end = number.end
    dash = _RANGE.match(text, end)
    if dash and dash.end() < len(text) and number.value is not None:
        second = read_numeral(text, dash.end())
        if second and second.value is not None and second.value > number.value:
            upper, end = second.value, second.end
    bare = _BARE_MONTHS.match(text, end) if after_lead else None
    if bare and number.value is not None and upper is None:
        return Duration(bare.end(), _iso("M", number.value), comparator=number.comparator)
    return _with_unit(text, at, end, number, upper)


def _with_unit(text: str, at: int, end: int, number: Numeral, upper: Decimal | None) -> Duration | None:
    unit = _UNIT.match(text, end)
    low = number.value if number.value is not None else number.low
    if unit is None or low is None or not _countable(text, at, number, unit, upper):
        return None
    name = next(n for n in "YMQWDHI" if unit[n])
    if unit["half"] or unit["dhalf"]:
        low += Decimal("0.5")
    iso, end = _iso(name, low), unit.end()
    if name == "Y" and unit["yhalf"]:
        iso = f"P{_plain(low)}Y6M"
    months = _MORE_MONTHS.match(text, end) if name == "Y" and upper is None else None
    if months and (count := read_numeral(text, months.start("n"))) and count.value is not None:
        iso, end = f"P{_plain(low)}Y{_plain(count.value)}M", months.end()
    if upper is not None:
        iso = f"{iso}/{_iso(name, upper)}"
    return Duration(end, iso, comparator=number.comparator)


def _countable(text: str, at: int, number: Numeral, unit: re.Match[str], upper: Decimal | None) -> bool:
    """Not 一天 in 有一天, not 三月 (a month of the year), not the year 1998, not 第三周, not the 5日 of a month."""
    word = unit[0]
    if text[max(0, at - 1) : at] == "第":
        return False
    if unit["day"]:
        counted = DAYS_COUNTED.search(text[max(0, at - 4) : at]) is not None
        return counted or number.chinese == "两" or (upper or number.value or 0) > 31
    if word.endswith("月") and "个" not in word:
        return False
    if unit["Y"] and number.value is not None and number.value > 300:
        return False
    if unit["Q"] and "个" not in word:
        return False
    if number.chinese == "一":
        return (at == 0 or text[at - 1] not in _NOT_ONE) and (
            word[0] != "天" or bool(unit["dhalf"]) or text[unit.end() : unit.end() + 1] == "内"
        )
    return True


def _bounded(text: str, end: int, iso: str, comparator: str) -> Duration:
    within = _WITHIN.match(text, end)
    if within:
        return Duration(within.end(), iso, "within", comparator)
    end, after = bound_after(text, end)
    return Duration(end, iso, "", after if after in ("ge", "le") else comparator or after)


def read_frequency(text: str, at: int) -> Duration | None:
    """每季度 → P3M, 每两年 → P2Y, 逐月 → P1M; None elsewhere."""
    found = _EVERY.match(text, at)
    if found is None:
        return None
    if found["unit"]:
        number = read_numeral(text, found.start("n"))
        value = number.value if number else None
        if value is None:
            return None
        return Duration(
            found.end(),
            _iso({"年": "Y", "个月": "M", "个季度": "Q", "周": "W", "天": "D"}[found["unit"]], value),
        )
    key = next(k for k in (*_EVERY_ISO, "bP3", "bP1", "bP12", "bW") if found[k])
    return Duration(found.end(), _EVERY_ISO[key.removeprefix("b")])
