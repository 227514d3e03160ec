"""What the wall around reading costs a file, and what a second worker brings.

python -m benchmarks.workers [COUNT]: draws COUNT reports of `benchmarks.corpus` (default 360: two in three .docx, the others
PDF, some three pages each) and reads them inline and behind the wall, in turns in one run; prints medians.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.corpus import write
from extractors.reading import read
from extractors.sandbox import ReadJob, close_walls, read_many

COUNT = 360
ROUNDS = 5
SECONDS, MEMORY_MB = 60.0, 1024


def main(count: int = COUNT) -> None:
    with tempfile.TemporaryDirectory() as place:
        write(Path(place), count)
        files = sorted(path for path in Path(place).rglob("*") if path.is_file())
        print(f"load {_load()}")
        _overhead([path for path in files if path.suffix == ".docx"])
        _scaling(files)
        print(f"load {_load()}")
    close_walls()


def _overhead(files: Sequence[Path]) -> None:
    """Milliseconds a file spends outside its reader, and beyond reading it inline."""
    outside: dict[int, list[float]] = {1: [], 2: []}
    beyond: list[float] = []
    for _ in range(ROUNDS):
        inline = _inline(files)
        for workers in outside:
            clock, inside = walled(files, workers)
            outside[workers].append(1000 * (workers * clock - inside) / len(files))
            if workers == 1:
                beyond.append(1000 * (clock - inline) / len(files))
    for workers, found in outside.items():
        print(f"{len(files)} .docx, {workers} worker(s): outside the reader {_range(found)} ms a file")
    print(f"{len(files)} .docx, 1 worker against inline: {_range(beyond)} ms a file")


def _scaling(files: Sequence[Path]) -> None:
    """How much faster two workers are than one; each ratio of two turns that follow each other."""
    found = [walled(files, 1)[0] / walled(files, 2)[0] for _ in range(ROUNDS)]
    print(f"{len(files)} mixed files: two workers / one = {_range(found)}")


def _inline(files: Sequence[Path]) -> float:
    begun = time.perf_counter()
    for path in files:
        read(path)
    return time.perf_counter() - begun


def walled(files: Sequence[Path], workers: int) -> tuple[float, float]:
    """Seconds on the clock for all files behind a warm wall, and those spent inside the workers' readers."""
    list(_results(files[: 4 * workers], workers))  # the first files of each worker pay for its imports
    begun = time.perf_counter()
    inside = sum(_results(files, workers))
    return time.perf_counter() - begun, inside


def _results(files: Sequence[Path], workers: int) -> list[float]:
    jobs = [ReadJob(str(path), path.name) for path in files]
    return [
        result.seconds
        for result in read_many(jobs, workers=workers, seconds=SECONDS, memory_mb=MEMORY_MB, keep=True)
    ]


def _range(found: Sequence[float]) -> str:
    return f"{statistics.median(found):.2f} (from {min(found):.2f} to {max(found):.2f})"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
