"""What the statement's column and headings say about it: a task, progress, a plan, a problem, a demand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts.modality_clauses import Clause
from extractors.facts.modality_cues import Modality, roles_of
from extractors.facts.modality_patterns import ASPECT, COMMANDED, NOTHING, says_something
from extractors.statements import Context

#: The role of a cell whose row holds the task and the progress already: a problem, a plan or a remark.
LEFT_OVER = "left over"
_TOLD = re.compile(r"[已正]|得到|下一?步|拟")
_LIMITED = re.compile(r"[但却仍未没无不]|只|仅")
_FAILED = re.compile(r"[未没]|失利|退回")
_HAPPENS = re.compile(r"已|正在|了")
_WANTING = re.compile(r"[不没未无难缺少低慢弱差]")
#: Columns that hold neither a task nor what became of it.
_ASIDE = re.compile(r"时限|时间|是否|单位|序号")


@dataclass(frozen=True, slots=True)
class Place:
    """What the context says about the statement: the role of its column and of its nearest heading."""

    column: frozenset[str]
    heading: frozenset[str]

    @classmethod
    def of(cls, context: Context) -> Place:
        heading = (
            frozenset().union(*(roles_of(text) for text in context.headings[-2:]))
            if context.headings
            else frozenset()
        )
        return cls(_own_column(context), heading)

    def amended(self, text: str, clauses: Sequence[Clause], status: Modality) -> Modality:
        if NOTHING.match(text):
            return "none"
        if LEFT_OVER in self.column:
            return _left_over(text, clauses, status)
        firm: set[str] = {clause.status for clause in clauses if clause.strength == 3}
        if "progress" in self.column:
            return "done" if status == "none" and not firm and says_something(text) else status
        if "task" in self.column:
            return status if firm & {"blocked"} or "已" in text or "正在" in text else "none"
        plan, trouble = self.column or self.heading, self.column or self.heading
        if "planned" in plan and "blocked" not in plan:
            return self._in_plan(text, status, firm)
        if "blocked" in trouble and "planned" not in trouble:
            return self._in_trouble(text, clauses, status, firm)
        if "requirement" in self.heading and "planned" not in firm and "blocked" not in firm:
            return "none" if "已" not in text else status
        return status

    @staticmethod
    def _in_trouble(text: str, clauses: Sequence[Clause], status: Modality, firm: set[str]) -> Modality:
        """Below 存在问题 a clause tells a trouble, unless all it says is that something has been or is being done."""
        last = clauses[-1].status if clauses else "none"
        told = bool(_TOLD.search(text)) and not _LIMITED.search(text)
        if status == "done" and not (told and last == "done"):
            return "blocked"
        return status if status == "done" or firm & {"ongoing", "planned"} else "blocked"

    def _in_plan(self, text: str, status: Modality, firm: set[str]) -> Modality:
        if status == "blocked" and (not self.column or "blocked" in firm):
            return status if _FAILED.search(text) else "planned"
        if status in ("done", "ongoing") and _HAPPENS.search(text):
            return status
        return "planned"


def _left_over(text: str, clauses: Sequence[Clause], status: Modality) -> Modality:
    firm = any(clause.strength == 3 for clause in clauses)
    if status == "blocked" or firm or ASPECT.search(text):
        return status
    if _WANTING.search(text):
        return "blocked"
    return "planned" if COMMANDED.match(text) else status


#: What a row that holds task and progress leaves over, by what else it holds: 问题 beside 措施, or 措施 beside 问题.
_LEFT: dict[frozenset[str], frozenset[str]] = {
    frozenset(): frozenset({LEFT_OVER}),
    frozenset({"planned"}): frozenset({"blocked"}),
    frozenset({"blocked"}): frozenset({"planned"}),
    frozenset({"planned", "blocked"}): frozenset(),
}


def _own_column(context: Context) -> frozenset[str]:
    """The column's role; without its header, the role its row's other columns leave over."""
    if context.column:
        roles = roles_of(context.column)
        return roles - {"task"} if "progress" in roles else roles
    if not context.row:
        return frozenset()
    others = [roles_of(header) for header, _ in context.row if header and not _ASIDE.search(header)]
    has_progress = any("progress" in roles for roles in others)
    has_task = any("task" in roles and "progress" not in roles for roles in others)
    told = frozenset().union(*others) & {"planned", "blocked"} if others else frozenset()
    if has_progress and has_task:
        return _LEFT[told]
    if has_progress and not has_task:
        return frozenset({"task"})
    return frozenset({"progress"}) if has_task and not has_progress else frozenset()
