"""What speaks for and against each item of the plan, in numbers that can be said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.actors import Actors
from matching.anchors import FIELD, OUTSIDE_KINDS, Anchors, Reading
from matching.columns import FEATURES, Writer
from matching.examples import Memory
from matching.item_numbers import names_other_list, row_number, told_numbers
from matching.lexical import Floats, Vector, plain
from matching.line import Line
from matching.plan import Plan

#: A statement of at most this many characters says little by itself.
SHORT = 14

#: Row cells whose best item leads by less than this name no item of the plan.
APART = 0.12

#: A letter's first line, or a sentence that only announces the next (市教体局：/ 现报告如下：).
_OPENING = re.compile(r"^.{0,40}[:：]$|如下[。:：]?$|^(?:特此|以上|妥否|当否|不妥|不当)")
_CLAUSE = re.compile(r"[，,；;。、]|和|与|并|同时|及")


@dataclass(frozen=True, slots=True)
class _Texts:
    """Vectors of the plan's own words in a memory's space, one row per item."""

    lists: Floats
    bodies: Floats

    @classmethod
    def of(cls, plan: Plan, memory: Memory) -> _Texts:
        def rows(texts: Iterable[str]) -> Floats:
            vectors = [memory.space.vector(plain(text)) for text in texts]
            matrix = np.zeros((len(memory.space), len(vectors)), dtype=np.float32)
            for column, vector in enumerate(vectors):
                matrix[vector.columns, column] = vector.weights
            return matrix

        return cls(
            rows(item.text for item in plan.items), rows(item.body or item.text for item in plan.items)
        )


@dataclass(frozen=True, slots=True)
class _Marks:
    """Anchor counts of one reading, one entry per item, and of the kinds of no item."""

    strong: Floats
    topic: Floats
    anti: Floats
    outside: Floats
    field: bool  # does a word of the plan's field stand there?


class FeatureMaker:
    """Turns a Line into one row of features per item; rows are in the order of the plan's items."""

    def __init__(self, plan: Plan, anchors: Anchors, memory: Memory) -> None:
        self.plan = plan
        self.anchors = anchors
        self.memory = memory
        self.actors = Actors(plan, anchors.nicknames, anchors.own_places, anchors.near_places)
        self.size = len(plan.items)
        self._texts = _Texts.of(plan, memory)
        self._figure_units = _figure_units(plan)
        self._schools = [self.actors.of_item(item.number) for item in plan.items]
        self._unit_columns = lru_cache(maxsize=256)(self._unit_features)
        self._context = lru_cache(maxsize=2048)(self._read_context)

    def canonical(self, text: str, unit: str) -> str:
        return plain(self.actors.canonical(text, unit))

    def joint_text(self, line: Line) -> str:
        context = line.context
        return f"{line.text}。{context}" if context else line.text

    def features(self, line: Line) -> Floats:
        """Array of shape (items, features), float32."""
        columns = np.zeros((len(FEATURES), self.size), dtype=np.float32)
        put = Writer(columns)
        reading = self.anchors.read(line.text)
        marks = self._marks(reading.full)
        vector = self.memory.space.vector(self.canonical(line.text, line.unit))
        self._put_similarity(put, line, vector)
        self._put_anchors(put, line, reading, marks)
        self._put_actors(put, line)
        self._put_statement(put, line, reading, marks)
        self._put_together(put, line)
        return np.ascontiguousarray(columns.T)

    def _put_similarity(self, put: Writer, line: Line, vector: Vector) -> None:
        affinity = self.memory.affinity(vector)
        nearest = self.memory.nearest(vector)
        put("examples", affinity[:-1])
        put("examples_lead", affinity[:-1] - _best_other(affinity[:-1]))
        put("none_examples", affinity[-1])
        put("nearest", nearest[:-1])
        put("nearest_lead", nearest[:-1] - np.maximum(_best_other(nearest[:-1]), nearest[-1]))
        put("none_nearest", nearest[-1])
        listed = vector.weights @ self._texts.lists[vector.columns]
        put("list_text", listed)
        put("body_text", vector.weights @ self._texts.bodies[vector.columns])
        put("text_lead", listed - _best_other(listed))
        joint = affinity
        if line.context:
            joint = self.memory.affinity(
                self.memory.space.vector(self.canonical(self.joint_text(line), line.unit))
            )
        put("examples_joint", joint[:-1])
        put("none_joint", joint[-1])

    def _put_anchors(self, put: Writer, line: Line, reading: Reading, marks: _Marks) -> None:
        put("strong", np.log1p(marks.strong))
        put("topic", np.log1p(marks.topic))
        put("anti", np.log1p(marks.anti))
        put("strong_elsewhere", np.log1p(_best_other(marks.strong)))
        if line.heading:
            heading = self._context(line.heading, line.unit)
            self._put_context(put, "heading", heading)
            put("heading_general", min(1.0, float(heading.marks.outside[1])))
        if line.row:
            self._put_context(put, "row", self._context(line.row, line.unit))
        joint = self._joint_marks(line, reading)
        put("strong_joint", np.log1p(joint.strong))
        put("topic_joint", np.log1p(joint.topic))

    @staticmethod
    def _put_context(put: Writer, where: str, read: _ReadContext) -> None:
        put(f"strong_{where}", np.log1p(read.marks.strong))
        put(f"topic_{where}", np.log1p(read.marks.topic))
        put(f"examples_{where}", read.examples)
        put(f"{where}_text", read.listed)

    def _joint_marks(self, line: Line, reading: Reading) -> _Marks:
        full: set[int] = set()
        for text in (line.heading, line.row, line.subject, _school_of(self.actors, line.unit)):
            if text:
                full |= set(self.anchors.joint(reading, self._context(text, "").reading))
        return self._marks(tuple(full))

    def _marks(self, full: Sequence[int]) -> _Marks:
        counts = {name: np.zeros(self.size, dtype=np.float32) for name in ("strong", "topic", "anti")}
        outside = np.zeros(len(OUTSIDE_KINDS), dtype=np.float32)
        field = False
        for number in full:
            entry = self.anchors.entries[number]
            if entry.weight == FIELD:
                field = True
            elif entry.item:
                counts[entry.weight][entry.item - 1] += 1
            else:
                outside[OUTSIDE_KINDS.index(entry.weight)] += 1
        return _Marks(counts["strong"], counts["topic"], counts["anti"], outside, field)

    def _read_context(self, text: str, unit: str) -> _ReadContext:
        reading = self.anchors.read(text)
        vector = self.memory.space.vector(self.canonical(text, unit))
        listed = vector.weights @ self._texts.lists[vector.columns]
        for cell in text.split("；")[:12]:
            part = self.memory.space.vector(self.canonical(cell, unit))
            listed = np.maximum(listed, part.weights @ self._texts.lists[part.columns])
        affinity = self.memory.affinity(vector)
        return _ReadContext(reading, self._marks(reading.full), affinity[:-1], listed)

    def _put_actors(self, put: Writer, line: Line) -> None:
        named = self.actors.mentioned(line.text, line.unit)
        if not named:
            named = self.actors.mentioned(f"{line.context}。{line.subject}", line.unit)
        if not named and self.actors.is_school(line.unit):
            named = frozenset({line.unit})
        if named:
            put("school", np.array([bool(named & own) for own in self._schools]))
            put("school_conflict", np.array([bool(own) and not named & own for own in self._schools]))
        for name, values in self._unit_columns(line.unit).items():
            put(name, values)

    def _is_known(self, unit: str) -> bool:
        return any(unit == one.short for one in self.plan.units)

    def _unit_features(self, unit: str) -> dict[str, Floats]:
        items = self.plan.items
        lead = np.array([unit in item.lead for item in items], dtype=np.float32)
        responsible = np.array([unit in item.responsible for item in items], dtype=np.float32)
        known = self._is_known(unit)
        school = np.array([unit in own for own in self._schools], dtype=np.float32)
        apart = known * (1 - np.maximum(np.maximum(lead, responsible), school))
        return {
            "lead_unit": lead,
            "responsible_unit": responsible,
            "unit_apart": apart.astype(np.float32),
        }

    def _put_statement(self, put: Writer, line: Line, reading: Reading, marks: _Marks) -> None:
        folded = reading.folded
        put("figure_unit", np.array([bool(own and own.search(folded)) for own in self._figure_units]))
        for kind, count in zip(OUTSIDE_KINDS, marks.outside, strict=True):
            put(kind, float(np.log1p(count)))
        put("elsewhere", float(self.actors.is_elsewhere(line.text)))
        put("field", float(marks.field))
        put("opening", float(bool(_OPENING.search(folded)) and not marks.strong.any()))
        put("short", float(len(folded) <= SHORT))
        put("long", float(len(folded) > 4 * SHORT))
        put("has_heading", float(bool(line.heading)))
        put("has_row", float(bool(line.cells)))
        put("own_clause", self._own_clauses(line.text, marks))
        self._put_numbers(put, line, reading)

    def _own_clauses(self, text: str, marks: _Marks) -> Floats:
        """1 for items whose object stands in a clause that names no other item's object."""
        if (marks.strong > 0).sum() < 2:
            return (marks.strong > 0).astype(np.float32)
        owned = np.zeros(self.size, dtype=np.float32)
        for clause in _CLAUSE.split(text):
            strong = {
                entry.item
                for number in self.anchors.read(clause).full
                if (entry := self.anchors.entries[number]).weight == "strong"
            }
            if len(strong) == 1:
                owned[strong.pop() - 1] = 1
        return owned

    def _put_numbers(self, put: Writer, line: Line, reading: Reading) -> None:
        if not names_other_list(reading.folded):
            told = np.isin(np.arange(1, self.size + 1), list(told_numbers(reading.folded)))
            put("number", told)
            put("number_elsewhere", float(told.any()) * (1 - told))
        row = row_number(line.cells)
        if row and row <= self.size:
            fits = np.zeros(self.size, dtype=np.float32)
            fits[row - 1] = max(put["row_text"][row - 1], 0.5 * float(put["strong_row"][row - 1] > 0))
            put("number_row", fits)

    def _put_together(self, put: Writer, line: Line) -> None:
        silent = float(not put["strong"].any())
        nothing = np.zeros(self.size, dtype=np.float32)
        row = self._standing(put, "row") if line.cells else nothing
        heading = self._standing(put, "heading") if line.heading else nothing
        own = (put["strong"] > 0) + put["examples"] + 0.3 * put["topic"]
        put("row_lead", row)
        put("heading_lead", heading)
        put("silent_row", silent * row)
        put("silent_heading", silent * heading)
        put("short_row", put["short"] * row)
        put("short_heading", put["short"] * heading)
        put("agreed_row", own * np.maximum(row, 0))
        put("agreed_heading", own * np.maximum(heading, 0))
        put("row_apart", put["has_row"] * (row.max() < APART))
        off = np.maximum(put["general"], np.maximum(put["industry"], put["body"]))
        strong, topic = put["strong"] > 0, put["topic"] > 0
        put("strong_outside", strong * off)
        put("strong_plain", strong * (off > 0) * (1 - put["field"]))
        put("topic_outside", topic * ~strong * (off > 0))
        put("topic_agreed", topic * np.maximum(put["topic_heading"] > 0, put["strong_heading"] > 0))
        put("strong_several", strong * (strong.sum() > 1) * put["own_clause"])
        put("strong_anti", strong * (put["anti"] > 0))
        put("anti_plain", ~strong * (put["anti"] > 0))
        part = np.maximum(put["lead_unit"], put["responsible_unit"])
        put("unit_examples", np.maximum(part, put["school"]) * np.maximum(put["examples"], 0))
        put("short_plain", put["short"] * (1 - put["has_row"]) * (1 - put["has_heading"]))
        away = np.maximum(put["elsewhere"], np.maximum(put["place"], put["national"]))
        local = self.actors.mentions_own(line.text, line.unit) or self.actors.names_own_place(line.text)
        away = np.maximum(away, float(self.actors.is_outsider(line.unit))) * float(not local)
        put("stranger", float(not local and not self._is_known(line.unit) and not line.context))
        put("away", away)
        put("strong_away", strong * away)
        put("examples_strong", strong * put["examples"])
        put("alone", strong * (put["strong_elsewhere"] == 0))

    @staticmethod
    def _standing(put: Writer, where: str) -> Floats:
        """How far an item stands before all others by the context alone; negative where another leads."""
        score = put[f"{where}_text"] + put[f"examples_{where}"] + 0.4 * put[f"strong_{where}"]
        score = score + 0.2 * put[f"topic_{where}"]
        lead: Floats = np.clip(score - _best_other(score), -1, 1)
        return lead


@dataclass(frozen=True, slots=True)
class _ReadContext:
    """A heading or row as read once and used for all statements under it."""

    reading: Reading
    marks: _Marks
    examples: Floats
    listed: Floats


def _best_other(values: Floats) -> Floats:
    """For each entry the highest of all the others."""
    top = int(values.argmax())
    others = np.full_like(values, values[top])
    others[top] = -np.inf
    others[top] = max(0.0, float(np.where(np.isinf(others), others, values).max()))
    return others


def _school_of(actors: Actors, unit: str) -> str:
    return unit if actors.is_school(unit) else ""


def _figure_units(plan: Plan) -> list[re.Pattern[str] | None]:
    """Per item: a number followed by the unit of one of its targets (1000人次; not 1000人)."""
    patterns: list[re.Pattern[str] | None] = []
    for item in plan.items:
        units = {target.unit for part in item.parts for target in part.targets if target.unit}
        joined = "|".join(re.escape(unit) for unit in sorted(units))
        patterns.append(re.compile(rf"\d(?:[\d.,]|余|多)*(?:{joined})(?!次)") if units else None)
    return patterns
