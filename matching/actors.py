"""Which school a statement speaks of, and whether it speaks of somewhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from matching.plan import Plan, Unit
from matching.terms import fold

#: Kinds of unit that can be the subject of an act at a school.
SCHOOL_KINDS = frozenset({"school", "college", "foreign", "outside"})

_OWN_SCHOOL = re.compile(r"我校|本校")
_SELF = re.compile(r"我校|本校|我们学校|学校")
_SELF_COLLEGE = re.compile(r"我院|本院|学院")
_OTHER_SCHOOL = re.compile(
    r"[一-鿿]{2,8}?(?:职业技术学院|职业学院|技术学院|职业技术大学|职业大学|中等专业学校|中等职业学校|技工学校|"
    r"技师学院|高级技校|职业教育中心|职教中心|职业中专|中专学校|职业高中|职高|理工学校|工业学校|卫生学校)"
)
_ANY_SCHOOL = re.compile(
    r"(?:公办|民办|各|所|全市|我市|本市|高水平|省级|国家级|示范|等|的|市级|加挂|筹建|和|与|名|个|家|对|在|向|为)"
    r"[一-鿿]{0,4}$"
)
_OTHER_PLACE = re.compile(
    r"(?:(?<=[，。；、（在赴与和从对])|^)[一-鿿]{2,3}?(?:省|市|县|自治[区州])(?![级场民内外域属直区])"
)
_SCHOOL_NAME = re.compile(r"学校|学院|大学|中专|职高|集团")
_NO_PLACE = re.compile(
    r"我|全|本|城|县级|各|区|该|地级|外|沿海|省|副省|进|入|上|门|超|股|都|夜|开|房|早|菜|集|楼|城|米|大|直辖|国|新|领导|市场"
)


#: What every match of _OTHER_SCHOOL and of _OTHER_PLACE contains: most texts hold neither.
_SCHOOLISH = re.compile(r"学校|学院|大学|[中高]专|技校|中心|职高")
_PLACEISH = re.compile(r"[省市县区州]")


class Spoken(NamedTuple):
    """One text with the names of schools found in it."""

    canonical: str  # folded, every name as its short form
    rest: str  # folded, every name a comma
    found: tuple[tuple[int, Unit], ...] = ()  # where each name starts, and whose it is


class Actors:
    """The schools of a plan by all their names."""

    def __init__(
        self,
        plan: Plan,
        nicknames: Mapping[str, Sequence[str]],
        own_places: Sequence[str] = (),
        near_places: Sequence[str] = (),
    ) -> None:
        """`own_places` name the plan's place (荣成), `near_places` those above it (威海, 山东)."""
        self._own_place = re.compile("|".join(map(re.escape, own_places)) or r"(?!)")
        self._here = re.compile("|".join(map(re.escape, (*own_places, *near_places))) or r"(?!)")
        self._known = frozenset(unit.short for unit in plan.units)
        schools = [unit for unit in plan.units if unit.kind in SCHOOL_KINDS]
        names = {
            fold(name): unit for unit in schools for name in (*_names(unit), *nicknames.get(unit.short, ()))
        }
        self._unit_of = names
        self._kind_of = {unit.short: unit.kind for unit in schools}
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._resolved = {item.number: self._schools_of(item.schools) for item in plan.items}
        self.spoken = lru_cache(maxsize=4096)(self._spoken)

    def _schools_of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(unit.short for name in names if (unit := self._unit_of.get(fold(name))))

    def of_item(self, number: int) -> frozenset[str]:
        """Schools that the item names, by their short forms."""
        return self._resolved[number]

    def is_school(self, short: str) -> bool:
        return self._kind_of.get(short) in {"school", "college"}

    def canonical(self, text: str, unit: str) -> str:
        """Folded text in which every name of a school is its short form, 我校 that of the submitter."""
        spoken = self.spoken(text).canonical
        if self._kind_of.get(unit) == "school" and "校" in spoken:
            return _OWN_SCHOOL.sub(unit, spoken)
        return spoken

    def _spoken(self, text: str) -> Spoken:
        folded = fold(text)
        if self._pattern.search(folded) is None:
            return Spoken(folded, folded)
        found: list[tuple[int, Unit]] = []
        canonical: list[str] = []
        rest: list[str] = []
        end = 0
        for match in self._pattern.finditer(folded):
            unit = self._unit_of[match.group()]
            found.append((match.start(), unit))
            between = folded[end : match.start()]
            canonical += (between, unit.short)
            rest.append(between)
            end = match.end()
        tail = folded[end:]
        return Spoken("".join((*canonical, tail)), "，".join((*rest, tail)), tuple(found))

    def mentioned(self, text: str, unit: str) -> frozenset[str]:
        """Short forms of the schools a text speaks of; 我校, 学校 and 学院 are the submitter's own."""
        spoken = self.spoken(text)
        if spoken.found:
            return frozenset(one.short for _, one in spoken.found)
        kind = self._kind_of.get(unit)
        own = _SELF if kind == "school" else _SELF_COLLEGE if kind == "college" else None
        return frozenset({unit}) if own is not None and own.search(spoken.rest) else frozenset()

    def mentions_own(self, text: str, unit: str) -> bool:
        """Does the text name a school or college of the plan's own, or is it such a school's own word?"""
        return any(self.is_school(short) for short in self.mentioned(text, unit))

    def is_elsewhere(self, text: str) -> bool:
        """Does the text name a school or place that is not the plan's?"""
        spoken = self.spoken(text)
        if self._names_outsider(spoken) and not self.names_own_place(text):
            return True
        rest = spoken.rest
        if _SCHOOLISH.search(rest):
            stems = [_stem(match.group()) for match in _OTHER_SCHOOL.finditer(rest)]
            if any(not _ANY_SCHOOL.search(stem) and not self.names_own_place(stem) for stem in stems):
                return True
        return _PLACEISH.search(rest) is not None and any(
            not _NO_PLACE.search(match.group()) and not self._here.search(match.group())
            for match in _OTHER_PLACE.finditer(rest)
        )

    def names_own_place(self, text: str) -> bool:
        return bool(self._own_place.search(text))

    @staticmethod
    def _names_outsider(spoken: Spoken) -> bool:
        """A school from elsewhere, or an authority from elsewhere as the subject, is meant.

        A superior named further on only receives or grants (获威海市教育局批准).
        """
        kinds = {unit.kind for _, unit in spoken.found}
        if kinds & {"school", "college"}:
            return False
        return any(
            unit.kind == "outside" and (start == 0 or _SCHOOL_NAME.search(unit.name))
            for start, unit in spoken.found
        )

    def is_outsider(self, unit: str) -> bool:
        """Is the submitter somebody from elsewhere: listed so as not to be mistaken, or named after another place?"""
        kind = self._kind_of.get(unit)
        return kind == "outside" or (
            kind is None and unit not in self._known and bool(unit) and self.is_elsewhere(unit)
        )

    def is_local(self, unit: str) -> bool:
        """Is the submitter of the plan's place? Bureaus that the plan does not list are, unnamed ones are not."""
        return unit in self._known or (bool(unit) and not self.is_outsider(unit))


def _stem(name: str) -> str:
    return (
        re.sub(r"(?:职业|技术|中等|中专|技工|技师|高级|教育|职教|职高|理工|工业|卫生|专业)+.*$", "", name)
        or "各"
    )


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short, *unit.aliases)
