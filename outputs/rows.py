"""Frozen values to table rows and back; what comes out of the database is checked against the value's types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()


class Rows(Generic[T]):
    """One dataclass as rows: plain fields as columns, nested ones as JSON text."""

    def __init__(self, kind: type[T], nested: Iterable[str] = ()) -> None:
        self._kind = kind
        self._nested = frozenset(nested)

    def dump(self, value: T) -> dict[str, Any]:
        """Plain values by name: days as ISO text, tuples as lists, nested fields as JSON text."""
        row: dict[str, Any] = msgspec.to_builtins(value)
        for name in self._nested:
            row[name] = None if row[name] is None else json.dumps(row[name], ensure_ascii=False)
        return row

    def load(self, row: Mapping[str, Any]) -> T:
        """Raises msgspec.ValidationError where a column is none that `dump` makes."""
        values = dict(row)
        for name in self._nested:
            if values.get(name) is not None:
                values[name] = json.loads(values[name])
        return msgspec.convert(values, self._kind, dec_hook=_decoded)

    def to_json(self, value: T) -> str:
        return _ENCODER.encode(value).decode()

    def from_json(self, text: str) -> T:
        """Raises msgspec.DecodeError where the text is none that `to_json` makes."""
        return self.decoder.decode(text)

    @cached_property
    def decoder(self) -> msgspec.json.Decoder[T]:
        return msgspec.json.Decoder(self._kind, dec_hook=_decoded)


def _decoded(_: type, written: Any) -> Decimal | str:
    """What a fact tells (`extractors.facts.fact.Value`): a number where it is one, else the text as it stands."""
    if not isinstance(written, str):
        raise TypeError(f"not written by duban: {written!r}")
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    return number if number.is_finite() and str(number) == written else written
