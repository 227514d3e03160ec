"""A worksheet as people see it: what each cell shows, which cells are one, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[int, int]  # row and column, 0-based
Area = tuple[int, int, int, int]  # top, left, bottom, right; 0-based, inclusive


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. `cells` holds the shown text of every cell that shows any."""

    name: str
    cells: dict[Place, str]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    numeric: frozenset[Place] = frozenset()  # numbers and dates, as against text
    comments: dict[Place, str] = field(default_factory=dict)
    uncalculated: tuple[Place, ...] = ()  # formulas whose result the file does not hold

    @property
    def spans(self) -> dict[Place, tuple[int, int]]:
        """Upper left corner of each merged area → its rows and columns."""
        return {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in self.merged}

    @property
    def visible(self) -> dict[Place, str]:
        """Cells that stand neither in a hidden row nor in a hidden column."""
        return {
            place: text
            for place, text in self.cells.items()
            if place[0] not in self.hidden_rows and place[1] not in self.hidden_columns
        }

    def rows(self) -> Iterator[tuple[int, list[Place]]]:
        """Visible, non-empty cells row by row, left to right."""
        row: list[Place] = []
        for place in sorted(self.visible):
            if row and place[0] != row[0][0]:
                yield row[0][0], row
                row = []
            row.append(place)
        if row:
            yield row[0][0], row


def column_name(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(place: Place) -> str:
    """(4, 1) → B5."""
    return f"{column_name(place[1])}{place[0] + 1}"
