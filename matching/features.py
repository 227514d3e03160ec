"""What speaks for and against each item of the plan, in numbers that can be said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.actors import Actors
from matching.anchors import OUTSIDE_KINDS, Anchors, Reading
from matching.examples import Memory
from matching.lexical import Floats, Vector, plain
from matching.line import Line
from matching.plan import Plan

#: name → how a reviewer reads it; "" = never told as a reason. The order is the order of the columns.
FEATURES: dict[str, str] = {
    "examples": "与该项已标注的语句相近",
    "examples_lead": "比与其他项更相近",
    "examples_joint": "连同栏目看与该项已标注的语句相近",
    "examples_heading": "所在栏目与该项相近",
    "examples_row": "同行单元格与该项相近",
    "nearest": "有一条很相似的该项语句",
    "nearest_lead": "最相似的语句就是该项的",
    "list_text": "与清单原文用词相近",
    "body_text": "与正文对应段落用词相近",
    "text_lead": "用词比别的项更接近该项",
    "heading_text": "所在栏目与清单原文用词相近",
    "row_text": "同行单元格与清单原文用词相近",
    "strong": "写到该项自己的对象",
    "topic": "写到该项领域的常用词",
    "anti": "出现多半不属该项的说法",
    "strong_joint": "与栏目、同行或主体合看写到该项对象",
    "topic_joint": "与栏目或同行合看写到该项常用词",
    "strong_heading": "所在栏目点到该项对象",
    "topic_heading": "所在栏目属该项领域",
    "strong_row": "同行单元格点到该项对象",
    "topic_row": "同行单元格属该项领域",
    "strong_elsewhere": "写到的是别项的对象",
    "number": "写明第几项",
    "number_row": "同行序号即该项且内容相符",
    "number_elsewhere": "写明的是别的项号",
    "school": "主体就是该项点名的学校",
    "school_conflict": "主体是别的学校",
    "lead_unit": "报送单位是该项牵头单位",
    "responsible_unit": "报送单位是该项责任单位",
    "unit_apart": "报送单位与该项无分工",
    "figure_unit": "数字单位与该项指标相符",
    "none_examples": "与不属任何一项的语句相近",
    "none_joint": "连同栏目看与不属任何一项的语句相近",
    "none_nearest": "有一条很相似的不属任何一项的语句",
    "body": "写的是清单外承诺",
    "general": "写的是日常工作",
    "frame": "是套话",
    "place": "写到外省外市",
    "national": "写的是全国、全省面上情况",
    "industry": "写的是产业或部门业务",
    "elsewhere": "主体是别处的学校或地方",
    "away": "写到别处而未写到本市学校",
    "stranger": "报送单位不详且未写到本市",
    "own_clause": "有分句专写该项对象",
    "heading_general": "所在栏目是日常工作",
    "vocational": "",
    "short": "",
    "long": "",
    "has_heading": "",
    "has_row": "",
    "short_heading": "语句简短，随栏目",
    "short_row": "语句简短，随同行",
    "heading_lead": "所在栏目最像该项",
    "row_lead": "同行单元格最像该项",
    "silent_heading": "语句未点对象，所在栏目最像该项",
    "silent_row": "语句未点对象，同行单元格最像该项",
    "row_apart": "同行单元格说的是别的事",
    "agreed_row": "语句与同行单元格都指向该项",
    "agreed_heading": "语句与所在栏目都指向该项",
    "strong_outside": "",
    "strong_away": "",
    "examples_strong": "用词和对象都与该项相符",
    "alone": "只有该项的对象出现",
}

COLUMNS = {name: place for place, name in enumerate(FEATURES)}

#: A statement of at most this many characters says little by itself.
SHORT = 14

#: Row cells whose best item leads by less than this name no item of the plan.
APART = 0.12

_REFERENCE = re.compile(
    r"第?[^。；]{0,0}(?:第(\d{1,2})项|任务(\d{1,2})(?!\d))|第((?:\d{1,2}[、,，和及-]?)+)项"
)
_CLAUSE = re.compile(r"[，,；;。、]|和|与|并|同时|及")
_NUMBERS = re.compile(r"\d{1,2}")
_OTHER_LIST = re.compile(
    r"常务会|调度会|民生实事|政府工作报告|重点工作清单|提案|议题|问题清单|整改清单|督查通报第"
)
_VOCATIONAL = re.compile(
    r"职业|职教|中职|技工|水产学校|水校|海院|海校|海洋学校|实训|技能|双师|学徒|高地|1\+x|莞岛|好当家|专业课"
)


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


class FeatureMaker:
    """Turns a Line into one row of features per item; rows are in the order of the plan's items."""

    def __init__(self, plan: Plan, anchors: Anchors, memory: Memory) -> None:
        self.plan = plan
        self.anchors = anchors
        self.memory = memory
        self.actors = Actors(plan, anchors.nicknames)
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
        put = _Writer(columns)
        reading = self.anchors.read(line.text)
        marks = self._marks(reading.full)
        vector = self.memory.space.vector(self.canonical(line.text, line.unit))
        self._put_similarity(put, line, vector)
        self._put_anchors(put, line, reading, marks)
        self._put_actors(put, line)
        self._put_statement(put, line, reading, marks)
        self._put_together(put, line)
        return np.ascontiguousarray(columns.T)

    def _put_similarity(self, put: _Writer, line: Line, vector: Vector) -> None:
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

    def _put_anchors(self, put: _Writer, line: Line, reading: Reading, marks: _Marks) -> None:
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
    def _put_context(put: _Writer, where: str, read: _ReadContext) -> None:
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
        for number in full:
            entry = self.anchors.entries[number]
            if entry.item:
                counts[entry.weight][entry.item - 1] += 1
            else:
                outside[OUTSIDE_KINDS.index(entry.weight)] += 1
        return _Marks(counts["strong"], counts["topic"], counts["anti"], outside)

    def _read_context(self, text: str, unit: str) -> _ReadContext:
        reading = self.anchors.read(text)
        vector = self.memory.space.vector(self.canonical(text, unit))
        listed = vector.weights @ self._texts.lists[vector.columns]
        for cell in text.split("；")[:12]:
            part = self.memory.space.vector(self.canonical(cell, unit))
            listed = np.maximum(listed, part.weights @ self._texts.lists[part.columns])
        affinity = self.memory.affinity(vector)
        return _ReadContext(reading, self._marks(reading.full), affinity[:-1], listed)

    def _put_actors(self, put: _Writer, line: Line) -> None:
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

    def _put_statement(self, put: _Writer, line: Line, reading: Reading, marks: _Marks) -> None:
        folded = reading.folded
        put("figure_unit", np.array([bool(own and own.search(folded)) for own in self._figure_units]))
        for kind, count in zip(OUTSIDE_KINDS, marks.outside, strict=True):
            put(kind, float(np.log1p(count)))
        put("elsewhere", float(self.actors.is_elsewhere(line.text)))
        put("vocational", float(bool(_VOCATIONAL.search(folded))))
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

    def _put_numbers(self, put: _Writer, line: Line, reading: Reading) -> None:
        if not _OTHER_LIST.search(reading.folded):
            told = np.isin(np.arange(1, self.size + 1), list(told_numbers(reading.folded)))
            put("number", told)
            put("number_elsewhere", float(told.any()) * (1 - told))
        row = row_number(line.cells)
        if row and row <= self.size:
            fits = np.zeros(self.size, dtype=np.float32)
            fits[row - 1] = max(put["row_text"][row - 1], 0.5 * float(put["strong_row"][row - 1] > 0))
            put("number_row", fits)

    def _put_together(self, put: _Writer, line: Line) -> None:
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
        put("strong_outside", (put["strong"] > 0) * off)
        away = np.maximum(put["elsewhere"], np.maximum(put["place"], put["national"]))
        local = self.actors.mentions_own(line.text, line.unit) or "荣成" in line.text
        away = np.maximum(away, float(self.actors.is_outsider(line.unit))) * float(not local)
        put("stranger", float(not local and not self._is_known(line.unit) and not line.context))
        put("away", away)
        put("strong_away", (put["strong"] > 0) * away)
        put("examples_strong", (put["strong"] > 0) * put["examples"])
        put("alone", (put["strong"] > 0) * (put["strong_elsewhere"] == 0))

    @staticmethod
    def _standing(put: _Writer, where: str) -> Floats:
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


class _Writer:
    """Columns by name."""

    def __init__(self, columns: Floats) -> None:
        self._columns = columns

    def __call__(self, name: str, values: NDArray[Any] | float) -> None:
        self._columns[COLUMNS[name]] = values

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self._columns[COLUMNS[name]]
        return column


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


def told_numbers(folded: str) -> frozenset[int]:
    """Item numbers told as 第N项, 第3、9、20项 or 任务N; list markers and 第N批 are none."""
    found: set[int] = set()
    for match in _REFERENCE.finditer(folded):
        found |= {
            int(number) for number in _NUMBERS.findall("、".join(group or "" for group in match.groups()))
        }
    return frozenset(found)


def row_number(cells: Sequence[tuple[str, str]]) -> int | None:
    """The number in the row's 序号 column (or 任务编号), or before its task text; None where there is none."""
    for header, text in cells:
        if re.search(r"序号|编号|任务号|项次|清单", header):
            match = re.fullmatch(r"\s*(?:任务|第)?\s*(\d{1,2})\s*项?[.．、]?\s*", text)
            if match:
                return int(match.group(1))
    for _, text in cells:
        match = re.match(r"\s*(\d{1,2})[.．、](?!\d)", text)
        if match:
            return int(match.group(1))
    return None
