"""OFD: lines to paragraphs, rulings to tables, every block with its page and box."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
from made_files import ofd, ofd_line, ofd_text

from extractors.reading import read_data


def table() -> str:
    """Three rows, two columns; the last row is one cell."""
    lines = [ofd_line(20, y, 120, y) for y in (50, 60, 70, 80)]
    lines += [ofd_line(x, 50, x, 80) for x in (20, 120)] + [ofd_line(60, 50, 60, 70)]
    cells = [("任务", 22, 52), ("完成率", 62, 52), ("建设", 22, 62), ("82%", 62, 62), ("合计两项", 22, 72)]
    return "".join(lines) + "".join(ofd_text(text, x, y) for text, x, y in cells)


def test_wrapped_lines_are_one_paragraph() -> None:
    content = (
        ofd_text("关于进展情况的报告", 70, 20, 7)
        + ofd_text("截至二〇二一年十月底双师型教师占比达到百分", 30, 40)
        + ofd_text("之八十二较年初提高。", 20, 48)
        + ofd_text("特此报告。", 30, 56)
    )
    document = read_data(ofd([content], title="报告"), "a.ofd")
    assert [block.text for block in document.blocks] == [
        "关于进展情况的报告",
        "截至二〇二一年十月底双师型教师占比达到百分之八十二较年初提高。",
        "特此报告。",
    ]
    assert document.properties["title"] == "报告"


def test_every_block_has_its_page_and_its_box_in_points() -> None:
    document = read_data(ofd([ofd_text("第一页", 20, 20), ofd_text("第二页", 20, 20)]), "a.ofd")
    assert [(block.index, block.page) for block in document.blocks] == [(0, 1), (1, 2)]
    assert document.pages == 2
    x0, top, x1, bottom = document.blocks[0].bbox or (0, 0, 0, 0)
    assert abs(x0 - 56.69) < 0.1
    assert 55 < top < bottom < 75
    assert x0 < x1 < 110


def test_a_ruled_table_becomes_cells_with_spans() -> None:
    document = read_data(ofd([ofd_text("表前", 20, 30) + table() + ofd_text("表后", 20, 90)]), "a.ofd")
    assert [b.text for b in document.blocks] == ["表前", "任务", "完成率", "建设", "82%", "合计两项", "表后"]
    cells = [b for b in document.blocks if b.kind == "cell"]
    assert [(b.table, b.row, b.column, b.row_span, b.column_span) for b in cells] == [
        (0, 0, 0, 1, 1), (0, 0, 1, 1, 1), (0, 1, 0, 1, 1), (0, 1, 1, 1, 1), (0, 2, 0, 1, 2),
    ]  # fmt: skip


def test_tables_of_later_pages_are_numbered_on() -> None:
    document = read_data(ofd([table(), table()]), "a.ofd")
    assert {block.table for block in document.blocks} == {0, 1}


def test_text_drawn_twice_for_boldness_is_read_once() -> None:
    document = read_data(ofd([ofd_text("重要事项", 20, 20) + ofd_text("重要事项", 20.05, 20)]), "a.ofd")
    assert [block.text for block in document.blocks] == ["重要事项"]


def test_a_page_without_text_is_told() -> None:
    document = read_data(ofd([ofd_text("有字", 20, 20), ""]), "a.ofd")
    assert [problem.message for problem in document.problems] == ["第2页无文字层"]


def test_an_underline_is_no_table() -> None:
    document = read_data(
        ofd([ofd_line(20, 30, 180, 30) + ofd_text("红头文件", 20, 20) + ofd_text("正文", 20, 40)]), "a.ofd"
    )
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]
