"""Frozen values to table rows and back; pydantic validates what comes out of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


class Rows(Generic[T]):
    """One dataclass as rows: plain fields as columns, nested ones as JSON text."""

    def __init__(self, kind: type[T], nested: Iterable[str] = ()) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._nested = frozenset(nested)

    def dump(self, value: T) -> dict[str, Any]:
        row: dict[str, Any] = self._adapter.dump_python(value, mode="json")
        for name in self._nested:
            row[name] = None if row[name] is None else json.dumps(row[name], ensure_ascii=False)
        return row

    def load(self, row: Mapping[str, Any]) -> T:
        values = dict(row)
        for name in self._nested:
            if values.get(name) is not None:
                values[name] = json.loads(values[name])
        return self._adapter.validate_python(values)

    def to_json(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def from_json(self, text: str) -> T:
        return self._adapter.validate_json(text)
