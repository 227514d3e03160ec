"""Zip archives: every member is a submission of its own, with its own hash and its own fate."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace

from extractors.document import Document, Problem, UnreadableMember
from extractors.errors import EmptyFile, TooLarge, UnreadableDocument
from extractors.readers.archives import entry_name, open_package, unpack
from extractors.readers.limits import Limits

#: Reads the bytes of a member; a failure becomes an `UnreadableMember`, it never raises.
ReadMember = Callable[[bytes, str, Limits], Document | UnreadableMember]

#: Archive in archive in archive is still read; deeper ones are not sent by people.
MAX_NESTING = 3
_INSIDE = "!/"
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$|\._[^/]*$|\.~lock\.[^/]*$)", re.I
)
_UNSAFE = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)|\x00")
_LISTED = 8


def read_zip(
    data: bytes,
    file: str,
    sha256: str,
    limits: Limits,
    read_member: ReadMember,
    only: int | None = None,
) -> Document:
    """Members are called "a.zip!/folder/b.docx". Nothing is written to disk. `only` = the one member wanted, by number.

    Raises `EmptyFile` without members, `TooLarge` where a limit on the whole archive is passed,
    `DamagedFile` without a directory. A bad member costs itself only.
    """
    if file.count(_INSIDE) >= MAX_NESTING:
        raise TooLarge(file, f"压缩包嵌套超过 {MAX_NESTING} 层", "请解压后直接报送其中的文件")
    with open_package(data, file, limits) as archive:
        entries = [
            (entry_name(entry).replace("\\", "/"), entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        ]
        junk = [name for name, _ in entries if _JUNK.search(name)]
        wanted = [(name, entry) for name, entry in entries if not _JUNK.search(name)]
        if not wanted:
            raise EmptyFile(file, "压缩包内没有可读的文件")
        inner = replace(
            limits, unpacked_bytes=max(limits.unpacked_bytes - sum(e.file_size for _, e in entries), 1)
        )
        chosen = wanted if only is None else wanted[only : only + 1]
        members = tuple(
            _member(archive, entry, f"{file}{_INSIDE}{name}", inner, read_member) for name, entry in chosen
        )
    return Document(file, sha256, "zip", members=members, problems=skipped(junk))


def skipped(names: list[str]) -> tuple[Problem, ...]:
    """Files of the operating system are left out, and said so."""
    if not names:
        return ()
    more = f"等 {len(names)} 个" if len(names) > _LISTED else ""
    return (Problem("skipped_members", f"已略过系统文件：{'、'.join(names[:_LISTED])}{more}", "无需处理"),)


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, limits: Limits, read_member: ReadMember
) -> Document | UnreadableMember:
    if _UNSAFE.search(file.rpartition(_INSIDE)[2]):
        return _unsafe(file, "条目路径指向压缩包之外，未读取")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _unsafe(file, "条目是指向别处的链接，未读取")
    try:
        content = unpack(archive, entry, file, limits)
    except UnreadableDocument as error:
        return UnreadableMember(file, hashlib.sha256(b"").hexdigest(), error.problem)
    return read_member(content, file, limits)


def _unsafe(file: str, cause: str) -> UnreadableMember:
    problem = Problem("unsafe_path", cause, "请用常用压缩软件重新压缩后重报")
    return UnreadableMember(file, hashlib.sha256(b"").hexdigest(), problem)
