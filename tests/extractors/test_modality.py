"""How far an act has got, by the words and the place of its clause."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.modality import find_clauses, judge
from extractors.facts.modality_cues import find_cues
from extractors.statements import Context, parse_context

DEV = Path(__file__).parent / "data" / "modality_dev.jsonl"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("基地已建成并通过验收。", "done"),
        ("与企业签约2家。", "done"),
        ("克服疫情影响，如期完成建设。", "done"),
        ("计划招聘的20名教师已全部到岗。", "done"),
        ("将经费纳入2022年度预算。", "done"),
        ("全年未发生安全事故，培训1200人次。", "done"),
        ("主体完工，附属设施在建。", "ongoing"),
        ("基本完成改造。", "ongoing"),
        ("已申报省级试点，尚未公布结果。", "ongoing"),
        ("项目已批复，尚未组织实施。", "ongoing"),
        ("设备款已支付70%。", "ongoing"),
        ("中餐已开班，西餐教师尚未到位。", "ongoing"),
        ("21项任务已完成20项，其余正加快推进。", "ongoing"),
        ("正在安装设备，预计明年投入使用。", "ongoing"),
        ("场地已选定，拟明年招标。", "planned"),
        ("预计6月底投入使用。", "planned"),
        ("下一步，会同人社局出台办法。", "planned"),
        ("待比例确定后测算。", "planned"),
        ("申报未获通过，将再次申报。", "blocked"),
        ("至今没有开工。", "blocked"),
        ("受疫情影响，交流全面暂停。", "blocked"),
        ("方案已上报，省厅未批准。", "blocked"),
        ("我局为该项任务的牵头单位。", "none"),
        ("加强校企合作。", "none"),
        ("要进一步强化督导考核。", "none"),
        ("三、第12项任务。", "none"),
        ("第12项任务已完成。", "done"),
        ("分配比例至今定不下来。", "blocked"),
        ("对新政策了解不了解，都已培训一遍。", "done"),
        ("双师比例差1.8个百分点。", "blocked"),
        ("两校时差1小时，已错峰上课。", "done"),
        ("西餐间缺两台烤箱。", "blocked"),
        ("缺的两台烤箱已补齐。", "done"),
        ("分管局口头同意、尚未行文。", "ongoing"),
        ("整改意见9条已改7条。", "ongoing"),
        ("整改意见9条已改9条。", "done"),
        ("评委下旬到校复核，认定结果下月公布。", "ongoing"),
        ("拟组织考核，结果下月公布。", "planned"),
        ("学生还没毕业，就被企业预订一空。", "done"),
        ("学生还没毕业，企业没有预订。", "blocked"),
        ("剩余尾款38万元，已凭验收单结清。", "done"),
        ("剩余尾款38万元正在办理支付。", "ongoing"),
        ("中断三年的线上课堂重开。", "done"),
        ("线上课堂中断三年。", "blocked"),
        ("副校长缺额由3名减到1名。", "done"),
        ("副校长缺额3名。", "blocked"),
        ("人选由党组按程序研究确定。", "none"),
        ("人选已由党组研究确定。", "done"),
        ("春节后，学校考核录用技师1名，前后只用二十三天。", "done"),
        ("力促两家坐下来定办法，把比例一起敲定。", "planned"),
        ("致函两国院校，均无回音。", "ongoing"),
        ("莞岛", "none"),
        ("莞岛互访成行", "done"),
        ("未接到学校提出的办证申请。", "none"),
        ("未收到省厅批复。", "blocked"),
        ("向各责任单位发出提示函9份。", "done"),
        ("各责任单位要抓好落实。", "none"),
        ("将研究制定选拔任用办法。", "planned"),
        ("将研究成果纳入课程。", "done"),
    ],
)
def test_the_status_of_a_sentence(text: str, status: str) -> None:
    assert judge(text).status == status


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("“双高计划”申报", "计划"),
        ("招生计划", "计划"),
        ("拟聘人员", "拟"),
        ("草拟", "拟"),
        ("义务教育阶段", "阶段"),
        ("未来", "未"),
        ("困难学生", "困难"),
        ("正式", "正"),
        ("将军", "将"),
        ("《拟建项目管理办法》", "拟"),
    ],
)
def test_words_that_only_look_like_cues_are_none(text: str, word: str) -> None:
    from extractors.facts.clauses import masked

    assert word not in [cue.surface for cue in find_cues(masked(text))]


def test_the_column_says_what_a_phrase_without_tense_means() -> None:
    plan = Context(row=(("目标任务", "师资"), ("进展情况", "已招3人")), column="下一步打算")
    assert judge("招聘专业教师5名。", plan).status == "planned"
    assert judge("师资数量", Context(column="存在问题")).status == "blocked"
    assert (
        judge("年培训1000人次以上。", parse_context("进展情况：已培训860人次｜完成时限：每年")).status
        == "none"
    )
    assert judge("12月10日验收", parse_context("目标任务：旅游基地｜完成时限：2020.12")).status == "done"


@pytest.mark.parametrize(
    ("row", "text", "status"),
    [
        ("目标任务：备案｜进展情况：材料已交｜存在问题：省里没有批", "再跑一趟省厅", "planned"),
        ("目标任务：备案｜进展情况：材料已交｜下步措施：再跑省厅", "占比才四成一", "blocked"),
        ("目标任务：备案｜进展情况：材料已交｜存在问题：省里没有批", "已于5月补报", "done"),
        ("目标任务：备案｜存在问题：省里没有批｜下步措施：再跑省厅", "交了材料", "done"),
    ],
)
def test_a_cell_without_header_is_what_its_row_leaves_over(row: str, text: str, status: str) -> None:
    assert judge(text, parse_context(row)).status == status


def test_a_deed_dated_after_the_report_is_a_plan() -> None:
    text = "2021年上半年完成设备安装调试。"
    assert judge(text, finished_by=date(2020, 12, 29)).status == "planned"
    assert judge("2021年3月已完成安装。", finished_by=date(2021, 6, 30)).status == "done"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2022年1月18日，基地通过竣工验收。", "done"),
        ("2022年1月18日通过竣工验收。", "done"),
        ("拟于2022年1月18日通过竣工验收。", "planned"),
        ("2022年1月通过竣工验收。", "planned"),
        ("2022年1月18日召开现场会。", "planned"),
    ],
)
def test_an_end_told_with_its_exact_day_is_told_as_reached(text: str, status: str) -> None:
    assert judge(text, finished_by=date(2021, 12, 27)).status == status


def test_each_clause_has_its_own_status() -> None:
    text = "场地已落实，设备正在采购，下月将招标。"
    assert [clause.status for clause in find_clauses(text)][1:] == ["ongoing", "planned"]


def test_the_words_that_decided_are_given() -> None:
    assert "未获批" in judge("省级试点未获批。").cues


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="已未拟将正在完成计划，。；：《》“”（）12%月待中 \n", max_size=60))
def test_clauses_lie_in_the_text_and_nothing_raises(text: str) -> None:
    for clause in judge(text, finished_by=date(2021, 12, 31)).clauses:
        assert 0 <= clause.start < clause.end <= len(text)


def test_the_labelled_clauses_stay_understood() -> None:
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    right = sum(judge(row["text"], parse_context(row["context"])).status == row["status"] for row in rows)
    assert right / len(rows) >= 0.95


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("两个岗位招不到人。", "blocked"),
        ("比年度目标少120人次。", "blocked"),
        ("参加认定的教师中，通过的仅6名。", "blocked"),
        ("联席会议原定5月建立，因人员变动推迟。", "blocked"),
        ("培训不仅办了5期，还颁发证书210本。", "done"),
        ("缓解了专业课教师缺编的压力，招聘19人。", "done"),
        ("经费按月拨付，从未拖欠。", "done"),
        ("上年度未完成的采购任务今年补齐。", "done"),
        ("除韩语外，其余7个专业全部招满。", "done"),
        ("先后两次向责任单位下发提示单，列出问题41个。", "done"),
        ("课程标准还差两门没有定稿。", "ongoing"),
        ("申请已转报省厅，至今未见批复。", "ongoing"),
        ("方案通过校务会，报主管部门审批。", "ongoing"),
        ("50%", "ongoing"),
        ("100%", "done"),
        ("已选定地块，计划2022年动工。", "planned"),
        ("招聘方案报人社局核准，拟明年3月发布公告。", "planned"),
        ("各学校要提高站位，抓好落实。", "none"),
        ("现将有关情况汇报如下。", "none"),
        ("／", "none"),
    ],
)
def test_bars_rests_requests_and_demands(text: str, status: str) -> None:
    assert judge(text).status == status


def test_below_troubles_a_deed_with_a_but_is_a_trouble() -> None:
    trouble = parse_context("三、存在的问题")
    assert judge("建成8处，剩下2处没有选址。", trouble).status == "blocked"
    assert judge("余款连续两个月晚到账。", trouble).status == "blocked"
    assert judge("整改方案已印发各校。", trouble).status == "done"
    assert judge("正在与人社部门会商解决。", trouble).status == "ongoing"


def test_a_row_with_task_and_progress_leaves_the_problem_or_the_plan() -> None:
    row = parse_context("目标任务：韩国交流｜上半年进展：线上互访1次｜预计完成时间：长期")
    assert judge("人员往来不便", row).status == "blocked"
    assert judge("加强线上交流", row).status == "planned"


def test_half_years_and_months_count_from_the_report() -> None:
    midsummer, december = date(2021, 6, 28), date(2021, 12, 28)
    assert judge("下半年，视安排研究编制问题。", finished_by=midsummer).status == "planned"
    assert judge("下半年招聘教师9名。", finished_by=december).status == "done"
    assert judge("9月底前招聘教师9名。", finished_by=midsummer).status == "planned"
