"""Office papers as a scanner or a phone sees them, and how well they are read back.

python -m benchmarks.office_papers.scans FOLDER [COUNT] [FIRST]: prints character errors and figures by condition; with
--tables the cells of ruled tables, each page under every condition of `TABLE_CONDITIONS`.
"""

from __future__ import annotations

import argparse
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.office_papers.by_office import print_papers
from benchmarks.office_papers.papers import Paper, Text, grid, paper, prose, setting
from benchmarks.office_papers.score import plain
from extractors.document import FURNITURE, Document
from extractors.reading import read

DPI = 200
SEAL_RED = (214, 40, 34)
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*%?")


def scan(page: Any, condition: str, draw: random.Random) -> bytes:
    """A page of pypdfium2 as PNG or JPEG under one of `CONDITIONS`."""
    picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
    return CONDITIONS[condition](picture, draw)


def _png(picture: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", dpi=(DPI, DPI))
    return target.getvalue()


def _skewed(picture: Any, draw: random.Random) -> bytes:
    degrees = draw.choice((-2.0, -1.3, 1.1, 2.0))
    return _png(picture.rotate(degrees, resample=3, expand=False, fillcolor="white"))


def _noisy(picture: Any, draw: random.Random) -> bytes:
    import numpy as np

    source = np.random.default_rng(draw.randint(0, 9999))
    pixels = np.asarray(picture, dtype=np.float32)
    grain = source.normal(0, 14, pixels.shape[:2])[..., None]
    specks = source.random(pixels.shape[:2]) < 0.0008
    pixels = np.clip(pixels * 0.93 + grain, 0, 255)
    pixels[specks] = 60
    from PIL import Image

    return _png(Image.fromarray(pixels.astype(np.uint8)))


def _jpeg(picture: Any, _: random.Random) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=35, dpi=(DPI, DPI))
    return target.getvalue()


def _sealed(picture: Any, draw: random.Random) -> bytes:
    """A round seal, as dense as ink pads make it, over the lower right of the text."""
    from PIL import Image, ImageChops, ImageDraw

    seal = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(seal)
    x, y = int(picture.width * draw.uniform(0.55, 0.75)), int(picture.height * draw.uniform(0.3, 0.6))
    radius = DPI * 21 // 25  # 42 mm across
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=SEAL_RED, width=9)
    star = [(0, -1), (0.22, -0.31), (0.95, -0.31), (0.36, 0.12), (0.59, 0.81), (0, 0.38)]
    star += [(-px, py) for px, py in reversed(star[1:-1])]
    pen.polygon([(x + 55 * px, y + 55 * py) for px, py in star], fill=SEAL_RED)
    return _png(ImageChops.multiply(picture, seal))


CONDITIONS: dict[str, Callable[[Any, random.Random], bytes]] = {
    "clean": lambda picture, _: _png(picture),
    "skewed": _skewed,
    "noisy": _noisy,
    "jpeg": _jpeg,
    "seal": _sealed,
    "sideways": lambda picture, _: _png(picture.rotate(90, expand=True)),
    "on its head": lambda picture, _: _png(picture.rotate(180)),
}
TABLE_CONDITIONS = ("clean", "skewed", "noisy", "jpeg", "seal")
#: Cells from which a table is one, and the corner by which the ruled ones among the papers are known.
LEAST_CELLS, RULED = 8, "序号"
MOST_ROWS = 8


def text_of(document: Document) -> str:
    return "".join(plain(b.label + b.text) for b in document.blocks if b.kind not in FURNITURE)


def errors(written: str, read_back: str) -> int:
    """Insertions, deletions and replacements between the two texts."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(written, read_back))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=7)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("--tables", action="store_true", help="ruled tables, cell by cell")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    papers = [paper(n, office=True) for n in range(given.first, given.first + given.count)]
    if given.tables:
        ruled = [ruled_paper(n) for n in range(given.first, given.first + given.count)]
        _tables(print_papers(ruled, given.folder))
        return
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for number, (written, file) in enumerate(zip(papers, print_papers(papers, given.folder), strict=True)):
        condition = list(CONDITIONS)[number % len(CONDITIONS)]
        sums[condition] += _measured(written, file, condition)
    for name, found in sums.items():
        print(
            f"{name}: {found['errors']}/{found['characters']} characters wrong = "
            f"{found['errors'] / found['characters']:.4f}; figures {found['right']}/{found['figures']}"
        )


def _measured(written: Paper, file: Path, condition: str) -> Counter[str]:
    """The first page of a paper, scanned, against the text layer of the same page."""
    draw = random.Random(written.name)  # noqa: S311 - sample texts, no secret
    document = pypdfium2.PdfDocument(file)
    single = pypdfium2.PdfDocument.new()
    single.import_pages(document, [0])
    target = file.with_suffix(".page.pdf")
    single.save(target)
    picture = file.with_suffix(".jpg" if condition == "jpeg" else ".png")
    picture.write_bytes(scan(document[0], condition, draw))
    truth, back = text_of(read(target)), text_of(read(picture))
    wanted, got = Counter(_FIGURE.findall(truth)), Counter(_FIGURE.findall(back))
    return Counter(
        errors=errors(truth, back),
        characters=len(truth),
        figures=wanted.total(),
        right=(wanted & got).total(),
    )


def ruled_paper(number: int) -> Paper:
    """A title, a paragraph and a ruled table of up to `MOST_ROWS` rows, which fits on one page."""
    draw = random.Random(f"ruled-{number}")  # noqa: S311 - sample texts, no secret
    whole = grid(draw, narrow=False)
    spans = {place: span for place, span in whole.spans.items() if place[0] + span[0] <= MOST_ROWS}
    table = replace(whole, rows=whole.rows[:MOST_ROWS], spans=spans)
    set_as = replace(setting(draw, office=True), columns=1)
    parts = (Text("title", "任务落实情况统计表"), Text("prose", prose(draw)), table)
    return Paper(f"ruled{number:03}", set_as, parts)


def _tables(files: list[Path]) -> None:
    """Cells read exactly, and cells found in their place whatever was read in them, by condition."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    pages = 0
    for file in files:
        for number, written in _pages_with_tables(read(file)).items():
            pages += 1
            page = pypdfium2.PdfDocument(file)[number - 1]
            for condition in TABLE_CONDITIONS:
                target = file.with_name(f"{file.stem}-{number}-{condition}.png")
                target.write_bytes(scan(page, condition, random.Random(target.stem)))  # noqa: S311 - no secret
                found = _cells(read(target))
                for table in written:
                    sums[condition] += _compared(table, found)
    print(f"{pages} pages")
    for name, found_cells in sums.items():
        print(
            f"{name}: cells exact {found_cells['exact']}/{found_cells['cells']} = "
            f"{found_cells['exact'] / found_cells['cells']:.4f}; in place {found_cells['placed']}; "
            f"characters wrong {found_cells['errors']}/{found_cells['characters']}"
        )


Cells = dict[tuple[int, int], str]


def _compared(written: Cells, tables: list[Cells]) -> Counter[str]:
    best = max(tables, key=lambda table: len(written.items() & table.items()), default={})
    return Counter(
        cells=len(written),
        exact=len(written.items() & best.items()),
        placed=len(written.keys() & best.keys()),
        characters=sum(map(len, written.values())),
        errors=sum(errors(text, best.get(place, "")) for place, text in written.items()),
    )


def _pages_with_tables(document: Document) -> dict[int, list[Cells]]:
    """The tables of a text PDF that stand on one page alone, by page."""
    pages: dict[int, list[Cells]] = defaultdict(list)
    numbers = {b.table for b in document.blocks if b.kind == "cell"}
    for number in numbers:
        own = [b for b in document.blocks if b.kind == "cell" and b.table == number]
        if len(own) >= LEAST_CELLS and own[0].text == RULED and len({b.page for b in own}) == 1:
            pages[own[0].page or 1].append({(b.row or 0, b.column or 0): plain(b.text) for b in own})
    return pages


def _cells(document: Document) -> list[Cells]:
    tables: dict[int, Cells] = defaultdict(dict)
    for block in document.blocks:
        if block.kind == "cell" and block.table is not None:
            tables[block.table][block.row or 0, block.column or 0] = plain(block.text)
    return list(tables.values())


if __name__ == "__main__":
    main()
