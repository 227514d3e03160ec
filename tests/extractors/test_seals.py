"""Red ink apart from the print under it."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np

from extractors.readers.seals import part_inks

WHITE = (255, 255, 255)


def stamped(
    stamp: tuple[int, int, int], crossed: tuple[int, int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A page with a stamp and one upright stroke of print, half of it under the stamp."""
    page = np.full((400, 400, 3), WHITE, dtype=np.uint8)
    page[150:300, 100:250] = stamp
    page[100:300, 170:176] = crossed
    page[100:150, 170:176] = 0
    return page


@pytest.mark.parametrize(
    ("stamp", "crossed"),
    [((224, 93, 95), (159, 28, 30)), ((214, 38, 40), (30, 20, 20)), ((190, 60, 60), (105, 10, 10))],
    ids=["thick ink", "clear ink", "dark ink"],
)
def test_print_under_a_stamp_stays_and_the_stamp_goes(
    stamp: tuple[int, int, int], crossed: tuple[int, int, int]
) -> None:
    black = part_inks(stamped(stamp, crossed)).black
    assert black[120, 172] < 60
    assert black[220, 172] < 130
    assert black[220, 120] == 255
    assert black[220, 240] == 255


def test_a_bright_letterhead_does_not_turn_a_darker_stamp_into_print() -> None:
    page = stamped((185, 40, 40), (60, 10, 10))
    page[20:60, 50:350] = (250, 10, 10)
    black = part_inks(page).black
    assert black[220, 120] == 255
    assert black[40, 200] == 255


def test_a_page_without_red_keeps_its_greys() -> None:
    page = np.full((200, 200, 3), 255, dtype=np.uint8)
    page[50:60, 50:150] = 40
    inks = part_inks(page)
    assert inks.red is None
    assert inks.black[55, 100] == 40
