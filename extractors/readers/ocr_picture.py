"""Pictures of pages made upright and straight; ruling lines and ink found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.readers.grid import Ruling
from extractors.readers.ocr_engine import Pixels, find_boxes, is_upside_down, recognise_line

#: Skew up to this many degrees is straightened; more is a photo taken askew, and tried too.
MAX_TILT = 15.0
#: Below this a page counts as straight.
MIN_TILT = 0.12
#: A ruling is at least this long, in points; no character's stroke is.
MIN_RULING = 30.0

#: Share of a line's length that is inked, of a faint one with gaps of a pixel or two closed.
DRAWN = 0.88

Quad = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture turned `turn` degrees anticlockwise, then straightened by `tilt` degrees."""

    picture: Pixels  # height × width × RGB
    turn: int  # by how much the text stood turned clockwise: 0, 90, 180, 270
    tilt: float  # degrees clockwise by which lines sloped after that


def upright(picture: Pixels) -> Upright:
    """Find which way is up by the shape of the text boxes and by reading, then straighten."""
    boxes = find_boxes(picture)
    if not boxes:
        return Upright(picture, 0, 0.0)
    turn = 0
    if _are_upright_columns(boxes):
        turn, picture = 90, _turned(picture, 90)
        boxes = find_boxes(picture)
    if _stands_on_head(picture, boxes):
        turn, picture = (turn + 180) % 360, _turned(picture, 180)
        boxes = find_boxes(picture)
    tilt = _slope(boxes)
    if MIN_TILT < abs(tilt) <= MAX_TILT:
        straight = rotated(picture, tilt)
        rest = _slope(find_boxes(straight)) if abs(tilt) > 1.0 else 0.0
        if MIN_TILT < abs(rest) < 1.5:
            tilt += rest
            straight = rotated(picture, tilt)
        return Upright(straight, turn, tilt)
    return Upright(picture, turn, 0.0)


def _turned(picture: Pixels, degrees: int) -> Pixels:
    """Turned back by `degrees` clockwise, that is anticlockwise."""
    return np.ascontiguousarray(np.rot90(picture, degrees // 90))


def rotated(picture: Pixels, tilt: float) -> Pixels:
    """Straightened: lines that slope down to the right by `tilt` degrees become level. White fills the corners."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    white = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=white),
        dtype=np.uint8,
    )


def _sides(box: Quad) -> tuple[float, float]:
    return float(np.linalg.norm(box[1] - box[0])), float(np.linalg.norm(box[3] - box[0]))


def _are_upright_columns(boxes: Sequence[Quad]) -> bool:
    """Most text, by length, stands in boxes higher than wide: the page lies on its side."""
    level = upright_length = 0.0
    for box in boxes:
        width, height = _sides(box)
        if height > 1.5 * width:
            upright_length += height
        elif width > 1.5 * height:
            level += width
    return upright_length > level


def _stands_on_head(picture: Pixels, boxes: Sequence[Quad]) -> bool:
    """A vote of the longest lines; a close one is settled by how well they read either way."""
    longest = sorted((b for b in boxes if _sides(b)[0] > 2 * _sides(b)[1]), key=lambda b: -_sides(b)[0])[:7]
    crops = [cut_out(picture, box) for box in longest]
    votes = sum(is_upside_down(crop) for crop in crops)
    if votes == 0 or not crops:
        return False
    as_is = sum(recognise_line(c).confidence for c in crops[:5])
    turned = sum(recognise_line(_turned(c, 180)).confidence for c in crops[:5])
    return turned > as_is


def _slope(boxes: Sequence[Quad]) -> float:
    """Median slope of long lines in degrees, positive where they sink to the right."""
    slopes, weights = [], []
    for box in boxes:
        width, height = _sides(box)
        if width < 4 * height:
            continue
        along = (box[1] - box[0]) + (box[2] - box[3])
        slopes.append(float(np.degrees(np.arctan2(along[1], along[0]))))
        weights.append(width)
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    half = np.cumsum(np.asarray(weights)[order])
    return slopes[int(order[int(np.searchsorted(half, half[-1] / 2))])]


def cut_out(picture: Pixels, box: Quad) -> Pixels:
    """The box as a level picture of its own."""
    width, height = (max(1, round(side)) for side in _sides(box))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(box, dtype=np.float32), target)
    found = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, dtype=np.uint8)


def ink(grey: Pixels) -> Pixels:
    """255 where something dark is printed, 0 on paper, shadows evened out."""
    size = max(31, (min(grey.shape) // 40) | 1)
    smooth = cv2.medianBlur(grey, 3)
    found = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, 18)
    return np.asarray(found, dtype=np.uint8)


def find_rulings(dark: Pixels, scale: float) -> tuple[list[Ruling], Pixels]:
    """Straight lines in ink, in points at `scale` pixels to the point; and the ink that they are made of."""
    length = max(20, int(MIN_RULING * scale))
    rulings: list[Ruling] = []
    lines = np.zeros_like(dark)
    for horizontal in (True, False):
        kernel = (length, 1) if horizontal else (1, length)
        bridge = (7, 3) if horizontal else (3, 7)
        closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones(bridge[::-1], np.uint8))
        opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(kernel[::-1], np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        for x, y, width, height, _ in stats[1:]:
            thickness = height if horizontal else width
            stretch = (x, y, width, height) if horizontal else (y, x, height, width)
            if thickness > 5 * scale or not _is_drawn(dark if horizontal else dark.T, stretch):
                continue
            place = (slice(y, y + height), slice(x, x + width))
            lines[place] = np.maximum(lines[place], opened[place])
            middle = (y + height / 2) if horizontal else (x + width / 2)
            start, extent = (x, width) if horizontal else (y, height)
            rulings.append(Ruling(horizontal, middle / scale, start / scale, (start + extent) / scale))
    return rulings, np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _is_drawn(dark: Pixels, stretch: tuple[int, int, int, int]) -> bool:
    """A level stretch (x, y, width, height) is a line, not strokes of neighbouring characters that stand on one height.

    A line is inked almost throughout, or stands free where it is faint; strokes have wider gaps between the
    characters, and other strokes above and below.
    """
    x, y, width, height = stretch

    def inked(top: int, bottom: int) -> Pixels:
        return np.asarray((dark[max(0, top) : max(0, bottom), x : x + width] > 0).any(axis=0), dtype=np.uint8)

    line = inked(y, y + height)
    beside = max(inked(y - 4, y - 1).mean(), inked(y + height + 1, y + height + 4).mean())
    mended = cv2.morphologyEx(line[None, :], cv2.MORPH_CLOSE, np.ones((1, 3), np.uint8))
    return bool((line.mean() >= DRAWN and beside < 0.5) or (mended.mean() >= DRAWN and beside < 0.2))


def uncovered_share(
    dark: Pixels, lines: Pixels, boxes: Sequence[tuple[float, float, float, float]], scale: float
) -> float:
    """Share of character-sized ink that lies in no box (pixels), rulings and specks left out."""
    rest = cv2.bitwise_and(dark, cv2.bitwise_not(lines))
    _, _, stats, centres = cv2.connectedComponentsWithStats(rest, connectivity=8)
    sizes = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    proper = (np.maximum(wide, high) > 3.0 * scale) & (np.maximum(wide, high) < 60 * scale) & (sizes > 4)
    margin = 0.02 * min(dark.shape)
    proper &= (centres[:, 0] > margin) & (centres[:, 0] < dark.shape[1] - margin)
    proper &= (centres[:, 1] > margin) & (centres[:, 1] < dark.shape[0] - margin)
    proper[0] = False
    covered = np.zeros(dark.shape, dtype=np.uint8)
    reach = 2 * scale
    for x0, y0, x1, y1 in boxes:
        covered[max(0, int(y0 - reach)) : int(y1 + reach), max(0, int(x0 - reach)) : int(x1 + reach)] = 1
    xs = np.clip(centres[:, 0].astype(int), 0, dark.shape[1] - 1)
    ys = np.clip(centres[:, 1].astype(int), 0, dark.shape[0] - 1)
    outside = proper & (covered[ys, xs] == 0)
    total = float(sizes[proper].sum())
    return float(sizes[outside].sum()) / total if total else 0.0
