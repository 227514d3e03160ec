"""The ledger: everything duban knows, in one SQLite file through sqlite-utils.

Writing is by transactions of whole files; a run that is killed leaves each file either wholly recorded
or not at all. Tables and columns are described in docs/ledger.md.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from outputs.books.deciding import DecidingBook
from outputs.books.intake import Arrival, FileFate, IntakeBook
from outputs.books.judging import JudgingBook
from outputs.books.publishing import PublishingBook
from outputs.books.understanding import UnderstandingBook
from outputs.schema import migrations

__all__ = ["Arrival", "FileFate", "Ledger", "LedgerError"]


class LedgerError(Exception):
    """The ledger cannot be used: what is wrong and what to do, in Chinese."""


class Ledger(IntakeBook, UnderstandingBook, JudgingBook, DecidingBook, PublishingBook):
    """One open ledger. Use as a context manager, or close it."""

    def __init__(self, path: Path | None) -> None:
        """Open (and create or migrate) the ledger; None keeps it in memory.

        Raises LedgerError if the file is no ledger, is of a newer duban, or cannot be written.
        """
        self.db = _open(path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()


def _open(path: Path | None) -> Database:
    try:
        db = Database(memory=True) if path is None else Database(path)
        if path is not None:
            db.enable_wal()
        _refuse_newer(db, path)
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise LedgerError(
            f"台账数据库无法使用：{path}：{error}。请检查磁盘空间与写权限，或用 duban restore 恢复备份。"
        ) from error
    return db


def _refuse_newer(db: Database, path: Path | None) -> None:
    known = {migration.name for migration in migrations.pending(db)} | {
        migration.name for migration in migrations.applied(db)
    }
    ours = {name for name in known if name in _OUR_MIGRATIONS}
    if known - ours:
        raise LedgerError(f"台账数据库由更新版本的 duban 写成：{path}。请升级 duban 后再运行。")


_OUR_MIGRATIONS = frozenset(migration.name for migration in migrations.pending(Database(memory=True)))
