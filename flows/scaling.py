"""Where documents are interpreted: in this process, or in several beside it. One process writes, always this one.

Workers get plain values and return plain values; they never open the ledger, because SQLite must not be
opened over a network share. Dask runs the same function (`flows/nightly.py`).
"""

from __future__ import annotations

import atexit
import multiprocessing
import multiprocessing.process
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from flows.interpreting import Interpretation, Job, Reader, interpret_all
from flows.threads import one_thread

Interpret = Callable[[Reader, Iterable[Job]], Iterator[Interpretation]]

#: Fewer documents than this are done before a second process has started (about 4 s).
WORTH_A_PROCESS = 60
#: Documents sent to a worker at once, and how many such parcels wait for each worker.
PARCEL = 5
_WAITING_PER_WORKER = 3

_pools: dict[int, ProcessPoolExecutor] = {}


def interpret_here_or_beside(workers: int, documents: int) -> Interpret:
    """This process alone for few documents or one worker, else a pool that stays warm until the program ends."""
    if workers < 2 or (documents < WORTH_A_PROCESS and workers not in _pools):
        return interpret_here
    return lambda reader, jobs: interpret_beside(reader, jobs, workers)


def interpret_here(reader: Reader, jobs: Iterable[Job]) -> Iterator[Interpretation]:
    for job in jobs:
        yield from interpret_all(reader, (job,))


def interpret_beside(reader: Reader, jobs: Iterable[Job], workers: int) -> Iterator[Interpretation]:
    """Interpret in `workers` processes; results in the order of the jobs.

    Parcels of a worker that died are done here: a document that was read can always be understood.
    """
    pool = _pool(workers)
    waiting: deque[tuple[list[Job], Future[list[Interpretation]]]] = deque()
    for parcel in parcels(jobs):
        waiting.append((parcel, _send(pool, reader, parcel)))
        if len(waiting) >= workers * _WAITING_PER_WORKER:
            yield from _settle(reader, *waiting.popleft(), workers)
    while waiting:
        yield from _settle(reader, *waiting.popleft(), workers)


def parcels(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """The jobs in lists of PARCEL."""
    ahead = iter(jobs)
    while parcel := list(islice(ahead, PARCEL)):
        yield parcel


def _send(pool: ProcessPoolExecutor, reader: Reader, parcel: list[Job]) -> Future[list[Interpretation]]:
    try:
        return pool.submit(interpret_all, reader, parcel)
    except RuntimeError as error:  # the pool broke since the last parcel, or is shutting down
        lost: Future[list[Interpretation]] = Future()
        lost.set_exception(BrokenProcessPool(str(error)))
        return lost


def _settle(
    reader: Reader, parcel: list[Job], future: Future[list[Interpretation]], workers: int
) -> list[Interpretation]:
    try:
        return future.result()
    except BrokenProcessPool:
        _pools.pop(workers, None)
        return interpret_all(reader, parcel)


def _pool(workers: int) -> ProcessPoolExecutor:
    if workers not in _pools:
        one_thread()  # before the workers start: their numpy looks when it is loaded
        _pools[workers] = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=end_with_parent
        )
    return _pools[workers]


@atexit.register
def close_pools() -> None:
    """Send the workers home; called when the program ends, and by tests."""
    while _pools:
        _pools.popitem()[1].shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """In a worker: end at once when the process that started it is gone, killed or not."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(0)
