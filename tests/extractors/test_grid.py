from __future__ import annotations

from extractors.readers.grid import Ruling, find_grids, merge_rulings


def table(xs: list[float], ys: list[float]) -> list[Ruling]:
    across = [Ruling(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Ruling(False, x, ys[0], ys[-1]) for x in xs]


def spans(rulings: list[Ruling]) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.column, c.row_span, c.column_span) for g in find_grids(rulings) for c in g.cells]


def test_pieces_of_one_line_are_one_line() -> None:
    pieces = [Ruling(True, 10.0, 0, 50), Ruling(True, 10.4, 51, 90), Ruling(True, 60, 0, 90)]
    assert [(r.start, r.end) for r in merge_rulings(pieces)] == [(0, 90), (0, 90)]


def test_plain_grid() -> None:
    assert spans(table([0, 50, 100], [0, 20, 40])) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_two_tables_on_one_page_are_two_grids() -> None:
    grids = find_grids(table([0, 50, 100], [0, 20, 40]) + table([0, 30, 100], [200, 220, 240]))
    assert [g.box[1] for g in grids] == [0, 200]


def test_a_cell_over_two_rows_is_one_cell() -> None:
    rulings = [r for r in table([0, 50, 100], [0, 20, 40]) if not (r.horizontal and r.at == 20)]
    assert spans([*rulings, Ruling(True, 20, 50, 100)]) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_sides_left_open_are_closed() -> None:
    rulings = [Ruling(True, y, 0, 150) for y in (0, 20, 40)] + [Ruling(False, x, 0, 40) for x in (50, 100)]
    assert len(spans(rulings)) == 6


def test_a_frame_a_cross_and_an_underline_are_no_tables() -> None:
    assert find_grids(table([0, 100], [0, 40])) == []
    assert find_grids([Ruling(True, 20, 0, 100)]) == []
    assert find_grids([Ruling(True, 20, 0, 100), Ruling(True, 60, 0, 100)]) == []


def test_a_stray_line_makes_no_row() -> None:
    rulings = [*table([0, 50, 100], [0, 40, 80]), Ruling(True, 20, 48, 58)]
    assert {c.row_span for g in find_grids(rulings) for c in g.cells} == {1}
