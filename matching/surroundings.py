"""What stands around a statement, read once for all statements under it: its heading, its row, its sender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from matching.actors import Actors
from matching.anchors import Anchors, Opening
from matching.columns import FEATURES, Writer
from matching.item_numbers import row_number
from matching.lexical import Floats
from matching.likeness import Likenesses, leads
from matching.line import Line
from matching.marks import Marker, Marks
from matching.plan import Plan

#: Row cells whose best item leads by less than this name no item of the plan.
APART = 0.12

#: So many surroundings are kept, and so many headings and rows.
KEPT, SIDES = 512, 4096

#: A heading under which a unit tells of its other work.
_ASIDE = re.compile(r"其[他它]|此外|另外|主责|主业|日常|概况|基本情况|备注|口径")


class Beside(NamedTuple):
    """A heading or a row as read alone."""

    marks: Marks
    examples: Floats  # (items,)
    listed: Floats  # the best of its cells
    standing: Floats  # how far an item stands before all others; negative where another leads
    speaking: Floats  # the same, not below 0
    about: frozenset[int]  # places of the items with an anchor in it
    aside: bool  # does it announce other work?


class Surroundings(NamedTuple):
    """Everything that the statements under one heading, or in one place of a row, have in common."""

    columns: Floats  # (features, items): what the surroundings say by themselves; copied for every statement
    sides: tuple[tuple[str, Beside], ...]  # ("heading" or "row", as read), where it says anything
    openings: tuple[Opening, ...]  # what may complete a statement's anchors
    named: frozenset[str]  # the schools they speak of, else the sender if it is one
    here: bool  # do they name the plan's place or one of its schools?
    field: bool  # or a word of its field?
    outsider: bool  # is the sender from elsewhere?
    local: bool  # or from here?


_Text = tuple[str, str]  # a heading or a row, and the submitter
_Place = tuple[str, tuple[tuple[str, str], ...], str, str, str]  # heading, cells, subject, unit, title


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
        self._opening = lru_cache(maxsize=4096)(lambda text: anchors.opening(self.reading(text)))
        self._unit_columns = lru_cache(maxsize=256)(self._unit_features)
        self._besides: dict[_Text, Beside] = {}
        self._kept: dict[_Place, Surroundings] = {}  # some eleven kilobytes each

    def of_all(self, lines: Sequence[Line]) -> list[Surroundings]:
        """What stands around each line's text; nobody may write to its arrays."""
        places = [(line.heading, line.cells, line.subject, line.unit, line.title) for line in lines]
        missing = [place for place in dict.fromkeys(places) if place not in self._kept]
        if missing:
            if len(self._kept) > KEPT:
                self._kept = {place: self._kept[place] for place in places if place in self._kept}
            self._read_besides([Line("", *place) for place in missing])
            self._kept.update((place, self._read(*place)) for place in missing)
        return [self._kept[place] for place in places]

    def _read(
        self, heading: str, cells: tuple[tuple[str, str], ...], subject: str, unit: str, title: str
    ) -> Surroundings:
        line = Line("", heading, cells, subject, unit, title)
        sides = tuple(
            (where, self._besides[text, unit])
            for where, text in (("heading", heading), ("row", line.row))
            if text
        )
        school = unit if self._actors.is_school(unit) else ""
        openings = (self._opening(text) for text in (heading, line.row, subject, school) if text)
        outsider = self._actors.is_outsider(unit)
        return Surroundings(
            self._columns(line, dict(sides)),
            sides,
            tuple(opening for opening in openings if opening.begun),
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
            put(f"examples_{where}", beside.examples)
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

    def _read_besides(self, lines: Sequence[Line]) -> None:
        """Read the headings and rows of the lines, those that are new in one go."""
        told = dict.fromkeys((text, line.unit) for line in lines for text in (line.heading, line.row) if text)
        new = [one for one in told if one not in self._besides]
        if not new:
            return
        if len(self._besides) > SIDES:  # and with it what other lines read: those of these lines come anew
            self._besides.clear()
            new = list(told)
        cells = [_cells(text) for text, _ in new]
        likeness = self._likenesses.read(
            [
                self._actors.canonical(one, unit)
                for (text, unit), alone in zip(new, cells, strict=True)
                for one in (text, *alone)
            ]
        )
        start = 0
        for (text, unit), alone in zip(new, cells, strict=True):
            end = start + 1 + len(alone)
            listed = np.maximum.reduce(likeness.lists[start:end])
            self._besides[text, unit] = self._beside(text, likeness.examples[start, :-1], listed)
            start = end

    def _beside(self, text: str, examples: Floats, listed: Floats) -> Beside:
        marks = self._marker.marks(self.reading(text).full)
        standing = _standing(marks, examples, listed)
        about = frozenset(marks.topic.keys() | marks.strong.keys())
        aside = bool(_ASIDE.search(text))
        return Beside(marks, examples, listed, standing, np.maximum(standing, 0), about, aside)

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


def _cells(text: str) -> list[str]:
    """The cells of a row, to be read alone too."""
    cells = text.split("；")[:12]
    return cells if len(cells) > 1 else []


def _standing(marks: Marks, examples: Floats, listed: Floats) -> Floats:
    """How far an item stands before all others by the context alone; negative where another leads."""
    score = listed + examples
    for place, value in marks.strong.items():
        score[place] += 0.4 * value
    for place, value in marks.topic.items():
        score[place] += 0.2 * value
    lead = leads(score[None])[0]
    standing: Floats = np.clip(lead, -1, 1)
    return standing
