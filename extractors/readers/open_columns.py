"""Columns of a table without vertical rules: the blank strips that run down between its texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from extractors.readers.lines import Box, Run, parts_of

#: Cuts a run where its characters stand more than so many ems apart.
Parter = Callable[[Run, float], list[Run]]
#: Ems between characters from which a border may run between them; programs add a quarter em between Chinese and Latin.
APART = 0.3
#: Ems between texts of one line from which they are two cells' for certain.
CELL_GAP = 0.7
#: Ems from a name over several columns to theirs, at least.
LOWER = 0.8
#: Points across a strip, at least.
LEAST_STRIP = 3
#: Marks that some programs let stand in the margin, and that are blank on their right.
HANGING = frozenset("，。、；：！？）》〉」』】〕”’")


def whole(run: Run, _apart: float) -> list[Run]:
    """A run that cannot be cut."""
    return [run]


def blank_strips(
    rows: Sequence[Sequence[Run]], area: Box, rules: Sequence[float] = ()
) -> tuple[list[float], bool]:
    """Middles of the strips that no row's text enters, or hardly any where that gives too few columns.

    Names over several columns, above the second of three `rules`, are left aside. The second value says whether there
    are at least as many as the fullest row has gaps, all of them clear.
    """
    needed = max(len(parts_of(row, CELL_GAP)) for row in rows) - 1
    clear = _strips(_without_wide_names(rows, area, rules), area, 0)
    if len(clear) >= needed:
        return _middles(clear, area), True
    texts = [parts_of(row, CELL_GAP) for row in rows]
    tries = (_strips(texts, area, allowed) for allowed in range(1, len(rows) // 2 + 1))
    return _middles(next((s for s in tries if len(s) == needed), clear), area), False


def has_strip(rows: Sequence[Sequence[Run]], area: Box) -> bool:
    """Whether some strip that no text enters is wide enough to part two cells."""
    em = max(r.size for row in rows for r in row)
    return any(b - a >= CELL_GAP * em for a, b in _strips(rows, area, 0))


def _without_wide_names(rows: Sequence[Sequence[Run]], area: Box, rules: Sequence[float]) -> list[list[Run]]:
    """The rows without what names several columns of the head together."""
    if len(rules) < 3:
        return [list(row) for row in rows]
    body = [[r for r in row if r.middle > rules[1]] for row in rows]
    head = [r for row in rows for r in row if r.middle <= rules[1]]
    strips = [(area[0] + a, area[0] + b) for a, b in _strips(body, area, 0)]
    names = [r for r in head if not _is_wide_name(r, head, strips)]
    return [row for row in (names, *body) if row]


def _is_wide_name(name: Run, head: Sequence[Run], strips: Sequence[tuple[float, float]]) -> bool:
    """A name of the head that reaches over a strip, or stands within one with lower names on both sides."""
    if any(name.x0 < a - 1 and name.x1 > b + 1 for a, b in strips):
        return True
    lower = [r for r in head if r.middle > name.middle + LOWER * name.size]
    return (
        any(a < name.x0 and name.x1 < b for a, b in strips)
        and any(r.x1 < name.x1 for r in lower)
        and any(r.x0 > name.x0 for r in lower)
    )


def _strips(rows: Sequence[Sequence[Run]], area: Box, allowed: int) -> list[tuple[int, int]]:
    """From where to where, in points from the area's left, no more than `allowed` texts stand."""
    width = int(area[2] - area[0]) + 2
    touched = [0] * width
    for run in (r for row in rows for r in row):
        right = run.x1 - (run.size if run.text[-1] in HANGING and len(run.text) > 1 else 0.0)
        for x in range(max(0, int(run.x0 - area[0])), min(width, int(right - area[0]) + 1)):
            touched[x] += 1
    found = []
    start = None
    for x, count in enumerate(touched):
        if count <= allowed:
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= LEAST_STRIP and any(touched[:start]):
                found.append((start, x))
            start = None
    return found


def _middles(strips: Sequence[tuple[int, int]], area: Box) -> list[float]:
    return [area[0] + (a + b) / 2 for a, b in strips]


def texts_between(row: Sequence[Run], edges: Sequence[float]) -> list[Run]:
    """The runs of one row joined to texts, but never across an edge."""
    found: list[Run] = []
    for a, b in pairwise((float("-inf"), *edges, float("inf"))):
        mine = [r for r in row if a <= (r.x0 + r.x1) / 2 < b]
        if mine:
            found += parts_of(mine, CELL_GAP)
    return found
