"""Figures and dates under seals in scans: how many are read exactly, and how many wrong ones look sure.

python -m benchmarks.office_papers.seals FOLDER [COUNT] [FIRST]: the first page of each paper is scanned with up to
`MOST` seals of different red, cover and place, each across one figure or date.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.office_papers.by_office import print_papers
from benchmarks.office_papers.papers import paper
from benchmarks.office_papers.scans import DPI
from extractors.readers.furniture import NUMBER_ZONE
from extractors.reading import read
from matching.gaps.settings import GapSettings

#: Reds from fresh to faded and from orange to crimson.
REDS = ((214, 40, 34), (196, 24, 48), (230, 70, 66), (222, 84, 62), (178, 30, 36), (240, 30, 30))
MOST = 4
RADIUS = DPI * 21 // 25  # 42 mm across
#: Under a reading of less confidence no item turns green.
SURE = GapSettings().ocr_confidence
#: Characters of the text around a figure by which it is found again.
AROUND = 22
#: Where on the seal the figure lies, in radii from its centre.
PLACES = {"ring": (0.96, 1.02), "writing": (0.68, 0.85), "star": (0.0, 0.3), "between": (0.4, 0.6)}
_FIGURE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年(?:\d{1,2}月)?|\d+(?:[.,]\d+)*%?")
_FONT = "NotoSerifCJK-Bold.ttc"
_WRITING = "威海市教育局职业教育科专用"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure of a page: where it stands in pixels, and the characters around it."""

    text: str
    centre: tuple[float, float]
    before: str
    after: str
    counts: bool  # no page number, which is no text of the unit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=40)
    parser.add_argument("first", type=int, nargs="?", default=0)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    papers = [paper(n, office=True) for n in range(given.first, given.first + given.count)]
    sums: Counter[str] = Counter()
    for written, file in zip(papers, print_papers(papers, given.folder), strict=True):
        draw = random.Random(f"seal-{written.name}")  # noqa: S311 - sample texts, no secret
        page = pypdfium2.PdfDocument(file)[0]
        targets = _chosen(list(_targets(page)), draw)
        picture = file.with_suffix(".jpg" if draw.random() < 0.5 else ".png")
        places = _scan(page, targets, picture, draw)
        sums += _measured(targets, places, picture)
    right, wrong_sure, wrong_unsure = sums["right"], sums["wrong, sure"], sums["wrong, unsure"]
    total = right + wrong_sure + wrong_unsure
    print(f"figures under a seal: {right}/{total} exact = {right / max(total, 1):.4f}")
    print(f"wrong ones: {wrong_sure} sure, {wrong_unsure} not; right ones not sure: {sums['right, unsure']}")


def _targets(page: Any) -> Iterator[Target]:
    layer = page.get_textpage()
    text = layer.get_text_range()
    scale, height = DPI / 72, page.get_height()
    outer = NUMBER_ZONE * height * scale
    for match in _FIGURE.finditer(text):
        boxes = [layer.get_charbox(i) for i in range(*match.span())]
        x = (boxes[0][0] + boxes[-1][2]) / 2 * scale
        y = (height - (boxes[0][1] + boxes[0][3]) / 2) * scale
        before = _plain(text[max(0, match.start() - 2 * AROUND) : match.start()])[-AROUND:]
        after = _plain(text[match.end() : match.end() + 2 * AROUND])[:AROUND]
        yield Target(match.group(), (x, y), before, after, counts=outer < y < height * scale - outer)


def _plain(text: str) -> str:
    return "".join(text.split())


def _chosen(targets: list[Target], draw: random.Random) -> list[Target]:
    """Some of a page's figures, far enough from each other for a seal of their own."""
    draw.shuffle(targets)
    kept: list[Target] = []
    for target in targets:
        if all(math.dist(target.centre, other.centre) > 3.2 * RADIUS for other in kept):
            kept.append(target)
    return kept[:MOST]


def _scan(page: Any, targets: list[Target], file: Path, draw: random.Random) -> list[str]:
    """Writes the sealed page; the place of each figure on its seal."""
    import numpy as np
    from PIL import Image

    drawn: Any = page.render(scale=DPI / 72).to_pil().convert("RGB")
    pixels: Any = np.asarray(drawn, dtype=np.float32)
    grain = np.random.default_rng(draw.randint(0, 9999))
    places = []
    for target in targets:
        place = draw.choice(list(PLACES))
        angle, far = draw.uniform(0, 2 * math.pi), draw.uniform(*PLACES[place]) * RADIUS
        centre = (target.centre[0] + far * math.cos(angle), target.centre[1] + far * math.sin(angle))
        cover: Any = np.asarray(_stamp(drawn.size, centre, draw), dtype=np.float32)[..., None] / 255
        cover = cover * draw.uniform(0.6, 1.0) * np.clip(grain.normal(0.97, 0.06, cover.shape), 0, 1)
        red = np.array(draw.choice(REDS), dtype=np.float32)
        print_shows = draw.uniform(0.7, 1.0)
        inked = pixels * (red / 255) * print_shows + np.minimum(pixels * 0.15 + red * 0.85, red) * (
            1 - print_shows
        )
        pixels = pixels * (1 - cover) + inked * cover
        places.append(f"{place} {tuple(int(c) for c in red)}")
    sealed = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    target_bytes = io.BytesIO()
    if file.suffix == ".jpg":
        sealed.save(target_bytes, "JPEG", quality=draw.choice((60, 75, 88)), dpi=(DPI, DPI))
    else:
        sealed.save(target_bytes, "PNG", dpi=(DPI, DPI))
    file.write_bytes(target_bytes.getvalue())
    return places


def _stamp(size: tuple[int, int], centre: tuple[float, float], draw: random.Random) -> Any:
    """The ink of a round seal, 255 where it covers: ring, writing along it, star."""
    from PIL import Image, ImageDraw, ImageFont

    ink = Image.new("L", size, 0)
    pen = ImageDraw.Draw(ink)
    x, y = centre
    pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), outline=255, width=draw.randint(7, 11))
    star = [(0, -1), (0.22, -0.31), (0.95, -0.31), (0.36, 0.12), (0.59, 0.81), (0, 0.38)]
    star += [(-px, py) for px, py in reversed(star[1:-1])]
    pen.polygon([(x + 55 * px, y + 55 * py) for px, py in star], fill=255)
    font = ImageFont.truetype(_FONT, 38)
    for number, character in enumerate(_WRITING):
        turn = -120 + 240 * number / (len(_WRITING) - 1)
        glyph = Image.new("L", (56, 56), 0)
        ImageDraw.Draw(glyph).text((28, 28), character, fill=255, font=font, anchor="mm")
        glyph = glyph.rotate(-turn, resample=Image.Resampling.BICUBIC)
        far = 0.77 * RADIUS
        spot = (x + far * math.sin(math.radians(turn)), y - far * math.cos(math.radians(turn)))
        ink.paste(255, (int(spot[0] - 28), int(spot[1] - 28)), glyph)
    return ink


def _measured(targets: list[Target], places: list[str], picture: Path) -> Counter[str]:
    blocks = read(picture).blocks
    text = "".join(_plain(b.text) for b in blocks)
    sure = [b.confidence is None or b.confidence >= SURE for b in blocks for _ in _plain(b.text)]
    found: Counter[str] = Counter()
    for target, place in zip(targets, places, strict=True):
        if not target.counts:
            continue
        got, start = _read_back(target, text)
        is_sure = bool(sure) and sure[min(start, len(sure) - 1)]
        if got == target.text:
            found["right"] += 1
            found["right, unsure"] += not is_sure
        else:
            found["wrong, sure" if is_sure else "wrong, unsure"] += 1
            print(
                f"{picture.name} {place}: {target.before[-8:]}[{target.text}]{target.after[:8]} -> {got!r} {is_sure}"
            )
    return found


def _read_back(target: Target, text: str) -> tuple[str, int]:
    """What stands between the characters around the figure, and where in `text` that starts."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    whole = target.before + target.text + target.after
    best = fuzz.partial_ratio_alignment(whole, text)
    if best is None or best.score < 50:
        return "", 0
    low, high = max(0, best.dest_start - 6), min(len(text), best.dest_end + 6)
    window = text[low:high]
    begin, end = len(target.before), len(target.before) + len(target.text)
    pieces, first = [], None
    for step in Levenshtein.opcodes(whole, window):
        lead, tail = max(step.src_start, begin), min(step.src_end, end)
        inside = step.tag == "insert" and begin < step.src_start < end
        if lead >= tail and not inside:
            continue
        shift = step.dest_start - step.src_start
        start, stop = (
            (lead + shift, tail + shift) if step.tag == "equal" else (step.dest_start, step.dest_end)
        )
        first = start if first is None else first
        pieces.append(window[start:stop])
    return "".join(pieces), low + (first or 0)


if __name__ == "__main__":
    main()
