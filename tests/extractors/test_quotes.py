"""Every statement is found again at its address: by its characters, and on the page of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from benchmarks.office_papers.by_reportlab import draw_papers
from benchmarks.office_papers.papers import paper
from extractors.document import Block, Document
from extractors.errors import UnreadableDocument
from extractors.readers.lines import Box
from extractors.readers.pdf_page import Page
from extractors.readers.pdf_quotes import find_quote
from extractors.reading import read
from extractors.statements import Statement, find_statements
from matching.identify import roster_of
from matching.plan import load_plan

SAMPLES = Path(__file__).parents[2] / "samples" / "submissions"
#: Drawn papers with columns, sideways pages and paragraphs over pages among them.
PAPERS = (11, 29, 30, 36)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    drawn = draw_papers([paper(n, office=False) for n in PAPERS], tmp_path_factory.mktemp("papers"))
    return [*drawn, *sorted(SAMPLES.rglob("*.pdf"))]


def statements(document: Document) -> Iterator[tuple[Block, Statement]]:
    for one in find_statements(document, roster_of(load_plan())):
        yield document.blocks[one.span.block], one


def whole(path: Path) -> Iterator[Document]:
    """The file and all its members that can be read; pictures are left to the tests of text recognition."""
    try:
        waiting = [read(path)]
    except UnreadableDocument:
        return
    while waiting:
        document = waiting.pop()
        yield document
        waiting += [member for member in document.members if isinstance(member, Document)]


def test_the_characters_of_every_statement_stand_at_its_offsets() -> None:
    count = 0
    for path in sorted(SAMPLES.rglob("*")):
        if not path.is_file() or path.suffix.lower() in (".png", ".jpg"):
            continue
        for document in whole(path):
            for block, one in statements(document):
                assert block.text[one.span.start : one.span.end] == one.text
                count += 1
    assert count > 300


def test_every_statement_of_a_printed_page_is_marked_on_it(printed: list[Path]) -> None:
    moved = count = halves = 0
    for path in printed:
        data = path.read_bytes()
        for document in whole(path):
            for block, one in statements(document):
                if block.bbox is None or block.page is None or "ocr" in block.marks:
                    continue
                page, boxes = find_quote(data, block.page, block.bbox, block.text, one.text)
                marked, wanted = characters(data, page, boxes), "".join(one.text.split())
                assert marked, (path.name, block.page, one.text)
                assert marked in wanted, (path.name, block.page, one.text, marked)
                halves += 2 * len(marked) <= len(wanted)
                count += 1
                moved += page != block.page
    assert count > 300
    assert moved > 3
    assert halves <= count // 100  # a cell whose lines were read in another order shows its beginning


def characters(data: bytes, number: int, boxes: list[Box]) -> str:
    """The characters of a page whose middles lie in the boxes."""
    return "".join(c for c, box in placed(data, number) if any(_lies_in(around, box) for around in boxes))


@cache
def placed(data: bytes, number: int) -> list[tuple[str, Box]]:
    document = pypdfium2.PdfDocument(data)
    with Page(document, number, data) as page:
        found = [
            (c, page.frame.shown(page.box(i))) for i, c in enumerate(page.text) if c > " " and c != "\u3000"
        ]
    document.close()
    return found


def _lies_in(around: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]


def test_words_that_stand_twice_are_marked_where_they_were_said(printed: list[Path]) -> None:
    data = printed[0].read_bytes()
    block = next(b for b in read(printed[0]).blocks if b.kind == "paragraph" and len(b.text) > 60)
    assert block.page is not None
    assert block.bbox is not None
    page, boxes = find_quote(data, block.page, block.bbox, block.text, block.text[:12])
    assert page == block.page
    assert boxes[0][1] == pytest.approx(block.bbox[1], abs=6)


def test_words_that_stand_nowhere_are_marked_nowhere(printed: list[Path]) -> None:
    data = printed[0].read_bytes()
    assert find_quote(data, 1, (70.0, 70.0, 500.0, 700.0), "没有写过的一段话", "没有写过的一段话") == (1, [])
    assert find_quote(data, 1, (70.0, 70.0, 500.0, 700.0), "没有写过的一段话", "不在其中") == (1, [])
