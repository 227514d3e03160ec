"""Where items stand, what stays outside the list, and what holds for every judgement."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from extractors.document import Span
from matching.gaps.commitments import commitment_lines
from matching.gaps.judge import GAPS, judge
from matching.gaps.settings import GapSettings
from matching.periods import Period
from matching.record import Passage, Record


def test_the_five_standings_add_to_36(office, line):
    office.everyone("2021H2")
    office.report(
        "市教体局", "2021H2", line(13, "创客中心未能按期建成。", "blocked"), line(9, "新聘教研员4名。")
    )
    office.report("好当家集团海洋学校", "2021H2", line(16, "实训基地通过验收。", met="16"))
    counted = Counter(s.standing for s in office.judge("2021H2", date(2022, 1, 31)).standings)
    assert sum(counted.values()) == 36
    assert set(counted) == {"完成", "滞后", "正常", "无应办事项", "无法判断"}


@pytest.mark.parametrize(
    ("item", "text", "status", "standing"),
    [
        (9, "新聘教研员4名。", "done", "正常"),
        (28, "因疫情暂停互访。", "blocked", "正常"),
        (21, "教师未能参加职称评审。", "blocked", "滞后"),
        (30, "", "", "无法判断"),
        (33, "", "", "无应办事项"),
    ],
)
def test_soft_items_are_never_behind(office, line, item, text, status, standing):
    office.everyone("2021H1")
    if text:
        office.report("市教体局", "2021H1", line(item, text, status))
    assert office.standing("2021H1", item) == standing


def test_every_finding_says_why_and_what_would_close_it_without_accusing(office, line):
    office.report("市教体局", "2021H2", line(25, "全市全年培训980人次。"), line(29, "拟启动。", "planned"))
    for finding in office.judge("2021H2", date(2022, 1, 31)).findings:
        assert finding.because.endswith("。")
        assert finding.closes_by.startswith("请")
        assert not {"造假", "弄虚作假"} & set(finding.because.split("，"))


def test_evidence_quotes_the_claims_own_words(office, line):
    office.report("市人社局", "2021H2", line(25, "全市全年培训980人次。"))
    found = office.find("2021H2", 25, "below_target", date(2022, 1, 31))[0]
    assert [e.quote for e in found.evidence] == ["全市全年培训980人次。"]
    assert found.evidence[0].end - found.evidence[0].start == len(found.evidence[0].quote)


def test_ids_do_not_repeat_within_a_day(office):
    ids = [f.id for f in office.judge("2021H2", date(2022, 1, 31)).findings]
    assert len(ids) == len(set(ids))


def test_the_order_of_files_does_not_matter(office, line):
    for unit in ("市教体局", "市发改局", "威海市水产学校"):
        office.report(unit, "2021H2", line(17, f"累计建成体验中心{len(unit)}处。"), line(9, "聘教研员。"))
    record = Record(tuple(office.submissions), tuple(office.claims))
    day, period = date(2022, 1, 31), Period.parse("2021H2")
    expected = judge(office.plan, record, day, period, GapSettings())
    mixed = random.Random(1)
    claims = tuple(mixed.sample(office.claims, len(office.claims)))
    again = replace(record, claims=claims, submissions=tuple(reversed(record.submissions)))
    assert judge(office.plan, again, day, period, GapSettings()) == expected


def test_a_later_period_changes_nothing_in_an_earlier_judgement(office, line):
    office.report("市教体局", "2021H1", line(9, "新聘教研员4名。"))
    before = office.judge("2021H1", date(2021, 7, 31))
    office.report("市教体局", "2021H2", line(9, "新聘教研员2名。"), line(16, "通过验收。", met="16"))
    assert office.judge("2021H1", date(2021, 7, 31)) == before


def test_colours_are_the_offices_choice(office):
    settings = GapSettings(lights={"no_evidence": "red"})
    found = [f for f in office.judge("2021H1", settings=settings).findings if f.kind == "no_evidence"]
    assert {f.light for f in found} == {"red"}


def test_every_kind_of_gap_has_its_rule():
    assert len(GAPS) == len({rule.__name__ for rule in GAPS}) == 19
    assert all(rule.__doc__ for rule in GAPS)


def test_promises_outside_the_list_stand_apart(office):
    sha = office.report("好当家集团海洋学校", "2021H1")
    text = "水产学校派出3名教师来我校顶岗帮扶，时间两个半月。"
    passage = Passage(Span(sha, 0, 0, len(text)), text, "a.docx", "好当家集团海洋学校", "2021H1")
    record = Record(tuple(office.submissions), (), (), (passage,))
    lines = commitment_lines(office.plan, record, date(2021, 7, 31), Period.parse("2021H1"))
    assert len(lines) == 16
    assert [told.commitment.id for told in lines if told.told] == ["B3"]
    assert lines[2].units == ("好当家集团海洋学校",)
