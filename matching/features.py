"""What speaks for and against each item of the plan, in numbers that can be said in words."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from extractors.facts.hinted import Hinted
from matching.actors import Actors
from matching.anchors import OUTSIDE_KINDS, Anchors, Reading
from matching.columns import COLUMNS, Writer
from matching.examples import Memory
from matching.item_numbers import speaks_of_own_list, told_numbers
from matching.lexical import Floats
from matching.likeness import Likenesses
from matching.line import Line
from matching.marks import Marker, Marks
from matching.plan import Plan
from matching.surroundings import Around, Surroundings

#: A statement of at most this many characters says little by itself.
SHORT = 14

_OFF = [OUTSIDE_KINDS.index(kind) for kind in ("body", "general", "industry", "others")]
_AWAY = [OUTSIDE_KINDS.index(kind) for kind in ("place", "national")]

#: So many lines are looked up in one go, at the most.
TOGETHER = 64

#: A letter's first line, or a sentence that only announces the next (市教体局：/ 现报告如下：).
_SALUTATION = 41  # characters at most, with the colon
_OPENING = Hinted("下此上妥当", r"如下[。:：]?$|^(?:特此|以上|妥否|当否|不妥|不当)")
#: Years before the plan's issue, and since.
_OLD = Hinted("年轮五来史", r"(?<!\d)(?:19\d\d|200\d|201\d)年|上一轮|十三五|建校以来|历史上")
_NEW = re.compile(r"(?<!\d)202\d|今年|本年|上半年|下半年|截至|目前|十四五|明年|去年")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[，,；;。、]|和|与|并|同时|及")


class _Acting(NamedTuple):
    """What the schools spoken of and the sender say, whatever else a statement tells."""

    columns: tuple[tuple[str, Floats], ...]
    part: Floats | None  # items in which one of them has a part; None = in none
    fits: bool
    conflicts: bool


class Read(NamedTuple):
    """What is read of some lines, a row for each; float32."""

    features: Floats  # (lines, items, features)
    like: Floats  # (lines, statuses): what the memory says of how far the act got, about 0 to 1


class FeatureMaker:
    """Turns Lines into one row of features per item; rows are in the order of the plan's items.

    A statement touches few items, and a call of numpy costs more than its work on some forty numbers. So what stands
    around a statement is read once and copied, what an anchor speaks for is written entry by entry, and n-grams are
    looked up for many statements at once.
    """

    def __init__(self, plan: Plan, anchors: Anchors, memory: Memory) -> None:
        self.plan = plan
        self.anchors = anchors
        self.actors = Actors(plan, anchors.nicknames, anchors.own_places, anchors.near_places)
        self.size = len(plan.items)
        self._likenesses = Likenesses(plan, memory)
        self._marker = Marker(anchors, self.size)
        self._around = Around(plan, anchors, self.actors, self._likenesses, self._marker)
        self._figure_units = _figure_units(plan)
        self._any_figure = _any_of(self._figure_units)
        self._schools = [self.actors.of_item(item.number) for item in plan.items]
        self._not_ours = frozenset(unit.short for unit in plan.units if not unit.accountable)
        self._acting = lru_cache(maxsize=256)(self._read_acting)

    def features(self, lines: Sequence[Line]) -> Floats:
        """Array of shape (lines, items, features), float32; each line's share is the same in whatever company."""
        return self.read(lines).features

    def read(self, lines: Sequence[Line]) -> Read:
        """The features, and what the memory says beside them."""
        if len(lines) > TOGETHER:
            parts = [self.read(lines[start : start + TOGETHER]) for start in range(0, len(lines), TOGETHER)]
            return Read(*(np.concatenate(both) for both in zip(*parts, strict=True)))
        around = self._around.of_all(lines)
        columns = np.empty((len(lines), len(COLUMNS), self.size), dtype=np.float32)
        for one, own in zip(around, columns, strict=True):
            own[:] = one.columns
        like = self._put_similarity(columns, lines)
        for line, beside, own in zip(lines, around, columns, strict=True):
            self._put_line(Writer(own), line, beside)
        return Read(columns.transpose(0, 2, 1), like)

    def _put_line(self, put: Writer, line: Line, around: Surroundings) -> None:
        reading = self.anchors.read(line.text)
        marks = self._marker.marks(reading.full)
        own = self.actors.mentioned(line.text, line.unit)
        acting = self._acting(own or around.named, line.unit)
        self._put_anchors(put, reading, marks, around)
        for name, values in acting.columns:
            put(name, values)
        self._put_statement(put, line, reading, marks)
        self._put_standing(put, marks, around)
        self._put_place(put, line, marks, around, acting, own)
        self._put_together(put, marks, acting)

    def like_statuses(self, text: str, unit: str) -> Floats:
        """What the memory says of how far the act of a unit's text got, one number for each of STATUSES."""
        like: Floats = self._likenesses.read([self.actors.canonical(text, unit)]).statuses[0]
        return like

    def _put_similarity(self, columns: Floats, lines: Sequence[Line]) -> Floats:
        """Write what n-grams say to the columns of all lines, of shape (lines, features, items); see `Read.like`."""
        spoken = self._likenesses.read_clauses(
            [self.actors.canonical(line.text, line.unit) for line in lines]
        )
        columns[:, COLUMNS["examples"]] = spoken.whole.examples[:, :-1]
        columns[:, COLUMNS["none_examples"]] = spoken.whole.examples[:, -1:]
        columns[:, COLUMNS["list_text"]] = spoken.whole.lists
        columns[:, COLUMNS["examples_lead"]] = spoken.lead
        columns[:, COLUMNS["clause_examples"]] = spoken.clause
        columns[:, COLUMNS["clause_lead"]] = spoken.clause_lead
        return spoken.whole.statuses

    def _put_anchors(self, put: Writer, reading: Reading, marks: Marks, around: Surroundings) -> None:
        put.each("strong", marks.strong)
        put.each("topic", marks.topic)
        put.each("anti", marks.anti)
        if marks.foreign is not None:
            put("foreign", marks.foreign)
        if marks.strong:
            first, *others = sorted(marks.strong, key=marks.strong.__getitem__, reverse=True)
            put("strong_elsewhere", marks.strong[first])
            put.at("strong_elsewhere", (first,), marks.strong[others[0]] if others else 0.0)
        joined = {
            number for opening in around.openings for number in self.anchors.joint(reading, opening)
        }  # a set: heading and row may complete the same anchor
        if joined:
            joint = self._marker.marks(tuple(joined))
            put.each("strong_joint", joint.strong)
            put.each("topic_joint", joint.topic)

    def _read_acting(self, named: frozenset[str], unit: str) -> _Acting:
        """Fit and conflict with the schools that items name, and the items that are the unit's or the schools' own."""
        fits = np.array([bool(named & own) for own in self._schools], dtype=np.float32)
        conflicts = np.array(
            [bool(named and own) and not named & own for own in self._schools], dtype=np.float32
        )
        # a college that is not the city's, where only it is spoken of
        foreign = bool(named) and named <= self._not_ours
        apart = np.array([foreign and not named & own for own in self._schools], dtype=np.float32)
        part = [unit in (*item.lead, *item.responsible) for item in self.plan.items]
        whole = np.maximum(fits, np.array(part, dtype=np.float32))
        columns = (("school", fits), ("school_conflict", conflicts), ("college_apart", apart))
        return _Acting(
            tuple((name, values) for name, values in columns if values.any()),
            whole if whole.any() else None,
            bool(fits.any()),
            bool(conflicts.any()),
        )

    def _put_statement(self, put: Writer, line: Line, reading: Reading, marks: Marks) -> None:
        folded = reading.folded
        said = set(folded)
        if _DIGIT.search(folded):
            self._put_numbers(put, folded)
        for kind, count in zip(OUTSIDE_KINDS, marks.outside, strict=True):
            if count:
                put(kind, count)
        if marks.field:
            put("field", 1.0)
        if _is_opening(folded, said, marks):
            put("opening", 1.0)
        if _OLD.search(folded, said) and not _NEW.search(folded):
            put("older", 1.0)
        if len(folded) <= SHORT:
            put("short", 1.0)
            put("short_plain", float(not line.cells and not line.heading))
        elif len(folded) > 4 * SHORT:
            put("long", 1.0)
        if marks.strong:
            places = self._own_clauses(line.text) if marks.several else marks.strong
            put.at("own_clause", places, 1.0)

    def _own_clauses(self, text: str) -> set[int]:
        """Items whose object stands in a clause that names no other item's object."""
        owned: set[int] = set()
        for clause in _CLAUSE.split(text):
            named = self._marker.objects(self._around.reading(clause).full) if clause else ()
            if len(named) == 1:
                owned.update(named)
        return owned

    def _put_numbers(self, put: Writer, folded: str) -> None:
        if self._any_figure.search(folded):
            put.at("figure_unit", (place for place, own in self._figure_units if own.search(folded)), 1.0)
        told = told_numbers(folded)
        if told:
            named = np.isin(np.arange(1, self.size + 1), list(told))
            put("number", named)
            put("number_listed", named * float(speaks_of_own_list(folded)))
            put("number_elsewhere", float(named.any()) * (1 - named))

    def _put_standing(self, put: Writer, marks: Marks, around: Surroundings) -> None:
        """Where the statement leaves the word to the row and the heading, and where they agree."""
        if not around.sides:
            return
        own = put["examples"].copy()
        for place in marks.strong:
            own[place] += 1
        for place, value in marks.topic.items():
            own[place] += 0.3 * value
        for where, beside in around.sides:
            if not marks.strong:
                put(f"silent_{where}", beside.standing)
            if put["short"][0]:
                put(f"short_{where}", beside.standing)
            put(f"agreed_{where}", own * beside.speaking)
            if where == "heading":
                put.at("topic_agreed", marks.topic.keys() & beside.about, 1.0)

    def _put_place(
        self,
        put: Writer,
        line: Line,
        marks: Marks,
        around: Surroundings,
        acting: _Acting,
        own: frozenset[str],
    ) -> None:
        """Is this place, one of its schools or vocational education spoken of, or somewhere else?"""
        actors = self.actors
        elsewhere = actors.is_elsewhere(line.text)
        if elsewhere:
            put("elsewhere", 1.0)
        placed = marks.field or around.field or acting.fits or acting.conflicts
        if not placed:
            put("unplaced", 1.0)
        if around.here or any(map(actors.is_school, own)) or actors.names_own_place(line.text):
            return
        put("stranger", float(not around.local))
        put("away", max(elsewhere, around.outsider, *(marks.outside[kind] for kind in _AWAY)))

    @staticmethod
    def _put_together(put: Writer, marks: Marks, acting: _Acting) -> None:
        off = max(marks.outside[kind] for kind in _OFF)
        strong_at = marks.strong.keys()
        put.at("anti_plain", marks.anti.keys() - strong_at, 1.0)
        if off:
            put.at("topic_outside", marks.topic.keys() - strong_at, 1.0)
        if acting.part is not None:
            put("unit_examples", acting.part * np.maximum(put["examples"], 0))
        if not strong_at:
            return
        put.at("strong_outside", strong_at, off)
        put.at("strong_plain", strong_at, float(off > 0 and not marks.field))
        put.at("strong_unplaced", strong_at, put["unplaced"][0])
        put.at("strong_away", strong_at, put["away"][0])
        put.at("alone", strong_at, float(not marks.several))
        put.at("strong_anti", marks.anti.keys() & strong_at, 1.0)
        for place in strong_at:
            put.at("examples_strong", (place,), put["examples"][place])
        if marks.foreign is not None:
            for place in strong_at:
                put.at("strong_foreign", (place,), marks.foreign[place])
        if marks.several:
            for place in strong_at:
                put.at("strong_several", (place,), put["own_clause"][place])


def _is_opening(folded: str, said: Set[str], marks: Marks) -> bool:
    """A salutation, whatever it names; an announcement only where it names no item's object."""
    if folded.endswith((":", "：")) and len(folded) <= _SALUTATION:
        return True
    return not marks.strong and _OPENING.search(folded, said) is not None


def _figure_units(plan: Plan) -> list[tuple[int, re.Pattern[str]]]:
    """Per item with such a target: a number followed by its unit (1000人次; not 1000人)."""
    patterns: list[tuple[int, re.Pattern[str]]] = []
    for place, item in enumerate(plan.items):
        units = {target.unit for part in item.parts for target in part.targets if target.unit}
        joined = "|".join(re.escape(unit) for unit in sorted(units))
        if units:
            patterns.append((place, re.compile(rf"\d(?:[\d.,]|余|多)*(?:{joined})(?!次)")))
    return patterns


def _any_of(patterns: Sequence[tuple[int, re.Pattern[str]]]) -> re.Pattern[str]:
    """One pattern that finds something where any of them does: most texts with a digit hold none."""
    return re.compile("|".join(pattern.pattern for _, pattern in patterns) or r"(?!)")
