"""Text of units, made harmless for people and programs: shown, neutralised, masked, shortened, named.

A quote keeps its characters; only those that cannot be seen, or that a program would obey, are replaced by
something a reader can see. Nothing here raises on any string.
"""

from __future__ import annotations

import re
import unicodedata

#: C0 and C1 controls (tab and line feed stay), bidi and zero-width marks, lone surrogates, noncharacters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]|[\U000e0000-\U000e007f]|["
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
#: Excel and its kin obey a cell that begins so; the full-width forms too, in a Chinese locale.
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICE_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_NAME_LIMIT = 80  # characters; 240 bytes in UTF-8 stays below the 255 of common file systems

_IDENTITY = re.compile(r"(?<![0-9０-９A-Za-z])([0-9]{3})[0-9]{13}([0-9][0-9Xx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9])(1[3-9][0-9])([ -]?)[0-9]{4}\2([0-9]{4})(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])(\(?0[0-9]{2,3}\)?[ -]?)[0-9]{4}([0-9]{3,4})(?![0-9])")
_PHONE_WORD = re.compile(
    r"((?:电话|手机|联系方式|传真)(?:号码)?\s*[：:]?\s*)([0-9][0-9 -]{3,14}[0-9])(?![0-9])"
)
_FULL_WIDTH_DIGITS = {0xFF10 + digit: 0x30 + digit for digit in range(10)}


def show_hidden(text: str) -> str:
    """Every character that hides, reorders or breaks text as its code in square brackets.

    >>> show_hidden("a\\u202eb\\x07")
    'a[U+202E]b[U+0007]'
    """
    if text.isprintable():  # a quick look: whatever hides is not printable
        return text
    return _HIDDEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def neutral_cell(text: str) -> str:
    """Text for a spreadsheet or CSV cell: no formula, nothing hidden, at most Excel's 32,767 characters.

    >>> neutral_cell("=cmd|'/c calc'!A0")
    "'=cmd|'/c calc'!A0"
    """
    shown = show_hidden(text)
    if shown.startswith(_FORMULA_START):
        shown = "'" + shown
    return shown if len(shown) <= 32_000 else shown[:32_000] + "……"


def safe_name(text: str, fallback: str = "未命名") -> str:
    """One path component that every file system takes: no separators, devices, dots at the ends, controls.

    >>> safe_name("../../x")
    'x'
    """
    shown = _FORBIDDEN_IN_NAMES.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", text)))
    name = shown.strip(" .　")[:_NAME_LIMIT].rstrip(" .　")
    if not name:
        return fallback
    return f"_{name}" if _DEVICE_NAMES.fullmatch(name) else name


def mask_personal(text: str) -> str:
    """Identity card and phone numbers with their middle digits as stars, for papers that leave the office.

    Figures, document and contract numbers stay: only 18-digit identities, 11-digit mobiles, area-code
    landlines, and digits that the text itself calls a phone number are masked.

    >>> mask_personal("联系人王某，13812345678")
    '联系人王某，138****5678'
    """
    narrow = text.translate(_FULL_WIDTH_DIGITS)
    masked = _IDENTITY.sub(r"\1*************\2", narrow)
    masked = _MOBILE.sub(r"\1\2****\2\3", masked)
    masked = _LANDLINE.sub(r"\1****\2", masked)
    masked = _PHONE_WORD.sub(lambda found: found[1] + _starred(found[2]), masked)
    return text if masked == narrow else masked


def _starred(number: str) -> str:
    if "*" in number:
        return number
    return number[:2] + "*" * (len(number) - 4) + number[-2:]


def one_line(text: str) -> str:
    """The text with its line ends as blanks, for places where a line has a meaning."""
    return " ".join(text.split())


def excerpt(text: str, limit: int) -> str:
    """The whole text, or its beginning with a note how long it is; for papers of a fixed size."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}……（原文共{len(text)}字，此处节录）"


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the cut shown by ……; for table cells and headlines of our own words."""
    return text if len(text) <= limit else text[: limit - 2] + "……"
