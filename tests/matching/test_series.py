"""Which figure fits which target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.document import Span
from extractors.facts.fact import Fact
from extractors.statements import Context
from matching.claims import Claim
from matching.plan import load_plan
from matching.series import find_readings, is_intended, population_of

PLAN = load_plan()


def claim(item: int, text: str, surface: str, unit: str, sender: str = "市教体局", **more: object) -> Claim:
    start = text.index(surface)
    number = Decimal("".join(c for c in surface if c.isdigit() or c == "."))
    kind = "percent" if unit == "%" else "quantity"
    fact = Fact(surface, start, start + len(surface), kind, value=number, unit=unit)
    return Claim(
        "0" * 64, "a.docx", sender, "unit", "2021H2", Span("0" * 64, 0, 0, len(text)), text, item, "accepted",
        0.9, (), None, str(more.pop("status", "done")), facts=(fact,), **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "text", "surface", "unit", "parts"),
    [
        (17, "累计建成中小学职业体验中心7处。", "7处", "处", {"17a"}),
        (17, "职业体验中心方面，已建成7个。", "7个", "个", {"17a"}),
        (17, "体验中心7处，学徒基地1处。", "1处", "处", {"17b"}),
        (17, "体验中心接待学生1200人次。", "1200人次", "人次", set()),
        (17, "建成人工智能教室23间。", "23间", "间", set()),
        (20, "双师型教师占比68.5%。", "68.5%", "%", {"20"}),
        (20, "高于全省双师型教师平均占比65%。", "65%", "%", set()),
        (20, "专业教师中硕士占80%。", "80%", "%", set()),
        (25, "开展培训1086人次。", "1086人次", "人次", {"25"}),
        (25, "培训企业职工1086人。", "1086人", "人", set()),
        (25, "举办讲座参训380人次。", "380人次", "人次", set()),
        (13, "创客实践中心完成投资80%。", "80%", "%", set()),
    ],
)
def test_metric_and_unit_must_fit(item, text, surface, unit, parts):
    readings = find_readings(PLAN, PLAN.item(item), [claim(item, text, surface, unit)])
    assert {reading.part.id for reading in readings} == parts


@pytest.mark.parametrize("status", ["planned", "none"])
def test_plans_and_restated_tasks_give_no_figures(status):
    told = claim(25, "全市培训1000人次。", "1000人次", "人次", status=status)
    assert not find_readings(PLAN, PLAN.item(25), [told])


def test_a_goal_column_gives_no_figures():
    told = claim(25, "年培训1000人次", "1000人次", "人次", context=Context(column="目标任务"))
    assert not find_readings(PLAN, PLAN.item(25), [told])


@pytest.mark.parametrize(
    ("text", "sender", "whose"),
    [
        ("双师型占比84%。", "市教体局", "全市"),
        ("全市双师型占比84%。", "威海市水产学校", "全市"),
        ("我校双师型占比84%。", "威海市水产学校", "威海市水产学校"),
        ("双师型占比84%。", "好当家集团海洋学校", "好当家集团海洋学校"),
        ("水校双师型占比84%。", "市教体局", "威海市水产学校"),
        ("水产学校师资改善，双师型占比84%。", "市教体局", "威海市水产学校"),
    ],
)
def test_whose_figure_it_is(text, sender, whose):
    told = claim(20, text, "84%", "%", sender)
    assert population_of(PLAN, told, told.facts[0]) == whose


@pytest.mark.parametrize(
    ("text", "intended"),
    [
        ("计划培训1000人次。", True),
        ("力争年底前达到1000人次。", True),
        ("目标为1000人次。", True),
        ("计划800人次，实际培训1000人次。", False),
        ("完成目标任务，培训1000人次。", False),
        ("方案要求的1000人次。", True),
        ("承担的1000人次已完成。", True),
        ("按要求培训1000人次。", False),
        ("急需紧缺工种培训1000人次。", False),
        ("去年拟定方案。全年培训1000人次。", False),
    ],
)
def test_a_figure_that_is_only_hoped_for(text, intended):
    told = claim(25, text, "1000人次", "人次")
    assert is_intended(told.text, told.facts[0]) is intended
