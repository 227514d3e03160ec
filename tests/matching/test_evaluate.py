"""Scores: optional links are neither demanded nor punished; calibration is measured where somebody looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.evaluate import Score, calibration_error, evaluate, score_of
from matching.fitting import fold_of
from matching.labels import load_labels
from matching.model import load_model
from matching.plan import EMBEDDED

LABEL = next(label for label in load_labels(EMBEDDED / "labels.jsonl", 36) if label.items == {24})


def test_right_wrong_and_missed() -> None:
    assert score_of(LABEL, frozenset({24, 6})) == Score(1, 1, 0)
    assert score_of(LABEL, frozenset()) == Score(0, 0, 1)


def test_an_optional_link_is_neither_demanded_nor_punished() -> None:
    arguable = replace(LABEL, optional_items=frozenset({6}))
    assert score_of(arguable, frozenset({24, 6})) == Score(1, 0, 0)


def test_f1_of_nothing_is_zero_and_of_all_right_one() -> None:
    assert Score().f1 == 0
    assert Score(3, 0, 0).f1 == 1


def test_a_sure_and_right_matcher_has_no_calibration_error() -> None:
    sure = np.zeros((1, 36), dtype=np.float32)
    sure[0, 23] = 1
    assert calibration_error([LABEL], sure, 0.1) == 0
    assert calibration_error([LABEL], sure * 0.6, 0.1) == pytest.approx(0.4)


def test_an_evaluation_counts_items_and_units() -> None:
    sure = np.zeros((1, 36), dtype=np.float32)
    sure[0, 23] = 1
    told = evaluate([LABEL], sure, load_model(EMBEDDED / "model.json"))
    assert (told.links.f1, told.recall_at_3, set(told.per_item), set(told.per_unit)) == (
        1,
        1,
        {24},
        {LABEL.unit},
    )


def test_a_document_always_falls_into_the_same_fold() -> None:
    assert fold_of("甲.docx") == fold_of("甲.docx")
    assert len({fold_of(f"{number}.docx") for number in range(60)}) == 8
