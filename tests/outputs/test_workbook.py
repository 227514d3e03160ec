"""任务台账.xlsx: the office's ledger, and its way back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from outputs.report import Opinion, Report
from outputs.workbook import (
    GAP_COLUMNS,
    GAP_SHEET,
    ITEM_COLUMNS,
    ITEM_SHEET,
    OPINIONS,
    render_workbook,
)
from outputs.workbook_reading import is_returned_ledger, read_opinions


@pytest.fixture(scope="module")
def data(morning: Report) -> bytes:
    return render_workbook(morning)


def _open(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def _column(columns: tuple[tuple[str, float], ...], name: str) -> int:
    return [head for head, _ in columns].index(name) + 1


def _edited(data: bytes, change: Callable[[Any], None], author: str = "王审核") -> bytes:
    book = _open(data)
    change(book)
    book.properties.lastModifiedBy = author
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _known(report: Report) -> tuple[set[int], set[str]]:
    return {entry.item.number for entry in report.items}, {gap.finding.id for gap in report.gaps}


def test_there_is_a_row_for_each_of_the_36_items(data: bytes) -> None:
    page = _open(data)[ITEM_SHEET]
    assert page.max_row == 38
    assert [page.cell(row, 1).value for row in range(3, 39)] == list(range(1, 37))


def test_heads_stay_in_view_and_on_every_printed_page(data: bytes) -> None:
    for page in _open(data).worksheets:
        assert page.freeze_panes
        assert page.auto_filter.ref
        assert page.print_title_rows == "$1:$2"
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0


def test_lights_are_letters_coloured_by_condition(data: bytes) -> None:
    for name in (ITEM_SHEET, GAP_SHEET):
        rules = [rule for area in _open(data)[name].conditional_formatting for rule in area.rules]
        assert len(rules) == 4
    page = _open(data)[ITEM_SHEET]
    assert page.cell(17, _column(ITEM_COLUMNS, "灯")).value == "红"


def test_no_cell_is_a_formula(data: bytes) -> None:
    for page in _open(data).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_the_same_report_gives_the_same_bytes(morning: Report, data: bytes) -> None:
    assert render_workbook(morning) == data


def test_forty_decisions_come_back_as_forty(morning: Report, data: bytes) -> None:
    column, noted = _column(GAP_COLUMNS, "审核意见"), _column(GAP_COLUMNS, "审核说明")

    def decide(book: Any) -> None:
        page = book[GAP_SHEET]
        for row in range(4, 4 + 20):
            page.cell(row, column, OPINIONS[row % 4])
            page.cell(row, noted, f"说明{row}")
        for row in range(3, 3 + 20):
            page = book[ITEM_SHEET]
            page.cell(row, _column(ITEM_COLUMNS, "审核意见"), "认可")
            page.cell(row, _column(ITEM_COLUMNS, "审核人"), "赵审核")
            page.cell(row, _column(ITEM_COLUMNS, "审核时间"), datetime(2022, 2, 3, 9, 30))  # noqa: DTZ001 - Excel keeps no zone

    items, findings = _known(morning)
    returned = _edited(data, decide)
    ledger = read_opinions(returned, items=items, findings=findings)
    shown = {gap.finding.id for gap in morning.gaps if gap.opinion} - {
        gap.finding.id for gap in morning.gaps[1:21]
    }
    ours = [one for one in ledger.opinions if one.finding not in shown]
    assert len(ours) == 40
    assert len([one for one in ours if one.place.startswith(GAP_SHEET)]) == 20
    assert len([one for one in ours if one.place.startswith(ITEM_SHEET)]) == 20
    assert all(one.author and one.time for one in ours)
    assert {one.author for one in ours if one.item} == {"赵审核"}
    assert {one.time for one in ours if one.item} == {"2022-02-03T09:30:00"}
    assert {one.author for one in ours if one.finding and not one.time.startswith("2022")} == {"王审核"}
    assert (ledger.plan, ledger.as_of) == (morning.plan_id, "2022-01-31")
    again = read_opinions(
        returned, items=items, findings=findings, known={one.key: one.opinion for one in ledger.opinions}
    )
    assert again.opinions == ()


def test_an_untouched_ledger_brings_nothing_new(build: Callable[..., Report]) -> None:
    report = build()
    recorded = {gap.finding.id: gap.opinion.opinion for gap in report.gaps if gap.opinion}
    items, findings = _known(report)
    ledger = read_opinions(render_workbook(report), items=items, findings=findings, known=recorded)
    assert ledger.opinions == ()
    assert ledger.problems == ()


@pytest.mark.parametrize(
    ("opinion", "key", "words"),
    [
        ("随便", None, "不在可选项"),
        ("认可", "abcdefabcdef", "不存在"),
        ("豁免", None, "不一致"),
    ],
)
def test_what_cannot_be_taken_is_reported(
    morning: Report, data: bytes, opinion: str, key: str | None, words: str
) -> None:
    first = morning.gaps[3].finding.id

    def change(book: Any) -> None:
        page = book[GAP_SHEET]
        page.cell(6, _column(GAP_COLUMNS, "审核意见"), opinion)
        if key is not None:
            page.cell(6, 1, key)

    items, findings = _known(morning)
    known = {first: "认可"} | {gap.finding.id: gap.opinion.opinion for gap in morning.gaps if gap.opinion}
    ledger = read_opinions(_edited(data, change), items=items, findings=findings, known=known)
    assert ledger.opinions == ()
    assert [words in one.message for one in ledger.problems] == [True]
    assert ledger.problems[0].place.startswith("差距!")


def test_two_opinions_about_one_finding_clash(morning: Report, data: bytes) -> None:
    def change(book: Any) -> None:
        page = book[GAP_SHEET]
        page.cell(6, _column(GAP_COLUMNS, "审核意见"), "认可")
        page.cell(7, 1, page.cell(6, 1).value)
        page.cell(7, _column(GAP_COLUMNS, "审核意见"), "豁免")

    items, findings = _known(morning)
    known = {gap.finding.id: gap.opinion.opinion for gap in morning.gaps if gap.opinion}
    ledger = read_opinions(_edited(data, change), items=items, findings=findings, known=known)
    assert ledger.opinions == ()
    assert len(ledger.problems) == 2


def test_sorted_and_shifted_rows_are_still_found(morning: Report, data: bytes) -> None:
    target = morning.gaps[5].finding.id

    def change(book: Any) -> None:
        page = book[GAP_SHEET]
        page.insert_rows(1, 2)
        row = next(row for row in range(3, 60) if page.cell(row, 1).value == target)
        page.cell(row, _column(GAP_COLUMNS, "审核意见"), "认可")

    items, findings = _known(morning)
    known = {gap.finding.id: gap.opinion.opinion for gap in morning.gaps if gap.opinion}
    ledger = read_opinions(_edited(data, change), items=items, findings=findings, known=known)
    assert [one.finding for one in ledger.opinions] == [target]


def test_another_workbook_is_no_ledger() -> None:
    target = io.BytesIO()
    Workbook().save(target)
    assert not is_returned_ledger(target.getvalue())
    assert not is_returned_ledger(b"")
    assert not is_returned_ledger(b"PK\x03\x04broken")
    with pytest.raises(ValueError, match="不是督办程序生成的任务台账"):
        read_opinions(target.getvalue(), items=(), findings=())


def test_recorded_opinions_are_shown_in_the_next_ledger(morning: Report, data: bytes) -> None:
    page = _open(data)[GAP_SHEET]
    column = _column(GAP_COLUMNS, "审核意见")
    shown = [page.cell(row, column).value for row in range(3, page.max_row + 1)]
    assert [one for one in shown if one] == [gap.opinion.opinion for gap in morning.gaps if gap.opinion]
    assert isinstance(next(gap.opinion for gap in morning.gaps if gap.opinion), Opinion)


def test_plans_stand_under_next_steps_and_not_under_progress(build: Callable[..., Report]) -> None:
    words = "下一步，计划2022年5月组织“双师型”教师认定。"

    def plan(desk: Any) -> None:
        digest = desk.hand_in("2021下半年/补充.docx", "市教体局", ["补充材料", words])
        desk.claim(digest, 1, words, 20, status="planned")

    page = _open(render_workbook(build(plan)))[ITEM_SHEET]
    row = next(row for row in range(3, page.max_row + 1) if page.cell(row, 1).value == 20)
    assert page.cell(row, _column(ITEM_COLUMNS, "下步措施")).value == words
    assert words not in page.cell(row, _column(ITEM_COLUMNS, "目前进展")).value
    assert "68.5%" in page.cell(row, _column(ITEM_COLUMNS, "目前进展")).value


def test_an_item_is_closed_in_the_ledger_only_when_it_is_finished(morning: Report, data: bytes) -> None:
    page = _open(data)[ITEM_SHEET]
    column = _column(ITEM_COLUMNS, "是否销号")
    told = {page.cell(row, 1).value: page.cell(row, column).value for row in range(3, page.max_row + 1)}
    assert {number for number, word in told.items() if word == "是"} == {
        entry.item.number for entry in morning.items if entry.standing == "完成"
    }
