"""What a night left behind, to be compared with another: the canonical export, and what its papers say."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DUBAN = [sys.executable, "-m", "flows.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Equal where two nights found, and wrote, the same."""

    export: str
    papers: dict[str, object]  # name → bytes; of a workbook the cells


def outcome_of(office: Path, day: str) -> Outcome:
    """The outcome of the office's `day` (ISO). Raises CalledProcessError where the ledger cannot be exported."""
    told = subprocess.run(
        [*DUBAN, "-C", str(office), "export", "--canonical"], env=ENVIRONMENT, capture_output=True, check=True
    )
    return Outcome(told.stdout.decode(), {name: _said(path) for name, path in papers_of(office, day).items()})


def papers_of(office: Path, day: str) -> dict[str, Path]:
    """The day's papers by their name below its folder; half-written ones begin with a dot and are none."""
    folder = office / "reports" / day
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path for path in found}


def _said(path: Path) -> object:
    """A workbook's bytes hold the moment of writing, so its cells are compared; all other papers byte by byte."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]
