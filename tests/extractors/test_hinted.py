"""Patterns with hints: a text that holds none of the hints must hold no match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to see what a pattern needs
from typing import Any

import pytest

from extractors.facts import modality_patterns
from extractors.facts.hinted import Hinted

HINTED = {name: one for name, one in vars(modality_patterns).items() if isinstance(one, Hinted)}


def needs(parts: Iterable[tuple[Any, Any]], hints: Set[str]) -> bool:
    """Does every text that these parts of a parsed pattern match hold one of the hints?"""
    return any(_needs(kind, value, hints) for kind, value in parts)


def _needs(kind: Any, value: Any, hints: Set[str]) -> bool:
    if kind is _constants.LITERAL:
        return chr(value) in hints
    if kind is _constants.IN:
        return all(_needs(one, inner, hints) for one, inner in value)
    if kind is _constants.BRANCH:
        return all(needs(branch, hints) for branch in value[1])
    if kind is _constants.SUBPATTERN:
        return needs(value[-1], hints)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        return value[0] > 0 and needs(value[2], hints)
    return False


@pytest.mark.parametrize("name", HINTED)
def test_every_match_holds_a_hint(name: str) -> None:
    hinted = HINTED[name]
    assert needs(_parser.parse(hinted.pattern.pattern), hinted.hints)


@pytest.mark.parametrize(
    ("hints", "pattern"),
    [("甲", "甲|乙"), ("甲", "[甲乙]"), ("甲", "甲?乙"), ("甲", "(?=甲)乙"), ("甲", "[^甲]")],
)
def test_a_match_without_a_hint_is_seen(hints: str, pattern: str) -> None:
    assert not needs(_parser.parse(pattern), frozenset(hints))


@pytest.mark.parametrize("text", ["仅到位2人", "未见", "招不到人", ""])
def test_the_answer_is_the_patterns_own(text: str) -> None:
    for hinted in HINTED.values():
        found = hinted.search(text, set(text))
        assert (found and found.span()) == ((plain := re.search(hinted.pattern, text)) and plain.span())
