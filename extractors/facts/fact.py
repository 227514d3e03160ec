"""A date, period or figure found in text; the fields are those of the public stream (docs/streams.md)."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

TimeKind = Literal["date", "period", "duration", "frequency"]
FigureKind = Literal["percent", "percentage_point", "money", "quantity", "number", "ratio"]
TIME_KINDS: frozenset[str] = frozenset({"date", "period", "duration", "frequency"})

if TYPE_CHECKING:
    Value = Decimal | str
else:

    class Value(ABC):  # noqa: B024 - a name for both
        """A number, or ISO 8601 text: one type, so that who reads facts from JSON, where both are text, decides once."""

    Value.register(Decimal)
    Value.register(str)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact and the exact characters that carry it: text[start_char:end_char] == surface."""

    surface: str
    start_char: int
    end_char: int
    kind: TimeKind | FigureKind
    start: date | None = None  # time: first day, inclusive; None = open
    end: date | None = None  # time: last day, inclusive; None = open
    value: Value | None = None  # figures: base units; durations, frequencies: ISO 8601; dates: None
    low: Decimal | None = None  # range instead of value
    high: Decimal | None = None
    unit: str = ""  # 元, %, 百分点, or the measure word as written
    mod: str = ""  # before since until end start within
    comparator: str = ""  # ge gt le lt approx approx_above approx_below
    role: str = ""  # from to delta
    direction: str = ""  # up down
    per: str = ""  # ISO duration of a rate
    assumed: bool = False  # the year was not written and had to be the year before the report's
    # What a figure measures, taken from its clause, row and column headers ("" = not said):
    metric: str = ""  # e.g. 培训, 双师型教师占比: the words as written nearby
    population: str = ""  # e.g. 全市, 水产学校, 专业教师
    basis: str = ""  # cumulative annual increment part, "" = not said
    over_start: date | None = (
        None  # the days a figure is of: first and last, inclusive; None = open or not said
    )
    over_end: date | None = None

    @property
    def is_time(self) -> bool:
        return self.kind in TIME_KINDS

    def measured(
        self, metric: str, population: str, basis: str, over_start: date | None, over_end: date | None
    ) -> Fact:
        """The same figure with what it measures; `dataclasses.replace` takes three times as long."""
        measures = (metric, population, basis, over_start, over_end)
        return Fact(*(*_as_found(self), *measures))


_as_found = attrgetter(*tuple(Fact.__dataclass_fields__)[:-5])
