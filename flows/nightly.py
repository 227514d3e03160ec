"""The Prefect flows: `duban-nightly` for one office, `duban-province` for many. The only module that imports Prefect.

The plain steps of `flows/steps.py` run as tasks, in batches; with `runner = "dask"` the reading and the
understanding are sent to Dask workers, which get paths and plain values and return plain values, and this process
alone writes. A server on the loopback address is used unless PREFECT_API_URL names one; nothing leaves the machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "warning")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "ERROR")

from prefect import flow, get_client, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter
from prefect.client.schemas.objects import State, StateType
from prefect.runtime import flow_run as this_run
from prefect.schedules import Cron
from prefect.states import Cancelled, Crashed

from extractors.sandbox import ReadJob, ReadResult, read_many
from flows import steps
from flows.alarms import is_told, raise_alarm
from flows.bookkeeping import recorded_run
from flows.failures import MissingTool, WorkspaceProblem
from flows.interpreting import Interpretation, Job, Reader, interpret_all
from flows.lock import exclusive
from flows.night import Night, prepare
from flows.province import run_offices, write_summary
from flows.reading import Waiting
from flows.steps import Hands, Summary

#: Files in one reading task and documents in one understanding task: a task costs about 30 ms of the
#: server's time, so a night of 10,000 files stays below 120 tasks.
BATCH = 200
#: Parcels a stage is cut into for Dask: enough to keep some workers busy, few enough for Prefect.
PARCELS = 40
#: Fewest files in a parcel: each is read behind a wall of its own, which takes a second to raise.
LEAST = 25
NAME = "duban-nightly"

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


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:  # noqa: ARG001 - Prefect names them
    """Prefect's hook: also for what happened before the ledger could be opened, or outside the steps."""
    root, now = Path(flow_run.parameters.get("root", "")), datetime.now().astimezone()
    if not is_told(root, flow_run.start_time or now):
        raise_alarm(root, f"运行未能完成：{state.message or state.name}", now)


@flow(
    name=NAME,
    validate_parameters=False,
    persist_result=False,
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
    on_cancellation=[tell_failure],
)
def nightly(root: str, as_of: str = "", period: str = "") -> Summary:
    """One night over the workspace at `root`; `as_of` (ISO) defaults to the local day of the start."""
    night = _night(root, as_of, period)
    with exclusive(night.workspace.lock), recorded_run(night, "prefect") as run, ExitStack() as stack:
        _sweep(root)
        summary = steps.go_through(night, run, _hands(night, root, run, stack))
        _publish_artifacts(summary)
    return summary


@flow(name="duban-province", validate_parameters=False, persist_result=False)
def province(roots: Sequence[str], parent: str, as_of: str = "") -> str:
    """A night in each office, one after the other, then the summary in `parent`; fails at its end if one failed."""
    summary = run_offices([Path(root) for root in roots], lambda root: nightly(str(root), as_of))
    page, *_ = write_summary(summary, Path(parent))
    summary.raise_for_failures(parent)
    return page.as_uri()


def serve_nightly(root: str, cron: str, timezone: str) -> None:
    """Keep the deployment `duban-nightly/duban-nightly` and run its scheduled runs until stopped."""
    _serve(nightly, NAME, {"root": root}, Cron(cron, timezone=timezone))


def serve_offices(roots: Sequence[str], parent: str, cron: str, timezone: str) -> None:
    """Keep one deployment for many offices."""
    parameters = {"roots": list(roots), "parent": parent}
    _serve(province, "duban-province", parameters, Cron(cron, timezone=timezone))


def _serve(what: Any, name: str, parameters: dict[str, Any], schedule: Any) -> None:
    what.serve(
        name=name,
        schedule=schedule,
        parameters=parameters,
        pause_on_shutdown=False,
        limit=1,
        print_starting_message=False,
    )


def _night(root: str, as_of: str, period: str = "") -> Night:
    return prepare(Path(root), date.fromisoformat(as_of) if as_of else None, period)


def _sweep(root: str) -> None:
    """Settle Prefect's other runs of this workspace while the lock is ours.

    Those that it still calls running are dead. Those that were due before now and wait to be run late are what
    this night makes up for: each would be a second night.
    """
    running = {"state": {"type": {"any_": [StateType.RUNNING]}}}
    late = {
        "state": {"type": {"any_": [StateType.SCHEDULED]}},
        "expected_start_time": {"before_": datetime.now().astimezone()},
    }
    _settle(root, running, Crashed(message="进程被强行结束"))
    _settle(root, late, Cancelled(message="已由本次运行补上"))


def _settle(root: str, which: dict[str, Any], state: State[Any]) -> None:
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[NAME])),
            flow_run_filter=FlowRunFilter.model_validate(which),
        ):
            if run.parameters.get("root") == root and str(run.id) != str(this_run.id):
                client.set_flow_run_state(run.id, state, force=True)


def _hands(night: Night, root: str, run: int, stack: ExitStack) -> Hands:
    """Who does the steps. Only reading and understanding are worth sending away; the stack ends the cluster."""
    day, period = night.as_of.isoformat(), str(night.period)
    sent_away = night.settings.scale.runner == "dask"
    if sent_away:
        far = Far(night, stack)
        read_all, understand_all = far.read, far.understand
    else:
        read_all, understand_all = partial(_read_here, root, day), partial(_understand_here, root, day)
    return Hands(
        collect=lambda: collect(root, day),
        read=read_all,
        understand=understand_all,
        conclude=lambda: conclude(root, day, period, run),
        understands_here=not sent_away,
    )


def _read_here(root: str, day: str, jobs: Sequence[ReadJob]) -> int:
    return sum(read(root, day, [(job.path, job.file) for job in batch]) for batch in _portions(jobs, BATCH))


def _understand_here(root: str, day: str, documents: Sequence[str]) -> int:
    return sum(understand(root, day, batch) for batch in _portions(documents, BATCH))


class Sealed:
    """A parcel that neither Prefect nor Dask opens on the way to look for futures in it."""

    def __init__(self, content: Any) -> None:
        self.content = content


@task(name="读取（Dask）", cache_policy=NO_CACHE, persist_result=False)
def read_there(parcel: Sealed) -> list[ReadResult]:
    """Paths in, documents out; behind the same wall as on one machine."""
    jobs, seconds, memory_mb = parcel.content
    return list(read_many(jobs, workers=1, seconds=seconds, memory_mb=memory_mb))


@task(name="理解（Dask）", cache_policy=NO_CACHE, persist_result=False)
def understand_there(parcel: Sealed) -> list[Interpretation]:
    """Documents in, plain values out; the worker makes its interpreter once and keeps it."""
    return interpret_all(*parcel.content)


class Far:
    """Reading and understanding on Dask workers, which never see the ledger: this process alone writes."""

    def __init__(self, night: Night, stack: ExitStack) -> None:
        self._night, self._stack = night, stack

    @cached_property
    def _runner(self) -> Any:
        """Started when it is first needed: a quiet night needs none."""
        return self._stack.enter_context(_cluster(self._night))

    def read(self, jobs: Sequence[ReadJob]) -> int:
        limits = self._night.settings.reading

        def everywhere(waiting: Iterable[ReadJob]) -> Iterator[ReadResult]:
            parcels = _portions(waiting, _parcel_size(len(jobs)))
            return self._spread(
                read_there, (Sealed((one, limits.seconds, limits.memory_mb)) for one in parcels)
            )

        return steps.read_documents(self._night, jobs, read_all=everywhere) if jobs else 0

    def understand(self, documents: Sequence[str]) -> int:
        def everywhere(reader: Reader, jobs: Iterable[Job]) -> Iterator[Interpretation]:
            parcels = _portions(jobs, _parcel_size(len(documents)))
            return self._spread(understand_there, (Sealed((reader, one)) for one in parcels))

        return steps.understand(self._night, documents, everywhere) if documents else 0

    def _spread(self, work: Any, parcels: Iterable[Sealed]) -> Iterator[Any]:
        """Results in the order of the parcels. One whose workers all died is done here: nothing may be lost."""
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        waiting = [(one, self._runner.submit(work, {"parcel": one})) for one in parcels]
        for parcel, future in waiting:
            try:
                yield from future.result()
            except (KilledWorker, FutureCancelledError):
                yield from work.fn(parcel)


def _parcel_size(count: int) -> int:
    return max(LEAST, min(BATCH, count // PARCELS))


@contextmanager
def _cluster(night: Night) -> Iterator[Any]:
    """Prefect's Dask task runner, on the scheduler that the settings name or on a cluster of this machine."""
    try:
        import dask
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        cause = "[scale] runner = dask 需要扩展 scale"
        raise MissingTool("duban.toml", cause, '请运行 pip install "duban[scale]"') from error
    scale = night.settings.scale
    local = {"n_workers": night.settings.reading.workers, "threads_per_worker": 1, "dashboard_address": None}
    runner = DaskTaskRunner(address=scale.address) if scale.address else DaskTaskRunner(cluster_kwargs=local)
    # A worker reads behind the wall, in a process of its own, which a daemonic process may not start.
    with dask.config.set({"distributed.worker.daemon": False}), runner:
        try:
            runner.client  # noqa: B018 - connects
        except OSError as error:
            cause = f"连不上 Dask 调度器（{scale.address or '本机'}）"
            raise WorkspaceProblem(
                "[scale] address", cause, "请检查地址与网络，或改 runner = local"
            ) from error
        yield runner


def _portions(values: Iterable[T], size: int) -> Iterator[list[T]]:
    ahead = iter(values)
    while portion := list(islice(ahead, size)):
        yield portion


def _publish_artifacts(summary: Summary) -> None:
    create_table_artifact(
        key="duban-items",
        table=[{"任务": number, "状态": standing, "差距": gaps} for number, standing, gaps in summary.items],
        description=f"截至 {summary.as_of}，{summary.period}",
    )
    for paper in summary.papers:
        if paper.suffix == ".html":
            create_link_artifact(key="duban-report", link=paper.as_uri(), link_text=paper.name)
