"""plan.toml and units.toml to plain frozen values, with the line on which each table stands.

`tomllib` does not keep line numbers, so the headers of the tables ([[item]], [[item.part]] …) are counted
in the text: TOML writes arrays of tables one after the other, in the order in which the parser returns them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from matching.plan import Commitment, Part, Plan, PlanError, Target, TaskItem, Unit

PLAN_FILE = "plan.toml"
UNITS_FILE = "units.toml"
NOTICE_FILE = "notice.txt"
HEADER = re.compile(r"^\s*\[{1,2}\s*([\w.]+)\s*\]{1,2}\s*(?:#.*)?$")
TOML_LINE = re.compile(r"at line (\d+)")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each table begins: (file, 1-based line) by a key such as ("item", 7) or ("part", "15a")."""

    places: dict[tuple[str, str], tuple[str, int]]

    def of(self, kind: str, key: object) -> tuple[str, int]:
        return self.places.get((kind, str(key)), (PLAN_FILE, 0))


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with its place; its getters name the line when a field is missing or of a wrong kind."""

    file: str
    line: int
    row: Row
    text: str  # the whole file, to find the line of a field

    def fail(self, cause: str, field: str = "") -> PlanError:
        return PlanError(self.file, self._line_of(field), cause)

    def _line_of(self, field: str) -> int:
        if not field:
            return self.line
        rows = self.text.splitlines()
        for number in range(self.line, len(rows)):
            if HEADER.match(rows[number]):
                break
            if re.match(rf"\s*{re.escape(field)}\s*=", rows[number]):
                return number + 1
        return self.line

    def allow(self, *fields: str) -> None:
        for name in self.row:
            if name not in fields:
                raise self.fail(f"不认识的字段“{name}”", name)

    def word(self, field: str, default: str | None = None) -> str:
        value = self.row.get(field, default)
        if value is None:
            raise self.fail(f"缺少字段“{field}”")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fail(f"字段“{field}”应为文字且不能为空", field)
        return value

    def words(self, field: str, required: bool = False) -> tuple[str, ...]:
        value = self.row.get(field)
        if value is None and not required:
            return ()
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise self.fail(f"字段“{field}”应为文字的列表", field)
        return tuple(value)

    def flag(self, field: str, default: bool = False) -> bool:
        value = self.row.get(field, default)
        if not isinstance(value, bool):
            raise self.fail(f"字段“{field}”应为 true 或 false", field)
        return value

    def number(self, field: str) -> int:
        value = self.row.get(field)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fail(f"字段“{field}”应为整数", field)
        return value

    def amount(self, field: str) -> Decimal:
        try:
            return Decimal(str(self.row[field]))
        except (KeyError, InvalidOperation):
            raise self.fail(f"字段“{field}”应为数", field) from None

    def day(self, field: str) -> date | None:
        value = self.row.get(field)
        return None if value is None else self._as_day(value, field)

    def days(self, field: str) -> tuple[date, ...]:
        value = self.row.get(field, [])
        if not isinstance(value, list):
            raise self.fail(f"字段“{field}”应为日期的列表", field)
        return tuple(self._as_day(entry, field) for entry in value)

    def _as_day(self, value: object, field: str) -> date:
        """A TOML date, or the same in quotes; a day that is not in the calendar is refused."""
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise self.fail(f"字段“{field}”的“{value}”不是日历上的日期", field) from None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.fail(f"字段“{field}”应为日期，如 2021-12-31", field)
        return value


def read_plan(folder: Path) -> tuple[Plan, Lines]:
    """Read the two files of a plan folder; only their form is checked here. Raises PlanError."""
    places: dict[tuple[str, str], tuple[str, int]] = {}
    text, data = _toml(folder / PLAN_FILE)
    lines = _header_lines(text)
    head = _head(data, text, lines)
    items = tuple(_items(data, text, lines, places))
    commitments = tuple(_commitments(data, text, lines, places))
    return (
        Plan(
            id=head.word("id"),
            title=head.word("title"),
            document=head.word("document"),
            issued=_issued(head),
            issuer=head.word("issuer"),
            office=head.word("office"),
            items=items,
            commitments=commitments,
            units=_units(folder / UNITS_FILE, places),
            list_title=head.word("list", ""),
            topics=head.words("topics"),
            notice=_notice(folder / NOTICE_FILE),
        ),
        Lines(places),
    )


def _toml(path: Path) -> tuple[str, Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PlanError(path.name, 0, f"方案目录 {path.parent} 里没有这个文件") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise PlanError(path.name, 0, f"文件打不开或不是 UTF-8 文本（{problem}）") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = TOML_LINE.search(str(problem))
        line = int(found.group(1)) if found else _bad_date_line(text)
        raise PlanError(path.name, line, f"不是合格的 TOML（{problem}）") from None
    except ValueError as problem:  # tomllib lets a day like 2021-02-30 through to the calendar
        raise PlanError(path.name, _bad_date_line(text), f"有不存在的日期（{problem}）") from None


def _bad_date_line(text: str) -> int:
    for number, row in enumerate(text.splitlines(), 1):
        for written in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", row.split("#")[0]):
            try:
                date.fromisoformat(written)
            except ValueError:
                return number
    return 0


def _header_lines(text: str) -> dict[str, Iterator[int]]:
    found: dict[str, list[int]] = {}
    for number, row in enumerate(text.splitlines(), 1):
        header = HEADER.match(row)
        if header:
            found.setdefault(header.group(1), []).append(number)
    return {name: iter(numbers) for name, numbers in found.items()}


def _tables(
    rows: object, name: str, file: str, text: str, lines: dict[str, Iterator[int]]
) -> Iterator[Table]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PlanError(file, next(lines.get(name, iter(())), 0), f"[[{name}]] 应为表的列表")
    for row in rows:
        yield Table(file, next(lines.get(name, iter(())), 0), row, text)


def _head(data: Row, text: str, lines: dict[str, Iterator[int]]) -> Table:
    row = data.get("plan")
    if not isinstance(row, dict):
        raise PlanError(PLAN_FILE, 0, "缺少 [plan]")
    head = Table(PLAN_FILE, next(lines.get("plan", iter(())), 0), row, text)
    head.allow("id", "title", "list", "document", "issued", "issuer", "office", "topics")
    for name in data:
        if name not in ("plan", "item", "commitment"):
            raise PlanError(PLAN_FILE, next(lines.get(name, iter(())), 0), f"不认识的表“{name}”")
    return head


def _issued(head: Table) -> date:
    issued = head.day("issued")
    if issued is None:
        raise head.fail("缺少字段“issued”（印发日期）")
    return issued


def _items(
    data: Row, text: str, lines: dict[str, Iterator[int]], places: dict[tuple[str, str], tuple[str, int]]
) -> Iterator[TaskItem]:
    for table in _tables(data.get("item", []), "item", PLAN_FILE, text, lines):
        table.allow(
            "number", "category", "category_name", "text", "lead", "responsible", "inherited_from", "soft",
            "conditional", "ceiling", "schools", "body", "part",
        )  # fmt: skip
        number = table.number("number")
        if ("item", str(number)) in places:
            earlier = places["item", str(number)][1]
            raise table.fail(f"任务序号 {number} 重复（第{earlier}行已有）", "number")
        places["item", str(number)] = (PLAN_FILE, table.line)
        yield TaskItem(
            number=number,
            category=table.word("category"),
            category_name=table.word("category_name"),
            text=table.word("text"),
            lead=table.words("lead", required=True),
            responsible=table.words("responsible", required=True),
            inherited_from=table.number("inherited_from") if "inherited_from" in table.row else None,
            soft=table.flag("soft"),
            conditional=table.flag("conditional"),
            ceiling=table.flag("ceiling"),
            schools=table.words("schools"),
            body=table.word("body", ""),
            parts=tuple(_parts(table.row, text, lines, places)),
        )


def _parts(
    row: Row, text: str, lines: dict[str, Iterator[int]], places: dict[tuple[str, str], tuple[str, int]]
) -> Iterator[Part]:
    for table in _tables(row.get("part", []), "item.part", PLAN_FILE, text, lines):
        table.allow("id", "text", "due", "alternatives", "reason", "soft", "per", "target")
        part = table.word("id")
        if ("part", part) in places:
            raise table.fail(f"分项编号“{part}”重复（第{places['part', part][1]}行已有）", "id")
        places["part", part] = (PLAN_FILE, table.line)
        yield Part(
            id=part,
            text=table.word("text"),
            due=table.day("due"),
            alternatives=table.days("alternatives"),
            reason=table.word("reason", ""),
            targets=tuple(_targets(table.row, part, text, lines, places)),
            soft=table.flag("soft"),
            per=table.word("per", ""),
        )


def _targets(
    row: Row,
    part: str,
    text: str,
    lines: dict[str, Iterator[int]],
    places: dict[tuple[str, str], tuple[str, int]],
) -> Iterator[Target]:
    tables = _tables(row.get("target", []), "item.part.target", PLAN_FILE, text, lines)
    for index, table in enumerate(tables):
        table.allow(
            "metric", "population", "comparator", "value", "unit", "per", "source", "period", "words", "unlike",
            "names",
        )  # fmt: skip
        places["target", f"{part}.{index}"] = (PLAN_FILE, table.line)
        yield Target(
            metric=table.word("metric"),
            population=table.word("population"),
            comparator=table.word("comparator"),
            value=table.amount("value"),
            unit=table.word("unit"),
            per=table.word("per", ""),
            source=table.word("source", "list"),
            period=table.word("period", ""),
            words=table.words("words"),
            unlike=table.words("unlike"),
            names=table.words("names"),
        )


def _commitments(
    data: Row, text: str, lines: dict[str, Iterator[int]], places: dict[tuple[str, str], tuple[str, int]]
) -> Iterator[Commitment]:
    for table in _tables(data.get("commitment", []), "commitment", PLAN_FILE, text, lines):
        table.allow("id", "text", "body", "words")
        key = table.word("id")
        if ("commitment", key) in places:
            raise table.fail(f"清单外承诺编号“{key}”重复", "id")
        places["commitment", key] = (PLAN_FILE, table.line)
        yield Commitment(key, table.word("text"), table.word("body"), table.words("words"))


def _units(path: Path, places: dict[tuple[str, str], tuple[str, int]]) -> tuple[Unit, ...]:
    text, data = _toml(path)
    units = []
    for table in _tables(data.get("unit", []), "unit", UNITS_FILE, text, _header_lines(text)):
        table.allow("id", "name", "short", "aliases", "kind", "accountable", "reports_through")
        unit = Unit(
            id=table.word("id"),
            name=table.word("name"),
            short=table.word("short"),
            aliases=table.words("aliases"),
            kind=table.word("kind"),
            accountable=table.flag("accountable", True),
            reports_through=table.word("reports_through", ""),
        )
        if ("unit", unit.id) in places:
            raise table.fail(f"单位编号“{unit.id}”重复", "id")
        places["unit", unit.id] = (UNITS_FILE, table.line)
        units.append(unit)
    return tuple(units)


def _notice(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
