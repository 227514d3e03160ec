"""What speaks for and against each item of the plan, in numbers that can be said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.actors import Actors
from matching.anchors import OUTSIDE_KINDS, Anchors, Reading
from matching.columns import FEATURES, Writer
from matching.examples import Memory
from matching.item_numbers import names_other_list, row_number, speaks_of_own_list, told_numbers
from matching.lexical import Floats
from matching.likeness import Likeness, Likenesses
from matching.line import Line
from matching.marks import Marker, Marks
from matching.plan import Plan

#: A statement of at most this many characters says little by itself.
SHORT = 14

#: Row cells whose best item leads by less than this name no item of the plan.
APART = 0.12

_OFF = [OUTSIDE_KINDS.index(kind) for kind in ("body", "general", "industry", "others")]
_AWAY = [OUTSIDE_KINDS.index(kind) for kind in ("place", "national")]

#: A letter's first line, or a sentence that only announces the next (市教体局：/ 现报告如下：).
_SALUTATION = re.compile(r"^.{0,40}[:：]$")
_OPENING = re.compile(r"如下[。:：]?$|^(?:特此|以上|妥否|当否|不妥|不当)")
#: A heading under which a unit tells of its other work.
_ASIDE = re.compile(r"其[他它]|此外|另外|主责|主业|日常|概况|基本情况|备注|口径")
#: Years before the plan's issue, and since.
_OLD = re.compile(r"(?<!\d)(?:19\d\d|200\d|201\d)年|上一轮|十三五|建校以来|历史上")
_NEW = re.compile(r"(?<!\d)202\d|今年|本年|上半年|下半年|截至|目前|十四五|明年|去年")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[，,；;。、]|和|与|并|同时|及")


class FeatureMaker:
    """Turns a Line into one row of features per item; rows are in the order of the plan's items."""

    def __init__(self, plan: Plan, anchors: Anchors, memory: Memory) -> None:
        self.plan = plan
        self.anchors = anchors
        self.actors = Actors(plan, anchors.nicknames, anchors.own_places, anchors.near_places)
        self.size = len(plan.items)
        self._likenesses = Likenesses(plan, memory)
        self._marker = Marker(anchors, self.size)
        self._figure_units = _figure_units(plan)
        self._schools = [self.actors.of_item(item.number) for item in plan.items]
        self._known_units = frozenset(one.short for one in plan.units)
        self._unit_columns = lru_cache(maxsize=256)(self._unit_features)
        self._not_ours = frozenset(unit.short for unit in plan.units if not unit.accountable)
        self._college_columns = lru_cache(maxsize=256)(self._college_features)
        self._school_columns = lru_cache(maxsize=256)(self._school_features)
        self._reading = lru_cache(maxsize=4096)(anchors.read)
        self._context = lru_cache(maxsize=4096)(self._read_context)
        self._cell_lists = lru_cache(maxsize=4096)(self._read_cell)

    def features(self, line: Line) -> Floats:
        """Array of shape (items, features), float32."""
        columns = np.zeros((len(FEATURES), self.size), dtype=np.float32)
        put = Writer(columns)
        reading = self.anchors.read(line.text)
        marks = self._marker.marks(reading.full)
        contexts = {
            where: self._context(text, line.unit)
            for where, text in (("heading", line.heading), ("row", line.row))
            if text
        }
        self._put_similarity(put, line)
        self._put_anchors(put, line, reading, marks)
        for where, context in contexts.items():
            self._put_context(put, where, context)
        self._put_actors(put, line)
        self._put_statement(put, line, reading, marks)
        self._put_together(put, line, marks, contexts)
        return columns.T

    def _put_similarity(self, put: Writer, line: Line) -> None:
        likeness, clauses = self._likenesses.read_clauses(self.actors.canonical(line.text, line.unit))
        affinity = likeness.examples
        put("examples", affinity[:-1])
        lead = affinity[:-1] - _best_other(affinity[:-1])
        put("examples_lead", lead)
        put("none_examples", affinity[-1])
        several = len(clauses) > 1
        put("clause_examples", np.maximum.reduce(clauses)[:-1] if several else affinity[:-1])
        put("clause_lead", _clause_lead(clauses) if several else lead)
        put("list_text", likeness.lists)

    def _put_anchors(self, put: Writer, line: Line, reading: Reading, marks: Marks) -> None:
        put("strong", marks.strong)
        put("topic", marks.topic)
        put("anti", marks.anti)
        put("foreign", marks.foreign)
        if marks.any_strong:
            put("strong_elsewhere", _best_other(marks.strong))
        joined = {
            number
            for text in (line.heading, line.row, line.subject, _school_of(self.actors, line.unit))
            if text
            for number in self.anchors.joint(reading, self._reading(text))
        }
        if joined:
            joint = self._marker.marks(tuple(joined))
            put("strong_joint", joint.strong)
            put("topic_joint", joint.topic)

    @staticmethod
    def _put_context(put: Writer, where: str, read: _ReadContext) -> None:
        put(f"strong_{where}", read.marks.strong)
        put(f"topic_{where}", read.marks.topic)
        put(f"examples_{where}", read.likeness.examples[:-1])
        put(f"{where}_text", read.listed)
        if where == "heading":
            put("heading_aside", float(read.aside))
            put("heading_general", float(read.marks.outside[1] > 0))

    def _read_context(self, text: str, unit: str) -> _ReadContext:
        reading = self._reading(text)
        likeness = self._likenesses.read(self.actors.canonical(text, unit))
        cells = text.split("；")[:12]
        alone = cells if len(cells) > 1 else ()
        parts = [self._cell_lists(cell, unit) for cell in alone]
        listed = np.maximum.reduce([likeness.lists, *parts])
        marks = self._marker.marks(reading.full)
        return _ReadContext(
            marks, likeness, listed, _standing(marks, likeness, listed), bool(_ASIDE.search(text))
        )

    def _read_cell(self, cell: str, unit: str) -> Floats:
        return self._likenesses.read(self.actors.canonical(cell, unit)).lists

    def _put_actors(self, put: Writer, line: Line) -> None:
        named = self.actors.mentioned(line.text, line.unit)
        if not named and (line.context or line.subject):
            named = self.actors.mentioned(f"{line.context}。{line.subject}", line.unit)
        if not named and self.actors.is_school(line.unit):
            named = frozenset({line.unit})
        if named:
            fits, conflicts = self._school_columns(named)
            put("school", fits)
            put("school_conflict", conflicts)
            put("college_apart", self._college_columns(named))
        for name, values in self._unit_columns(line.unit).items():
            put(name, values)

    def _school_features(self, named: frozenset[str]) -> tuple[Floats, Floats]:
        fits = [bool(named & own) for own in self._schools]
        conflicts = [bool(own) and not named & own for own in self._schools]
        return np.array(fits, dtype=np.float32), np.array(conflicts, dtype=np.float32)

    def _college_features(self, named: frozenset[str]) -> Floats:
        """Items to which a college that is not the city's does not belong, where only it is spoken of."""
        apart = named <= self._not_ours
        return np.array([apart and not named & own for own in self._schools], dtype=np.float32)

    def _unit_features(self, unit: str) -> dict[str, Floats]:
        items = self.plan.items
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

    def _put_statement(self, put: Writer, line: Line, reading: Reading, marks: Marks) -> None:
        folded = reading.folded
        counted = _DIGIT.search(folded) is not None
        for place, own in self._figure_units if counted else ():
            if own.search(folded):
                put["figure_unit"][place] = 1
        for kind, count in zip(OUTSIDE_KINDS, marks.outside.tolist(), strict=True):
            if count:
                put(kind, count)
        put("elsewhere", float(self.actors.is_elsewhere(line.text)))
        put("field", float(marks.field))
        put("opening", float(_is_opening(folded, marks)))
        put("older", float(_is_older(folded)))
        put("short", float(len(folded) <= SHORT))
        put("long", float(len(folded) > 4 * SHORT))
        put("has_heading", float(bool(line.heading)))
        put("has_row", float(bool(line.cells)))
        if marks.any_strong:
            put("own_clause", self._own_clauses(line.text) if marks.several else marks.strong > 0)
        if counted:
            self._put_told_numbers(put, reading)
        if line.cells:
            self._put_row_number(put, line)

    def _own_clauses(self, text: str) -> Floats:
        """1 for items whose object stands in a clause that names no other item's object."""
        owned = np.zeros(self.size, dtype=np.float32)
        for clause in _CLAUSE.split(text):
            strong = self._marker.marks(self._reading(clause).full).strong if clause else owned[:0]
            if np.count_nonzero(strong) == 1:
                owned[strong.argmax()] = 1
        return owned

    def _put_told_numbers(self, put: Writer, reading: Reading) -> None:
        told = told_numbers(reading.folded)
        if told and not names_other_list(reading.folded):
            named = np.isin(np.arange(1, self.size + 1), list(told))
            put("number", named)
            put("number_listed", named * float(speaks_of_own_list(reading.folded)))
            put("number_elsewhere", float(named.any()) * (1 - named))

    def _put_row_number(self, put: Writer, line: Line) -> None:
        row = row_number(line.cells)
        if row and row <= self.size:
            fits = np.zeros(self.size, dtype=np.float32)
            fits[row - 1] = max(put["row_text"][row - 1], 0.5 * float(put["strong_row"][row - 1] > 0))
            put("number_row", fits)

    def _put_together(
        self, put: Writer, line: Line, marks: Marks, contexts: Mapping[str, _ReadContext]
    ) -> None:
        self._put_standing(put, line, marks, contexts)
        strong, topic, anti = marks.strong > 0, marks.topic > 0, marks.anti > 0
        outside = marks.outside.tolist()
        off = max(outside[kind] for kind in _OFF)
        here = self._speaks_of_here(line)
        around = any(context.marks.field for context in contexts.values())
        placed = marks.field or around or put["school"].any()
        put("unplaced", float(not placed and not put["school_conflict"].any()))
        away = max(float(put["elsewhere"][0]), *(outside[kind] for kind in _AWAY))
        away = max(away, float(self.actors.is_outsider(line.unit))) * float(not here)
        put("stranger", float(not here and not self.actors.is_local(line.unit)))
        put("away", away)
        put("anti_plain", ~strong & anti)
        if off:
            put("topic_outside", topic & ~strong)
        if "heading" in contexts:
            put("topic_agreed", topic * np.maximum(put["topic_heading"] > 0, put["strong_heading"] > 0))
        part = np.maximum(np.maximum(put["lead_unit"], put["responsible_unit"]), put["school"])
        put("unit_examples", part * np.maximum(put["examples"], 0))
        put("short_plain", float(put["short"][0] > 0 and not line.cells and not line.heading))
        if marks.any_strong:
            put("strong_outside", strong * off)
            put("strong_plain", strong * float(off > 0 and not marks.field))
            if marks.several:
                put("strong_several", strong * put["own_clause"])
            put("strong_anti", strong & anti)
            put("strong_foreign", strong * marks.foreign)
            put("strong_unplaced", strong * put["unplaced"])
            put("strong_away", strong * away)
            put("examples_strong", strong * put["examples"])
            put("alone", strong & (put["strong_elsewhere"] == 0))

    def _speaks_of_here(self, line: Line) -> bool:
        """Does the statement, or else what stands around it, name the plan's place or one of its schools?"""
        actors = self.actors
        if actors.mentions_own(line.text, line.unit) or actors.names_own_place(line.text):
            return True
        around = "。".join(part for part in (line.context, line.subject, line.title) if part)
        return bool(around) and (actors.mentions_own(around, line.unit) or actors.names_own_place(around))

    def _put_standing(
        self, put: Writer, line: Line, marks: Marks, contexts: Mapping[str, _ReadContext]
    ) -> None:
        """What the row and the heading say alone, and where the statement leaves the word to them."""
        if not (line.cells or line.heading):
            return
        own = (put["strong"] > 0) + put["examples"] + 0.3 * put["topic"]
        short = put["short"][0]
        for where, present in (("row", line.cells), ("heading", line.heading)):
            if not present:
                continue
            standing = contexts[where].standing if where in contexts else np.zeros(self.size, np.float32)
            put(f"{where}_lead", standing)
            put(f"silent_{where}", standing * float(not marks.any_strong))
            put(f"short_{where}", short * standing)
            put(f"agreed_{where}", own * np.maximum(standing, 0))
            if where == "row":
                put("row_apart", float(standing.max() < APART))


@dataclass(frozen=True, slots=True)
class _ReadContext:
    """A heading or row as read once and used for all statements under it."""

    marks: Marks
    likeness: Likeness
    listed: Floats  # the best of its cells
    standing: Floats  # see _standing
    aside: bool  # does it announce other work?


def _standing(marks: Marks, likeness: Likeness, listed: Floats) -> Floats:
    """How far an item stands before all others by the context alone; negative where another leads."""
    score = listed + likeness.examples[:-1] + 0.4 * marks.strong
    score = score + 0.2 * marks.topic
    lead: Floats = np.clip(score - _best_other(score), -1, 1)
    return lead


def _best_other(values: Floats) -> Floats:
    """For each entry the highest of all the others, not below 0 for the highest itself."""
    top = values.argmax()
    others = np.empty_like(values)
    others.fill(values[top])
    rest = values.copy()
    rest[top] = 0.0
    others[top] = np.maximum.reduce(rest)
    return others


def _clause_lead(clauses: Floats) -> Floats:
    """For each item by how much it leads the others in the clause that suits it best."""
    items = clauses[:, :-1]
    top = items.argmax(axis=1)
    rows = np.arange(len(items))
    best = items[rows, top]
    rest = items.copy()
    rest[rows, top] = 0.0
    lead = items - best[:, None]
    lead[rows, top] = best - np.maximum.reduce(rest, axis=1)
    led: Floats = np.maximum.reduce(lead)
    return led


def _is_opening(folded: str, marks: Marks) -> bool:
    """A salutation, whatever it names; an announcement only where it names no item's object."""
    return bool(_SALUTATION.search(folded)) or (not marks.any_strong and bool(_OPENING.search(folded)))


def _is_older(folded: str) -> bool:
    """Are all years of the text before the plan's?"""
    return bool(_OLD.search(folded)) and not _NEW.search(folded)


def _school_of(actors: Actors, unit: str) -> str:
    return unit if actors.is_school(unit) else ""


def _figure_units(plan: Plan) -> list[tuple[int, re.Pattern[str]]]:
    """Per item with such a target: a number followed by its unit (1000人次; not 1000人)."""
    patterns: list[tuple[int, re.Pattern[str]]] = []
    for place, item in enumerate(plan.items):
        units = {target.unit for part in item.parts for target in part.targets if target.unit}
        joined = "|".join(re.escape(unit) for unit in sorted(units))
        if units:
            patterns.append((place, re.compile(rf"\d(?:[\d.,]|余|多)*(?:{joined})(?!次)")))
    return patterns
