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
from extractors.facts.modality_cues import Cue, find_cues, roles_of, shared_verbs
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


_ORDER: tuple[Modality, ...] = ("blocked", "planned", "ongoing", "done", "none")
_WEAK_ORDER: tuple[Modality, ...] = ("ongoing", "done", "blocked")
_QUANTITY = re.compile(
    r"\d[\d,.]{0,12}\s?(?:[%％‰]|[余多]?[万亿]?(?:元|人次|人|名|个|项|处|所|家|期|次|门|本|种|套|台|间|栋|亩|平方米|场|届|批|类|份|对|件|"
    r"学时|课时|天|小时|工位|床|册|篇|部|轮|班|字|岁|位|支|条|辆|台套|册|户|岗)|(?:：|:)\s?\d)|[一二两三四五六七八九十百千]{2,4}(?:人次|名|个(?!月)|所|家|处|期|本|批(?!次)|场|间|轮)"
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
_EXHORTED = re.compile(
    r"^(?:各(?:有关|相关|责任|牵头)?(?:单位|部门|学校|镇街)[^，]{0,6}(?:要|应|须)|要(?!求)|共需|尚需|应(?!届|用|聘|急)|须|必须|务必|请|望|希望|建议|恳请|"
    r"深入(?:贯彻|学习)|全面贯彻|认真(?:贯彻|学习)|为(?:进一步|深入|了|更好)|以[^，]{2,20}为(?:指导|统领|根本|引领|抓手|契机|宗旨|导向|目标)|坚持|"
    r"由[^，]{2,12}(?:牵头|负责)|[^，]{2,12}(?:配合|负责)$)"
)
#: 完成投资的45%, 完成总工程量的60%: a share of the work, below all of it.
_PORTION = re.compile(
    r"(?:完成|施工|建设|安装|改造|进度|工程量|工作量|占总[^，]{0,6}|占合同[^，]{0,4}|到货率?|编写|支付|拨付|付至|付款|兑付|到位)"
    r"[^，。；\d]{0,12}(?:[^，。；]{0,12}的)?(?<![\d.])(?:[1-9]|[1-9]\d)(?:\.\d+)?%"
    r"|(?:完成|支付|拨付|到货|到位)[^，。；]{0,8}(?:三分之[一二]|一半|过半|大半|[二三四五六七八九]成)"
)
#: A named stage before the end (桩基完成, 首付款已付, 主体验收): the act is under way.
_STAGE = re.compile(
    r"(?:桩基|地基|基础|主体|首付款|预付款|首笔|土建|征地|拆迁|场地平整|[三四五七]通一平|初审|框架|初稿|草案|开工)"
    r"[^，。；]{0,10}(?:完成|完工|验收|支付|结束|封顶|形成|办结|到位|备齐)"
    r"|(?:完成|通过|办结|形成)[^，。；]{0,8}(?:桩基|地基|基础施工|主体|首付款|预付款|土建|初审|初稿|草案|征地|拆迁|场地平整)"
)
#: A step before the work itself; with a plan after it only the plan is told.
_EARLY_STAGE = re.compile(
    r"(?:前期|地勘|勘察|环评|可研|可行性研究|图纸|施工图|初步设计|规划设计|设计|招标|招投标|立项|选址)[^，。；]{0,10}(?:完成|结束|形成|办结|通过|批复)"
    r"|(?:完成|通过|办结)[^，。；]{0,8}(?:前期|地勘|勘察|环评|可研|施工图|招标|招投标|立项|选址|初步设计)"
)
#: 对接3次, 沟通两次, 会签中: talking, however often, is under way.
_UNDERWAY = re.compile(
    r"(?:对接|沟通|协商|洽谈|汇报|协调|磋商|联系|会商)[^，。；]{0,6}(?:\d{1,3}|[一二两三四五六七八九十多]{1,2})[余多]?[次轮]"
    r"|[一-鿿]{2}(?<![高初其年集期当二三四五六])中$"
)
_AWAITING = re.compile(
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|岗|业|命|机)[^，。；]{0,10}(?:批|备案|审|验|公布|评|复|定|议|下达|拨付|印发|确认|答复|反馈|通过|签)"
    r"|[还尚仍](?:差|剩|余)[^，。；]{0,10}(?:手续|环节|程序|验收)|(?:需|要)?等[^，。；]{0,6}(?:下一?批|通知|批复|文件)"
)
#: 待确定比例后测算: waiting for something, and then the act; only the plan is told.
_ONCE = re.compile(
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|人才|岗|业|命|机)[^，。；]{2,24}(?:后|时|之后)(?:再|即|方|就)?[^，。；]{1,}"
)
#: Verbs of the plan that a task and a report share; alone, without figure, day or aspect, they restate the task.
_SHARED_VERBS = shared_verbs()
_ITEM_NUMBERS = re.compile(r"第[\d、，,和至到—\-]{1,40}项")
#: Words that say a lack has lasted or stands against the rest; without them it is the half not yet done.
_LASTING = re.compile(r"至今|仍|一直|迟迟|始终|但|却|因|由于|虽|长期|从未|任何|年来|无法|全年")
_NOT_YET_GROUPS = frozenset({"not_begun", "not_yet_weak", "short"})
_PERFECTIVE = re.compile(r"[已了《]|均|得到|受到|先后|分别|累计|首[批次]|再次")
_COPULA = re.compile(r"(?:^|[^\d])(?:是|属于|作为|具有|意义|至关重要|关键)")
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
    clauses = _led(text, _continued(text, find_clauses(text)))
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
        void = "planned" if text.startswith("原") else "blocked"
        cues = tuple(cue for cue in cues if cue.status != void and not text.startswith("除"))
        if not cues or text.startswith(("克服", "面对", "针对")):
            return Clause(start, end, "none", 0, cues)
    effective = _governed(cues)
    best: dict[str, int] = {
        str(status): max(c.strength for c in effective if c.status == status)
        for status in {c.status for c in effective}
    }
    status, strength = _weighed(text, best)
    if status == "blocked" and strength < 3 and _ONLY_CAUSE.match(text):
        strength = 1
    elif status == "blocked" and strength == 2 and text.startswith(("但", "却", "然而", "不过")):
        strength = 3
    return Clause(start, end, status, strength, effective)


def _governed(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Cues that no plan to their left governs: after 预计, 拟, 将 only 已 and 正在 speak for themselves."""
    kept: list[Cue] = []
    plan = late = False
    for cue in cues:
        if late and cue.status == "done":  # 延至次年1月拨付
            continue
        late = late or cue.group == "delayed"
        own_word = cue.surface.startswith(("已", "均已", "正", "现已"))
        if plan and cue.status in ("done", "ongoing", "prepared", "none"):
            if not own_word:
                continue
            kept = [earlier for earlier in kept if earlier.status != "planned"]
            plan = False
        kept.append(cue)
        plan = plan or cue.status == "planned"
    return tuple(kept)


def _weighed(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int]:
    """One status for one clause from its strongest cues."""
    counted = bool(_QUANTITY.search(_ITEM_NUMBERS.sub("", text)))
    pattern = _by_pattern(text, best)
    if pattern is not None:
        return pattern
    for status in _ORDER:
        if best.get(status, 0) == 3 and not (status == "ongoing" and _is_counted_result(best, counted, text)):
            return status, 3
    return _weighed_ordinary(text, best, counted)


def _weighed_ordinary(
    text: str, best: dict[str, int], counted: bool
) -> tuple[Modality | Literal["prepared"], int]:
    """The same where no cue decides alone."""
    if best.get("prepared"):
        return ("planned" if best.get("planned") else "prepared"), 2
    if best.get("none", 0) == 2 and best.get("done", 0) < 2:
        return "none", 2
    if best.get("blocked", 0) == 2:
        return "blocked", 2
    if best.get("planned", 0) == 2 and not (counted and best.get("done", 0) >= 2):
        return "planned", 2
    if counted and not best.get("blocked"):
        return "done", 2
    strongest = max(_WEAK_ORDER, key=lambda status: best.get(status, 0))
    if best.get(strongest):
        return strongest, best[strongest]
    return ("done", 1) if _PAST_DAY.search(text) else ("none", 0)


def _by_pattern(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int] | None:
    """What the build of the clause says before its words do: a demand, a share of the work, a stage, a wait."""
    if best.get("blocked", 0) == 3 or best.get("planned", 0) == 3:
        return None
    if _EXHORTED.match(text) and best.get("done", 0) < 3:
        return "none", 2
    if _ONCE.search(text):
        return "planned", 3
    if _PORTION.search(text) or _AWAITING.search(text) or _STAGE.search(text) or _UNDERWAY.search(text):
        return "ongoing", 3
    return ("prepared", 2) if _EARLY_STAGE.search(text) else None


def _is_counted_result(best: dict[str, int], counted: bool, text: str) -> bool:
    return counted and best.get("done", 0) == 3 and not re.search(r"正在|仍|还|中$", text)


def _continued(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Applied or approved, then 尚未公布 / 尚未实施: the second clause is a waiting, not a failure."""
    result: list[Clause] = []
    for clause in clauses:
        own = text[clause.start : clause.end]
        before = text[: clause.start]
        unanswered = _UNANSWERED.match(own) and _AWAITED.search(before)
        if clause.status == "blocked" and (unanswered or _is_other_half(text, clause, result)):
            clause = Clause(clause.start, clause.end, "ongoing", 3, clause.cues)
        result.append(clause)
    return tuple(result)


def _is_other_half(text: str, clause: Clause, before: Sequence[Clause]) -> bool:
    """中餐已开班，西餐教师未到位: one half done, the other not yet, and no word that it failed or lasts."""
    if not before or before[-1].status not in ("done", "ongoing", "prepared") or before[-1].strength < 2:
        return False
    groups = {cue.group for cue in clause.cues if cue.status == "blocked"}
    near = text[before[-1].start : clause.end]
    if any(
        re.search(r"实质|任何|进展|结果|一", cue.surface + text[cue.end : cue.end + 3]) for cue in clause.cues
    ):
        return False
    if not any(cue.surface.startswith(("未", "尚", "还", "暂")) for cue in clause.cues):
        return False
    return groups <= _NOT_YET_GROUPS and not _LASTING.search(near) and not re.search(r"仅|只|无人", near)


def _led(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """下一步，… / 明年，…: a clause that is only the time of a plan governs the clauses after it."""
    lead = False
    result: list[Clause] = []
    for clause in clauses:
        short = clause.end - clause.start <= 8
        if (
            lead
            and clause.status in ("done", "none", "ongoing")
            and "已" not in text[clause.start : clause.end]
        ):
            clause = Clause(clause.start, clause.end, "planned", 2, clause.cues)
        lead = lead or (clause.status == "planned" and short)
        result.append(clause)
    return tuple(result)


def _dated(plain: str, clause: Clause, finished_by: date) -> Clause:
    """A deed told without 已 whose written year and month lie after the report is a plan."""
    text = plain[clause.start : clause.end]
    match = _YEAR_MONTH.search(text)
    if match is None or clause.status not in ("done", "none") or re.search(r"已|预算|年度|[届级]", text):
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
    if firm.get("none", 0) == 3 and firm.get("done", 0) < 3:
        return "none"
    if firm.get("done", 0) == 3 or (firm.get("done", 0) == 2 and _tells(text, clauses)):
        return "done"
    return _default(text, firm)


def _tells(text: str, clauses: Sequence[Clause]) -> bool:
    """Not the bare task: something beside the verbs that a task and a report share says that it was done."""
    verbs = {cue.surface for clause in clauses for cue in clause.cues if cue.status == "done"}
    if any(
        cue.group == "deliberation" for clause in clauses for cue in clause.cues
    ) and verbs <= _SHARED_VERBS | {"召开", "举办"}:
        return False
    return bool(verbs - _SHARED_VERBS) or not _is_bare_command(text)


def _is_bare_command(text: str) -> bool:
    """A verb of the plan in front, and no figure, day or aspect anywhere: the task restated."""
    plain = masked(text).strip()
    if not _COMMANDED.match(plain) or _QUANTITY.search(plain) or _PERFECTIVE.search(plain):
        return False
    return not _PAST_DAY.search(plain)


def _is_blocked(firm: dict[str, int]) -> bool:
    blocked = firm.get("blocked", 0)
    if blocked == 3:
        return True
    if blocked == 2:
        return not (firm.get("ongoing", 0) >= 2 or firm.get("done", 0) == 3 or firm.get("planned", 0) == 3)
    return blocked == 1 and max(firm.get("ongoing", 0), firm.get("done", 0), firm.get("planned", 0)) < 2


def _default(text: str, firm: dict[str, int]) -> Modality:
    if firm.get("ongoing", 0) == 2:
        return "ongoing"
    if firm.get("prepared"):
        return "planned" if firm.get("planned") else "ongoing"
    if firm.get("none", 0) >= 2:
        return "none"
    if _is_bare_command(text) or not _says_something(text):
        return "none"
    if firm.get("ongoing"):
        return "ongoing"
    if firm.get("done"):
        return "done"
    return "none" if _COPULA.search(masked(text)) else "done"


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
        firm: set[str] = {clause.status for clause in clauses if clause.strength == 3}
        if "progress" in self.column:
            return "done" if status == "none" and not firm and _says_something(text) else status
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
