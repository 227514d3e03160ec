"""The Prefect flow `duban-nightly`: the plain steps as tasks, in batches. The only module that imports Prefect.

The embedded server is used unless PREFECT_API_URL names one; its database lies in the workspace, nothing
leaves the machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.schedules import Cron

from extractors.sandbox import ReadJob
from flows import steps
from flows.lock import exclusive
from flows.night import prepare
from flows.reading import Waiting
from flows.steps import Summary

#: Files in one reading task and documents in one understanding task: a task costs about 30 ms of the
#: server's time, so a night of 10,000 files stays below 120 tasks.
BATCH = 200

T = TypeVar("T")


@task(name="收件", cache_policy=NO_CACHE, persist_result=False)
def collect(root: str, as_of: str) -> Waiting:
    return steps.collect(_night(root, as_of))


@task(name="读取", cache_policy=NO_CACHE, persist_result=False)
def read(root: str, as_of: str, jobs: Sequence[tuple[str, str]]) -> int:
    return steps.read_documents(_night(root, as_of), [ReadJob(*job) for job in jobs])


@task(name="理解", cache_policy=NO_CACHE, persist_result=False)
def understand(root: str, as_of: str, documents: Sequence[str]) -> int:
    return steps.understand(_night(root, as_of), documents)


@task(name="研判与出报告", cache_policy=NO_CACHE, persist_result=False)
def conclude(root: str, as_of: str, period: str, run: int) -> Summary:
    return steps.conclude(_night(root, as_of, period), run)


@flow(name="duban-nightly", validate_parameters=False, persist_result=False)
def nightly(root: str, as_of: str = "", period: str = "") -> Summary:
    """One night over the workspace at `root`; `as_of` (ISO) defaults to the local day of the start."""
    night = _night(root, as_of, period)
    day = night.as_of.isoformat()
    with exclusive(night.workspace.lock), steps.recorded_run(night, "prefect") as run:
        waiting = collect(root, day)
        jobs = [(job.path, job.file) for job in waiting.jobs]
        for batch in _batches(jobs):
            read(root, day, batch)
        for documents in _batches(steps.not_understood(night)):
            understand(root, day, documents)
        summary = conclude(root, day, str(night.period), run)
        _publish_artifacts(summary)
    return summary


def serve_nightly(root: str, cron: str, timezone: str) -> None:
    """Keep the deployment `duban-nightly/duban-nightly` and run its scheduled runs until stopped."""
    nightly.serve(
        name="duban-nightly",
        schedule=Cron(cron, timezone=timezone),
        parameters={"root": root},
        pause_on_shutdown=False,
        limit=1,
        print_starting_message=False,
    )


def _night(root: str, as_of: str, period: str = "") -> Any:
    return prepare(Path(root), date.fromisoformat(as_of) if as_of else None, period)


def _batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _publish_artifacts(summary: Summary) -> None:
    create_table_artifact(
        key="duban-items",
        table=[{"任务": number, "状态": standing, "差距": gaps} for number, standing, gaps in summary.items],
        description=f"截至 {summary.as_of}，{summary.period}",
    )
    for paper in summary.papers:
        if paper.suffix == ".html":
            create_link_artifact(key="duban-report", link=paper.as_uri(), link_text=paper.name)
