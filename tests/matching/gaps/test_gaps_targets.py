"""Reported figures against the plan's numbers."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.statements import Context

YEAR_END = date(2022, 1, 31)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("全市全年开展各类职业技能培训980人次。", True),
        ("全市全年开展各类职业技能培训1000人次。", False),
        ("全市全年开展各类职业技能培训1086人次。", False),
        ("全市全年开展各类职业技能培训近1000人次。", True),
        ("全市全年开展职业技能培训980人。", False),
        ("全市全年组织教师培训380人次。", False),
        ("全市计划全年培训900人次。", False),
    ],
)
def test_the_yearly_bar_is_judged_at_years_end(office, line, text, short):
    office.report("市人社局", "2021H2", line(25, text))
    assert bool(office.find("2021H2", 25, "below_target", YEAR_END)) is short


def test_before_years_end_a_yearly_figure_is_only_behind_its_pace(office, line):
    office.report("市人社局", "2021H1", line(25, "上半年全市共培训430人次。"))
    kinds = office.kinds("2021H1", 25)
    assert "behind_pace" in kinds
    assert "below_target" not in kinds


def test_half_the_bar_at_half_the_year_is_in_pace(office, line):
    office.report("市人社局", "2021H1", line(25, "上半年全市共培训500人次。"))
    assert "behind_pace" not in office.kinds("2021H1", 25)


def test_two_halves_of_a_year_are_added(office, line):
    office.report("市人社局", "2021H1", line(25, "全市共培训620人次。"))
    office.report("市人社局", "2021H2", line(25, "下半年全市共培训430人次。"))
    assert "below_target" not in office.kinds("2021H2", 25)


def test_addends_of_one_report_are_summed(office, line):
    office.report(
        "市人社局",
        "2021H2",
        line(25, "企业职工培训615人次。"),
        line(25, "失业人员再就业培训410人次。"),
    )
    assert not {"below_target", "conflict", "no_figure"} & office.kinds("2021H2", 25)


def test_one_school_is_not_the_city(office, line):
    office.report("威海市水产学校", "2022H2", line(20, "我校双师型教师占比85%。"))
    kinds = office.kinds("2022H2", 20, date(2023, 1, 31))
    assert {"no_figure", "overdue"} <= kinds
    assert "below_target" not in kinds


def test_one_schools_training_at_the_bar_is_enough_for_the_city(office, line):
    office.report("威海市水产学校", "2021H2", line(25, "我校全年共培训1230人次。"))
    assert not {"below_target", "no_figure"} & office.kinds("2021H2", 25)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全市专业教师中双师型占比提高到78.5%。", "below_target"),
        ("全市专业教师中双师型占比达到80%。", None),
        ("专业教师中硕士学位占80%。", "no_figure"),
        ("组织60名教师到企业实践。", "no_figure"),
    ],
)
def test_eighty_percent_of_what(office, line, text, kind):
    office.report("市教体局", "2022H2", line(20, text))
    found = office.kinds("2022H2", 20, date(2023, 1, 31)) & {"below_target", "no_figure"}
    assert found == ({kind} if kind else set())


def test_before_its_day_a_dated_target_is_not_held_against_anyone(office, line):
    office.report("市教体局", "2021H2", line(20, "全市专业教师中双师型占比68.5%。"))
    assert "below_target" not in office.kinds("2021H2", 20, YEAR_END)


def test_counts_of_two_parts_in_one_sentence_are_kept_apart(office, line):
    office.report("市教体局", "2022H2", line(17, "累计建成中小学职业体验中心10处，企业学徒基地1处。"))
    late = {f.part for f in office.find("2022H2", 17, "overdue", date(2023, 7, 1))}
    assert late == {"17b"}


def test_a_figure_in_a_progress_cell_is_read_with_its_row(office, line):
    row = Context(column="进展情况", row=(("目标任务", "中小学职业体验中心"),))
    office.report("市教体局", "2022H2", line(17, "已建成12处", context=row))
    assert {f.part for f in office.find("2022H2", 17, "overdue", date(2023, 7, 1))} == {"17b"}


def test_places_under_construction_do_not_count(office, line):
    office.report("市教体局", "2022H2", line(17, "在建中小学职业体验中心10处。", "ongoing"))
    assert {f.part for f in office.find("2022H2", 17, "overdue", date(2023, 7, 1))} == {"17a", "17b"}


def test_naming_both_courses_counts_as_a_figure(office, line):
    office.report("好当家集团海洋学校", "2021H1", line(8, "中餐烹饪与营养膳食、西餐烹饪专业均已招生。"))
    assert "no_figure" not in office.kinds("2021H1", 8)


def test_a_plan_is_not_asked_for_figures(office, line):
    office.report("市教体局", "2021H1", line(25, "下半年拟开展培训。", "planned"))
    assert "no_figure" not in office.kinds("2021H1", 25)


def test_an_item_without_a_number_is_not_asked_for_figures(office, line):
    office.report("市教体局", "2021H1", line(13, "创客实践中心正在装修。", "ongoing"))
    assert "no_figure" not in office.kinds("2021H1", 13)


@pytest.mark.parametrize(("rate", "short"), [("15%", True), ("20%", False), ("25%", False)])
def test_a_subsidy_below_a_fifth_is_short_at_once(office, line, rate, short):
    office.report("市财政局", "2021H1", line(33, f"急需紧缺专业新增设备投入200万元，按{rate}给予补助。"))
    assert bool(office.find("2021H1", 33, "below_target")) is short


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("我校一等奖奖金高于省级奖励标准。", True),
        ("奖励办法规定不高于省级奖励标准。", False),
        ("本校一等奖奖励8000元，省级标准为5000元。", True),
        ("本校一等奖奖励3000元，省级标准为5000元。", False),
        ("制定了获奖师生奖励办法。", False),
    ],
)
def test_a_ceiling_is_wrong_only_when_too_high(office, line, text, over):
    office.report("威海市水产学校", "2021H1", line(35, text))
    assert bool(office.find("2021H1", 35, "below_target")) is over
    assert "no_figure" not in office.kinds("2021H1", 35)


@pytest.mark.parametrize(
    ("text", "subject", "over"),
    [
        ("5月印发，国赛一等奖奖励9000元，省级奖励标准为6000元", "威海市水产学校", True),
        ("5月印发，国赛一等奖奖励6000元，省级奖励标准为6000元", "威海市水产学校", False),
        ("省级奖励标准为6000元", "威海市水产学校", False),
        ("安排大赛经费90000元，省级奖励标准为6000元", "", False),
    ],
)
def test_a_schools_own_row_needs_no_word_for_its_own_award(office, line, text, subject, over):
    office.report("威海市水产学校", "2021H1", line(35, text, subject=subject))
    assert bool(office.find("2021H1", 35, "below_target")) is over


@pytest.mark.parametrize(
    ("text", "status", "short"),
    [
        ("清单要求的2个专业目前只开设了1个。", "blocked", True),
        ("仅开设1个专业。", "blocked", True),
        ("开设专业1个，另1个正在备案。", "ongoing", False),
        ("开设专业2个。", "done", False),
        ("要求的2个专业均已开设。", "done", False),
    ],
)
def test_what_there_is_so_far_counts_though_the_unit_calls_it_too_little(office, line, text, status, short):
    office.report("好当家集团海洋学校", "2021H1", line(8, text, status))
    assert bool(office.find("2021H1", 8, "below_target")) is short


def test_a_figure_with_a_noun_of_its_own_is_no_figure_of_the_clause_before(office, line):
    office.report("好当家集团海洋学校", "2021H1", line(8, "修订烹饪专业培养方案，与4家企业签订协议。"))
    assert office.find("2021H1", 8, "no_figure")
