"""A refit is judged by the decisions it must not break."""

from __future__ import annotations

from matching.decisions import Decision
from matching.labels import load_labels
from matching.model import load_model
from matching.plan import EMBEDDED, load_plan
from matching.refitting import contradicted


def test_a_model_is_asked_without_the_table_of_decisions() -> None:
    text, unit = "新增3个1+X证书试点，216名学生取得证书", "市教体局"
    agreed = Decision(text, "", unit, 24, "yes")
    against = Decision(text, "", unit, 24, "no")
    labels = load_labels(EMBEDDED / "labels.jsonl", 36)
    model = load_model(EMBEDDED / "model.json")
    broken = contradicted(load_plan(), [agreed, against], model, labels, EMBEDDED)
    assert [(one.decision, one.found) for one in broken] == [(against, frozenset({24}))]
