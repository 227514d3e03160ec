"""Automatic numbers are counted and written as Word does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.readers.numbering import Numbering
from extractors.readers.word_numerals import write_number

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(place: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def labels(levels: str, paragraphs: list[tuple[str, int]], overrides: str = "") -> list[str]:
    xml = (
        f'<w:numbering xmlns:w="{MAIN}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num></w:numbering>'
    )
    counter = Numbering(etree.fromstring(xml)).counter()
    return [counter.label(num, place) for num, place in paragraphs]


OFFICE = level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCountingThousand", "（%2）") + level(
    2, "decimal", "%3."
)  # fmt: skip


def test_deeper_levels_begin_anew_under_each_higher_one():
    assert labels(OFFICE, [("1", n) for n in (0, 1, 1, 2, 2, 1, 2, 0, 1, 2)]) == [
        "一、", "（一）", "（二）", "1.", "2.", "（三）", "1.", "二、", "（一）", "1.",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on():
    assert labels(OFFICE, [("1", 0), ("2", 0), ("1", 0)]) == ["一、", "二、", "三、"]


def test_a_list_with_its_own_start_begins_there_once():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert labels(OFFICE, [("1", 0), ("1", 0), ("2", 0), ("2", 0)], override) == [
        "一、",
        "二、",
        "一、",
        "二、",
    ]


def test_an_overridden_level_is_written_its_own_way():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    assert labels(OFFICE, [("2", 0), ("2", 0)], override) == ["A)", "B)"]


def test_a_level_that_never_restarts_counts_through():
    never = level(0, "decimal", "%1") + level(1, "decimal", "%2", '<w:lvlRestart w:val="0"/>')
    assert labels(never, [("1", n) for n in (0, 1, 0, 1)]) == ["1", "1", "2", "2"]


def test_a_level_may_restart_after_one_certain_level_only():
    second = level(0, "decimal", "%1") + level(1, "decimal", "%2")
    third = level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>')
    assert labels(second + third, [("1", n) for n in (0, 1, 2, 1, 2, 0, 2)])[-3:] == ["2", "2", "1"]


def test_a_skipped_level_shows_its_start():
    two = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    assert labels(two, [("1", 1), ("1", 1), ("1", 0)]) == ["1.1", "1.2", "1."]


def test_legal_numbering_writes_every_level_in_decimal():
    two = level(0, "chineseCounting", "第%1章") + level(1, "upperRoman", "%1.%2", "<w:isLgl/>")
    assert labels(two, [("1", 0), ("1", 1)]) == ["第一章", "1.1"]


def test_an_unknown_list_has_no_label():
    assert labels(OFFICE, [("77", 0)]) == [""]


def test_a_custom_format_fills_with_zeros():
    custom = (
        f'<w:lvl xmlns:w="{MAIN}" w:ilvl="0"><w:start w:val="7"/>'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert labels(custom, [("1", 0)]) == ["007"]


@pytest.mark.parametrize(
    ("style", "value", "written"),
    [
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("japaneseCounting", 101, "百一"),
        ("ideographDigital", 10, "一〇"),
        ("taiwaneseCountingThousand", 21, "二十一"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("upperRoman", 49, "XLIX"),
        ("lowerLetter", 27, "aa"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("ordinalText", 20, "Twentieth"),
        ("decimalZero", 5, "05"),
        ("none", 5, ""),
        ("no such format", 5, "5"),
    ],
)
def test_numbers_are_written_in_their_format(style: str, value: int, written: str):
    assert write_number(value, style) == written


@settings(max_examples=60)
@given(st.integers(1, 9999), st.integers(1, 9999))
def test_different_numbers_are_written_differently(one: int, other: int):
    for style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "upperRoman"):
        assert (write_number(one, style) == write_number(other, style)) == (one == other)
