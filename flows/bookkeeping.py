"""What the ledger keeps of each run: how it began and ended, and that every stage gave out what it took in.

A run that is killed stays "running" and is marked by the next one, which holds the lock by then.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from flows.alarms import CLOCKS_DIFFER, raise_alarm
from flows.failures import LedgerUnusable, NotBalanced, RunFailure, WorkspaceProblem, failure_of
from flows.night import Night
from outputs.ledger import FileFate, Ledger


@dataclass
class Stage:
    """One step's account: what came in, what went out, what stays for another night."""

    name: str
    came: int = 0
    went: int = 0
    left: int = 0
    seconds: float = 0.0

    def check(self) -> None:
        if self.came != self.went + self.left:
            raise NotBalanced(
                self.name,
                f"进 {self.came} 份，出 {self.went} 份，留 {self.left} 份，对不上账",
                "请把这句话发给维护者；上一份报告仍然有效",
            )


@dataclass
class Account:
    """The stages of one run, in the order in which they were done."""

    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Time a step and check its account when it is done; raises NotBalanced."""
        one = Stage(name)
        self.stages.append(one)
        begun = time.monotonic()
        try:
            yield one
        finally:
            one.seconds = round(time.monotonic() - begun, 3)
        one.check()

    def rows(self) -> list[dict[str, Any]]:
        return [asdict(stage) for stage in self.stages]


def by_unit(files: Iterable[FileFate], units: Mapping[tuple[str, str], str]) -> dict[str, dict[str, int]]:
    """Unit → fate → files, "" for files of which nobody could tell whose they are; the sum is all files."""
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        count[units.get((file.file, file.sha256), "")][file.fate] += 1
    return {unit: dict(sorted(count[unit].items())) for unit in sorted(count)}


@contextmanager
def recorded_run(night: Night, way: str) -> Iterator[int]:
    """Enter the run in the ledger and how it ended; a storage error is told in Chinese and nothing else is lost."""
    try:
        with night.ledger() as ledger:
            number = _begin(ledger, night, way)
    except (sqlite3.DatabaseError, OSError, RunFailure) as error:
        raise _told(night, error) from error
    try:
        yield number
    except BaseException as error:
        told = failure_of(error, night.workspace.root) or error
        _end(night, number, state="failed", message=f"{type(told).__name__}: {told}")
        raise_alarm(night.workspace.root, f"运行未能完成：{told}", datetime.now().astimezone())
        raise told from (None if told is error else error)
    with night.ledger() as ledger:
        ledger.finish_run(number, finished=_now(), state="done")


def _begin(ledger: Ledger, night: Night, way: str) -> int:
    ledger.sweep_runs(_now())
    if night.by_clock:
        _refuse_clock_set_back(ledger)
    return ledger.start_run(
        as_of=night.as_of.isoformat(),
        period=str(night.period),
        way=way,
        started=_now(),
        versions=json.dumps(versions_of(night), ensure_ascii=False),
    )


def versions_of(night: Night) -> dict[str, Any]:
    """With which programs and settings a run works; enough to tell two runs apart."""
    return {
        "duban": version("duban"),
        "python": sys.version.split()[0],
        "extractor": night.extractor,
        "understanding": night.understanding,
        "settings": asdict(night.settings),
    }


def _refuse_clock_set_back(ledger: Ledger) -> None:
    """A night that takes its day from the clock must not stamp files with a day before the last night's."""
    last = next(iter(ledger.runs()), None)
    if last is None:
        return
    before, now = datetime.fromisoformat(last["started"]), datetime.now().astimezone()
    if before > now + CLOCKS_DIFFER:
        raise WorkspaceProblem(
            "系统时钟",
            f"现在是 {now:%Y-%m-%d %H:%M}，早于上次运行的 {before:%Y-%m-%d %H:%M}，疑似时钟倒拨，本次未运行",
            f"请校准时钟后重跑；若现在的时钟无误，请运行一次 duban run --as-of {now:%Y-%m-%d}",
        )


def _told(night: Night, error: BaseException) -> BaseException:
    told = failure_of(error, night.workspace.root) or error
    raise_alarm(night.workspace.root, f"运行未能开始：{told}", datetime.now().astimezone())
    return told


def _end(night: Night, number: int, **columns: object) -> None:
    """On a full disk not even this can be noted; the run is then swept by the next one."""
    with suppress(sqlite3.Error, OSError, LedgerUnusable), night.ledger() as ledger:
        ledger.finish_run(number, finished=_now(), **columns)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
