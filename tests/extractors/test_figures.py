"""Figures with their units, bounds and roles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.fact import Fact
from extractors.facts.figures import find_figures

TODAY = date(2021, 11, 5)


def found(text: str) -> tuple[Fact, ...]:
    facts = find_figures(text, TODAY)
    assert all(text[fact.start_char : fact.end_char] == fact.surface for fact in facts)
    return facts


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("占比95.6%。", "percent", "95.6", "%"),
        ("满意率百分之九十五。", "percent", "95", "%"),
        ("流失率千分之三。", "percent", "0.3", "%"),
        ("八成学生升学。", "percent", "80", "%"),
        ("按两成五给予补助。", "percent", "25", "%"),
        ("八成一线教师参训。", "percent", "80", "%"),
        ("过半学生取证。", "percent", "50", "%"),
        ("提高17个百分点。", "percentage_point", "17", "百分点"),
        ("投入120万元。", "money", "1200000", "元"),
        ("总投资3.2亿，进展顺利。", "money", "320000000", "元"),
        ("支出98.76\n万元。", "money", "987600", "元"),
        ("标准1500元/人。", "money", "1500", "元"),
        ("培训1000余人次。", "quantity", "1000", "人次"),
        ("购置46台（套）。", "quantity", "46", "台（套）"),
        ("面积1.8万平方米。", "quantity", "18000", "平方米"),
        ("聘请两位专家。", "quantity", "2", "位"),
        ("近百人参加。", "quantity", "100", "人"),
        ("生师比为18.6:1。", "ratio", "18.6", ""),
        ("师生比1∶12。", "ratio", "12", ""),
        ("投资额（万元）：350", "money", "3500000", "元"),
        ("参训人数：86", "quantity", "86", "人"),
        ("增长-2.3%。", "percent", "-2.3", "%"),
    ],
)
def test_reads_value_and_unit(text: str, kind: str, value: str, unit: str) -> None:
    (fact,) = found(text)
    assert (fact.kind, fact.value, fact.unit) == (kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("90%—95%", 90, 95),
        ("30至50人", 30, 50),
        ("100—200万元", 1000000, 2000000),
        ("二三十家", 20, 30),
        ("3~5名", 3, 5),
    ],
)
def test_a_range_has_two_ends(text: str, low: int, high: int) -> None:
    (fact,) = found(f"约定{text}。")
    assert (fact.value, fact.low, fact.high) == (None, low, high)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("不低于45%", "ge"),
        ("80%以上", "ge"),
        ("至少2个", "ge"),
        ("超过500人", "gt"),
        ("不超过45人", "le"),
        ("35人以内", "le"),
        ("不足三成", "lt"),
        ("约五十万元", "approx"),
        ("45人左右", "approx"),
        ("1000余人", "approx_above"),
        ("上千个", "approx_above"),
        ("近九成", "approx_below"),
        ("不低于总数的20%", "ge"),
        ("达到600人", ""),
        ("附近5家", ""),
        ("节约5万元", ""),
    ],
)
def test_the_words_around_a_figure_bound_it(text: str, comparator: str) -> None:
    (fact,) = found(f"情况：{text}。")
    assert fact.comparator == comparator


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("由65%提高到82%，提高17个百分点。", ["from", "to", "delta"]),
        ("从640人次提升至1080人次，增幅68.75%。", ["from", "to", "delta"]),
        ("由2019年的860万元增加到2020年的1040万元。", ["from", "to"]),
        ("同比上升3个百分点，达到97%。", ["delta", "to"]),
        ("生师比降至18.6:1。", ["to"]),
        ("总值翻了一番，达到1860万元。", ["to"]),
        ("降幅为4.5%。", ["delta"]),
        ("专业由6个调整为8个。", ["from", "to"]),
        ("建成实训室23间。", [""]),
    ],
)
def test_a_change_has_roles(text: str, roles: list[str]) -> None:
    assert [fact.role for fact in found(text)] == roles


def test_a_change_has_a_direction() -> None:
    assert [found(text)[0].direction for text in ("增长9.4%。", "下降3.6%。", "较上年减少12人。")] == [
        "up",
        "down",
        "down",
    ]


@pytest.mark.parametrize(
    ("text", "per"),
    [("年培训1000人次。", "P1Y"), ("每月走访3家。", "P1M"), ("年均120人次。", "P1Y"), ("培训36人。", "")],
)
def test_a_rate_says_per_what(text: str, per: str) -> None:
    assert found(text)[-1].per == per


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三又二分之一", "3.5"),
        ("负二分之一", "-0.5"),
        ("五分之贰", "0.4"),
        ("1/4", "0.25"),
        ("千分之三", "0.3"),
        ("仟分之贰", "0.2"),
        ("同比-3.2%", "-3.2"),
        ("学费打八折。", "80"),
        ("按九五折结算。", "95"),
        ("租金打对折。", "50"),
        ("最低7.5折。", "75"),
    ],
)
def test_reads_parts_of_a_whole(text: str, value: str) -> None:
    (fact,) = found(text)
    assert fact.value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("至少再引进2家企业。", "ge"),
        ("不少于每班1名。", "ge"),
        ("至少上1次公开课。", "ge"),
        ("上千人参加。", "approx_above"),
        ("网上1次培训。", ""),
        ("至少，今年引进2家企业。", ""),
        ("不低于3年，引进2家企业。", ""),
    ],
)
def test_a_firm_bound_holds_across_a_verb_of_its_clause(text: str, comparator: str) -> None:
    assert found(text)[-1].comparator == comparator


@pytest.mark.parametrize(
    ("text", "values"), [("1, 234, 567.5", [1, 234, 567.5]), ("5、7、9", []), ("第1, 2项", [])]
)
def test_a_cell_of_numbers_is_numbers(text: str, values: list[float]) -> None:
    assert [fact.value for fact in found(text)] == values


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("共 3 处、2 100平方米", ["3 处", "2 100平方米"]),
        ("达到 2 000人次", ["2 000人次"]),
        ("合计1 234 567元", ["1 234 567元"]),
        ("班级数 12 345人", ["345人"]),
        ("参训 95 100人次", ["100人次"]),
        ("12\n345人", ["345人"]),
    ],
)
def test_thousands_are_told_from_columns(text: str, surfaces: list[str]) -> None:
    assert [fact.surface for fact in found(text) if fact.kind != "number"] == surfaces


@pytest.mark.parametrize(("text", "count"), [("配比3:2:1", 0), ("师生比1:12", 1), ("男女比3：2", 1)])
def test_a_ratio_has_two_sides(text: str, count: int) -> None:
    assert len(found(text)) == count


@pytest.mark.parametrize("text", ["较去年提高三个百分点。", "攀高三成。"])
def test_a_rise_by_three_is_no_grade_of_school(text: str) -> None:
    assert found(text)[-1].value in (3, 30)


def test_the_third_grade_of_upper_school_is_no_figure() -> None:
    assert found("高三学生参加。") == ()


@pytest.mark.parametrize(
    "text",
    [
        "三折页",
        "一折戏",
        "对折存放",
        "曲折",
        "两折叠",
        "作为一名教师",
        "建成一批基地",
        "一种模式",
        "百名",
        "二期工程",
        "统一部署",
        "第三所",
        "一定成效",
    ],
)
def test_counts_nothing(text: str) -> None:
    assert found(f"{text}。") == ()


UNITS = ("人", "人次", "名", "家", "所", "项", "万元", "元", "%", "个百分点", "平方米", "学时")
WORTH = {"万元": ("元", 10000), "个百分点": ("百分点", 1)}


@given(
    st.decimals(min_value=2, max_value=99999, places=1),
    st.sampled_from(UNITS),
    st.sampled_from(["", " ", "\n"]),
    st.sampled_from(["完成情况：", "本单位涉及", ""]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_figure_comes_back_from_any_spelling(
    number: Decimal, unit: str, gap: str, before: str, grouped: bool
) -> None:
    written = (f"{number:,}" if grouped else str(number)) + gap + unit
    (fact,) = found(f"{before}{written}。")
    word, worth = WORTH.get(unit, (unit, 1))
    assert (fact.value, fact.unit) == (number * worth, word)
    assert (fact.start_char, fact.surface) == (len(before), written)
