"""Features: what speaks for an item, from the text, its heading, its row and its unit."""

from __future__ import annotations

import numpy as np
import pytest

from matching.anchors import load_anchors
from matching.columns import COLUMNS, FEATURES
from matching.examples import memory_of
from matching.features import FeatureMaker
from matching.item_numbers import row_number, told_numbers
from matching.labels import load_labels
from matching.line import Line
from matching.plan import EMBEDDED, load_plan

PLAN = load_plan()
ANCHORS = load_anchors(EMBEDDED / "anchors.toml")


@pytest.fixture(scope="module")
def maker() -> FeatureMaker:
    return FeatureMaker(PLAN, ANCHORS, memory_of(PLAN, ANCHORS, ()))


def feature(maker: FeatureMaker, line: Line, name: str, item: int) -> float:
    return float(maker.features([line])[0][item - 1, COLUMNS[name]])


def test_one_row_per_item_and_one_column_per_feature(maker: FeatureMaker) -> None:
    features = maker.features([Line("水产学校新增专业")])[0]
    assert features.shape == (36, len(FEATURES))
    assert np.isfinite(features).all()


def test_the_named_school_agrees_and_the_other_conflicts(maker: FeatureMaker) -> None:
    line = Line("好当家海洋学校实训室通过验收")
    assert feature(maker, line, "school", 16) == 1
    assert feature(maker, line, "school_conflict", 15) == 1


def test_our_school_is_the_submitter(maker: FeatureMaker) -> None:
    assert feature(maker, Line("我校创客中心开工", unit="威海市水产学校"), "school", 13) == 1
    assert feature(maker, Line("我校创客中心开工", unit="好当家集团海洋学校"), "school", 13) == 0


def test_the_unit_is_a_feature_and_no_filter(maker: FeatureMaker) -> None:
    assert feature(maker, Line("x", unit="市委组织部"), "lead_unit", 22) == 1
    assert feature(maker, Line("x", unit="市工信局"), "unit_apart", 22) == 1


def test_missing_context_is_zero(maker: FeatureMaker) -> None:
    bare = maker.features([Line("已完成")])[0]
    for name in ("row_text", "heading_text", "row_lead", "silent_heading"):
        assert not bare[:, COLUMNS[name]].any()


def test_the_row_speaks_for_a_silent_cell(maker: FeatureMaker) -> None:
    line = Line("已完成", cells=(("任务", "水产学校创客实践中心"),))
    rows = maker.features([line])[0][:, COLUMNS["silent_row"]]
    assert int(rows.argmax()) + 1 == 13


@pytest.mark.parametrize("text", ["浙江省某县职教中心", "青岛市职业学校", "威海职业学院基地", "文登师范学校"])
def test_elsewhere_is_elsewhere(maker: FeatureMaker, text: str) -> None:
    assert feature(maker, Line(f"{text}机电实训基地启用"), "away", 15) > 0


@pytest.mark.parametrize("text", ["荣成市水产学校", "水校", "我市职业学校", "威海海洋职业学院"])
def test_here_is_not_elsewhere(maker: FeatureMaker, text: str) -> None:
    assert feature(maker, Line(f"{text}机电实训基地启用", unit="市教体局"), "away", 15) == 0


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第15项", {15}),
        ("承担第3、9、20项任务", {3, 9, 20}),
        ("任务17进展", {17}),
        ("第二批", set()),
        ("12、推进", set()),
        ("1+X", set()),
    ],
)
def test_item_numbers(text: str, numbers: set[int]) -> None:
    assert told_numbers(text) == numbers


@pytest.mark.parametrize(
    ("cells", "number"),
    [((("序号", "15"),), 15), ((("任务", "15.建设基地"),), 15), ((("金额", "15.6万元"),), None), ((), None)],
)
def test_row_numbers(cells: tuple[tuple[str, str], ...], number: int | None) -> None:
    assert row_number(cells) == number


def test_people_are_no_person_times(maker: FeatureMaker) -> None:
    assert feature(maker, Line("培训1086人次"), "figure_unit", 25) == 1
    assert feature(maker, Line("培训1086人"), "figure_unit", 25) == 0


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("清单第28—30项由我局配合", {28, 29, 30}),
        ("第3至5项", {3, 4, 5}),
        ("按照清单第24条", {24}),
        ("合同第24条", set()),
        ("第15项行动取得战果", set()),
        ("是我局在清单第二十二项中的任务", {22}),
        ("第34项奖补资金已申请", {34}),
        ("整改任务42项，完成39项", set()),
        ("重点任务13件", set()),
        ("第5项建议已答复", set()),
        ("县级调度会确定的第5、9项", set()),
        ("责任清单第2项", set()),
        ("我校承担民生实事清单第3、5项任务", set()),
        ("市重点工作清单第3、9、20项，我局均已办结", set()),
        ("对照政府工作报告任务清单第3、9项，已全部完成", set()),
        ("提案办理清单第7项已答复", set()),
        ("对照任务清单，第1至36项均已分解到科室", set()),
        ("对照民生实事清单之外的任务项目清单第3项", {3}),
        ("第7次会议", set()),
    ],
)
def test_ranges_and_articles_of_the_list(text: str, numbers: set[int]) -> None:
    assert told_numbers(text) == numbers


@pytest.mark.parametrize("unit", ["潍州市第一职业中等专业学校", "青岛市教育局", ""])
def test_a_stranger_who_names_nothing_here_is_a_stranger(maker: FeatureMaker, unit: str) -> None:
    assert feature(maker, Line("职业体验中心落成", heading="简讯", unit=unit), "stranger", 17) == 1


@pytest.mark.parametrize(
    ("text", "unit"),
    [("职业体验中心落成", "市教体局"), ("职业体验中心落成", "市海洋发展局"), ("荣成的职业体验中心落成", "")],
)
def test_who_belongs_here_or_names_it_is_none(maker: FeatureMaker, text: str, unit: str) -> None:
    assert feature(maker, Line(text, unit=unit), "stranger", 17) == 0


def test_a_school_of_another_kind_is_foreign_except_where_it_belongs(maker: FeatureMaker) -> None:
    line = Line("小学生走进职业体验中心")
    assert feature(maker, line, "foreign", 20) > 0
    assert feature(maker, line, "foreign", 17) == 0
    assert feature(maker, Line("水产学校职业体验中心开放"), "foreign", 20) == 0


@pytest.mark.parametrize(
    ("text", "older"),
    [("1999年与莞岛结为姊妹校", 1), ("2021年与莞岛连线", 0), ("今年接待2019年入学的学生", 0)],
)
def test_acts_before_the_plan_are_older(maker: FeatureMaker, text: str, older: int) -> None:
    assert feature(maker, Line(text), "older", 28) == older


def test_the_college_speaks_of_its_own_teachers(maker: FeatureMaker) -> None:
    own = Line("我院双师素质教师占86%", unit="威海海洋职业学院")
    assert feature(maker, own, "college_apart", 20) == 1
    assert feature(maker, own, "college_apart", 14) == 0
    assert feature(maker, Line("水校双师型教师占86%", unit="市教体局"), "college_apart", 20) == 0


def test_a_second_item_leads_in_its_own_clause() -> None:
    labels = load_labels(EMBEDDED / "labels.jsonl", len(PLAN.items))[:1500]
    maker = FeatureMaker(PLAN, ANCHORS, memory_of(PLAN, ANCHORS, labels))
    both = Line("旅游服务实训基地通过验收，1+X证书考点同时挂牌", unit="威海市水产学校")
    assert feature(maker, both, "clause_lead", 15) > 0
    assert feature(maker, both, "clause_lead", 24) > 0
    assert feature(maker, both, "clause_lead", 9) <= 0
