"""What stops a whole run, each with its exit code and remedy.

    RunFailure
    ├── WorkspaceProblem   2  no workspace, read-only, inbox gone
    ├── SettingsInvalid    6  duban.toml broken or out of bounds
    ├── PlanInvalid        6  plan.toml / units.toml broken
    ├── MissingTool        5  an extra that the settings ask for is not installed
    ├── Locked             7  another run holds the lock
    ├── LedgerUnusable     1  the database cannot be used
    ├── PapersUnwritten    1  the night was judged, a paper could not be made or written
    ├── NotBalanced        1  a stage gave out another number of files than it took in
    └── StorageFailure     1  the disk is full, a share is gone; `failure_of` tells which

A single bad file is none of these: it becomes a fate of its own and the night goes on.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path


class RunFailure(Exception):
    """Something that stops the run: place, cause and remedy, in Chinese."""

    exit_code = 1

    def __init__(self, place: str, cause: str, remedy: str) -> None:
        super().__init__(place, cause, remedy)
        self.place, self.cause, self.remedy = place, cause, remedy

    def __str__(self) -> str:
        return f"{self.place}：{self.cause}。{self.remedy}。"


class WorkspaceProblem(RunFailure):
    exit_code = 2


class SettingsInvalid(RunFailure):
    exit_code = 6


class PlanInvalid(RunFailure):
    exit_code = 6


class Locked(RunFailure):
    exit_code = 7


class MissingTool(RunFailure):
    exit_code = 5


class LedgerUnusable(RunFailure):
    exit_code = 1


class PapersUnwritten(RunFailure):
    exit_code = 1


class NotBalanced(RunFailure):
    exit_code = 1


class StorageFailure(RunFailure):
    exit_code = 1


_GONE = ("存储或网络共享已断开", "请恢复连接后重跑，已入账的不会丢失")
_FULL = ("磁盘已满", "请腾出空间后重跑，已入账的不会丢失")
_READ_ONLY = ("存储为只读", "请检查写权限或介质的写保护后重跑")
_WORDS = {
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EROFS": _READ_ONLY,
    "EACCES": ("没有权限", "请检查该处的读写权限后重跑"),
    "EPERM": ("没有权限", "请检查该处的读写权限后重跑"),
    "ENOENT": ("文件或文件夹已不存在", "请检查共享是否连通、文件是否被移走后重跑"),
    **dict.fromkeys(("EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "ENETDOWN", "ENODEV", "ENXIO"), _GONE),
}
#: Not every system knows every name.
_CAUSES = {getattr(errno, name): told for name, told in _WORDS.items() if hasattr(errno, name)}
#: Windows' own numbers for a share or a drive that went away.
_GONE_ON_WINDOWS = frozenset({53, 54, 55, 59, 64, 65, 67, 121, 1167, 1222, 1231, 1232})
#: SQLite says what is wrong in English words only.
_SQLITE = {
    "disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "disk I/O error": ("读写台账时出错，磁盘可能已满或已断开", "请检查磁盘后重跑，已入账的不会丢失"),
    "unable to open": ("打不开台账", "请检查磁盘空间与写权限后重跑"),
    "malformed": ("台账已损坏", "请用 duban restore 恢复最近的备份"),
    "not a database": ("文件不是台账", "请用 duban restore 恢复最近的备份"),
    "locked": ("台账正被其他程序占用", "请关闭打开它的程序后重跑"),
}


def cause_of(error: OSError) -> str:
    """What a system error means, in Chinese; its own words where it is an unusual one."""
    known = _told(error)
    return known[0] if known else str(error.strerror or error)


def failure_of(error: BaseException, place: Path) -> RunFailure | None:
    """The failure that a storage error amounts to, `place` where the error names none; None for all others."""
    if isinstance(error, sqlite3.DatabaseError):
        known = next((told for words, told in _SQLITE.items() if words in str(error)), None)
        return StorageFailure(str(place / "duban.db"), *known) if known else None
    told = _told(error) if isinstance(error, OSError) else None
    return StorageFailure(str(getattr(error, "filename", None) or place), *told) if told else None


def _told(error: OSError) -> tuple[str, str] | None:
    if getattr(error, "winerror", None) in _GONE_ON_WINDOWS:
        return _GONE
    return _CAUSES.get(error.errno or 0)
