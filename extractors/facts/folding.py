"""One even spelling of a text, and the way back to the characters as given.

Full-width digits, letters and signs become ASCII, dashes become "—" and tildes "~", radical code points
become characters, blanks and line breaks vanish unless they part two Latin words or two numbers. Every
replacement is one for one; what vanishes is remembered, so that a span found in the folded text is always
given back as a span of the text as it was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u2060]+")
# A line broken inside a number: the next line begins with 0 or a decimal point.
_BROKEN = re.compile(r"(?:\.[0-9]|0[0-9]*(?![0-9.]))")
_LABEL = re.compile(
    r"[\u4e00-\u9fff（）()%]{2,14}[:：|]"
)  # 投资：350 完成比例：… : the blank parts two cells
_LATIN = re.compile(r"[0-9A-Za-z.,]")
_IN_COLUMN = re.compile(r"(?<![0-9])\s[0-9]{1,3}$")
_SINGLE_BLANKS = frozenset(
    " \u00a0\u2009\u202f"
)  # may part the thousands of one number; more, and line ends, part two words
# 2 0 2 1 年: single digits set apart, as letter-spacing and text recognition leave them.
_SPACED_DIGITS = re.compile(r"(?<![0-9.,:])[0-9](?: [0-9]){1,3}(?= ?[年月日])")


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for kept in "，。；？！（）":
        table.pop(ord(kept), None)
    for code in range(0x2F00, 0x2FD6):  # Kangxi radicals, which some PDF fonts use for 月 日 一 二 人 …
        table[code] = unicodedata.normalize("NFKC", chr(code))
    table.update({ord(c): "—" for c in "–―─━﹘⸺"})
    table.update({ord(c): "-" for c in "‐‑−﹣"})
    table.update({ord(c): "~" for c in "〜∼～˜"})
    table.update({ord(c): ":" for c in "∶︰ː"})
    table.update(
        {
            ord("﹪"): "%",
            ord("○"): "〇",
            ord("◯"): "〇",
        }
    )
    table.update(
        {
            ord(a): b
            for a, b in zip(
                "萬億兩點個餘幾週後禮負陸貳參雙對俩倆", "万亿两点个余几周后礼负陆贰叁双对两两", strict=True
            )
        }
    )
    return table


_TABLE = _table()
#: Searching for a sign that changes costs a tenth of translating a text of which mostly nothing does.
_CHANGES = re.compile(f"[{re.escape(''.join(map(chr, _TABLE)))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text; `at` maps its offsets to those of the text as given (None: they are the same)."""

    text: str
    given: str
    at: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span of the text as given that carries the non-empty folded span."""
        if self.at is None:
            return start, end
        return self.at[start], self.at[end - 1] + 1

    def surface(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.given[first:last]


def fold(given: str) -> Folded:
    """Fold `given`; linear in its length."""
    text = given.translate(_TABLE) if _CHANGES.search(given) else given
    if _BLANKS.search(text) is None:
        return Folded(text, given, None)
    pieces: list[str] = []
    at: list[int] = []
    last = 0
    for blank in _BLANKS.finditer(text):
        start, end = blank.span()
        pieces.append(text[last:start])
        at.extend(range(last, start))
        mark = _mark(text, start, end)
        if mark:
            pieces.append(mark)
            at.append(start)
        last = end
    pieces.append(text[last:])
    at.extend(range(last, len(text)))
    return _closed("".join(pieces), given, at)


def _mark(text: str, start: int, end: int) -> str:
    """What stays of a run of blanks: a blank between Latin words or numbers, a line end where a line is new."""
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if "\n" in text[start:end] and (_BROKEN.match(text, end) or (before == "." and after.isdigit())):
        return ""
    if _LATIN.match(before) and _LATIN.match(after):
        return " " if text[start:end] in _SINGLE_BLANKS and not _parts_columns(text, start, end) else "\t"
    if "\n" in text[start:end] and before in "。；;！？!?：:】" and after not in "年月日":
        return "\n"
    if _LABEL.match(text, end):
        return "\t"
    return "\t" if "\t" in text[start:end] or (end - start > 1 and "　" in text[start:end]) else ""


def _parts_columns(text: str, start: int, end: int) -> bool:
    """完成率 95 100人次: a blank before the first number too says that these are cells, not one number's thousands."""
    return _IN_COLUMN.search(text, max(0, start - 5), start) is not None and text[end] != "0"


def _closed(text: str, given: str, at: list[int]) -> Folded:
    if " " not in text or _SPACED_DIGITS.search(text) is None:
        return Folded(text, given, at)
    drop = {m.start() + n for m in _SPACED_DIGITS.finditer(text) for n, c in enumerate(m[0]) if c == " "}
    kept = [n for n in range(len(text)) if n not in drop]
    return Folded("".join(text[n] for n in kept), given, [at[n] for n in kept])
