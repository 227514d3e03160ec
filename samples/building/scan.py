"""Lines onto photographed paper: an image-only PDF with a red seal over the date."""

import math
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from building.markup import Line, plain

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-{weight}.ttc"
SIMPLIFIED = 2  # index of the SC face in the collection
DPI, WIDTH, HEIGHT, MARGIN, LEADING = 200, 1654, 2339, 230, 62
SIZES = {"title": 52, "letterhead": 60, "heading": 38}
COLUMNS = {"title": 22, "letterhead": 18, "heading": 30}
PAPER, INK, RED = (246, 244, 238), (40, 40, 44), (205, 30, 30)


def _font(size: int, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT.format(weight=weight), size, index=SIMPLIFIED)


def _wrap(text: str, columns: int, indent: str) -> list[str]:
    text = indent + text
    return [text[i : i + columns] for i in range(0, len(text), columns)]


def _laid_out(lines: list[Line]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for line in lines:
        indent = "　　" if line.kind in ("paragraph", "heading") else ""
        rows += [(line.kind, row) for row in _wrap(plain(line.text), COLUMNS.get(line.kind, 35), indent)]
    return rows


def _draw_row(draw: ImageDraw.ImageDraw, kind: str, text: str, y: int) -> None:
    font = _font(SIZES.get(kind, 34), "Bold" if kind in SIZES else "Regular")
    width = draw.textlength(text, font=font)
    x: float = MARGIN
    if kind in ("title", "letterhead", "centred"):
        x = (WIDTH - width) / 2
    elif kind == "right":
        x = WIDTH - MARGIN - width - 80
    draw.text((x, y), text, font=font, fill=RED if kind == "letterhead" else INK)


def _seal(name: str) -> Image.Image:
    """A round office seal: ring, star, name along the upper arc."""
    seal = Image.new("RGBA", (330, 330))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((6, 6, 324, 324), outline=(*RED, 190), width=9)
    star = [
        (165 + r * math.sin(k * math.pi / 5), 165 - r * math.cos(k * math.pi / 5))
        for k, r in enumerate([48, 19] * 5)
    ]
    draw.polygon(star, fill=(*RED, 190))
    for k, letter in enumerate(name):
        angle = math.radians(-110 + 220 * k / max(1, len(name) - 1))
        glyph = Image.new("RGBA", (46, 46))
        ImageDraw.Draw(glyph).text((4, -4), letter, font=_font(36, "Bold"), fill=(*RED, 190))
        glyph = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = 165 + 122 * math.sin(angle), 165 - 122 * math.cos(angle)
        seal.alpha_composite(glyph, (int(x) - 23, int(y) - 23))
    return seal


def _age(page: Image.Image, number: int) -> Image.Image:
    tilt = (0.4, -0.3, 0.25)[number % 3]
    turned = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    return turned.filter(ImageFilter.GaussianBlur(0.6))


def _pages(lines: list[Line], seal: str) -> list[Image.Image]:
    rows, room = _laid_out(lines), (HEIGHT - 2 * MARGIN) // LEADING
    pages = []
    for number, start in enumerate(range(0, len(rows), room)):
        page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw, y = ImageDraw.Draw(page), MARGIN
        for kind, text in rows[start : start + room]:
            _draw_row(draw, kind, text, y)
            y += LEADING + (20 if kind in SIZES else 0)
        if start + room >= len(rows):
            stamp = _seal(seal)
            page.paste(stamp, (WIDTH - MARGIN - 400, y - 250), stamp)
        pages.append(_age(page, number))
    return pages


def make_scan(lines: list[Line], seal: str) -> bytes:
    """An image-only PDF, 200 dpi JPEG pages, the seal over the signature of the last page."""
    pages, out = _pages(lines, seal), BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=55)
    return out.getvalue()
