"""Files that sank other readers: each costs itself, each has its own right reason."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
import hostile_files
from hostile_packages import (
    CATALOG,
    CSV_MINE,
    FLATE,
    LAUGHS,
    OLE,
    PARAGRAPH,
    TYPES,
    docx,
    encrypted_flag,
    nested,
    pdf,
    replaced,
    xlsx,
)
from made_files import compound, ofd, ofd_text, word_binary, zipped

from extractors.document import Document
from extractors.errors import UnreadableDocument
from extractors.readers.limits import Limits
from extractors.reading import read_data
from extractors.sandbox import ReadJob, read_many

SMALL = Limits(
    bytes=2_000_000, entries=300, unpacked_bytes=40_000_000, part_bytes=8_000_000, parts=100, pages=20
)


#: name, bytes, code expected; "" where the file must be read.
FILES: list[tuple[str, bytes, str]] = [
    ("zero.docx", b"", "empty"),
    ("zero.pdf", b"", "empty"),
    ("zeros.docx", bytes(9000), "damaged"),
    ("~$报告.docx", bytes([3]) + b"abc".ljust(54) + bytes(107), "unsupported_format"),
    ("~$台账.xlsx", bytes([3]) + b"abc".ljust(54) + bytes(110), "unsupported_format"),
    ("noise.docx", CSV_MINE, "unknown_format"),
    ("noise.bin", bytes(range(256)) * 8, "unknown_format"),
    ("setup.docx", b"MZ" + bytes(300), "unsupported_format"),
    ("cut.docx", docx()[:-80], "damaged"),
    ("half.docx", docx()[: len(docx()) // 2], "damaged"),
    ("head.zip", b"PK\x03\x04" + bytes(50), "damaged"),
    ("tail.zip", b"PK\x05\x06" + bytes(18), "empty"),
    ("bomb.zip", zipped({"a.txt": bytes(30_000_000)}, level=9), "member:too_large"),
    ("giant.zip", zipped({"a.txt": bytes(25_000_000), "b.txt": bytes(25_000_000)}), "too_large"),
    ("bomb.docx", docx(word__styles=b"<x>" + b" " * 30_000_000 + b"</x>"), "too_large"),
    ("many.zip", zipped({f"{n}.txt": b"x" for n in range(400)}), "too_large"),
    ("traversal.zip", zipped({"../../evil.docx": docx()}), "member:unsafe_path"),
    ("absolute.zip", zipped({"/etc/evil.txt": "正文".encode()}), "member:unsafe_path"),
    ("drive.zip", zipped({"C:\\evil.txt": "正文".encode()}), "member:unsafe_path"),
    ("deep.zip", nested(6, "正文".encode()), "member:too_large"),
    ("nested.zip", nested(3, "双师型教师占比82%。".encode()), ""),
    ("empty.zip", zipped({}), "empty"),
    ("junk.zip", zipped({"__MACOSX/._a": b"x", ".DS_Store": b"x", "Thumbs.db": b"x"}), "empty"),
    ("locked.zip", encrypted_flag(zipped({"a.txt": b"secret"})), "member:password"),
    ("locked_parts.docx", encrypted_flag(docx()), "password"),
    ("password.docx", compound({"EncryptedPackage": b"0", "EncryptionInfo": b"0"}), "password"),
    ("password.doc", word_binary("密", flags=0x0100), "password"),
    ("password.xls", compound({"Workbook": struct.pack("<HH16xHH6x", 0x0809, 16, 0x002F, 6)}), "password"),
    ("renamed.docx", OLE, ""),
    ("renamed.pdf", docx(), ""),
    ("renamed.doc", b"{\\rtf1\\ansi\\ansicpg936 \\'cb\\'ab\\'ca\\'a6\\par}", ""),
    ("renamed.xls", "<html><table><tr><td>任务</td><td>完成</td></tr></table></html>".encode(), ""),
    ("renamed.jpg", docx(), ""),
    ("word95.doc", word_binary("x", magic=0xA5DC, version=0x65), "unsupported_format"),
    ("cut.doc", OLE[:900], "damaged"),
    ("no_pieces.doc", compound({"WordDocument": struct.pack("<HH", 0xA5EC, 0xC1) + bytes(2000), "0Table": b""}), "damaged"),
    ("broken.xls", compound({"Workbook": struct.pack("<HH16x", 0x0809, 16) + b"\xff" * 3000}), "damaged"),
    ("other.doc", compound({"Something": b"0"}), "unknown_format"),
    ("slides.ppt", compound({"PowerPoint Document": b"0"}), "unsupported_format"),
    ("mail.msg", compound({"__properties_version1.0": b"0"}), "unsupported_format"),
    ("works.wps", compound({"MatOST": b"0"}), "unsupported_format"),
    ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(60), "unsupported_format"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60), "unsupported_format"),
    ("a.tar.gz", b"\x1f\x8b\x08" + bytes(60), "unsupported_format"),
    ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(90), "unsupported_format"),
    ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(90), "unsupported_format"),
    ("flat.xml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "unsupported_format"),
    ("slides.pptx", zipped({"[Content_Types].xml": b"<T/>", "ppt/presentation.xml": b"<p/>"}), "unsupported_format"),
    ("only_types.docx", zipped({"[Content_Types].xml": TYPES, "word/x.xml": b"<x/>"}), "damaged"),
    ("cut_xml.docx", docx("<w:p><w:r><w:t>前半段</w:t></w:r></w:p><w:p><w:r><w:t>后半"), ""),
    ("laughs.docx", docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", prolog=LAUGHS + "]>"), "damaged"),
    ("entity.docx", docx("<w:p><w:r><w:t>前&e;后</w:t></w:r></w:p>", prolog='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "damaged"),
    ("span.docx", docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'), ""),
    ("word_span.docx", docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="abc"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'), ""),
    ("deep_tables.docx", docx("<w:tbl><w:tr><w:tc>" * 300 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 300), "too_large"),
    ("merge_bomb.xlsx", replaced(xlsx(), "xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "too_large"),
    ("style_fault.xlsx", replaced(xlsx(), "xl/styles.xml", b"<cellXfs", b"<cellXfsX"), ""),
    ("cut_sheet.xlsx", replaced(xlsx(), "xl/worksheets/sheet1.xml", b"</sheetData>", b""), "damaged"),
    ("far_cell.xlsx", replaced(xlsx(), "xl/worksheets/sheet1.xml", b'r="B2"', b'r="XFD1048576"'), ""),
    ("junk.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 10, "damaged"),
    ("header.pdf", b"%PDF-1.4", "damaged"),
    ("loop.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "damaged"),
    ("xref_loop.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"], xref=b"trailer\n<</Size 3/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"), "damaged"),
    ("no_pages.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]), "damaged"),
    ("flate.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
                       b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(FLATE), FLATE)]), ""),
    ("laughs.xlsx", replaced(xlsx(), "xl/workbook.xml", b"<workbook", (LAUGHS + "]><workbook").encode()), "damaged"),
    ("entity.ofd", zipped({"OFD.xml": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFD>&e;</OFD>'}), "damaged"),
    ("same_page.pdf", pdf([CATALOG, b"<</Type/Pages/Kids[%s]/Count 5000>>" % (b"3 0 R " * 5000), b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]), "too_large"),
    ("cut.png", b"\x89PNG\r\n\x1a\n" + bytes(30), "damaged"),
    ("cut.jpg", b"\xff\xd8\xff\xe0" + bytes(30), "damaged"),
    ("no_root.ofd", zipped({"OFD.xml": b"<x/>"}), "damaged"),
    ("cut_root.ofd", zipped({"OFD.xml": b"<ofd:OFD"}), "damaged"),
    ("laughs.ofd", zipped({"OFD.xml": (LAUGHS + "]><OFD>&j;</OFD>").encode()}), "damaged"),
    ("pages.ofd", ofd([""] * 30), "too_large"),
    ("deep.rtf", b"{\\rtf1" + b"{" * 5000 + b"x" + b"}" * 5001, "too_large"),
    ("cut.rtf", b"{\\rtf1\\ansi\\ansicpg936 \\'cb\\'ab\\'ca\\'a6\\par {\\b ", ""),
    ("bin.rtf", b"{\\rtf1\\ansi {\\pict\\bin2000000000 x", ""),
    ("nothing.html", b"<html><!-- --></html>", ""),
    ("deep.html", b"<html>" + b"<div>" * 20_000 + "双师".encode() + b"</div>" * 20_000, "damaged"),
    ("empty.eml", b"From: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\n\r\n", "empty"),
    ("cut.eml", b"From: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhalf", ""),
    ("large.txt", "字".encode() * 700_000, "too_large"),
]  # fmt: skip


MORE = hostile_files.rows()


def outcome(data: bytes, name: str) -> str:
    """The code of the refusal, "member:" before it where a member is refused, "" where all was read."""
    try:
        document = read_data(data, name, SMALL)
    except UnreadableDocument as error:
        return error.code if error.cause and error.remedy else "says nothing"
    while document.members:
        member = document.members[0]
        if not hasattr(member, "blocks"):
            return f"member:{member.problem.code}"
        document = member
    return ""


def test_the_corpus_has_many_kinds() -> None:
    names = [name for name, *_ in (*FILES, *MORE)]
    assert len(set(names) | {f"more/{name}" for name, *_ in MORE}) >= 200
    assert len({data for _, data, *_ in (*FILES, *MORE)}) >= 200


def reasons(data: bytes, name: str) -> list[tuple[str, str]]:
    """Everything that is said about a file: the code of each refusal or problem, with its words and remedy."""
    try:
        document = read_data(data, name, SMALL)
    except UnreadableDocument as error:
        return [(error.code, f"{error.cause}；{error.remedy}")]
    return list(_said(document))


def _said(document: Document) -> Iterator[tuple[str, str]]:
    yield from ((f"read:{p.code}", f"{p.message}；{p.remedy}") for p in document.problems)
    for member in document.members:
        if isinstance(member, Document):
            yield from _said(member)
        else:
            yield f"member:{member.problem.code}", f"{member.problem.message}；{member.problem.remedy}"


@pytest.mark.parametrize(("name", "data", "code", "words"), MORE, ids=[row[0] for row in MORE])
def test_each_further_bad_file_is_told_by_its_own_reason(
    name: str, data: bytes, code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_OFFICE", "0")
    found = reasons(data, name)
    assert all(text.strip("；") and not text.endswith("；") for _, text in found)
    assert any(said == code and words in text for said, text in found) if code else not found, found


@pytest.mark.parametrize(("name", "data", "code"), FILES, ids=[row[0] for row in FILES])
def test_each_bad_file_has_its_own_reason(
    name: str, data: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_OFFICE", "0")
    found = outcome(data, name)
    assert found == code


def test_no_bad_file_hurts_its_neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_OFFICE", "0")
    jobs = []
    for number, (name, data, *_) in enumerate((*FILES, *MORE)):
        for stem, content in (
            (f"{number}-bad", data),
            (f"{number}-good", "截至10月底，双师型教师占比82%。".encode()),
        ):
            path = tmp_path / stem
            path.write_bytes(content)
            jobs.append(ReadJob(str(path), name if stem.endswith("bad") else f"好{number}.txt"))
    results = list(read_many(jobs, workers=2, seconds=20, memory_mb=1000, limits=SMALL))
    assert len(results) == len(jobs)
    good = [result for result in results if result.job.file.startswith("好")]
    assert all(result.document is not None and "82%" in result.document.text for result in good)
    assert all((result.document is None) != (result.problem is None) for result in results)


def test_an_external_entity_is_never_read() -> None:
    data = next(content for name, content, _ in FILES if name == "entity.docx")
    try:
        text = read_data(data, "entity.docx", SMALL).text
    except UnreadableDocument as error:
        text = str(error)
    assert "root:" not in text


def test_a_page_of_ofd_beyond_the_cap_is_not_read_silently() -> None:
    document = read_data(ofd([ofd_text("双师型教师占比82%。", 20, 20), ""]), "a.ofd", SMALL)
    assert [problem.code for problem in document.problems] == ["no_text_layer"]
