"""A figure on a folded text: its number in base units, with what its neighbours say of bound, sign and rate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts.cues import bound_after, bound_before, load_cues
from extractors.facts.fact import FigureKind
from extractors.facts.figures_units import Unit
from extractors.facts.numerals import Numeral

_CLAUSE = re.compile(r"[，。；;,\n:]")
_RATE = re.compile(
    r"每(?:个)?(?P<every>学年|年|半年|月|季度|季|学期|周|天|日)[^每]{0,14}$|(?P<mean>年|月|周|日)均[^每]{0,8}$"
    r"|(?<![0-9一二两三四五六七八九十几多半今去前明全当同次本近百上下来后成学青老新周逐])年(?=[培招完开服接毕产销新举组输鉴承受收投])[\u4e00-\u9fff]{2,7}(?P<bare>)$"
)
_RATE_AFTER = re.compile(r"/(?P<per>年|学年|月|学期|周|天)|(?P<day>)(?=$^)")


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


def counted(text: str, at: int, number: Numeral, unit: Unit) -> Figure:
    """The figure of a number that starts at `at` and its unit, bounds and rate included."""
    end, after = bound_after(text, unit.end)
    before = bound_before(text, at)
    if before == "approx_above" and not number.bare_scale:
        before = bound_before(text, at - 1)  # 上千人 is more than a thousand, 上1次课 is one
    start = at
    if number.bare_scale and before in ("approx_above", "approx_below"):
        start = at - 1
    value, low, high = (
        None if part is None else part * unit.factor + unit.offset
        for part in (number.value, number.low, number.high)
    )
    if value is not None and is_negative(text, at):
        value, start = -value, at - 1
    per = unit.per or _rate_before(text, at)
    rate = _RATE_AFTER.match(text, end)
    if rate and rate["per"]:
        per, end = load_cues().per[rate["per"]], rate.end()
    if unit.kind in ("percent", "percentage_point"):
        per = ""
    comparator = bounds(after, before, number.comparator)
    return Figure(start, end, unit.kind, value, low, high, unit.unit, comparator, per=per)


def bounds(after: str, before: str, inner: str) -> str:
    """The comparator of the words after, before and inside a number, the firmest first."""
    if after in ("ge", "le"):
        return after
    if before in ("ge", "gt", "le", "lt"):
        return before
    return inner or after or before


def is_negative(text: str, at: int) -> bool:
    """负 or a minus sign that joins nothing before it."""
    if at == 0 or text[at - 1] not in "-负":
        return False
    if text[at - 1] == "负":
        return at == 1 or text[at - 2] not in "正担抱欠自"
    return at == 1 or text[at - 2] in "为是达至到长降率比速幅额值余:|（(，、 增\t"


def _rate_before(text: str, at: int) -> str:
    start = max(0, at - 18)
    before = text[start:at]
    cut = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    found = _RATE.search(before, cut)
    if found is None:
        return ""
    word = found["every"] or found["mean"] or "年"
    return load_cues().per[word]
