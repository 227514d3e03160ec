"""Damaged and hostile Word files: what can be read is read, what is wrong is said."""

from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from extractors.document import Document
from extractors.errors import DamagedFile, EmptyFile, PasswordProtected, TooLarge
from extractors.readers.limits import DEFAULT_LIMITS, Limits
from extractors.readers.word import read_word
from extractors.readers.xml_encoding import as_utf8

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


def body_of(*texts: str) -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    return f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>{paragraphs}</w:body></w:document>'


def packed(*files: tuple[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_word(data, "报告.docx", "0" * 64, limits)


def read_body(xml: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read(packed(("word/document.xml", xml)), limits)


def test_a_package_of_the_body_alone_is_read():
    assert read_body(body_of("一段", "二段")).text == "一段\n二段"


def test_a_body_cut_off_is_read_to_the_cut_and_said_to_be_cut():
    whole = body_of("一段", "二段", "三段")
    document = read_body(whole[: whole.index("三段")])
    assert document.text == "一段\n二段"
    assert [problem.code for problem in document.problems] == ["truncated_part"]
    assert "正文（word/document.xml）" in document.problems[0].message


@pytest.mark.parametrize("declared", ["GBK", "gb2312", "GB18030", "gb_2312-80"])
@pytest.mark.parametrize("real", ["gb18030", "utf-8"])
def test_a_part_that_declares_a_chinese_code_page_is_read(declared: str, real: str):
    head = f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>'
    document = read_body((head + body_of("朱镕基同志视察", "双师型教师占比82%")).encode(real))
    assert document.text == "朱镕基同志视察\n双师型教师占比82%"
    assert document.problems == ()


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>'])
def test_a_part_in_gbk_that_does_not_say_so_is_read_and_told(head: str):
    document = read_body((head + body_of("教师占比82%", "镕")).encode("gb18030"))
    assert document.text == "教师占比82%\n镕"
    assert [problem.code for problem in document.problems] == ["wrong_encoding"]
    assert "正文（word/document.xml）" in document.problems[0].message
    assert "GBK" in document.problems[0].message


def test_a_part_in_gbk_that_is_cut_off_is_told_to_be_both():
    whole = body_of("一段文字", "二段文字", "三段文字")
    document = read_body(
        whole.encode("gb18030")[: whole.encode("gb18030").index("三段".encode("gb18030")) + 3]
    )
    assert document.text.startswith("一段文字\n二段文字")
    assert {problem.code for problem in document.problems} == {"wrong_encoding", "truncated_part"}


def test_a_part_in_utf_8_with_damaged_bytes_is_no_gbk():
    data = body_of("教师占比百分之八十二", "好").encode().replace("百".encode(), b"\xff\xfe\xe7")
    assert [problem.code for problem in read_body(data).problems] == ["truncated_part"]


@pytest.mark.parametrize(
    "data", [b"", b"<a>plain</a>", "<a>海洋</a>".encode(), b"<a>\xff\xff</a>", b"<a>\x80</a>"]
)
def test_what_is_in_no_chinese_code_page_stays_as_it_is(data: bytes):
    assert as_utf8(data) is data


def test_a_part_that_cannot_be_unpacked_to_its_end_is_read_to_the_damage():
    texts = [f"第{number}段文字{number * 7919 % 10007}" for number in range(3000)]
    data = bytearray(packed(("word/document.xml", body_of(*texts))))
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    document = read(bytes(data))
    assert document.blocks[0].text == texts[0]
    assert "truncated_part" in [problem.code for problem in document.problems]


def test_a_damaged_header_costs_only_the_header():
    links = (
        f'<Relationships xmlns="{RELATED}"><Relationship Id="h" Type="{OFFICE}/header" Target="header1.xml"/>'
        f'<Relationship Id="n" Type="{OFFICE}/header" Target="header2.xml"/></Relationships>'
    )
    section = '<w:sectPr><w:headerReference r:id="h"/><w:headerReference r:id="n"/></w:sectPr></w:body>'
    document = read(
        packed(
            ("word/document.xml", body_of("正文").replace("</w:body>", section)),
            ("word/_rels/document.xml.rels", links),
            ("word/header1.xml", "<w:hdr"),
        )
    )
    assert document.text == "正文"
    assert [problem.code for problem in document.problems] == ["truncated_part", "missing_part"]


def test_utf_16_parts_are_read():
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + body_of("宽字符")
    assert read_body(xml.encode("utf-16")).text == "宽字符"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"PK\x03\x04 cut", DamagedFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), PasswordProtected),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), DamagedFile),
        (packed(("word/styles.xml", "<x/>")), DamagedFile),
        (packed(("word/document.xml", "")), DamagedFile),
        (packed(("word/document.xml", "<html/>")), DamagedFile),
        (packed(("word/document.xml", body_of("甲")), ("word/document.xml", body_of("乙"))), DamagedFile),
    ],
)
def test_what_is_no_word_file_is_refused_with_its_reason(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        read(data)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused_not_dropped(declaration: str):
    with pytest.raises(DamagedFile, match="实体"):
        read_body(declaration + body_of("前", "&e;", "后"))


def test_too_many_entries_are_refused():
    data = packed(("word/document.xml", body_of("甲")), *((f"x{number}", "") for number in range(60)))
    with pytest.raises(TooLarge, match="条目"):
        read(data, Limits(entries=50))


def test_a_zip_bomb_is_refused_unopened():
    with pytest.raises(TooLarge, match="压缩"):
        read(packed(("word/document.xml", body_of("甲")), ("word/media/a.bmp", bytes(12 << 20))))


def test_a_part_beyond_the_cap_is_refused():
    with pytest.raises(TooLarge):
        read_body(body_of("字" * 2000), Limits(part_bytes=1000))


def test_deep_nesting_is_refused():
    inner = "<w:p/>"
    for _ in range(45):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    with pytest.raises(TooLarge, match="嵌套"):
        read_body(body_of().replace("</w:body>", inner + "</w:body>"))


def test_the_parser_is_not_led_into_thousands_of_levels():
    deep = "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000
    with pytest.raises(TooLarge, match="嵌套"):
        read_body(body_of().replace("</w:body>", f"<w:p>{deep}</w:p></w:body>"))


def test_too_many_blocks_are_refused():
    with pytest.raises(TooLarge):
        read_body(body_of(*"甲乙丙"), Limits(blocks=2))


def test_a_field_that_never_closes_does_not_swallow_the_rest():
    xml = body_of("前", "后").replace("<w:t>前", '<w:fldChar w:fldCharType="begin"/><w:t>前')
    assert read_body(xml).text == "前\n后"


def test_pages_are_estimates_and_called_so():
    xml = body_of("第一页", "第二页").replace("<w:t>第二页", "<w:lastRenderedPageBreak/><w:t>第二页")
    document = read_body(xml)
    assert [block.page for block in document.blocks] == [1, 2]
    assert all("page_estimated" in block.marks for block in document.blocks)
    assert document.pages is None


def test_without_any_hint_there_is_no_page():
    assert read_body(body_of("一段")).blocks[0].page is None
