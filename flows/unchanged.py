"""Papers that stand: where nothing that a day's papers are made of has changed, they are not made again.

The basis of a day's papers is a digest of what the ledger holds, of the day and the period, the plan, the settings,
the alarms and the program. It is taken after the judgement and before anything is read for the papers, so that
what people decide meanwhile makes another basis; it is kept only when every paper lies there as it was made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from pydantic import TypeAdapter

from flows.night import Night
from flows.papers import alarms_of
from flows.summary import Summary
from outputs.ledger import Ledger
from outputs.writing import lie_as_written

_ROOMS = ("extractors", "matching", "outputs", "flows")
#: The libraries that make the papers.
_MAKERS = ("python-docx", "openpyxl", "jinja2", "pypdfium2")
_SUMMARIES = TypeAdapter(Summary)


def basis_of(night: Night, ledger: Ledger) -> str:
    """Digest of all that the papers of the night's day are made of."""
    digest = hashlib.sha256(json.dumps(_circumstances(night, ledger), sort_keys=True).encode())
    for row in ledger.sources(night.as_of.isoformat()):
        digest.update(repr(row).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def what_stands(night: Night) -> Summary | None:
    """What was told when the day's papers were written, if they would be the same again; None if not."""
    day = night.as_of.isoformat()
    with night.ledger() as ledger:
        basis, outcome = ledger.published(day)
        if not basis or basis != basis_of(night, ledger):
            return None
    summary = _SUMMARIES.validate_json(outcome)
    folder = night.workspace.reports / day
    if not lie_as_written(folder, [paper.as_posix() for paper in summary.papers]):
        return None
    return _placed(summary, [folder / paper for paper in summary.papers])


def keep(night: Night, basis: str, summary: Summary) -> None:
    """Note what the papers were made of; those that are open or were edited are looked at again the next time."""
    if summary.failures:
        return
    folder = night.workspace.reports / summary.as_of
    outcome = _SUMMARIES.dump_json(_placed(summary, [paper.relative_to(folder) for paper in summary.papers]))
    with night.ledger() as ledger:
        ledger.record_published(summary.as_of, basis, outcome.decode())


def _placed(summary: Summary, papers: list[Path]) -> Summary:
    return replace(summary, papers=tuple(papers))


def _circumstances(night: Night, ledger: Ledger) -> dict[str, Any]:
    return {
        "day": night.as_of.isoformat(),
        "period": str(night.period),
        "replay": [night.as_of < night.today, night.is_newest(ledger)],
        "versions": [night.extractor, night.understanding, night.plan_version],
        "settings": asdict(night.settings),
        "alarms": alarms_of(night, ledger),
        "program": program(),
    }


@cache
def program() -> str:
    """Digest of duban's own files, by size and time, and of the libraries' versions that make the papers."""
    digest = hashlib.sha256(python_version().encode())
    for name in _MAKERS:
        digest.update(f"{name} {_version(name)}\n".encode())
    for line in sorted(_files(Path(__file__).parents[1])):
        digest.update(line.encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _files(root: Path) -> Iterator[str]:
    for room in _ROOMS:
        for folder, below, files in os.walk(root / room):
            below[:] = [name for name in below if name != "__pycache__"]
            for name in files:
                path = Path(folder, name)
                told = path.stat()
                yield f"{path.relative_to(root).as_posix()} {told.st_size} {told.st_mtime_ns}\n"
