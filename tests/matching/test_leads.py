"""By how much an item leads all others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.likeness import leads

ROWS = st.integers(1, 6).flatmap(
    lambda items: arrays(np.float32, (3, items), elements=st.floats(-2, 2, width=32))
)


@given(ROWS)
def test_each_item_leads_the_best_of_the_others(values: np.ndarray) -> None:
    for row, led in zip(values, leads(values), strict=True):
        top = int(row.argmax())
        for place, value in enumerate(row):
            others = np.delete(row, place)
            best = max(others.max(initial=0.0), 0.0) if value == row[top] else row[top]
            assert abs(led[place] - (value - best)) < 1e-5


def test_the_only_item_of_a_plan_leads_nobody() -> None:
    assert leads(np.array([[0.5], [-0.25]], dtype=np.float32)).tolist() == [[0.5], [-0.25]]
