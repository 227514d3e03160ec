"""What the office may set: windows, tolerances, lights. A threshold has a name, a unit and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from matching.findings import GapKind, Light

#: 蓝黄红 as most supervision offices use them; colours differ from place to place, so they can be set.
LIGHTS: dict[GapKind, Light] = {
    "no_evidence": "yellow",
    "not_submitted": "red",
    "overdue": "red",
    "due_soon": "blue",
    "below_target": "red",
    "behind_pace": "blue",
    "no_figure": "yellow",
    "plan_only": "yellow",
    "partial": "yellow",
    "blocked": "yellow",
    "copied_from_plan": "yellow",
    "recycled": "yellow",
    "conflict": "yellow",
    "regression": "red",
    "impossible_date": "yellow",
    "stale": "yellow",
    "inconsistent": "yellow",
    "unassigned": "grey",
    "needs_review": "grey",
}


@dataclass(frozen=True, slots=True)
class GapSettings:
    """Thresholds of the rules."""

    due_soon_days: int = 90  # days before the due date from which 临期 is said; the due day itself is in
    tolerance: Decimal = Decimal("0.1")  # percentage points: offices cut 72.97 to 72.9
    ocr_confidence: float = 0.75  # 0..1; a scanned line below it turns no light green
    asked_weight: float = (
        0.5  # 0..1; an unsure link at least this probable keeps the office from saying 未见佐证
    )
    lights: Mapping[GapKind, Light] = field(default_factory=lambda: LIGHTS)
    evidence_shown: int = 6  # addresses a finding carries; the rest stand in the ledger

    def light(self, kind: GapKind) -> Light:
        return self.lights.get(kind, LIGHTS[kind])
