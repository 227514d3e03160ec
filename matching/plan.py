"""The plan as data: items, parts, targets, commitments, units; loaded once, checked, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Target:
    """A number the plan names."""

    metric: str  # 双师型专业教师占比
    population: str  # 全市, 水产学校, …
    comparator: str  # ge | le | eq
    value: Decimal
    unit: str  # %, 人次, 处, …
    per: str = ""  # ISO duration of a yearly or other rate, "P1Y"
    source: str = "list"  # list | body
    period: str = ""  # "year" if judged at year's end


@dataclass(frozen=True, slots=True)
class Part:
    """The least unit that is judged; everything with a date or a number hangs on a part."""

    id: str  # "15a"; "15" where the item is one thing
    text: str
    due: date | None = None  # the chosen reading, inclusive
    alternatives: tuple[date, ...] = ()  # other readings: only yellow
    reason: str = ""  # why this reading
    targets: tuple[Target, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One of the items of the list, word for word."""

    number: int
    category: str  # 一 … 十二
    category_name: str
    text: str
    lead: tuple[str, ...]  # short forms of the notice
    responsible: tuple[str, ...]
    inherited_from: int | None = None  # row from which the merged unit cells come
    soft: bool = False
    conditional: bool = False  # 33, 34: only once triggered
    ceiling: bool = False  # 35: only too high is wrong
    schools: tuple[str, ...] = ()
    body: str = ""  # the matching passage of the notice's body
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise of the notice's body that the list lacks (清单外承诺)."""

    id: str  # B1 …
    text: str
    body: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Whoever may report, and every name it goes by."""

    id: str
    name: str  # full name
    short: str  # as in the notice's list: 市教体局
    aliases: tuple[str, ...] = ()
    kind: str = "bureau"  # bureau | party | school | college | foreign | vertical
    accountable: bool = True  # False: 威海海洋职业学院 is not the city's to blame
    reports_through: str = ""  # short form: 市委教育工委 reports through 市教体局


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. `items` in order of their numbers."""

    id: str
    title: str
    document: str  # 荣政发〔2020〕6号
    issued: date
    issuer: str
    office: str
    items: tuple[TaskItem, ...]
    commitments: tuple[Commitment, ...]
    units: tuple[Unit, ...]

    def item(self, number: int) -> TaskItem:
        return next(item for item in self.items if item.number == number)
