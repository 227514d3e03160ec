"""What a run tells at its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run tells at its end: the six lines, and what a program may ask for."""

    as_of: str
    period: str  # as the office says it: 2021年下半年
    received: tuple[tuple[str, int], ...]  # fate → count, zeros included
    standings: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]  # new, closed, reopened … → count
    risks: tuple[str, ...]
    items: tuple[tuple[int, str, int], ...]  # number, standing, open gaps
    lights: tuple[tuple[str, int], ...]  # light → open gaps
    papers: tuple[Path, ...]
    units: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # unit ("" = unknown) → fate → count
    failures: tuple[str, ...]  # papers that were edited or are open, and what became of them
    notes: tuple[str, ...] = ()  # what else a person should look at

    @property
    def quarantined(self) -> int:
        return dict(self.received).get("quarantined", 0)
