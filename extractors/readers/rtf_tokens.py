"""The tokens of an RTF file: groups, control words, bytes. Source: RTF 1.9.1, "Conventions of an RTF reader"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?\d* ?"  # control word; no sane number is longer
    rb"|\\'([0-9a-fA-F]{2})"  # byte of the code page
    rb"|\\([^a-zA-Z'])"  # control symbol
    rb"|([{}])"
    rb"|[\r\n]+"
    rb"|([^\\{}\r\n]+)",
    re.S,
)


class Token(NamedTuple):
    """`kind` is open, close, word, byte, symbol or text; `value` is the word's number."""

    kind: str
    text: bytes
    value: int | None = None


def tokens(data: bytes) -> Iterator[Token]:
    """Tokens left to right; the raw bytes behind \\bin are left out. Never raises: stray bytes are skipped."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        token = _token(found)
        if token is None:
            continue
        if token.kind == "word" and token.text == b"bin":
            at += max(token.value or 0, 0)
            continue
        yield token


def _token(found: re.Match[bytes]) -> Token | None:
    word, number, byte, symbol, brace, text = found.groups()
    if word:
        return Token("word", word.lower(), int(number) if number else None)
    if byte:
        return Token("byte", bytes.fromhex(byte.decode("ascii")))
    if symbol:
        return Token("symbol", symbol)
    if brace:
        return Token("open" if brace == b"{" else "close", b"")
    text = text.replace(b"\0", b"") if text else text
    return Token("text", text) if text else None
