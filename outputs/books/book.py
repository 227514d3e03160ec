"""What all books share: the database and its transactions."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlite_utils import Database


class Book:
    """One database, written in transactions."""

    db: Database

    def atomic(self) -> AbstractContextManager[Any]:
        """All writing inside happens wholly or not at all; may be nested."""
        return self.db.atomic()


def columns_of(value: Any) -> dict[str, Any]:
    """The fields of a frozen slotted dataclass of plain values, as a row."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
