"""A pattern that is tried only where one of the characters stands that all its matches need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set


class Hinted:
    """A regular expression with its hints: every match holds at least one of these characters.

    A clause is tried against dozens of patterns and most clauses hold the hints of few; to look the hints up in
    the set of the clause's characters costs a small part of a search in vain.
    """

    def __init__(self, hints: str, pattern: str) -> None:
        self.hints = frozenset(hints)
        self.pattern = re.compile(pattern)

    def search(self, text: str, said: Set[str]) -> re.Match[str] | None:
        """The first match in `text`, whose characters are `said`."""
        return None if self.hints.isdisjoint(said) else self.pattern.search(text)


def any_found(patterns: Iterable[Hinted], text: str, said: Set[str]) -> bool:
    """Does one of the patterns find something in `text`, whose characters are `said`?"""
    # not by `search`: a call for each would cost more than most of them do
    return any(not one.hints.isdisjoint(said) and one.pattern.search(text) for one in patterns)
