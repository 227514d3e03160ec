"""How much of a paper came out right: characters, paragraphs, order, cells, rows."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.office_papers.papers import Grid, Paper
from extractors.document import FURNITURE, Document

_BLANK = re.compile(r"\s+")
Rows = dict[tuple[int, int], str]


@dataclass(slots=True)
class Score:
    """Right and all, by measure; `missed` says what was not right, for people."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    order: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, measure: str, right: int, all_: int) -> None:
        self.right[measure] += right
        self.all[measure] += all_

    def lines(self) -> list[str]:
        shares = [
            f"{name}: {self.right[name]}/{self.all[name]} = {self.right[name] / self.all[name]:.4f}"
            for name in self.all
        ]
        least = f", least {min(self.order):.4f}" if self.order else ""
        mean = sum(self.order) / len(self.order) if self.order else 1.0
        return [*shares, f"two-column order: mean {mean:.4f}{least} of {len(self.order)}"]


def plain(text: str) -> str:
    return _BLANK.sub("", text)


def score(paper: Paper, document: Document, into: Score) -> None:
    """Compare what was read with what was written."""
    _characters(paper, document, into)
    _paragraphs(paper, document, into)
    tables = _tables(document)
    for grid in paper.grids:
        _grid(paper, grid, tables, into)
    if paper.setting.columns == 2:
        read = "".join(plain(b.text) for b in document.blocks if b.kind not in FURNITURE and b.kind != "cell")
        written = "".join(map(plain, paper.texts))
        into.order.append(difflib.SequenceMatcher(None, written, read, autojunk=False).ratio())


def _characters(paper: Paper, document: Document, into: Score) -> None:
    written = Counter(plain("".join(paper.texts)))
    for grid in paper.grids:
        written.update(plain("".join(grid.cells().values())))
    read = Counter(plain("".join(b.label + b.text for b in document.blocks)))
    into.add("characters", (written & read).total(), written.total())


def _paragraphs(paper: Paper, document: Document, into: Score) -> None:
    written = Counter(map(plain, paper.texts))
    read = Counter(plain(b.text) for b in document.blocks if b.kind not in FURNITURE and b.kind != "cell")
    into.add("paragraphs", (written & read).total(), written.total())
    into.missed += [f"{paper.name} 段: {text}" for text in (written - read).elements()]
    into.missed += [f"{paper.name}  读: {text}" for text in (read - written).elements()]


def _tables(document: Document) -> list[Rows]:
    found: dict[int, Rows] = defaultdict(dict)
    for block in document.blocks:
        if block.kind == "cell" and block.table is not None:
            found[block.table][block.row or 0, block.column or 0] = plain(block.text)
    return list(found.values())


def _grid(paper: Paper, grid: Grid, tables: list[Rows], into: Score) -> None:
    written = {place: plain(text) for place, text in grid.cells().items()}
    best = max(tables, key=lambda t: len(written.items() & t.items()), default={})
    if grid.looks == "grid":
        into.add("ruled cells", len(written.items() & best.items()), len(written))
        missing = written.items() - best.items()
        into.missed += [
            f"{paper.name} 格{place}: {text} / {best.get(place)}" for place, text in sorted(missing)
        ]
        return
    rows = [[written.get((r, c), "") for c in range(len(grid.widths))] for r in range(len(grid.rows))]
    read = [[best.get((r, c), "") for c in range(len(grid.widths))] for r in range(len(grid.rows) + 3)]
    right = sum(row in read for row in rows)
    into.add("three-line rows", right, len(rows))
    into.missed += [f"{paper.name} 行: {row}" for row in rows if row not in read]
