"""Mails (.eml) and single-file web pages (.mht): body and attachments are one submission."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import replace
from email import policy
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.message import EmailMessage
from email.parser import BytesParser

from extractors.document import Block, Document, Problem
from extractors.errors import EmptyFile, TooLarge
from extractors.readers.containers import MAX_NESTING, ReadMember
from extractors.readers.limits import Limits
from extractors.readers.plain import blocks_of_text, decode
from extractors.readers.recognise import recognise
from extractors.readers.webpage import Page, declared_charset, page_of

_INSIDE = "!/"
_SURROGATES = re.compile("[\ud800-\udfff]")
_PROPERTIES = {"subject": "title", "from": "author", "date": "created", "to": "to"}
_BAD_BASE64 = (InvalidBase64CharactersDefect, InvalidBase64PaddingDefect, InvalidBase64LengthDefect)


def read_eml(
    data: bytes,
    file: str,
    sha256: str,
    limits: Limits,
    read_member: ReadMember,
    only: int | None = None,
) -> Document:
    """The subject is a heading, the body its blocks, every attachment a member "a.eml!/b.docx".

    `only` = the one attachment wanted, by number from 0.
    Of an HTML and a plain version of the same body the HTML one is read where it holds a table.
    Raises `EmptyFile` for a mail that says nothing and carries nothing, `TooLarge` past a limit.
    """
    if file.count(_INSIDE) >= MAX_NESTING:
        raise TooLarge(file, f"邮件嵌套超过 {MAX_NESTING} 层", "请直接报送附件")
    kind = "mht" if recognise(data, file) == "mht" else "eml"
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
    leaves = _leaves(message)
    if len(leaves) > limits.entries:
        raise TooLarge(file, f"邮件含 {len(leaves)} 个部分，超过上限 {limits.entries} 个")
    page = _body([part for part in leaves if _is_body(part)], file)
    properties = _properties(message)
    blocks = _with_subject(page, properties.get("title", "") if kind == "eml" else "")
    attached = [part for part in leaves if not _is_body(part) and _is_wanted(part, kind)]
    numbered = list(enumerate(attached, 1))
    members = tuple(
        read_member(_payload(part), f"{file}{_INSIDE}{_name(part, number)}", limits)
        for number, part in (numbered if only is None else numbered[only : only + 1])
    )
    if not blocks and not members:
        raise EmptyFile(file, "邮件没有正文，也没有附件")
    return Document(
        file,
        sha256,
        kind,
        blocks,
        revisions=tuple(page.revisions),
        problems=_defects(message),
        members=members,
        properties=properties,
    )


def _defects(message: EmailMessage) -> tuple[Problem, ...]:
    """A closing boundary that never came: cut off on its way; letters that are no base64: damaged on it."""
    found = [defect for part in message.walk() for defect in part.defects]
    problems = []
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in found):
        words = "邮件末尾不完整，其后的正文或附件可能缺失"
        problems.append(Problem("truncated_part", words, "请重新导出邮件，或直接报送附件"))
    if any(isinstance(defect, _BAD_BASE64) for defect in found):
        words = "邮件正文或附件的编码已损坏，读出的内容可能有误"
        problems.append(Problem("damaged_part", words, "请重新导出邮件，或直接报送附件"))
    return tuple(problems)


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    """Parts that are no multipart; a mail within the mail is one leaf, and read as an attachment."""
    if message.get_content_maintype() != "multipart":
        return [message]
    return [leaf for part in message.iter_parts() if isinstance(part, EmailMessage) for leaf in _leaves(part)]


def _is_body(part: EmailMessage) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not _file_name(part)


def _is_wanted(part: EmailMessage, kind: str) -> bool:
    """A saved web page carries style sheets and theme data beside its pictures."""
    return kind == "eml" or part.get_content_maintype() == "image"


def _body(parts: list[EmailMessage], file: str) -> Page:
    pages = [
        page_of(_text(part, file), file)
        for part in parts
        if part.get_content_type() == "text/html" and _payload(part).strip()
    ]
    plain = [_text(part, file) for part in parts if part.get_content_type() == "text/plain"]
    texts = "\n".join(text for text in plain if text.strip())
    if pages and (not texts or any(page.tables for page in pages)):
        return _merged(pages)
    return Page(blocks=list(blocks_of_text(texts)))


def _merged(pages: list[Page]) -> Page:
    """Several HTML parts of one mail, one after another."""
    whole = Page()
    for page in pages:
        for block in page.blocks:
            table = None if block.table is None else block.table + whole.tables
            whole.blocks.append(replace(block, index=len(whole.blocks), table=table))
        whole.revisions += page.revisions
        whole.tables += page.tables
    return whole


def _with_subject(page: Page, subject: str) -> tuple[Block, ...]:
    head = [Block(0, subject, "heading", level=1)] if subject else []
    return (*head, *(replace(block, index=block.index + len(head)) for block in page.blocks))


def _text(part: EmailMessage, file: str) -> str:
    declared = part.get_content_charset("") or ""
    data = _payload(part)
    if declared.lower() in ("gb2312", "gbk"):
        declared = "gb18030"
    return decode(data, file, declared or declared_charset(data))[0] if data.strip() else ""


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _properties(message: EmailMessage) -> dict[str, str]:
    return {key: _header(message, name) for name, key in _PROPERTIES.items() if message[name]}


def _header(message: EmailMessage, name: str) -> str:
    """The decoded header; where an old client wrote raw bytes, those bytes as UTF-8 or GBK."""
    raw = _raw(message, name)
    return _from_bytes(raw) if _SURROGATES.search(raw) else str(message[name]).strip()


def _raw(message: EmailMessage, name: str) -> str:
    """The header as it came; bytes that are no ASCII stand as surrogates."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")


def _from_bytes(text: str) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
    return raw.decode("gb18030", "replace").strip()


def _file_name(part: EmailMessage) -> str:
    raw = _raw(part, "content-disposition") + _raw(part, "content-type")
    name = part.get_filename("") or ""
    if _SURROGATES.search(raw):
        found = re.search(r'name="?([^";\r\n]+)', raw)
        name = _from_bytes(found[1]) if found else name
    return name.replace("\\", "/").rpartition("/")[2].strip()


def _name(part: EmailMessage, number: int) -> str:
    if part.get_content_type() == "message/rfc822":
        return _file_name(part) or f"附件{number}.eml"
    return _file_name(part) or f"附件{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"
