"""What stands after a number and makes it a figure: %, 百分点, 成, 万元, a measure word; or a label before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts.cues import load_cues
from extractors.facts.fact import FigureKind
from extractors.facts.measure_words import LATIN_UNIT, MONEY, load_measure_words, read_measure
from extractors.facts.numerals import Numeral, chinese_value, scale_value

_SHARE = re.compile(
    r"(?P<percent>%)|(?P<permille>‰)|(?P<points>个?百分点)|(?P<tenths>成)(?:(?P<half>半)|(?P<fifth>[一二三四五六七八九])(?=$|[，。；、以左的）)给补计配拨支发核折返予]))?(?![功立为员果绩效长都本熟交型品年人分就行套品活片])"
)
_PER_UNIT = {"年": "P1Y", "月": "P1M"}
_LABEL = re.compile(
    r"[（(](?:单位[:为]?)?(?P<scale>[百千]?[万亿])?(?P<unit>[^（）()0-9]{1,6})[）)][:为是|\t]?$"
)
_NOUN = re.compile(r"(?P<unit>人次|人数|个数|学时|课时|平方米|户数|场次|件数|台数)数?[:为|\t]$")
_NOUN_UNIT = {"人数": "人", "个数": "个", "户数": "户", "件数": "件", "台数": "台"}
_ONE, _ZERO = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit after a number: its end, how the number turns into base units, and whether it marks a rank."""

    kind: FigureKind
    unit: str
    end: int
    factor: Decimal = _ONE
    offset: Decimal = _ZERO
    per: str = ""
    rank: bool = False


def read_unit(text: str, end: int, number: Numeral, at: int) -> Unit | None:
    """The unit at `end` of the number that started at `at`, or None."""
    if end >= len(text):
        return _bare_money(text, end, at)
    return (
        _read_share(text, end, number)
        or _read_money(text, end)
        or _read_measure(text, end)
        or _bare_money(text, end, at)
    )


def _read_share(text: str, end: int, number: Numeral) -> Unit | None:
    found = _SHARE.match(text, end)
    if found is None:
        return None
    if found["percent"]:
        return Unit("percent", "%", found.end())
    if found["permille"]:
        return Unit("percent", "%", found.end(), Decimal("0.1"))
    if found["points"]:
        return Unit("percentage_point", "百分点", found.end())
    largest = number.high if number.high is not None else number.value
    if largest is None or largest > 10:
        return None
    rest = chinese_value(found["fifth"]) if found["fifth"] else Decimal(5) if found["half"] else _ZERO
    return Unit("percent", "%", found.end(), Decimal(10), rest or _ZERO)


def _read_money(text: str, end: int) -> Unit | None:
    found = MONEY.match(text, end)
    if found is None:
        return None
    per = next((iso for word, iso in _PER_UNIT.items() if found["by"] and word in found["by"]), "")
    return Unit("money", found["foreign"] or "元", found.end(), per=per)


def _read_measure(text: str, end: int) -> Unit | None:
    word = read_measure(text, end)
    if word is not None:
        stop = end + len(word.word)
        rank = bool(word.rank_before) and text[stop : stop + 1] != "" and text[stop] in word.rank_before
        return Unit("quantity", word.word, stop, rank=rank)
    latin = LATIN_UNIT.match(text, end)
    return Unit("quantity", latin[0], latin.end()) if latin else None


def _bare_money(text: str, end: int, at: int) -> Unit | None:
    """投资3.2亿: money without 元, where the clause speaks of money."""
    if text[end - 1 : end] not in ("万", "亿") and text[end - 2 : end - 1] not in ("万", "亿"):
        return None
    if end < len(text) and text[end] not in "，。；、,;）)以左\n\t的用":
        return None
    return Unit("money", "元", end) if load_cues().money.search(text[max(0, at - 16) : at]) else None


def labelled_unit(text: str, at: int) -> Unit | None:
    """投资额（万元）：350 and 参训人数：86: the unit that the label before `at` gives."""
    before = text[max(0, at - 16) : at]
    found = _LABEL.search(before)
    if found is not None:
        factor = Decimal(scale_value(found["scale"])) if found["scale"] else _ONE
        return unit_named(found["unit"], factor)
    noun = _NOUN.search(before)
    return Unit("quantity", _NOUN_UNIT.get(noun["unit"], noun["unit"]), 0) if noun else None


def unit_named(word: str, factor: Decimal = _ONE) -> Unit | None:
    """A unit given by its name alone, as in a column header: 元, %, 人次 …"""
    if word in ("元", "人民币"):
        return Unit("money", "元", 0, factor)
    if word == "%":
        return Unit("percent", "%", 0)
    return Unit("quantity", word, 0, factor) if word in load_measure_words() else None
