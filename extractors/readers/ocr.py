"""Scans and photos to documents: JPEG, PNG, TIFF, BMP, and PDF pages without a text layer.

The same lines, tables and paragraphs as from a text layer, with the confidence of the weakest line
on every block, the mark `ocr`, and a problem where ink was left that no box covers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from extractors.document import Document, Problem
from extractors.errors import DamagedFile, EmptyFile, TooLarge, ToolMissing
from extractors.readers.limits import Limits
from extractors.readers.ocr_engine import is_installed

if TYPE_CHECKING:
    from extractors.readers.layout import PageContent
    from extractors.readers.pdf_page import Page

__all__ = ["is_installed", "read_image", "read_page"]

INSTALL = "请安装文字识别扩展（pip install 'duban[ocr]'）后重跑，或请报送单位补交 Word 原件"
CHECK = "请对照原件核对，必要时请报送单位补交 Word 原件"
#: Pixels to the point at which pages are rendered: 220 dpi, less for large sheets.
SCALE = 220 / 72
MAX_SIDE = 3600
MAX_PIXELS = 120_000_000
#: A4's longer side in points: the size taken where a picture does not say its resolution.
A4_LONG = 842.0
#: Share of uncovered ink that is reported.
MAX_UNCOVERED = 0.02
#: Lines read below this are noise: specks, stamps, edges of the paper.
MIN_CONFIDENCE = 0.35


def read_image(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Read a picture file, each frame of a TIFF as a page.

    Raises ToolMissing without the extra `ocr`, EmptyFile, DamagedFile, and TooLarge for more frames than
    `limits.pages` or more than 120 megapixels.
    """
    if not data:
        raise EmptyFile(file, "文件为空（0字节）")
    if not is_installed():
        raise ToolMissing(file, "图片文件，没有文字层", INSTALL)
    from extractors.readers.layout import blocks

    pages = [
        _read(picture, scale, number, ())
        for number, (picture, scale) in enumerate(_frames(data, file, limits), start=1)
    ]
    problems = tuple(p for page in pages for p in page.problems)
    return Document(file, sha256, "image", blocks(pages), len(pages), problems=problems)


def _frames(data: bytes, file: str, limits: Limits) -> Iterator[tuple[Any, float]]:
    """Each frame as RGB pixels, with its pixels to the point."""
    import warnings

    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            count = getattr(image, "n_frames", 1)
            if count > limits.pages:
                raise TooLarge(file, f"共{count}页，超过上限{limits.pages}页")
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > MAX_PIXELS:
                    raise TooLarge(file, f"图片过大（{frame.width}×{frame.height}像素）")
                upright = ImageOps.exif_transpose(frame)
                flat = on_white(upright)
                factor = _enlargement(max(flat.size))
                if factor != 1.0:
                    flat = flat.resize(
                        (round(flat.width * factor), round(flat.height * factor)), Image.Resampling.LANCZOS
                    )
                yield np.asarray(flat), max(flat.size) / long_side(frame)
    except Image.DecompressionBombError as error:
        raise TooLarge(file, f"图片过大，超过{MAX_PIXELS // 10_000}万像素") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise DamagedFile(file, "图片损坏，无法打开", "请重新扫描或拍照后重报") from error


def on_white(image: Any) -> Any:
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image)
    return image.convert("RGB")


def _enlargement(longest: int) -> float:
    """Small pictures are doubled, huge ones made smaller."""
    if longest > MAX_SIDE:
        return MAX_SIDE / longest
    return 2.0 if longest < 1300 else 1.0


def long_side(image: Any) -> float:
    """Points of the longer side, by the stored resolution where it is a believable one."""
    dots = image.info.get("dpi", (0, 0))
    resolution = float(dots[0]) if dots and dots[0] else 0.0
    points = max(image.size) / resolution * 72 if 90 <= resolution <= 1200 else 0.0
    return points if 200 <= points <= 3000 else A4_LONG


def read_page(page: Page, found: Problem) -> PageContent:
    """A PDF page read from its picture; `found` says why and stays with the page."""
    import numpy as np

    scale = min(SCALE, MAX_SIDE / max(page.width, page.height, 1.0))
    return _read(np.asarray(page.render(scale)), scale, page.number, (found,))


def _read(picture: Any, scale: float, number: int, found: Sequence[Problem]) -> PageContent:
    from extractors.readers.grid import find_grids
    from extractors.readers.layout import PageContent
    from extractors.readers.ocr_lines import read_runs
    from extractors.readers.ocr_picture import find_rulings, ink, uncovered_share, upright
    from extractors.readers.pdf_tables import three_line_areas, three_line_grid
    from extractors.readers.seals import part_inks
    from extractors.readers.tables import fill
    from extractors.readers.turned import Frame

    height, width = picture.shape[:2]
    straight = upright(picture)
    frame = Frame(width / scale, height / scale, straight.turn, straight.tilt)
    inks = part_inks(straight.picture)
    dark = ink(inks.black)
    rulings, lines = find_rulings(dark, scale)
    grids = find_grids(rulings, snap=3.5)
    runs = [r for r in read_runs(inks, lines, grids, scale) if (r.confidence or 0.0) >= MIN_CONFIDENCE]
    boxes = [(r.x0 * scale, r.top * scale, r.x1 * scale, r.bottom * scale) for r in runs]
    problems = (
        *found,
        *_problems(number, uncovered_share(dark, lines, boxes, scale), [r.confidence for r in runs]),
    )
    areas = three_line_areas(rulings, grids, runs, frame.reading_size[0])
    by_text = (three_line_grid(area, runs, number, frame, None) for area in areas)
    tables = []
    for grid in (*grids, *(g for g in by_text if g is not None)):
        table, runs = fill(grid, runs, number, lambda run, _: [run])
        if sum(bool(c.text) for c in table.cells) >= 2:
            tables.append(table)
    return PageContent(number, frame, tuple(runs), tuple(tables), ocr=True, problems=problems)


def _problems(number: int, uncovered: float, confidences: Sequence[float | None]) -> Iterator[Problem]:
    known = [c for c in confidences if c is not None]
    if not known:
        yield Problem("no_text_recognised", f"第{number}页未识别出文字", CHECK)
    elif median(known) < 0.8:
        yield Problem("low_confidence", f"第{number}页识别置信度偏低（中位数{median(known):.2f}）", CHECK)
    if known and uncovered > MAX_UNCOVERED:
        yield Problem(
            "uncovered_ink", f"第{number}页约{uncovered:.0%}的墨迹未被识别为文字，可能有遗漏", CHECK
        )
