"""An inbox of any size: .docx and text PDF of about three pages, as twenty units might send them over five years.

Paragraphs are put together anew for every file from the clauses of `samples/building/texts`, with other figures,
so that no two files are alike. As in an office some material comes twice: one paragraph in sixteen is an earlier
report's or another unit's, one file in a hundred is a whole earlier report, a correction, or the same bytes again.
File n is the same whatever the size of the inbox.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from matching.periods import Period
from matching.plan import load_plan

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "samples" / "building" / "texts"
#: Characters in one file: three pages of an office report hold about 1,500 to 2,100.
LEAST, MOST = 1500, 2100
#: One file in three is a PDF.
PDF_EVERY = 3
#: The half-years that are told of; file n belongs to one of them in turn, the newest first.
PERIODS = tuple(Period.parse(f"{year}H{half}") for year in range(2024, 2019, -1) for half in (2, 1))
#: The day as of which the newest of them is judged.
AS_OF = date(2025, 1, 31)
#: One paragraph in so many was handed in before, by the unit itself or by another.
OLD_PARAGRAPH = 16
#: Share of the clauses between commas that are another report's.
OTHER_CLAUSE = 0.85
#: Where in every hundred files stand a whole earlier report, a correction, and a file's bytes again.
OLD_REPORT, CORRECTION, COPY = 31, 57, 83
_NUMBER = re.compile(r"(?<![〔\d.第])\d{2,4}(?![\d.〕年月日号])")
_CLAUSE = re.compile(r"[^，。；：！？]+[，。；：！？]?")
_LEFT_OUT = ("放假", "元旦", "涉密", "notice")


@dataclass(frozen=True, slots=True)
class Report:
    """One file to be: where it lies and what it says."""

    file: str
    title: str
    paragraphs: tuple[str, ...]
    signature: tuple[str, str]


@cache
def units() -> tuple[str, ...]:
    """Full names of those who may report, in the plan's order."""
    return tuple(unit.name for unit in load_plan().units if unit.kind != "foreign")


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


@cache
def clauses() -> tuple[str, ...]:
    """The clauses between commas of all of them, to be put into other sentences."""
    found = (clause for text in sentences() for clause in _CLAUSE.findall(text))
    return tuple(sorted({clause for clause in found if clause.endswith("，") and 6 <= len(clause) <= 24}))


def report(number: int) -> Report:
    """The text of file `number`; deterministic, and independent of the size of the inbox."""
    place = number % 100
    if place == OLD_REPORT and _earlier(number) is not None:
        return replace(_report(number), paragraphs=_report(_earlier(number) or 0).paragraphs)
    if place == CORRECTION and _same_turn(number) is not None:
        return _corrected(number, _same_turn(number) or 0)
    return _report(number)


@lru_cache(maxsize=2048)
def _report(number: int) -> Report:
    draw = random.Random(number)  # noqa: S311 - sample texts, no secret
    unit, period = units()[number % len(units())], PERIODS[number // len(units()) % len(PERIODS)]
    end = period.end
    signed = date(end.year + (end.month == 12), end.month % 12 + 1, draw.randint(3, 28))
    title = f"{unit}{period.label}职教高地建设进展情况报告（{number}）"
    suffix = "pdf" if number % PDF_EVERY == 0 else "docx"
    signature = (unit, f"{signed.year}年{signed.month}月{signed.day}日")
    return Report(f"{period.label}/{unit}/进展{number:05}.{suffix}", title, _body(number, draw), signature)


def _body(number: int, draw: random.Random) -> tuple[str, ...]:
    body = [_numbered(_opening(number), 1)]
    length = draw.randint(LEAST, MOST)
    while sum(map(len, body)) < length:
        source = _old_source(number, draw) if draw.randrange(OLD_PARAGRAPH) == 0 else None
        text = _mixed(draw.choice(sentences()), draw) if source is None else _opening(source)
        body.append(_numbered(text, len(body) + 1))
    return tuple(body)


def _opening(number: int) -> str:
    """The first paragraph of a file, which later ones may copy."""
    draw = random.Random(f"opening {number}")  # noqa: S311 - sample texts, no secret
    return _mixed(draw.choice([text for text in sentences() if len(text) > 80]), draw)


def _old_source(number: int, draw: random.Random) -> int | None:
    """The file whose opening is handed in again: the unit's earlier one, or another unit's; None = none yet."""
    source = _earlier(number) if draw.random() < 0.5 else number - 1
    return source if source is not None and source >= 0 else None


def _numbered(text: str, place: int) -> str:
    return f"（{place}）{text}"


def _earlier(number: int) -> int | None:
    """A file of the same unit and an earlier period that lies before in the inbox; None = none."""
    turn = len(units())
    source = number - turn * (len(PERIODS) - 1)
    oldest = number // turn % len(PERIODS) == len(PERIODS) - 1
    return None if source < 0 or oldest else source


def _same_turn(number: int) -> int | None:
    """The file of the same unit and period before this one; None = none."""
    source = number - len(units()) * len(PERIODS)
    return None if source < 0 else source


def _corrected(number: int, source: int) -> Report:
    """The earlier file of the unit and period with three figures changed, and so called."""
    before, own = _report(source), _report(number)
    draw = random.Random(number)  # noqa: S311 - sample texts, no secret
    changed = {draw.randrange(len(before.paragraphs)) for _ in range(3)}
    paragraphs = tuple(
        _other_figures(text, draw) if place in changed else text
        for place, text in enumerate(before.paragraphs)
    )
    return replace(
        own, file=own.file.replace("进展", "更正"), title=f"{before.title}（更正）", paragraphs=paragraphs
    )


def _mixed(text: str, draw: random.Random) -> str:
    """Other clauses in the place of most or before them, other figures in the place of all."""
    parts: list[str] = []
    for sentence in text.split("。"):
        own = _CLAUSE.findall(sentence)
        if own and not any(part.endswith("，") for part in own):
            parts.append(draw.choice(clauses()))
        parts += [
            draw.choice(clauses()) if part.endswith("，") and draw.random() < OTHER_CLAUSE else part
            for part in own
        ]
        parts.append("。" if own else "")
    return _other_figures("".join(parts), draw)


def _other_figures(text: str, draw: random.Random) -> str:
    return _NUMBER.sub(lambda found: str(max(10, int(found[0]) + draw.randint(-9, 400))), text)


def write(folder: Path, count: int, first: int = 0) -> None:
    """Write files `first` … `first + count - 1` below `folder`; those already there are left."""
    for path, number in _paths(folder, count, first):
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if number % 100 == COPY:
            original = folder / report(number - 1).file
            shutil.copyfile(original, path.with_suffix(original.suffix))
            continue
        one = report(number)
        (write_pdf if path.suffix == ".pdf" else write_docx)(one, path)


def _paths(folder: Path, count: int, first: int) -> Iterator[tuple[Path, int]]:
    for number in range(first, first + count):
        yield folder / report(number).file, number


def write_docx(one: Report, path: Path) -> None:
    from docx import Document

    paper = Document()
    paper.add_heading(one.title, 0)
    for text in (*one.paragraphs, *one.signature):
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
    story = [Paragraph(text, prose) for text in (one.title, *one.paragraphs, *one.signature)]
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
