"""Text is read without the fonts of this machine; pages are drawn with them."""

import ctypes
from pathlib import Path

import pypdfium2
import pytest

from extractors.readers.pdf_box_font import box_font
from extractors.readers.pdf_fonts import _fonts, keep_fonts_away
from extractors.readers.pdf_page import Page
from extractors.reading import read

FILES = Path(__file__).parent / "files" / "pdf"


def test_boxes_of_a_font_that_is_not_in_the_file_are_the_same_on_every_machine() -> None:
    keep_fonts_away()
    data = (FILES / "prose.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    with Page(document, 1, data) as page:
        heights = {
            round(page.box(i)[3] - page.box(i)[1], 1) for i in range(60, 200) if page.text[i] > "\u3000"
        }
    document.close()
    assert len(heights) == 1


def test_text_drawn_sideways_in_such_a_font_is_read() -> None:
    texts = [block.text for block in read(FILES / "turned.pdf").blocks]
    assert "旋转页面上的一段文字。" in texts
    assert "侧放页面上的一段文字。" in texts


def test_drawing_after_reading_finds_the_fonts_and_reading_after_drawing_does_not() -> None:
    keep_fonts_away()
    data = (FILES / "prose.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    with Page(document, 1, data) as page:
        before = [page.box(i) for i in range(50)]
        drawn = page.render(1.0)
    document.close()
    document = pypdfium2.PdfDocument(data)
    with Page(document, 1, data) as page:
        assert [page.box(i) for i in range(50)] == before
    document.close()
    if not _machine_has_a_chinese_font():
        pytest.skip("no Chinese font on this machine")
    page_ink = sum(drawn.convert("L").histogram()[:128])
    assert page_ink > 1000  # the stand-in draws nothing but digits: some 300


def _machine_has_a_chinese_font() -> bool:
    fonts = _fonts()
    fonts.list_once()
    face = ctypes.create_string_buffer(b"SimSun")
    return bool(fonts._own.contents.MapFont(fonts._own, 400, 0, 134, 0, face, None))


def test_the_stand_in_is_a_font_of_one_box() -> None:
    font = box_font()
    assert font[:4] == b"\0\1\0\0"
    assert len(font) < 1000


@pytest.mark.parametrize("top", [842, 900])
def test_a_page_that_inherits_its_size_is_placed_by_it(tmp_path: Path, top: int) -> None:
    file = tmp_path / "inherited.pdf"
    file.write_bytes(_inherited(top))
    block = read(file).blocks[0]
    assert block.bbox is not None
    assert 90 < block.bbox[3] < 110  # the line stands 100 points under the page's upper edge


def _inherited(top: int) -> bytes:
    stream = b"BT /F1 20 Tf 72 %d Td (Inherited page size of a report) Tj ET" % (top - 100)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 %d] >>" % top,
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            len(body),
        )
    )
