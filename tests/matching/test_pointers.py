"""What a statement points to by number or title, told as a reason."""

from __future__ import annotations

import pytest

from extractors.statements import Context
from matching.plan import Plan, load_plan
from matching.pointers import pointers, pointing_reasons


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan()


def told(plan: Plan, text: str, item: int, context: Context | None = None) -> list[str]:
    return list(pointing_reasons(plan, pointers(plan, text, context or Context()), item))


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("任务项目清单第15项已办结。", 15),
        ("荣政发〔2020〕6号第5、7、9项进展顺利。", 7),
        ("清单第3至5项已完成。", 4),
    ],
)
def test_a_number_of_the_plans_list_is_a_reason(plan: Plan, text: str, item: int) -> None:
    (reason,) = told(plan, text, item)
    assert "不作为依据" not in reason
    assert reason.startswith("文中写明“")


@pytest.mark.parametrize("text", ["常务会第15项议定事项已落实。", "提案第15项已答复。", "第15项已办结。"])
def test_a_number_of_another_list_or_of_none_is_told_as_no_ground(plan: Plan, text: str) -> None:
    (reason,) = told(plan, text, 15)
    assert reason.endswith("不作为依据")


@pytest.mark.parametrize("text", ["第十五章", "清单第16项已办结。", "15家企业参加。", "二是办结15项。"])
def test_other_numbers_are_no_reason(plan: Plan, text: str) -> None:
    assert told(plan, text, 15) == []


def test_a_row_number_counts_under_the_lists_own_title_only(plan: Plan) -> None:
    row = (("序号", "15"), ("进展", "已完成"))
    assert told(plan, "已完成", 15, Context(row=row)) == ["写有“15”，但序号可能是填报单位自编，不作为依据"]
    (reason,) = told(plan, "已完成", 15, Context(row=row, title="职教高地任务项目清单进展情况"))
    assert reason == "同行序号写明“15”，表格所依清单写明是本方案"


def test_the_title_of_a_category_points_to_its_items(plan: Plan) -> None:
    assert told(plan, "优化办学条件方面，已完成校舍共享。", 1) == ["写明事项名称“优化办学条件”"]
    assert told(plan, "优化办学条件方面，已完成校舍共享。", 36) == []
