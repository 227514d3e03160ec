"""More bad and hostile files, each with the reason that must be given: its code and words of its message.

`read:` before a code: the file is read and that problem is told; `member:`: a member is refused; "": nothing is wrong.
"""

from __future__ import annotations

import base64
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from hostile_packages import (
    CATALOG,
    LAUGHS,
    OLE,
    PARAGRAPH,
    RELS,
    TYPES,
    docx,
    encrypted_flag,
    pdf,
    replaced,
    xlsx,
)
from made_files import compound, ofd, ofd_text, word_binary, zipped

Row = tuple[str, bytes, str, str]
TEXT = "截至10月底，双师型教师占比82%。"
RUN = f"<w:r><w:t>{TEXT}</w:t></w:r>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]%s>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
HELVETICA = b"/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)


def flate(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode" * times))


def typed(text: bytes) -> bytes:
    """A PDF of one page that shows `text`."""
    content = b"BT /F 12 Tf 20 100 Td (%s) Tj ET" % text
    return pdf([CATALOG, ONE, PAGE % HELVETICA, stream(content), FONT])


GOOD_PDF = typed(b"The report of the school is complete.")


@cache
def png(width: int = 40, height: int = 40, *, claimed: tuple[int, int] | None = None) -> bytes:
    """A white picture; `claimed` is the size its head tells."""
    rows = (b"\0" + b"\xff" * width) * height

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = claimed or (width, height)
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def bad_crc(package: bytes, name: str) -> bytes:
    """One entry's checksum changed in the directory."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        crc = archive.getinfo(name).CRC
    return package.replace(struct.pack("<I", crc), struct.pack("<I", crc ^ 1))


def stored(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def method(package: bytes, number: int) -> bytes:
    """Every entry said to be packed by method `number`."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            struct.pack_into("<H", data, at + offset, number)
            at = data.find(mark, at + 4)
    return bytes(data)


def link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("报告.docx")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def twins() -> bytes:
    """Two parts of one name: readers disagree on which counts."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        for text in ("甲", "乙"):
            archive.writestr("word/document.xml", PARAGRAPH.replace("82", text))
    return buffer.getvalue()


def mail(body: str, *parts: tuple[str, str, bytes]) -> bytes:
    """A mail with attachments (name, type, content)."""
    edge = f"edge{sum(len(content) for _, _, content in parts)}"
    lines = [
        "From: a@b.cn",
        "To: c@d.cn",
        "Subject: report",
        "MIME-Version: 1.0",
        f"Content-Type: multipart/mixed; boundary={edge}",
        "",
    ]
    lines += [
        f"--{edge}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        body,
    ]
    for name, kind, content in parts:
        whole = kind == "message/rfc822"  # travels as it is
        lines += [f"--{edge}", f"Content-Type: {kind}", f'Content-Disposition: attachment; filename="{name}"']
        lines += [f"Content-Transfer-Encoding: {'8bit' if whole else 'base64'}", ""]
        lines.append(content.decode() if whole else base64.b64encode(content).decode())
    return "\r\n".join([*lines, f"--{edge}--", ""]).encode()


def mail_in_mail(depth: int) -> bytes:
    content = mail(TEXT)
    for _ in range(depth):
        content = mail(TEXT, ("in.eml", "message/rfc822", content))
    return content


def self_calling() -> bytes:
    """A form that draws itself."""
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    page = PAGE % b"/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R"
    return pdf([CATALOG, ONE, page, stream(b"/X Do"), form])


def many_paths(count: int) -> bytes:
    content = b"BT /F 12 Tf 20 100 Td (A page with very many strokes) Tj ET " + b"0 0 m 9 9 l S\n" * count
    return pdf([CATALOG, ONE, PAGE % HELVETICA, flate(content), FONT])


def sheet(cells: str, more: str = "") -> bytes:
    body = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData>{more}</worksheet>'
    package = zipfile.ZipFile(io.BytesIO(xlsx()))
    members = {name: package.read(name) for name in package.namelist()}
    return zipped(members | {"xl/worksheets/sheet1.xml": body.encode()})


def rows() -> list[Row]:
    return [*_packages(), *_word(), *_sheets(), *_pdf(), *_pictures(), *_archives(), *_old(), *_texts()]


# fmt: off
def _packages() -> Iterator[Row]:
    whole = docx()
    for percent in (5, 20, 35, 65, 80, 95):
        yield f"cut_{percent}.docx", whole[: len(whole) * percent // 100], "damaged", "不完整"
    for percent in (10, 40, 70):
        yield f"cut_{percent}.xlsx", xlsx()[: len(xlsx()) * percent // 100], "damaged", "不完整"
    package = ofd([ofd_text(TEXT, 20, 20)])
    for percent in (30, 90):
        yield f"cut_{percent}.ofd", package[: len(package) * percent // 100], "damaged", "不完整"
    yield "no_types.docx", zipped({"word/document.xml": PARAGRAPH.encode(), "_rels/.rels": RELS}), "read:misnamed", "实为.zip"
    yield (
        "crc.docx",
        bad_crc(
            stored({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": b"<x/>" * 50}),
            "word/document.xml",
        ),
        "damaged",
        "没有可读的内容",
    )
    yield "twins.docx", twins(), "damaged", "部件"
    yield "method.docx", method(whole, 12), "damaged", "没有可读的内容"
    yield ("sixty_thousand.docx", zipped({"[Content_Types].xml": TYPES, **{f"word/{n}": b"" for n in range(3000)}}), "too_large", "条目")
    yield "parts.docx", docx(**{f"word__p{n}": b"<x/>" for n in range(150)}), "", ""
    yield ("giant_part.docx", docx(word__styles=b"<x>" + bytes(range(32, 127)) * 95_000 + b"</x>"), "", "")


def _word() -> Iterator[Row]:
    yield "bad_xml.docx", docx(f"<w:p>{RUN}</w:p><w:p><w:r></w:p>"), "read:truncated_part", "不完整"
    yield ("control.docx", docx(f"<w:p>{RUN}</w:p><w:p><w:r><w:t>\x01\x02</w:t></w:r></w:p>"), "read:truncated_part", "不完整")
    yield "doctype_styles.docx", docx(word__styles=(LAUGHS + "]><x>&j;</x>").encode()), "", ""
    yield ("negative_span.docx", docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-5"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'), "", "")
    yield ("float_span.docx", docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1e99"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'), "", "")
    yield ("before_span.docx", docx(f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>'), "", "")
    yield ("orphan_merge.docx", docx(f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>"), "", "")
    yield ("open_field.docx", docx(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p>{RUN}</w:p>'), "", "")
    yield "missing_note.docx", docx(f'<w:p>{RUN}<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'), "", ""
    yield ("deep_boxes.docx", docx("<w:sdt><w:sdtContent>" * 2000 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 2000), "too_large", "嵌套过深")
    yield "long_word.docx", docx(f"<w:p><w:r><w:t>{'字' * 300_000}</w:t></w:r></w:p>"), "", ""
    yield "nothing.docx", docx(""), "read:no_text", "没有可读的文字"
    yield ("level_99.docx", docx(f'<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="99"/></w:numPr></w:pPr>{RUN}</w:p>'), "", "")
    yield (
        "utf16.docx",
        zipped(
            {
                "[Content_Types].xml": TYPES,
                "_rels/.rels": RELS,
                "word/document.xml": docx_xml().encode("utf-16"),
            }
        ),
        "",
        "",
    )
    yield ("gbk.docx", zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": docx_xml().encode("gbk")}), "read:wrong_encoding", "GBK")
    yield ("target_outside.docx", replaced(docx(), "_rels/.rels", b"word/document.xml", b"../../../etc/passwd"), "", "")
    yield (
        "external_body.docx",
        replaced(
            docx(),
            "_rels/.rels",
            b'Target="word/document.xml"',
            b'Target="file:///etc/passwd" TargetMode="External"',
        ),
        "",
        "",
    )
    yield "encrypted_part.docx", encrypted_flag(docx(word__styles=b"<x/>")), "password", "密码"


def docx_xml() -> str:
    return f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{PARAGRAPH}</w:body></w:document>'


def _sheets() -> Iterator[Row]:
    yield (
        "bomb.xlsx",
        zipped(
            {
                "[Content_Types].xml": b"<T/>",
                "xl/workbook.xml": b"<w/>",
                "xl/worksheets/sheet1.xml": bytes(30_000_000),
            }
        ),
        "too_large",
        "压缩",
    )
    yield "strings.xlsx", sheet('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'), "damaged", "无法读取"
    yield ("not_a_number.xlsx", sheet('<row r="1"><c r="A1"><v>abc</v></c></row>'), "read:plain_values", "显示格式")
    yield "far_rows.xlsx", sheet('<row r="1048576"><c r="A1048576"><v>5</v></c></row>'), "", ""
    yield ("bad_ref.xlsx", sheet('<row r="1"><c r="ZZZZZ1"><v>5</v></c></row>'), "read:plain_values", "显示格式")
    yield (
        "merges.xlsx",
        sheet(
            '<row r="1"><c r="A1"><v>5</v></c></row>',
            "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, 3000)) + "</mergeCells>",
        ),
        "",
        "",
    )
    yield (
        "entity.xlsx",
        replaced(
            xlsx(),
            "xl/worksheets/sheet1.xml",
            b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet',
        ),
        "damaged",
        "实体",
    )
    yield ("no_sheets.xlsx", replaced(xlsx(), "xl/workbook.xml", b"<sheets>", b"<sheetz>"), "read:plain_values", "显示格式")
    yield ("old_macro.xls", compound({"Workbook": struct.pack("<HH16x", 0x0809, 16)}), "read:no_text", "没有可读的文字")
    yield ("password.et", compound({"Workbook": struct.pack("<HH16xHH6x", 0x0809, 16, 0x002F, 6)}), "password", "密码")
    yield ("password.xlsx", compound({"EncryptedPackage": b"1", "EncryptionInfo": b"1", "x": b"2"}), "password", "密码")


def _pdf() -> Iterator[Row]:
    for percent in (15, 50, 85):
        yield f"cut_{percent}.pdf", GOOD_PDF[: len(GOOD_PDF) * percent // 100], "damaged", "结构损坏"
    yield "no_trailer.pdf", GOOD_PDF[: GOOD_PDF.index(b"xref")], "damaged", "PDF 结构损坏"
    yield "wrong_xref.pdf", GOOD_PDF.replace(b"startxref\n", b"startxref\n9"), "", ""
    yield "late_header.pdf", b"\n" * 500 + GOOD_PDF, "", ""
    yield "self_call.pdf", self_calling(), "read:no_text", "没有可读的文字"
    yield "paths.pdf", many_paths(80_000), "read:page_too_complex", "只读取了一部分"
    yield ("double_flate.pdf", pdf([CATALOG, ONE, PAGE % b"/Contents 4 0 R", flate(b"0 0 m " * 3_000_000, 2)]), "read:no_text", "没有可读的文字")
    yield ("bad_filter.pdf", pdf([CATALOG, ONE, PAGE % b"/Contents 4 0 R", stream(b"abc", b"/Filter/NoSuchDecode")]), "read:no_text", "没有可读的文字")
    yield "no_contents.pdf", pdf([CATALOG, ONE, PAGE % b""]), "read:no_text", "没有可读的文字"
    yield ("huge_page.pdf", pdf([CATALOG, ONE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9999999 9999999]>>"]), "read:no_text", "没有可读的文字")
    yield "no_box.pdf", pdf([CATALOG, ONE, b"<</Type/Page/Parent 2 0 R>>"]), "read:no_text", "没有可读的文字"
    yield (
        "upside_box.pdf",
        pdf(
            [
                CATALOG,
                ONE,
                b"<</Type/Page/Parent 2 0 R/MediaBox[200 200 0 0]" + HELVETICA + b">>",
                stream(b"BT /F 12 Tf 20 100 Td (Upside down box of a page) Tj ET"),
                FONT,
            ]
        ),
        "",
        "",
    )
    yield ("kids_of_kids.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "damaged", "各页均已损坏")
    yield ("count_lies.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 99999999>>", PAGE % b""]), "read:no_text", "没有可读的文字")
    yield ("negative_count.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count -5>>", PAGE % b""]), "read:no_text", "没有可读的文字")
    yield "no_catalog.pdf", pdf([b"<</Type/Nothing>>"]), "damaged", "PDF 结构损坏"
    yield (
        "script.pdf",
        pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
                ONE,
                PAGE % HELVETICA,
                stream(b"BT /F 12 Tf 20 100 Td (A page that carries a script) Tj ET"),
                FONT,
            ]
        ),
        "",
        "",
    )
    yield (
        "launch.pdf",
        pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(cmd.exe)>>>>",
                ONE,
                PAGE % HELVETICA,
                stream(b"BT /F 12 Tf 20 100 Td (A page that starts a program) Tj ET"),
                FONT,
            ]
        ),
        "",
        "",
    )
    yield (
        "locked.pdf",
        pdf(
            [CATALOG, ONE, PAGE % b""],
            xref=b"trailer\n<</Size 4/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]>>\n%%%%EOF" % (b"o" * 32, b"u" * 32),
        ),
        "password",
        "密码",
    )
    yield (
        "locked_twice.pdf",
        pdf(
            [CATALOG, ONE, PAGE % b""],
            xref=b"trailer\n<</Size 4/Root 1 0 R/Encrypt<</Filter/NoSuch/V 9>>>>\n%%EOF",
        ),
        "damaged",
        "PDF 结构损坏",
    )
    yield "renamed.doc", GOOD_PDF, "read:misnamed", "实为.pdf"


def _pictures() -> Iterator[Row]:
    yield "huge.png", png(claimed=(60_000, 60_000)), "too_large", "图片过大"
    yield "zero.png", png(claimed=(0, 40)), "damaged", "图片损坏"
    yield "crc.png", png()[:40] + b"\xff" + png()[41:], "damaged", "图片损坏"
    yield "half.png", png(400, 400)[:-60], "damaged", "图片损坏"
    yield "cut.gif", b"GIF89a" + bytes(20), "damaged", "图片"
    yield "cut.tif", b"II*\0" + bytes(20), "damaged", "图片"
    yield "loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "damaged", "图片"
    yield "cut.bmp", b"BM" + struct.pack("<IHHII", 90, 0, 0, 54, 40) + bytes(60), "damaged", "图片损坏"
    yield "cut.webp", b"RIFF\x20\0\0\0WEBPVP8 " + bytes(20), "damaged", "图片"


def _archives() -> Iterator[Row]:
    good = {"a.txt": TEXT.encode()}
    whole = zipped(good)
    for percent in (25, 75):
        yield f"cut_{percent}.zip", whole[: len(whole) * percent // 100], "damaged", "不完整"
    yield "crc.zip", bad_crc(stored(good), "a.txt"), "member:damaged", "校验"
    yield "method.zip", method(whole, 98), "member:damaged", "压缩方法"
    yield "link.zip", link(), "member:unsafe_path", "链接"
    yield "nul.zip", zipped({"a\x01b.txt": TEXT.encode()}), "", ""
    yield ("gbk.zip", zipped({"关于进展的报告.txt".encode("gbk").decode("latin-1"): TEXT.encode()}, raw_names=True), "", "")
    yield "dots.zip", zipped({"a/../../b.txt": TEXT.encode()}), "member:unsafe_path", "之外"
    yield "unc.zip", zipped({"\\\\server\\share\\a.txt": TEXT.encode()}), "member:unsafe_path", "之外"
    yield ("rar_inside.zip", zipped({"a.rar": b"Rar!\x1a\x07\x01\x00" + bytes(60)}), "member:unsupported_format", ".rar")
    yield ("program_inside.zip", zipped({"a.docx": b"MZ" + bytes(300)}), "member:unsupported_format", "可执行程序")
    yield "empty_inside.zip", zipped({"a.docx": b""}), "member:empty", "零字节"
    yield "broken_inside.zip", zipped({"a.docx": docx()[:300]}), "member:damaged", "不完整"
    yield "zip_in_bad_zip.zip", zipped({"b.zip": whole[:40]}), "member:damaged", "不完整"
    yield "prefix.zip", b"junk" * 20 + whole, "unknown_format", "无法识别"
    yield ("bad_attachment.eml", mail(TEXT, ("a.docx", "application/octet-stream", docx()[:300])), "member:damaged", "不完整")
    yield ("program_attached.eml", mail(TEXT, ("a.exe", "application/octet-stream", b"MZ" + bytes(300))), "member:unsupported_format", "可执行程序")
    yield "mail_in_mail.eml", mail_in_mail(2), "", ""
    yield "mail_in_many_mails.eml", mail_in_mail(10), "member:too_large", "嵌套"
    yield "bad_base64.eml", mail(TEXT).replace(b"8bit", b"base64"), "read:damaged_part", "编码已损坏"
    yield "bad_charset.eml", mail(TEXT).replace(b"utf-8", b"no-such-charset"), "", ""


def _old() -> Iterator[Row]:
    for size in (600, 1500, 3000):
        yield f"cut_{size}.doc", OLE[:size], "damaged", "不完整"
    yield ("fat_loop.doc", OLE[:76] + struct.pack("<I", 1) + OLE[80:512] + struct.pack("<128I", *range(128)) + OLE[1024:], "read:no_text", "没有可读的文字")
    yield ("long_pieces.doc", word_binary("字" * 20).replace(struct.pack("<II", 0, 20), struct.pack("<II", 0, 2_000_000_000)), "damaged", "文字表已损坏")
    yield "header_only.doc", OLE[:512], "damaged", "不完整"
    yield "xor.doc", word_binary("密", flags=0x8100), "password", "密码"
    yield "renamed.zip", OLE, "read:misnamed", "实为.doc"
    yield "deep.rtf", b"{\\rtf1" + b"{\\b" * 90_000, "too_large", "嵌套超过"
    yield "nul.rtf", b"{\\rtf1 " + bytes(100) + b"}", "read:no_text", "没有可读的文字"
    yield "numbers.rtf", b"{\\rtf1\\ansi\\fs99999999999999999999 \\u99999999999? x}", "", ""
    yield "no_close.rtf", b"{\\rtf1\\ansi\\ansicpg936 \\'cb\\'ab\\'ca\\'a6", "read:truncated_part", "不完整"
    yield ("loop.ofd", zipped({"OFD.xml": b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>OFD.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'}), "read:no_text", "没有可读的文字")
    yield ("outside.ofd", zipped({"OFD.xml": b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>../../etc/passwd</ofd:DocRoot></ofd:DocBody></ofd:OFD>'}), "damaged", "")
    yield ("bad_page.ofd", replaced(ofd([ofd_text(TEXT, 20, 20)]), "Doc_0/Pages/P0/Content.xml", b"</ofd:Page>", b""), "read:damaged_page", "未能读出")
    yield ("bad_numbers.ofd", replaced(ofd([ofd_text(TEXT, 20, 20)]), "Doc_0/Pages/P0/Content.xml", b'Size="5.0"', b'Size="abc"'), "", "")


def _texts() -> Iterator[Row]:
    yield "odd_utf16.txt", b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "read:truncated_part", "不完整"
    yield "half_gbk.txt", TEXT.encode("gbk")[:-1], "read:truncated_part", "不完整"
    yield "nuls.txt", b"\0".join(TEXT.encode().split()) + b"\0" * 30, "unknown_format", "无法识别"
    yield "one_line.csv", b"a," * 400_000, "", ""
    yield "script.html", f"<html><script>steal()</script><p>{TEXT}</p></html>".encode(), "", ""
    yield "only_script.html", b"<html><script>steal()</script></html>", "read:no_text", "没有可读的文字"
    yield ("rowspan.html", f'<table><tr><td rowspan="99999999" colspan="99999999">{TEXT}</td></tr></table>'.encode(), "", "")
    yield ("doctype.html", b'<!DOCTYPE html [<!ENTITY a "b">]><html><p>&a;&a; text of a page</p></html>', "", "")
    yield "unclosed.html", f"<table><tr><td>{TEXT}".encode(), "", ""
    yield "data.json", b'{"a": [1, 2, 3]}', "", ""
    yield ("flat.xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "unsupported_format", "Excel XML")
    yield "print.ps", b"%!PS-Adobe-3.0\n" + b"showpage\n" * 9, "unsupported_format", "PostScript"
    yield ("notes.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "unsupported_format", ".odt")
    yield ("show.odp", zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<x/>"}), "unsupported_format", "演示文稿")
    yield "a.tar", bytes(257) + b"ustar" + bytes(300), "unsupported_format", ".tar"
    yield "a.bz2", b"BZh91AY" + bytes(40), "unsupported_format", ".bz2"
    yield "a.cab", b"MSCF" + bytes(60), "unsupported_format", ".cab"
    yield "plan.dwg", b"AC1032" + bytes(60), "unsupported_format", "CAD"
    yield "a.db", b"SQLite format 3\0" + bytes(90), "unsupported_format", "数据库"
    yield "a.hwp", b"HWP Document File V3.00" + bytes(90), "unsupported_format", "HWP"
# fmt: on
