"""Numbers as officials write them: 1,234.5 · 3.2亿 · 1000余 · 十几万 · 一百零八 · 二三十 · 上千 · 7万5千.

`read_numeral` looks at one place of a folded text. Nothing here searches: each pattern is anchored and
bounded (at most 24 characters), so reading costs the same wherever it is tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

DIGITS = "〇零一二两三四五六七八九"
_VALUE = {c: max(n - 1, 0) for n, c in enumerate("〇零一二三四五六七八九")} | {"两": 2, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_FINANCIAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

MAX_DIGITS = 15  # a longer run of digits is a code, not a count

_ARABIC = re.compile(
    r"[0-9]{1,3}(?:[,，][0-9]{3}){1,4}(?![0-9])(?:\.[0-9]{1,6})?"
    # 3 426户: thousands set apart by a blank (GB/T 15835), where a unit follows and no digit stands before
    r"|(?<![0-9.第\- ])[1-9][0-9]{0,2}(?: [0-9]{3}){1,3}(?![0-9 ])(?:\.[0-9]{1,6})?(?=[万亿余多%\u4e00-\u9fff])(?![年月日])"
    r"|[0-9]{1,15}(?:\.[0-9]{1,6})?"
)
_MIXED = re.compile(r"(?:[0-9]{1,7}(?:\.[0-9]{1,4})?[亿万千百])(?:零?[0-9]{1,4}[亿万千百]?){1,5}")
_SCALE = re.compile(
    r"(?P<more>[余多几来])?(?P<scale>万万|万亿|[十百千]?[万亿]|[百千兆])?(?:(?P<after>余|多(?!元化|[种学功媒]))(?P<again>[万亿])?)?"
)
# 陆续 队伍 收拾 放肆 are words; the other financial numerals write nothing but numbers. 百分之 begins a share.
_HUNDRED = r"[百佰仟](?:(?<=[一二两三四五六七八九壹贰叁肆伍陆柒捌玖].)|(?!分[之位]))"
_FINANCIAL_CHAR = r"[壹贰叁柒捌玖]|(?<![大登内着水海])陆(?![续地军上运海空路])|(?<![队入退落])伍|(?<![收捡拣])拾|(?<!放)肆(?![意无虐])"
_CHINESE = re.compile(rf"(?:[{DIGITS}十千万亿兆]|{_HUNDRED}|{_FINANCIAL_CHAR}){{1,40}}")
_POINT = re.compile(rf"点[{DIGITS}壹贰叁肆伍陆柒捌玖]{{1,8}}")
_TAIL = re.compile(r"(?P<more>[余多几来])(?P<scale>[十百千]?[万亿]|[百千])?|(?P<half>半)(?=[个年天小日倍])")
_FEW = re.compile(r"几(?P<scale>[万亿])")
_VAGUE = re.compile(r"(?P<word>[几数])(?P<scale>[十百千]?[万亿]|[十百千万亿])(?P<more>[余多])?")
_TEENS = re.compile(
    r"(?P<head>[二三四五六七八九]?十)(?P<a>[一二三四五六七八])(?P<b>[二三四五六七八九])"
)  # 十五六
_PAIR = re.compile(r"(?P<a>[一二两三四五六七八])(?P<b>[二两三四五六七八九])(?P<unit>[十百千]?[万亿]?)$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read at one place: its end, value (or low and high), and what its wording adds."""

    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = ""  # approx_above for 余 多 几 来
    chinese: str = ""  # the Chinese characters, "" for Arabic digits
    bare_scale: bool = False  # 百 千 万 with no digit before: a count only beside 近 约 上 余 …


@lru_cache(maxsize=64)  # at one place dates, lengths, shares and counts all begin with the same number
def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest number that starts at `at`, or None (also for runs of more than 15 digits)."""
    first = text[at]
    if first.isdigit() and first.isascii():
        return _read_arabic(text, at)
    if first in "几数":
        return _read_vague(text, at)
    return _read_chinese(text, at)


def _read_arabic(text: str, at: int) -> Numeral | None:
    mixed = _MIXED.match(text, at)
    if mixed:
        end = mixed.end()
        value = chinese_value(mixed[0])
        return None if value is None or text[end : end + 1].isdigit() else Numeral(end, value)
    found = _ARABIC.match(text, at)
    if found is None or (found.end() < len(text) and text[found.end()] in "0123456789"):
        return None
    value = Decimal(found[0].replace(",", "").replace("，", "").replace(" ", ""))
    return _scaled(text, found.end(), value)


def _scaled(text: str, end: int, value: Decimal) -> Numeral:
    tail = _SCALE.match(text, end)
    if tail is None or tail.end() == end:
        return Numeral(end, value)
    more, scale, after = tail["more"], tail["scale"], tail["after"]
    if scale:
        value *= scale_value(scale) * (scale_value(tail["again"]) if tail["again"] else 1)
    elif more in ("几", "来"):
        return Numeral(end, value)
    return Numeral(tail.end(), value, comparator="approx_above" if more or after else "")


def scale_value(scale: str) -> int:
    """百万 → 1000000: the product of the characters."""
    product = 1
    for char in scale.translate(_FINANCIAL):
        product *= _SMALL.get(char) or _LARGE[char]
    return product


def _read_vague(text: str, at: int) -> Numeral | None:
    """几十 数百 几万: the smallest such number, and more."""
    found = _VAGUE.match(text, at)
    if found is None:
        return None
    return Numeral(
        found.end(), Decimal(scale_value(found["scale"])), comparator="approx_above", chinese=found[0]
    )


def _read_chinese(text: str, at: int) -> Numeral | None:
    found = _CHINESE.match(text, at)
    if found is None:
        return None
    run, end = found[0].translate(_FINANCIAL), found.end()
    if len(run) == 1 and found[0] in "肆伍陆拾佰仟" and text[at - 1 : at] != "之":
        return None  # alone they are words more often than numbers; 万分之肆 is one
    pair = _PAIR.fullmatch(run)
    if pair and _is_span(pair["a"], pair["b"]):
        scale = scale_value(pair["unit"]) if pair["unit"] else 1
        low, high = (Decimal(_VALUE[pair[k]] * scale) for k in "ab")
        return Numeral(end, None, low, high, chinese=run)
    teens = _TEENS.fullmatch(run)
    if teens and _is_span(teens["a"], teens["b"]):
        head = chinese_value(teens["head"]) or Decimal(0)
        low, high = (head + _VALUE[teens[k]] for k in "ab")
        return Numeral(end, None, low, high, chinese=run)
    value = chinese_value(run)
    if value is None:
        return None
    point = _POINT.match(text, end)
    if point:
        fraction = "".join(str(_VALUE[c]) for c in point[0][1:].translate(_FINANCIAL))
        return Numeral(point.end(), value + Decimal(f"0.{fraction}"), chinese=run + point[0])
    return _tailed(text, end, value, run)


def _is_span(a: str, b: str) -> bool:
    """二三 七八 一两: neighbours; 三五: the one fixed pair that is not."""
    return _VALUE[b] - _VALUE[a] == 1 or (a, b) == ("三", "五")


def _tailed(text: str, end: int, value: Decimal, run: str) -> Numeral:
    bare = run[0] in "百千万亿" and len(run) <= 2
    if run[-1] in "零〇" and (few := _FEW.match(text, end)):  # 一百零几万
        return Numeral(few.end(), value * scale_value(few["scale"]), comparator="approx_above", chinese=run)
    tail = _TAIL.match(text, end)
    if tail is None:
        return Numeral(end, value, chinese=run, bare_scale=bare)
    if tail["half"]:
        return Numeral(end, value, chinese=run)
    scaling = run[-1] in "十百千万亿"
    if tail["scale"] and scaling:
        return Numeral(tail.end(), value * scale_value(tail["scale"]), comparator="approx_above", chinese=run)
    if scaling:
        return Numeral(tail.start("more") + 1, value, comparator="approx_above", chinese=run)
    return Numeral(end, value, chinese=run, bare_scale=bare)


def chinese_value(run: str) -> Decimal | None:
    """Value of a run of Chinese (or mixed) numeral characters, None if it is none.

    一百五 is 150 and 一万三 is 13000, as people say it; 二〇二一 and 一二〇 are read digit by digit.
    """
    if not any(c in "十百千万亿兆" for c in run):
        return _digit_by_digit(run)
    if _DISORDER.search(run):
        return None
    total, section, digit, last, zero = 0, 0, "", 1, False
    for char in run:
        if char in _SMALL:
            section += round(_number(digit or "1") * _SMALL[char])
            digit, last, zero = "", _SMALL[char], False
        elif char in _LARGE:
            total, section = _close(total, section, digit, _LARGE[char])
            digit, last, zero = "", _LARGE[char], False
        elif char in "〇零":
            zero = True
        else:
            if digit and not (char.isdigit() or char == ".") and char in _VALUE:
                return None
            digit += str(_VALUE.get(char, char))
    rest = _number(digit) if digit else Decimal(0)
    if digit and len(digit) == 1 and not zero and last >= 100:
        rest *= last // 10
    return Decimal(total + section) + rest


# Within ten thousand, hundreds follow thousands and tens hundreds: 五十千 and 十十 are no numbers.
_DISORDER = re.compile(r"十[^万亿兆]{0,2}[十百千]|百[^万亿兆]{0,2}[百千]|千[^万亿兆]{0,2}千")


def _number(digits: str) -> Decimal:
    return Decimal(digits)


def _close(total: int, section: int, digit: str, scale: int) -> tuple[int, int]:
    """Multiply what stands before 万 亿 兆; a larger scale also takes what was closed before (三万亿)."""
    part = section + (_number(digit) if digit else Decimal(0))
    if total and (total < scale or not part):
        return round((total + part) * scale), 0
    return total + round((part or 1) * scale), 0


def _digit_by_digit(run: str) -> Decimal | None:
    if len(run) == 1:
        return Decimal(_VALUE[run])
    if len(run) == 2 and run[0] not in "零〇":
        return None
    return Decimal("".join(str(_VALUE[c]) for c in run)) if len(run) <= MAX_DIGITS else None


def small_number(text: str) -> int:
    """A month, day, quarter or count of years as written (9, 09, 九, 二十三, 廿五, 初五) → int."""
    if text.isascii():
        return int(text)
    plain = text.lstrip("初").replace("廿", "二十").replace("正", "一")
    value = chinese_value(plain)
    return int(value) if value is not None else 0


def year_number(text: str) -> int:
    """2021, 二〇二一, 二O二一, 21, 零八 → the full year; two digits are read as 1950–2049."""
    digits = "".join(str(_VALUE.get(c, 0 if c in "oO" else c)) for c in text)
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year < 50 else 1900 + year
