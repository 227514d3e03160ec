"""The cues of modality, loaded from data, found in one pass, guarded by what stands left and right."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import add, attrgetter
from typing import Any, Literal, NamedTuple

from extractors.words import fold

Modality = Literal["done", "ongoing", "planned", "blocked", "none"]
CueStatus = Literal["done", "ongoing", "planned", "blocked", "none", "prepared"]

_LOOK_BACK = 16  # characters left of a cue that a guard may look at
_LOOK_AHEAD = 40


class Cue(NamedTuple):
    """One cue in a text; offsets in the text as given."""

    group: str
    status: CueStatus
    strength: (
        int  # 3 decides its clause, 2 counts unless a 3 stands beside it, 1 only where nothing else speaks
    )
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    status: CueStatus
    strength: int
    words: tuple[str, ...]
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


def _data(name: str) -> dict[str, Any]:
    source = resources.files("extractors.facts") / "data_modality" / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _pattern(entry: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(entry[key]) if key in entry else None


@lru_cache(maxsize=1)
def _groups() -> dict[str, _Group]:
    return {
        entry["group"]: _Group(
            entry["group"],
            entry["status"],
            entry["strength"],
            tuple(entry["words"]),
            _pattern(entry, "not_before"),
            _pattern(entry, "not_after"),
        )
        for entry in _data("cues.toml")["cue"]
    }


#: A cue's word and the groups it belongs to.
_Word = tuple[str, tuple[_Group, ...]]


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[_Word, ...]]:
    """The cues' words by their first two characters (words of one character by that), the longest first.

    A matcher over tokens costs several times as much: a statement has some thirty places and few begin a cue.
    """
    groups_of: dict[str, list[_Group]] = {}
    for group in _groups().values():
        for word in dict.fromkeys(map(fold, group.words)):
            groups_of.setdefault(word, []).append(group)
    words: dict[str, list[_Word]] = {}
    for word, groups in sorted(groups_of.items(), key=lambda entry: (-len(entry[0]), entry[0])):
        words.setdefault(word[:2], []).append((word, tuple(sorted(groups, key=_openness))))
    return {start: tuple(entries) for start, entries in words.items()}


def _openness(group: _Group) -> int:
    """A word of two groups speaks for the one with more exceptions, where they let it."""
    return -sum(len(guard.pattern) for guard in (group.not_before, group.not_after) if guard is not None)


def find_cues(masked_text: str) -> tuple[Cue, ...]:
    """Cues of a text that went through `clauses.masked`, left to right; of overlapping ones the longest."""
    cues: list[Cue] = []
    taken = bytearray(len(masked_text))
    for start, word, groups in _by_length(masked_text):
        end = start + len(word)
        if taken.find(1, start, end) >= 0:
            continue
        for group in groups:
            if _is_meant(masked_text, start, end, group):
                taken[start:end] = b"\x01" * len(word)
                cues.append(Cue(group.name, group.status, group.strength, word, start, end))
                break
    return tuple(sorted(cues, key=_start_of))


_start_of = attrgetter("start")


def _by_length(text: str) -> list[tuple[int, str, tuple[_Group, ...]]]:
    """Every cue's word in the text with where it starts, the longest first, else from left to right."""
    words = _words()
    found: list[tuple[int, str, tuple[_Group, ...]]] = []
    for starts in (text, map(add, text, text[1:])):  # words of one character, then the longer ones
        for place, start in enumerate(starts):
            if start in words:
                for word, groups in words[start]:
                    if text.startswith(word, place):
                        found.append((place, word, groups))
    found.sort(key=_shortness)
    return found


def _shortness(found: tuple[int, str, tuple[_Group, ...]]) -> tuple[int, int]:
    return -len(found[1]), found[0]


def _is_meant(text: str, start: int, end: int, group: _Group) -> bool:
    if group.not_before is not None and group.not_before.search(text[max(0, start - _LOOK_BACK) : start]):
        return False
    return group.not_after is None or not group.not_after.search(text[end : end + _LOOK_AHEAD])


@lru_cache(maxsize=1)
def _places() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(entry["pattern"]) for name, entry in _data("context.toml").items()}


@lru_cache(maxsize=4096)
def roles_of(label: str) -> frozenset[str]:
    """What a heading or column header says about the clauses below it: planned, blocked, task, progress, requirement."""
    return frozenset(name for name, pattern in _places().items() if pattern.search(label))


def shared_verbs() -> frozenset[str]:
    """Verbs that a task and a report of it have in common, so that they alone prove nothing."""
    return frozenset(_data("verbs.toml")["shared"]["words"])
