"""Foreign files embedded in a Word document (w:altChunk): Word shows their content in that place."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.errors import UnreadableDocument
from extractors.readers.plain import read_html, read_text

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.readers.limits import Limits


def read_embedded(data: bytes, file: str, sha256: str, limits: Limits) -> Document | None:
    """The embedded file as read, if it is Word, a web page (.html, .mht) or plain text; None if it is not.

    An embedded Word file counts as one step of nesting.
    """
    start = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    try:
        if data.startswith(b"PK"):
            return _read_inner_word(data, file, sha256, limits)
        if start.startswith((b"{\\rtf", b"\xd0\xcf\x11\xe0")) or b"\0" in start:
            return None
        if b"mime-version:" in start:
            data = _web_page(data)
            return read_html(data, file, sha256, limits) if data else None
        read = read_html if b"<" in start else read_text
        return read(data, file, sha256, limits)
    except UnreadableDocument:
        return None


def _read_inner_word(data: bytes, file: str, sha256: str, limits: Limits) -> Document | None:
    from extractors.readers.word import (
        read_word,  # word.py reads through this module: a circle at import time
    )

    if limits.nesting < 2:
        return None
    return read_word(data, file, sha256, replace(limits, nesting=limits.nesting // 2))


def _web_page(data: bytes) -> bytes:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""
