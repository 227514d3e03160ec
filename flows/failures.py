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

import sqlite3
from pathlib import Path

from outputs.storage import FULL, READ_ONLY, told_of


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


#: SQLite says what is wrong in English words only.
_SQLITE = {
    "disk is full": FULL,
    "readonly database": READ_ONLY,
    "disk I/O error": ("读写台账时出错，磁盘可能已满或已断开", "请检查磁盘后重跑，已入账的不会丢失"),
    "unable to open": ("打不开台账", "请检查磁盘空间与写权限后重跑"),
    "malformed": ("台账已损坏", "请用 duban restore 恢复最近的备份"),
    "not a database": ("文件不是台账", "请用 duban restore 恢复最近的备份"),
    "locked": ("台账正被其他程序占用", "请关闭打开它的程序后重跑"),
}


def failure_of(error: BaseException, place: Path) -> RunFailure | None:
    """The failure that a storage error amounts to, `place` where the error names none; None for all others."""
    if isinstance(error, sqlite3.DatabaseError):
        known = next((told for words, told in _SQLITE.items() if words in str(error)), None)
        return StorageFailure(str(place / "duban.db"), *known) if known else None
    told = told_of(error) if isinstance(error, OSError) else None
    return StorageFailure(str(getattr(error, "filename", None) or place), *told) if told else None
