"""The labelled statements that come with the plan are whole and varied."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from matching.labels import LabelError, documents, load_labels
from matching.plan import EMBEDDED

LABELS = load_labels(EMBEDDED / "labels.jsonl", 36)


def test_there_are_enough_of_our_own_in_enough_documents() -> None:
    own = [label for label in LABELS if label.source == "own"]
    assert len(own) >= 600
    assert len(documents(own)) >= 25


def test_every_item_and_status_occurs() -> None:
    items = Counter(item for label in LABELS for item in label.items)
    assert min(items[number] for number in range(1, 37)) >= 9
    assert len({label.status for label in LABELS if label.items}) == 5


def test_a_statement_of_no_item_has_no_status() -> None:
    assert {label.status for label in LABELS if not label.items} == {"none"}


@pytest.mark.parametrize(
    ("change", "cause"),
    [({"items": [37]}, "没有第37项"), ({"status": "half"}, "状态只能是"), ({"item_status": {}}, "不一致")],
)
def test_a_broken_label_names_line_and_cause(tmp_path: Path, change: dict[str, object], cause: str) -> None:
    first = next(
        row
        for text in (EMBEDDED / "labels.jsonl").read_text(encoding="utf-8").splitlines()
        if (row := json.loads(text))["items"]
    )
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(first | change), encoding="utf-8")
    with pytest.raises(LabelError, match=f"第1行.*{cause}"):
        load_labels(path, 36)
