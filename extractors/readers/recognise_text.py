"""Whether bytes are text, and which kind of text: mail, web page, or plain."""

from __future__ import annotations

import codecs
import re

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 65_536  # bytes that decide; a file that turns binary later is still said to be damaged by its reader
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*){0,3}<(!doctype\s+html|html|head|body|table|meta|div|style)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<(?:\?xml|\w+:?\w*[\s>/])")
_HEADER = re.compile(r"(?m)^([A-Za-z][A-Za-z0-9-]{1,40}):[ \t\r\n]")
_MAIL_HEADERS = frozenset(
    [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "received",
        "return-path",
        "delivered-to",
        "message-id",
        "mime-version",
        "content-type",
        "sender",
        "reply-to",
    ]
)
_DELIVERED = frozenset({"to", "received", "delivered-to", "return-path", "message-id", "cc"})
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


def recognise_text(data: bytes) -> str:
    """eml, mht, html, an XML dialect (word_xml, excel_xml, xml), txt, or "" where the bytes are no text."""
    encoding = guess_encoding(data[:_HEAD], cut=len(data) > _HEAD) or guess_encoding(data[:_HEAD], cut=True)
    if not encoding:
        return ""
    text = data[:_HEAD].decode(encoding, "ignore").lstrip("\ufeff")
    if _MARKUP.match(text):
        return _spreadsheet_markup(text) or "html"
    if _XML.match(text):
        return _xml(text)
    return _mail(text) or "txt"


def guess_encoding(data: bytes, *, cut: bool = False) -> str:
    """A codec name that decodes the bytes to plausible text, or "". `cut`: the end may split a character."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        text = _decode(data, name, cut)
        if text is not None and not _CONTROLS.search(text) and _plausible(text, name):
            return name
    return _wide(data)


def _decode(data: bytes, name: str, cut: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)().decode(data, final=not cut)
    except UnicodeDecodeError:
        return None


def _plausible(text: str, name: str) -> bool:
    """Most random byte pairs are some GB18030 character; real text is made of common ones."""
    if name == "utf-8":
        return True
    wide = [c for c in text if ord(c) > 0x7F]
    common = sum(
        1
        for c in wide
        if "\u4e00" <= c <= "\u9fa5" or c in "，。、；：？！（）《》“”‘’—…·〔〕【】％　" or "０" <= c <= "ｚ"
    )
    return not wide or common / len(wide) > 0.7


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of blanks, digits and line ends is zero."""
    if len(data) < 4 or len(data) % 2:
        return ""
    for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        text = _decode(data, name, cut=False)
        if (
            text
            and not _CONTROLS.search(text)
            and (zeros.count(0) > len(zeros) * 0.02)
            and _mostly_han_or_ascii(text)
        ):
            return name
    return ""


def _mostly_han_or_ascii(text: str) -> bool:
    fine = sum(
        1
        for c in text
        if c.isascii() or "\u4e00" <= c <= "\u9fa5" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"
    )
    return fine / len(text) > 0.9


def _mail(text: str) -> str:
    head = re.split(r"\r?\n\r?\n", text.lstrip(), maxsplit=1)[0]
    if not _HEADER.match(head):
        return ""
    names = {found[1].lower() for found in _HEADER.finditer(head)}
    if len(names & _MAIL_HEADERS) < 2 or not names & {"from", "received", "mime-version"}:
        return ""
    web = re.search(r"(?i)content-type:\s*multipart/related", head) and not names & _DELIVERED
    return "mht" if web else "eml"


def _spreadsheet_markup(text: str) -> str:
    """Excel's and Word's "XML 2003" may begin with a comment and still be XML."""
    return (
        "excel_xml"
        if "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000] and "<Workbook" in text[:4000]
        else ""
    )


def _xml(text: str) -> str:
    head = text[:8000]
    if (
        "<w:wordDocument" in head
        or "schemas.microsoft.com/office/word/2003/wordml" in head
        or "<pkg:package" in head
    ):
        return "word_xml"
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "excel_xml"
    if re.search(r"<html[\s>]", head, re.I):
        return "html"
    return "xml" if head.lstrip().startswith("<?xml") else "txt"
