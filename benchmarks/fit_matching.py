"""Fit matching/plans/<id>/model.json from labels.jsonl and print what cross-validation by document says.

python benchmarks/fit_matching.py [--write]
"""

from __future__ import annotations

import sys

from matching.anchors import load_anchors
from matching.evaluate import Evaluation, held_out_evaluation
from matching.fitting import fit_model
from matching.labels import load_labels
from matching.model import model_text
from matching.plan import EMBEDDED, load_plan


def main() -> None:
    plan = load_plan()
    labels = load_labels(EMBEDDED / "labels.jsonl", len(plan.items))
    model, table, decisions = fit_model(plan, load_anchors(EMBEDDED / "anchors.toml"), labels)
    print(f"{model.thresholds}")
    for known in (True, False):
        told = held_out_evaluation(table, decisions, model, with_context=known)
        print("with context:" if known else "without context:", _line(told))
    if "--write" in sys.argv:
        (EMBEDDED / "model.json").write_text(model_text(model), encoding="utf-8")


def _line(told: Evaluation) -> str:
    return (
        f"n={told.statements} P={told.links.precision:.3f} R={told.links.recall:.3f} F1={told.links.f1:.3f} "
        f"macro={told.macro_f1:.3f} silent={told.silent:.3f} hard={told.silent_hard:.3f} "
        f"several={told.several.f1:.3f} recall@3={told.recall_at_3:.3f} ECE={told.calibration_error:.3f}"
    )


if __name__ == "__main__":
    main()
