"""Red ink apart from black: seals vanish, the date under them stays, red letterheads are kept for a second look."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.readers.ocr_engine import Pixels

#: A pixel is red where its red value leads the others by this much (of 255), faded stamps included.
REDNESS = 45
#: Under the stamp black print keeps a red value below this.
PRINT = 115
#: Print under a stamp is darker than the stamp by this much at least, in the red channel.
UNDER_STAMP = 38
#: From this much darker than its border value on, print under a stamp is made black.
RAMP = 19
#: Pixels around one in which its stamp is looked for; wider than a stroke of print.
NEAR = 41
#: Share of red pixels from which a page counts as stamped or headed in red.
MIN_RED = 0.0004


@dataclass(frozen=True, slots=True)
class Inks:
    """One page of grey pixels without red ink, and where the red ink was."""

    black: Pixels  # height × width, 255 = paper
    red: Pixels | None  # the red ink alone as dark on white; None where there is hardly any


def part_inks(picture: Pixels) -> Inks:
    """Read the red channel (`picture` is height × width × RGB): red becomes paper, black stays black."""
    channels = picture.astype(np.int16)
    red, others = channels[..., 0], np.maximum(channels[..., 1], channels[..., 2])
    is_red = (red - others > REDNESS) & (red > PRINT)
    if is_red.mean() < MIN_RED:
        grey = (0.299 * channels[..., 0] + 0.587 * channels[..., 1] + 0.114 * channels[..., 2]).astype(
            np.uint8
        )
        return Inks(grey, None)
    black = red.astype(np.uint8)
    floor = np.maximum(_red_around(red, is_red) - UNDER_STAMP, PRINT)
    under = is_red & (red <= floor)
    is_red &= ~under
    black[under] = np.clip((red - floor + RAMP)[under] * (255 / RAMP), 0, 255).astype(np.uint8)
    black[is_red] = 255
    # The rim of a stamp is pinkish grey: lighten what leans to red without being print.
    rim = (red - others > REDNESS // 3) & (red > np.maximum(PRINT + 30, floor))
    black[rim] = 255
    alone = np.full_like(black, 255)
    alone[is_red] = np.minimum(others, 255).astype(np.uint8)[is_red]
    return Inks(black, alone)


def _red_around(red: NDArray[np.int16], is_red: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The usual red value of the red ink near each pixel, 0 where there is none near.

    Under a thick stamp print turns red too; it stays darker in the red channel than the stamp beside it.
    """
    window = (NEAR, NEAR)
    total = cv2.boxFilter(np.where(is_red, red, 0).astype(np.float32), -1, window)
    share = cv2.boxFilter(is_red.astype(np.float32), -1, window)
    return np.asarray(np.where(share > 0.01, total / np.maximum(share, 0.01), 0.0), dtype=np.float32)
