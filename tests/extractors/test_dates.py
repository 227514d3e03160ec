"""Dates and periods, by the conventions of docs/facts.md."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.dates import find_times
from extractors.facts.fact import Fact

TODAY = date(2021, 11, 5)


def only(text: str, today: date = TODAY, last_year: int | None = None) -> Fact:
    (fact,) = find_times(text, today, last_year)
    assert text[fact.start_char : fact.end_char] == fact.surface
    return fact


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021年3月15日", "2021-03-15", "2021-03-15"),
        ("2021.3.15", "2021-03-15", "2021-03-15"),
        ("二〇二一年五月二十日", "2021-05-20", "2021-05-20"),
        ("二O二一年十月", "2021-10-01", "2021-10-31"),
        ("２０２１年６月８日", "2021-06-08", "2021-06-08"),
        ("2021年\n10月12日", "2021-10-12", "2021-10-12"),
        ("21年9月", "2021-09-01", "2021-09-30"),
        ("2020—2021学年", "2020-09-01", "2021-08-31"),
        ("2021学年第一学期", "2021-09-01", "2022-01-31"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("2021年第三季度", "2021-07-01", "2021-09-30"),
        ("前三季度", "2021-01-01", "2021-09-30"),
        ("上季度", "2021-07-01", "2021-09-30"),
        ("9月中旬", "2021-09-11", "2021-09-20"),
        ("2021年3-5月", "2021-03-01", "2021-05-31"),
        ("1—9月份", "2021-01-01", "2021-09-30"),
        ("2020—2022年", "2020-01-01", "2022-12-31"),
        ("2021.3～2022.12", "2021-03-01", "2022-12-31"),
        ("12月13日至17日", "2021-12-13", "2021-12-17"),
        ("2021年9月至次年1月", "2021-09-01", "2022-01-31"),
        ("去年下半年", "2020-07-01", "2020-12-31"),
        ("明年3月", "2022-03-01", "2022-03-31"),
        ("截至目前", "2021-11-05", "2021-11-05"),
        ("2023年前", None, "2022-12-31"),
        ("10月31日前", "2021-10-31", "2021-10-31"),
        ("年底前", "2021-12-31", "2021-12-31"),
        ("2021年8月底", "2021-08-31", "2021-08-31"),
        ("今年以来", "2021-01-01", None),
        ("年内", "2021-01-01", "2021-12-31"),
    ],
)
def test_has_these_days(text: str, start: str | None, end: str | None) -> None:
    fact = only(f"工作安排：{text}。")
    assert (fact.start and fact.start.isoformat(), fact.end and fact.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("text", "value", "mod"),
    [
        ("三年内", "P3Y", "within"),
        ("2个月", "P2M", ""),
        ("两个半月", "P2.5M", ""),
        ("5个工作日", "P5D", ""),
        ("半年", "P6M", ""),
        ("近三年", "P3Y", ""),
        ("每季度", "P3M", ""),
        ("每两年", "P2Y", ""),
        ("3至5年", "P3Y/P5Y", ""),
    ],
)
def test_lengths_are_iso(text: str, value: str, mod: str) -> None:
    fact = only(f"要求{text}。")
    assert (fact.value, fact.mod) == (value, mod)


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("3月底前", "before"),
        ("8月底", "end"),
        ("今年初", "start"),
        ("2019年以来", "since"),
        ("截止目前", "until"),
    ],
)
def test_the_words_around_a_time_bound_it(text: str, mod: str) -> None:
    assert only(f"{text}，完成任务。").mod == mod


def test_a_month_takes_the_last_year_named_before_it() -> None:
    first, second = find_times("2020年4月启动，六月结束。", TODAY)
    assert (first.start, second.start) == (date(2020, 4, 1), date(2020, 6, 1))


def test_a_month_takes_the_year_the_caller_knows() -> None:
    assert only("六月结束。", last_year=2019).start == date(2019, 6, 1)


def test_a_year_only_compared_with_is_not_taken() -> None:
    assert find_times("比去年增长，10月完成。", TODAY)[-1].start == date(2021, 10, 1)


def test_a_finished_act_after_the_report_belongs_to_the_year_before() -> None:
    fact = only("12月，学校已获评省级示范校。", date(2022, 1, 20))
    assert (fact.start, fact.assumed) == (date(2021, 12, 1), True)


def test_a_planned_act_after_the_report_keeps_the_year() -> None:
    fact = only("12月将组织验收。", date(2022, 1, 20))
    assert (fact.start, fact.assumed) == (date(2022, 12, 1), False)


@pytest.mark.parametrize(
    "text", ["三年级", "五年制", "三年行动计划", "百年老校", "初一学生", "中高职", "年中考"]
)
def test_is_no_time(text: str) -> None:
    assert find_times(f"面向{text}。", TODAY) == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("上世纪90年代", "1990-01-01", "1999-12-31"),
        ("二十世纪九十年代末", "1997-01-01", "1999-12-31"),
        ("80年代初", "1980-01-01", "1982-12-31"),
        ("19世纪", "1800-01-01", "1899-12-31"),
        ("9月第三周", "2021-09-20", "2021-09-26"),
        ("今年10月份的第一个星期一", "2021-10-04", "2021-10-04"),
        ("六月最后一个周五", "2021-06-25", "2021-06-25"),
        ("2021年第2周", "2021-01-11", "2021-01-17"),
        ("2021年首月", "2021-01-01", "2021-01-31"),
        ("去年本月", "2020-11-01", "2020-11-30"),
        ("上周星期三", "2021-10-27", "2021-10-27"),
        ("前两个月", "2021-01-01", "2021-02-28"),
        ("本月前10天", "2021-11-01", "2021-11-10"),
        ("今明两年", "2021-01-01", "2022-12-31"),
        ("三年前", "2018-01-01", "2018-12-31"),
        ("10天前", "2021-10-26", "2021-10-26"),
        ("两周前", "2021-10-18", "2021-10-24"),
        ("零八年", "2008-01-01", "2008-12-31"),
        ("九七年", "1997-01-01", "1997-12-31"),
        ("2021 03 15", "2021-03-15", "2021-03-15"),
        ("12号前", "2021-11-12", "2021-11-12"),
        ("11月12日（周五）前", "2021-11-12", "2021-11-12"),
        ("11月10日17:00前", "2021-11-10", "2021-11-10"),
        ("三季度末", "2021-09-30", "2021-09-30"),
    ],
)
def test_reads_points_by_week_decade_and_distance(text: str, start: str, end: str) -> None:
    fact = only(text)
    assert (str(fact.start), str(fact.end), fact.surface) == (start, end, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3个月至6个月", "P3M/P6M"),
        ("三年以上七年以下", "P3Y/P7Y"),
        ("公示7日", "P7D"),
        ("两日内", "P2D"),
        ("90日", "P90D"),
        ("10个交易日", "P10D"),
        ("一天半", "P1.5D"),
        ("近三月", "P3M"),
        ("未来三年", "P3Y"),
        ("半月", "P15D"),
        ("开工两年后", "P2Y"),
        ("2019年签约。两年后", "P2Y"),
        ("一年半后见成效", "P1Y6M"),
    ],
)
def test_lengths_stay_lengths(text: str, value: str) -> None:
    assert find_times(text, TODAY)[-1].value == value


@pytest.mark.parametrize(
    "text",
    [
        "第三周开展演练",
        "80后教师",
        "上半月",
        "成山大道12号",
        "12号教室",
        "半月谈",
        "21世纪人才报",
        "本世纪初",
        "世纪之交",
    ],
)
def test_look_alikes_of_weeks_decades_and_lengths_are_no_time(text: str) -> None:
    assert find_times(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("在7、8月", ["7、8月"]),
        ("三、四月份", ["三、四月份"]),
        ("2020、2021年", ["2020、2021年"]),
        ("本月第二周、下月第一周", ["本月第二周", "下月第一周"]),
        ("周一、周三", ["周一", "周三"]),
        ("9月10日、11日", ["9月10日", "11日"]),
        ("十二五、十三五期间", ["十二五", "十三五期间"]),
    ],
)
def test_only_a_list_that_shares_its_unit_is_one_stretch(text: str, surfaces: list[str]) -> None:
    assert [fact.surface for fact in find_times(text, TODAY)] == surfaces


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("办理时限由15个工作日压缩至3个工作日。", [("P15D", "from"), ("P3D", "to")]),
        ("周期为2年，有效期3年。", [("P2Y", ""), ("P3Y", "")]),
    ],
)
def test_a_length_that_changes_says_from_and_to(text: str, lengths: list[tuple[str, str]]) -> None:
    assert [(fact.value, fact.role) for fact in find_times(text, TODAY)] == lengths


SPELLINGS = (
    "{y}年{m}月{d}日",
    "{y}.{m}.{d}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y} 年 {m} 月 {d} 日",
    "{y}年\n{m}月{d}日",
    "{y}年{m}月{d}号",
)
NEUTRAL = ("", "学校于", "领导小组", "其中，", "现将情况报告如下。")


@given(
    st.dates(date(1990, 1, 1), date(2049, 12, 31)),
    st.sampled_from(SPELLINGS),
    st.sampled_from(NEUTRAL),
    st.sampled_from(["召开会议。", "。", "，完成验收。"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_date_comes_back_from_any_spelling(
    day: date, form: str, before: str, after: str, wide: bool
) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day)
    if wide:
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    text = before + written + after
    fact = only(text)
    assert (fact.kind, fact.start, fact.end) == ("date", day, day)
    assert (fact.start_char, fact.end_char) == (len(before), len(before) + len(written))
