"""Complex fields: their results are text, their instructions are not.

A few fields have no result because their instruction draws something: 带圈字符 and 拼音指南 (EQ \\o), SYMBOL,
MACROBUTTON. What they draw is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.readers.word_numerals import write_number
from extractors.readers.word_symbols import read_symbol
from extractors.readers.wordxml import VAL, W, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_OVERSTRIKE = re.compile(r"\s*EQ\b.*?\\o\s*(?:\\a[clrd]\s*)?\(", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,6}|\d{1,7})(.*)", re.IGNORECASE | re.DOTALL)
_FONT = re.compile(r'\\f\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s(.*)", re.IGNORECASE | re.DOTALL)
_RAISED = re.compile(r"\\s\s*(?:\\(?:up|do|ai|di)\s*\d*\s*)*\(([^()]*)\)", re.IGNORECASE)
_CIRCLES = "○〇◯"


class Fields:
    """The fields open at one place of a story. `silent` while inside an instruction."""

    __slots__ = ("_open", "silent")

    def __init__(self) -> None:
        self._open: list[list[str] | None] = []  # instruction so far; None once the result has begun
        self.silent = False

    @property
    def inside(self) -> bool:
        return bool(self._open)

    def mark(self, char: _Element) -> str:
        """Pass one w:fldChar; gives the text that the field shows of itself, mostly none."""
        kind = char.get(W + "fldCharType")
        shown = ""
        if kind == "begin":
            self._open.append([])
            shown = _chosen_entry(char)
        elif kind == "separate" and self._open:
            self._open[-1] = None
        elif kind == "end" and self._open:
            instruction = self._open.pop()
            if instruction:
                shown = read_drawn("".join(instruction))
        was_silent, self.silent = self.silent, any(entry is not None for entry in self._open)
        drawn_inside = (self.silent and kind == "end") or (was_silent and kind == "begin")
        return "" if drawn_inside else shown

    def instruct(self, text: str) -> None:
        """Pass a piece of instruction."""
        if self._open and self._open[-1] is not None:
            self._open[-1].append(text)


def read_drawn(instruction: str) -> str:
    r"""The text an instruction draws itself; "" for the many that do not.

    >>> read_drawn(r"eq \o\ac(○,3)"), read_drawn(r"SYMBOL 252 \f Wingdings"), read_drawn("PAGEREF _Toc1 \\h")
    ('③', '✓', '')
    """
    if match := _OVERSTRIKE.match(instruction):
        return _overstruck(instruction[match.end() :])
    if match := _SYMBOL.match(instruction):
        font = _FONT.search(match[2])
        code = int(match[1], 16 if match[1][:2].lower() == "0x" else 10)
        return read_symbol((font[1] or font[2]) if font else "Symbol", code)
    if match := _BUTTON.match(instruction):
        return match[1].strip()
    return ""


def _overstruck(arguments: str) -> str:
    """Characters printed over each other: a number in a circle is the circled number, else the base text."""
    plain = _RAISED.sub("", arguments)
    body = plain.rpartition(")")[0] or plain
    parts = [part.strip() for part in re.split("[,;，]", body)]
    base = parts[-1] if parts else ""
    if parts and parts[0] in _CIRCLES and base.isdecimal() and len(base) < 3:
        return write_number(int(base), "decimalEnclosedCircle")
    return base


def _chosen_entry(char: _Element) -> str:
    """The entry that a drop-down form field shows."""
    entries = char.find(f"{W}ffData/{W}ddList")
    if entries is None:
        return ""
    result = entries.find(W + "result")
    place = whole(result.get(VAL) if result is not None else None, 0)
    listed = [entry.get(VAL, "") for entry in entries.iterchildren(W + "listEntry")]
    return listed[place] if place < len(listed) else ""
