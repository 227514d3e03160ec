from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers.furniture import PageLines, find_furniture, is_continuation_mark
from extractors.readers.lines import Line, glue
from extractors.readers.paragraphs import Column, column_of, join_lines
from extractors.readers.radicals import plain_characters

EM = 10.0


def column(texts: list[tuple[float, str]], page: int = 1, right: float = 200.0) -> Column:
    """Lines 15 points apart; (indent in ems, text), every character one em wide."""
    found = [
        Line(text, indent * EM, 15.0 * i, indent * EM + len(text) * EM, 15.0 * i + EM, EM, page)
        for i, (indent, text) in enumerate(texts)
    ]
    return column_of(found, 0.0, right)


FULL = "全年安排财政性职教经费投入较上年有所增长已"  # 21 characters


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("职教", "高地", ""),
        ("投资98.", "76万元", ""),
        ("12", "34", ""),
        ("new", "base", " "),
        ("完成", "3项", ""),
    ],
)
def test_what_stands_between_two_lines(before: str, after: str, between: str) -> None:
    assert glue(before, after) == between


def test_a_full_line_goes_on_and_a_short_one_ends() -> None:
    found = join_lines([column([(0, FULL[:20]), (0, "全部拨付到位。"), (0, "市财政局"), (0, "2021年")])])
    assert [p.text for p in found] == [FULL[:20] + "全部拨付到位。", "市财政局", "2021年"]


def test_an_indent_starts_a_paragraph_even_after_a_full_line() -> None:
    lines = [(2, FULL[:18]), (0, FULL[:19] + "。"), (2, FULL[:18]), (0, "完。")]
    assert len(join_lines([column(lines)])) == 2


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    first, second = column([(2, FULL[:18]), (0, FULL[:20])]), column([(0, "拨付。"), (2, "另起。")], page=2)
    assert [p.text for p in join_lines([first, second])] == [FULL[:18] + FULL[:20] + "拨付。", "另起。"]


def test_a_marker_after_a_full_stop_starts_a_paragraph() -> None:
    found = join_lines([column([(0, FULL[:19] + "。"), (0, "（二）" + FULL[:17]), (0, "完。")])])
    assert [p.text[:3] for p in found] == [FULL[:3], "（二）"]


@given(st.text(alphabet="职教高地建设任务，。、2021", max_size=400))
@settings(max_examples=60)
def test_joining_neither_loses_nor_adds_a_character(text: str) -> None:
    pieces = [(0.0, text[i : i + 20]) for i in range(0, len(text), 20) if text[i : i + 20].strip()]
    joined = "".join(p.text for p in join_lines([column(pieces)] if pieces else []))
    assert joined == text


def test_page_numbers_are_furniture_and_figures_in_the_text_are_not() -> None:
    body = Line("完成投资4100万元。", 80, 400, 300, 416, 16, 1)
    number = Line("— 3 —", 280, 790, 320, 802, 12, 1)
    lone = Line("2021", 80, 430, 120, 446, 16, 1)
    found = find_furniture([PageLines(1, 842, (body, lone, number))])
    assert [found.side_of(line) for line in (body, lone, number)] == [None, None, "footer"]


def test_a_head_on_one_page_only_stays_text() -> None:
    head = Line("市教体局文件", 200, 60, 400, 90, 22, 1)
    assert find_furniture([PageLines(1, 842, (head,)), PageLines(2, 842, ())]).side_of(head) is None


@pytest.mark.parametrize(("text", "mark"), [("（续表）", True), ("续表3", True), ("续建项目2个", False)])
def test_continuation_marks(text: str, mark: bool) -> None:
    assert is_continuation_mark(text) is mark


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_radicals_are_replaced_one_for_one(text: str) -> None:
    assert len(plain_characters(text)) == len(text)


def test_radicals_read_as_the_characters_they_stand_for() -> None:
    assert (
        plain_characters("⽔产学校⻓、⻅习、⻔、⻘年、⻝堂、⻣干、⻬、⺠办")
        == "水产学校长、见习、门、青年、食堂、骨干、齐、民办"
    )
