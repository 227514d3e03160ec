"""What stands in a table without vertical rules: its texts by height and column, and the distances between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.readers.lines import Run, is_wide
from extractors.readers.open_columns import HANGING

Place = tuple[int, int]  # first column, column behind the last

#: Ems by which lines of one height may differ; a cell set at the middle differs by half a leading at least.
SAME_HEIGHT = 0.3
#: Ems by which two leadings may differ; a scan's differ by more.
SAME_STEP, SAME_STEP_SCANNED = 0.1, 0.25
#: Ems from one line of a cell to the next, at least and at most.
LEAST_STEP, MOST_STEP = 0.95, 2.1
#: So many leadings are tried.
MOST_STEPS = 5


class Piece(NamedTuple):
    """What stands on one height in one column."""

    place: Place
    runs: tuple[Run, ...]
    level: float  # y of the line on which it stands, or of its middle: of the same for all of a table
    x0: float
    x1: float
    size: float

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, whatever its rows are."""

    limits: dict[Place, tuple[float, float]]  # from where to where its texts could reach
    widths: dict[Place, float]  # of its widest text
    count: int


def pieces_of(texts: Sequence[tuple[Place, float, Run]]) -> list[Piece]:
    """Texts with their places and levels as pieces: those of one column on one height together."""
    found: list[Piece] = []
    for place, level, run in sorted(texts, key=lambda text: text[1]):
        for index in range(len(found) - 1, max(-1, len(found) - 12), -1):
            other = found[index]
            if other.place == place and abs(other.level - level) <= SAME_HEIGHT * run.size:
                members = tuple(sorted((*other.runs, run), key=lambda r: r.x0))
                x0, x1 = min(other.x0, run.x0), max(other.x1, run.x1)
                found[index] = Piece(place, members, other.level, x0, x1, other.size)
                break
        else:
            found.append(Piece(place, (run,), level, run.x0, run.x1, run.size))
    return found


def columns_of(pieces: Sequence[Piece], edges: Sequence[float]) -> Columns:
    """How far the texts of each column reach and could reach."""
    count = len(edges) - 1
    starts = [min((p.x0 for p in pieces if p.place[0] == c), default=edges[c]) for c in range(count)]
    limits, widths = {}, {}
    for place in {p.place for p in pieces}:
        right = starts[place[1]] if place[1] < count else edges[-1]
        mine = [p for p in pieces if p.place == place]
        limits[place] = (min(p.x0 for p in mine), right)
        widths[place] = max(p.x1 - p.x0 - (p.size if p.text[-1] in HANGING else 0.0) for p in mine)
    return Columns(limits, widths, count)


def heights_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.level):
        if found and piece.level - found[-1][0].level <= SAME_HEIGHT * piece.size:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def usual_size(pieces: Sequence[Piece]) -> float:
    """The usual size of the texts; figures alone tell it only where there is nothing else."""
    sizes = sorted(p.size for p in pieces if any(map(is_wide, p.text))) or sorted(p.size for p in pieces)
    return sizes[len(sizes) // 2]


def least_step(bands: Sequence[Sequence[Piece]]) -> float:
    """Least distance, in ems, from one text to the next in its column; 0 where there is none."""
    pieces = [p for band in bands for p in band]
    return min(steps_of(bands, usual_size(pieces), SAME_STEP), default=0.0) if pieces else 0.0


def steps_of(bands: Sequence[Sequence[Piece]], em: float, blur: float) -> list[float]:
    """Leadings, in ems, that the lines of a cell might have: distances that occur in some column."""
    found: list[float] = []
    for band in bands:
        last: dict[Place, Piece] = {}
        for piece in sorted(band, key=lambda p: p.level):
            above = last.get(piece.place)
            last[piece.place] = piece
            if above is not None and LEAST_STEP <= (piece.level - above.level) / em <= MOST_STEP:
                found.append((piece.level - above.level) / em)
    kept: list[list[float]] = []
    for step in sorted(found):
        if kept and step - kept[-1][-1] <= 0.5 * blur and step - kept[-1][0] <= 2 * blur:
            kept[-1].append(step)
        else:
            kept.append([step])
    return [group[len(group) // 2] for group in kept[:MOST_STEPS]]
