"""Runs of characters to lines: what stands beside what, and with or without a blank between.

All boxes are (x0, top, x1, bottom) in points, top-down, in the direction in which the page is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Box = tuple[float, float, float, float]

#: A gap wider than this many ems separates columns, cells or a signature from its date.
SEGMENT_GAP = 1.0
#: Between a Chinese and a Latin character, layout programs add up to a quarter em that nobody typed.
TYPED_GAP = 0.6
#: A text of fewer line steps than this shows its pitch by its wrapped lines alone.
FEW_STEPS = 20


class Run(NamedTuple):
    """Characters drawn one after another, without a gap that the drawing program left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float  # em in points, from a Chinese character's advance where there is one
    start: int = -1  # index of the first character in the page's text layer; -1 for OCR
    stop: int = -1  # index after the last one
    confidence: float | None = None

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Line(NamedTuple):
    """One printed line of one column."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int  # 1-based
    confidence: float | None = None

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def box(self) -> Box:
        return (self.x0, self.top, self.x1, self.bottom)


def is_wide(character: str) -> bool:
    """Chinese characters, kana and full-width punctuation: set without blanks between them.

    >>> [is_wide(c) for c in "海，Ａ“a1 %"]
    [True, True, True, True, False, False, False, False]
    """
    return character >= "\u2e80" or character in "“”‘’—…·●■◆★①②③④⑤⑥⑦⑧⑨⑩"


def glue(before: str, after: str) -> str:
    """What belongs between the end of one line and the start of the next: a blank or nothing.

    Chinese takes none; a number cut by the margin takes none; Latin words take one.

    >>> [glue("落", "实"), glue("达到12", "34人"), glue("the new", "school"), glue("投资", "200")]
    ['', '', ' ', '']
    """
    if not before or not after:
        return ""
    last, first = before[-1], after[0]
    if is_wide(last) or is_wide(first) or last in "-/ " or first == " ":
        return ""
    if (last.isdigit() or last in ".,") and (first.isdigit() or first in ".,%"):
        return ""
    return " "


def _between(left: Run, right: Run) -> str:
    """What stands in the gap between two runs of one line."""
    gap = (right.x0 - left.x1) / max(left.size, right.size, 1.0)
    if left.text.endswith((" ", "\u3000")) or right.text.startswith((" ", "\u3000")):
        return ""
    if is_wide(left.text[-1]) or is_wide(right.text[0]):
        return " " if gap > TYPED_GAP else ""
    return " " if gap > 0.12 else ""


def _same_line(a: Run, b: Run) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def _weight(run: Run) -> tuple[bool, int]:
    """Which of two runs tells the em better: Chinese before Latin, then the longer one."""
    return (any(c >= "\u3001" for c in run.text), len(run.text))


def _joined(left: Run, right: Run) -> Run:
    known = [c for c in (left.confidence, right.confidence) if c is not None]
    return Run(
        left.text + _between(left, right) + right.text,
        left.x0,
        min(left.top, right.top),
        max(left.x1, right.x1),
        max(left.bottom, right.bottom),
        left.size if _weight(left) >= _weight(right) else right.size,
        left.start,
        right.stop,
        min(known) if known else None,
    )


def rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that stand on one height together, top to bottom, each row left to right."""
    rows: list[list[Run]] = []
    tallest: list[Run] = []
    lowest = float("-inf")  # bottom of all rows
    for run in sorted(runs, key=_middle):
        index = _row_of(run, tallest) if run.top < lowest else -1
        if index < 0:
            rows.append([run])
            tallest.append(run)
        else:
            rows[index].append(run)
            if run.bottom - run.top > tallest[index].bottom - tallest[index].top:
                tallest[index] = run
        lowest = max(lowest, run.bottom)
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda r: r.x0)
    return rows


def _row_of(run: Run, tallest: Sequence[Run]) -> int:
    """Number of the row on whose height a run stands, among the last three; -1 where there is none."""
    for index in range(len(tallest) - 1, max(-1, len(tallest) - 4), -1):
        if _same_line(tallest[index], run):
            return index
    return -1


def _middle(run: Run) -> float:
    return run.top + run.bottom


def segments(runs: Iterable[Run], gap: float = SEGMENT_GAP) -> list[Run]:
    """Runs joined along their row while the gap stays under `gap` ems; rows top to bottom."""
    return [part for row in rows_of(runs) for part in parts_of(row, gap)]


def parts_of(row: Sequence[Run], gap: float = SEGMENT_GAP) -> list[Run]:
    """The runs of one row joined while the gap stays under `gap` ems."""
    found = [row[0]]
    if len(row) == 1:
        return found
    for run in row[1:]:
        current = found[-1]
        if run.x0 - current.x1 <= gap * max(current.size, run.size):
            found[-1] = _joined(current, run)
        else:
            found.append(run)
    return found


def lines(runs: Iterable[Run], page: int) -> list[Line]:
    """All runs of one column as lines, top to bottom; blanks at both ends are dropped."""
    return lines_of(rows_of(runs), page)


def lines_of(rows: Iterable[Sequence[Run]], page: int) -> list[Line]:
    """Each row as one line; blanks at both ends are dropped, rows of nothing else left out."""
    found = []
    for row in rows:
        run = row[0]
        for other in row[1:]:
            run = _joined(run, other)
        text = run.text.strip()
        if not text:
            continue
        x0 = run.x0
        if text[0] != run.text[0]:
            # Typed indents count as indents, so the line starts where its first visible character stands.
            typed = run.text[: len(run.text) - len(run.text.lstrip())]
            x0 = min(x0 + sum(run.size * (1.0 if c == "\u3000" else 0.5) for c in typed), run.x1)
        found.append(Line(text, x0, run.top, run.x1, run.bottom, run.size, page, run.confidence))
    return found


def body_size(found: Sequence[Line]) -> float:
    """The em in which most characters are set; 12 where there are none."""
    sizes: dict[int, int] = {}
    for line in found:
        key = round(line.size * 2)
        sizes[key] = sizes.get(key, 0) + len(line.text)
    return max(sizes, key=sizes.__getitem__) / 2 if sizes else 12.0


def line_pitch(found: Sequence[Line]) -> float:
    """Distance between lines of one paragraph: the smallest one that is usual; 0 where there is none.

    Paragraphs may be set apart by more, so the median would be theirs where most have one line.
    """
    pairs = [(a, b) for a, b in pairwise(found) if a.page == b.page and b.bottom - a.bottom > 0.9 * a.size]
    steps = sorted(b.bottom - a.bottom for a, b in pairs)
    if not steps:
        return 0.0
    if len(steps) < FEW_STEPS:  # one wrapped line may be all there is
        edge = max(x.x1 for x in found)
        wrapped = [b.bottom - a.bottom for a, b in pairs if a.x1 > edge - 1.5 * a.size and b.x0 <= a.x0 + 1]
        if wrapped:
            return min(wrapped)
    needed = max(2, len(steps) // 20)
    for index, step in enumerate(steps):
        if index + needed <= len(steps) and steps[index + needed - 1] <= 1.08 * step:
            return step
    return steps[0]
