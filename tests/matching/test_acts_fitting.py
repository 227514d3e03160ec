"""Fitting how far acts got."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.acts_fitting import fit_acts, held_out_scores, telling
from matching.claims import Status
from matching.copied import PlanText
from matching.fitting import Table, by_document
from matching.labels import LABELS, STATUSES, Label, load_labels
from matching.plan import EMBEDDED, load_plan

PLAN = load_plan()
PLAIN = next(
    label for label in load_labels(EMBEDDED / LABELS, len(PLAN.items)) if label.items and not label.context
)


def _label(number: int, statement: str, status: Status, **changes: object) -> Label:
    label = replace(
        PLAIN,
        id=f"x{number}",
        doc=f"d{number}",
        statement=statement,
        items=frozenset({15}),
        status=status,
        item_status={15: status},
    )
    return replace(label, **changes)  # type: ignore[arg-type]


def _table(labels: list[Label]) -> Table:
    """Rows without features; the memory says the label's status aloud."""
    like = np.array([[float(label.status == one) for one in STATUSES] for label in labels], dtype=np.float32)
    rows = len(labels)
    return Table(tuple(labels), np.ones(rows, dtype=bool), np.zeros((rows, 1, 1)), np.zeros((rows, 1)), like)


SAID: dict[Status, str] = {
    "done": "基地已通过验收，编号{}。",
    "ongoing": "基地正在装修，编号{}。",
    "planned": "基地拟于明年招标，编号{}。",
    "blocked": "基地未能获批，编号{}。",
    "none": "基地由学校负责，编号{}。",
}


@pytest.mark.parametrize("told", [STATUSES[:1], STATUSES[:2], STATUSES[3:], STATUSES])
def test_as_many_statuses_as_labels_have_are_told_apart(told: tuple[Status, ...]) -> None:
    labels = [
        _label(n * 10 + place, SAID[one].format(n), one) for n in range(12) for place, one in enumerate(told)
    ]
    table = _table(labels)
    acts = fit_acts(table)
    assert {acts.intercepts[STATUSES.index(one)] > -50 for one in told} == {True}
    known, bare = held_out_scores(table, by_document)
    assert (known.statements, known.accuracy, known.macro_f1) == (len(labels), 1.0, 1.0)
    assert bare == known


def test_what_has_two_statuses_or_repeats_the_plan_does_not_teach() -> None:
    labels = [
        _label(1, "基地已通过验收。", "done"),
        _label(
            2,
            "基地已验收，中心在装修。",
            "done",
            items=frozenset({15, 13}),
            item_status={15: "done", 13: "ongoing"},
        ),
        _label(3, PLAN.items[14].text, "none"),
    ]
    assert [label.id for label in telling(_table(labels), PlanText(PLAN)).labels] == ["x1"]
