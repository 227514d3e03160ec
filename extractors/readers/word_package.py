"""A Word package: its parts, bounded and checked before anything is unpacked.

python-docx's packaging layer reads the relationships and resolves part names; unpacking is our own, because
a part must be readable up to the place where it is damaged.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.opc.oxml import CT_Relationships, parse_xml
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml as parse_document_xml
from docx.oxml.styles import CT_Styles
from lxml import etree

from extractors.document import Problem
from extractors.errors import DamagedFile, EmptyFile, PasswordProtected, TooLarge
from extractors.readers.wordxml import ForbiddenMarkup, NothingLeft, parse, plain_markup, settle
from extractors.readers.xml_encoding import as_utf8

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.readers.limits import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20
_RATIO_FROM = 10 << 20
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_TOO_DEEP = re.compile(r"depth|huge|too long", re.IGNORECASE)

NAMES = {
    "document": "正文",
    "styles": "样式",
    "numbering": "编号",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "header": "页眉",
    "footer": "页脚",
    "settings": "设置",
}


@dataclass(frozen=True, slots=True)
class Relation:
    kind: str  # last word of the relationship type: header, footnotes, hyperlink …
    target: str  # part name without leading slash, or an address outside
    external: bool


class Package:
    """The parts of one .docx, .docm or .dotx by name; what could not be read is in `problems`.

    Raises `EmptyFile`, `PasswordProtected`, `DamagedFile` or `TooLarge` when it is opened.
    """

    def __init__(self, data: bytes, file: str, limits: Limits) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._limits = limits
        self._parts_read = 0
        self._relations: dict[str, dict[str, Relation]] = {}
        _refuse_what_is_no_package(data, file, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as error:
            raise DamagedFile(file, "文件不完整或已损坏，打不开压缩结构，可能没有传完") from error
        entries = self._zip.infolist()
        _check_entries(entries, file, limits)
        self._entries = {_part_name(entry.filename): entry for entry in entries if not entry.is_dir()}
        if len(self._entries) < sum(not entry.is_dir() for entry in entries):
            raise DamagedFile(file, "压缩包内有重名部件，内容不可信")

    def __contains__(self, name: str) -> bool:
        return _part_name(name) in self._entries

    def main_part(self) -> str:
        """The name of the part with the body; raises `DamagedFile` when there is none."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        found = next((name for name in sorted(self._entries) if _MAIN_PART.fullmatch(name)), None)
        if found is None:
            raise DamagedFile(self.file, "缺少正文部件 word/document.xml，不是完整的 Word 文档")
        return found

    def related(self, part: str, kind: str) -> str | None:
        """The first part to which `part` has a relationship of this kind."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external:
                return relation.target
        return None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id; "" stands for the package."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def tree(self, name: str) -> _Element | None:
        """The settled tree of a part; None, with a problem, where the part is missing or hopeless."""
        read = self._read(name)
        if read is None:
            return None
        data, complete = read
        root: _Element | None = None
        try:
            root = parse(data)
        except ForbiddenMarkup:
            self._refused(name)
            return None
        except etree.XMLSyntaxError as error:
            root = self._in_chinese(name, data)
            if root is None:
                root = self._recovered(name, as_utf8(data), error)
                complete = False
        if not complete:
            self.report("truncated_part", f"{describe(name)}不完整或已损坏，只读出损坏处之前的内容")
        if root is not None:
            settle(root, data)
        return root

    def style_sheet(self, name: str) -> CT_Styles | None:
        """The styles as python-docx reads them; up to the damage where the part is damaged."""
        read = self._read(name)
        if read is None:
            return None
        root: _Element | None
        try:
            root = parse_document_xml(plain_markup(read[0]))
        except (etree.XMLSyntaxError, ForbiddenMarkup):
            rest = self.tree(name)
            root = None if rest is None else parse_document_xml(etree.tostring(rest))
        return root if isinstance(root, CT_Styles) else None

    def read(self, name: str) -> bytes | None:
        """A part as bytes, for parts that are no XML; None, with a problem, where it is missing."""
        read = self._read(name)
        return None if read is None else read[0]

    def report(self, code: str, message: str, remedy: str = "请核对原件，另存为 .docx 后重报") -> None:
        problem = Problem(code, message, remedy)
        if problem not in self.problems:
            self.problems.append(problem)

    def _refused(self, name: str) -> None:
        cause = f"{describe(name)}含有文档类型或实体声明，Word 不会生成这样的内容，已拒绝读取"
        if _MAIN_PART.fullmatch(name) or name == self.main_part():
            raise DamagedFile(self.file, cause)
        self.report("forbidden_markup", cause)

    def _in_chinese(self, name: str, data: bytes) -> _Element | None:
        """The whole tree of a part that is in GBK though it declares UTF-8 or nothing, and said so."""
        plain = as_utf8(data)
        if plain is data:
            return None
        self.report("wrong_encoding", f"{describe(name)}未声明而使用 GBK 编码，已按 GBK 读取")
        try:
            return parse(plain)
        except etree.XMLSyntaxError:
            return None

    def _recovered(self, name: str, data: bytes, error: etree.XMLSyntaxError) -> _Element | None:
        if _TOO_DEEP.search(str(error)):
            raise TooLarge(self.file, f"{describe(name)}嵌套过深或单段过长") from error
        try:
            return parse(data, recover=True)
        except (etree.XMLSyntaxError, NothingLeft):
            return None

    def _read(self, name: str) -> tuple[bytes, bool] | None:
        """A part and whether it is complete."""
        entry = self._entries.get(_part_name(name))
        if entry is None:
            self.report("missing_part", f"{describe(name)}缺失，相应内容无法读取")
            return None
        self._parts_read += 1
        if self._parts_read > self._limits.parts or entry.file_size > self._limits.part_bytes:
            raise TooLarge(self.file, f"{describe(name)}过大或部件过多，超出读取上限")
        if entry.flag_bits & 0x1:
            raise PasswordProtected(self.file, "压缩包内部件已加密")
        return self._unpack(entry)

    def _unpack(self, entry: zipfile.ZipInfo) -> tuple[bytes, bool]:
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > self._limits.part_bytes:
                        raise TooLarge(self.file, f"{describe(entry.filename)}过大，超出读取上限")
        except _UNREADABLE:
            return b"".join(chunks) or self._unpack_raw(entry), False
        return b"".join(chunks), True

    def _unpack_raw(self, entry: zipfile.ZipInfo) -> bytes:
        """What can be inflated up to the damage, in small steps and without the checksum."""
        stream = self._zip.fp
        if stream is None or entry.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
            return b""
        stream.seek(entry.header_offset + 26)
        lengths = stream.read(4)
        start = (
            entry.header_offset + 30 + sum(int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2))
        )
        stream.seek(start)
        packed = stream.read(entry.compress_size)
        if entry.compress_type == zipfile.ZIP_STORED:
            return packed
        return _inflate(packed, self._limits.part_bytes)

    def _read_relations(self, part: str) -> dict[str, Relation]:
        uri = PackURI("/" + part)
        name = uri.rels_uri.membername
        if name not in self:
            return {}
        read = self._read(name)
        try:
            root = parse_xml(plain_markup(read[0] if read else b""))  # type: ignore[arg-type]  # it takes bytes
        except (etree.XMLSyntaxError, ForbiddenMarkup):
            self.report("truncated_part", f"关系部件（{name}）已损坏，与它相连的内容无法读取")
            return {}
        found: dict[str, Relation] = {}
        for element in root.Relationship_lst if isinstance(root, CT_Relationships) else ():
            external = element.get("TargetMode") == "External"
            target = element.get("Target") or ""
            if not external:
                target = PackURI.from_rel_ref(uri.baseURI, target).membername
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, external)
        return found


def describe(name: str) -> str:
    """A part as the office can understand it: 页眉（word/header1.xml）."""
    stem = name.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
    return f"{NAMES.get(stem, '部件')}（{name}）"


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_what_is_no_package(data: bytes, file: str, limits: Limits) -> None:
    if not data:
        raise EmptyFile(file, "文件为空（0 字节）")
    if len(data) > limits.bytes:
        raise TooLarge(file, f"文件超过 {limits.bytes >> 20} MB")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise PasswordProtected(file, "文件设有打开密码")
        raise DamagedFile(file, "不是 .docx 结构，可能是旧版 .doc 改了扩展名")


def _check_entries(entries: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise TooLarge(file, f"压缩包内有 {len(entries)} 个条目，超出上限 {limits.entries} 个")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise TooLarge(file, f"解压后超过 {limits.unpacked_bytes >> 20} MB")
    if any(e.file_size > _RATIO_FROM and e.file_size > e.compress_size * limits.ratio for e in entries):
        raise TooLarge(file, "压缩比异常，疑似压缩炸弹")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise DamagedFile(file, "压缩包内部件相互重叠，内容不可信")
        end = entry.header_offset + 30 + entry.compress_size


def _inflate(packed: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    found = bytearray()
    try:
        for at in range(0, len(packed), 256):
            found += inflater.decompress(packed[at : at + 256], most)
            if len(found) > most:
                break
    except zlib.error:
        pass
    return bytes(found[:most])
