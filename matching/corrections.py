"""What a corrected report changed against the one it replaces (“680 → 1230人次”)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

#: Below this share of equal text two statements are not versions of one statement.
_SAME_STATEMENT = 75.0
_DIGITS = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Change:
    """One statement before and after a correction."""

    before: str
    after: str

    @property
    def figures(self) -> str:
        """The figures that differ, “680 → 1230”; "" where only words changed."""
        old, new = _DIGITS.findall(self.before), _DIGITS.findall(self.after)
        if len(old) != len(new):
            return ""
        return "；".join(f"{a} → {b}" for a, b in zip(old, new, strict=True) if a != b)


def find_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Pair each new statement with the old one it rewrites; statements on one side only are left out."""
    kept = set(before) & set(after)
    old = [text for text in before if text not in kept]
    for text in after:
        if text in kept or not old:
            continue
        match = process.extractOne(
            text, old, scorer=fuzz.ratio, processor=_masked, score_cutoff=_SAME_STATEMENT
        )
        if match is not None:
            old.remove(match[0])
            yield Change(match[0], text)


def _masked(text: str) -> str:
    """Figures are what corrections change; the words around them tell that it is the same statement."""
    return _DIGITS.sub("0", text)
