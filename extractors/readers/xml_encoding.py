"""XML parts in a Chinese code page, declared or not: turned into UTF-8 before they are parsed.

libxml2 takes GB 2312 at its word and stops at the first character that only GBK has, and at the first Chinese one
where a part in GBK declares UTF-8; the rest would look as if it had been cut off.
"""

from __future__ import annotations

import codecs
import re

_DECLARATION = re.compile(r"""^(<\?xml[^>]*?)\s+encoding\s*=\s*["']([^"']*)["']""")
#: What the Chinese code pages of Windows and WPS are called; GB18030 holds all of them.
_CHINESE = frozenset({"gbk", "gb2312", "gb_2312-80", "gb18030", "cp936", "ms936", "windows-936", "x-gbk"})
_HEAD = 200  # bytes in which the declaration stands
_UTF8_MARK = codecs.BOM_UTF8.decode("latin-1")
#: Text in a Chinese code page makes Chinese characters of UTF-8 by chance out of at most this share of its bytes.
_CHANCE = 0.3


def declares_chinese(data: bytes) -> bool:
    """Whether a part says that it is in GB 2312, GBK or GB18030."""
    found = _DECLARATION.match(data[:_HEAD].decode("latin-1").removeprefix(_UTF8_MARK))
    return found is not None and found[2].lower() in _CHINESE


def as_utf8(data: bytes) -> bytes:
    """A part that declares a Chinese code page, or is in one, in UTF-8; the same object where it is in neither.

    The end may be cut off within a character. A part in UTF-8 with some damaged bytes stays as it is.
    """
    text = _decoded(data, "utf-8")
    if text is None and _is_hardly_utf8(data):
        text = _decoded(data, "gb18030")
    elif text is not None and not declares_chinese(data):
        return data
    return data if text is None else without_encoding(text).encode()


def without_encoding(text: str) -> str:
    """The text of a part without the encoding that its first line declares."""
    return _DECLARATION.sub(r"\1", text.removeprefix("\ufeff"), count=1)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None


def _is_hardly_utf8(data: bytes) -> bool:
    wide = sum(character >= "\u2e80" for character in data.decode("utf-8", "ignore"))
    return 3 * wide < _CHANCE * sum(byte >= 0x80 for byte in data)
