"""kill -9 at random moments of a night, run again, compare: python -m benchmarks.kill [--times 40] [--files 400].

Four kinds of victim take turns: a reader (a worker of the night, which must go on without it), the writer (the
night's own process, anywhere in the night), the report (the same process, while papers are being written) and the
backup. What must be identical with an undisturbed night: the canonical export, and the text of every paper.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import write
from benchmarks.outcome import DUBAN, ENVIRONMENT, Outcome, outcome_of, papers_of

DAY = "2022-07-31"
_LOOK = 0.01  # seconds between two looks at a running night


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """The night without a kill: where it lies, what came out, and how long its parts took (seconds)."""

    office: Path
    outcome: Outcome
    night: float
    workers: float  # how long workers were there
    report: float
    backup: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        sys.exit(0 if drill(Path(folder), given.times, given.files, given.seed) else 1)


def drill(folder: Path, times: int, files: int, seed: int) -> bool:
    """Whether every kill left no trace; each is printed as it ends."""
    inbox = folder / "inbox"
    write(inbox, files)
    calm = _undisturbed(folder, inbox)
    print(
        f"undisturbed night of {files} files: {calm.night:.1f} s, of which papers {calm.report:.1f} s",
        flush=True,
    )
    draw, good = random.Random(seed), 0  # noqa: S311 - moments, no secret
    victims = (reader, writer, report, backup)
    for number in range(times):
        victim = victims[number % len(victims)]
        told, identical = victim(folder / f"drill{number}", inbox, calm, draw)
        good += identical
        print(
            f"{number + 1:3} {victim.__name__:7} {told}: {'identical' if identical else 'DIFFERENT'}",
            flush=True,
        )
        shutil.rmtree(folder / f"drill{number}", ignore_errors=True)
    print(f"identical: {good} of {times}")
    return good == times


def writer(folder: Path, inbox: Path, calm: Undisturbed, draw: random.Random) -> tuple[str, bool]:
    office, moment = _office(folder, inbox), draw.uniform(0.02, 0.98) * calm.night
    with _night(office) as night:
        time.sleep(moment)
        night.kill()
    return f"at {moment:.1f} s", _finish(office) and outcome_of(office, DAY) == calm.outcome


def report(folder: Path, inbox: Path, calm: Undisturbed, draw: random.Random) -> tuple[str, bool]:
    office, moment = _office(folder, inbox), draw.uniform(0, 1) * calm.report
    with _night(office) as night:
        _wait(lambda: (office / "reports" / DAY).exists(), night)
        time.sleep(moment)
        night.kill()
    written = len(papers_of(office, DAY))
    return f"{written} papers written", _finish(office) and outcome_of(office, DAY) == calm.outcome


def reader(folder: Path, inbox: Path, calm: Undisturbed, draw: random.Random) -> tuple[str, bool]:
    moment = draw.uniform(0, 0.9) * calm.workers
    for trial in range(4):  # a faster night than the undisturbed one has sent its workers home: earlier, then
        office = _office(folder / f"trial{trial}", inbox)
        there, went_on = _kill_worker(office, moment / 2**trial, draw)
        if there:
            told = f"{moment / 2**trial:.1f} s after the first of {there} started"
            return told, went_on and outcome_of(office, DAY) == calm.outcome
    return "no worker was left to kill", False


def _kill_worker(office: Path, moment: float, draw: random.Random) -> tuple[int, bool]:
    """How many workers there were when one of them was killed, and whether the night ended well all the same."""
    with _night(office) as night:
        _wait(lambda: _workers(night.pid), night)
        time.sleep(moment)
        workers = _workers(night.pid)
        if workers:
            os.kill(draw.choice(workers), 9)
        return len(workers), night.wait() in (0, 3)


def backup(folder: Path, _inbox: Path, calm: Undisturbed, draw: random.Random) -> tuple[str, bool]:
    moment = draw.uniform(0.05, 0.95) * calm.backup
    command = [*DUBAN, "-C", str(calm.office), "backup"]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as packing:
        time.sleep(moment)
        packing.kill()
    half = [path.name for path in (calm.office / "backups").glob("*.zip")]
    file = folder.with_suffix(".zip")
    good = _call(calm.office, "backup", "--to", str(file)) and _call(
        calm.office, "restore", str(file), str(folder)
    )
    good = (
        good and _call(folder, "doctor", "--deep") and outcome_of(folder, DAY).export == calm.outcome.export
    )
    for path in [file, *(calm.office / "backups").iterdir()]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return f"at {moment:.1f} s, {len(half)} whole", bool(good)


def _undisturbed(folder: Path, inbox: Path) -> Undisturbed:
    office = _office(folder / "undisturbed", inbox)
    begun = time.monotonic()
    with _night(office) as night:
        _wait(lambda: _workers(night.pid), night)
        first = last = time.monotonic()
        while night.poll() is None and not (office / "reports" / DAY).exists():
            last = time.monotonic() if _workers(night.pid) else last
            time.sleep(_LOOK)
        papers = time.monotonic()
        night.wait()
    ended = time.monotonic()
    _call(office, "backup", "--to", str(folder / "first.zip"))
    took = time.monotonic() - ended
    return Undisturbed(office, outcome_of(office, DAY), ended - begun, last - first, ended - papers, took)


def _office(folder: Path, inbox: Path) -> Path:
    _call(folder, "init", str(folder))
    settings = folder / "duban.toml"
    text = settings.read_text(encoding="utf-8").replace("settle_seconds = 3", "settle_seconds = 0")
    settings.write_text(text.replace("Asia/Shanghai", _far_from_midnight()), encoding="utf-8")
    shutil.copytree(inbox, folder / "inbox", dirs_exist_ok=True, copy_function=os.link)
    return folder


def _far_from_midnight() -> str:
    """A zone in which it is about six in the morning: the day of receipt must stay the same through the drill."""
    ahead = (6 - time.gmtime().tm_hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


@contextmanager
def _night(office: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [*DUBAN, "-C", str(office), "run", "--as-of", DAY]
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as night:
        yield night


def _finish(office: Path) -> bool:
    return _call(office, "run", "--as-of", DAY)


def _call(office: Path, *words: str) -> bool:
    done = subprocess.run(
        [*DUBAN, "-C", str(office), *words], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):
        print(done.stdout[-500:], done.stderr[-500:], flush=True)
    return done.returncode in (0, 3)


def _workers(parent: int) -> list[int]:
    """Child processes of the night at the moment, pool helpers of Python left out (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            words = (entry / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == parent and b"spawn_main" in words:
            found.append(int(entry.name))
    return sorted(found)


def _wait(happened: Callable[[], object], night: subprocess.Popen[bytes]) -> None:
    while night.poll() is None and not happened():
        time.sleep(_LOOK)


if __name__ == "__main__":
    main()
