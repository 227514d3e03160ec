"""Which figures of two reports measure the same thing, however they are worded."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Span
from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.statements import Context, parse_context
from matching.claims import Claim
from matching.metrics import Stated, is_running_total, same_measure, same_time, stated_figures
from matching.plan import load_plan

PLAN = load_plan()


def stated(
    item: int, text: str, sender: str = "市教体局", row: str = "", status: str = "done"
) -> list[Stated]:
    context = parse_context(row) if row else Context()
    facts = tuple(measure(fact, text, context) for fact in find_facts(text, date(2021, 12, 30)))
    claim = Claim(
        "0" * 64, "a.docx", sender, "unit", "2021H2", Span("0" * 64, 0, 0, len(text)), text, item, "accepted",
        0.9, (), None, status, facts=facts, context=context,
    )  # type: ignore[arg-type]  # fmt: skip
    return list(stated_figures(PLAN, [claim]))


def clash(item: int, one: Stated, other: Stated) -> bool:
    same = same_measure(PLAN.item(item), one, other) and same_time(one, other)
    return same and one.value != other.value


def clashes(item: int, one: list[Stated], other: list[Stated]) -> bool:
    return any(clash(item, a, b) for a in one for b in other)


SCHOOL = "威海市水产学校"


@pytest.mark.parametrize(
    ("item", "one", "other"),
    [
        (4, "2021级接收水产学校贯通培养学生106人，单独编班。", "水产学校2021级贯通培养招生112人。"),
        (23, "9月，水产学校备案总量核定为175名。", "水产学校备案总量核定为157名，9月12日完成备案。"),
        (18, "截至12月底，全市中职学校生师比为16.4:1。", "截至12月底，全市中职学校生师比为17.9:1。"),
        (1, "水产学校与学院共用实训车间5个。", "水产学校共用实训车间3个，图书馆一并开放。"),
        (24, "水产学校122名学生参加考核，101名获得证书。", "水产学校122名学生报名考核，91名取得证书。"),
        (31, "全年拨付中职生均拨款1120万元。", "中职生均拨款到位1102万元。"),
        (19, "水产学校引进高级技师4名。", "水产学校引进高级技师2名。"),
        (30, "现有国际学生11人。", "好当家集团海洋学校在读留学生8名。"),
        (36, "召开调度会4次。", "领导小组办公室召开调度会议3次。"),
        (13, "水产学校创客实践中心完成投资380万元。", "创客实践中心完成投资360万元。"),  # its only school
        (34, "水产学校获奖励性资金50万元。", "水产学校奖励资金80万元。"),
    ],
)
def test_the_same_count_in_other_words_clashes(item: int, one: str, other: str) -> None:
    assert clashes(item, stated(item, one), stated(item, other))


@pytest.mark.parametrize(
    ("item", "one", "other"),
    [
        (4, "水产学校2021级贯通培养招生112人。", "水产学校2020级贯通培养招生96人。"),  # another cohort
        (4, "水产学校2021级贯通培养招生112人。", "水产学校2021级贯通培养毕业96人。"),  # another count
        (
            4,
            "水产学校2021级贯通培养招生112人。",
            "好当家集团海洋学校2021级贯通培养招生30人。",
        ),  # another school
        (19, "水产学校引进高级技师4名。", "水产学校引进技术能手2名。"),
        (19, "水产学校引进高级技师4名。", "水产学校新引进高级技师1名。"),  # an addition is no total
        (24, "水产学校122名学生参加考核。", "水产学校101名学生取得证书。"),
        (24, "水产学校数控证书30名学生取得证书。", "水产学校烹饪证书42名学生取得证书。"),
        (23, "5月，水产学校备案总量核定为175名。", "9月，水产学校备案总量核定为182名。"),  # another time
        (31, "上半年拨付中职生均拨款560万元。", "全年拨付中职生均拨款1102万元。"),
        (31, "1-9月拨付中职生均拨款560万元。", "拨付中职生均拨款1102万元。"),
        (13, "水产学校创客实践中心总投资380万元。", "创客实践中心完成投资360万元。"),
        (
            25,
            "水产学校举办培训班9期。",
            "举办培训班12期。",
        ),  # where the target is the city's, one school is not
        (19, "水产学校引进正高级工程师1名。", "水产学校引进高级工程师2名。"),
        (33, "设备补助30万元没能批下来。", "设备补助40万元。"),
        (36, "召开调度会4次。", "召开党组会3次。"),
        (31, "全年预算中职生均拨款1120万元。", "全年拨付中职生均拨款1102万元。"),
        (31, "拨付中职生均拨款1120万元。", "拨付职业教育专项经费520万元。"),
        (1, "水产学校共用实训车间5个。", "计划水产学校共用实训车间8个。"),
        (9, "全市专职教研员2名。", "全市兼职教研员9名。"),
        (18, "全市招聘教师26名，其中研究生9名。", "全市招聘教师26名，其中本科17名。"),
        (20, "水产学校教师到企业实践31人次。", "水产学校教师到企业实践31人。"),  # 人次 is not 人
    ],
)
def test_what_counts_something_else_does_not(item: int, one: str, other: str) -> None:
    assert not clashes(item, stated(item, one), stated(item, other))


def test_the_row_supplies_what_a_cell_leaves_out() -> None:
    sentence = stated(24, "水产学校105名学生取得1+X证书。")
    cell = stated(24, "98名取得证书", SCHOOL, "序号：24｜目标任务：1+X证书试点")
    assert clashes(24, sentence, cell)
    other_row = stated(24, "98名取得证书", SCHOOL, "序号：31｜目标任务：驾驶员培训")
    assert not clashes(24, stated(24, "105名取得证书", SCHOOL, "序号：24｜目标任务：厨师等级考评"), other_row)


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("累计开发校本教材5种。", True),
        ("截至6月底，累计聘任兼职教研员9名。", True),
        ("今年以来，累计培训680人次。", False),
        ("上半年累计培训680人次。", False),
        ("开发校本教材5种。", False),
        ("累计新增教研员3名。", False),
    ],
)
def test_a_sum_since_new_year_is_no_running_total(text: str, running: bool) -> None:
    assert any(is_running_total(figure) for figure in stated(10, text)) is running


@pytest.mark.parametrize(("status", "count"), [("done", 1), ("blocked", 1), ("planned", 0), ("none", 0)])
def test_only_what_is_told_as_a_fact_is_stated(status: str, count: int) -> None:
    assert len(stated(1, "水产学校共用实训车间5个。", status=status)) == count
