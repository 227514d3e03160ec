"""Read one file: measure it, recognise it by its content, hand it to its reader, and say what went wrong."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors import errors, lost_digits
from extractors.document import Document, Problem, UnreadableMember
from extractors.readers.limits import DEFAULT_LIMITS, Limits
from extractors.readers.recognise import is_misnamed, recognise
from extractors.readers.refused import refusal


@dataclass(frozen=True, slots=True)
class Reader:
    """Where the reader of a kind lives; imported on first use, so that a night of .docx never loads OCR."""

    module: str
    function: str
    noun: str  # what the reviewer calls such a file
    remedy: str = ""  # for a damaged one; "" for the error's own
    opens_members: bool = False  # takes a fifth argument: how to read a member


_WORD = "extractors.readers.word"
_LEGACY = "extractors.readers.legacy"
_SHEET = "extractors.readers.spreadsheet"
_SAVE_SHEET = "请用 Excel 或 WPS 打开并另存为 .xlsx 后重报"
_EXPORT = "请重新导出，或报送 .docx 原件"
_RESCAN = "请重新扫描或拍照后重报"
READERS: dict[str, Reader] = {
    "docx": Reader(_WORD, "read_word", "Word 文档"),
    "pdf": Reader("extractors.readers.pdf", "read_pdf", "PDF 文件", _EXPORT),
    "image": Reader("extractors.readers.ocr", "read_image", "图片", _RESCAN),
    "doc": Reader(_LEGACY, "read_doc", "Word 97-2003 文档"),
    "wps": Reader(_LEGACY, "read_wps", "WPS 文字文档"),
    "rtf": Reader(_LEGACY, "read_rtf", "RTF 文档"),
    "xlsx": Reader(_SHEET, "read_spreadsheet", "Excel 工作簿", _SAVE_SHEET),
    "xlsb": Reader(_SHEET, "read_spreadsheet", "Excel 二进制工作簿", _SAVE_SHEET),
    "ods": Reader(_SHEET, "read_spreadsheet", "OpenDocument 电子表格", _SAVE_SHEET),
    "xls": Reader(_SHEET, "read_spreadsheet", "Excel 97-2003 工作簿", _SAVE_SHEET),
    "et": Reader(_SHEET, "read_spreadsheet", "WPS 表格", _SAVE_SHEET),
    "ofd": Reader("extractors.readers.ofd", "read_ofd", "OFD 版式文件", _EXPORT),
    "zip": Reader(
        "extractors.readers.containers", "read_zip", "压缩包", "请重新压缩后重报", opens_members=True
    ),
    "eml": Reader("extractors.readers.mail", "read_eml", "邮件", opens_members=True),
    "mht": Reader("extractors.readers.mail", "read_eml", "单个文件网页", opens_members=True),
    "html": Reader("extractors.readers.plain", "read_html", "网页文件"),
    "txt": Reader("extractors.readers.plain", "read_text", "文本文件"),
}

#: Problems that do not say why there is no text.
_REMARKS = frozenset({"misnamed", "plain_values", "simple_reading"})
#: Stands at members that `read_archive` has named only.
UNREAD = Problem("unread", "尚未读取", "无需处理")

#: Third-party module → the extra that brings it.
EXTRAS = {
    "rapidocr": "ocr",
    "onnxruntime": "ocr",
    "cv2": "ocr",
    "doc2docx": "legacy",
    "xlrd": "legacy",
    "ofdkit": "legacy",
}


def read(path: Path, *, file: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the file at `path`; `file` is the name the office received it under (default: its own).

    Raises a subclass of `errors.UnreadableDocument`, and nothing else, where there is no Document.
    Not protected against hangs, aborts and memory hogs: see `extractors.sandbox`.
    """
    name = file or path.name
    return read_data(_bytes_of(path, name, limits), name, limits)


def read_data(data: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """As `read`, for bytes at hand: a member of an archive, an attachment of a mail."""
    if len(data) > limits.bytes:
        raise _too_large(file, len(data), limits)
    kind = recognise(data, file)
    refused = refusal(kind, file)
    if refused is not None:
        raise refused
    document = _run(READERS[kind], data, file, limits)
    return _completed(document, kind)


def read_archive(
    path: Path, *, file: str | None = None, limits: Limits = DEFAULT_LIMITS, member: int | None = None
) -> Document:
    """An archive or mail with the member of that number alone, or with all its members named and none read.

    For those that could not be read at once: a member that hangs shall cost itself only. Raises a subclass of
    `errors.UnreadableDocument` for anything that is no readable archive or mail.
    """
    name = file or path.name
    data = _bytes_of(path, name, limits)
    kind = recognise(data, name)
    opening = READERS.get(kind)
    if opening is None or not opening.opens_members:
        raise errors.UnsupportedFormat(name, "不是压缩包或邮件")
    reader = _name_member if member is None else _member_reader
    document = _run(opening, data, name, limits, reader, member)
    return _completed(document, kind) if member is None else document


def _name_member(data: bytes, file: str, _: Limits) -> UnreadableMember:
    return UnreadableMember(file, hashlib.sha256(data).hexdigest(), UNREAD)


def _bytes_of(path: Path, file: str, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise errors.UnreadableDocument(
                file, "不是普通文件（文件夹、管道或失效的链接）", "请报送文件原件"
            )
        size = path.stat().st_size
        if size > limits.bytes:
            raise _too_large(file, size, limits)
        return path.read_bytes()
    except OSError as error:
        raise errors.UnreadableDocument(
            file, f"无法从磁盘读出（{error.strerror}）", "请检查权限和磁盘后重跑"
        ) from error


def _too_large(file: str, size: int, limits: Limits) -> errors.TooLarge:
    mega = 1024 * 1024
    return errors.TooLarge(file, f"文件 {size / mega:.1f} MB，超过上限 {limits.bytes / mega:.0f} MB")


def _run(reader: Reader, data: bytes, file: str, limits: Limits, *how_members: Any) -> Document:
    """`how_members`: what a reader that opens members takes beside: how to read one, and which alone."""
    sha256 = hashlib.sha256(data).hexdigest()
    extra = (how_members or (_member_reader,)) if reader.opens_members else ()
    try:
        function: Callable[..., Document] = getattr(importlib.import_module(reader.module), reader.function)
        return function(data, file, sha256, limits, *extra)
    except errors.UnreadableDocument:
        raise
    except ModuleNotFoundError as error:
        raise _missing(error, reader, file) from error
    except MemoryError as error:
        raise errors.ReadingStopped(file, "读取所需内存超过限额") from error
    except RecursionError as error:
        raise errors.DamagedFile(file, f"{reader.noun}内部结构嵌套过深，无法读取", reader.remedy) from error
    except Exception as error:  # libraries raise anything on broken files; the cause stays attached
        raise errors.DamagedFile(
            file, f"{reader.noun}内部结构损坏，无法读取（{type(error).__name__}）"
        ) from error


def _missing(error: ModuleNotFoundError, reader: Reader, file: str) -> errors.ToolMissing:
    extra = EXTRAS.get((error.name or "").split(".")[0])
    if extra is None:
        return errors.ToolMissing(
            file, f"读取{reader.noun}所需的组件 {error.name} 未安装", "请重新安装 duban 后重跑"
        )
    return errors.ToolMissing(
        file, f"读取{reader.noun}需要扩展 {extra}", f'请执行 pip install "duban[{extra}]" 后重跑'
    )


def _member_reader(data: bytes, file: str, limits: Limits) -> Document | UnreadableMember:
    """A member that cannot be read costs itself only."""
    try:
        return read_data(data, file, limits)
    except errors.UnreadableDocument as error:
        return UnreadableMember(file, hashlib.sha256(data).hexdigest(), error.problem)


def _completed(document: Document, kind: str) -> Document:
    suffix = is_misnamed(kind, document.file)
    problems = document.problems
    if suffix:
        message = f"文件名为{suffix}，实为.{kind}，已按.{kind}读取"
        problems = (Problem("misnamed", message, "请按实际格式命名后报送"), *problems)
    if not document.blocks and not document.members and all(p.code in _REMARKS for p in problems):
        problems = (
            *problems,
            Problem("no_text", "文件中没有可读的文字", "请核对原件；内容为图片的，请补交文字版"),
        )
    if not any(problem.code == "missing_digits" for problem in problems):
        problems += lost_digits.problems_of(document.blocks)
    return replace(document, kind=kind, problems=problems)


def as_json(document: Document) -> dict[str, Any]:
    """The shape of `duban extract FILE --json`; containers list their members, each in the same shape."""
    shape: dict[str, Any] = {
        "file": document.file,
        "sha256": document.sha256,
        "kind": document.kind,
        "pages": document.pages,
        "blocks": [_block(block) for block in document.blocks],
        "revisions": [
            _fields(item, "kind", "author", "date", "text", "block") for item in document.revisions
        ],
        "problems": [_fields(item, "code", "message", "remedy") for item in document.problems],
    }
    if document.members or document.kind in ("zip", "eml", "mht"):
        shape["members"] = [_member(member) for member in document.members]
    return shape


def _block(block: Any) -> dict[str, Any]:
    shape = _fields(block, "index", "label", "text", "kind", "page", "table", "row", "column")
    shape["bbox"] = None if block.bbox is None else list(block.bbox)
    shape |= {"confidence": block.confidence, "marks": list(block.marks)}
    return shape | _fields(block, "level", "row_span", "column_span")


def _fields(value: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _member(member: Document | UnreadableMember) -> dict[str, Any]:
    if isinstance(member, Document):
        return as_json(member)
    problem = _fields(member.problem, "code", "message", "remedy")
    return {"file": member.file, "sha256": member.sha256, "problems": [problem]}
