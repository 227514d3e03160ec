"""Where a paragraph ends when the margin alone does not tell."""

from __future__ import annotations

from extractors.readers.columns import find_gutter, keeps_gutter, placed
from extractors.readers.lines import Line, Run
from extractors.readers.paragraphs import column_of, join_lines

LEFT, RIGHT, EM = 80.0, 520.0, 16.0


def line(text: str, top: float, x0: float = LEFT, x1: float = RIGHT) -> Line:
    return Line(text, x0, top, x1, top + EM, EM, 1)


def paragraphs(*lines: Line) -> list[str]:
    return [p.text for p in join_lines([column_of(lines, LEFT, RIGHT)])]


PROSE = (
    line("今年以来，我局统筹推进各项重点任务，取得了较", LEFT + 2 * EM, LEFT + 2 * EM),
    line("好的成效。", 140, x1=160),
    line("下一步，将会同有关部门继续争取试点，健全机制", 168, LEFT + 2 * EM),
    line("压实责任。", 196, x1=160),
)


def test_a_unit_set_right_is_not_run_into_its_date() -> None:
    signed = (line("滨海区住建局", 252, RIGHT - 6 * EM), line("2021年1月8日", 280, RIGHT - 6.5 * EM))
    assert paragraphs(*PROSE, *signed)[-2:] == ["滨海区住建局", "2021年1月8日"]


def test_a_line_that_ended_early_goes_on_where_paragraphs_are_indented() -> None:
    early = (
        line("全年共争取上级资金93万元，到位率为38%，建成", 252, LEFT + 2 * EM, RIGHT - 4 * EM),
        line("基地两处，惠及群众三千余人。", 280, x1=300),
    )
    assert paragraphs(*PROSE, *early)[-1].startswith("全年共争取")
    assert paragraphs(*PROSE, *early)[-1].endswith("建成基地两处，惠及群众三千余人。")


def test_a_finished_sentence_at_an_early_end_does_not_go_on() -> None:
    ended = (
        line("全年共争取上级资金93万元，到位率为38%。", 252, LEFT + 2 * EM, RIGHT - 4 * EM),
        line("附表所列项目另行报送。", 280, x1=300),
    )
    assert paragraphs(*PROSE, *ended)[-2:] == [ended[0].text, ended[1].text]


def _column(x0: float, rows: int) -> list[Run]:
    return [
        Run("各项工作按期推进并取得新的进展", x0, 80 + 20 * i, x0 + 220, 92 + 20 * i, 12.0)
        for i in range(rows)
    ]


def test_a_last_page_keeps_its_columns_though_the_right_one_is_short() -> None:
    full = placed([*_column(60, 20), *_column(310, 20)], [])
    last = placed([*_column(60, 20), *_column(310, 2)], [])
    gutter = find_gutter(full)
    assert gutter is not None
    assert 280 < gutter < 310
    assert find_gutter(last) is None
    assert keeps_gutter(last, gutter)


def test_a_page_of_full_lines_has_no_columns_to_keep() -> None:
    wide = [Run("整行文字", 60, 80 + 20 * i, 530, 92 + 20 * i, 12.0) for i in range(20)]
    assert not keeps_gutter(placed(wide, []), 295.0)
