"""Phrases of the field, found in one pass: 甲+乙 (both), 甲…乙 (in order, near), (甲|乙), {group}."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add
from typing import NamedTuple

#: 甲…乙 must stand within this many characters of each other and in one clause.
NEAR = 15

_DROPPED = re.compile(r"[\s“”‘’\"'「」『』]+")
_CLAUSE_END = re.compile(r"[。；;！!？?]")
_SLOT = re.compile(r"\(([^()]*)\)|\{([^{}]*)\}|([^(){}]+)")


class TermError(ValueError):
    """A term of the phrase language cannot be read; the message names it."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as phrases see it: NFKC, lower case, without blanks and quotation marks.

    >>> fold("“双师型” 教师 1＋X")
    '双师型教师1+x'
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).lower()


Slot = frozenset[str]


class Found(NamedTuple):
    """The words of a book that stand in a folded text. Where one stands is looked up for who asks, as few do."""

    words: set[str]
    covered: tuple[tuple[int, int], ...] = ()  # spans that hide the shorter words inside them

    def places(self, word: str, folded: str) -> list[int]:
        """Where the word starts in the text, in order."""
        places = _places(word, folded)
        return [place for place in places if self._shows(place, len(word))] if self.covered else places

    def _shows(self, place: int, length: int) -> bool:
        return not any(
            start <= place and place + length <= end and length < end - start for start, end in self.covered
        )


@dataclass(frozen=True)
class Term:
    """One phrase pattern: chains that must all stand in the text; the slots of a chain stand in order."""

    source: str
    chains: tuple[tuple[Slot, ...], ...]

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for chain in self.chains for slot in chain)

    @cached_property
    def ordered(self) -> bool:
        return any(len(chain) > 1 for chain in self.chains)

    def stands_in(self, found: Found, text: str) -> bool:
        """Does every ordered chain stand in the text, in order, near each other and in one clause?"""
        return all(_chain_stands(chain, found, text) for chain in self.chains if len(chain) > 1)


def _chain_stands(chain: tuple[Slot, ...], found: Found, text: str) -> bool:
    said = found.words
    ends = {start + len(word) for word in chain[0] & said for start in found.places(word, text)}
    for slot in chain[1:]:
        ends = {
            start + len(word)
            for word in slot & said
            for start in found.places(word, text)
            if any(_follows(text, end, start) for end in ends)
        }
    return bool(ends)


def _follows(text: str, end: int, start: int) -> bool:
    return 0 <= start - end <= NEAR and not _CLAUSE_END.search(text, end, start)


def parse_term(source: str, groups: Mapping[str, Sequence[str]]) -> Term:
    """Read one term; raises TermError for an unknown group or an empty slot.

    1+X keeps its plus: only a plus between Chinese words, brackets or groups separates.

    >>> parse_term("旅游…(实训|基地)", {}).ordered
    True
    >>> len(parse_term("1+X证书", {}).slots)
    1
    """
    parts = re.split(r"(?<![0-9A-Za-z ])\+|\+(?![0-9A-Za-z ])", source)
    chains = (re.split("…+", part) for part in parts)
    return Term(source, tuple(tuple(_slot(slot, groups, source) for slot in chain) for chain in chains))


def _slot(part: str, groups: Mapping[str, Sequence[str]], source: str) -> Slot:
    match = _SLOT.fullmatch(part)
    if match is None:
        raise TermError(f"锚词“{source}”写法不对：“{part}”")
    choices, group, literal = match.groups()
    if group is not None and group not in groups:
        raise TermError(f"锚词“{source}”用了没有定义的组“{group}”")
    words = groups[group] if group is not None else choices.split("|") if choices else [literal]
    folded = frozenset(fold(word) for word in words if word)
    if not folded or "" in folded:
        raise TermError(f"锚词“{source}”有空的部分")
    return folded


class Begun(NamedTuple):
    """A term of which a text fills some slots."""

    number: int
    next: Slot  # one of those that it does not
    others: tuple[Slot, ...]  # and the others


class PhraseBook:
    """Many terms looked up at once: a scan costs the text's length, not the number of terms."""

    def __init__(self, terms: Iterable[Term], covers: Iterable[str] = ()) -> None:
        """`covers` are longer words that hide the terms' words inside them (教育部门 is not 教育部)."""
        self.terms = tuple(terms)
        self._covers = tuple(map(fold, covers))
        self._any_cover = re.compile("|".join(map(re.escape, self._covers)) or r"(?!)")
        self._alone: dict[str, list[int]] = {}  # word → terms that are this word
        # word of a term's rarest slot → terms of several slots, with their second rarest slot, and the rest
        self._key_of: dict[str, list[tuple[int, Slot, tuple[Slot, ...]]]] = {}
        self._partners: dict[str, set[str]] = {}  # such a word → the words of all those second slots
        self._slots_of: dict[str, list[tuple[int, int]]] = {}  # word → slots of terms of several chains
        for number, term in enumerate(self.terms):
            self._enter(number, term)
        words = sorted({word for term in self.terms for slot in term.slots for word in slot})
        self._words = frozenset(words)
        self._begun: dict[str, tuple[str, ...]] = {}  # two letters → the longer words that begin so
        for word in words:
            if len(word) > 2:
                self._begun[word[:2]] = (*self._begun.get(word[:2], ()), word)
        self._starts = frozenset((*self._begun, *(word for word in words if len(word) <= 2)))

    def _enter(self, number: int, term: Term) -> None:
        if len(term.slots) == 1:
            for word in term.slots[0]:
                self._alone.setdefault(word, []).append(number)
            return
        rarest, second, *others = sorted(term.slots, key=_commonness)
        for word in rarest:
            self._key_of.setdefault(word, []).append((number, second, tuple(others)))
            self._partners.setdefault(word, set()).update(second)
        if len(term.chains) > 1:
            for place, slot in enumerate(term.slots):
                for word in slot:
                    self._slots_of.setdefault(word, []).append((number, 1 << place))

    def find(self, folded: str) -> Found:
        """The words of the book in a folded text."""
        words = self._said(folded)
        if self._any_cover.search(folded) is None:
            return Found(words)
        spans = ((at, at + len(cover)) for cover in self._covers for at in _places(cover, folded))
        found = Found(words, tuple(spans))
        return found._replace(words={word for word in words if found.places(word, folded)})

    def _said(self, folded: str) -> set[str]:
        """Only words are tried of which the first two letters stand in the text."""
        starts = self._starts.intersection([*folded, *map(add, folded, folded[1:])])
        longer = [
            word for start in starts & self._begun.keys() for word in self._begun[start] if word in folded
        ]
        return {*longer, *(starts & self._words)}

    def full(self, found: Found, folded: str) -> set[int]:
        """Terms that stand in the text: their word, or all their chains, each in order."""
        said = found.words
        full: set[int] = set()
        for word in said:
            if word in self._alone:
                full.update(self._alone[word])
            if word in self._key_of and not said.isdisjoint(self._partners[word]):
                for number, second, others in self._key_of[word]:
                    if said.isdisjoint(second) or (others and any(map(said.isdisjoint, others))):
                        continue
                    term = self.terms[number]
                    if not term.ordered or number in full or term.stands_in(found, folded):
                        full.add(number)
        return full

    def begun(self, found: Found) -> tuple[Begun, ...]:
        """Terms of several chains of which the text fills some slots and not all."""
        masks: dict[int, int] = {}
        for word in found.words & self._slots_of.keys():
            for number, bit in self._slots_of[word]:
                masks[number] = masks.get(number, 0) | bit
        begun: list[Begun] = []
        for number, mask in masks.items():
            left = [slot for place, slot in enumerate(self.terms[number].slots) if not mask >> place & 1]
            if left:
                begun.append(Begun(number, left[0], tuple(left[1:])))
        return tuple(begun)


def _commonness(slot: Slot) -> float:
    """How often a slot may be met: many and short words are common."""
    return sum(1 / len(word) ** 3 for word in slot)


def _places(word: str, text: str) -> list[int]:
    places, place = [], text.find(word)
    while place >= 0:
        places.append(place)
        place = text.find(word, place + 1)
    return places
