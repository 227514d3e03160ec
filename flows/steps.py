"""One night as plain functions, in the order in which they are called; the Prefect flow calls the same ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from flows.alarms import raise_alarm
from flows.judging import Morning, judge_period
from flows.lock import exclusive
from flows.night import Night
from flows.papers import publish
from flows.reading import Progress, collect, read_documents
from flows.understanding import not_understood, understand

__all__ = [
    "Summary",
    "collect",
    "conclude",
    "not_understood",
    "read_documents",
    "recorded_run",
    "run_night",
    "understand",
]

#: Documents understood between two looks at the progress bar.
BATCH = 50


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
    failures: tuple[str, ...]  # papers that could not be written, and why

    @property
    def quarantined(self) -> int:
        return dict(self.received).get("quarantined", 0)


def run_night(night: Night, bar: Callable[[str, int], Progress] = lambda *_: lambda _: None) -> Summary:
    """The whole night without Prefect. `bar(name, length)` gives a progress callback for a stage."""
    with exclusive(night.workspace.lock), recorded_run(night, "run") as run:
        waiting = collect(night)
        read_documents(night, waiting.jobs, bar("读取", len(waiting.jobs)))
        documents = not_understood(night)
        progress = bar("理解", len(documents))
        for start in range(0, len(documents), BATCH):
            progress(understand(night, documents[start : start + BATCH]))
        return conclude(night, run)


def conclude(night: Night, run: int) -> Summary:
    """Judge the period, record the findings, write the papers, and note the counts with the run."""
    morning = judge_period(night)
    papers, failures, risks = publish(night, morning)
    summary = _summary(night, morning, papers, failures, risks)
    with night.ledger() as ledger:
        ledger.finish_run(
            run,
            counts=json.dumps(
                {"received": dict(summary.received), "standings": dict(summary.standings)}, ensure_ascii=False
            ),
        )
    return summary


def _summary(
    night: Night,
    morning: Morning,
    papers: Sequence[Path],
    failures: Sequence[str],
    risks: Sequence[str],
) -> Summary:
    open_gaps = [filed.finding for filed in morning.filed if filed.state != "closed"]
    states = [filed.state for filed in morning.filed]
    names = [standing.standing for standing in morning.judgement.standings]
    return Summary(
        as_of=night.as_of.isoformat(),
        period=night.period.label,
        received=morning.received,
        standings=tuple(
            (name, names.count(name)) for name in ("完成", "正常", "滞后", "无应办事项", "无法判断")
        ),
        states=tuple(
            (state, states.count(state)) for state in ("new", "changed", "open", "closed", "reopened")
        ),
        risks=tuple(risks),
        items=tuple(
            (one.item, one.standing, sum(gap.item == one.item for gap in open_gaps))
            for one in morning.judgement.standings
        ),
        lights=tuple(
            (light, sum(gap.light == light for gap in open_gaps))
            for light in ("red", "yellow", "blue", "grey")
        ),
        papers=tuple(papers),
        failures=tuple(failures),
    )


@contextmanager
def recorded_run(night: Night, way: str) -> Iterator[int]:
    """Enter the run in the ledger and how it ended; a run that is killed stays "running" and is swept by the next."""
    with night.ledger() as ledger:
        ledger.sweep_runs(_now())
        number = ledger.start_run(
            as_of=night.as_of.isoformat(),
            period=str(night.period),
            way=way,
            started=_now(),
            versions=json.dumps(
                {
                    "duban": version("duban"),
                    "python": sys.version.split()[0],
                    "extractor": night.extractor,
                    "understanding": night.understanding,
                }
            ),
        )
    try:
        yield number
    except BaseException as error:
        with night.ledger() as ledger:
            ledger.finish_run(
                number, finished=_now(), state="failed", message=f"{type(error).__name__}: {error}"
            )
        raise_alarm(night.workspace.root, f"运行未能完成：{error}", datetime.now().astimezone())
        raise
    with night.ledger() as ledger:
        ledger.finish_run(number, finished=_now(), state="done")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
