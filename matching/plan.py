"""The plan as data: items, parts, targets, commitments, units; loaded once, checked, frozen.

`load_plan` is the one way in; the files' format is described in docs/plan-format.md. A broken plan raises
`PlanError`, which names the file, the line and the cause.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

#: The folder of the plan that comes with duban.
EMBEDDED = Path(__file__).parent / "plans" / "rongcheng-2020"


class PlanError(Exception):
    """The plan's data cannot be used: which file, which line (1-based, 0 = the whole file), why."""

    def __init__(self, file: str, line: int, cause: str) -> None:
        super().__init__(file, line, cause)
        self.file = file
        self.line = line
        self.cause = cause

    def __str__(self) -> str:
        place = f"{self.file} 第{self.line}行" if self.line else self.file
        return f"{place}：{self.cause}。请改正后重新运行 duban plan check。"


@dataclass(frozen=True, slots=True)
class Target:
    """A number the plan names."""

    metric: str  # 双师型教师占比
    population: str  # 全市, or the short form of a unit, or what is counted
    comparator: str  # ge | le | eq
    value: Decimal
    unit: str  # %, 人次, 处, …
    per: str = ""  # ISO duration of a yearly or other rate, "P1Y"
    source: str = "list"  # list | body
    period: str = ""  # "year" if judged at year's end
    words: tuple[str, ...] = ()  # one of these stands in the figure's clause; empty: the metric itself
    unlike: tuple[str, ...] = ()  # any of these in the clause makes it a figure of something else
    names: tuple[str, ...] = ()  # what is counted, by name: a sentence that names one is not without a figure


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
    per: str = ""  # "P1Y": owed anew each year; done once is not done for good


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
    words: tuple[str, ...] = ()  # one of these in a sentence says that it speaks of this promise


@dataclass(frozen=True, slots=True)
class Unit:
    """Whoever may report, and every name it goes by."""

    id: str
    name: str  # full name
    short: str  # as in the notice's list: 市教体局
    aliases: tuple[str, ...] = ()
    kind: str = "bureau"  # bureau | party | vertical | school | college | enterprise | outside | foreign
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
    list_title: str = ""  # the annex: 荣成市职业教育创新发展高地任务项目清单
    notice: str = ""  # the notice's own text, "" where the plan folder has none
    topics: tuple[str, ...] = ()  # words by which a paper is known to speak of the plan's field
    school_names: tuple[tuple[str, str], ...] = field(
        init=False, repr=False, compare=False
    )  # any name, short form

    def __post_init__(self) -> None:
        schools = (unit for unit in self.units if unit.kind in ("school", "college"))
        names = tuple(
            (name, unit.short) for unit in schools for name in (unit.name, unit.short, *unit.aliases)
        )
        object.__setattr__(self, "school_names", names)

    def item(self, number: int) -> TaskItem:
        return next(item for item in self.items if item.number == number)

    def unit(self, short: str) -> Unit | None:
        """The unit of this short form; None for a name that is not the plan's."""
        return next((unit for unit in self.units if unit.short == short), None)

    def reporter(self, short: str) -> str:
        """Whose report stands for this unit: itself, or the one it reports through."""
        unit = self.unit(short)
        return unit.reports_through if unit and unit.reports_through else short


def load_plan(folder: Path | None = None) -> Plan:
    """Load and check the plan in `folder` (plan.toml, units.toml); None means the embedded one.

    Raises PlanError with file, line and cause where a file is missing, is not TOML, or does not fit together.
    """
    from matching.plan_check import check_plan
    from matching.plan_file import read_plan

    place = folder or EMBEDDED
    plan, lines = read_plan(place)
    check_plan(plan, lines)
    return plan
