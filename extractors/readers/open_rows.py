"""Rows of a table without rules between them: which of its lines are one cell's, and which cells stand beside each other.

Nothing is drawn between two rows, so all of a table is looked at together. The lines of a cell are one leading apart,
and each but the last had no room left; the cells of a row end at the same height, or start there, or stand at its
middle; rows are further apart than lines where cells have padding, and by the same distance each time. The parting into
rows that breaks these habits least is the table's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extractors.readers.lines import lines_of
from extractors.readers.open_pieces import (
    MOST_STEP,
    SAME_HEIGHT,
    SAME_STEP,
    SAME_STEP_SCANNED,
    Columns,
    Piece,
    Place,
    columns_of,
    heights_of,
    steps_of,
    usual_size,
)
from extractors.readers.paragraphs import first_word, is_full

#: Ems between the text of a cell and that of the next, at least: both cells' padding.
PADDING = 0.9
#: So many times as much as usual may two leadings differ where a program rounds heights to pixels.
ROUNDED = 1.6
#: Ems by which a line may be wider than its cell: programs squeeze marks, or let them hang over.
SQUEEZED = 0.6
#: Heights in one row, at most: a dozen lines, with others at the middle between them.
MOST_HEIGHTS = 24
#: From so many bands on a table has a rule under each of its rows.
RULED_ROWS = 5
#: Ems from line to line up to which rows without padding are usual; further apart, lines are more likely rows.
USUAL_STEP = 1.75
#: Times that the distance of rows and the share of blank cells are asked of the rows found.
ROUNDS = 3

# What it costs to break a habit.
_STEP, _ROUNDED, _ALIGN, _BLANK = 4.0, 0.5, 2.0, 1.0
_SHORT, _SHORT_HEAD, _UNSURE, _JOIN = 4.0, 1.0, 0.2, 0.2
#: What it is worth to go on with a text whose bracket is open.
_OPEN = 1.0
_CLOSE, _UNEVEN, _NO_RULE, _LOOSE = 6.0, 1.5, 1.5, 5.0
#: Lines that cost more together are no row.
_NO_ROW = 16.0

#: A figure alone in its cell is not wrapped.
_FIGURE = re.compile(r"[\d.,%％‰+—–-]+")


class _Group(NamedTuple):
    """Some neighbouring heights taken as one row; heights and distances in ems."""

    first: float
    last: float
    steps: tuple[float, ...]
    joins: float  # cost of taking its lines together
    blank: tuple[int, ...]  # columns
    alignment: tuple[float, float, float]  # cost of its cells' standing at the top, the middle, the bottom


@dataclass(frozen=True, slots=True)
class _Habits:
    """What is supposed of a table; distances in ems."""

    step: float  # leading of its cells; 0: none has two lines
    tight: bool  # rows may stand as near to each other as lines
    blur: float
    filled: tuple[float, ...]  # share of the rows that say something in each column
    gap: float | None = None  # from the last line of a row to the first of the next

    def of_row(self, group: _Group) -> float:
        off = [abs(s - self.step) for s in group.steps]
        steps = sum(_STEP if o > ROUNDED * self.blur else _ROUNDED for o in off if o > self.blur)
        if self.tight:
            steps += _LOOSE * max(0.0, self.step - USUAL_STEP) * len(group.steps)
        return group.joins + steps + sum(_BLANK * self.filled[c] for c in group.blank)

    def between(self, above: _Group, below: _Group) -> float:
        gap = below.first - above.last
        near = self.step > 0 and gap < self.step + (-self.blur if self.tight else self.blur)
        uneven = self.gap is not None and abs(gap - self.gap) > self.blur
        return _CLOSE * near + _UNEVEN * uneven


def rows_by_habit(bands: Sequence[Sequence[Piece]], edges: Sequence[float]) -> list[list[Piece]]:
    """The pieces of each row, top to bottom; `bands` are those between two rules each, `edges` the columns' borders."""
    pieces = [p for band in bands for p in band]
    if not pieces:
        return []
    columns, em = columns_of(pieces, edges), usual_size(pieces)
    scanned = any(r.confidence is not None for p in pieces for r in p.runs)
    blur = SAME_STEP_SCANNED if scanned else SAME_STEP
    known = [
        _Band(
            heights_of(band),
            columns,
            em,
            is_head=number == 0 and len(bands) > 1,
            ruled=len(bands) >= RULED_ROWS,
        )
        for number, band in enumerate(bands)
        if band
    ]
    filled = (1.0,) * columns.count
    tries = [_Habits(0.0, True, blur, filled)]
    tries += [
        _Habits(step, tight, blur, filled) for step in steps_of(bands, em, blur) for tight in (True, False)
    ]
    _, cuts = min((_parted(known, habits) for habits in tries), key=lambda found: found[0])
    return [
        [p for height in band.heights[a:b] for p in height]
        for band, cut in zip(known, cuts, strict=True)
        for a, b in pairwise(cut)
    ]


class _Band:
    """The heights between two rules, and what it costs to take some of them as one row."""

    def __init__(
        self, heights: list[list[Piece]], columns: Columns, em: float, *, is_head: bool, ruled: bool
    ) -> None:
        self.heights, self._columns, self._em = heights, columns, em
        self.between = _NO_RULE if ruled else 0.0
        self._short = _SHORT_HEAD if is_head else _SHORT
        self.groups = [list(self._groups_from(i)) for i in range(len(heights))]

    def _groups_from(self, start: int) -> Iterator[_Group]:
        """Rows that start at a height, each with one height more than the one before."""
        stacks: dict[Place, list[Piece]] = {}
        steps: list[float] = []
        joins = 0.0
        for height in self.heights[start : start + MOST_HEIGHTS]:
            for piece in height:
                stack = stacks.setdefault(piece.place, [])
                if stack:
                    steps.append((piece.level - stack[-1].level) / self._em)
                    joins += _JOIN + self._joining(stack[-1], piece)
                stack.append(piece)
            if joins > _NO_ROW or (steps and max(steps) > MOST_STEP):
                return
            yield self._group(stacks, tuple(steps), joins)

    def _joining(self, above: Piece, piece: Piece) -> float:
        """What it costs to take a line for the rest of the one above."""
        line = lines_of([above.runs], 1)
        if not line:
            return 0.0
        if _FIGURE.fullmatch(above.text) and _FIGURE.fullmatch(piece.text):
            return self._short
        if above.text.count("（") > above.text.count("）"):
            return -_OPEN
        widest = self._columns.widths[above.place]
        if above.x1 - above.x0 + first_word(piece.text, piece.size) <= widest - SQUEEZED * piece.size:
            return self._short
        left, right = self._columns.limits[above.place]
        room = right - above.x1 - PADDING * piece.size + max(0.0, above.x0 - left)
        return 0.0 if is_full(line[0], piece.text, room) else _UNSURE

    def _group(self, stacks: dict[Place, list[Piece]], steps: tuple[float, ...], joins: float) -> _Group:
        taken = {c for start, stop in stacks for c in range(start, stop)}
        blank = tuple(c for c in range(self._columns.count) if c not in taken)
        ends = [(s[0].level / self._em, s[-1].level / self._em) for s in stacks.values()]
        first, last = min(a for a, _ in ends), max(b for _, b in ends)
        top = sum(a - first > SAME_HEIGHT for a, _ in ends)
        middle = sum(abs(a + b - first - last) > SAME_HEIGHT for a, b in ends)
        bottom = sum(last - b > SAME_HEIGHT for _, b in ends)
        return _Group(first, last, steps, joins, blank, (_ALIGN * top, _ALIGN * middle, _ALIGN * bottom))


def _parted(bands: Sequence[_Band], habits: _Habits) -> tuple[float, list[list[int]]]:
    """The cheapest parting of all bands by some habits: its cost, and the heights at which each band is cut."""
    cost, cuts = 0.0, []
    for _ in range(ROUNDS):
        found = [_best_cuts(band, habits) for band in bands]
        cost, cuts = sum(c for c, _ in found), [way for _, way in found]
        rows = [
            [band.groups[a][b - a - 1] for a, b in pairwise(way)]
            for band, way in zip(bands, cuts, strict=True)
        ]
        gaps = sorted(below.first - above.last for some in rows for above, below in pairwise(some))
        if not gaps:
            break
        blank = [c for some in rows for row in some for c in row.blank]
        count = sum(map(len, rows))
        filled = tuple(1 - blank.count(c) / count for c in range(len(habits.filled)))
        habits = replace(habits, gap=gaps[len(gaps) // 2], filled=filled)
    return cost, cuts


def _best_cuts(band: _Band, habits: _Habits) -> tuple[float, list[int]]:
    """The cheapest parting of one band, all its rows aligned in one way."""
    own = [[habits.of_row(group) for group in groups] for groups in band.groups]
    return min((_cheapest(band, habits, own, how) for how in range(3)), key=lambda found: found[0])


def _cheapest(
    band: _Band, habits: _Habits, own: Sequence[Sequence[float]], how: int
) -> tuple[float, list[int]]:
    """Shortest way through the heights of a band; what a row costs depends on the one above it alone."""
    count = len(band.heights)
    ways: list[list[tuple[float, _Group, list[int]]]] = [[] for _ in range(count + 1)]
    for start in range(count):
        for length, group in enumerate(band.groups[start], 1):
            cost, way = own[start][length - 1] + group.alignment[how], [0]
            if start:
                before, way = min(
                    ((before + habits.between(above, group), way) for before, above, way in ways[start]),
                    key=lambda found: found[0],
                )
                cost += before + band.between
            ways[start + length].append((cost, group, [*way, start + length]))
    cost, _, way = min(ways[count], key=lambda found: found[0])
    return cost, way
