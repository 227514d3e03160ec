"""An inbox of any size, made from the sample texts: .docx and text PDF of about three pages, no two alike.

The sentences are those of `samples/building/texts`, drawn anew for each file; numbers and days are changed, so
that neither the archive nor the search for repeats can take two files for one. The same seed gives the same text.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "samples" / "building" / "texts"
#: Characters in one file: three pages of an office report hold about 1,500 to 2,100.
LEAST, MOST = 1500, 2100
#: One file in three is a PDF.
PDF_EVERY = 3
UNITS = (
    "荣成市教育和体育局",
    "荣成市发展和改革局",
    "荣成市财政局",
    "荣成市人力资源和社会保障局",
    "荣成市工业和信息化局",
    "威海市水产学校",
    "好当家集团海洋学校",
    "威海海洋职业学院",
)
_NUMBER = re.compile(r"(?<![〔\d.第])\d{2,4}(?![\d.〕年月日号])")
_LEFT_OUT = ("放假", "元旦", "涉密", "notice")


@dataclass(frozen=True, slots=True)
class Report:
    """One file to be: where it lies and what it says."""

    file: str
    title: str
    paragraphs: tuple[str, ...]


@cache
def sentences() -> tuple[str, ...]:
    """Prose of the sample reports, without titles, tables and signatures."""
    found: list[str] = []
    for path in sorted(TEXTS.glob("h*/*.txt")):
        if any(word in path.name for word in _LEFT_OUT):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            text = re.sub(r"\{-.*?-\}|\{\*.*?\*\}|\{\+|\+\}", "", line)
            if len(text) > 40 and text[0] not in "#!~>|@[-":
                found.append(re.sub(r"^[一二三四五六七八九十]+、", "", text))
    return tuple(found)


def report(number: int) -> Report:
    """The text of file `number`; deterministic."""
    draw = random.Random(number)  # noqa: S311 - sample texts, no secret
    unit = UNITS[number % len(UNITS)]
    year, half = 2021 + number // len(UNITS) % 8 // 2, number // len(UNITS) % 2
    signed = date(year + half, 1 if half else 7, draw.randint(3, 28))
    label = f"{year}年{'下' if half else '上'}半年"
    body: list[str] = []
    while sum(map(len, body)) < draw.randint(LEAST, MOST):
        body.append(f"（{len(body) + 1}）{_varied(draw.choice(sentences()), draw)}")
    title = f"{unit}{label}职教高地建设进展情况报告（{number}）"
    suffix = "pdf" if number % PDF_EVERY == 0 else "docx"
    signature = (unit, f"{signed.year}年{signed.month}月{signed.day}日")
    return Report(f"{label}/{unit}/进展{number:05}.{suffix}", title, (*body, *signature))


def _varied(text: str, draw: random.Random) -> str:
    return _NUMBER.sub(lambda found: str(max(10, int(found[0]) + draw.randint(-9, 400))), text)


def write(folder: Path, count: int, first: int = 0) -> None:
    """Write files `first` … `first + count - 1` below `folder`; those already there are left."""
    for number in range(first, first + count):
        one = report(number)
        path = folder / one.file
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            (write_pdf if path.suffix == ".pdf" else write_docx)(one, path)


def write_docx(one: Report, path: Path) -> None:
    from docx import Document

    paper = Document()
    paper.add_heading(one.title, 0)
    for text in one.paragraphs:
        paper.add_paragraph(text)
    paper.save(str(path))


def write_pdf(one: Report, path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    prose = ParagraphStyle(
        "prose", fontName="STSong-Light", fontSize=14, leading=26, firstLineIndent=28, wordWrap="CJK"
    )
    story = [Paragraph(text, prose) for text in (one.title, *one.paragraphs)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    write(given.folder, given.count)
    print(f"{given.count} 个文件写在 {given.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
