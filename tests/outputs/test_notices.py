"""Papers to one unit: its own words only, nothing private, room to answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document

from outputs.notices import render_notice, render_reminder
from outputs.notices_tasks import render_task_book
from outputs.report import Report
from outputs.report_types import IssuedPaper


def _text(data: bytes) -> str:
    document: Any = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_notice_quotes_only_its_addressee(morning: Report) -> None:
    text = _text(render_notice(morning, "市教体局"))
    assert "机电技术实训基地主体结构已封顶" in text
    assert "1230人次" not in text  # 市人社局
    assert "680人次" not in text  # 水产学校
    assert "1230与680" not in text


def test_a_foreign_quote_inside_the_reason_is_left_out(build: Callable[..., Report]) -> None:
    from dataclasses import replace

    def tell(desk: Any) -> None:
        overdue = desk.findings[0]
        assert overdue.part == "15b"
        quoted = f"期限已过31天，材料说的是“{overdue.evidence[0].quote}”（市教体局）"
        desk.findings[0] = replace(overdue, because=quoted)

    report = build(tell)
    assert "主体结构已封顶" in _text(render_notice(report, "市教体局"))
    foreign = _text(render_notice(report, "市发改局"))
    assert "主体结构已封顶" not in foreign
    assert "期限已过31天（截至2022年1月31日），所见材料尚未载明办结。" in foreign


def test_recycled_material_does_not_name_the_other_unit(build: Callable[..., Report]) -> None:
    text = _text(render_notice(build(), "市人社局"))
    assert "与以往材料相同" in text

    def lend(desk: Any) -> None:
        from dataclasses import replace

        old = next(one for one in desk.submissions if one.file.startswith("2021上半年/"))
        desk.submissions[desk.submissions.index(old)] = replace(
            old, unit="市财政局", file="市财政局/半年.docx"
        )

    foreign = _text(render_notice(build(lend), "市人社局"))
    assert "与其他单位材料相同" in foreign
    assert "市财政局/半年" not in foreign
    assert "560人次" not in foreign


def test_the_number_stays_blank_until_it_is_issued(morning: Report) -> None:
    assert "督办〔2022〕　　号" in _text(render_notice(morning, "市教体局"))
    assert "督办〔2022〕3号" in _text(render_notice(_issued(morning, "2022-01-31"), "市教体局"))


def _issued(report: Report, as_of: str) -> Report:
    """The report once 市教体局's notice of `as_of` was numbered, sent on 1 February, due back on the 20th."""
    paper = IssuedPaper("3", date(2022, 2, 1), date(2022, 2, 20), None, as_of)
    units = tuple(replace(one, notice=paper) if one.short == "市教体局" else one for one in report.units)
    return replace(report, units=units)


def test_the_days_of_an_issued_notice_are_those_that_were_decided(morning: Report) -> None:
    text = _text(render_notice(_issued(morning, "2022-01-31"), "市教体局"))
    assert "2022年2月1日" in text.splitlines()
    assert "2022年2月20日前书面回复" in text
    assert "2022年2月15日" not in text


def test_a_notice_of_a_later_day_is_another_paper(morning: Report) -> None:
    text = _text(render_notice(_issued(morning, "2022-01-10"), "市教体局"))
    assert "督办〔2022〕　　号" in text
    assert "此前已发督办〔2022〕3号" in text
    assert "2022年2月15日前书面回复" in text


def test_a_notice_says_what_to_send_by_when_and_how_to_object(morning: Report) -> None:
    text = _text(render_notice(morning, "市教体局"))
    assert "2022年2月15日前" in text
    assert "2022年2月7日前书面反映" in text
    assert "机电技术实训基地竣工验收意见" in text
    assert "荣成市教育和体育局：" in text


def test_nothing_private_stands_in_an_issued_paper(morning: Report) -> None:
    for text in (
        _text(render_notice(morning, "市教体局")),
        _text(render_task_book(morning, "市教体局")),
    ):
        assert "13812345678" not in text
        assert "371082199001011234" not in text
        assert "\u202e" not in text


def test_a_reminder_lists_the_silent_units_duties(morning: Report) -> None:
    text = _text(render_reminder(morning, "市发改局"))
    assert "未见到你单位可读的本期材料" in text
    assert "2021年完成水产学校创客实践中心建设。" in text


def test_a_reminder_says_which_file_could_not_be_opened(morning: Report) -> None:
    text = _text(render_reminder(morning, "市公安局"))
    assert "打不开.docx" in text
    assert "请取消密码后重报" in text


def test_a_task_book_has_room_for_measures_and_a_timetable(morning: Report) -> None:
    text = _text(render_task_book(morning, "市人社局"))
    for word in ("明确目标", "分析现状", "查找差距", "细化措施", "责任分工", "完成时限", "时间表"):
        assert word in text
    assert "期限：2022年12月31日" in text
    assert "1230人次" in text  # its own words
    assert "680人次" not in text


@pytest.mark.parametrize("render", [render_notice, render_reminder, render_task_book])
def test_an_unknown_unit_is_refused(morning: Report, render: Callable[[Report, str], bytes]) -> None:
    with pytest.raises(ValueError, match="方案"):
        render(morning, "市水利局")


def test_a_unit_without_gaps_gets_no_notice(morning: Report) -> None:
    quiet = next(unit.short for unit in morning.units if not unit.gaps)
    with pytest.raises(ValueError, match="没有需要督办的差距"):
        render_notice(morning, quiet)


def test_the_same_report_gives_the_same_notices(morning: Report) -> None:
    assert render_notice(morning, "市教体局") == render_notice(morning, "市教体局")


def test_a_notice_also_says_which_file_could_not_be_opened(build: Callable[..., Report]) -> None:
    def send(desk: Any) -> None:
        from outputs.report import Receipt

        for name, period in (("坏.docx", "2021H2"), ("旧.docx", "2021H1")):
            desk.receipts.append(
                Receipt(name, "a" * 64, "quarantined", "文件已损坏", "请重新另存后重报", "市教体局", period)
            )

    text = _text(render_notice(build(send), "市教体局"))
    assert "坏.docx" in text
    assert "旧.docx" not in text  # of another period


def test_the_offices_own_questions_stay_in_the_office(build: Callable[..., Report]) -> None:
    report = build(
        lambda desk: desk.find(31, "unassigned", "grey", units=("市财政局",), closes="请办公室明确责任单位")
    )
    assert any(gap.finding.kind == "unassigned" for gap in report.gaps)
    text = _text(render_notice(report, "市财政局"))
    assert "明确责任单位" not in text
    assert "第13项" in text  # its other gaps are there


def test_a_request_to_another_unit_is_spoken_to_the_addressee(build: Callable[..., Report]) -> None:
    def ask(desk: Any) -> None:
        for number in (21, 29):
            lead = "、".join(desk.plan.item(number).lead)
            desk.find(number, "no_evidence", "yellow", closes=f"请{lead}补报本期做了什么、何时")

    report = build(ask)
    lead = _text(render_notice(report, "市人社局"))
    assert "请补报本期做了什么、何时" in lead
    assert "请市人社局补报" not in lead
    beside = _text(render_notice(report, "市教体局"))
    assert "请配合市人社局补报本期做了什么、何时" in beside


def test_a_request_that_names_no_unit_stays_as_it_is(build: Callable[..., Report]) -> None:
    words = "请补报“完成建设”的验收、批复或投入使用材料"
    text = _text(
        render_notice(build(lambda desk: desk.find(24, "partial", "yellow", closes=words)), "市教体局")
    )
    assert words in text


def test_obstacles_that_others_report_are_told_without_their_words(build: Callable[..., Report]) -> None:
    def stop(desk: Any) -> None:
        quote = "全年开展各类培训680人次"
        evidence = next(
            place for one in desk.findings for place in one.evidence if place.quote.startswith(quote)
        )
        desk.find(25, "blocked", "yellow", evidence=(evidence,), because=f"水产学校自述受阻：“{quote}”",
                  units=("市教体局", "威海市水产学校"))  # fmt: skip

    report = build(stop)
    assert "680人次" in _text(render_notice(report, "威海市水产学校"))
    other = _text(render_notice(report, "市教体局"))
    assert "680人次" not in other
    assert "其他单位的材料反映该项推进中遇有障碍" in other


def test_a_notice_is_signed_below_its_text_and_the_slip_follows(morning: Report) -> None:
    document: Any = Document(io.BytesIO(render_notice(morning, "市教体局")))
    lines = document.paragraphs
    texts = [one.text for one in lines]
    asked = next(place for place, text in enumerate(texts) if "前书面回复，一事一文" in text)
    signed = next(place for place, one in enumerate(lines) if one.style.name == "发文机关署名")
    slip = texts.index("回执")
    assert asked < signed < slip
    assert all(one.paragraph_format.keep_with_next for one in lines[asked:signed])
    assert lines[slip].paragraph_format.keep_with_next
    assert lines[slip]._p.getnext() is document.tables[-1]._tbl


@pytest.mark.parametrize(
    ("own", "words"), [(True, "你单位和其他单位的材料均反映"), (False, "其他单位的材料反映")]
)
def test_a_unit_that_reports_the_obstacle_itself_is_not_told_of_others_alone(
    build: Callable[..., Report], own: bool, words: str
) -> None:
    def tell(desk: Any) -> None:
        school = desk.hand_in("水校.docx", "威海市水产学校", ["实训耗材经费尚无着落，培训停办。"])
        bureau = desk.hand_in("人社.docx", "市人社局", ["师资不足，培训暂停，尚未恢复。"])
        places = [desk.claim(school, 0, "实训耗材经费尚无着落，培训停办。", 25, status="blocked")]
        if own:
            places.append(desk.claim(bureau, 0, "师资不足，培训暂停，尚未恢复。", 25, status="blocked"))
        because = "威海市水产学校自述受阻：“实训耗材经费尚无着落，培训停办。”（威海市水产学校）。"
        desk.find(25, "blocked", "yellow", evidence=tuple(places), because=because, units=("市人社局",))

    text = _text(render_notice(build(tell), "市人社局"))
    assert words in text
    assert "实训耗材" not in text
    assert ("师资不足" in text) is own
