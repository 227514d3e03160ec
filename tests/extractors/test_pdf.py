from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Document
from extractors.errors import DamagedFile, EmptyFile, PasswordProtected, TooLarge, ToolMissing
from extractors.readers import ocr
from extractors.readers.limits import DEFAULT_LIMITS, Limits
from extractors.readers.pdf import read_pdf
from extractors.readers.pdf_crop import quote_boxes, render_crop
from extractors.readers.pdf_layer import count_layer

FILES = Path(__file__).parent / "files" / "pdf"


def read(name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_pdf((FILES / name).read_bytes(), name, "0" * 64, limits)


def rows(document: Document, table: int = 0) -> list[list[str]]:
    cells = [b for b in document.blocks if b.kind == "cell" and b.table == table]
    width = max((b.column or 0) + b.column_span for b in cells)
    found = [[""] * width for _ in range(max((b.row or 0) + b.row_span for b in cells))]
    for b in cells:
        found[b.row or 0][b.column or 0] = b.text
    return found


def test_every_block_has_a_page_and_a_box_on_it() -> None:
    for name in ("prose.pdf", "ruled.pdf", "three_line.pdf", "columns.pdf"):
        document = read(name)
        assert [b.index for b in document.blocks] == list(range(len(document.blocks)))
        for block in document.blocks:
            assert block.page is not None
            assert 1 <= block.page <= (document.pages or 0)
            assert block.bbox is not None
            x0, top, x1, bottom = block.bbox
            assert 0 <= x0 < x1 <= 842
            assert 0 <= top < bottom <= 842


@pytest.mark.parametrize("title", ["工作报告", "职业教育工作报告" * 60])
def test_properties_are_given_whole_and_empty_ones_left_out(title: str) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.drawString(100, 700, "Report of the office")
    canvas.save()
    properties = read_pdf(buffer.getvalue(), "a.pdf", "0" * 64, DEFAULT_LIMITS).properties
    assert properties["title"] == title
    assert "author" not in properties


def test_wrapped_lines_become_paragraphs_also_across_the_page_end() -> None:
    document = read("prose.pdf")
    paragraphs = [b for b in document.blocks if b.kind == "paragraph"]
    assert len(paragraphs) == 13
    assert all(b.text.endswith("。") for b in paragraphs[:-1])
    crossing = paragraphs[6]
    assert crossing.page == 1
    assert crossing.text.startswith("下一步，将会同有关部门")
    assert crossing.text.endswith("落到实处、见到成效。")


def test_running_heads_and_page_numbers_are_kept_apart_from_the_text() -> None:
    document = read("prose.pdf")
    furniture = [(b.kind, b.text) for b in document.blocks if b.kind in ("header", "footer")]
    assert furniture == [
        ("header", "职教高地建设简报"),
        ("footer", "— 1 —"),
        ("header", "职教高地建设简报"),
        ("footer", "— 2 —"),
    ]
    assert not any("简报" in b.text for b in document.blocks if b.kind == "paragraph")


def test_headings_are_told_from_prose() -> None:
    headings = [b.text for b in read("prose.pdf").blocks if b.kind == "heading"]
    assert headings == ["职业教育工作情况报告", "一、加强组织领导", "二、存在的问题", "三、下一步打算"]


def test_a_table_goes_on_over_the_page_end() -> None:
    document = read("ruled.pdf")
    assert rows(document) == [
        ["序号", "任务名称", "进展情况"],
        ["1", "实训基地建设", "已完成主体施工"],
        ["2", "", "完成投资4100万元"],
        ["3", "教师培养", "全年六十名教师参加企业实践，组织首轮全员培训两期"],
        ["4", "社区教育", "开展讲座260场"],
    ]
    merged = next(b for b in document.blocks if b.text == "实训基地建设")
    assert (merged.row_span, merged.column_span) == (2, 1)


def test_header_rows_repeated_on_the_next_page_are_furniture() -> None:
    repeated = [b for b in read("ruled.pdf").blocks if "repeated_header" in b.marks]
    assert [(b.kind, b.page, b.text) for b in repeated] == [
        ("header", 2, "序号"),
        ("header", 2, "任务名称"),
        ("header", 2, "进展情况"),
    ]


def test_a_three_line_table_is_read_in_rows() -> None:
    document = read("three_line.pdf")
    assert rows(document)[0] == ["学校", "在校生（人）", "教师（人）", "生师比"]
    assert rows(document)[4] == ["开放大学", "2310", "58", "39.8"]
    kinds = [b.kind for b in document.blocks]
    assert (kinds[0], kinds[-1]) == ("paragraph", "paragraph")


def test_columns_are_read_one_after_the_other() -> None:
    texts = [b.text[:6] for b in read("columns.pdf").blocks]
    assert texts == ["两栏简报", "今年以来，我", "校企双方共建", "水产学校创客", "下一步，将会"]


def test_landscape_rotated_and_sideways_pages_and_fake_bold_read_plainly() -> None:
    assert [(b.page, b.text) for b in read("turned.pdf").blocks] == [
        (1, "横向页面上的一段文字。"),
        (2, "旋转页面上的一段文字。"),
        (3, "侧放页面上的一段文字。"),
        (4, "加粗的安徽标题两次绘制"),
    ]


def test_a_garbled_page_is_said_and_its_neighbour_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    document = read("garbled.pdf")
    assert [b.text for b in document.blocks] == ["第一页的文字层完好。"]
    assert [p.code for p in document.problems] == ["garbled_text_layer"]
    assert document.problems[0].message == "第2页文字层为乱码"
    assert "duban[ocr]" in document.problems[0].remedy


def test_a_scan_without_the_ocr_extra_names_the_missing_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(ToolMissing, match=r"扫描件，没有文字层（共1页）"):
        read_pdf(_scanned(), "扫描.pdf", "0" * 64, DEFAULT_LIMITS)


def _scanned() -> bytes:
    import io

    from PIL import Image

    target = io.BytesIO()
    Image.open(FILES / "scan_table_skewed.png").convert("RGB").save(target, "PDF", resolution=150)
    return target.getvalue()


def test_unreadable_files_say_why() -> None:
    data = (FILES / "prose.pdf").read_bytes()
    with pytest.raises(EmptyFile):
        read_pdf(b"", "空.pdf", "0" * 64, DEFAULT_LIMITS)
    with pytest.raises(DamagedFile):
        read_pdf(b"%PDF-1.4 nothing follows", "坏.pdf", "0" * 64, DEFAULT_LIMITS)
    with pytest.raises(PasswordProtected):
        read("password.pdf")
    with pytest.raises(TooLarge, match="共2页，超过上限1页"):
        read_pdf(data, "长.pdf", "0" * 64, Limits(pages=1))


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("全市职业院校开展各类职业技能培训1086人次，完成年度目标任务，参训人员满意度较高。", False),
        ("2021年：4210万元、1310万元、460万元、200万元、30万元", False),
        ("Progress report of the fishery school on its training base", False),
        ("No. 1", False),
        ("".join(chr(0xE000 + i) for i in range(30)), True),
        ("㐀㐁㐂㐃㐄㐅㐆㐇㐈㐉㐊㐋㐌㐍㐎㐏㐐㐑㐒㐓㐔㐕㐖㐗㐘㐙㐚", True),
        ("!\"#$%&'()*+,-./!\"#$%&'()*+,-./", True),
        ("\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11", True),
    ],
)
def test_a_text_layer_is_believed_only_where_it_can_be_language(text: str, garbled: bool) -> None:
    assert count_layer(text).is_garbled is garbled


def test_a_quote_is_found_on_its_page_line_by_line() -> None:
    data = (FILES / "prose.pdf").read_bytes()
    block = next(b for b in read("prose.pdf").blocks if "1086人次" in b.text)
    assert block.page is not None
    boxes = quote_boxes(
        data, block.page, "提高到68.5%，全年开展各类职业技能培训1086人次，参训人员满意度", block.bbox
    )
    assert len(boxes) == 3
    assert boxes[0][1] < boxes[1][1]
    assert quote_boxes(data, 1, "没有写过的话") == []


def test_a_crop_shows_the_block_with_the_quote_marked() -> None:
    import io

    from PIL import Image

    data = (FILES / "prose.pdf").read_bytes()
    box = (80.0, 156.0, 512.0, 230.0)
    plain = Image.open(io.BytesIO(render_crop(data, 1, box)))
    marked = Image.open(io.BytesIO(render_crop(data, 1, box, [(112.0, 156.0, 300.0, 174.0)])))
    assert plain.size == marked.size
    colours = {c[1] for c in marked.convert("RGB").getcolors(100_000) or []}
    assert any(red > 230 and blue < 180 for red, _, blue in colours)  # type: ignore[misc]


def test_lines_start_where_their_first_character_was_set() -> None:
    """A browser's print: of 口, 门, 日, 用 pdfium gives the ink alone, which starts as if the line were indented."""
    told = [block.text for block in read("browser.pdf").blocks]
    assert [text[:4] for text in told] == ["本期开设", "下期安排"]
    assert told[1].endswith("用满全部工位，中期再作一次检查。")
