"""Nothing told, or only wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.statements import Context


def test_an_item_no_one_speaks_of_has_no_evidence(office):
    office.everyone("2021H1")
    found = office.find("2021H1", 9, "no_evidence")
    assert len(found) == 1
    assert "未见到" in found[0].because
    assert found[0].units == ("市委教育工委", "市教体局")


@pytest.mark.parametrize("status", ["done", "ongoing", "blocked"])
def test_an_act_or_an_obstacle_told_by_a_unit_is_evidence(office, line, status):
    office.everyone("2021H1")
    office.report("市教体局", "2021H1", line(9, "配备专兼职教研员12名。", status))
    assert office.find("2021H1", 9, "no_evidence") == []


def test_that_nobody_asked_is_neither_an_act_nor_an_obstacle(office, line):
    office.everyone("2021H1")
    office.report("市公安局", "2021H1", line(28, "未接到学校师生出国交流的办证申请。", "blocked"))
    assert "no_evidence" in office.kinds("2021H1", 28)
    assert "blocked" not in office.kinds("2021H1", 28)


@pytest.mark.parametrize(
    "text",
    [
        "师生出国交流的申请未获批准。",
        "交流因签证政策暂停，今年未收到师生出国申请。",
        "因资金缺口项目停工，至今未接到施工单位复工申请。",
        "招标两次流标，未收到供应商的咨询。",
    ],
)
def test_an_obstacle_is_one_though_nobody_asked(office, line, text):
    office.everyone("2021H1")
    office.report("市公安局", "2021H1", line(28, text, "blocked"))
    assert "blocked" in office.kinds("2021H1", 28)


def test_what_a_reviewer_called_blocked_is(office, line):
    office.everyone("2021H1")
    office.report("市公安局", "2021H1", line(28, "未接到师生出国的办证申请。", "blocked", decided=True))
    assert "blocked" in office.kinds("2021H1", 28)


def test_restated_plan_text_is_no_evidence_and_is_called_copied(office, line):
    office.everyone("2021H1")
    text = "加强职业教育教研队伍建设，配备专兼职教研员。"
    office.report("市教体局", "2021H1", line(9, text, "none", copied_from_plan=True))
    assert {"no_evidence", "copied_from_plan"} <= office.kinds("2021H1", 9)


def test_a_task_column_beside_an_empty_progress_cell_is_not_copying(office, line):
    office.everyone("2021H1")
    cell = Context(column="目标任务", row=(("进展情况", "／"),))
    office.report(
        "市教体局", "2021H1", line(9, "配备专兼职教研员", "none", copied_from_plan=True, context=cell)
    )
    assert "no_evidence" in office.kinds("2021H1", 9)
    assert "copied_from_plan" not in office.kinds("2021H1", 9)


def test_a_unit_that_also_tells_what_it_did_has_not_merely_copied(office, line):
    office.everyone("2021H1")
    office.report(
        "市教体局",
        "2021H1",
        line(9, "加强职业教育教研队伍建设，配备专兼职教研员。", "none", copied_from_plan=True),
        line(9, "新聘兼职教研员4名。"),
    )
    assert "copied_from_plan" not in office.kinds("2021H1", 9)


def test_a_lead_unit_that_copies_is_named_although_a_school_reports(office, line):
    office.everyone("2021H1")
    office.report("威海市水产学校", "2021H1", line(11, "与企业共建研发平台2个。"))
    office.report(
        "市发改局", "2021H1", line(11, "打造蓝色经济产教融合发展先行校。", "none", copied_from_plan=True)
    )
    assert office.find("2021H1", 11, "copied_from_plan")[0].units == ("市发改局",)


def test_a_school_that_copies_is_not_named_when_others_report(office, line):
    office.everyone("2021H1")
    office.report("市发改局", "2021H1", line(11, "与企业共建研发平台2个。"))
    office.report("威海市水产学校", "2021H1", line(11, "打造先行校。", "none", copied_from_plan=True))
    assert office.find("2021H1", 11, "copied_from_plan") == []


def test_a_circular_that_saw_work_under_way_is_evidence_but_its_complaint_is_not(office, line):
    office.everyone("2021H2")
    office.report("市教体局", "2021H2", line(27, "该校至今未制定使用办法。", "blocked"), source="inspection")
    assert "no_evidence" in office.kinds("2021H2", 27)
    office.report("市教体局", "2021H2", line(27, "查阅了新订的使用办法。"), source="inspection")
    assert "no_evidence" not in office.kinds("2021H2", 27)


def test_acts_before_the_plan_was_issued_are_no_evidence(office, line):
    office.everyone("2020H2")
    office.report("威海市水产学校", "2020H2", line(28, "2000年10月25日与莞岛水产高校结为姊妹校。"))
    assert "no_evidence" in office.kinds("2020H2", 28)


def test_an_item_that_is_met_is_not_asked_again(office, line):
    office.everyone("2021H1")
    office.report("好当家集团海洋学校", "2020H2", line(16, "中西餐实训基地通过验收。", met="16"))
    assert office.kinds("2021H1", 16) == set()


def test_what_is_owed_every_year_is_asked_again_next_year(office, line):
    office.everyone("2022H1")
    office.report("市财政局", "2021H2", line(32, "专项经费列入2022年预算。", met="32"))
    assert "no_evidence" in office.kinds("2022H1", 32)


@pytest.mark.parametrize("item", [33, 34])
def test_conditional_items_are_asked_nothing_until_triggered(office, line, item):
    office.everyone("2021H1")
    office.report("市财政局", "2021H1", line(item, "目前尚未有学校入选，暂不具备拨付条件。", "blocked"))
    assert office.kinds("2021H1", item) <= {"unassigned"}
    assert office.standing("2021H1", item) == "无应办事项"


def test_only_plans_are_not_progress_and_exclude_no_evidence(office, line):
    office.everyone("2021H1")
    office.report("市教体局", "2021H1", line(29, "拟于疫情缓解后启动对日研修。", "planned"))
    assert "plan_only" in office.kinds("2021H1", 29)
    assert "no_evidence" not in office.kinds("2021H1", 29)


def test_one_act_beside_plans_is_enough(office, line):
    office.everyone("2021H1")
    office.report("市教体局", "2021H1", line(29, "拟启动对日研修。", "planned"), line(29, "与泰方院校签约。"))
    assert "plan_only" not in office.kinds("2021H1", 29)


def test_a_silent_lead_unit_is_red_for_each_of_its_items(office):
    office.everyone("2021H1")
    office.submissions = [s for s in office.submissions if s.unit != "市发改局"]
    found = [f for f in office.judge("2021H1").findings if f.kind == "not_submitted"]
    assert [f.item for f in found] == [11, 12, 13, 15, 16, 17]
    assert {f.unit for f in found} == {"市发改局"}
    assert {f.light for f in found} == {"red"}


def test_the_education_committee_reports_through_the_bureau(office):
    office.report("市教体局", "2021H1")
    assert office.find("2021H1", 1, "not_submitted") == []


def test_a_circular_of_the_office_is_nobodys_report(office):
    office.report("市教体局", "2021H1", source="inspection")
    assert office.find("2021H1", 1, "not_submitted")[0].units == ("市委教育工委",)


def test_a_college_that_is_not_the_citys_is_listed_but_not_blamed(office):
    found = office.find("2021H1", 14, "not_submitted")
    assert "威海海洋职业学院" not in {unit for f in found for unit in f.units}
    assert "威海海洋职业学院" in found[0].because


def test_a_report_signed_after_the_day_is_not_known(office):
    office.report("市发改局", "2021H1", signed=date(2021, 8, 15))
    assert office.find("2021H1", 11, "not_submitted", date(2021, 7, 31))
    assert not office.find("2021H1", 11, "not_submitted", date(2021, 8, 15))


def test_items_without_responsible_unit_are_grey(office):
    found = [f for f in office.judge("2021H1").findings if f.kind == "unassigned"]
    assert [f.item for f in found] == [31, 32, 33, 34, 35]
    assert {f.light for f in found} == {"grey"}


def test_the_units_own_word_of_an_obstacle_is_blocked_the_circulars_is_not(office, line):
    office.everyone("2021H1")
    office.report("市教体局", "2021H1", line(28, "因疫情暂停互访。", "blocked"), source="inspection")
    assert "blocked" not in office.kinds("2021H1", 28)
    office.report("市教体局", "2021H1", line(28, "因疫情暂停互访。", "blocked"))
    assert "blocked" in office.kinds("2021H1", 28)


def test_an_unsure_link_waits_for_review_instead_of_accusing(office, line):
    office.everyone("2021H1")
    office.report("市教体局", "2021H1", line(9, "聘请教研员4名。", band="asked"))
    assert "needs_review" in office.kinds("2021H1", 9)
    assert "no_evidence" not in office.kinds("2021H1", 9)


def test_a_badly_read_scan_turns_nothing_green(office, line):
    office.everyone("2020H2")
    office.report("市教体局", "2020H2", line(16, "实训基地通过验收。", met="16", confidence=0.5))
    assert {"needs_review", "overdue"} <= office.kinds("2020H2", 16)


def test_a_file_without_sender_is_shown_once(office):
    office.report("", "2021H1")
    found = [f for f in office.judge("2021H1").findings if f.item is None]
    assert [f.kind for f in found] == ["needs_review"]


@pytest.mark.parametrize(
    ("votes", "shown"),
    [
        ((("title", "市教体局"), ("name", "市财政局")), True),  # 3 against 2
        ((("signature", "市教体局"), ("title", "市财政局")), True),
        ((("signature", "市教体局"), ("title", "市教体局"), ("folder", "市财政局")), False),
        ((("title", "市教体局"), ("name", "市教体局")), False),
    ],
)
def test_a_report_whose_places_name_different_senders_is_shown(office, votes, shown):
    office.report("市教体局", "2021H1")
    office.submissions[-1] = replace(office.submissions[-1], unit_votes=votes)
    found = [f for f in office.judge("2021H1").findings if f.item is None and f.kind == "needs_review"]
    assert bool(found) is shown
    if shown:
        assert "市财政局" in found[0].because
        assert "暂按市教体局计" in found[0].because


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("中西餐产教融合实训基地因整改停用。", True),
        ("西点间烤箱老化，停用3个月。", False),
        ("停用3个月。", True),
        ("中西餐基地设备老化，2台烤箱停用待修。", False),
        ("该基地停用。", True),
    ],
)
def test_a_broken_oven_undoes_no_base(office, line, text, back):
    office.report("好当家集团海洋学校", "2021H1", line(16, "中西餐产教融合实训基地通过验收。", met="16"))
    office.report("好当家集团海洋学校", "2021H2", line(16, text, "blocked"))
    assert bool(office.find("2021H2", 16, "regression")) is back
