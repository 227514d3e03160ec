"""How well the matcher does on labelled statements: links, silence, calibration, per item and per unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.acts import ACTS, Acts, acts_text
from matching.acts_fitting import ActScore
from matching.anchors import load_anchors
from matching.copied import PlanText
from matching.examples import memory_of, store
from matching.fitting import Folding, Table
from matching.labels import LABELS, Label, load_labels
from matching.lexical import Floats
from matching.model import Model, model_text
from matching.plan import load_plan


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 over (statement, item) links; counts are what they are made of."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation. Shares are 0..1; optional items are neither demanded nor punished."""

    statements: int
    links: Score
    macro_f1: float  # mean F1 over items that occur
    silent: float  # share of statements of no item that get no match
    silent_hard: float  # the same over hard look-alikes
    several: Score  # statements of two or more items
    recall_at_3: float
    calibration_error: float  # expected, over accepted and asked links, ten equal bins
    per_item: dict[int, Score]
    per_unit: dict[str, Score]


def score_of(label: Label, found: frozenset[int]) -> Score:
    """One statement's links against its label."""
    found = found - (label.optional_items - label.items)
    return Score(len(found & label.items), len(found - label.items), len(label.items - found))


def evaluate(labels: Sequence[Label], probabilities: Floats, model: Model) -> Evaluation:
    """Figures for labels and their held-out probabilities, shape (labels, items)."""
    accepted = [
        frozenset((np.flatnonzero(row >= model.thresholds.accepted) + 1).tolist()) for row in probabilities
    ]
    scores = [score_of(label, found) for label, found in zip(labels, accepted, strict=True)]
    plain = [place for place, label in enumerate(labels) if not label.items and not label.optional_items]
    hard = [place for place in plain if labels[place].hard_distractor]
    several = [score for label, score in zip(labels, scores, strict=True) if len(label.items) > 1]
    per_item = _per_item(labels, accepted)
    return Evaluation(
        statements=len(labels),
        links=sum(scores, Score()),
        macro_f1=_mean(score.f1 for score in per_item.values()),
        silent=_mean(not accepted[place] for place in plain),
        silent_hard=_mean(not accepted[place] for place in hard),
        several=sum(several, Score()),
        recall_at_3=_recall_at(3, labels, probabilities),
        calibration_error=calibration_error(labels, probabilities, model.thresholds.asked),
        per_item=per_item,
        per_unit=_grouped(labels, scores, lambda label: label.unit),
    )


def _per_item(labels: Sequence[Label], accepted: Sequence[frozenset[int]]) -> dict[int, Score]:
    occurring = sorted({item for label in labels for item in label.items})
    return {
        item: Score(
            sum(item in found and item in label.items for label, found in zip(labels, accepted, strict=True)),
            sum(
                item in found and item not in label.items | label.optional_items
                for label, found in zip(labels, accepted, strict=True)
            ),
            sum(item in label.items - found for label, found in zip(labels, accepted, strict=True)),
        )
        for item in occurring
    }


def _grouped(
    labels: Sequence[Label], scores: Sequence[Score], key: Callable[[Label], str]
) -> dict[str, Score]:
    groups: dict[str, Score] = {}
    for label, score in zip(labels, scores, strict=True):
        groups[key(label)] = groups.get(key(label), Score()) + score
    return dict(sorted(groups.items()))


def _recall_at(count: int, labels: Sequence[Label], probabilities: Floats) -> float:
    hits = demanded = 0
    for label, row in zip(labels, probabilities, strict=True):
        top = set((np.argsort(-row, kind="stable")[:count] + 1).tolist())
        hits += len(label.items & top)
        demanded += min(count, len(label.items))
    return hits / demanded if demanded else 1.0


def calibration_error(labels: Sequence[Label], probabilities: Floats, least: float) -> float:
    """Expected calibration error over links of probability `least` or more, ten equal bins."""
    told, true = [], []
    for label, row in zip(labels, probabilities, strict=True):
        for place in np.flatnonzero(row >= least):
            if int(place) + 1 not in label.optional_items - label.items:
                told.append(float(row[place]))
                true.append(int(place) + 1 in label.items)
    if not told:
        return 0.0
    values, truths = np.array(told), np.array(true)
    bins = np.minimum((values * 10).astype(int), 9)
    gaps = [
        abs(float(values[bins == b].mean() - truths[bins == b].mean())) * int((bins == b).sum())
        for b in set(bins.tolist())
    ]
    return sum(gaps) / len(told)


def held_out_evaluation(table: Table, decisions: Floats, model: Model, *, with_context: bool) -> Evaluation:
    """The evaluation of a fit by the decision values that no statement of the same document had a part in."""
    if with_context:
        rows = np.flatnonzero(table.with_context)
    else:
        bare = [
            not known or not label.context
            for label, known in zip(table.labels, table.with_context, strict=True)
        ]
        rows = np.flatnonzero(bare)
    value = np.clip(model.slope * decisions[rows] + model.offset, -30, 30)
    return evaluate([table.labels[row] for row in rows], 1 / (1 + np.exp(-value)), model)


def _mean(values: Iterable[float]) -> float:
    listed = [float(value) for value in values]
    return sum(listed) / len(listed) if listed else 1.0


@dataclass(frozen=True, slots=True)
class Validation:
    """A fit on all labels of a plan, and what cross-validation by author or by document says of it."""

    model: Model
    with_context: Evaluation
    without_context: Evaluation
    acts: Acts
    act_scores: tuple[ActScore, ActScore]  # with context, without
    by_author: bool = False  # whole authors held out, else documents

    def figures(self) -> dict[str, dict[str, float]]:
        """The headline figures by (with, without) context, rounded to four places."""
        return {
            "with_context": _figures(self.with_context),
            "without_context": _figures(self.without_context),
        }


def cross_validate(folder: Path, folding: Folding | None = None) -> Validation:
    """Fit on the plan folder's labels; loads scikit-learn and takes some minutes. Deterministic.

    `folding` says what is held out together; None = the strictest that the labels allow, by author.
    """
    from matching.acts_fitting import fit_acts, held_out_scores, telling
    from matching.fitting import by_several_authors, fit_model, strictest

    plan = load_plan(folder)
    labels = load_labels(folder / LABELS, len(plan.items))
    model, table, decisions = fit_model(plan, load_anchors(folder / "anchors.toml"), labels, folding)
    known, bare = (
        held_out_evaluation(table, decisions, model, with_context=known) for known in (True, False)
    )
    told = telling(table, PlanText(plan))
    scores = held_out_scores(told, folding or strictest(labels))
    return Validation(
        model, known, bare, fit_acts(told), scores, folding is None and by_several_authors(labels)
    )


def write_model(validation: Validation, folder: Path) -> None:
    """Keep the fit as the plan's model.json and acts.json, and what the labels say solved as memory.npz beside them."""
    (folder / ACTS).write_text(acts_text(validation.acts), encoding="utf-8")
    (folder / "model.json").write_text(model_text(validation.model), encoding="utf-8")
    plan, anchors = load_plan(folder), load_anchors(folder / "anchors.toml")
    labels = load_labels(folder / LABELS, len(plan.items))
    store(plan, anchors, memory_of(plan, anchors, labels), folder)


def _figures(told: Evaluation) -> dict[str, float]:
    figures = {
        "statements": told.statements,
        "precision": told.links.precision,
        "recall": told.links.recall,
        "micro_f1": told.links.f1,
        "macro_f1": told.macro_f1,
        "silent": told.silent,
        "silent_hard": told.silent_hard,
        "several_f1": told.several.f1,
        "recall_at_3": told.recall_at_3,
        "calibration_error": told.calibration_error,
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


_NAMES = {
    "statements": "陈述数",
    "precision": "查准率",
    "recall": "查全率",
    "micro_f1": "F1（合计）",
    "macro_f1": "F1（逐项平均）",
    "silent": "不属任何项时弃权",
    "silent_hard": "其中形似项时弃权",
    "several_f1": "一句多项 F1",
    "recall_at_3": "前三命中",
    "calibration_error": "校准误差",
}


def in_words(validation: Validation) -> str:
    """The figures as a table for the terminal, then F1 by item and by unit."""
    figures = validation.figures()
    known, bare = figures["with_context"], figures["without_context"]
    held = "按作者（同一作者的材料一份也不见）" if validation.by_author else "按文档"
    lines = [f"{held}交叉验证：有上下文／无上下文"]
    lines += [f"  {told}：{known[name]:g}／{bare[name]:g}" for name, told in _NAMES.items()]
    near, alone = validation.act_scores
    lines.append(f"  状态判对（任务项已知，{near.statements} 条）：{near.accuracy:.4f}／{alone.accuracy:.4f}")
    lines.append(f"  状态 F1（逐类平均）：{near.macro_f1:.4f}／{alone.macro_f1:.4f}")
    for head, scores in (
        ("逐项 F1", {str(k): v for k, v in sorted(validation.with_context.per_item.items())}),
        ("逐单位 F1", dict(sorted(validation.with_context.per_unit.items()))),
    ):
        lines.append(f"{head}：" + "，".join(f"{name} {score.f1:.2f}" for name, score in scores.items()))
    return "\n".join(lines)
