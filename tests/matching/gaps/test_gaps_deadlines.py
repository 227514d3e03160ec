"""Due dates, their other readings, and items of two parts."""

from __future__ import annotations

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("day", "late"), [(date(2021, 12, 31), False), (date(2022, 1, 1), True), (date(2021, 11, 30), False)]
)
def test_the_due_day_itself_is_on_time(office, day, late):
    assert bool(office.find("2021H2", 13, "overdue", day)) is late


def test_a_replay_of_november_2021_finds_only_the_two_of_2020_overdue(office):
    found = [f for f in office.judge("2021H1", date(2021, 11, 30)).findings if f.kind == "overdue"]
    assert [(f.item, f.part) for f in found] == [(15, "15a"), (16, None)]
    soon = [f for f in office.judge("2021H1", date(2021, 11, 30)).findings if f.kind == "due_soon"]
    assert [(f.item, f.part) for f in soon] == [(13, None), (15, "15b")]


def test_acceptance_closes_overdue_money_and_contracts_do_not(office, line):
    office.report("市财政局", "2021H2", line(13, "创客实践中心工程款已拨付134万元。", fulfils={"13": "no"}))
    assert office.find("2021H2", 13, "overdue")
    office.report("威海市水产学校", "2021H2", line(13, "创客实践中心通过竣工验收。", met="13"))
    assert not office.find("2021H2", 13, "overdue")


def test_a_part_met_in_an_earlier_period_stays_met(office, line):
    office.report("威海市水产学校", "2020H2", line(15, "旅游服务实训基地12月10日验收。", met="15a"))
    assert [f.part for f in office.find("2022H1", 15, "overdue")] == ["15b"]


@pytest.mark.parametrize(
    ("day", "light"), [(date(2022, 12, 31), None), (date(2023, 1, 31), "yellow"), (date(2023, 6, 13), "red")]
)
def test_another_reading_of_within_three_years_is_only_yellow(office, day, light):
    lights = {f.light for f in office.find("2022H2", 17, "overdue", day)}
    assert lights == ({light} if light else set())


def test_a_soft_half_is_yellow_and_names_the_later_reading(office):
    found = office.find("2022H2", 14, "overdue", date(2023, 1, 31))
    assert [(f.part, f.light) for f in found] == [("14b", "yellow")]
    assert "2023年12月31日" in found[0].because


def test_because_says_what_was_required_when_and_how_late(office):
    because = office.find("2020H2", 16, "overdue", date(2021, 1, 31))[0].because
    assert "2020年12月31日" in because
    assert "31天" in because
    assert "未见到" in because


@pytest.mark.parametrize(
    ("day", "soon"),
    [
        (date(2021, 10, 1), False),
        (date(2021, 10, 2), True),
        (date(2021, 12, 31), True),
        (date(2022, 1, 1), False),
    ],
)
def test_due_soon_is_ninety_days_both_ends_included(office, day, soon):
    assert bool(office.find("2021H1", 13, "due_soon", day)) is soon


def test_one_part_met_and_the_other_due_is_partial(office, line):
    office.report("威海市水产学校", "2020H2", line(15, "旅游服务实训基地通过验收。", met="15a"))
    assert not office.find("2021H1", 15, "partial", date(2021, 7, 31))
    assert [f.part for f in office.find("2021H2", 15, "partial", date(2022, 1, 31))] == ["15b"]


def test_parts_without_a_date_are_due_from_the_start(office, line):
    office.report("市教体局", "2021H1", line(2, "获评威海市职业教育信息化创新与改革示范校。", met="2a"))
    assert [f.part for f in office.find("2021H1", 2, "partial")] == ["2b"]


def test_plan_text_never_closes_a_due_date(office, line):
    office.report("市教体局", "2020H2", line(16, "完成中西餐实训基地建设。", met="16", copied_from_plan=True))
    assert office.find("2020H2", 16, "overdue")


def test_an_act_from_before_the_plan_never_closes_a_due_date(office, line):
    office.report("市教体局", "2020H2", line(16, "2019年5月6日中西餐实训基地通过验收。", met="16"))
    assert office.find("2020H2", 16, "overdue")
