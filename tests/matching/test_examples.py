"""The memory of labelled statements, solved once and kept beside the model."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from matching.anchors import load_anchors
from matching.examples import MEMORY, Memory, memory_of, store, stored_memory
from matching.labels import LABELS, load_labels
from matching.lexical import plain
from matching.plan import EMBEDDED, load_plan

PLAN = load_plan()
ANCHORS = load_anchors(EMBEDDED / "anchors.toml")
FEW = load_labels(EMBEDDED / LABELS, 36)[:80]
SOLVED = memory_of(PLAN, ANCHORS, FEW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan's folder with the first eighty labels, solved and stored."""
    lines = (EMBEDDED / LABELS).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / LABELS).write_text("".join(lines[:80]), encoding="utf-8")
    store(PLAN, ANCHORS, SOLVED, tmp_path)
    return tmp_path


def _told(memory: Memory, text: str) -> list[float]:
    vectors = memory.space.vectors([plain(text)])
    told: list[float] = vectors.products(memory.coefficients[vectors.columns])[0].tolist()
    return told


def test_the_memory_that_comes_with_the_plan_is_of_its_labels() -> None:
    """Else every start would solve it again."""
    assert stored_memory(PLAN, ANCHORS, EMBEDDED) is not None


def test_a_kept_memory_says_what_the_solved_one_says(folder: Path) -> None:
    kept = stored_memory(PLAN, ANCHORS, folder)
    assert kept is not None
    for text in (FEW[3].statement, FEW[40].statement, "掌勺的师傅进了课堂"):
        assert _told(kept, text) == pytest.approx(_told(SOLVED, text), abs=2e-3)
    shared = len(kept.space.shared)
    assert np.array_equal(kept.coefficients[:shared], SOLVED.coefficients[:shared].astype(np.float16))


def test_a_memory_of_other_labels_is_not_taken(folder: Path) -> None:
    with (folder / LABELS).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert stored_memory(PLAN, ANCHORS, folder) is None


def test_a_damaged_memory_is_not_taken(folder: Path) -> None:
    (folder / MEMORY).write_bytes(b"PK\x03\x04 cut off")
    assert stored_memory(PLAN, ANCHORS, folder) is None


def test_a_folder_without_a_memory_has_none(tmp_path: Path) -> None:
    shutil.copy(EMBEDDED / LABELS, tmp_path)
    assert stored_memory(PLAN, ANCHORS, tmp_path) is None
