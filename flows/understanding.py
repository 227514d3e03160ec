"""The understanding step: recorded documents become submissions, statements, facts and claims."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date

from flows.interpreting import Copy, Interpretation, Job, Reader, interpreter_for
from flows.night import Night
from flows.reading import CONTAINERS, TOGETHER, Progress, batches
from flows.scaling import Interpret, interpret_here, interpret_here_or_beside
from outputs.ledger import Ledger


def not_understood(night: Night) -> tuple[str, ...]:
    """Hashes of the documents whose claims were not made with today's plan, model and code."""
    with night.ledger() as ledger:
        waiting = (
            sha256
            for sha256, kind, made_with in ledger.understandings()
            if kind and kind not in CONTAINERS and made_with != night.understanding
        )
        return tuple(dict.fromkeys((*waiting, *ledger.unidentified())))


def understand(
    night: Night,
    documents: Sequence[str],
    interpret: Interpret | None = None,
    progress: Progress = lambda _: None,
) -> int:
    """Understand each document and record it, a few in one transaction; returns how many.

    `interpret` says where the work is done; by default in this process, or in several beside it where
    there are enough documents for that. Only this process writes.
    """
    interpret = interpret or interpret_here_or_beside(night.settings.reading.workers, len(documents))
    count = 0
    with night.ledger() as ledger:
        for together in batches(interpret(reader_of(night), _jobs(ledger, documents)), TOGETHER):
            with ledger.atomic():
                for one in together:
                    _record(ledger, night, one)
            count += len(together)
            progress(len(together))
    return count


@contextmanager
def getting_ready(night: Night, documents: int) -> Iterator[None]:
    """While other processes read so many documents, this one loads what it needs to understand them.

    Nothing is loaded where none comes, or where others will do it. A second saved of a night with one new file.
    """
    workers = night.settings.reading.workers
    if not documents or interpret_here_or_beside(workers, documents) is not interpret_here:
        yield
        return
    loading = threading.Thread(target=_load, args=(reader_of(night),), name="getting-ready", daemon=True)
    loading.start()
    try:
        yield
    finally:
        loading.join()  # two that load the same at once would load it twice


def _load(reader: Reader) -> None:
    with suppress(Exception):  # understanding will meet it again, and say so
        interpreter_for(reader).load()


def reader_of(night: Night) -> Reader:
    """What a worker must know of the night."""
    folder = str(night.plan_folder.resolve()) if night.plan_folder else ""
    cycle = night.settings.period.cycle
    return Reader(folder, night.plan_version, cycle, night.decisions, night.refit.lessons)


def _jobs(ledger: Ledger, documents: Iterable[str]) -> Iterator[Job]:
    for sha256 in dict.fromkeys(documents):
        copies = tuple(
            Copy(fate.file, date.fromisoformat(fate.received)) for fate in ledger.files_with(sha256)
        )
        document = ledger.document(sha256, copies[0].file) if copies else None
        if document is not None:
            yield Job(document, copies)


def _record(ledger: Ledger, night: Night, one: Interpretation) -> None:
    for submission, about_plan in one.submissions:
        ledger.record_submission(submission, about_plan=int(about_plan))
    ledger.record_understanding(one.sha256, night.understanding, one.told, one.prints)
