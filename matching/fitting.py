"""Fit the matcher on labelled statements: out-of-document features, one regression, calibration, thresholds.

scikit-learn and scipy are imported here, when a model is fitted, and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.anchors import Anchors
from matching.columns import AGAINST, COLUMNS, EITHER
from matching.examples import memory_of
from matching.features import FeatureMaker
from matching.labels import Label, documents
from matching.lexical import Floats
from matching.line import Line
from matching.model import Model, Thresholds
from matching.plan import Plan

#: Documents, or authors, are dealt into this many folds.
FOLDS = 8
#: Labels of at least this many authors are held out by author.
AUTHORS = 4
#: What is held out together.
Folding = Callable[[Label], str]
#: Inverse regularisation of the regression; chosen by cross-validation by document.
STRENGTH = 0.3
#: Where the search for the intercept starts (about one pair in twenty is true), and its most steps.
START = -3.0
STEPS = {"maxiter": 1500, "maxfun": 2000}
#: Calibration looks only at pairs above this log-odds: below it nobody is asked anything.
DOUBTFUL = -3.5


@dataclass(frozen=True, slots=True)
class Table:
    """Features of labelled statements, each once with and once without context."""

    labels: tuple[Label, ...]  # one per statement row
    with_context: NDArray[np.bool_]  # per statement row
    features: Floats  # (rows, items, features)
    targets: NDArray[np.float32]  # (rows, items): 1, 0, or nan for an arguable link
    like: Floats  # (rows, statuses): what the memory says of how far the act got


def fold_of(doc: str, folds: int = FOLDS) -> int:
    """The fold of a document, from its name alone: the same on every machine and after any change."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % folds


def by_document(label: Label) -> str:
    """Folding between documents: no statement is judged by others of its report."""
    return str(fold_of(label.doc))


def by_author(labels: Iterable[Label]) -> Folding:
    """Folding between authors, the strictest: no statement is judged by others of the same hand.

    Authors are dealt into FOLDS folds of much the same size, the one who wrote most first.
    """
    written = Counter(label.source for label in labels)
    sizes = [0] * FOLDS
    fold_of_author: dict[str, str] = {}
    for author, count in sorted(written.items(), key=lambda one: (-one[1], one[0])):
        smallest = sizes.index(min(sizes))
        sizes[smallest] += count
        fold_of_author[author] = str(smallest)
    return lambda label: fold_of_author[label.source]


def by_several_authors(labels: Iterable[Label]) -> bool:
    """Did so many authors write the labels that they can be held out by author?"""
    return len({label.source for label in labels}) >= AUTHORS


def strictest(labels: Sequence[Label]) -> Folding:
    """By author where at least AUTHORS of them wrote the labels, else by document."""
    return by_author(labels) if by_several_authors(labels) else by_document


def held_out(plan: Plan, anchors: Anchors, labels: Sequence[Label], folding: Folding) -> Table:
    """Features of every label from a memory that has seen no statement of its fold."""
    parts = []
    for fold in sorted({folding(label) for label in labels}):
        inside = [label for label in labels if folding(label) == fold]
        outside = [label for label in labels if folding(label) != fold]
        maker = FeatureMaker(plan, anchors, memory_of(plan, anchors, outside))
        parts.append(tabulate(maker, inside))
    return Table(
        tuple(label for part in parts for label in part.labels),
        np.concatenate([part.with_context for part in parts]),
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.targets for part in parts]),
        np.concatenate([part.like for part in parts]),
    )


def tabulate(maker: FeatureMaker, labels: Sequence[Label]) -> Table:
    """Features of labels as `maker` sees them; a label with context also counts without it."""
    rows: list[tuple[Label, bool, Line]] = []
    for label in labels:
        line = label.line
        if line.context:
            rows.append((label, True, line))
        rows.append((label, not line.context, line.without_context()))
    read = maker.read([line for _, _, line in rows])
    targets = np.stack([_target(label, maker.size) for label, _, _ in rows])
    known = np.array([known for _, known, _ in rows])
    return Table(tuple(label for label, _, _ in rows), known, read.features, targets, read.like)


def _target(label: Label, items: int) -> NDArray[np.float32]:
    target = np.zeros(items, dtype=np.float32)
    target[[item - 1 for item in label.optional_items]] = np.nan
    target[[item - 1 for item in label.items]] = 1
    return target


def regress(table: Table, near: Model | None = None) -> Model:
    """The regression alone, uncalibrated, with the thresholds still open.

    A feature never speaks against its meaning: see `columns.AGAINST` and `columns.EITHER`. `near` is a model of
    much the same rows, from which the search starts; the problem is convex, so that only the time depends on it.
    """
    known = ~np.isnan(table.targets)
    rows, targets = table.features[known].astype(np.float64), table.targets[known].astype(np.float64)
    weights = np.broadcast_to(row_weights(table)[:, None], known.shape)[known]
    means = rows.mean(axis=0)
    rows -= means  # in place: a copy of the rows of 31,000 labels is most of a gigabyte
    scales = np.sqrt(np.einsum("ij,ij->j", rows, rows) / len(rows))
    scales[scales < 1e-6] = 1.0
    rows /= scales
    coefficients, intercept = _bounded_logistic(rows, targets, weights, _start(means, scales, near))
    return Model(
        tuple(map(float, means)),
        tuple(map(float, scales)),
        coefficients,
        intercept,
        1.0,
        0.0,
        Thresholds(0.5, 0.2, 0.0),
        {"statements": len({label.id for label in table.labels}), "documents": len(documents(table.labels))},
    )


def _start(
    means: NDArray[np.float64], scales: NDArray[np.float64], near: Model | None
) -> NDArray[np.float64]:
    """Coefficients and intercept to search from, for rows standardised with these means and scales."""
    if near is None:
        return np.append(np.zeros(len(means)), START)
    weights = np.array(near.coefficients) / np.array(near.scales)
    intercept = near.intercept + float(weights @ (means - np.array(near.means)))
    return np.append(weights * scales, intercept)


def _bounded_logistic(
    rows: NDArray[np.float64],
    targets: NDArray[np.float64],
    weights: NDArray[np.float64],
    start: NDArray[np.float64],
) -> tuple[tuple[float, ...], float]:
    """Coefficients and intercept of a ridge logistic regression whose coefficients keep their features' signs."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        values = rows @ point[:-1] + point[-1]
        logistic = np.logaddexp(0, values) - targets * values
        residuals = weights * (1 / (1 + np.exp(-values)) - targets)
        slope = np.append(rows.T @ residuals + point[:-1] / STRENGTH, residuals.sum())
        return float(weights @ logistic + 0.5 / STRENGTH * point[:-1] @ point[:-1]), slope

    bounds = [*(_bounds(name) for name in COLUMNS), (None, None)]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=STEPS)
    return tuple(map(float, best.x[:-1])), float(best.x[-1])


def _bounds(name: str) -> tuple[float | None, float | None]:
    if name in EITHER:
        return None, None
    return (None, 0.0) if name in AGAINST else (0.0, None)


def row_weights(table: Table) -> NDArray[np.float64]:
    """A statement that stands here twice, with and without its context, counts mostly with it."""
    twice = {label.id for label, known in zip(table.labels, table.with_context, strict=True) if not known}
    return np.array(
        [
            label.weight * (1.0 if label.id not in twice else 0.7 if known else 0.4)
            for label, known in zip(table.labels, table.with_context, strict=True)
        ]
    )


def calibrate(model: Model, decisions: Floats, table: Table) -> Model:
    """Platt scaling on decision values of held-out documents, and the thresholds they support."""
    from sklearn.linear_model import LogisticRegression

    known = ~np.isnan(table.targets) & table.with_context[:, None] & (decisions > DOUBTFUL)
    values, targets = decisions[known].reshape(-1, 1), table.targets[known]
    platt = LogisticRegression(C=1e6, max_iter=1000).fit(values, targets)
    scaled = replace(model, slope=float(platt.coef_[0, 0]), offset=float(platt.intercept_[0]))
    probabilities = 1 / (1 + np.exp(-(scaled.slope * decisions + scaled.offset)))
    return replace(scaled, thresholds=choose_thresholds(probabilities, table))


def choose_thresholds(probabilities: Floats, table: Table) -> Thresholds:
    """`accepted`: where F1 over links and the share of rightly silent statements are best together.

    A false match costs a reviewer's trust, a missed one is still shown as asked; about one half is the most that
    is demanded. `asked`: a third of it.
    """
    rows = table.with_context
    known = ~np.isnan(table.targets[rows])
    values, targets = probabilities[rows], table.targets[rows] == 1
    silent = ~targets.any(axis=1) & known.all(axis=1)
    options = []
    for threshold in np.arange(0.30, 0.53, 0.02):
        taken = (values >= threshold) & known
        right, took = float((taken & targets).sum()), float(taken.sum())
        f1 = 2 * right / max(1.0, took + float(targets.sum()))
        rightly_silent = 1 - float(taken[silent].any(axis=1).mean()) if silent.any() else 1.0
        options.append((f1 + rightly_silent, float(threshold), right / max(1.0, took)))
    _, threshold, precision = max(options)
    return Thresholds(round(threshold, 2), round(threshold / 3, 3), round(precision, 4))


def cross_validated(table: Table, folding: Folding, whole: Model) -> Floats:
    """Decision values of every row from a regression that has seen no row of its fold; `whole` has seen all."""
    decisions = np.zeros(table.features.shape[:2], dtype=np.float32)
    folds = np.array([folding(label) for label in table.labels])
    for fold in np.unique(folds):
        model = regress(select(table, folds != fold), whole)
        decisions[folds == fold] = model.decision(table.features[folds == fold])
    return decisions


def select(table: Table, chosen: NDArray[np.bool_]) -> Table:
    labels = tuple(label for label, keep in zip(table.labels, chosen, strict=True) if keep)
    return Table(
        labels,
        table.with_context[chosen],
        table.features[chosen],
        table.targets[chosen],
        table.like[chosen],
    )


def fit_model(
    plan: Plan, anchors: Anchors, labels: Iterable[Label], folding: Folding | None = None
) -> tuple[Model, Table, Floats]:
    """The whole fit, deterministic: the model, and the held-out table and decisions it was judged by.

    `folding` says what is held out together; None = the strictest that the labels allow.
    """
    ordered = sorted(labels, key=lambda label: (label.doc, label.id))
    folded = folding or strictest(ordered)
    table = held_out(plan, anchors, ordered, folded)
    whole = regress(table)
    decisions = cross_validated(table, folded, whole)
    return calibrate(whole, decisions, table), table, decisions
