"""What nights cost: throughput, growth, unchanged and one-file nights, Prefect, memory, the ledger, a naive loop.

python -m benchmarks.nights [SIZE …]    (default 100 1000; 10000 takes some twenty minutes)

Inboxes are built once and kept below the system's folder for temporary files. Every figure of one size is
taken in one run; on a machine that does other work only the ratios mean anything.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus, naive
from flows.workspace import Workspace, create_workspace

KEPT = Path(tempfile.gettempdir()) / "duban-bench"
DEFAULT_SIZES = (100, 1000)
MEGA = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Night:
    """One measured night: what it told, and what its processes used."""

    told: dict[str, float]
    cpu: float  # seconds of processor, with all workers
    peak_mb: float

    @property
    def total(self) -> float:
        return self.told["total"]


def main(sizes: Sequence[int]) -> None:
    per_file: dict[int, float] = {}
    for size in sizes:
        per_file[size] = measure(size)
    least = min(per_file)
    for size, seconds in per_file.items():
        print(f"{size}: cost per file against {least} files {seconds / per_file[least]:.2f} x")


def measure(size: int) -> float:
    """Print the figures of one size; returns the first night's seconds a file."""
    inbox = KEPT / f"inbox-{size}"
    corpus.write(inbox, size)
    workspace = _workspace(KEPT / f"night-{size}", inbox)
    first = run(workspace)
    again = run(workspace)
    corpus.write(workspace.inbox, 1, first=size)
    one = run(workspace)
    ledger = workspace.database.stat().st_size / MEGA
    loop = naive.run(inbox)
    _say(size, "first night", first, f"{first.total / size * 1000:.1f} ms a file, ledger {ledger:.0f} MB")
    _say(size, "unchanged", again, f"{again.total / first.total:.1%} of the first night")
    _say(size, "one new file", one, "")
    print(
        f"{size}: naive loop {loop:.1f} s, in one process: {loop / first.total:.2f} x duban's night",
        flush=True,
    )
    prefect = run(_workspace(KEPT / f"prefect-{size}", inbox), "--prefect")
    _say(size, "through Prefect", prefect, f"{prefect.told['task_runs']:.0f} task runs")
    single = run(_workspace(KEPT / f"single-{size}", inbox, workers=1))
    _say(size, "one worker", single, f"two workers {_work(single) / _work(first):.2f} x as fast")
    return first.total / size


def run(workspace: Workspace, *options: str) -> Night:
    """A night in a process of its own, watched from here."""
    before = _used()
    command = [sys.executable, "-m", "benchmarks.one_night", str(workspace.root), corpus.AS_OF.isoformat()]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        peak = Peak(process.pid)
        peak.start()
        told, _ = process.communicate()
        peak.stop()
    if process.returncode:
        raise SystemExit(process.returncode)
    return Night(json.loads(told.splitlines()[-1]), _used() - before, peak.bytes / MEGA)


def _used() -> float:
    """Processor seconds of all processes that were started here and have ended (0 where the system does not tell)."""
    times = os.times()
    return times.children_user + times.children_system


class Peak(threading.Thread):
    """Looks at a process and its children twice a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._pid = pid
        self._over = threading.Event()

    def run(self) -> None:
        import psutil

        while not self._over.wait(0.5):
            try:
                parent = psutil.Process(self._pid)
                family = [parent, *parent.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for process in family:
                try:
                    self.bytes = max(self.bytes, process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue

    def stop(self) -> None:
        self._over.set()
        self.join()


def _work(night: Night) -> float:
    """Seconds of the two stages that workers share."""
    return night.told["read_documents"] + night.told["understand"]


def _workspace(root: Path, inbox: Path, workers: int = 2) -> Workspace:
    shutil.rmtree(root, ignore_errors=True)
    workspace = create_workspace(root)
    settings = workspace.settings_file.read_text("utf-8")
    settings = settings.replace("settle_seconds = 3", "settle_seconds = 0")
    workspace.settings_file.write_text(settings.replace("workers = 2", f"workers = {workers}"), "utf-8")
    shutil.copytree(inbox, workspace.inbox, dirs_exist_ok=True)
    return workspace


def _say(size: int, name: str, night: Night, more: str) -> None:
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in night.told.items())
    used = f"processor {night.cpu:.1f} s, peak {night.peak_mb:.0f} MB"
    print(f"{size}: {name}: {stages}; {used}; {more}", flush=True)


if __name__ == "__main__":
    begun = time.perf_counter()
    main([int(size) for size in sys.argv[1:]] or DEFAULT_SIZES)
    print(f"{time.perf_counter() - begun:.0f} s in all", file=sys.stderr)
