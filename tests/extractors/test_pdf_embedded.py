"""Font programs are put out of reach only where the text does not need them."""

import zlib
from pathlib import Path

import pypdfium2
import pytest

from extractors.readers.pdf_embedded import without_font_programs
from extractors.readers.pdf_fonts import keep_fonts_away
from extractors.readers.pdf_page import Page

SAMPLES = Path(__file__).parents[2] / "samples" / "submissions"
DESCRIPTOR = b"\n1 0 obj\n<</Type/FontDescriptor/FontName/A/FontFile2 9 0 R>>\nendobj\n"
COMPOSED = (
    b"\n3 0 obj<</Subtype/CIDFontType2/FontDescriptor 1 0 R>>endobj"
    b"\n4 0 obj<</Subtype/Type0/DescendantFonts[3 0 R]%s>>endobj"
)
TABLE = b"2 beginbfchar\n<01> <6c34>\n<02> <4EA7>\nendbfchar\n"
RANGE = b"1 beginbfrange\n<01> <02> <0041>\nendbfrange\n"


def stream(number: int, content: bytes, *, packed: bool = True) -> bytes:
    how = b"/Filter/FlateDecode" if packed else b""
    body = zlib.compress(content) if packed else content
    return b"\n%d 0 obj\n<</Length %d%s>>\nstream\n%s\nendstream\nendobj\n" % (number, len(body), how, body)


def font(number: int, entries: bytes, widths: bytes = b"0 1000 500") -> bytes:
    head = b"\n%d 0 obj\n<</Type/Font/Subtype/TrueType/FirstChar 0/LastChar 2" % number
    return head + b"/Widths[%s]/FontDescriptor 1 0 R%s>>\nendobj\n" % (widths, entries)


def keeps(data: bytes) -> bool:
    stripped = without_font_programs(data)
    assert len(stripped) == len(data)
    assert stripped.lower() == data.lower()
    return stripped == data


@pytest.mark.parametrize(
    "rest",
    [
        stream(2, TABLE) + font(3, b"/ToUnicode 2 0 R"),
        stream(2, RANGE) + font(3, b"/ToUnicode 2 0 R"),
        stream(2, TABLE, packed=False) + font(3, b"/ToUnicode 2 0 R"),
        font(3, b"/ToUnicode 2 0 R") + stream(2, TABLE),
        COMPOSED % b"/ToUnicode 2 0 R",
    ],
    ids=["table", "range", "unpacked", "table behind the font", "composed"],
)
def test_a_font_that_tells_its_characters_gives_its_program_up(rest: bytes) -> None:
    assert not keeps(DESCRIPTOR + rest)


@pytest.mark.parametrize(
    "rest",
    [
        font(3, b""),
        stream(2, TABLE) + font(3, b"/ToUnicode 2 0 R", b"0 1000 500 500"),
        stream(2, TABLE) + font(3, b"/ToUnicode 2 0 R") + font(4, b""),
        font(3, b"/ToUnicode 2 0 R"),
        b"\n2 0 obj\n<</Filter/FlateDecode>>\nstream\nnot packed\nendstream\nendobj\n"
        + font(3, b"/ToUnicode 2 0 R"),
        COMPOSED % b"",
        b"",
    ],
    ids=[
        "no table",
        "a character too few",
        "another font without",
        "table missing",
        "table damaged",
        "composed",
        "no font",
    ],
)
def test_a_font_that_does_not_tell_them_all_keeps_it(rest: bytes) -> None:
    assert keeps(DESCRIPTOR + rest)


def test_what_stands_in_a_stream_is_left_alone() -> None:
    words = b"(/FontFile2 9 0 R) Tj"
    data = DESCRIPTOR + stream(2, TABLE) + font(3, b"/ToUnicode 2 0 R") + stream(5, words, packed=False)
    assert words in without_font_programs(data)


@pytest.mark.parametrize("data", [b"", b"/FontFile", b"/FontFile2 9 0 R", b"obj /FontFile2 9 0 R endobj"])
def test_scraps_are_left_alone(data: bytes) -> None:
    assert without_font_programs(data) == data


def test_the_characters_of_printed_papers_are_the_same_without_the_programs() -> None:
    keep_fonts_away()
    papers = [path.read_bytes() for path in sorted(SAMPLES.rglob("*.pdf"))]
    papers = [data for data in papers if b"/FontFile" in data and b"%%EOF" in data[-1024:]]
    assert len(papers) >= 3
    for data in papers:
        light = without_font_programs(data)
        assert light != data
        assert characters(light) == characters(data)


def characters(data: bytes) -> list[str]:
    """Without blanks, some of which pdfium adds by the look of the gaps."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(1, len(document) + 1):
        with Page(document, number, data) as page:
            found.append("".join(page.text.split()))
    document.close()
    return found
