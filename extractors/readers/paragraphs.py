"""Hard-wrapped lines to paragraphs, also across columns and pages.

A line goes on in the next one when the next one's first word would not have fitted behind it.
That is what the typesetting program decided by; indents, line pitch, type size, closing
punctuation and list markers settle the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from extractors.readers.lines import Line, body_size, glue, is_wide, line_pitch

CLOSING = "。！？!?；;：:…"
_NO_START = "，。、；：！？）》」』】〕”’％,.;:!?)]}%…—·～"
_NO_END = "（《「『【〔“‘([{"
#: （一） 一、 第一条 1. 1、 (1) ① at the start of a line.
MARKER = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,5}[章节条款项部分]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,3}、|\d{1,2}\s*(?:[.．](?!\d)|、)|[（(]\d{1,2}[）)]|\d{1,2}[）)]|[①-⑳]|附件\s*\d{0,2}\s*[:：])"
)
#: Characters of a recognised line from which its size is exact.
FEW = 6
#: Lines of a text from which an end that one of them reaches alone is an exception.
FEW_ENDS = 12
#: First-line indent in ems; two characters are the rule, printed forms vary.
MIN_INDENT, MAX_INDENT = 1.2, 4.5


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column in order; margins in points where the text could reach."""

    lines: tuple[Line, ...]
    left: float
    right: float


class Paragraph(NamedTuple):
    text: str
    lines: tuple[Line, ...]
    left: float  # margins of the column in which it starts
    right: float

    @property
    def confidence(self) -> float | None:
        known = [x.confidence for x in self.lines if x.confidence is not None]
        return min(known) if known else None

    @property
    def size(self) -> float:
        return self.lines[0].size if len(self.lines) == 1 else median([x.size for x in self.lines])


def column_of(lines: Sequence[Line], left: float, right: float) -> Column:
    """A column with the margins that its own lines show.

    The left margin is the leftmost start that lines share; a first-line indent is thereby seen
    as one. The right margin is the furthest end that lines share, else `right`.
    """
    if not lines:
        return Column((), left, right)
    em = median([x.size for x in lines])
    starts = Counter([round(x.x0) for x in lines])
    shared = [s for s in starts if starts[s] + starts[s - 1] + starts[s + 1] >= max(2, len(lines) // 12)]
    own_left = min(shared) if shared else min(x.x0 for x in lines)
    ends = sorted([x.x1 for x in lines], reverse=True)
    reaching = [e for e in ends if e > ends[0] - 1.6 * em]
    own_right = ends[0] if len(reaching) >= 2 else max(ends[0], right)
    return Column(tuple(lines), min(own_left, left) if not shared else own_left, own_right)


def evened(columns: Sequence[Column]) -> list[Column]:
    """Columns of about one width get one width: the furthest end that is no exception among all their lines.

    A hanging stop, a word that could not be broken or a substituted font lets one line in some dozens reach
    past the margin; taken for the margin, it would make every other line look short.
    """
    groups: list[list[Column]] = []
    numbers: list[int] = []  # of each column's group
    for column in columns:
        em, width = _em(column), _width(column)
        near = (n for n, group in enumerate(groups) if abs(_width(group[0]) - width) < 1.6 * em)
        number = next(near, len(groups))
        if number == len(groups):
            groups.append([])
        groups[number].append(column)
        numbers.append(number)
    widths = [_usual_width(group) for group in groups]
    found = [
        Column(c.lines, c.left, min(c.right, c.left + widths[number]))
        for c, number in zip(columns, numbers, strict=True)
    ]
    return [Column(c.lines, _outer_left(c, found), c.right) for c in found]


def _em(column: Column) -> float:
    return median([x.size for x in column.lines]) if column.lines else 12.0


def _outer_left(column: Column, columns: Sequence[Column]) -> float:
    """The left margin of a column in which every line is set in: that of a column which ends at the same place."""
    starts = [x.x0 for x in column.lines]
    if not starts:
        return column.left
    em = _em(column)
    if max(starts) - min(starts) > 0.3 * em:
        return column.left
    wider = [
        c.left
        for c in columns
        if abs(c.right - column.right) < 1.2 * em and MIN_INDENT <= (column.left - c.left) / em <= MAX_INDENT
    ]
    return max(wider, default=column.left)


def _width(column: Column) -> float:
    return column.right - column.left


def _usual_width(group: Sequence[Column]) -> float:
    ends = sorted([x.x1 - c.left for c in group for x in c.lines], reverse=True)
    widest = max(_width(c) for c in group)
    if len(ends) < FEW_ENDS:
        return widest
    em = median([x.size for c in group for x in c.lines])
    reaching = [e for e in ends if e > ends[0] - 1.6 * em]
    return max(reaching[len(reaching) // 12], widest - 1.6 * em)


def first_word(text: str, size: float) -> float:
    """Width in points of what may not be parted from a line's first character.

    >>> first_word("实情况", 10.0), first_word("2021年", 10.0), first_word("“四新”", 10.0)
    (10.0, 22.0, 20.0)
    """
    opening, second = text[:1], text[1:2]
    if opening not in _NO_END and is_wide(opening) and (not second or second not in _NO_START):
        return size  # one character, as most often
    width, index = 0.0, 0
    while index < len(text) and text[index] in _NO_END:
        width, index = width + size, index + 1
    if index < len(text) and is_wide(text[index]):
        width, index = width + size, index + 1
    else:
        while index < len(text) and text[index] > " " and not is_wide(text[index]):
            width, index = width + 0.55 * size, index + 1
    while index < len(text) and text[index] in _NO_START:
        width, index = width + (size if is_wide(text[index]) else 0.4 * size), index + 1
    return width


def is_full(line: Line, following: str, room: float) -> bool:
    """Whether a line had to end: `following` would not have fitted into `room` points more."""
    spacing = 0.25 * line.size if is_wide(line.text[-1]) is not is_wide(following[0]) else 0.0
    blur = 0.08 if line.confidence is None else 0.45  # a scan's margins are less exact
    return first_word(following, line.size) + spacing > room - blur * line.size


class _Set(NamedTuple):
    """A line, the column in which it is set, and what is asked of it more than once."""

    line: Line
    column: Column
    indent: float  # ems by which it is set in
    marker: re.Match[str] | None  # with which it starts


def _set(line: Line, column: Column) -> _Set:
    return _Set(line, column, (line.x0 - column.left) / max(line.size, 1.0), MARKER.match(line.text))


class Joiner:
    """Decides for neighbouring lines whether the second goes on with the first, by the habits of the whole text."""

    def __init__(self, columns: Sequence[Column]) -> None:
        everything = [x for c in columns for x in c.lines]
        self.size = body_size(everything)
        self.pitch = line_pitch([x for x in everything if abs(x.size - self.size) < 0.1 * self.size])
        self.indented = self._indents(columns)

    @staticmethod
    def _indents(columns: Sequence[Column]) -> bool:
        """Paragraphs of this text start with an indent."""
        starts = [(x.x0 - c.left) / max(x.size, 1.0) for c in columns for x in c.lines]
        inner = sum(MIN_INDENT <= s <= 2.8 for s in starts)
        return inner >= 2 and any(s < 0.6 for s in starts)

    def goes_on(self, opening: _Set, last: _Set, following: _Set) -> bool:
        """Whether a line goes on with `last`, the last one of the paragraph that begins with `opening`."""
        (before, a, previous, _), (after, b, indent, marker) = last, following
        # A few recognised characters tell their size badly.
        blur = 0.35 if after.confidence is not None and len(after.text) < FEW else 0.12
        if abs(before.size - after.size) > blur * max(before.size, after.size):
            return False
        together = a is b and before.page == after.page
        if together and self._parted(before, after):
            return False
        hangs = self._hangs(opening, last) and abs(indent - previous) <= 0.35
        if marker if hangs else self._starts_anew(last, following):
            return False
        if is_full(before, after.text, self._room(before, a)):
            return True
        if before.text[-1] in CLOSING or marker:
            return False
        # At a page's end some programs break a line early, and uneven margins hide that a line was full:
        # a long line without a full stop goes on, on the same page where paragraphs start with an indent.
        flush = self.indented and after.x0 - b.left < 0.35 * after.size and not self._is_centred(before, a)
        share = 0.5 if together and flush else 0.75
        return (flush or not together) and before.width > share * (a.right - a.left)

    def _is_centred(self, line: Line, column: Column) -> bool:
        """As much blank before it as behind it, and more than an indent; for a title's larger type any."""
        behind, front = column.right - line.x1, line.x0 - column.left
        least = 0.6 if line.size > 1.12 * self.size else MAX_INDENT
        return abs(behind - front) < 0.8 * line.size and front > least * line.size

    def _is_signature(self, line: Line, column: Column) -> bool:
        """A line set far right: the unit above its date, a date, a number; none of them goes on."""
        front = line.x0 - column.left
        return front > 0.45 * (column.right - column.left) and not self._is_centred(line, column)

    def _room(self, line: Line, column: Column) -> float:
        """Blank points behind a line; for centred lines on both sides of it."""
        behind, front = column.right - line.x1, line.x0 - column.left
        return behind + front if self._is_centred(line, column) else behind

    def _parted(self, before: Line, after: Line) -> bool:
        """More than the usual distance between the two lines."""
        step = after.bottom - before.bottom
        usual = max(self.pitch, 1.15 * before.size)
        if before.size > 1.12 * self.size:  # titles keep a pitch of their own
            usual = max(usual, 1.5 * before.size)
        # Without indents the distance alone parts paragraphs, and may be small.
        return step > (1.3 if self.indented else 1.2) * usual or step < 0.3 * before.size

    def _starts_anew(self, last: _Set, following: _Set) -> bool:
        (before, a, previous, _), (after, b, indent, marker) = last, following
        em = max(after.size, 1.0)
        if self._is_signature(before, a):
            return True
        if (
            self._is_centred(after, b)
            and before.text[-1] not in CLOSING
            and self._room(before, a) <= 2.5 * em
        ):
            return False  # the second line of a centred title
        deeper = indent - previous
        if abs(indent - previous) <= 0.35 and indent > 0.6:  # a block set in as a whole
            return bool(marker) or (self.indented and MIN_INDENT <= indent <= 2.8)
        if indent >= MIN_INDENT and deeper > -0.35:
            # A hanging indent: the marker stands out, the lines under it are set in.
            return not self._hangs(last, following)
        if before.text[-1] in CLOSING and marker:
            return True
        return not self.indented and a is not b and before.text[-1] in "。！？" and bool(marker)

    @staticmethod
    def _hangs(opening: _Set, other: _Set) -> bool:
        """The opening's marker stands out to the left of the other line, by about its own width."""
        if opening.marker is None:
            return False
        return 0 < other.indent - opening.indent <= first_word(opening.marker.group(), 1.0) + 1.2


def join_lines(columns: Sequence[Column], joiner: Joiner | None = None) -> list[Paragraph]:
    """All paragraphs of columns that follow each other in reading order; `joiner` knows the whole text's habits."""
    joiner = joiner or Joiner(columns)
    found: list[list[_Set]] = []
    for column in columns:
        for line in column.lines:
            after = _set(line, column)
            if found and joiner.goes_on(found[-1][0], found[-1][-1], after):
                found[-1].append(after)
            else:
                found.append([after])
    return [_paragraph([x.line for x in lines], lines[0].column) for lines in found]


def _paragraph(lines: Sequence[Line], column: Column) -> Paragraph:
    return Paragraph(joined([x.text for x in lines]), tuple(lines), column.left, column.right)


def joined(texts: Sequence[str]) -> str:
    """Pieces of one paragraph as running text.

    >>> joined(["市发展和改革局关于任务落", "实情况的函"])
    '市发展和改革局关于任务落实情况的函'
    """
    if not texts:
        return ""
    text = texts[0]
    for piece in texts[1:]:
        text += glue(text, piece) + piece
    return text
