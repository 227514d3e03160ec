"""How far an act has got, clause by clause: done, ongoing, planned, blocked or none.

The conventions and the source of each stand in docs/modality.md; the cue words, with a reason each, in
data_modality/. The status is that of the act the clause reports, not of the plan's item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractors.facts.clauses import masked, split_clauses
from extractors.facts.modality_cues import Cue, find_cues, roles_of
from extractors.statements import Context

Modality = Literal["done", "ongoing", "planned", "blocked", "none"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: text[start:end], the status it shows by itself, how firmly, and the cues that say so."""

    start: int
    end: int
    status: Modality | Literal["prepared"]
    strength: int  # 3 firm, 2 ordinary, 1 by default, 0 nothing said
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The status of a statement (or of the part of it that was asked about)."""

    status: Modality
    clauses: tuple[Clause, ...] = ()
    cues: tuple[str, ...] = ()  # the words that decided, for the reasons a reviewer reads


_QUANTITY = re.compile(
    r"\d[\d,.]{0,12}\s?(?:[%％‰]|[余多]?[万亿]?(?:元|人次|人|名|个|项|处|所|家|期|次|门|本|种|套|台|间|栋|亩|平方米|场|届|批|类|份|对|件|"
    r"学时|课时|天|小时|工位|床|册|篇|部|轮|班|字|岁|位|支|条|辆|台套|册|户|岗)|(?:：|:)\s?\d)|[一二两三四五六七八九十百千]{1,4}(?:人次|名|个(?!月)|所|家|处|期|本|批(?!次)|场|间|轮)"
)
_PAST_DAY = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?|今年|去年|当年|年初|本学期|上半年|年内|近日|全年"
)
_ONLY_CAUSE = re.compile(r"^(?:因|由于|鉴于|受|在[^，]{0,12}影响下|克服|面对|针对|为(?:解决|破解|弥补))")
_OVERCOME = re.compile(
    r"^(?:克服|面对|针对|为(?:了)?(?:解决|破解|弥补|应对)|除|不因|不受|没有因|未因|破解|补齐|着眼|原(?:计划|定|拟))"
)
_CONCESSION = re.compile(r"^(?:虽|尽管)")
_PRESENT_DEED = re.compile(r"^(?:现已|目前已|已|现在|如今|均已|实际|最终|后于)")
_UNANSWERED = re.compile(
    r"^(?:[^，]{0,8})(?:尚未|暂未|还未|未)(?:正式)?(?:公布|批复|答复|反馈|下达|组织实施|出结果|实施|获批复|启动实施)"
)
_AWAITED = re.compile(r"申报|申请|上报|报[送至省市]|提交|递交|推荐|送审|批复|同意|立项|获批|审批")
_COMMANDED = re.compile(
    r"^(?:(?:\d{1,2}[.、．]\s?)|(?:（?[一二三四五六七八九十]+[）、]))?(?:20\d{2}年(?:底|前|底前)?)?(?:积极|大力|深入|着力|切实|认真|全面|进一步|"
    r"扎实|逐步|不断|持续|要|统筹|有序|稳步|加快|努力|充分)?(?:做好|加强|建设|完善|支持|推动|推进|探索|深化|优化|鼓励|引导|实行|强化|提升|"
    r"打造|开发|完成|将水|将职|力争|争取|争创|以[^，]{2,16}(?:为|标准)|配合|落实|建立|健全|扩大|拓展|坚持|抓好|营造|形成|促进|实施|开展|提高|"
    r"允许|赋予|保障|配齐|配备|广泛|聚焦|发挥|创建|拨付|按时|按[^，]{2,10}比例|对[^，]{2,16}给予|支持学校|制定)"
)
_YEAR_MONTH = re.compile(r"(20\d{2})年(?:(\d{1,2})月|(上半年)|(下半年|底|年底))?")


def find_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of `text` with the status each shows by itself. Never raises.

    A planned or negated cue governs what follows in its clause (预计…投入使用 is planned); what stands in
    titles and short quotations does not speak.
    """
    plain = masked(text)
    cues = find_cues(plain)
    return tuple(
        _clause(plain, start, end, tuple(c for c in cues if start <= c.start and c.end <= end))
        for start, end in split_clauses(text)
    )


def judge(text: str, context: Context | None = None, *, finished_by: date | None = None) -> Judged:
    """The status of the act that `text` (a statement, or the part of it about one item) reports.

    `context` lends what columns and headings say; `finished_by` is the day of the report: an act whose
    written time lies wholly after it is planned unless the text says 已. Rule for mixed statements
    (design): blocked, then ongoing, then done; a mere step before the act followed by a plan is planned.
    """
    clauses = _continued(text, find_clauses(text))
    place = _Place.of(context or Context())
    if finished_by is not None:
        plain = masked(text)
        clauses = tuple(_dated(plain, clause, finished_by) for clause in clauses)
    status = place.amended(text, clauses, _mixed(text, clauses))
    return Judged(status, clauses, _deciding(clauses, status))


def _deciding(clauses: Sequence[Clause], status: str) -> tuple[str, ...]:
    return tuple(
        cue.surface
        for clause in clauses
        if clause.status == status
        for cue in clause.cues
        if cue.status == status
    )


def _clause(plain: str, start: int, end: int, cues: tuple[Cue, ...]) -> Clause:
    text = plain[start:end]
    if _OVERCOME.match(text):
        cues = tuple(cue for cue in cues if cue.status != "blocked" and not text.startswith(("除", "原")))
        if not cues or text.startswith(("克服", "面对", "针对")):
            return Clause(start, end, "none", 0, cues)
    effective = _governed(cues)
    best = {
        status: max(c.strength for c in effective if c.status == status)
        for status in {c.status for c in effective}
    }
    status, strength = _weighed(text, best)
    if status == "blocked" and strength < 3 and _ONLY_CAUSE.match(text):
        strength = 1
    return Clause(start, end, status, strength, effective)


def _governed(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Cues that no plan to their left governs: after 预计, 拟, 将 only 已 and 正在 speak for themselves."""
    kept: list[Cue] = []
    plan = False
    for cue in cues:
        own_word = cue.surface.startswith(("已", "均已", "正", "现已"))
        if plan and cue.status in ("done", "ongoing", "prepared", "none") and not own_word:
            continue
        kept.append(cue)
        plan = plan or (cue.status == "planned" and cue.strength == 3)
    return tuple(kept)


def _weighed(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int]:
    """One status for one clause from its strongest cues."""
    counted = bool(_QUANTITY.search(text))
    for status in ("blocked", "planned", "ongoing", "done", "none"):
        if best.get(status, 0) == 3 and not (status == "ongoing" and _is_counted_result(best, counted, text)):
            return status, 3  # type: ignore[return-value]
    if best.get("prepared"):
        return "prepared", 2
    if best.get("none", 0) == 2 and best.get("done", 0) < 2:
        return "none", 2
    if best.get("blocked", 0) == 2:
        return "blocked", 2
    if best.get("planned", 0) == 2 and not (counted and best.get("done", 0) >= 2):
        return "planned", 2
    if counted and not best.get("blocked"):
        return "done", 2
    for status in ("ongoing", "done", "blocked"):
        if best.get(status):
            return status, best[status]  # type: ignore[return-value]
    return ("done", 1) if _PAST_DAY.search(text) else ("none", 0)


def _is_counted_result(best: dict[str, int], counted: bool, text: str) -> bool:
    return counted and best.get("done", 0) == 3 and not re.search(r"正在|仍|还|中$", text)


def _continued(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Applied or approved, then 尚未公布 / 尚未实施: the second clause is a waiting, not a failure."""
    result: list[Clause] = []
    for clause in clauses:
        own = text[clause.start : clause.end]
        before = text[: clause.start]
        if clause.status == "blocked" and _UNANSWERED.match(own) and _AWAITED.search(before):
            clause = Clause(clause.start, clause.end, "ongoing", 3, clause.cues)
        result.append(clause)
    return tuple(result)


def _dated(plain: str, clause: Clause, finished_by: date) -> Clause:
    """A deed told without 已 whose written year and month lie after the report is a plan."""
    text = plain[clause.start : clause.end]
    match = _YEAR_MONTH.search(text)
    if match is None or clause.status not in ("done", "none") or "已" in text:
        return clause
    month = int(match[2]) if match[2] else 1 if match[3] else 7 if match[4] else 1
    if (int(match[1]), month) <= (finished_by.year, finished_by.month):
        return clause
    return Clause(clause.start, clause.end, "planned", 2, clause.cues)


def _mixed(text: str, clauses: Sequence[Clause]) -> Modality:
    """The design's rule for several clauses, with what only causes, prepares or defaults stepping back."""
    firm: dict[str, int] = {}
    for clause in clauses:
        firm[clause.status] = max(firm.get(clause.status, 0), clause.strength)
    if _is_blocked(firm):
        return "blocked"
    if firm.get("ongoing", 0) == 3:
        return "ongoing"
    if firm.get("planned") and firm.get("done", 0) < 2 and firm.get("ongoing", 0) < 2:
        return "planned"
    if firm.get("planned", 0) == 3 and firm.get("done", 0) < 3:
        return "planned"
    if firm.get("done", 0) >= 2:
        return "done"
    return _default(text, firm)


def _is_blocked(firm: dict[str, int]) -> bool:
    blocked = firm.get("blocked", 0)
    if blocked == 3:
        return True
    if blocked == 2:
        return not (firm.get("ongoing", 0) >= 2 or firm.get("done", 0) == 3)
    return blocked == 1 and max(firm.get("ongoing", 0), firm.get("done", 0), firm.get("planned", 0)) < 2


def _default(text: str, firm: dict[str, int]) -> Modality:
    if firm.get("ongoing", 0) == 2:
        return "ongoing"
    if firm.get("prepared"):
        return "planned" if firm.get("planned") else "ongoing"
    if firm.get("none", 0) >= 2:
        return "none"
    if _COMMANDED.match(text.strip()):
        return "none"
    return "ongoing" if firm.get("ongoing") else "done" if firm.get("done") else "none"


@dataclass(frozen=True, slots=True)
class _Place:
    """What the context says about the statement: the role of its column and of its nearest heading."""

    column: frozenset[str]
    heading: frozenset[str]

    @classmethod
    def of(cls, context: Context) -> _Place:
        heading = (
            frozenset().union(*(roles_of(text) for text in context.headings[-2:]))
            if context.headings
            else frozenset()
        )
        return cls(_own_column(context), heading)

    def amended(self, text: str, clauses: Sequence[Clause], status: Modality) -> Modality:
        firm = {clause.status for clause in clauses if clause.strength == 3}
        if "progress" in self.column:
            return "done" if status == "none" and "none" not in firm and _says_something(text) else status
        if "task" in self.column:
            return status if firm & {"blocked"} or "已" in text or "正在" in text else "none"
        plan, trouble = self.column or self.heading, self.column or self.heading
        if "planned" in plan and "blocked" not in plan:
            return self._in_plan(text, status, firm)
        if "blocked" in trouble and "planned" not in trouble:
            return (
                "blocked"
                if status in ("none", "ongoing", "planned") and not firm & {"ongoing", "planned"}
                else status
            )
        if "requirement" in self.heading and "planned" not in firm and "blocked" not in firm:
            return "none" if "已" not in text else status
        return status

    def _in_plan(self, text: str, status: Modality, firm: set[str]) -> Modality:
        if status == "blocked" and (not self.column or "blocked" in firm):
            return status if re.search(r"[未没]|失利|退回", text) else "planned"
        if status in ("done", "ongoing") and re.search(r"已|正在|了", text):
            return status
        return "planned"


def _own_column(context: Context) -> frozenset[str]:
    """The column's role; without its header, the role its row's other columns leave over."""
    if context.column:
        roles = roles_of(context.column)
        return roles - {"task"} if "progress" in roles else roles
    if not context.row:
        return frozenset()
    others = [
        roles_of(header)
        for header, _ in context.row
        if header and not re.search(r"时限|时间|是否|单位|序号", header)
    ]
    has_progress = any("progress" in roles for roles in others)
    has_task = any("task" in roles and "progress" not in roles for roles in others)
    if has_progress and not has_task:
        return frozenset({"task"})
    return frozenset({"progress"}) if has_task and not has_progress else frozenset()


def _says_something(text: str) -> bool:
    return len(re.findall(r"[一-鿿]", text)) >= 2
