"""Dates that cannot be, evidence that is old, evidence handed in before."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Span
from matching.gaps.judge import judge
from matching.gaps.settings import GapSettings
from matching.periods import Period
from matching.record import Passage, Record, RepeatedDocument

SIGNED = date(2021, 6, 28)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2021年2月30日通过验收。", True),
        ("6月31日通过验收。", True),
        ("2021.13.05通过验收。", True),
        ("２０２１年４月３１日揭牌。", True),
        ("2月29日召开推进会。", False),
        ("2020年2月29日召开推进会。", False),
        ("1-6月召开推进会31次。", False),
        ("6月30日通过验收。", False),
        ("执行12.31版本标准。", False),
    ],
)
def test_a_day_that_is_not_in_the_calendar(office, line, text, wrong):
    office.report("市教体局", "2021H1", line(1, text), signed=SIGNED)
    assert bool(office.find("2021H1", 1, "impossible_date", date(2021, 7, 31))) is wrong


@pytest.mark.parametrize(
    ("text", "status", "wrong"),
    [
        ("共享协议已于2021年7月15日签订。", "done", True),
        ("共享协议已于2021年6月28日签订。", "done", False),
        ("共享协议已于2021年5月15日签订。", "done", False),
        ("计划2021年7月15日签订共享协议。", "planned", False),
        ("已完成协议起草，计划2021年7月15日签订。", "done", False),
        ("合同已签订，有效期至2024年7月15日。", "done", False),
    ],
)
def test_a_finished_act_after_the_signed_day(office, line, text, status, wrong):
    office.report("市教体局", "2021H1", line(1, text, status), signed=SIGNED)
    assert bool(office.find("2021H1", 1, "impossible_date", date(2021, 7, 31))) is wrong


def test_claims_that_rest_on_last_years_acts_are_stale(office, line):
    office.report("市教体局", "2021H1", line(1, "2020年11月5日签订共享协议。"))
    assert office.find("2021H1", 1, "stale")


@pytest.mark.parametrize(
    "text",
    [
        "比2020年11月5日协议新增教室2间。",
        "2021年3月5日签订补充协议。",
        "持续推进场地共享。",
        "根据2020年11月5日印发的办法推进共享。",
    ],
)
def test_new_undated_or_continuing_acts_are_not_stale(office, line, text):
    office.report("市教体局", "2021H1", line(1, text))
    assert not office.find("2021H1", 1, "stale")


def test_one_new_act_beside_old_ones_is_enough(office, line):
    office.report("市教体局", "2021H1", line(1, "2020年11月5日签订协议。"), line(1, "新开放教室4间。"))
    assert not office.find("2021H1", 1, "stale")


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("2021年4月5日签订共享协议。", True),  # of the first half, told again as the year closes
        ("2021年6月30日签订共享协议。", True),
        ("2021年7月1日签订共享协议。", False),
        ("2021年4月5日签订协议，2021年9月1日启用共享教室。", False),
        ("自2021年4月5日起持续共享教室。", False),
    ],
)
def test_an_act_from_before_the_period_is_old_also_when_the_year_closes(office, line, text, old):
    office.report("市教体局", "2021H2", line(1, text))
    assert bool(office.find("2021H2", 1, "stale")) is old


def test_repeated_evidence_is_recycled_and_names_both_places(office, line):
    sha = office.report("市教体局", "2020H2", line(9, "配备专兼职教研员，教研活动制度化。"))
    office.report(
        "市教体局", "2021H1", line(9, "配备专兼职教研员，教研活动制度化。", recycled_from=Span(sha, 0, 0, 16))
    )
    found = office.find("2021H1", 9, "recycled")
    assert len(found) == 1
    assert "2020H2" in found[0].because
    assert not office.find("2020H2", 9, "recycled")


def test_repeated_plan_text_is_copied_not_recycled(office, line):
    sha = office.report("市教体局", "2020H2")
    again = line(9, "加强教研队伍建设。", "none", copied_from_plan=True, recycled_from=Span(sha, 0, 0, 9))
    office.report("市教体局", "2021H1", again)
    assert not office.find("2021H1", 9, "recycled")


def test_a_repeated_document_is_said_once_for_its_unit(office):
    old, new = office.report("市工信局", "2020H2"), office.report("市工信局", "2021H1")
    pair = (
        Passage(Span(new, 1, 0, 5), "同样的句子", "新.docx", "市工信局", "2021H1"),
        Passage(Span(old, 2, 0, 5), "同样的句子", "旧.docx", "市工信局", "2020H2"),
    )
    record = Record(tuple(office.submissions), (), (RepeatedDocument(new, old, 0.9, (pair,)),))
    told = judge(office.plan, record, date(2021, 7, 31), Period.parse("2021H1"), GapSettings())
    found = [f for f in told.findings if f.kind == "recycled"]
    assert [(f.item, f.unit, len(f.evidence)) for f in found] == [(None, "市工信局", 2)]
