"""The plan's data says what the notice says, and a broken one says what is wrong with it."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from matching.plan import EMBEDDED, PlanError, load_plan

PLAN = load_plan()


def test_the_list_has_36_items_in_12_categories_once_each():
    assert [item.number for item in PLAN.items] == list(range(1, 37))
    assert list(dict.fromkeys(item.category for item in PLAN.items)) == [
        *"一二三四五六七八九",
        "十",
        "十一",
        "十二",
    ]
    assert [commitment.id for commitment in PLAN.commitments] == [f"B{n}" for n in range(1, 17)]


@pytest.mark.parametrize("item", PLAN.items, ids=lambda item: str(item.number))
def test_every_item_stands_word_for_word_in_the_notice(item):
    assert f"{item.number}.{item.text}" in PLAN.notice
    assert item.body in PLAN.notice
    assert item.category_name in PLAN.notice


@pytest.mark.parametrize("commitment", PLAN.commitments, ids=lambda commitment: commitment.id)
def test_every_promise_outside_the_list_stands_in_the_body_but_not_in_the_list(commitment):
    body, _, listed = PLAN.notice.rpartition("荣成市职业教育创新发展高地任务项目清单")
    assert commitment.body in body
    assert commitment.body not in listed


def test_merged_unit_cells_are_carried_down_in_pairs_within_a_category():
    carried = {item.number: item.inherited_from for item in PLAN.items if item.inherited_from}
    assert carried == {
        7: 6,
        10: 9,
        13: 12,
        16: 15,
        17: 15,
        27: 26,
        29: 28,
        30: 28,
        32: 31,
        33: 31,
        34: 31,
        35: 31,
    }
    assert [item.number for item in PLAN.items if not item.responsible] == [31, 32, 33, 34, 35]


def test_the_counts_of_leads_are_those_of_the_notice():
    leads = [lead for item in PLAN.items for lead in item.lead]
    counted = {lead: leads.count(lead) for lead in leads}
    assert counted == {
        "市委教育工委": 15, "市教体局": 8, "市人社局": 8, "市发改局": 6, "市财政局": 5, "市委组织部": 1,
    }  # fmt: skip


def test_due_dates_and_their_other_readings():
    due = {part.id: (part.due, part.alternatives) for item in PLAN.items for part in item.parts if part.due}
    assert due == {
        "13": (date(2021, 12, 31), ()),
        "14b": (date(2022, 12, 31), (date(2023, 12, 31),)),
        "15a": (date(2020, 12, 31), ()),
        "15b": (date(2021, 12, 31), ()),
        "16": (date(2020, 12, 31), ()),
        "17a": (date(2023, 6, 12), (date(2022, 12, 31), date(2023, 12, 31))),
        "17b": (date(2023, 6, 12), (date(2022, 12, 31), date(2023, 12, 31))),
        "20": (date(2022, 12, 31), (date(2022, 9, 1),)),
    }
    assert all(part.reason for item in PLAN.items for part in item.parts if part.due)


def test_soft_conditional_and_ceiling_items():
    assert [item.number for item in PLAN.items if item.soft] == [2, 3, 5, 12, 19, 27, 28, 29, 30]
    assert [item.number for item in PLAN.items if item.conditional] == [33, 34]
    assert [item.number for item in PLAN.items if item.ceiling] == [35]


def test_the_key_numbers_of_the_plan():
    bars = {
        (p.id, t.unit): t.value for i in PLAN.items for p in i.parts for t in p.targets if t.source == "list"
    }
    assert bars["17a", "处"] == 10
    assert bars["17b", "处"] == 3
    assert bars["20", "%"] == 80
    assert bars["25", "人次"] == Decimal(1000)
    assert bars["33", "%"] == 20


def test_no_name_belongs_to_two_units():
    names = [name for unit in PLAN.units for name in {unit.name, unit.short, *unit.aliases}]
    assert len(names) == len(set(names))


def test_the_college_is_not_the_citys_and_the_committee_reports_through_the_bureau():
    college = PLAN.unit("威海海洋职业学院")
    assert college is not None
    assert not college.accountable
    assert PLAN.reporter("市委教育工委") == "市教体局"
    assert PLAN.reporter("市发改局") == "市发改局"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("plan.toml", "units.toml", "notice.txt"):
        shutil.copy(EMBEDDED / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "cause"),
    [
        ("plan.toml", "number = 8\n", "number = 7\n", "任务序号 7 重复"),
        ("plan.toml", "number = 36\n", "number = 37\n", "任务序号应为 36"),
        ("plan.toml", "due = 2021-12-31", "due = 2021-02-30", "日期|TOML"),
        ("plan.toml", "due = 2021-12-31", 'due = "2021-02-30"', "不是日历上的日期"),
        ("plan.toml", "due = 2021-12-31", "due = 2019-12-31", "早于印发日期"),
        ("plan.toml", 'lead = ["市委组织部"]', 'lead = ["市组织局"]', "“市组织局”不在 units.toml"),
        ("plan.toml", 'lead = ["市委组织部"]', "lead = []", "没有牵头单位"),
        ("plan.toml", 'comparator = "le"', 'comparator = "less"', "比较符"),
        ("plan.toml", 'id = "15b"', 'id = "16b"', "不属于第15项"),
        ("plan.toml", 'id = "15b"', 'id = "15a"', "重复"),
        ("plan.toml", "inherited_from = 12\n", "inherited_from = 11\n", "同一类别"),
        ("plan.toml", "value = 1000\n", 'value = "许多"\n', "应为数"),
        ("plan.toml", "soft = true\n", 'soft = "是"\n', "true 或 false"),
        ("plan.toml", "ceiling = true\n", "celling = true\n", "不认识的字段"),
        ("plan.toml", "实行职校人员总量备案管理。", "实行职校人员备案管理。", "与通知原文"),
        ("units.toml", 'aliases = ["公安局"', 'aliases = ["财政局"', "同时属于"),
        ("units.toml", 'reports_through = "市教体局"', 'reports_through = "市文旅局"', "代报单位"),
        ("units.toml", 'kind = "college"', 'kind = "university"', "类别"),
    ],
)
def test_a_broken_plan_names_file_line_and_cause(folder, file, old, new, cause):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlanError, match=cause) as caught:
        load_plan(folder)
    assert caught.value.file == file
    changed = text[: text.index(old)].count("\n") + 1
    assert changed - 16 <= caught.value.line <= changed + 1
    assert f"第{caught.value.line}行" in str(caught.value)


def test_a_folder_without_a_plan_says_so(tmp_path):
    with pytest.raises(PlanError, match="没有这个文件"):
        load_plan(tmp_path)


def test_another_countys_plan_needs_no_notice(folder):
    (folder / "notice.txt").unlink()
    assert load_plan(folder).notice == ""
