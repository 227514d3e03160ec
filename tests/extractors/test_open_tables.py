"""Tables without vertical rules come out row by row, however their cells are wrapped, aligned and set."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.office_papers.open_tables import OpenTable, open_table, rows_read
from benchmarks.office_papers.open_tables_drawn import by_chromium, by_office, by_reportlab, chromium
from extractors.readers.grid import Ruling
from extractors.readers.lines import Run
from extractors.readers.open_columns import blank_strips
from extractors.readers.open_head import head_of_two_levels
from extractors.readers.open_pieces import Piece, pieces_of
from extractors.readers.open_rows import rows_by_habit
from extractors.reading import read

SEEDS = range(300, 312)
EM = 10.0
#: Columns of the drawn tables below: a name of ten characters, two figures.
EDGES = (0.0, 110.0, 160.0, 210.0)
LEFT = (5.0, 115.0, 165.0)


def _right(tables: Sequence[OpenTable], files: Sequence[Path]) -> None:
    right = total = 0
    missed: list[str] = []
    for table, file in zip(tables, files, strict=True):
        good, wrong = rows_read(table, read(file))
        right, total = right + good, total + len(table.rows)
        missed += wrong
    assert right >= 0.98 * total > 100, missed


def test_tables_drawn_by_reportlab_are_read_row_by_row(tmp_path: Path) -> None:
    tables = [open_table(seed, "drawn") for seed in SEEDS]
    _right(tables, by_reportlab(tables, tmp_path))


@pytest.mark.office
def test_tables_printed_by_libreoffice_are_read_row_by_row(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    tables = [open_table(seed, "office") for seed in SEEDS]
    _right(tables, by_office(tables, tmp_path))


@pytest.mark.browser
def test_tables_printed_by_chromium_are_read_row_by_row(tmp_path: Path) -> None:
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    tables = [open_table(seed, "browser") for seed in SEEDS]
    _right(tables, by_chromium(tables, tmp_path))


def _piece(text: str, column: int, y: float) -> Piece:
    """A text whose line is at `y` ems."""
    x0, x1 = LEFT[column], LEFT[column] + sum(EM if c > "\u3000" else EM / 2 for c in text)
    run = Run(text, x0, y * EM, x1, (y + 1) * EM, EM)
    return Piece((column, column + 1), (run,), run.middle, x0, x1, EM)


def _rows(*texts: tuple[str, int, float]) -> list[str]:
    """Each row as its texts, column by column; wrapped ones with a stroke between their lines."""
    rows = rows_by_habit([[_piece(*text) for text in texts]], EDGES)
    return [
        " ".join(
            "/".join(p.text for p in sorted(row, key=lambda p: p.level) if p.place[0] == c)
            for c in sorted({p.place[0] for p in row})
        )
        for row in rows
    ]


NAME = "荣成市人力资源和社会"  # as wide as its column
SHORT = "荣成市财政局"


def test_a_wrapped_name_beside_texts_at_the_middle_is_one_row() -> None:
    assert _rows(
        (SHORT, 0, 0), ("12", 1, 0), ("34", 2, 0),
        (NAME, 0, 2), ("保障局", 0, 3.2), ("56", 1, 2.6), ("78", 2, 2.6),
        (SHORT, 0, 5.2), ("90", 1, 5.2), ("11", 2, 5.2),
    ) == [f"{SHORT} 12 34", f"{NAME}/保障局 56 78", f"{SHORT} 90 11"]  # fmt: skip


def test_a_wrapped_name_beside_texts_at_the_top_is_one_row() -> None:
    assert _rows(
        (NAME, 0, 0), ("保障局", 0, 1.2), ("12", 1, 0), ("34", 2, 0),
        (SHORT, 0, 3.2), ("56", 1, 3.2), ("78", 2, 3.2),
        (NAME, 0, 5.2), ("保障局", 0, 6.4), ("90", 1, 5.2), ("11", 2, 5.2),
    ) == [f"{NAME}/保障局 12 34", f"{SHORT} 56 78", f"{NAME}/保障局 90 11"]  # fmt: skip


def test_a_wrapped_name_beside_texts_at_the_foot_is_one_row() -> None:
    assert _rows(
        (NAME, 0, 0), ("保障局", 0, 1.2), ("12", 1, 1.2), ("34", 2, 1.2),
        (SHORT, 0, 3.2), ("56", 1, 3.2), ("78", 2, 3.2),
    ) == [f"{NAME}/保障局 12 34", f"{SHORT} 56 78"]  # fmt: skip


def test_two_cells_wrapped_at_once_are_one_row() -> None:
    assert _rows(
        (NAME, 0, 0), ("保障局", 0, 1.2), ("已按计", 1, 0), ("划推进", 1, 1.2), ("34", 2, 0.6),
        (SHORT, 0, 3.2), ("完成", 1, 3.2), ("78", 2, 3.2),
        (SHORT, 0, 5.2), ("未完成", 1, 5.2), ("79", 2, 5.2),
    ) == [f"{NAME}/保障局 已按计/划推进 34", f"{SHORT} 完成 78", f"{SHORT} 未完成 79"]  # fmt: skip


def test_a_wrapped_name_is_one_row_where_rows_stand_as_near_as_lines() -> None:
    assert _rows(
        (SHORT, 0, 0), ("12", 1, 0), ("34", 2, 0),
        (NAME, 0, 1.2), ("保障局", 0, 2.4), ("56", 1, 1.2), ("78", 2, 1.2),
        (SHORT, 0, 3.6), ("90", 1, 3.6), ("11", 2, 3.6),
    ) == [f"{SHORT} 12 34", f"{NAME}/保障局 56 78", f"{SHORT} 90 11"]  # fmt: skip


def test_rows_as_near_as_lines_stay_apart() -> None:
    rows = [(NAME, 0, 1.2 * n) for n in range(5)]
    figures = [(str(10 + n), c, 1.2 * n) for n in range(5) for c in (1, 2)]
    assert _rows(*rows, *figures) == [f"{NAME} {10 + n} {10 + n}" for n in range(5)]


def test_a_row_with_blank_cells_stays_apart_from_a_short_name() -> None:
    assert _rows(
        (SHORT, 0, 0), ("12", 1, 0), ("34", 2, 0),
        ("威海海洋职业学院", 0, 1.2),
        (NAME, 0, 2.4), ("56", 1, 2.4), ("78", 2, 2.4),
    ) == [f"{SHORT} 12 34", "威海海洋职业学院", f"{NAME} 56 78"]  # fmt: skip


def test_a_row_with_blank_cells_stays_apart_from_a_full_name_further_off_than_a_line() -> None:
    assert _rows(
        (NAME, 0, 0), ("保障局", 0, 1.2), ("12", 1, 0), ("34", 2, 0),
        (NAME, 0, 3.2), ("56", 1, 3.2), ("78", 2, 3.2),
        ("合计", 0, 5.2), ("90", 2, 5.2),
    ) == [f"{NAME}/保障局 12 34", f"{NAME} 56 78", "合计 90"]  # fmt: skip


def test_figures_under_each_other_stay_apart() -> None:
    assert _rows(
        (SHORT, 0, 0), ("12345.67", 1, 0), ("34", 2, 0),
        ("12345.67", 1, 1.2), ("78", 2, 1.2),
    ) == [f"{SHORT} 12345.67 34", "12345.67 78"]  # fmt: skip


def test_a_name_and_the_next_stay_apart_where_all_rows_are_evenly_loose() -> None:
    texts = [(name, 0, 1.9 * n) for n, name in enumerate((NAME, SHORT, NAME, SHORT))]
    assert _rows(*texts, *[("5", 1, 1.9 * n) for n in range(3)]) == [
        f"{NAME} 5",
        f"{SHORT} 5",
        f"{NAME} 5",
        SHORT,
    ]


def _head(
    *texts: tuple[str, float, float, float], rules: Sequence[Ruling] = ()
) -> list[tuple[int, int, int, int]]:
    """(row, column, rows, columns) of each cell; texts are (text, x0, x1, y)."""
    runs = [Run(text, x0, y, x1, y + EM, EM) for text, x0, x1, y in texts]
    places = [
        (min(sum(x <= r.x0 for x in EDGES[1:-1]), 2), max(sum(x < r.x1 for x in EDGES[1:-1]), 0) + 1)
        for r in runs
    ]
    pieces = pieces_of([(place, run.middle, run) for place, run in zip(places, runs, strict=True)])
    cells = head_of_two_levels(pieces, EDGES, (0.0, 40.0), rules, 1.2)
    return [(c.row, c.column, c.row_span, c.column_span) for c in cells]


TWO_LEVELS = [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]


def test_a_name_over_two_columns_has_theirs_under_it() -> None:
    assert (
        _head(("名称", 5, 25, 12), ("完成情况", 140, 180, 2), ("男", 125, 135, 22), ("女", 180, 190, 22))
        == TWO_LEVELS
    )


def test_a_rule_under_a_name_tells_its_columns() -> None:
    rule = Ruling(True, 17.0, 112.0, 208.0)
    names = (("名称", 5, 25, 12), ("人数", 115, 135, 2), ("男", 115, 125, 22), ("女", 165, 175, 22))
    assert _head(*names, rules=[rule]) == TWO_LEVELS


def test_a_name_at_the_left_of_its_columns_has_theirs_under_it() -> None:
    assert (
        _head(("名称", 5, 25, 2), ("人数", 115, 135, 2), ("男", 115, 125, 22), ("女", 165, 175, 22))
        == TWO_LEVELS
    )


def test_a_wrapped_name_of_one_column_has_no_second_level() -> None:
    assert (
        _head(("名称", 5, 25, 8), ("在校生", 115, 145, 2), ("（人）", 115, 145, 14), ("占比", 165, 185, 8))
        == []
    )


def test_wrapped_names_that_end_at_one_height_have_no_second_level() -> None:
    assert (
        _head(("名称", 5, 25, 14), ("完成", 115, 135, 2), ("情况", 115, 135, 14), ("占比", 165, 185, 14))
        == []
    )


def test_a_short_rule_under_one_name_alone_has_no_second_level() -> None:
    rule = Ruling(True, 17.0, 112.0, 158.0)
    assert _head(("名称", 5, 25, 8), ("人数", 115, 135, 8), ("占比", 165, 185, 8), rules=[rule]) == []


def test_columns_are_told_by_the_strips_that_no_text_enters() -> None:
    rows = [[_piece("甲乙丙", 0, n).runs[0], _piece("12", 1, n).runs[0]] for n in range(3)]
    edges, clear = blank_strips(rows, (0.0, 0.0, 210.0, 40.0))
    assert clear
    assert edges == [pytest.approx(75.0, abs=1.0)]
