"""Labelled statements: the matcher's memory and its yardstick."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.statements import parse_context
from matching.claims import Status
from matching.line import Line, line_of

#: File of a plan's folder that holds them.
LABELS = "labels.jsonl"
STATUSES: tuple[Status, ...] = ("done", "ongoing", "planned", "blocked", "none")


class LabelError(ValueError):
    """A label file cannot be used; the message names the file, the line and the cause."""


@dataclass(frozen=True, slots=True)
class Label:
    """One statement and what a careful reader says of it."""

    id: str
    doc: str  # the report it stands in; folds are cut between documents, never inside one
    unit: str
    period: str
    report_date: str  # ISO
    kind: str  # sentence | cell
    statement: str
    context: str  # 列名：值｜列名：值, or the heading
    items: frozenset[int]
    optional_items: frozenset[int]
    status: Status
    item_status: dict[int, Status]
    explicit_reference: bool
    copied_from_plan: bool
    hard_distractor: bool
    source: str  # own | labelled | decision
    weight: float = 1.0

    @property
    def line(self) -> Line:
        return line_of(self.statement, parse_context(self.context), self.unit)


def load_labels(path: Path, items: int) -> tuple[Label, ...]:
    """Read labels.jsonl; raises LabelError for unknown items or statuses, repeated ids, broken lines."""
    labels: dict[str, Label] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            label = _label(json.loads(text))
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError(f"{path.name} 第{number}行：{error}") from error
        _check(label, items, f"{path.name} 第{number}行")
        if label.id in labels:
            raise LabelError(f"{path.name} 第{number}行：编号{label.id}重复")
        labels[label.id] = label
    return tuple(labels.values())


def _label(row: dict[str, Any]) -> Label:
    return Label(
        id=row["id"],
        doc=row["doc"],
        unit=row["unit"],
        period=row["period"],
        report_date=row["report_date"],
        kind=row["kind"],
        statement=row["statement"],
        context=row["context"],
        items=frozenset(row["items"]),
        optional_items=frozenset(row["optional_items"]),
        status=row["status"],
        item_status={int(item): status for item, status in row["item_status"].items()},
        explicit_reference=row["explicit_reference"],
        copied_from_plan=row["copied_from_plan"],
        hard_distractor=row["hard_distractor"],
        source=row["source"],
    )


def _check(label: Label, items: int, place: str) -> None:
    unknown = sorted(item for item in label.items | label.optional_items if not 1 <= item <= items)
    if unknown:
        raise LabelError(f"{place}：清单里没有第{unknown[0]}项")
    if {label.status, *label.item_status.values()} - set(STATUSES):
        raise LabelError(f"{place}：状态只能是{'、'.join(STATUSES)}")
    if set(label.item_status) != label.items:
        raise LabelError(f"{place}：item_status 与 items 不一致")


def documents(labels: Iterable[Label]) -> tuple[str, ...]:
    """The documents of the labels, each once, sorted."""
    return tuple(sorted({label.doc for label in labels}))
