"""The model: readable, calibrated, and only for the features it was fitted on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matching.columns import FEATURES
from matching.model import ModelError, load_model, model_text
from matching.plan import EMBEDDED

MODEL = load_model(EMBEDDED / "model.json")


def test_the_stored_model_survives_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(model_text(MODEL), encoding="utf-8")
    again = load_model(path)
    features = np.ones((36, len(FEATURES)), dtype=np.float32)
    assert np.allclose(again.probabilities(features), MODEL.probabilities(features), atol=1e-3)


def test_bands_meet_at_their_thresholds() -> None:
    accepted, asked = MODEL.thresholds.accepted, MODEL.thresholds.asked
    assert [MODEL.band(p) for p in (accepted, accepted - 1e-6, asked, asked - 1e-6)] == [
        "accepted",
        "asked",
        "asked",
        "none",
    ]


def test_probabilities_are_shares_even_for_extreme_features() -> None:
    huge = np.full((36, len(FEATURES)), 1e4, dtype=np.float32)
    assert ((MODEL.probabilities(huge) >= 0) & (MODEL.probabilities(-huge) <= 1)).all()


def test_contributions_and_intercept_make_the_decision() -> None:
    features = np.random.default_rng(1).random((36, len(FEATURES))).astype(np.float32)
    told = MODEL.contributions(features).sum(axis=1) + MODEL.intercept
    assert np.allclose(told, MODEL.decision(features), atol=1e-3)


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text(model_text(MODEL).replace('"examples":', '"exemples":'), encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.json"):
        load_model(path)
