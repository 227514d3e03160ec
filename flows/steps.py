"""One night as plain functions, in the order in which they are called; the Prefect flow calls the same ones."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from extractors.sandbox import ReadJob
from flows.bookkeeping import Account, by_unit, recorded_run
from flows.judging import Morning, judge_period
from flows.lock import exclusive
from flows.night import Night
from flows.papers import publish
from flows.reading import Progress, Waiting, collect, read_documents
from flows.summary import Summary
from flows.unchanged import basis_of, keep, what_stands
from flows.understanding import getting_ready, not_understood, understand

__all__ = [
    "Hands",
    "Summary",
    "collect",
    "conclude",
    "go_through",
    "not_understood",
    "read_documents",
    "run_night",
    "understand",
]

#: Old files read anew between two looks at the clock.
PORTION = 200


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does each step of a night: plain functions, or Prefect's tasks around the same functions."""

    collect: Callable[[], Waiting]
    read: Callable[[Sequence[ReadJob]], int]
    understand: Callable[[Sequence[str]], int]
    conclude: Callable[[], Summary]
    understands_here: bool = True  # in this process, or in workers that it starts itself


def run_night(night: Night, bar: Callable[[str, int], Progress] = lambda *_: lambda _: None) -> Summary:
    """The whole night without Prefect. `bar(name, length)` gives a progress callback for a stage."""
    hands = Hands(
        collect=lambda: collect(night),
        read=lambda jobs: read_documents(night, jobs, bar("读取", len(jobs))),
        understand=lambda documents: understand(night, documents, progress=bar("理解", len(documents))),
        conclude=lambda: conclude(night, run),
    )
    with exclusive(night.workspace.lock), recorded_run(night, "run") as run:
        return go_through(night, run, hands)


def go_through(night: Night, run: int, hands: Hands) -> Summary:
    """The steps of a night in their order, with their account.

    What a newer extractor would read anew is read after the report, as far as the night's minutes reach; the
    report is then written once more from what was read.
    """
    account = Account()
    with account.stage("收件") as stage:
        waiting = hands.collect()
        stage.came, stage.went = waiting.seen, waiting.arrived + waiting.unchanged + waiting.pending
    with account.stage("读取") as stage, getting_ready(night, len(waiting.jobs) * hands.understands_here):
        stage.came, stage.went = len(waiting.jobs), hands.read(waiting.jobs)
    summary = _report(night, hands, account)
    if waiting.stale and _read_again(night, hands, account, waiting.stale):
        summary = _report(night, hands, account)
    _note_counts(night, run, summary, account)
    return replace(summary, notes=waiting.notes)


def _report(night: Night, hands: Hands, account: Account) -> Summary:
    documents = not_understood(night)
    with account.stage("理解") as stage:
        stage.came, stage.went = len(documents), hands.understand(documents)
    with account.stage("研判与出报告") as stage:
        summary = hands.conclude()
        stage.came = sum(count for _, fates in summary.units for _, count in fates)
        stage.went = sum(count for _, count in summary.received)
    return summary


def _read_again(night: Night, hands: Hands, account: Account, stale: Sequence[ReadJob]) -> int:
    """Read what another extractor had read, the needed first, until the night's minutes are used up."""
    ends = monotonic() + 60 * night.settings.reading.reread_minutes
    with account.stage("重读") as stage:
        stage.came = len(stale)
        while stage.went < len(stale) and monotonic() < ends:
            stage.went += hands.read(stale[stage.went : stage.went + PORTION])
        stage.left = stage.came - stage.went
    return stage.went


def conclude(night: Night, run: int) -> Summary:
    """Judge the period, record the findings, write the papers, and note the counts with the run.

    Where nothing of which the day's papers were made has changed, judgement and papers stand.
    """
    summary = what_stands(night) or _judged(night)
    _note_counts(night, run, summary, Account())
    return summary


def _judged(night: Night) -> Summary:
    with _uncollected():
        morning = judge_period(night)
        with night.ledger() as ledger:
            basis = basis_of(night, ledger)
        papers, failures, risks = publish(night, morning)
    summary = _summary(night, morning, papers, failures, risks)
    keep(night, basis, summary)
    return summary


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles of dead objects: a hundred thousand living claims are no place for it.

    What is not in a cycle is freed all the same, and nothing here makes cycles of any size.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _note_counts(night: Night, run: int, summary: Summary, account: Account) -> None:
    counts = {
        "received": dict(summary.received),
        "units": {unit: dict(fates) for unit, fates in summary.units},
        "standings": dict(summary.standings),
        "stages": account.rows(),
    }
    with night.ledger() as ledger:
        ledger.finish_run(run, counts=json.dumps(counts, ensure_ascii=False))


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
        units=tuple((unit, tuple(fates.items())) for unit, fates in _units(morning).items()),
        failures=tuple(failures),
    )


def _units(morning: Morning) -> dict[str, dict[str, int]]:
    return by_unit(morning.files, {(one.file, one.sha256): one.unit for one in morning.submissions})
