"""Reports that do not agree with each other, with themselves, or with the period before."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.statements import Context


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("累计建成中小学职业体验中心7处。", "累计建成中小学职业体验中心6处。", True),
        ("累计建成中小学职业体验中心7处。", "累计建成中小学职业体验中心7处。", False),
        ("累计建成中小学职业体验中心7处。", "新增中小学职业体验中心2处。", False),
        ("累计建成中小学职业体验中心7处。", "累计建成企业学徒基地1处。", False),
        ("累计建成中小学职业体验中心7处。", "计划累计建成中小学职业体验中心10处。", False),
    ],
)
def test_same_metric_population_and_time_with_other_values(office, line, one, other, clash):
    office.report("市教体局", "2021H2", line(17, one))
    office.report("市发改局", "2021H2", line(17, other))
    assert bool(office.find("2021H2", 17, "conflict")) is clash


@pytest.mark.parametrize(("share", "clash"), [("68.4%", False), ("68.5%", False), ("68.7%", True)])
def test_a_tenth_of_a_point_is_rounding(office, line, share, clash):
    office.report("市教体局", "2021H2", line(20, "全市双师型教师占比68.5%。"))
    office.report("市人社局", "2021H2", line(20, f"全市双师型教师占比{share}。"))
    assert bool(office.find("2021H2", 20, "conflict")) is clash


def test_a_school_and_the_city_are_no_conflict(office, line):
    office.report("市教体局", "2021H2", line(20, "全市双师型教师占比68.5%。"))
    office.report("威海市水产学校", "2021H2", line(20, "我校双师型教师占比74%。"))
    assert not office.find("2021H2", 20, "conflict")


def test_the_same_wording_with_another_number_is_a_conflict(office, line):
    office.report("威海市水产学校", "2021H1", line(1, "两校共享教室14间，宿舍2栋。"))
    office.report("市教体局", "2021H1", line(1, "两校共享教室12间，宿舍2栋。"))
    found = office.find("2021H1", 1, "conflict")
    assert len(found) == 1
    assert len(found[0].evidence) == 2


def test_different_things_with_different_numbers_are_none(office, line):
    office.report("威海市水产学校", "2021H1", line(7, "聘请企业技师8人任兼职教师。"))
    office.report(
        "市工信局", "2021H1", line(7, "组织企业工程师到校授课9人次。"), line(7, "遴选骨干教师5人。")
    )
    assert not office.find("2021H1", 7, "conflict")


def test_accepted_here_and_still_fitting_out_there(office, line):
    office.report("威海市水产学校", "2021H2", line(15, "机电技术实训基地2021年12月20日通过验收。", met="15b"))
    text = "机电技术实训基地设备正在安装调试，预计次年1月底验收。"
    office.report("市教体局", "2021H2", line(15, text, "ongoing"))
    assert [f.part for f in office.find("2021H2", 15, "conflict")] == ["15b"]


def test_a_report_from_before_the_act_does_not_contradict_it(office, line):
    office.report("威海市水产学校", "2021H2", line(15, "机电技术实训基地2021年12月20日通过验收。", met="15b"))
    text = "机电技术实训基地设备正在安装调试。"
    office.report("市教体局", "2021H2", line(15, text, "ongoing"), signed=date(2021, 11, 30))
    assert not office.find("2021H2", 15, "conflict")


def test_the_other_half_of_an_item_may_be_unfinished(office, line):
    office.report("威海市水产学校", "2021H1", line(15, "旅游服务实训基地通过验收。", met="15a"))
    office.report("市教体局", "2021H1", line(15, "机电技术实训基地正在施工。", "ongoing"))
    assert not office.find("2021H1", 15, "conflict")


def test_the_circular_saw_something_else_than_was_reported(office, line):
    text = "创客中心现场仅有6名工人施工，与台账所报“基本完成”不符。"
    office.report("市教体局", "2021H2", line(13, text, "blocked"), source="inspection")
    assert office.find("2021H2", 13, "conflict")


@pytest.mark.parametrize(("now", "fell"), [("6处", True), ("7处", False), ("9处", False)])
def test_a_cumulative_count_may_not_fall(office, line, now, fell):
    office.report("市教体局", "2021H1", line(17, "累计建成中小学职业体验中心7处。"))
    office.report("市教体局", "2021H2", line(17, f"累计建成中小学职业体验中心{now}。"))
    assert bool(office.find("2021H2", 17, "regression")) is fell


def test_another_years_training_may_be_less(office, line):
    office.report("市人社局", "2020H2", line(25, "全市全年共培训1500人次。"))
    office.report("市人社局", "2021H2", line(25, "全市全年共培训1100人次。"))
    assert not office.find("2021H2", 25, "regression")


def test_the_same_years_sum_may_not_fall(office, line):
    office.report("市人社局", "2021H1", line(25, "今年以来全市共培训680人次。"))
    office.report("市人社局", "2021H2", line(25, "今年以来全市共培训650人次。"))
    assert office.find("2021H2", 25, "regression")


def test_what_was_accepted_may_not_be_under_construction_again(office, line):
    office.report("威海市水产学校", "2020H2", line(15, "旅游服务实训基地通过验收。", met="15a"))
    office.report("市教体局", "2021H1", line(15, "旅游服务实训基地设备尚未安装到位。", "blocked"))
    assert [f.part for f in office.find("2021H1", 15, "regression")] == ["15a"]


def test_paying_the_rest_of_the_bill_undoes_nothing(office, line):
    office.report("威海市水产学校", "2020H2", line(15, "旅游服务实训基地通过验收。", met="15a"))
    office.report("市财政局", "2021H1", line(15, "旅游服务实训基地尾款正在支付。", "ongoing"))
    assert not office.find("2021H1", 15, "regression")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("26家企业中16家参与，占58%。", True),
        ("26家企业中16家参与，占61.5%。", False),
        ("26家企业中16家参与，同比增长58%。", False),
        ("162家企业中118家参与，占72.8%。", False),
        ("26家企业、16人参与，占58%。", False),
    ],
)
def test_a_share_must_compute(office, line, text, wrong):
    office.report("市工信局", "2021H1", line(24, text))
    assert bool(office.find("2021H1", 24, "inconsistent")) is wrong


def test_a_full_bar_beside_unfinished_work_disagrees(office, line):
    row = Context(column="进展情况", row=(("完成比例", "100%"),))
    office.report("威海市水产学校", "2021H1", line(13, "正在进行基础施工", "ongoing", context=row))
    assert office.find("2021H1", 13, "inconsistent")
    row = Context(column="进展情况", row=(("完成比例", "60%"),))
    office.claims.clear()
    office.report("威海市水产学校", "2021H1", line(13, "正在进行基础施工", "ongoing", context=row))
    assert not office.find("2021H1", 13, "inconsistent")


@pytest.mark.parametrize(
    ("done", "denied", "clash"),
    [
        ("已制定培训收入的使用办法并执行。", "该校至今未制定培训收入的使用办法。", True),
        ("已制定培训收入的使用办法并执行。", "该校尚未兑现培训人员课时补贴。", False),
        ("已制定培训收入的使用办法并执行。", "培训收入使用未见异常。", False),
        ("培训收入纳入公用经费。", "没有任何动作。", False),
    ],
)
def test_an_act_told_here_and_denied_there(office, line, done, denied, clash):
    office.report("市人社局", "2021H2", line(27, done))
    office.report("市教体局", "2021H2", line(27, denied, "blocked"), source="inspection")
    assert bool(office.find("2021H2", 27, "conflict")) is clash


def test_an_act_of_last_period_denied_now_is_a_step_back(office, line):
    office.report("市人社局", "2021H1", line(27, "已制定培训收入的使用办法。"))
    office.report("市人社局", "2021H2", line(27, "目前尚未制定培训收入的使用办法。", "blocked"))
    assert office.find("2021H2", 27, "regression")


def test_one_sentence_with_two_counts_is_no_conflict(office, line):
    text = "体验中心虽挂牌7处，但实地查看的3处中有1处全年没有接待学生。"
    office.report("市教体局", "2021H2", line(17, text, "blocked"), source="inspection")
    assert not office.find("2021H2", 17, "conflict")


def test_a_disputed_completion_is_asked_again_until_it_is_settled(office, line):
    office.report("威海市水产学校", "2021H2", line(15, "机电技术实训基地2021年12月20日通过验收。", met="15b"))
    assert "15b" not in {f.part for f in office.find("2021H2", 15, "overdue")}
    text = "机电技术实训基地设备正在安装调试。"
    office.report("市教体局", "2021H2", line(15, text, "ongoing"))
    assert "15b" in {f.part for f in office.find("2021H2", 15, "overdue")}
    office.report("市发改局", "2021H2", line(15, "机电技术实训基地通过竣工验收。", met="15b"))
    assert "15b" not in {f.part for f in office.find("2021H2", 15, "overdue")}


def test_an_honour_won_by_another_does_not_outweigh_the_units_own_word(office, line):
    office.report("市发改局", "2021H2", line(12, "某集团入选省级产教融合型企业。", met="12"))
    office.report("市教体局", "2021H2", line(12, "水产职教集团未能入选省级试点。", "blocked"))
    assert office.standing("2021H2", 12) != "完成"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("渔机专业设备按20%补助。", "冷链专业设备按25%补助。", False),  # a rate is owed for each of them
        ("冷链专业设备按20%补助。", "冷链专业设备按25%补助。", True),
        ("设备按20%补助。", "设备按25%补助。", True),
        ("冷链专业设备按20%补助。", "急需紧缺专业设备按25%补助。", False),
    ],
)
def test_rates_are_compared_for_one_and_the_same_thing(office, line, one, other, clash):
    office.report("市财政局", "2021H2", line(33, one))
    office.report("市教体局", "2021H2", line(33, other))
    assert bool(office.find("2021H2", 33, "conflict")) is clash
