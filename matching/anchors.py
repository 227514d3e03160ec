"""Anchors and anti-anchors of the items, and the signs that a statement belongs to none of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from matching.terms import Begun, Found, PhraseBook, Term, TermError, fold, parse_term

WEIGHTS = ("strong", "topic", "anti")
OUTSIDE_KINDS = ("body", "general", "frame", "place", "national", "industry", "others", "theory")
#: Signs that a text speaks of the plan's field at all; `[[field]]`.
FIELD = "field"
#: Signs that somebody else is meant, for all items but those spared; `[[foreign]]`.
FOREIGN = "foreign"


class AnchorError(ValueError):
    """anchors.toml cannot be used; the message names the file, the item and the cause."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one term speaks for: an item (number, weight) or a kind of no item."""

    term: Term
    item: int  # 0 = no item
    weight: str  # strong | topic | anti, or one of OUTSIDE_KINDS, or FIELD, or FOREIGN
    reason: str
    spares: frozenset[int] = frozenset()  # items that a FOREIGN sign does not speak against


class Reading(NamedTuple):
    """One text as the anchors see it."""

    folded: str
    found: Found
    full: tuple[int, ...]  # anchors that stand in this text alone


class Opening(NamedTuple):
    """The text of a context, and the anchors that it fills in part."""

    reading: Reading
    begun: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class Anchors:
    """All anchors of a plan, looked up together."""

    entries: tuple[Anchor, ...]
    groups: dict[str, tuple[str, ...]]
    nicknames: dict[str, tuple[str, ...]]  # school's short form → names that only such reports use
    book: PhraseBook = field(repr=False)
    own_places: tuple[str, ...] = ()  # names of the plan's own place
    near_places: tuple[str, ...] = ()  # of the places above it: not elsewhere
    rivals: frozenset[frozenset[int]] = frozenset()  # pairs that one sentence seldom means together

    def read(self, text: str) -> Reading:
        """Which anchors stand in the text; never raises."""
        folded = fold(text)
        found = self.book.find(folded)
        return Reading(folded, found, tuple(sorted(self.book.full(found, folded))))

    def opening(self, reading: Reading) -> Opening:
        """The same reading as that of a context, which a statement may go on with."""
        return Opening(reading, self.book.begun(reading.found))

    def joint(self, reading: Reading, context: Opening) -> list[int]:
        """Anchors that only the statement and its context together fill, e.g. the school from the heading."""
        said = reading.found.words
        return [
            number
            for number, slot, others in context.begun
            if not said.isdisjoint(slot)
            and not (others and any(map(said.isdisjoint, others)))
            and self._is_joint(number, reading, context.reading)
        ]

    def _is_joint(self, number: int, reading: Reading, context: Reading) -> bool:
        """Is the context needed, and does every chain that has an order stand in one of the two?"""
        term = self.entries[number].term
        return any(map(reading.found.words.isdisjoint, term.slots)) and (
            term.stands_in(reading.found, reading.folded) or term.stands_in(context.found, context.folded)
        )


def load_anchors(path: Path) -> Anchors:
    """Read anchors.toml; raises AnchorError naming the file and what is wrong."""
    return _load(path)


@lru_cache(maxsize=8)
def _load(path: Path) -> Anchors:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = {name: tuple(words) for name, words in data.get("groups", {}).items()}
        entries = (
            *_item_anchors(data, groups),
            *_outside_anchors(data, groups),
            *_field(data, groups),
            *_foreign(data, groups),
        )
        rivals = frozenset(frozenset(map(int, block["items"])) for block in data.get("rivals", ()))
    except (OSError, tomllib.TOMLDecodeError, TermError, KeyError, TypeError) as error:
        raise AnchorError(f"{path.name}：{error}") from error
    nicknames = {short: tuple(names) for short, names in data.get("nicknames", {}).items()}
    covers = data.get("covers", {}).get("words", ())
    places = data.get("places", {})
    return Anchors(
        entries,
        groups,
        nicknames,
        PhraseBook((entry.term for entry in entries), covers),
        tuple(places.get("own", ())),
        tuple(places.get("near", ())),
        rivals,
    )


def _item_anchors(data: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> list[Anchor]:
    entries = []
    for item in data["item"]:
        number = int(item["number"])
        for block in (*item.get("anchor", ()), *item.get("anti", ())):
            weight = block.get("weight", "anti")
            if weight not in WEIGHTS or not block.get("reason"):
                raise TermError(f"第{number}项：weight 只能是 strong、topic 或不写，reason 不能空")
            entries += [
                Anchor(parse_term(term, groups), number, weight, block["reason"]) for term in block["terms"]
            ]
    return entries


def _outside_anchors(data: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> list[Anchor]:
    entries = []
    for block in data.get("outside", ()):
        if block["kind"] not in OUTSIDE_KINDS:
            raise TermError(f"[[outside]] 的 kind 不认识：{block['kind']}")
        entries += [
            Anchor(parse_term(term, groups), 0, block["kind"], block["reason"]) for term in block["terms"]
        ]
    return entries


def _field(data: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> list[Anchor]:
    return [
        Anchor(parse_term(term, groups), 0, FIELD, block["reason"])
        for block in data.get("field", ())
        for term in block["terms"]
    ]


def _foreign(data: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> list[Anchor]:
    return [
        Anchor(parse_term(term, groups), 0, FOREIGN, block["reason"], frozenset(map(int, block["spares"])))
        for block in data.get("foreign", ())
        for term in block["terms"]
    ]
