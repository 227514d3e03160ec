"""What stands around a statement, read once for all statements under it: its heading, its row, its sender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matching.actors import Actors
from matching.anchors import Anchors, Reading
from matching.columns import FEATURES, Writer
from matching.item_numbers import row_number
from matching.lexical import Floats
from matching.likeness import Likeness, Likenesses, best_other
from matching.line import Line
from matching.marks import Marker, Marks
from matching.plan import Plan

#: Row cells whose best item leads by less than this name no item of the plan.
APART = 0.12

#: A heading under which a unit tells of its other work.
_ASIDE = re.compile(r"其[他它]|此外|另外|主责|主业|日常|概况|基本情况|备注|口径")


class Beside(NamedTuple):
    """A heading or a row as read alone."""

    marks: Marks
    likeness: Likeness
    listed: Floats  # the best of its cells
    standing: Floats  # how far an item stands before all others; negative where another leads
    speaking: Floats  # the same, not below 0
    about: frozenset[int]  # places of the items with an anchor in it
    aside: bool  # does it announce other work?


class Surroundings(NamedTuple):
    """Everything that the statements under one heading, or in one place of a row, have in common."""

    columns: Floats  # (features, items): what the surroundings say by themselves; copied for every statement
    sides: tuple[tuple[str, Beside], ...]  # ("heading" or "row", as read), where it says anything
    readings: tuple[Reading, ...]  # what may complete a statement's anchors
    named: frozenset[str]  # the schools they speak of, else the sender if it is one
    here: bool  # do they name the plan's place or one of its schools?
    field: bool  # or a word of its field?
    outsider: bool  # is the sender from elsewhere?
    local: bool  # or from here?


class Around:
    """Reads surroundings; those of one paragraph or table come again and again, so they are kept."""

    def __init__(
        self, plan: Plan, anchors: Anchors, actors: Actors, likenesses: Likenesses, marker: Marker
    ) -> None:
        self._plan = plan
        self._actors = actors
        self._likenesses = likenesses
        self._marker = marker
        self._size = len(plan.items)
        self._schools = [actors.of_item(item.number) for item in plan.items]
        self._known_units = frozenset(one.short for one in plan.units)
        self.reading = lru_cache(maxsize=4096)(anchors.read)
        self._beside = lru_cache(maxsize=4096)(self._read_beside)
        self._cell_lists = lru_cache(maxsize=4096)(self._read_cell)
        self._unit_columns = lru_cache(maxsize=256)(self._unit_features)
        self._kept = lru_cache(maxsize=512)(self._read)  # some eleven kilobytes each

    def of(self, line: Line) -> Surroundings:
        """What stands around the line's text; nobody may write to its arrays."""
        return self._kept(line.heading, line.cells, line.subject, line.unit, line.title)

    def _read(
        self, heading: str, cells: tuple[tuple[str, str], ...], subject: str, unit: str, title: str
    ) -> Surroundings:
        line = Line("", heading, cells, subject, unit, title)
        sides = tuple(
            (where, self._beside(text, unit))
            for where, text in (("heading", heading), ("row", line.row))
            if text
        )
        school = unit if self._actors.is_school(unit) else ""
        readings = (self.reading(text) for text in (heading, line.row, subject, school) if text)
        outsider = self._actors.is_outsider(unit)
        return Surroundings(
            self._columns(line, dict(sides)),
            sides,
            tuple(reading for reading in readings if reading.masks),
            self._named(line, school),
            self._speaks_of_here(line),
            any(beside.marks.field for _, beside in sides),
            outsider,
            self._actors.is_local(unit),
        )

    def _columns(self, line: Line, sides: dict[str, Beside]) -> Floats:
        columns = np.zeros((len(FEATURES), self._size), dtype=np.float32)
        put = Writer(columns)
        for where, beside in sides.items():
            put.each(f"strong_{where}", beside.marks.strong)
            put.each(f"topic_{where}", beside.marks.topic)
            put(f"examples_{where}", beside.likeness.examples[:-1])
            put(f"{where}_text", beside.listed)
            put(f"{where}_lead", beside.standing)
        if "heading" in sides:
            put("heading_aside", float(sides["heading"].aside))
            put("heading_general", float(sides["heading"].marks.outside[1] > 0))
        put("has_heading", float(bool(line.heading)))
        put("has_row", float(bool(line.cells)))
        if line.cells:
            put("row_apart", float("row" not in sides or sides["row"].standing.max() < APART))
            self._put_row_number(put, line.cells)
        for name, values in self._unit_columns(line.unit).items():
            put(name, values)
        return columns

    def _put_row_number(self, put: Writer, cells: Sequence[tuple[str, str]]) -> None:
        row = row_number(cells)
        if row and row <= self._size:
            fit = max(put["row_text"][row - 1], 0.5 * float(put["strong_row"][row - 1] > 0))
            put.at("number_row", (row - 1,), float(fit))

    def _unit_features(self, unit: str) -> dict[str, Floats]:
        items = self._plan.items
        lead = np.array([unit in item.lead for item in items], dtype=np.float32)
        responsible = np.array([unit in item.responsible for item in items], dtype=np.float32)
        known = unit in self._known_units
        school = np.array([unit in own for own in self._schools], dtype=np.float32)
        apart = known * (1 - np.maximum(np.maximum(lead, responsible), school))
        return {
            "lead_unit": lead,
            "responsible_unit": responsible,
            "unit_apart": apart.astype(np.float32),
        }

    def _read_beside(self, text: str, unit: str) -> Beside:
        reading = self.reading(text)
        likeness = self._likenesses.read(self._actors.canonical(text, unit))
        cells = text.split("；")[:12]
        alone = cells if len(cells) > 1 else ()
        parts = [self._cell_lists(cell, unit) for cell in alone]
        listed = np.maximum.reduce([likeness.lists, *parts])
        marks = self._marker.marks(reading.full)
        standing = _standing(marks, likeness, listed)
        about = frozenset(marks.topic.keys() | marks.strong.keys())
        aside = bool(_ASIDE.search(text))
        return Beside(marks, likeness, listed, standing, np.maximum(standing, 0), about, aside)

    def _read_cell(self, cell: str, unit: str) -> Floats:
        return self._likenesses.read(self._actors.canonical(cell, unit)).lists

    def _named(self, line: Line, school: str) -> frozenset[str]:
        if line.context or line.subject:
            named = self._actors.mentioned(f"{line.context}。{line.subject}", line.unit)
            if named:
                return named
        return frozenset({school}) if school else frozenset()

    def _speaks_of_here(self, line: Line) -> bool:
        around = "。".join(part for part in (line.context, line.subject, line.title) if part)
        actors = self._actors
        return bool(around) and (actors.mentions_own(around, line.unit) or actors.names_own_place(around))


def _standing(marks: Marks, likeness: Likeness, listed: Floats) -> Floats:
    """How far an item stands before all others by the context alone; negative where another leads."""
    score = listed + likeness.examples[:-1]
    for place, value in marks.strong.items():
        score[place] += 0.4 * value
    for place, value in marks.topic.items():
        score[place] += 0.2 * value
    lead: Floats = score - best_other(score)
    np.maximum(lead, -1, out=lead)
    return np.minimum(lead, 1, out=lead)
