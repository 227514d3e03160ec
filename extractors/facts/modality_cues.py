"""The cues of modality, loaded from data, found by spaCy's matcher, guarded by what stands left and right."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from extractors.words import Phrases, longest

Modality = Literal["done", "ongoing", "planned", "blocked", "none"]
CueStatus = Literal["done", "ongoing", "planned", "blocked", "none", "prepared"]

_LOOK_BACK = 16  # characters left of a cue that a guard may look at
_LOOK_AHEAD = 40


@dataclass(frozen=True, slots=True)
class Cue:
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


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    return Phrases("cues", {group.name: group.words for group in _groups().values()})


def find_cues(masked_text: str) -> tuple[Cue, ...]:
    """Cues of a text that went through `clauses.masked`, left to right; of overlapping ones the longest."""
    groups = _groups()
    meant = [
        m for m in _phrases().find(masked_text) if _is_meant(masked_text, m.start, m.end, groups[m.label])
    ]
    cues = []
    for match in longest(meant):
        group = groups[match.label]
        surface = masked_text[match.start : match.end]
        cues.append(Cue(group.name, group.status, group.strength, surface, match.start, match.end))
    return tuple(cues)


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
