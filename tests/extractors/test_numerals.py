"""Numbers in every spelling officials use."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.folding import fold
from extractors.facts.numerals import chinese_value, read_numeral, small_number, year_number

WRITTEN = [
    ("1,234.5", "1234.5"),
    ("3.2亿", "320000000"),
    ("1000余", "1000"),
    ("40余万", "400000"),
    ("十几万", "100000"),
    ("一百零八", "108"),
    ("一万二千三百", "12300"),
    ("一百五", "150"),
    ("一万三", "13000"),
    ("7万5千4百", "75400"),
    ("四亿五千六百四十二万零一十五", "456420015"),
    ("二点五", "2.5"),
    ("数百", "100"),
    ("三万亿", "3000000000000"),
    ("四万万", "400000000"),
    ("一百零几万", "1000000"),
    ("壹佰贰拾万", "1200000"),
    ("叁拾万零伍佰", "300500"),
    ("四亿五千六百四十二万零壹十五", "456420015"),
    ("拾万零五十六点叁叁", "100056.33"),
]


@pytest.mark.parametrize(("written", "value"), WRITTEN)
def test_reads_the_number_as_people_say_it(written: str, value: str) -> None:
    found = read_numeral(written, 0)
    assert found is not None
    assert found.value == Decimal(value)
    assert found.end == len(written)


@pytest.mark.parametrize("text", ["五十千", "十十间", "陆续开展", "伍仁", "拾级而上", "肆意", "陆"])
def test_words_and_disorder_are_no_numbers(text: str) -> None:
    assert read_numeral(text, 0) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 426户", "3426"), ("1 234 567人", "1234567"), ("2 018年", "2"), ("12  345人", "12")],
)
def test_thousands_may_be_set_apart_by_one_blank(text: str, value: str) -> None:
    found = read_numeral(fold(text).text, 0)
    assert found is not None
    assert found.value == Decimal(value)


def test_neighbouring_digits_are_a_range() -> None:
    found = read_numeral("二三十个", 0)
    assert found is not None
    assert (found.low, found.high) == (20, 30)


@pytest.mark.parametrize("written", ["1000余", "十几", "十余", "几十", "3万多"])
def test_an_open_number_says_that_it_is_more(written: str) -> None:
    found = read_numeral(written, 0)
    assert found is not None
    assert found.comparator == "approx_above"


@pytest.mark.parametrize("written", ["1" * 16, "1" * 5000])
def test_a_long_run_of_digits_is_no_number(written: str) -> None:
    assert read_numeral(written, 0) is None


def test_years_of_two_digits_belong_to_our_time() -> None:
    assert [year_number(text) for text in ("21", "零八", "98", "二〇二一", "二O二一")] == [
        2021,
        2008,
        1998,
        2021,
        2021,
    ]


def test_small_numbers_in_both_scripts() -> None:
    assert [small_number(text) for text in ("09", "十二", "廿五", "初五", "三十一")] == [9, 12, 25, 5, 31]


def in_chinese(number: int) -> str:
    """The standard spelling of 1 to 99,999,999."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    if number >= 10000:
        rest = number % 10000
        joint = "零" if 0 < rest < 1000 else ""
        return in_chinese(number // 10000) + "万" + (joint + in_chinese(rest) if rest else "")
    written, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if zero and written else "") + digits[digit] + units[place]
        zero = digit == 0
    return written


@given(st.integers(min_value=1, max_value=99_999_999))
@settings(max_examples=200, deadline=None)
def test_every_number_comes_back_from_its_chinese_spelling(number: int) -> None:
    assert chinese_value(in_chinese(number)) == number
