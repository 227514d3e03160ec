"""Heads of two levels in tables without vertical rules: names over several columns, and those under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.readers.grid import GridCell, Ruling
from extractors.readers.open_columns import LOWER
from extractors.readers.open_pieces import SAME_HEIGHT, SAME_STEP, Piece, Place

#: Points by which a name may miss its place for each column more over which it then stands, where all names end at
#: the foot of the head, so that those left out may be columns of their own; and where they would not be.
LEFT_OUT, NOT_LEFT_OUT = 0.5, 10.0

#: Ems from one line of a cell to the next, at most, in nearly all tables.
MOST_USUAL = 1.6


@dataclass(frozen=True, slots=True)
class _Over:
    """A name, the columns over which it stands, and the height that parts it from theirs."""

    start: int
    stop: int
    below: float


def head_of_two_levels(
    pieces: Sequence[Piece],
    edges: Sequence[float],
    band: tuple[float, float],
    rules: Sequence[Ruling],
    leading: float,
) -> list[GridCell]:
    """Cells of a head of two rows between the heights of `band`; [] where it has one row.

    `leading` is that of the table's cells in ems, 0 where none has two lines. A short rule under a name says over which columns it stands; else its place over them does. Names of columns
    that no such name covers belong to both rows.
    """
    overs = _by_rules(pieces, edges, band, rules) or _by_place(pieces, edges, leading)
    if not overs:
        return []
    top, bottom = band
    cells = []
    covered: set[int] = set()
    for over in overs:
        covered.update(range(over.start, over.stop))
        span = over.stop - over.start
        cells.append(GridCell(0, over.start, 1, span, (edges[over.start], top, edges[over.stop], over.below)))
        cells += [
            GridCell(1, c, 1, 1, (edges[c], over.below, edges[c + 1], bottom))
            for c in range(over.start, over.stop)
        ]
    rest = [c for c in range(len(edges) - 1) if c not in covered]
    cells += [GridCell(0, c, 2, 1, (edges[c], top, edges[c + 1], bottom)) for c in rest]
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _by_rules(
    pieces: Sequence[Piece], edges: Sequence[float], band: tuple[float, float], rules: Sequence[Ruling]
) -> list[_Over]:
    found: list[_Over] = []
    for rule in sorted(rules, key=lambda r: r.start):
        columns = [
            c for c in range(len(edges) - 1) if rule.start <= (edges[c] + edges[c + 1]) / 2 <= rule.end
        ]
        if not band[0] < rule.at < band[1] or len(columns) < 2 or (found and columns[0] < found[-1].stop):
            continue
        start, stop = columns[0], columns[-1] + 1
        near = [p for p in pieces if edges[start] < (p.x0 + p.x1) / 2 < edges[stop]]
        above, under = [p for p in near if p.level < rule.at], [p for p in near if p.level > rule.at]
        if above and len({p.place for p in under}) >= 2:
            found.append(_Over(start, stop, rule.at))
    return found


def _by_place(pieces: Sequence[Piece], edges: Sequence[float], leading: float) -> list[_Over]:
    names = sorted((p for p in pieces if _names_others(p, pieces, leading)), key=lambda p: p.x0)
    found: list[_Over] = []
    for index, name in enumerate(names):
        lower = [p for p in _lower(pieces, name) if p.place[1] - p.place[0] == 1]
        beside = {p.place[0] for p in pieces if p is not name and p not in lower}
        first = found[-1].stop if found else 0
        limit = names[index + 1].x0 if index + 1 < len(names) else float("inf")
        columns = {p.place[0] for p in lower} - beside
        span = _span(name, columns, (first, limit), lower, edges, NOT_LEFT_OUT if beside else LEFT_OUT)
        if span is None:
            continue
        under = [p.runs[0].middle for p in lower if span[0] <= p.place[0] < span[1]]
        found.append(_Over(*span, (name.runs[0].middle + min(under)) / 2))
    return found


def _lower(pieces: Sequence[Piece], name: Piece) -> list[Piece]:
    return [p for p in pieces if p.level > name.level + LOWER * name.size]


def _names_others(name: Piece, pieces: Sequence[Piece], leading: float) -> bool:
    """A name over two columns that have their own, or one further above its column's than lines of a cell would be."""
    lower = _lower(pieces, name)
    first, stop = name.place
    if stop - first > 1:
        return len({p.place for p in lower if first <= p.place[0] < stop}) >= 2
    own = [p for p in lower if p.place == name.place]
    if not own or own[0].text[0] in "（(":
        return False
    beside = {p.place[0] for p in pieces if p is not name and p not in lower}
    level = [p.place[0] for p in lower if abs(p.level - own[0].level) <= SAME_HEIGHT * name.size]
    if not any(c in level and c not in beside for c in (first - 1, stop)):
        return False
    apart = own[0].level - name.level > (leading + 2 * SAME_STEP if leading else MOST_USUAL) * name.size
    return (
        apart or bool(beside) or {p.place[0] for p in lower} != set(level)
    )  # not all end at the head's foot


def _span(
    name: Piece,
    columns: set[int],
    within: tuple[int, float],
    lower: Sequence[Piece],
    edges: Sequence[float],
    left_out: float,
) -> tuple[int, int] | None:
    """The neighbouring columns over whose middle, left or right a name stands best, and that leave few out."""
    first, limit = within  # a column, and the x of the next name
    best: tuple[float, int, int] | None = None
    for start in range(first, name.place[0] + 1):
        for stop in range(max(start + 2, name.place[1]), len(edges)):
            inside = range(start, stop)
            if not columns.issuperset(inside) or edges[stop - 1] > limit:
                continue
            own = [p for p in lower if start <= p.place[0] < stop]
            if not _on_one_height(own):
                continue
            left, right = min(p.x0 for p in own), max(p.x1 for p in own)
            middle = abs(name.x0 + name.x1 - edges[start] - edges[stop]) / 2
            inked = abs(name.x0 + name.x1 - left - right) / 2
            off = min(middle, inked, abs(name.x0 - left), abs(name.x1 - right))
            cost = off + left_out * (len(columns) - (stop - start))
            if best is None or cost < best[0]:
                best = (cost, start, stop)
    return None if best is None else best[1:]


def _on_one_height(pieces: Sequence[Piece]) -> bool:
    """The names of some columns start, end or have their middle at one height."""
    stacks: dict[Place, list[float]] = {}
    for piece in pieces:
        stacks.setdefault(piece.place, []).append(piece.level)
    ends = [(min(found), max(found)) for found in stacks.values()]
    near = SAME_HEIGHT * pieces[0].size
    kinds = ([a for a, _ in ends], [b for _, b in ends], [(a + b) / 2 for a, b in ends])
    return any(max(kind) - min(kind) <= near for kind in kinds)
