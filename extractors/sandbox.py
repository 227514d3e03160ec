"""The wall around reading: worker processes with a time and a memory limit.

A hang, an abort inside a C library or a memory hog costs its own file and nothing else. Workers are
started with *spawn* (Windows has no fork), stay warm from file to file, and get paths only.

Memory is watched from here, because a thread of the worker does not run while a C library holds the
interpreter. The resident size comes from /proc; on systems without it (Windows, macOS) the time limit
and the wall still hold, the memory limit does not.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as PassedLimit
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from pebble import ProcessExpired, ProcessPool

from extractors.document import Document, Problem
from extractors.errors import ReadingStopped
from extractors.readers.limits import DEFAULT_LIMITS, Limits
from extractors.reading import read, read_archive
from extractors.rescue import Rescue, may_be_archive
from extractors.worker import (
    OUT_OF_MEMORY,
    TIRED,
    Part,
    ReadFunction,
    Reading,
    WallContext,
    prepare,
    read_job,
)

_LOOK_EVERY = 0.025  # seconds between two looks at the workers' memory
_WAITING_PER_WORKER = 4  # jobs handed out ahead, so that no worker waits for the next
_TRIES = 3  # how often a job is given to a fresh worker after one died that was not its own fault


_resting: dict[tuple[Any, ...], _Wall] = {}  # walls that wait for another call, by their limits


@dataclass(frozen=True, slots=True)
class ReadJob:
    """One file to read: where it lies, and the name the office received it under."""

    path: str
    file: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of a job: a document or a problem, never both, never neither."""

    job: ReadJob
    document: Document | None
    problem: Problem | None
    seconds: float  # inside the worker; for a stopped job the time until it was given up


def read_many(
    jobs: Iterable[ReadJob],
    *,
    workers: int,
    seconds: float,
    memory_mb: int,
    limits: Limits = DEFAULT_LIMITS,
    reader: ReadFunction = read,
    archive_reader: Part = read_archive,
    keep: bool = False,
) -> Iterator[ReadResult]:
    """Read files in `workers` processes (at least one) and yield results as they complete.

    `seconds` and `memory_mb` (resident, of the whole worker) hold for each file; `jobs` is consumed as
    needed. An archive that was stopped is read once more by `archive_reader`, member by member, each with
    limits of its own. Both readers must be importable by name in another process. Closing the iterator
    stops the workers. `keep`: those that came to the end of the jobs wait for the next call with the same limits.
    """
    if workers < 1 or seconds <= 0 or memory_mb < 1:
        raise ValueError("workers, seconds and memory_mb must be positive")
    waiting = iter(jobs)
    first = list(islice(waiting, workers * _WAITING_PER_WORKER))
    if not first:
        return
    needed = min(workers, len(first))  # a worker without a job would start beside those that have one
    with _wall(needed, workers, (seconds, memory_mb, limits, reader, archive_reader), keep=keep) as wall:
        for job in first:
            wall.hand_out(job)
        while wall.out:
            yield wall.next_result()
            for job in islice(waiting, 1):
                wall.hand_out(job)


def _wall(needed: int, most: int, limits: tuple[Any, ...], *, keep: bool) -> _Wall:
    """The wall that waits with these limits, if it has enough workers and not too many; else a new one."""
    wall = _resting.pop(limits, None)
    if wall is not None and not needed <= wall.workers <= most:
        wall.close()
        wall = None
    wall = wall or _Wall(needed, *limits)
    wall.key = limits if keep else None
    return wall


@atexit.register
def close_walls() -> None:
    """Stop the workers that wait for another call; called when the program ends, and by tests."""
    while _resting:
        _resting.popitem()[1].close()


@dataclass(slots=True)
class _Ticket:
    """A job on its way, with the number by which its worker is known to be busy with it."""

    number: int
    job: ReadJob
    tries: int = 0
    started: float = 0.0
    rescue: Rescue | None = None  # of the archive of which this job reads a part
    member: int | None = None  # which part: a member by number, or the list of them
    part: Part | None = None


class _Wall:
    """A pool of workers, its watch over their memory, and the jobs that are out."""

    def __init__(
        self,
        workers: int,
        seconds: float,
        memory_mb: int,
        limits: Limits,
        reader: ReadFunction,
        archive_reader: Part,
    ) -> None:
        self.workers, self.seconds, self.memory_mb = workers, seconds, memory_mb
        self.limits, self.reader, self.archive_reader = limits, reader, archive_reader
        self.out: dict[int, _Ticket] = {}
        self._done: SimpleQueue[tuple[_Ticket, Future[Reading]]] = SimpleQueue()
        self._numbers = 0
        self._closing = threading.Event()
        self._watch: threading.Thread | None = None
        self._pool: Any = None  # pebble's, untyped
        self.key: tuple[Any, ...] | None = None  # under which it waits for another call; None = it does not

    def __enter__(self) -> _Wall:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self.key is not None and self._pool.active:
            self._look_away()
            _resting[self.key] = self
        else:
            self.close()

    def _open(self) -> None:
        """Start workers unless some wait here, and watch them."""
        if self._pool is None or not self._pool.active:
            self.close()
            self._context = WallContext()
            self._pool = ProcessPool(
                max_workers=self.workers,
                initializer=prepare,
                initargs=(self.memory_mb, self.limits, self.reader),
                context=self._context,
            )
        self._closing = threading.Event()
        self._watch = threading.Thread(
            target=self._look_at_memory, args=(self._context, self._closing), daemon=True
        )
        self._watch.start()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None
        self._look_away()

    def _look_away(self) -> None:
        self._closing.set()
        if self._watch is not None:
            self._watch.join()

    def hand_out(self, job: ReadJob) -> None:
        self._add(_Ticket(0, job))

    def _add(self, ticket: _Ticket) -> None:
        self._numbers += 1
        ticket.number = self._numbers
        self.out[ticket.number] = ticket
        self._schedule(ticket)

    def _schedule(self, ticket: _Ticket) -> None:
        ticket.tries += 1
        ticket.started = time.monotonic()
        try:
            future: Future[Reading] = self._pool.schedule(
                read_job,
                args=(ticket.number, ticket.job.path, ticket.job.file, ticket.part),
                timeout=self.seconds,
            )
        except RuntimeError as error:  # the pool broke since the last result
            future = Future()
            future.set_exception(BrokenProcessPool(str(error)))
        future.add_done_callback(lambda done: self._done.put((ticket, done)))

    def next_result(self) -> ReadResult:
        """Wait for a job to be settled; jobs lost through no fault of theirs are handed out again."""
        while True:
            ticket, future = self._done.get()
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                self._mend()
            if self._is_worth_another_try(ticket, error) and ticket.tries < _TRIES:
                self._schedule(ticket)
                continue
            del self.out[ticket.number]
            result = self._rescued(ticket, self._settle(ticket, future, error))
            if result is not None:
                return result

    def _rescued(self, ticket: _Ticket, result: ReadResult) -> ReadResult | None:
        """The result, unless it is a part of an archive of which more is to come."""
        rescue = ticket.rescue
        if rescue is None:
            stopped = result.problem is not None and result.problem.code == ReadingStopped.code
            if not stopped or result.problem is None or not may_be_archive(ticket.job.path):
                return result
            rescue = Rescue(result.problem, self.archive_reader)
        elif rescue.outline is not None and ticket.member is not None:
            rescue.take_member(ticket.member, result.document, result.problem)
        elif result.document is None:  # no archive, or one that cannot even be listed
            return ReadResult(ticket.job, None, rescue.problem, rescue.seconds)
        else:
            rescue.take_outline(result.document)
        rescue.seconds += result.seconds
        if rescue.is_complete:
            return ReadResult(ticket.job, rescue.document(), None, rescue.seconds)
        self._hand_out_parts(ticket.job, rescue, 1 if ticket.member is not None else self.workers)
        return None

    def _hand_out_parts(self, job: ReadJob, rescue: Rescue, count: int) -> None:
        for _ in range(count):
            following = rescue.next_part()
            if following is not None:
                member, part = following
                self._add(_Ticket(0, job, rescue=rescue, member=member, part=part))
            if rescue.outline is None:
                return

    def _is_worth_another_try(self, ticket: _Ticket, error: BaseException | None) -> bool:
        """The worker died of something else than this file."""
        if isinstance(error, BrokenProcessPool) or _exit_code(error) == TIRED:
            return True
        return _was_killed(error) and ticket.number not in self._context.oversized

    def _mend(self) -> None:
        """Open a new pool once, whichever of the lost jobs says so first."""
        if not self._pool.active:
            self.close()
            self._open()

    def _settle(self, ticket: _Ticket, future: Future[Reading], error: BaseException | None) -> ReadResult:
        if error is None:
            reading = future.result()
            return ReadResult(ticket.job, reading.document, reading.problem, reading.seconds)
        stopped = ReadingStopped(ticket.job.file, self._cause(ticket, error))
        return ReadResult(
            ticket.job,
            None,
            stopped.problem,
            time.monotonic() - self._context.seen.get(ticket.number, ticket.started),
        )

    def _cause(self, ticket: _Ticket, error: BaseException) -> str:
        if ticket.number in self._context.oversized or _exit_code(error) == OUT_OF_MEMORY:
            return f"读取占用内存超过 {self.memory_mb} MB，已停止"
        if isinstance(error, PassedLimit):
            return f"读取超过 {self.seconds:g} 秒仍未结束，已停止"
        if isinstance(error, ProcessExpired):
            return f"读取进程异常退出（代码 {error.exitcode}），文件疑似损坏或带有恶意结构"
        return f"读取结果无法传回（{type(error).__name__}）"

    def _look_at_memory(self, context: WallContext, closing: threading.Event) -> None:
        while not closing.wait(_LOOK_EVERY):
            context.look(self.memory_mb)


def _exit_code(error: BaseException | None) -> int | None:
    return error.exitcode if isinstance(error, ProcessExpired) else None


def _was_killed(error: BaseException | None) -> bool:
    """SIGKILL that we did not send: somebody, or the system short of memory, ended the worker."""
    return os.name == "posix" and _exit_code(error) == -signal.SIGKILL
