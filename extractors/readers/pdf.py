"""PDF files to documents: text, tables, notes and furniture with page and box; scans through OCR."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.document import Document, Problem
from extractors.errors import DamagedFile, EmptyFile, PasswordProtected, TooLarge, ToolMissing
from extractors.readers.grid import Ruling
from extractors.readers.layout import PageContent, blocks
from extractors.readers.limits import Limits
from extractors.readers.lines import Run
from extractors.readers.pdf_drawing import Drawing
from extractors.readers.pdf_embedded import without_font_programs
from extractors.readers.pdf_fonts import keep_fonts_away
from extractors.readers.pdf_layer import count_layer
from extractors.readers.pdf_page import Page
from extractors.readers.pdf_tables import Plumber, ruled_grids, surer, three_line_areas, three_line_grid
from extractors.readers.tables import Table, fill
from extractors.readers.turned import Frame

INSTALL_OCR = "请安装文字识别扩展（pip install 'duban[ocr]'）后重跑，或请报送单位补交 Word 原件"
#: A page with fewer characters than this under a picture of the page is a scan with a stamped number.
FEW_CHARACTERS = 30
#: A picture that covers this share of a page is the page.
WHOLE_PAGE = 0.5
#: A picture from this share of a page on may hold text that nobody has read.
LARGE_PICTURE = 0.08
#: Share of dark pixels from which a page without text is not blank paper.
MIN_INK = 0.0005


def read_pdf(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Read a PDF file page by page.

    Pages without a believable text layer are read by OCR where the extra is installed; where it is
    not, each is a problem (`no_text_layer`, `garbled_text_layer`). Raises PasswordProtected, DamagedFile,
    EmptyFile, TooLarge, and ToolMissing when no page can be read without OCR. pdfium may abort the
    process on hostile files; callers that read files of others do it in a worker (`extractors.sandbox`).
    """
    if not data:
        raise EmptyFile(file, "文件为空（0字节）")
    document = _opened(data, file)
    try:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(file, f"共{count}页，超过上限{limits.pages}页")
        if count == 0:
            raise DamagedFile(file, "文件中没有可读取的页")
        reading = _Reading(data, document, Plumber(data))
        pages = list(reading.pages(count))
        if reading.damaged == count:
            raise DamagedFile(file, f"各页均已损坏，无法读取（共{count}页）")
        if reading.unread and reading.unread == count - reading.blank - reading.damaged:
            raise ToolMissing(file, _no_text(reading, count), INSTALL_OCR)
        problems = tuple(p for page in pages for p in page.problems)
        return Document(
            file, sha256, "pdf", blocks(pages), count, problems=problems, properties=_properties(document)
        )
    finally:
        document.close()


def _no_text(reading: _Reading, count: int) -> str:
    what = "文字层乱码" if reading.garbled == reading.unread else "扫描件，没有文字层"
    return f"{what}（共{count}页）"


def _opened(data: bytes, file: str) -> Any:
    keep_fonts_away()
    try:
        return pypdfium2.PdfDocument(without_font_programs(data))
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise PasswordProtected(file, "文件设有打开密码") from error
        raise DamagedFile(file, "PDF 结构损坏，无法打开") from error


_PROPERTIES = {b"Title": "title", b"Author": "author", b"CreationDate": "created", b"ModDate": "modified"}
#: Bytes of a property in UTF-16 that are asked for at once; longer ones are asked for again.
_USUAL = 512


def _properties(document: Any) -> dict[str, str]:
    room = ctypes.create_string_buffer(_USUAL)
    stored = {name: _property(document, key, room) for key, name in _PROPERTIES.items()}
    return {name: value for name, value in stored.items() if value}


def _property(document: Any, key: bytes, room: ctypes.Array[ctypes.c_char]) -> str:
    size = pdfium.FPDF_GetMetaText(document, key, room, len(room))
    if size > len(room):
        room = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(document, key, room, size)
    return room.raw[: max(0, size - 2)].decode("utf-16-le")


@dataclass(slots=True)
class _Reading:
    """One pass over a document's pages, with counts of what could not be read."""

    data: bytes
    document: Any
    plumber: Plumber
    damaged: int = 0
    unread: int = 0
    garbled: int = 0
    blank: int = 0

    def pages(self, count: int) -> Iterator[PageContent]:
        for number in range(1, count + 1):
            try:
                page = Page(self.document, number, self.data)
            except pypdfium2.PdfiumError:
                self.damaged += 1
                yield PageContent(number, Frame(595.0, 842.0), problems=(_damaged(number),))
                continue
            with page:
                yield self._content(page)

    def _content(self, page: Page) -> PageContent:
        layer = count_layer(page.text)
        shown = layer.shown
        drawing = page.drawing()
        area = page.width * page.height
        covered = max((_area(p) for p in drawing.pictures), default=0.0) / max(area, 1.0)
        if shown and layer.is_garbled:
            return self._without_text(page, "garbled_text_layer")
        if shown < FEW_CHARACTERS and covered > WHOLE_PAGE:
            return self._without_text(page, "no_text_layer")
        if shown == 0:
            if _is_blank(page):
                self.blank += 1
                return PageContent(page.number, page.frame)
            return self._without_text(page, "no_text_layer")
        content = text_content(page, drawing, self.plumber)
        return replace(content, problems=(*_pictures(page, drawing, area), *_cut(page, drawing)))

    def _without_text(self, page: Page, code: str) -> PageContent:
        from extractors.readers import ocr

        what = "无文字层" if code == "no_text_layer" else "文字层为乱码"
        if not ocr.is_installed():
            self.unread += 1
            self.garbled += int(code == "garbled_text_layer")
            problem = Problem(code, f"第{page.number}页{what}", INSTALL_OCR)
            return PageContent(page.number, page.frame, problems=(problem,))
        return ocr.read_page(
            page,
            Problem(
                code,
                f"第{page.number}页{what}，已用文字识别读取",
                "请核对识别结果，或请报送单位补交 Word 原件",
            ),
        )


def _damaged(number: int) -> Problem:
    return Problem("damaged_page", f"第{number}页损坏，无法读取", DamagedFile.default_remedy)


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _is_blank(page: Page) -> bool:
    pixels = page.render(min(0.4, 1200 / max(page.width, page.height, 1.0))).convert("L").histogram()
    return bool(sum(pixels[:160]) < MIN_INK * sum(pixels))


def _pictures(page: Page, drawing: Drawing, area: float) -> Iterator[Problem]:
    count = sum(_area(p) > LARGE_PICTURE * area for p in drawing.pictures)
    if count:
        yield Problem(
            "picture_not_read",
            f"第{page.number}页有{count}幅图片，图中文字未读取",
            "请打开原件核对图片内容，必要时请报送单位补交文字材料",
        )


def _cut(page: Page, drawing: Drawing) -> Iterator[Problem]:
    if page.cut or drawing.cut:
        yield Problem(
            "page_too_complex", f"第{page.number}页内容过多，只读取了一部分", "请报送单位另存为 .docx 后重报"
        )


def text_content(page: Page, drawing: Drawing, plumber: Plumber) -> PageContent:
    """Tables filled, footnotes set apart, the rest as runs."""
    runs = page.runs()
    tables: list[Table] = []
    grids = ruled_grids(drawing.rulings, runs) if len(drawing.rulings) >= 4 else []
    for grid in grids:
        if not grid.sure:
            grid = surer(grid, page.number, page.frame, plumber)
        table, runs = fill(grid, runs, page.number, page.split)
        tables.append(table)
    width, height = page.frame.reading_size
    if len(drawing.rulings) >= 2:
        for area in three_line_areas(drawing.rulings, grids, runs, width):
            grid_or_none = three_line_grid(
                area, runs, page.number, page.frame, plumber, page.parted, page.level
            )
            if grid_or_none is not None:
                table, runs = fill(grid_or_none, runs, page.number, page.split)
                tables.append(table)
    runs, notes = _footnotes(runs, drawing.rulings, width, height)
    return PageContent(page.number, page.frame, tuple(runs), tuple(tables), tuple(notes), tuple(page.aside))


def _footnotes(
    runs: list[Run], rulings: tuple[Ruling, ...], width: float, height: float
) -> tuple[list[Run], list[Run]]:
    """Runs above and below a footnote rule: a short one on the left with smaller type under it."""
    for rule in rulings:
        short = rule.horizontal and 0.08 * width < rule.length < 0.45 * width
        if not short or rule.at < 0.4 * height or rule.start > 0.3 * width:
            continue
        below = [r for r in runs if r.top > rule.at - 1 and r.bottom < 0.93 * height]
        above = [r.size for r in runs if r.bottom < rule.at + 1]
        if not below or not above:
            continue
        usual = sorted(above)[len(above) // 2]
        if all(r.size < 0.93 * usual for r in below):
            return [r for r in runs if r not in below], below
    return runs, []
