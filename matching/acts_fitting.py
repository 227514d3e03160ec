"""Fit how far acts got on labelled statements, and say how well statements of other hands are judged by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from extractors.facts.modality import judge
from extractors.statements import Context, parse_context
from matching.acts import LIKE, SEEN, Acts, seen
from matching.copied import PlanText
from matching.fitting import Folding, Table, row_weights, select
from matching.labels import STATUSES, Label

#: Inverse regularisation; between .1 and 1 nothing changes (held out by author).
STRENGTH = 1.0
STEPS = 300
#: Log-odds of a status that no label has.
NEVER = -100.0


@dataclass(frozen=True, slots=True)
class ActScore:
    """Statements with items, judged with their items given and by labels of other folds only. Shares, 0..1."""

    statements: int
    accuracy: float
    macro_f1: float  # mean over the statuses that occur


def telling(table: Table, plan_text: PlanText) -> Table:
    """The rows that teach: statements whose items all share one status; copied plan text needs no judging."""
    chosen = [
        len(set(label.item_status.values())) == 1 and not plan_text.is_copied(label.statement)
        for label in table.labels
    ]
    return select(table, np.array(chosen))


def fit_acts(table: Table) -> Acts:
    """The regression over the rows of `telling`."""
    return _regress(_rows(table), _targets(table.labels), row_weights(table))


def held_out_scores(table: Table, folding: Folding) -> tuple[ActScore, ActScore]:
    """With context, and without: each row judged by a regression that saw no row of its fold."""
    rows, targets, weights = _rows(table), _targets(table.labels), row_weights(table)
    folds = np.array([folding(label) for label in table.labels])
    found = np.zeros(len(targets), dtype=np.int64)
    for fold in np.unique(folds):
        inside = folds == fold
        acts = _regress(rows[~inside], targets[~inside], weights[~inside])
        found[inside] = (rows[inside] @ np.array(acts.weights) + np.array(acts.intercepts)).argmax(axis=1)
    known = table.with_context
    bare = ~known | np.array([not label.context for label in table.labels])
    return _score(targets[known], found[known]), _score(targets[bare], found[bare])


def _rows(table: Table) -> NDArray[np.float64]:
    """Features of each row, shape (rows, SEEN + LIKE)."""
    rows = np.zeros((len(table.labels), len(SEEN) + len(LIKE)))
    for row, label, known in zip(rows, table.labels, table.with_context, strict=True):
        context = parse_context(label.context) if known else Context()
        day = date.fromisoformat(label.report_date) if label.report_date else None
        row[seen(label.statement, context, judge(label.statement, context, finished_by=day))] = 1
    rows[:, len(SEEN) :] = table.like
    return rows


def _targets(labels: Sequence[Label]) -> NDArray[np.int64]:
    return np.array([STATUSES.index(next(iter(label.item_status.values()))) for label in labels])


def _regress(rows: NDArray[np.float64], targets: NDArray[np.int64], weights: NDArray[np.float64]) -> Acts:
    from sklearn.linear_model import LogisticRegression

    table, intercepts = np.zeros((rows.shape[1], len(STATUSES))), np.full(len(STATUSES), NEVER)
    told = np.unique(targets)
    intercepts[told] = 0.0
    if len(told) > 1:
        fitted = LogisticRegression(C=STRENGTH, max_iter=STEPS).fit(rows, targets, weights)
        if len(told) == 2:  # then the regression speaks of the second alone
            table[:, told[1]], intercepts[told[1]] = fitted.coef_[0], fitted.intercept_[0]
        else:
            table[:, told], intercepts[told] = fitted.coef_.T, fitted.intercept_
    return Acts(tuple(tuple(map(float, row)) for row in table), tuple(map(float, intercepts)))


def _score(targets: NDArray[np.int64], found: NDArray[np.int64]) -> ActScore:
    f1 = []
    for status in np.unique(targets):
        right = float(((targets == status) & (found == status)).sum())
        f1.append(2 * right / float((targets == status).sum() + (found == status).sum()))
    return ActScore(len(targets), float((targets == found).mean()), float(np.mean(f1)))
