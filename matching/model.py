"""Features → a calibrated probability per item, and what the matcher stands by. Predicted with numpy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from matching.claims import Band
from matching.columns import COLUMNS, FEATURES
from matching.lexical import Floats


class ModelError(ValueError):
    """model.json cannot be used with this version's features; the message says why."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bands of the probability."""

    accepted: float  # from here on duban stands by the match
    asked: float  # from here on the reviewer is asked
    precision: float  # the precision that `accepted` reached in cross-validation by document


@dataclass(frozen=True)
class Model:
    """One logistic regression shared by all items, over standardised features."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    slope: float  # Platt scaling of the decision value, from held-out documents
    offset: float
    thresholds: Thresholds
    fitted_on: Mapping[str, int]  # statements, documents, decisions

    @cached_property
    def _arrays(self) -> tuple[Floats, Floats, Floats]:
        """Means, scales and coefficients."""
        means, scales, coefficients = (
            np.array(column, dtype=np.float32) for column in (self.means, self.scales, self.coefficients)
        )
        return means, scales, coefficients

    @cached_property
    def _folded(self) -> tuple[Floats, float]:
        """Weights and offset for features as they are, not standardised."""
        weights = (np.array(self.coefficients) / np.array(self.scales)).astype(np.float32)
        return weights, self.intercept - float(weights @ np.array(self.means))

    def decision(self, features: Floats) -> Floats:
        """Uncalibrated log-odds, one per item (of each line, where `features` are of many)."""
        weights, offset = self._folded
        decision: Floats = features @ weights
        decision += offset
        return decision

    def probabilities(self, features: Floats) -> Floats:
        """Calibrated P(item | statement), one per item, 0..1; they need not add to 1."""
        value = self.decision(
            features
        )  # worked on in place: at this size a new array costs as much as the sum
        value *= self.slope
        value += self.offset
        np.maximum(value, -30, out=value)  # exp would overflow; above 30 the answer is 1 as it is
        np.negative(value, out=value)
        np.exp(value, out=value)
        value += 1
        probabilities: Floats = np.divide(1, value, out=value)
        return probabilities

    def contributions(self, features: Floats) -> Floats:
        """How much each feature adds to an item's log-odds, against the average pair."""
        means, scales, coefficients = self._arrays
        contributions: Floats = features - means
        contributions /= scales
        contributions *= coefficients
        return contributions

    def band(self, probability: float) -> Band:
        if probability >= self.thresholds.accepted:
            return "accepted"
        return "asked" if probability >= self.thresholds.asked else "none"


def load_model(path: Path) -> Model:
    """Read model.json; raises ModelError when it is broken or was fitted for other features."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        named = data["features"]
        if list(named) != list(FEATURES):
            raise ModelError(f"{path.name}：模型的特征与程序不符，请运行 duban evaluate --refit 重新拟合")
        columns = [named[name] for name in COLUMNS]
        return Model(
            means=tuple(column["mean"] for column in columns),
            scales=tuple(column["scale"] for column in columns),
            coefficients=tuple(column["coefficient"] for column in columns),
            intercept=data["intercept"],
            slope=data["slope"],
            offset=data["offset"],
            thresholds=Thresholds(**data["thresholds"]),
            fitted_on=data["fitted_on"],
        )
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise ModelError(f"{path.name}：{error}") from error


def model_text(model: Model) -> str:
    """The model as JSON, one feature a line, so that a refit shows as a readable difference."""
    columns = zip(COLUMNS, model.means, model.scales, model.coefficients, strict=True)
    rows = [
        f'    {json.dumps(name)}: {{"mean": {mean:.6g}, "scale": {scale:.6g}, "coefficient": {weight:.6g}}}'
        for name, mean, scale, weight in columns
    ]
    head = {
        "intercept": round(model.intercept, 6),
        "slope": round(model.slope, 6),
        "offset": round(model.offset, 6),
        "thresholds": asdict(model.thresholds),
        "fitted_on": dict(model.fitted_on),
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    return "\n".join(["{", *lines, '  "features": {', ",\n".join(rows), "  }", "}", ""])
