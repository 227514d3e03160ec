"""Ledgers: every visible cell at its place, shown as its author saw it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractors.document import Block, Document
from extractors.readers.cell_display import show
from extractors.readers.sheet_grid import cell_name
from extractors.reading import read_data

LEGACY = Path(__file__).parent / "files" / "legacy"


def ledger(fill: Callable[[Any], None]) -> Document:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(buffer)
    return read_data(buffer.getvalue(), "台账.xlsx")


def rows(*lines: list[Any]) -> Document:
    def fill(book: Any) -> None:
        for line in lines:
            book.active.append(line)

    return ledger(fill)


def texts(document: Document, kind: str = "cell") -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def at(document: Document, row: int, column: int) -> Block:
    return next(block for block in document.blocks if (block.row, block.column) == (row, column))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.82, "0%", "82%"),
        (0.456, "0.0%", "45.6%"),
        (0.005, "0%", "1%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1_000_000, "#,##0", "1,000,000"),
        (98.76, "General", "98.76"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-05, "General", "0.00001"),
        (12345, '0!.0,"万元"', "1.2万元"),
        (5, '0"人"', "5人"),
        (5, '"第"0"批"', "第5批"),
        (3, 'G/通用格式"人次"', "3人次"),
        (-5.5, "#,##0.00_);(#,##0.00)", "(5.50)"),
        (-5.5, "0.00", "-5.50"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (7, "000", "007"),
        (1.005, "0.00", "1.01"),
        (12, "¥#,##0.00", "¥12.00"),
        (44, "[红色]0.00", "44.00"),
        (42, "@", "42"),
        (True, "General", "TRUE"),
        (None, "0%", ""),
        (datetime.date(2021, 9, 30), "General", "2021-09-30"),
        (datetime.datetime.fromisoformat("2021-09-30"), 'yyyy"年"m"月"d"日"', "2021年9月30日"),
        (datetime.datetime.fromisoformat("2021-09-30"), "m月d日", "2021年9月30日"),
        (datetime.datetime.fromisoformat("2021-09-01"), "[$-804]yyyy年m月", "2021年9月"),
        (datetime.datetime.fromisoformat("2021-09-30T14:05"), "yyyy/m/d h:mm", "2021-09-30 14:05"),
        (datetime.time(9, 30), "h:mm", "09:30"),
    ],
)
def test_a_cell_shows_what_its_format_says(value: object, number_format: str, shown: str) -> None:
    assert show(value, number_format) == shown


@pytest.mark.parametrize(
    "number_format", ["", ";;;", '"', "[", "0.0.0", "#" * 300, "0" * 300 + "." + "0" * 300, "\\"]
)
def test_no_format_breaks_the_reading(number_format: str) -> None:
    assert isinstance(show(12.5, number_format), str)


def check_ledger(document: Document) -> None:
    assert [b.text for b in document.blocks if b.kind == "heading"] == ["职业教育重点任务进展台账"]
    assert texts(document, "paragraph") == ["填报单位：市教体局", "填报日期：", "2021-11-05"]
    header = [block for block in document.blocks if "header_row" in block.marks and block.table == 0]
    assert [b.text for b in header] == [
        "序号",
        "任务",
        "进展情况",
        "完成率",
        "投资（万元）",
        "完成时间",
        "上半年",
        "下半年",
    ]
    assert {b.row for b in header} == {2, 3}
    assert (at(document, 2, 2).row_span, at(document, 2, 2).column_span) == (1, 2)
    assert [at(document, row, 4).text for row in (4, 5, 6)] == ["100%", "82%", "45.6%"]
    assert [at(document, row, 5).text for row in (4, 5, 6)] == ["1,234.50", "98.76", "1,000,000.00"]
    assert [at(document, row, 6).text for row in (4, 5, 6)] == ["2021年9月30日", "2021-10-31", "2021年底"]
    assert (at(document, 6, 1).text, at(document, 6, 1).row_span) == ("校企合作", 2)
    assert "隐藏数字" not in document.text


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    document = read_data((LEGACY / "ledger.xls").read_bytes(), "台账.xls")
    check_ledger(document)
    assert document.kind == "xls"
    assert (at(document, 7, 4).text, at(document, 7, 5).text) == ("50%", "1,001,333.26")
    [problem] = document.problems
    assert problem.message == "工作表“内部测算”为隐藏工作表，其中 2 个单元格未计入正文"


def test_a_wps_name_for_the_same_format_is_not_misnamed() -> None:
    document = read_data((LEGACY / "ledger.xls").read_bytes(), "台账.et")
    assert "misnamed" not in {problem.code for problem in document.problems}


def test_blocks_are_numbered_in_reading_order() -> None:
    document = rows(["序号", "任务"], [1, "建设"], [2, "验收"])
    assert [block.index for block in document.blocks] == list(range(6))
    assert texts(document) == ["序号", "任务", "1", "建设", "2", "验收"]


def test_a_table_of_one_header_row_marks_only_it() -> None:
    document = rows(["序号", "任务", "进展"], [1, "建设实训基地", "已建成"], [2, "引进教师", "完成率82%"])
    assert [b.text for b in document.blocks if b.marks] == ["序号", "任务", "进展"]


@pytest.mark.parametrize(
    "lines",
    [
        [[1, "建设实训基地"], [2, "引进教师"]],
        [["一、总体进展情况。"], ["全市完成投资98.76万元，同比增长12%。"]],
        [["填报单位：市教体局", "填报人：张三"], ["联系电话：0000000", "日期：2021年11月"]],
        [["唯一的一行", "没有下文"]],
    ],
)
def test_data_is_no_header(lines: list[list[Any]]) -> None:
    assert all("header_row" not in block.marks for block in rows(*lines).blocks)


def test_years_may_be_column_names() -> None:
    document = rows(["指标", 2019, 2020, 2021], ["在校生数", 5800, 6011, 6238])
    assert [b.text for b in document.blocks if b.marks] == ["指标", "2019", "2020", "2021"]


def test_text_under_a_merged_area_is_not_there_twice() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for line in (["任务", "单位"], ["建设", "教体局"], ["验收", "财政局"]):
            sheet.append(line)
        sheet.merge_cells("A2:A3")

    document = ledger(fill)
    assert texts(document) == ["任务", "单位", "建设", "教体局", "财政局"]
    assert at(document, 1, 0).row_span == 2


def test_hidden_rows_and_columns_are_told_not_read() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for line in (["任务", "内部意见"], ["建设", "暂缓"], ["验收", "不报"]):
            sheet.append(line)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    document = ledger(fill)
    assert texts(document) + texts(document, "heading") + texts(document, "paragraph") == ["任务", "建设"]
    [problem] = [p for p in document.problems if p.code == "hidden_cells"]
    assert "第3行为隐藏行，B列为隐藏列" in problem.message
    assert "4 个单元格" in problem.message


def test_a_formula_that_was_never_calculated_is_told() -> None:
    document = rows(["任务", "完成率"], ["建设", "=1/2"])
    [problem] = document.problems
    assert (problem.code, "B2" in problem.message) == ("no_cached_value", True)


def test_comments_are_notes_beside_their_cell() -> None:
    def fill(book: Any) -> None:
        book.active.append(["任务", "进展"])
        book.active.append(["建设", "完成"])
        book.active["B2"].comment = openpyxl.comments.Comment("此处待核", "张三")

    document = ledger(fill)
    [note] = [block for block in document.blocks if block.kind == "note"]
    assert (note.text, note.row, note.column, note.marks) == ("此处待核", 1, 1, ("comment",))


def test_tables_are_numbered_by_their_sheet() -> None:
    def fill(book: Any) -> None:
        for name in ("上半年", "下半年"):
            sheet = book.create_sheet(name)
            sheet.append(["任务", "进展"])
            sheet.append(["建设", name])

    assert {(block.table, block.text) for block in ledger(fill).blocks if "半年" in block.text} == {
        (1, "上半年"),
        (2, "下半年"),
    }


def test_cells_have_excel_s_names() -> None:
    assert [cell_name(place) for place in ((0, 0), (4, 1), (9, 26), (0, 701), (0, 702))] == [
        "A1",
        "B5",
        "AA10",
        "ZZ1",
        "AAA1",
    ]
