"""One run at a time: an exclusive SQLite transaction, which the system frees at once when a run is killed."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from flows.failures import Locked, RunFailure, WorkspaceProblem, failure_of


@contextmanager
def exclusive(lock: Path, cause: str = "另一次运行正在进行") -> Iterator[None]:
    """Hold the workspace for one run; raises Locked with the cause, naming who holds it."""
    try:
        connection = sqlite3.connect(lock, isolation_level=None, timeout=0)
    except sqlite3.OperationalError as error:
        raise _unusable(error, lock) from error
    try:
        _take(connection, lock, cause)
        with suppress(OSError):  # a full disk: the lock holds, only the name of its holder stays unknown
            _holder(lock).write_text(json.dumps(_who(), ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        connection.close()


def _take(connection: sqlite3.Connection, lock: Path, cause: str) -> None:
    try:
        connection.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise _unusable(error, lock) from error
        raise Locked(str(lock), f"{cause}（{_who_holds(lock)}）", "请等它结束后再试") from error


def _unusable(error: sqlite3.Error, lock: Path) -> RunFailure:
    told = failure_of(error, lock.parent)
    cause = told.cause if told else str(error)
    return WorkspaceProblem(str(lock), f"无法取得运行锁（{cause}）", "请检查工作区的磁盘空间与写权限")


def _holder(lock: Path) -> Path:
    return lock.with_suffix(".json")


def _who() -> dict[str, object]:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": since}


def _who_holds(lock: Path) -> str:
    try:
        who = json.loads(_holder(lock).read_text(encoding="utf-8"))
        return f"{who['host']} 上的进程 {who['pid']}，{who['since']} 开始"
    except (OSError, ValueError, KeyError):
        return "进程不详"
