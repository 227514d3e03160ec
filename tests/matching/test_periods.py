"""The judged periods and their names in office prose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.periods import Period, find_period, last_ended, running


@pytest.mark.parametrize("written", ["2021", "2021H1", "2021H2", "2021Q1", "2021Q4", "2021-01", "2021-12"])
def test_a_period_is_written_as_it_was_read(written):
    assert str(Period.parse(written)) == written


@pytest.mark.parametrize("written", ["", "2021H3", "2021Q0", "2021-13", "21H1", "上半年"])
def test_anything_else_is_no_period(written):
    with pytest.raises(ValueError, match="不是期间"):
        Period.parse(written)


@pytest.mark.parametrize(
    ("as_of", "cycle", "expected"),
    [
        (date(2022, 1, 31), "half", "2021H2"),
        (date(2021, 12, 31), "half", "2021H2"),
        (date(2021, 12, 30), "half", "2021H1"),
        (date(2021, 10, 1), "quarter", "2021Q3"),
        (date(2021, 11, 30), "month", "2021-11"),
        (date(2021, 6, 1), "year", "2020"),
    ],
)
def test_the_judged_period_is_the_last_that_ended_by_the_day(as_of, cycle, expected):
    assert str(last_ended(as_of, cycle)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年底", "2020H2"),
        ("2021上半年/市人社局.docx", "2021H1"),
        ("2021年上半年职教高地进展", "2021H1"),
        ("水产学校任务台账20201225（1）", "2020H2"),
        ("财政局2021年职教经费报告", "2021H2"),
        ("二〇二一年度总结", "2021H2"),
        ("二O二一年上半年", "2021H1"),
        ("２０２１年６月", "2021H1"),
        ("2021年1-6月工作情况", "2021H1"),
        ("2021年三季度", "2021H2"),
        ("2021-H1", "2021H1"),
        ("2021.6情况", "2021H1"),
        ("2022年1月报送2021年度总结", "2021H2"),
        ("工作情况汇报", None),
        ("上半年工作总结", None),
        ("荣政发〔2020〕6号", None),
        ("2020—2021学年工作", None),
        ("第十五章", None),
        ("中国教育现代化2035》学习", None),
        ("电话0631-7562021", None),
    ],
)
def test_a_folder_or_title_names_its_half_year(text, expected):
    found = find_period(text, "half")
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("2021年上半年", "2021Q2"), ("2021年前三季度", "2021Q3"), ("2021年10月", "2021Q4")]
)
def test_the_cycle_is_a_setting(text, expected):
    assert str(find_period(text, "quarter")) == expected


@pytest.mark.parametrize(
    ("judged", "handed_in", "counts"),
    [
        ("2021H2", "2021H2", True),
        ("2021H2", "2021Q3", True),
        ("2021H2", "2021-12", True),
        ("2021H2", "2021", True),
        ("2021H1", "2021", False),
        ("2021H2", "2021H1", False),
    ],
)
def test_a_part_of_the_period_or_a_year_that_ends_with_it_counts(judged, handed_in, counts):
    assert Period.parse(judged).covers(Period.parse(handed_in)) is counts


def test_a_half_comes_before_the_year_that_ends_with_it():
    written = ["2022H1", "2021", "2021H2", "2021Q3", "2021-10"]
    assert [str(p) for p in sorted(map(Period.parse, written))] == [
        "2021Q3",
        "2021-10",
        "2021H2",
        "2021",
        "2022H1",
    ]


@settings(max_examples=60)
@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.sampled_from(["year", "half", "quarter", "month"]))
def test_periods_of_a_cycle_follow_each_other_without_a_gap(day, cycle):
    now = running(day, cycle)
    assert now.start <= day <= now.end
    assert now.before.end == now.start - timedelta(days=1)
    assert Period.parse(str(now)) == now
