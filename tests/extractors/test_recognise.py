"""A file is what its content says, whatever its name claims."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
from made_files import compound, ofd, word_binary, zipped

from extractors.readers.recognise import is_misnamed, recognise

OOXML = {"[Content_Types].xml": b"<Types/>"}
PROSE = "截至2021年10月底，全市双师型教师占比达到82%。\n"
MAIL = b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: =?gb2312?B?sajLzQ==?=\r\nMIME-Version: 1.0\r\n\r\nbody\r\n"


def _bof(*records: tuple[int, bytes]) -> bytes:
    return b"".join(
        struct.pack("<HH", number, len(body)) + body for number, body in ((0x0809, bytes(16)), *records)
    )


KINDS: list[tuple[str, bytes, str]] = [
    ("word", zipped({**OOXML, "word/document.xml": b"<w/>"}), "docx"),
    ("excel", zipped({**OOXML, "xl/workbook.xml": b"<w/>"}), "xlsx"),
    ("binary excel", zipped({**OOXML, "xl/workbook.bin": b"0"}), "xlsb"),
    ("slides", zipped({**OOXML, "ppt/presentation.xml": b"<p/>"}), "pptx"),
    ("ofd", ofd([""]), "ofd"),
    ("odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "odt"),
    ("plain zip", zipped({"a.txt": b"x"}), "zip"),
    ("cut zip", zipped({"a.txt": PROSE.encode() * 50})[:60], "damaged_zip"),
    ("pdf", b"%PDF-1.7\n", "pdf"),
    ("pdf behind junk", b"\0\0junk\n" * 5 + b"%PDF-1.4\n", "pdf"),
    ("word 97", word_binary("正文\r"), "doc"),
    ("word 97 with password", word_binary("正文\r", flags=0x0100), "protected_doc"),
    ("word 6", word_binary("正文\r", magic=0xA5DC, version=0x65), "old_word"),
    ("wps", word_binary("正文\r", more="WpsCustomData"), "wps"),
    ("excel 97", compound({"Workbook": _bof((0x0042, b"\xb0\x04"))}), "xls"),
    ("excel 97 with password", compound({"Workbook": _bof((0x002F, bytes(6)))}), "protected_xls"),
    ("wps sheet", compound({"Workbook": _bof(), "ETExtData": b"0", "WpsInfo": b"1"}), "et"),
    ("encrypted ooxml", compound({"EncryptedPackage": b"0", "EncryptionInfo": b"0"}), "encrypted_ooxml"),
    ("slides 97", compound({"PowerPoint Document": b"0"}), "ppt"),
    ("outlook", compound({"__properties_version1.0": b"0"}), "msg"),
    ("other compound file", compound({"Other": b"0"}), "ole"),
    ("cut compound file", word_binary("正文")[:700], "damaged_ole"),
    ("rar", b"Rar!\x1a\x07\x01\x00", "rar"),
    ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
    ("jpeg", b"\xff\xd8\xff\xe0" + bytes(20), "image"),
    ("webp", b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
    ("tiff", b"II*\x00" + bytes(20), "image"),
    ("bmp", b"BM" + struct.pack("<IHHII", 54, 0, 0, 54, 40) + bytes(30), "image"),
    ("phone photo", b"\0\0\0\x18ftypheic" + bytes(20), "heif"),
    ("film", b"\0\0\0\x18ftypmp42" + bytes(20), "media"),
    ("rtf", b"{\\rtf1\\ansi x}", "rtf"),
    ("page", b"<!DOCTYPE html><html><body>x</body></html>", "html"),
    ("page of a ledger system", "<table><tr><td>序号</td></tr></table>".encode("gbk"), "html"),
    ("mail", MAIL, "eml"),
    ("saved page", b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "mht"),
    ("utf-8", PROSE.encode(), "txt"),
    ("gbk", PROSE.encode("gbk"), "txt"),
    ("utf-16", PROSE.encode("utf-16"), "txt"),
    ("utf-16 without a mark", PROSE.encode("utf-16-le"), "txt"),
    ("text that looks like a heading", "From: 各单位\n进展情况如下".encode(), "txt"),
    ("word 2003 xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "word_xml"),
    ("empty", b"", "empty"),
    ("disk fault", bytes(5000), "blank"),
    ("noise", bytes(range(256)) * 20, "unknown"),
    ("program", b"MZ\x90\x00" + bytes(100), "executable"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kind"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_the_content_settles_the_kind(data: bytes, kind: str) -> None:
    assert recognise(data, "某单位材料.docx") == kind


def test_an_owner_file_is_known_by_its_size_and_its_name() -> None:
    owner = bytes([4]) + b"user".ljust(54) + b"\x04\0" + "user".encode("utf-16-le").ljust(105, b"\0")
    assert recognise(owner, "~$进展报告.docx") == "lock"


@pytest.mark.parametrize(
    ("kind", "name", "suffix"),
    [
        ("doc", "报告.docx", ".docx"),
        ("docx", "报告.DOC", ".doc"),
        ("html", "台账.xls", ".xls"),
        ("doc", "报告.doc", ""),
        ("doc", "报告.wps", ""),
        ("docx", "报告.wps", ""),
        ("xls", "台账.et", ""),
        ("docx", "2021.10", ""),
        ("docx", "报告", ""),
        ("pdf", "a.zip!/b.PDF", ""),
    ],
)
def test_a_name_that_promises_another_format_is_told(kind: str, name: str, suffix: str) -> None:
    assert is_misnamed(kind, name) == suffix


def test_real_workbooks_and_documents_are_known() -> None:
    import docx
    import openpyxl

    for make, kind in ((docx.Document, "docx"), (openpyxl.Workbook, "xlsx")):
        buffer = io.BytesIO()
        make().save(buffer)
        assert recognise(buffer.getvalue(), "x") == kind
