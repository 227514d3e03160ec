"""Strokes of characters that stand on one height are no line; a drawn line is one, faint or broken too."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("cv2")

from extractors.readers.ocr_picture import find_rulings  # noqa: E402 - needs the extra `ocr`

SCALE = 200 / 72


def _paper() -> np.ndarray:
    return np.zeros((400, 600), dtype=np.uint8)


def test_a_line_is_found() -> None:
    dark = _paper()
    dark[200:203, 50:550] = 255
    rulings, erased = find_rulings(dark, SCALE)
    assert [(r.horizontal, round(r.length * SCALE)) for r in rulings] == [(True, 500)]
    assert erased[201, 300] == 255


def test_a_broken_line_that_stands_free_is_found() -> None:
    dark = _paper()
    dark[200:202, 50:550] = 255
    dark[200:202, 50:550:9] = 0
    assert len(find_rulings(dark, SCALE)[0]) == 1


def test_strokes_of_neighbouring_characters_are_none() -> None:
    dark = _paper()
    for left in range(
        50, 530, 30
    ):  # a row of characters like 王: three strokes and a stem, small gaps between
        for top in (190, 201, 212):
            dark[top : top + 2, left : left + 25] = 255
        dark[190:214, left + 12 : left + 14] = 255
    rulings, erased = find_rulings(dark, SCALE)
    assert rulings == []
    assert not erased.any()


def test_an_underline_is_a_line_and_the_strokes_above_it_are_none() -> None:
    dark = _paper()
    for left in range(50, 530, 30):
        for top in (180, 190):
            dark[top : top + 2, left : left + 25] = 255
        dark[180:192, left + 12 : left + 14] = 255
    dark[203:205, 50:530] = 255
    assert [round(r.at * SCALE) for r in find_rulings(dark, SCALE)[0]] == [204]
