"""What nights cost: throughput, growth, unchanged and one-file nights, Prefect, memory, the ledger, a naive loop.

python -m benchmarks.nights [SIZE …] [--times 3] [--only first,unchanged,one,naive,prefect,dask,single]

The default sizes are 100 and 1000; 10000 takes some ten minutes a night and 6 GB below the system's folder for
temporary files, where inboxes are built once and kept. Every ratio is of figures taken in one round; with several
rounds the median is told. On a machine that does other work only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from benchmarks import corpus, naive
from benchmarks.outcome import outcome_of
from flows.workspace import Workspace, create_workspace

KEPT = Path(tempfile.gettempdir()) / "duban-bench"
DEFAULT_SIZES = (100, 1000)
MEGA = 1024 * 1024
#: What can be measured; `unchanged`, `next` (another day, nothing new) and `one` follow a first night.
FROM_THE_FIRST = frozenset({"first", "unchanged", "next", "one"})
PARTS = FROM_THE_FIRST | {"dask", "naive", "prefect", "single"}


Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Night:
    """One measured night: what it told, and what its processes used."""

    told: dict[str, float]
    cpu: float  # seconds of processor, with all workers
    peak_mb: float

    @property
    def total(self) -> float:
        return self.told["total"]

    @property
    def figures(self) -> dict[str, float]:
        return {**self.told, "processor": self.cpu, "peak MB": self.peak_mb}


def main(sizes: Sequence[int], parts: Set[str] = PARTS, times: int = 1) -> None:
    per_file = {size: measure(size, parts, times) for size in sizes}
    least = min(per_file)
    for size, seconds in per_file.items():
        if seconds and per_file[least]:
            print(f"{size}: cost per file against {least} files {seconds / per_file[least]:.2f} x")


def measure(size: int, parts: Set[str] = PARTS, times: int = 1) -> float:
    """Print the figures of one size; returns the first night's seconds a file (0 where it was left out)."""
    inbox = KEPT / f"inbox-{size}"
    corpus.write(inbox, size)
    rounds = [_round(size, inbox, parts) for _ in range(times)]
    for name in rounds[0]:
        _say(size, name, _middle([one[name] for one in rounds]))
    return (
        _middle([one["first night"] for one in rounds])["total"] / size if "first night" in rounds[0] else 0.0
    )


def _middle(rounds: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _round(size: int, inbox: Path, parts: Set[str]) -> dict[str, Figures]:
    """Each part once, one after the other, so that its ratios are of the same hour."""
    told: dict[str, Figures] = {}
    first = None
    if parts & FROM_THE_FIRST:
        workspace = _workspace(KEPT / f"night-{size}", inbox)
        first = run(workspace)
        ledger = workspace.database.stat().st_size / MEGA
        told["first night"] = {**first.figures, "ms a file": first.total / size * 1000, "ledger MB": ledger}
        told |= _after(size, workspace, first, parts)
    if "naive" in parts:
        seconds = naive.run(inbox)
        told["naive loop"] = {"seconds": seconds, **_share("of the first night", seconds, first)}
    if "prefect" in parts:
        through = run(_workspace(KEPT / f"prefect-{size}", inbox), "--prefect")
        told["through Prefect"] = {**through.figures, **_share("of the first night", through.total, first)}
    if "dask" in parts:
        told["two Dask workers"] = _on_dask(size, inbox)
    if "single" in parts:
        single = run(_workspace(KEPT / f"single-{size}", inbox, workers=1))
        faster = {"two workers faster": _work(single) / _work(first)} if first else {}
        told["one worker"] = {**single.figures, **faster}
    return told


def _after(size: int, workspace: Workspace, first: Night, parts: Set[str]) -> dict[str, Figures]:
    """The nights over the same workspace that follow the first."""
    told: dict[str, Figures] = {}
    if "unchanged" in parts:
        again = run(workspace)
        told["unchanged"] = {**again.figures, **_share("of the first night", again.total, first)}
    if "next" in parts:
        tomorrow = run(workspace, day=corpus.AS_OF + timedelta(days=1))
        told["the next day, nothing new"] = {
            **tomorrow.figures,
            **_share("of the first night", tomorrow.total, first),
        }
    if "one" in parts:
        corpus.write(workspace.inbox, 1, first=size)
        told["one new file"] = run(workspace, day=corpus.AS_OF + timedelta(days="next" in parts)).figures
    return told


def _on_dask(size: int, inbox: Path) -> Figures:
    """A first night whose reading and understanding Dask does, beside one of threads: 1 where they left the same."""
    far = _workspace(KEPT / f"dask-{size}", inbox, runner="dask")
    night = run(far, "--prefect")
    near = _workspace(KEPT / f"threads-{size}", inbox)
    beside = run(near, "--prefect")
    day = corpus.AS_OF.isoformat()
    same = outcome_of(far.root, day) == outcome_of(near.root, day)
    return {**night.figures, "of the night on threads": night.total / beside.total, "identical": float(same)}


def _share(name: str, seconds: float, first: Night | None) -> Figures:
    return {name: seconds / first.total} if first else {}


def run(workspace: Workspace, *options: str, day: date = corpus.AS_OF) -> Night:
    """A night in a process of its own, watched from here."""
    before, begun = _used(), time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.one_night", str(workspace.root), day.isoformat()]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        peak = Peak(process.pid)
        peak.start()
        told, _ = process.communicate()
        peak.stop()
    if process.returncode:
        raise SystemExit(process.returncode)
    figures = {**json.loads(told.splitlines()[-1]), "with the program's start": time.perf_counter() - begun}
    return Night(figures, _used() - before, peak.bytes / MEGA)


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


def _workspace(root: Path, inbox: Path, workers: int = 2, runner: str = "local") -> Workspace:
    shutil.rmtree(root, ignore_errors=True)
    workspace = create_workspace(root)
    settings = workspace.settings_file.read_text("utf-8")
    settings = settings.replace("settle_seconds = 3", "settle_seconds = 0")
    settings = settings.replace("workers = 2", f"workers = {workers}")
    workspace.settings_file.write_text(settings.replace('runner = "local"', f'runner = "{runner}"'), "utf-8")
    shutil.copytree(inbox, workspace.inbox, dirs_exist_ok=True)
    return workspace


def _say(size: int, name: str, figures: Figures) -> None:
    print(
        f"{size}: {name}: {', '.join(f'{what} {value:.2f}' for what, value in figures.items())}", flush=True
    )


def _parts(written: str) -> frozenset[str]:
    named = frozenset(written.split(","))
    if not named <= PARTS:
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(named - PARTS))}: not among {', '.join(sorted(PARTS))}"
        )
    return named


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "benchmarks.nights", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=list(DEFAULT_SIZES), metavar="SIZE")
    parser.add_argument("--times", type=int, default=1, help="rounds of which the median is told")
    parser.add_argument("--only", type=_parts, default=PARTS, help=f"of {', '.join(sorted(PARTS))}")
    return parser.parse_args(words)


if __name__ == "__main__":
    given = options(sys.argv[1:])
    begun = time.perf_counter()
    main(given.sizes, given.only, given.times)
    print(f"{time.perf_counter() - begun:.0f} s in all", file=sys.stderr)
