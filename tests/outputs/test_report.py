"""The arrangement: sums add up, every finding has its place, the ranking follows its printed formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from matching.findings import KIND_NAMES
from outputs.explain import UnknownFinding, explain, explain_item
from outputs.report import LightStyle, Receipt, Report, with_alarms
from outputs.report_sections import CONFLICT_KINDS, MAIN_KINDS, MATERIAL_KINDS, OFFICE_KINDS, is_late
from outputs.report_words import VERIFY, day_words, kind_name, ocr_grade, period_words


def test_the_five_standings_add_to_36(morning: Report) -> None:
    assert sum(count for _, count in morning.standings) == 36
    assert [name for name, _ in morning.standings] == ["完成", "正常", "滞后", "无应办事项", "无法判断"]


def test_received_is_the_sum_of_the_fates(morning: Report) -> None:
    assert morning.received_total == len(morning.receipts)
    assert dict(morning.received)["quarantined"] == 1
    assert dict(morning.received)["superseded"] == 0


def test_every_kind_has_exactly_one_section_and_a_way_to_verify() -> None:
    material = [kind for _, kinds in MATERIAL_KINDS for kind in kinds]
    assert Counter([*MAIN_KINDS, *material, *OFFICE_KINDS]) == Counter(list(KIND_NAMES))
    assert set(VERIFY) == set(KIND_NAMES)
    assert set(KIND_NAMES) >= CONFLICT_KINDS


def test_every_finding_stands_in_exactly_one_section(morning: Report) -> None:
    placed = [gap.finding.id for _, gaps in morning.main for gap in gaps]
    placed += [gap.finding.id for _, gap in morning.bare]
    placed += [gap.finding.id for group in morning.material for gap in group.gaps]
    placed += [gap.finding.id for gap in morning.office_matters]
    assert Counter(placed) == Counter(gap.finding.id for gap in morning.gaps)


def test_silent_units_are_named_once_and_the_others_beside_them(morning: Report) -> None:
    assert morning.silent == ("市发改局", "市委组织部")
    assert "市公安局" in morning.silent_beside
    assert "市教体局" not in morning.silent_beside
    # 市委教育工委 reports through 市教体局, which has reported
    assert "市委教育工委" not in morning.silent_beside


def test_changes_are_told_apart(morning: Report) -> None:
    changes = morning.changes
    assert [entry.item.number for entry in changes.worse] == [15]
    assert len(changes.closed) == len(changes.changed) == len(changes.reopened) == 1
    assert len(changes.new) + 8 == len(morning.gaps)


def test_the_ranking_follows_its_printed_formula(morning: Report) -> None:
    top = morning.risks[0]
    assert top.entry.item.number == 16
    # red 100 + 396 days // 10 + 184 days on the list // 30
    assert top.score == 100 + 39 + 6
    assert top.words.endswith("＝145分")
    assert [risk.score for risk in morning.risks] == sorted((r.score for r in morning.risks), reverse=True)


def test_overdue_counts_days_and_due_soon_counts_down(morning: Report) -> None:
    assert [(due.part.id, due.days) for due in morning.overdue] == [("16", 396), ("15b", 31)]
    assert all(due.days < 0 for due in morning.due_soon)


def test_a_card_shows_the_quote_in_its_surroundings(morning: Report) -> None:
    entry = morning.entry(15)
    assert entry is not None
    card = entry.gaps[0].cards[0]
    assert card.before == "一是加强实训基地建设。"
    assert card.after.startswith("联系人")
    assert card.place == "第3段"
    assert card.section == "二、主要做法"
    assert card.runner_up.startswith("第14项（12%）")


def test_a_recycled_quote_has_its_source_beside_it(morning: Report) -> None:
    entry = morning.entry(26)
    assert entry is not None
    repeats = entry.gaps[0].cards[0].repeats
    assert repeats is not None
    assert repeats.quote == "上半年面向重点人群开展培训560人次"
    assert repeats.file.startswith("2021上半年/")


def test_figures_of_an_item_form_a_series_against_its_target(morning: Report) -> None:
    entry = morning.entry(25)
    assert entry is not None
    (series,) = entry.series
    assert series.target == 1000
    assert [(point.period, point.value) for point in series.points] == [
        ("2021H1", 560.0),
        ("2021H2", 1230.0),
        ("2021H2", 680.0),
    ]
    assert [point.standing for point in entry.life] == ["无法判断", "正常", "正常"]


def test_late_reports_are_listed_only_where_a_deadline_is_set(build: Callable[..., Report]) -> None:
    assert all(group.name != "迟报" for group in build().material)


@pytest.mark.parametrize(("signed", "late"), [(date(2022, 1, 31), False), (date(2022, 2, 1), True)])
def test_the_deadline_itself_is_on_time(signed: date, late: bool) -> None:
    receipt = Receipt("a.docx", "0" * 64, "read", period="2021H2", signed=signed)
    assert is_late(receipt, date(2022, 1, 31)) is late
    assert not is_late(receipt, None)


def test_the_order_of_files_changes_nothing(build: Callable[..., Report]) -> None:
    def turn(desk: object) -> None:
        desk.receipts.reverse()  # type: ignore[attr-defined]
        desk.findings.reverse()  # type: ignore[attr-defined]
        desk.claims.reverse()  # type: ignore[attr-defined]

    straight, turned = build(), build(turn)
    assert straight.receipts == turned.receipts
    assert straight.rows == turned.rows
    assert [gap.finding.id for gap in straight.gaps] == [gap.finding.id for gap in turned.gaps]


def test_an_unknown_fate_does_not_break_the_sum(build: Callable[..., Report]) -> None:
    def add(desk: object) -> None:
        desk.receipts.append(Receipt("x", "0" * 64, "新去向"))  # type: ignore[attr-defined]

    report = build(add)
    assert report.received_total == len(report.receipts)


def test_progress_names_who_has_sent_and_who_not(morning: Report) -> None:
    assert morning.progress is not None
    assert morning.progress.reported == ()
    assert "市教体局" in morning.progress.waiting


def test_alarms_of_the_flow_reach_the_report(morning: Report) -> None:
    assert with_alarms(morning, ["已有26小时未成功运行"]).alarms == ("已有26小时未成功运行",)


def test_the_walk_of_a_finding_leads_to_its_characters(morning: Report) -> None:
    entry = morning.entry(15)
    assert entry is not None
    text = explain(morning, entry.gaps[0].finding.id[:8])
    for word in ("【机电技术实训基地主体结构已封顶", "第2块 11—", "为何匹配", "次选：第14项", "补什么可销"):
        assert word in text


@pytest.mark.parametrize("wrong", ["ffffffffffff", "", "不存在"])
def test_an_unknown_finding_is_said_so(morning: Report, wrong: str) -> None:
    with pytest.raises(UnknownFinding, match="没有编号"):
        explain(morning, wrong)


def test_an_item_without_gaps_shows_what_was_read(morning: Report) -> None:
    assert "未列差距" in explain_item(morning, 2)
    with pytest.raises(UnknownFinding):
        explain_item(morning, 99)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021H1", "2021年上半年"),
        ("2021H2", "2021年下半年"),
        ("2021Q3", "2021年第三季度"),
        ("2021-10", "2021年10月"),
        ("2021", "2021年度"),
        ("", "期次未明"),
        ("别的", "别的"),
    ],
)
def test_periods_are_said_in_words(period: str, words: str) -> None:
    assert period_words(period) == words


def test_days_have_no_leading_zeros() -> None:
    assert day_words(date(2022, 1, 5)) == "2022年1月5日"
    assert day_words(None) == "未注明"


@pytest.mark.parametrize(
    ("confidence", "grade"),
    [(None, ""), (0.95, "识别清晰"), (0.9, "识别尚可，宜核对原件"), (0.3, "识别较差，须核对原件")],
)
def test_ocr_has_three_grades(confidence: float | None, grade: str) -> None:
    assert ocr_grade(confidence) == grade


def test_an_unknown_kind_keeps_its_code() -> None:
    assert kind_name("nonesuch") == "nonesuch"


@pytest.mark.parametrize(
    "colour", ["000000", "FFFFFF", "B3261E", "FFD978", "CFE0F7", "767676", "FF0000", "00FF00"]
)
def test_any_colour_of_a_light_gets_ink_that_can_be_read(colour: str) -> None:
    def luminance(hexes: str) -> float:
        shares = [int(hexes[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(colour), luminance(LightStyle("red", "红", colour).ink)))
    assert (high + 0.05) / (low + 0.05) >= 4.5
