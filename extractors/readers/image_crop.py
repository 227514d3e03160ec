"""Crops of a picture that was handed in, with the quoted place marked, as pdf_crop makes them of a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

from extractors.readers.lines import Box
from extractors.readers.ocr import long_side, on_white
from extractors.readers.pdf_crop import HIGHLIGHT, MARGIN, MAX_SIDE


def render_image_crop(
    data: bytes, page: int, bbox: Box, highlight: Sequence[Box] = (), scale: float = 2.0
) -> bytes:
    """PNG of the part of a picture around `bbox`, the boxes in `highlight` marked yellow.

    `page` is the frame, 1-based; boxes are points from the top left of the picture as shown; `scale` is pixels
    to the point. Raises OSError for a picture that does not open, EOFError for a frame it lacks.
    """
    from PIL import Image, ImageChops, ImageDraw, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = Image.open(io.BytesIO(data))
        frame.seek(page - 1)
        picture = on_white(ImageOps.exif_transpose(frame))
    density = max(picture.size) / long_side(frame)
    left, top = max(0.0, bbox[0] - MARGIN), max(0.0, bbox[1] - MARGIN)
    corners = (left, top, bbox[2] + MARGIN, bbox[3] + MARGIN)
    x0, y0, x1, y1 = (round(place * density) for place in corners)
    part = picture.crop((x0, y0, min(x1, picture.width), min(y1, picture.height)))
    scale = min(scale, MAX_SIDE / max(part.size) * density)
    part = part.resize(
        [max(1, round(side / density * scale)) for side in part.size], Image.Resampling.LANCZOS
    )
    marks = Image.new("RGB", part.size, "white")
    draw = ImageDraw.Draw(marks)
    for box in highlight:
        draw.rectangle([(box[0] - left) * scale, (box[1] - top) * scale,
                        (box[2] - left) * scale, (box[3] - top) * scale], fill=HIGHLIGHT)  # fmt: skip
    target = io.BytesIO()
    ImageChops.multiply(part, marks).quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()
