"""The memory of labelled statements, solved once and kept beside the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matching.anchors import load_anchors
from matching.examples import MEMORY, memory_of, store
from matching.labels import load_labels
from matching.lexical import plain
from matching.plan import EMBEDDED, load_plan

PLAN = load_plan()
ANCHORS = load_anchors(EMBEDDED / "anchors.toml")
LABELS = load_labels(EMBEDDED / "labels.jsonl", 36)
FEW = LABELS[:80]


def test_the_memory_that_comes_with_the_plan_is_of_its_labels() -> None:
    """Else every start would solve it again."""
    kept = memory_of(PLAN, ANCHORS, LABELS, EMBEDDED / MEMORY)
    assert np.array_equal(kept.coefficients, kept.coefficients.astype(np.float16))  # read, not solved


def test_a_kept_memory_says_what_the_solved_one_says(tmp_path: Path) -> None:
    store(PLAN, ANCHORS, FEW, tmp_path / MEMORY)
    solved, kept = memory_of(PLAN, ANCHORS, FEW), memory_of(PLAN, ANCHORS, FEW, tmp_path / MEMORY)
    vector = solved.space.vector(plain(FEW[3].statement))
    told = vector.weights @ kept.coefficients[vector.columns]
    assert told == pytest.approx(vector.weights @ solved.coefficients[vector.columns], abs=2e-3)
    assert np.array_equal(kept.coefficients, solved.coefficients.astype(np.float16))


def test_a_memory_of_other_labels_is_not_taken(tmp_path: Path) -> None:
    store(PLAN, ANCHORS, FEW, tmp_path / MEMORY)
    fresh = memory_of(PLAN, ANCHORS, FEW[1:], tmp_path / MEMORY)
    assert np.array_equal(fresh.coefficients, memory_of(PLAN, ANCHORS, FEW[1:]).coefficients)


def test_a_damaged_memory_is_solved_again(tmp_path: Path) -> None:
    (tmp_path / MEMORY).write_bytes(b"PK\x03\x04 cut off")
    again = memory_of(PLAN, ANCHORS, FEW, tmp_path / MEMORY)
    assert np.array_equal(again.coefficients, memory_of(PLAN, ANCHORS, FEW).coefficients)
