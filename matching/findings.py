"""What the reviewer should look at: Finding, its evidence, its kinds and lights."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

GapKind = Literal[
    "no_evidence",
    "not_submitted",
    "overdue",
    "due_soon",
    "below_target",
    "behind_pace",
    "no_figure",
    "plan_only",
    "partial",
    "blocked",
    "copied_from_plan",
    "recycled",
    "conflict",
    "regression",
    "impossible_date",
    "stale",
    "inconsistent",
    "unassigned",
    "needs_review",
]
Light = Literal["red", "yellow", "blue", "grey"]
State = Literal["new", "open", "changed", "closed", "reopened"]
Standing = Literal["完成", "正常", "滞后", "无应办事项", "无法判断"]

KIND_NAMES: dict[GapKind, str] = {
    "no_evidence": "未见佐证",
    "not_submitted": "未报送",
    "overdue": "逾期",
    "due_soon": "临期",
    "below_target": "未达目标",
    "behind_pace": "滞后序时",
    "no_figure": "缺量化数据",
    "plan_only": "以计划代进展",
    "partial": "部分完成",
    "blocked": "受阻",
    "copied_from_plan": "照抄方案",
    "recycled": "材料雷同",
    "conflict": "数据矛盾",
    "regression": "数据倒退",
    "impossible_date": "时间异常",
    "stale": "佐证过期",
    "inconsistent": "前后不一",
    "unassigned": "责任未明",
    "needs_review": "待人工核对",
}

#: These carry the period in their id: the same fault in another period is another finding.
PERIOD_KINDS: frozenset[str] = frozenset({"not_submitted", "recycled", "stale"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a unit's file: quote == blocks[block].text[start:end] of that file."""

    file: str
    sha256: str
    page: int | None
    block: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap, with what made it and what would close it."""

    plan: str
    period: str
    item: int | None
    part: str | None  # "15a"; None where it concerns the whole item or no item
    kind: GapKind
    light: Light
    units: tuple[str, ...]  # short forms of the notice
    because: str  # inputs and threshold in one Chinese sentence
    closes_by: str  # the least material that would close it
    evidence: tuple[Evidence, ...] = ()
    unit: str = ""  # set only where the kind is about one unit

    @property
    def id(self) -> str:
        """First 12 hex of sha256(plan|kind|item or part|unit), with the period only for PERIOD_KINDS."""
        place = self.part or ("" if self.item is None else str(self.item))
        parts = [self.plan, self.kind, place, self.unit]
        if self.kind in PERIOD_KINDS:
            parts.append(self.period)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """Where an item stands at the end of the judged period."""

    item: int
    standing: Standing
    parts: tuple[tuple[str, str], ...]  # (part id, 完成 | 逾期 | 未到期 | 无期限 …)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that the rules say for one period as of one day."""

    plan: str
    as_of: str  # ISO
    period: str
    standings: tuple[ItemStanding, ...]
    findings: tuple[Finding, ...]
