"""Laws of the facts: what is written in any spelling comes back with its value and its place."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.dates import read_time
from extractors.facts.dates_memory import Memory
from extractors.facts.fact import Fact
from extractors.facts.find import _COUNTS, find_facts

TODAY = date(2021, 11, 5)
DIGITS = "〇一二三四五六七八九"
BEFORE = ("", "学校于", "领导小组", "其中，", "现将情况报告如下。", "（一）工作进展。", "市教体局、人社局\n")
AFTER = ("。", "，完成验收。", "；其余正在推进。", "\n特此报告。")
NEUTRAL = ("", "现将有关情况报告如下。", "各单位高度重视、迅速行动。", "会议强调了工作要求。")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), 0x25, 0x2E)})


def count(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "一二三四五六七八九"[tens - 1] + "十"
    return head + ("" if ones == 0 else "一二三四五六七八九"[ones - 1])


def year_in_chinese(year: int, zero: str) -> str:
    return "".join(zero if digit == "0" else DIGITS[int(digit)] for digit in str(year))


def end_of(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


DATES: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}年\n{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
    lambda d: f"{year_in_chinese(d.year, '〇')}年{count(d.month)}月{count(d.day)}日",
    lambda d: f"{year_in_chinese(d.year, 'O')}年{count(d.month)}月{count(d.day)}日",
    lambda d: f"{year_in_chinese(d.year, '○')}年{count(d.month)}月{count(d.day)}日",
    lambda d: f"{year_in_chinese(d.year, '零')}年{count(d.month)}月{count(d.day)}号",
)

Period = tuple[str, date, date]


def periods(year: int, month: int) -> tuple[Period, ...]:
    """Spellings of periods around a month, with their first and last day."""
    later = min(month + 2, 12)
    quarter = (month - 1) // 3
    return (
        (f"{year}年", date(year, 1, 1), date(year, 12, 31)),
        (f"{year}年度", date(year, 1, 1), date(year, 12, 31)),
        (f"{year}年{month}月", date(year, month, 1), date(year, month, end_of(year, month))),
        (f"{year}年{month}月份", date(year, month, 1), date(year, month, end_of(year, month))),
        (f"{year}年{month}月中旬", date(year, month, 11), date(year, month, 20)),
        (f"{year}年{month}月下旬", date(year, month, 21), date(year, month, end_of(year, month))),
        (f"{year}年上半年", date(year, 1, 1), date(year, 6, 30)),
        (
            f"{year}年第{'一二三四'[quarter]}季度",
            date(year, 3 * quarter + 1, 1),
            date(year, 3 * quarter + 3, end_of(year, 3 * quarter + 3)),
        ),
        (f"{year}—{year + 1}学年", date(year, 9, 1), date(year + 1, 8, 31)),
        (f"{year}至{year + 2}年", date(year, 1, 1), date(year + 2, 12, 31)),
        (f"{year}年1—{later}月", date(year, 1, 1), date(year, later, end_of(year, later))),
        (
            f"{year}年{month}月至{year + 1}年{month}月",
            date(year, month, 1),
            date(year + 1, month, end_of(year + 1, month)),
        ),
    )


def figures(number: int) -> tuple[tuple[str, str, Decimal, str], ...]:
    """Spellings with (kind, value, unit) of a whole number from 2 to 99."""
    n = Decimal(number)
    return (
        (f"{number}%", "percent", n, "%"),
        (f"{number}.5%".translate(WIDE), "percent", n + Decimal("0.5"), "%"),
        (f"百分之{count(number)}", "percent", n, "%"),
        (f"{number}个百分点", "percentage_point", n, "百分点"),
        (f"{number}万元", "money", n * 10000, "元"),
        (f"{number}.2亿元", "money", (n + Decimal("0.2")) * 10**8, "元"),
        (f"{number},000元", "money", n * 1000, "元"),
        (f"{count(number)}万元", "money", n * 10000, "元"),
        (f"{number}\n万元", "money", n * 10000, "元"),
        (f"{number}人次", "quantity", n, "人次"),
        (f"{number} 000人次", "quantity", n * 1000, "人次"),
        (f"{number}余名", "quantity", n, "名"),
        (f"{count(number)}家", "quantity", n, "家") if number != 2 else ("两家", "quantity", n, "家"),
        (f"1:{number}", "ratio", n, ""),
    )


def only(text: str) -> Fact:
    (fact,) = find_facts(text, TODAY)
    return fact


@given(
    st.dates(date(1990, 1, 1), date(2039, 12, 31)),
    st.sampled_from(DATES),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
@settings(max_examples=250, deadline=None)
def test_a_date_comes_back_from_every_spelling(
    day: date, spell: Callable[[date], str], before: str, after: str
) -> None:
    written = spell(day)
    fact = only(before + written + after)
    assert (fact.kind, fact.start, fact.end) == ("date", day, day)
    assert (fact.start_char, fact.end_char, fact.surface) == (len(before), len(before + written), written)


@given(
    st.integers(2001, 2039),
    st.integers(1, 12),
    st.integers(0, 11),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
@settings(max_examples=250, deadline=None)
def test_a_period_comes_back_from_every_spelling(
    year: int, month: int, which: int, before: str, after: str
) -> None:
    written, start, end = periods(year, month)[which]
    fact = only(before + written + after)
    assert (fact.kind, fact.start, fact.end) == ("period", start, end)
    assert fact.surface == written


@given(st.integers(2, 99), st.integers(0, 13), st.sampled_from(BEFORE), st.sampled_from(AFTER))
@settings(max_examples=250, deadline=None)
def test_a_figure_comes_back_from_every_spelling(number: int, which: int, before: str, after: str) -> None:
    written, kind, value, unit = figures(number)[which]
    fact = only(f"{before}达到{written}{after}")
    assert (fact.kind, fact.value, fact.unit) == (kind, value, unit)
    assert fact.surface == written


ABSOLUTE = st.one_of(
    st.tuples(st.dates(date(1990, 1, 1), date(2039, 12, 31)), st.sampled_from(DATES)).map(
        lambda x: x[1](x[0])
    ),
    st.tuples(st.integers(2001, 2039), st.integers(1, 12), st.integers(0, 11)).map(
        lambda x: periods(x[0], x[1])[x[2]][0]
    ),
    st.tuples(st.integers(2, 99), st.integers(0, 12)).map(lambda x: figures(x[0])[x[1]][0]),
)


@given(ABSOLUTE)
@settings(max_examples=250, deadline=None)
def test_every_surface_found_is_found_again_by_itself(written: str) -> None:
    fact = only(f"已完成{written}。")
    again = only(fact.surface)
    assert (again.surface, again.kind, again.value, again.start, again.end, again.unit) == (
        fact.surface,
        fact.kind,
        fact.value,
        fact.start,
        fact.end,
        fact.unit,
    )


@given(ABSOLUTE, st.sampled_from(NEUTRAL), st.sampled_from(NEUTRAL))
@settings(max_examples=250, deadline=None)
def test_neutral_sentences_change_neither_span_nor_value(written: str, before: str, after: str) -> None:
    alone = only(f"已完成{written}。")
    among = only(f"{before}已完成{written}。{after}")
    assert (among.start_char - len(before), among.end_char - len(before)) == (
        alone.start_char,
        alone.end_char,
    )
    assert (among.kind, among.value, among.start, among.end) == (
        alone.kind,
        alone.value,
        alone.start,
        alone.end,
    )


ISSUERS = ("荣政发", "鲁政办字", "国发", "教职成", "荣教体字", "威政办发电")
BRACKETS = ("〔〕", "[]", "【】", "（）", "()", "［］")


@given(
    st.sampled_from(ISSUERS),
    st.sampled_from(BRACKETS),
    st.integers(2001, 2039),
    st.integers(1, 999),
    st.sampled_from(["", "第"]),
    ABSOLUTE,
    st.sampled_from(["按照{n}要求，已完成{f}。", "已完成{f}，见{n}。", "（{n}）下达后，完成{f}", "{n}\n{f}"]),
)
@settings(max_examples=250, deadline=None)
def test_no_fact_overlaps_a_document_number(
    issuer: str, brackets: str, year: int, number: int, ordinal: str, written: str, prose: str
) -> None:
    document = f"{issuer}{brackets[0]}{year}{brackets[1]}{ordinal}{number}号"
    text = prose.format(n=document, f=written)
    begins = text.index(document)
    facts = find_facts(text, TODAY)
    assert all(fact.end_char <= begins or begins + len(document) <= fact.start_char for fact in facts)
    assert [fact.surface for fact in facts] == [written]


@given(
    st.text(alphabet="0123456789年月日号第近前每时限：、至—. ", max_size=6),
    st.from_regex(r"[0-9]{1,8}(\.[0-9]{1,2})?", fullmatch=True),
    st.sampled_from("%人名所处家项台套场元亩门平次位件部篇户"),
    st.text(alphabet="0123456789年月日号人次以上内工作日。", max_size=5),
)
@settings(max_examples=400, deadline=None)
def test_no_time_begins_where_something_is_counted(before: str, number: str, unit: str, after: str) -> None:
    text = before + number + unit + after
    counted = [at for at in range(len(before), len(before) + len(number)) if _COUNTS.match(text, at)]
    assert [at for at in counted if read_time(text, at, Memory(TODAY)) is not None] == []
