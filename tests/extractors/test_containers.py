"""Archives and mails: one submission a member, nothing written, nothing lost in silence."""

from __future__ import annotations

import hashlib
import stat
import sys
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
from made_files import word_binary, zipped

from extractors.document import Document, UnreadableMember
from extractors.errors import EmptyFile, TooLarge
from extractors.readers.limits import Limits
from extractors.reading import read_data

PROSE = "截至2021年10月底，双师型教师占比82%。"


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_OFFICE", "0")


def names(document: Document) -> list[str]:
    return [member.file for member in document.members]


def test_each_member_is_a_document_with_its_own_hash() -> None:
    first, second = PROSE.encode(), PROSE.encode("gb18030")
    document = read_data(zipped({"甲.txt": first, "佐证/乙.txt": second}), "材料.zip")
    assert names(document) == ["材料.zip!/甲.txt", "材料.zip!/佐证/乙.txt"]
    assert [m.sha256 for m in document.members] == [
        hashlib.sha256(data).hexdigest() for data in (first, second)
    ]
    assert [m.text for m in document.members if isinstance(m, Document)] == [PROSE, PROSE]
    assert document.blocks == ()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_utf8_flag_are_read_as_written(encoding: str) -> None:
    raw = "市教体局自查报告（终稿）.txt".encode(encoding).decode("latin-1")
    document = read_data(zipped({raw: PROSE.encode()}, raw_names=True), "a.zip")
    assert names(document) == ["a.zip!/市教体局自查报告（终稿）.txt"]


def test_backslashes_of_old_packers_are_folders() -> None:
    assert names(read_data(zipped({"佐证\\甲.txt": b"x"}), "a.zip")) == ["a.zip!/佐证/甲.txt"]


def test_an_archive_in_an_archive_names_the_whole_way() -> None:
    inner = zipped({"甲.txt": PROSE.encode()})
    [member] = read_data(zipped({"附件.zip": inner}), "a.zip").members
    assert isinstance(member, Document)
    assert (member.kind, names(member)) == ("zip", ["a.zip!/附件.zip!/甲.txt"])


def test_the_fourth_archive_within_is_refused_alone() -> None:
    content = PROSE.encode()
    for level in range(4):
        content = zipped({f"{level}.zip" if level else "甲.txt": content, "乙.txt": b"beside"})
    document = read_data(content, "a.zip")
    for _ in range(2):
        document = next(m for m in document.members if isinstance(m, Document) and m.kind == "zip")
    deepest = next(m for m in document.members if m.file.endswith(".zip"))
    assert isinstance(deepest, UnreadableMember)
    assert deepest.problem.code == "too_large"
    assert [m.text for m in document.members if isinstance(m, Document)] == ["beside"]


def test_files_of_the_operating_system_are_skipped_and_listed() -> None:
    junk = ["__MACOSX/._甲.txt", ".DS_Store", "佐证/Thumbs.db", "desktop.ini", "~$报告.docx"]
    document = read_data(zipped({"甲.txt": PROSE.encode()} | dict.fromkeys(junk, b"x")), "a.zip")
    assert names(document) == ["a.zip!/甲.txt"]
    [problem] = document.problems
    assert problem.code == "skipped_members"
    assert all(name in problem.message for name in junk)


def test_one_bad_member_does_not_hurt_the_others() -> None:
    members = {
        "坏.docx": b"PK\x03\x04broken",
        "旧.rar": b"Rar!\x1a\x07\x00",
        "空.txt": b"",
        "好.txt": PROSE.encode(),
    }
    document = read_data(zipped(members), "a.zip")
    codes = [m.problem.code if isinstance(m, UnreadableMember) else "" for m in document.members]
    assert codes == ["damaged", "unsupported_format", "empty", ""]


def test_a_member_is_recognised_by_its_content_too() -> None:
    [member] = read_data(zipped({"报告.docx": word_binary("正文\r")}), "a.zip").members
    assert isinstance(member, Document)
    assert (member.kind, member.problems[0].code) == ("doc", "misnamed")


def test_a_link_out_of_the_archive_is_not_followed() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("passwd")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    [member] = read_data(buffer.getvalue(), "a.zip").members
    assert isinstance(member, UnreadableMember)
    assert member.problem.code == "unsafe_path"


def test_a_member_with_a_wrong_checksum_is_damaged() -> None:
    data = bytearray(zipped({"甲.txt": PROSE.encode() * 3}))
    at = data.find(b"PK\x01\x02") + 16
    data[at] ^= 0xFF
    [member] = read_data(bytes(data), "a.zip").members
    assert isinstance(member, UnreadableMember)
    assert (member.problem.code, "校验" in member.problem.message) == ("damaged", True)


def test_an_archive_of_nothing_is_empty() -> None:
    with pytest.raises(EmptyFile, match="没有可读的文件"):
        read_data(zipped({"空文件夹/": b""}), "a.zip")


def test_the_members_of_members_share_one_budget() -> None:
    inner = zipped({"b.txt": b"y" * 900_000})
    document = read_data(
        zipped({"a.txt": b"x" * 900_000, "b.zip": inner}), "a.zip", Limits(unpacked_bytes=1_000_000)
    )
    assert [m.problem.code for m in document.members if isinstance(m, UnreadableMember)] == ["too_large"]


def mail(*, body: str = PROSE, html: str = "", subject: str = "关于报送进展情况的函") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "张三 <a@example.invalid>",
        "b@example.invalid",
        subject,
    )
    message["Date"] = "Fri, 05 Nov 2021 09:30:00 +0800"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_body_and_attachments_of_a_mail_are_one_submission() -> None:
    message = mail()
    message.add_attachment(
        PROSE.encode("gb18030"), maintype="application", subtype="octet-stream", filename="附件1：报告.txt"
    )
    document = read_data(bytes(message), "来信.eml")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("heading", "关于报送进展情况的函"),
        ("paragraph", PROSE),
    ]
    assert names(document) == ["来信.eml!/附件1：报告.txt"]
    assert document.properties["author"] == "张三 <a@example.invalid>"
    assert [block.index for block in document.blocks] == [0, 1]


def test_the_html_body_is_read_where_it_holds_a_table() -> None:
    html = (
        "<p>见下表</p><table><tr><th>任务</th><th>完成率</th></tr><tr><td>建设</td><td>82%</td></tr></table>"
    )
    document = read_data(bytes(mail(body="见下表 任务 完成率 建设 82%", html=html)), "a.eml")
    assert [(b.row, b.column, b.text) for b in document.blocks if b.kind == "cell"] == [
        (0, 0, "任务"), (0, 1, "完成率"), (1, 0, "建设"), (1, 1, "82%"),
    ]  # fmt: skip


def test_a_body_is_not_read_twice() -> None:
    document = read_data(bytes(mail(html=f"<p>{PROSE}</p>")), "a.eml")
    assert document.text.count(PROSE) == 1


def test_a_mail_within_a_mail_keeps_its_attachments() -> None:
    inner = mail(subject="转发")
    inner.add_attachment(PROSE.encode(), maintype="application", subtype="octet-stream", filename="甲.txt")
    outer = mail()
    outer.add_attachment(inner)
    [member] = read_data(bytes(outer), "a.eml").members
    assert isinstance(member, Document)
    assert (member.kind, len(member.members)) == ("eml", 1)


def test_raw_gbk_headers_of_old_clients_are_read() -> None:
    raw = b"From: a@b.invalid\r\nTo: c@d.invalid\r\nSubject: \xb9\xa4\xd7\xf7\xbd\xf8\xd5\xb9\r\nMIME-Version: 1.0\r\n"
    raw += b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + PROSE.encode("gb18030")
    document = read_data(raw, "a.eml")
    assert [block.text for block in document.blocks] == ["工作进展", PROSE]


def test_a_saved_page_is_read_as_its_page() -> None:
    raw = (
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<h1>\xe6\xa0\x87\xe9\xa2\x98</h1>\r\n"
        b"--x\r\nContent-Type: text/css\r\n\r\nbody{}\r\n--x--\r\n"
    )
    document = read_data(raw, "报告.mht")
    assert (document.kind, [b.text for b in document.blocks], document.members) == ("mht", ["标题"], ())


def test_too_many_parts_are_refused() -> None:
    message = mail()
    for number in range(30):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"{number}.txt")
    with pytest.raises(TooLarge, match="个部分"):
        read_data(bytes(message), "a.eml", Limits(entries=20))
