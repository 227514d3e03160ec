"""Opening zip packages without being eaten by them: entries, ratio, size and names are looked at first."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from extractors.errors import DamagedFile, PasswordProtected, TooLarge
from extractors.readers.limits import Limits

_EOCD = b"PK\x05\x06"
_EOCD_SEARCHED = 65_557  # its own 22 bytes and the longest comment
_RATIO_FROM = 10 * 1024 * 1024  # unpacked bytes from which the ratio says anything
_PROLOG = 4096  # bytes in which a DOCTYPE stands, if there is one
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


def open_package(data: bytes, file: str, limits: Limits) -> zipfile.ZipFile:
    """A zip archive within the limits; entries are not unpacked yet.

    Raises `TooLarge` before the directory of a monster is parsed, `DamagedFile` where there is none.
    """
    declared = _declared_entries(data)
    if declared > limits.entries:
        raise TooLarge(file, f"压缩包含 {declared} 个条目，超过上限 {limits.entries} 个")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise DamagedFile(file, "压缩结构损坏或文件不完整，无法打开") from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise TooLarge(file, f"压缩包含 {len(entries)} 个条目，超过上限 {limits.entries} 个")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes:
        raise TooLarge(
            file, f"解压后 {total / 1048576:.0f} MB，超过上限 {limits.unpacked_bytes / 1048576:.0f} MB"
        )
    return archive


def is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    """Whether an entry claims to be packed more tightly than documents are."""
    return entry.file_size > _RATIO_FROM and entry.file_size > limits.ratio * max(entry.compress_size, 1)


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, limits: Limits) -> bytes:
    """The bytes of one entry. Raises an `UnreadableDocument` that says why there are none.

    Never more than the directory claims: the claim was measured against the limits.
    """
    if is_bomb(entry, limits):
        raise TooLarge(file, f"压缩比超过 {limits.ratio}:1，疑似压缩炸弹")
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise PasswordProtected(file, "压缩包条目设有密码，内容已加密")
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size)
    except NotImplementedError as error:
        raise DamagedFile(file, "采用了本机不支持的压缩方法", "请改用普通 .zip 压缩后重报") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        struct.error,
        ValueError,
    ) as error:
        raise DamagedFile(file, "压缩包条目损坏，校验不符或数据不完整") from error


def check_parts(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    """The look at an office package that its library does not take: bombs, encryption, giant parts."""
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise TooLarge(file, f"文档含 {len(entries)} 个部件，超过上限 {limits.parts} 个")
    for entry in entries:
        if is_bomb(entry, limits):
            raise TooLarge(file, f"压缩比超过 {limits.ratio}:1，疑似压缩炸弹")
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise PasswordProtected(file, "文档部件设有密码，内容已加密")
        if entry.filename.endswith(".xml") and entry.file_size > limits.part_bytes:
            raise TooLarge(file, f"部件 {entry.filename} 解压后超过 {limits.part_bytes // 1048576} MB")
        if entry.filename.endswith((".xml", ".rels")) and _declares_a_doctype(archive, entry):
            raise DamagedFile(
                file, f"部件 {entry.filename} 含有文档类型或实体声明，已拒绝读取", "请重新另存后重报"
            )


def _declares_a_doctype(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """No office program writes one; entities can blow up or fetch files. A broken part is left to its reader."""
    try:
        with archive.open(entry) as stream:
            return b"<!DOCTYPE" in stream.read(_PROLOG)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        struct.error,
    ):
        return False


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its author saw it.

    Without the UTF-8 flag the library decodes names as CP437; Chinese Windows wrote GBK bytes there,
    other tools UTF-8. UTF-8 is tried first, since GBK text is hardly ever valid UTF-8.
    """
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _declared_entries(data: bytes) -> int:
    """Entries according to the end record; 65535 stands for "see zip64", which is parsed later."""
    tail = data[-_EOCD_SEARCHED:]
    at = tail.rfind(_EOCD)
    if at < 0 or len(tail) < at + 12:
        return 0
    count: int = struct.unpack_from("<H", tail, at + 10)[0]
    return count
