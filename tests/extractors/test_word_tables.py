"""Each cell of a Word table stands once, at its upper left corner, with its spans."""

from __future__ import annotations

import pytest
from lxml import etree

from extractors.readers.word_tables import Grid, lay_out

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid_of(*rows: str) -> Grid:
    return lay_out(etree.fromstring(f'<w:tbl xmlns:w="{MAIN}">{"".join(rows)}</w:tbl>'))


def places(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {
        "".join(cell.element.itertext()): (cell.row, cell.column, cell.row_span, cell.column_span)
        for row in grid.rows
        for cell in row.cells
    }


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_vertical_merge_is_one_cell_and_does_not_shift_its_row():
    grid = grid_of(
        row(cell("一", RESTART), cell("甲")), row(cell("", CONTINUE), cell("乙")), row(cell("二"), cell("丙"))
    )
    assert places(grid) == {
        "一": (0, 0, 2, 1), "甲": (0, 1, 1, 1), "乙": (1, 1, 1, 1), "二": (2, 0, 1, 1), "丙": (2, 1, 1, 1),
    }  # fmt: skip


def test_a_wide_cell_moves_its_neighbour_to_the_right_column():
    grid = grid_of(row(cell("宽", '<w:gridSpan w:val="2"/>'), cell("窄")))
    assert places(grid) == {"宽": (0, 0, 1, 2), "窄": (0, 2, 1, 1)}


def test_a_merge_both_ways_covers_a_rectangle():
    wide = '<w:gridSpan w:val="2"/>'
    grid = grid_of(row(cell("大", wide + RESTART), cell("右")), row(cell("", wide + CONTINUE), cell("下")))
    assert places(grid)["大"] == (0, 0, 2, 2)
    assert places(grid)["下"] == (1, 2, 1, 1)


def test_an_old_horizontal_merge_counts_like_a_wide_cell():
    grid = grid_of(
        row(cell("合", '<w:hMerge w:val="restart"/>'), cell("", '<w:hMerge w:val="continue"/>'), cell("后"))
    )
    assert places(grid) == {"合": (0, 0, 1, 2), "后": (0, 2, 1, 1)}


def test_columns_skipped_before_a_row_are_counted():
    assert places(grid_of(row(cell("缩进"), properties='<w:gridBefore w:val="2"/>')))["缩进"][1] == 2


def test_a_continued_merge_with_nothing_above_is_an_ordinary_cell():
    assert places(grid_of(row(cell("孤", CONTINUE))))["孤"] == (0, 0, 1, 1)


def test_a_row_whose_deletion_is_tracked_is_no_row():
    grid = grid_of(row(cell("删"), properties='<w:del w:author="张三"/>'), row(cell("留")))
    assert places(grid) == {"留": (0, 0, 1, 1)}
    assert len(grid.deleted) == 1


@pytest.mark.parametrize(("span", "columns"), [("abc", 1), ("200000000", 63), ("-3", 1), ("", 1)])
def test_a_senseless_span_is_cut_to_what_a_table_can_have(span: str, columns: int):
    assert places(grid_of(row(cell("怪", f'<w:gridSpan w:val="{span}"/>'))))["怪"][3] == columns


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((row(cell("序号"), cell("进展")), row(cell("1"), cell("已完成。"))), 1),
        ((row(cell("序号"), properties="<w:tblHeader/>"), row(cell("1")), row(cell("2"))), 1),
        ((row(cell("台账", '<w:gridSpan w:val="2"/>')), row(cell("序号"), cell("进展")), row(cell("1"), cell("x"))), 2),
        ((row(cell("指标"), cell("2020"), cell("2021")), row(cell("人数"), cell("3"), cell("4"))), 1),
        ((row(cell("1"), cell("培训教师")), row(cell("2"), cell("建设基地"))), 0),
        ((row(cell("已经完成全部建设任务。"), cell("是")), row(cell("2"), cell("否"))), 0),
        ((row(cell("序号"), cell("进展")),), 0),
    ],
)  # fmt: skip
def test_the_rows_that_head_the_columns_are_found(rows: tuple[str, ...], expected: int):
    assert grid_of(*rows).header_rows == expected


def test_a_two_storey_header_is_two_rows():
    grid = grid_of(
        row(cell("单位", RESTART), cell("人数", '<w:gridSpan w:val="2"/>')),
        row(cell("", CONTINUE), cell("教师"), cell("学生")),
        row(cell("一中"), cell("5"), cell("60")),
    )
    assert grid.header_rows == 2
