"""What a cell shows: Excel's number formats applied to values ("82%", not 0.82).

Source of the format language: ECMA-376-1, 18.8.31. Dates are an exception on purpose: they always show
their year, because "9月30日" without it would be read as a date of some other year.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]"
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[eE][+-])|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<percent>%)|(?P<other>.)",
    re.S,
)
_LITERALS = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]', re.S)
_SECTION = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;"])*)(?:;|$)', re.S)
_GENERAL_DIGITS = 11  # Excel's General shows no more
_MAX_PLACES = 30  # decimals; a format may ask for more than a number can have


def show(value: object, number_format: str = "General") -> str:
    """The text a cell with this value and format shows; "" for an empty cell. Never raises."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):  # also datetime
        return _show_date(value, number_format)
    if isinstance(value, (int, float, Decimal)):
        return _show_number(value, number_format)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return str(value)


@lru_cache(maxsize=512)
def is_date_format(number_format: str) -> bool:
    """Whether the first section holds a day, month or year outside of literals."""
    first = _sections(number_format)[0]
    return bool(re.search(r"[ymd年月日]|h+.*m|[hs]", _LITERALS.sub("", first).lower().replace("general", "")))


def _show_date(value: datetime.date, number_format: str) -> str:
    shape = _LITERALS.sub(
        lambda found: found[0] if "年" in found[0] or "月" in found[0] else "", number_format.lower()
    )
    chinese = "年" in shape or "月" in shape
    if "d" not in shape and "y" in shape and "m" in shape and "h" not in shape:
        return f"{value.year}年{value.month}月" if chinese else f"{value.year}-{value.month:02}"
    day = (
        f"{value.year}年{value.month}月{value.day}日"
        if chinese
        else f"{value.year}-{value.month:02}-{value.day:02}"
    )
    if isinstance(value, datetime.datetime) and (value.hour or value.minute) and "h" in shape:
        return f"{day} {value:%H:%M}"
    return day


def _show_number(value: int | float | Decimal, number_format: str) -> str:
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not number.is_finite():
            return str(value)
        section, number = _choose(_sections(number_format), number)
        return _fill(_parse(section), number)
    except (InvalidOperation, ValueError, OverflowError):
        return str(value)


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[str, ...]:
    found = tuple(match[1] for match in _SECTION.finditer(number_format) if match[0])
    return found or ("General",)


def _choose(sections: tuple[str, ...], number: Decimal) -> tuple[str, Decimal]:
    """positive; negative; zero. A section of its own for negatives shows no sign by itself."""
    if number < 0 and len(sections) > 1 and sections[1].strip():
        return sections[1], -number
    if number == 0 and len(sections) > 2 and sections[2].strip():
        return sections[2], number
    return sections[0], number


class _Pattern:
    """A section taken apart: what stands before, in and behind the digits."""

    def __init__(self) -> None:
        self.whole: list[str] = []  # "0", "#", "?" for digits; anything longer is a literal led by "'"
        self.places = 0
        self.optional_places = 0
        self.percent = 0
        self.thousands = False
        self.scale = 0
        self.exponent = False
        self.general = False
        self.prefix = ""
        self.suffix = ""


@lru_cache(maxsize=512)
def _parse(section: str) -> _Pattern:
    pattern, after_point, commas = _Pattern(), False, 0
    for token in _TOKEN.finditer(section):
        kind, text = token.lastgroup, token[token.lastgroup] if token.lastgroup else ""
        if kind == "digit":
            pattern.thousands |= bool(commas and pattern.whole and not after_point)
            commas = 0
            _add_digit(pattern, text, after_point)
        elif kind == "comma":
            commas += 1
        elif kind == "point" and not after_point:
            after_point = True
        elif kind in ("general", "exponent"):
            setattr(pattern, kind, True)
        elif text == "@" and kind == "other":
            pattern.general = True
        else:
            pattern.percent += kind == "percent"
            _add_literal(pattern, text, after_point)
    pattern.scale = commas
    return pattern


def _add_digit(pattern: _Pattern, text: str, after_point: bool) -> None:
    if pattern.exponent:
        return
    if not after_point:
        if pattern.suffix:  # a literal between two digits, as in 0!.0,
            pattern.whole.append("'" + pattern.suffix)
            pattern.suffix = ""
        pattern.whole.append(text)
        return
    pattern.places = min(pattern.places + 1, _MAX_PLACES)
    pattern.optional_places = pattern.optional_places + 1 if text == "#" else 0


def _add_literal(pattern: _Pattern, text: str, after_point: bool) -> None:
    if pattern.whole or pattern.places or pattern.general or after_point:
        pattern.suffix += text
    else:
        pattern.prefix += text


def _fill(pattern: _Pattern, number: Decimal) -> str:
    if pattern.general:
        return _signed(number, pattern.prefix, _general(abs(number)), pattern.suffix)
    if pattern.exponent:
        return _signed(number, pattern.prefix, f"{abs(number):.{pattern.places}E}", pattern.suffix)
    if not pattern.whole and not pattern.places:
        return pattern.prefix + pattern.suffix or _general(number)
    scaled = abs(number) * 100**pattern.percent / 1000**pattern.scale
    rounded = scaled.quantize(Decimal(1).scaleb(-pattern.places), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    fraction = _without_optional(fraction, pattern.optional_places)
    body = _whole(pattern, whole) + ("." + fraction if fraction else "")
    return _signed(number if rounded else Decimal(0), pattern.prefix, body, pattern.suffix)


def _signed(number: Decimal, prefix: str, body: str, suffix: str) -> str:
    return f"{'-' if number < 0 else ''}{prefix}{body}{suffix}"


def _without_optional(fraction: str, optional: int) -> str:
    while optional and fraction.endswith("0"):
        fraction, optional = fraction[:-1], optional - 1
    return fraction


def _whole(pattern: _Pattern, digits: str) -> str:
    """Lay the digits under the placeholders from the right; what is left over stands in front."""
    if pattern.thousands:
        least = sum(item == "0" for item in pattern.whole)
        return f"{int(digits):,}" if least or int(digits) else ""
    left, out = list(digits if int(digits) else ""), ""
    for item in reversed(pattern.whole):
        if item.startswith("'"):
            out = item[1:] + out
        elif left:
            out = left.pop() + out
        elif item == "0":
            out = "0" + out
    return "".join(left) + out


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        whole = f"{number:f}".split(".", maxsplit=1)[0]
        return whole if len(whole.lstrip("-")) <= 20 else f"{number:.5E}"
    room = max(_GENERAL_DIGITS - 1 - len(str(abs(int(number)))), 0)
    shown = f"{number.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
