"""What runs inside a reading worker, and how such a worker is started."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import current_process
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Any

from extractors.document import Document, Problem
from extractors.errors import ReadingStopped, UnreadableDocument
from extractors.readers.limits import Limits

ReadFunction = Callable[..., Document]
Part = Callable[..., Document]  # reads one part of an archive; travels to the worker by name

OUT_OF_MEMORY = 71  # exit code of a worker that could not even say so
TIRED = 75  # exit code of a worker that holds on to memory of earlier files; EX_TEMPFAIL in sysexits.h

#: One thread a process: two workers on two cores are faster than four threads on two cores.
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_THREAD_LIMIT",
    "ORT_NUM_THREADS",
)
#: Address space beside resident size: libraries map much that they never touch.
_ADDRESS_SPACE_FACTOR = 4
_ADDRESS_SPACE_FLOOR = 4 * 1024**3  # bytes
_launching = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """The worker's answer."""

    document: Document | None
    problem: Problem | None
    seconds: float


@dataclass(frozen=True, slots=True)
class _Duty:
    """What every job of this worker shares; set once by `prepare`."""

    memory: int  # bytes
    limits: Limits
    reader: ReadFunction


_duty: _Duty | None = None


def prepare(memory_mb: int, limits: Limits, reader: ReadFunction) -> None:
    """Make the worker ready before its first file (runs in the worker, before heavy imports)."""
    global _duty
    # A hung C library never runs Python's handler: let the signal end the process by itself.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    _duty = _Duty(memory_mb * 1024 * 1024, limits, reader)
    _cap_address_space(_duty.memory)


def read_job(number: int, path: str, file: str, part: Part | None = None) -> Reading:
    """Read one file, or one part of an archive (runs in the worker). Every failure becomes a problem of that file."""
    assert _duty is not None, "prepare() comes first"  # noqa: S101 - a programming error, not an input
    _rest_if_tired(_duty.memory)
    _mark_busy(number)
    start = time.perf_counter()
    try:
        given = {"file": file, "limits": _duty.limits}
        read = _duty.reader(Path(path), **given) if part is None else part(Path(path), **given)
        document, problem = read, None
    except UnreadableDocument as error:
        document, problem = None, error.problem
    except MemoryError:
        document, problem = None, ReadingStopped(file, "读取所需内存超过限额").problem
    except Exception:  # a fault of ours must not be mistaken for one of the next file
        traceback.print_exc(file=sys.stderr)
        document, problem = None, ReadingStopped(file, "读取程序内部出错，详见日志").problem
    finally:
        _mark_busy(0)
    return Reading(document, problem, time.perf_counter() - start)


def _mark_busy(number: int) -> None:
    process = current_process()
    if isinstance(process, WallProcess):
        process.busy.value = number


def _rest_if_tired(memory: int) -> None:
    """Give memory of earlier files back, or make way for a fresh worker, before the next file is blamed."""
    if resident(os.getpid()) <= memory // 2:
        return
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL(None).malloc_trim(0)
    if resident(os.getpid()) > memory // 2:
        os._exit(TIRED)


def _cap_address_space(memory: int) -> None:
    """A single monstrous allocation fails at once instead of filling the machine between two looks."""
    if sys.platform != "linux":
        return
    import resource

    cap = max(memory * _ADDRESS_SPACE_FACTOR, _ADDRESS_SPACE_FLOOR)
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))


def resident(pid: int, parent: int | None = None) -> int:
    """Resident bytes of a process, 0 where unknown, gone, or not a child of `parent`."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0
    if parent is not None and int(fields[1]) != parent:
        return 0
    return int(fields[21]) * os.sysconf("SC_PAGE_SIZE")


class WallProcess(SpawnProcess):
    """A worker that shows which job it is busy with (0: none), and is started without our main module.

    Spawn imports the parent's main module again in every child; a worker needs nothing of it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.busy = RawValue("L", 0)

    def start(self) -> None:
        with _launching:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = types.ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class WallContext(SpawnContext):
    """Starts `WallProcess`es, remembers them, and knows which jobs were stopped for their size."""

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[WallProcess] = []
        self.oversized: set[int] = set()
        self.seen: dict[int, float] = {}  # job → monotonic time at which a worker was first seen busy with it

    def Process(self, *args: Any, **kwargs: Any) -> WallProcess:  # type: ignore[override]  # noqa: N802 - the library's name
        process = WallProcess(*args, **kwargs)
        self.processes.append(process)
        return process

    def look(self, memory_mb: int) -> None:
        """Note who is busy with what; kill each worker that is busy with a file and larger than the limit."""
        for process in list(self.processes):
            number = process.busy.value
            if not number or process.pid is None:
                continue
            self.seen.setdefault(number, time.monotonic())
            if resident(process.pid, os.getpid()) > memory_mb * 1024 * 1024 and process.busy.value == number:
                self.oversized.add(number)
                process.kill()
