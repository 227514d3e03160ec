"""Crops of pictures: the quoted place is in it, marked, and upright."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.readers.image_crop import render_image_crop
from extractors.readers.pdf_crop import HIGHLIGHT


def _photo(kind: str = "PNG", *, turned: int = 0, dpi: int = 144) -> bytes:
    """600 × 1000 points at 144 dpi, white, with a black bar at (100, 200)–(300, 220) points."""
    picture = Image.new("RGB", (1200, 2000), "white")
    ImageDraw.Draw(picture).rectangle([200, 400, 600, 440], fill="black")
    target = io.BytesIO()
    exif = Image.Exif()
    if turned:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6  # shown turned clockwise again
    picture.save(target, kind, dpi=(dpi, dpi), exif=exif)
    return target.getvalue()


BOX = (100.0, 200.0, 300.0, 220.0)


def _marked(data: bytes) -> tuple[Image.Image, int, int]:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    pixels = [tuple(one) for row in np.asarray(picture).tolist() for one in row]
    near = [p for p in pixels if all(abs(a - b) < 24 for a, b in zip(p, HIGHLIGHT, strict=True))]
    return picture, len(near), sum(sum(p) < 90 for p in pixels)


@pytest.mark.parametrize(("kind", "turned"), [("PNG", 0), ("JPEG", 0), ("JPEG", 1)])
def test_the_place_is_in_the_crop(kind: str, turned: int) -> None:
    picture, _, black = _marked(render_image_crop(_photo(kind, turned=turned), 1, BOX, [BOX], 1.0))
    assert picture.size == (224, 44)  # 200 × 20 points and 12 around
    assert black == pytest.approx(200 * 20, rel=0.1)


def test_the_mark_covers_the_box_and_leaves_the_rest_white() -> None:
    beside = (100.0, 230.0, 300.0, 240.0)
    _, marked, _ = _marked(render_image_crop(_photo(), 1, (100.0, 200.0, 300.0, 240.0), [beside], 1.0))
    assert marked == pytest.approx(200 * 10, rel=0.15)


def test_a_place_at_the_edge_is_cut_off_there() -> None:
    picture, _, _ = _marked(render_image_crop(_photo(), 1, (580.0, 980.0, 600.0, 1000.0), [], 1.0))
    assert picture.size == (32, 32)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff broken", _photo()[:300]])
def test_a_broken_picture_is_an_error(data: bytes) -> None:
    with pytest.raises((OSError, SyntaxError)):
        render_image_crop(data, 1, BOX)


def test_a_frame_that_is_not_there_is_an_error() -> None:
    with pytest.raises(EOFError):
        render_image_crop(_photo(), 2, BOX)
