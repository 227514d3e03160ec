"""Nothing told, or only wishes: no_evidence, not_submitted, plan_only, copied_from_plan, blocked, needs_review, unassigned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.claims import Claim
from matching.findings import Finding
from matching.gaps.case import Case, join, quoted, tells
from matching.gaps.fulfilment import is_finished

_PROGRESS = re.compile(r"进展|完成情况|落实|成效|进度|实际")
_TASK = re.compile(r"目标|任务|事项|项目|内容|要求")


def no_evidence(case: Case) -> Iterator[Finding]:
    """No unit's claim tells of any act for the item this period.

    Restated plan text, division of work and acts before the plan was issued tell of none; a claim of failure
    or of a plan does (that is `blocked` or `plan_only`). The office's own circular counts where it saw
    something done or under way; its complaint alone is no unit's report. An item all of whose parts are met
    and a conditional one not triggered are not asked; nor is one that waits for a reviewer's word.
    """
    if is_finished(case) or not case.is_triggered:
        return
    if any(claim.source == "unit" or claim.status in ("done", "ongoing") for claim in case.told):
        return
    if any(tells(claim) and claim.probability >= case.settings.asked_weight for claim in case.asked):
        return
    sent = f"收到{len(tuple(case.record.reports(case.period)))}份材料，" if case.reporters else "未收到材料，"
    because = f"{case.period.label}{sent}未见到任何单位报告第{case.item.number}项进展的内容"
    if any(claim.copied_from_plan for claim in case.current):
        because += "，提到本项的只有方案原文"
    elif case.current:
        because += "，提到本项的语句没有说明做了什么"
    needed = f"请{join(case.accountable(case.item.lead))}补报本期做了什么、何时、到什么程度，附一份佐证材料"
    yield case.find("no_evidence", because + "。", needed, case.current)


def not_submitted(case: Case) -> Iterator[Finding]:
    """A lead unit handed in nothing readable this period: one finding per item and unit.

    A unit that reports through another has reported when either did. Silent responsible units and named
    schools are listed beside it, never accused on their own. An item that is met is not asked again.
    """
    if is_finished(case):
        return
    for lead in case.accountable(case.item.lead):
        if _has_reported(case, lead):
            continue
        reporter = case.plan.reporter(lead)
        through = f"（经{reporter}报送）" if reporter != lead else ""
        because = f"{case.period.label}未收到第{case.item.number}项牵头单位{lead}{through}的可读材料"
        because += _silent_others(case) + "。"
        needed = f"请{reporter}报送{case.period.label}进展材料（Word 或带文字层的 PDF），写明第{case.item.number}项进展"
        yield case.find("not_submitted", because, needed, units=(lead,), unit=lead)


def _has_reported(case: Case, unit: str) -> bool:
    return unit in case.reporters or case.plan.reporter(unit) in case.reporters


def _silent_others(case: Case) -> str:
    responsible = [u for u in case.accountable(case.item.responsible) if not _has_reported(case, u)]
    schools = [school for school in case.item.schools if school not in case.reporters]
    words = f"；责任单位{join(responsible)}亦未报送" if responsible else ""
    return words + (f"；点名学校{join(schools)}无材料" if schools else "")


def plan_only(case: Case) -> Iterator[Finding]:
    """The period's claims are planned ones only; one act or one obstacle told is enough against it."""
    if is_finished(case) or not case.is_triggered:
        return
    told = case.told
    if not told or any(claim.status != "planned" for claim in told):
        return
    because = f"{case.period.label}关于第{case.item.number}项的{len(told)}处表述均为计划、打算，如{quoted(told[0])}，未见到已开展工作的内容。"
    yield case.find(
        "plan_only",
        because,
        "请补报已经开展的工作及时间，或说明尚未启动的原因",
        told,
        units=(*case.units, *_senders(told)),
    )


def copied_from_plan(case: Case) -> Iterator[Finding]:
    """A lead unit, or all who speak of the item, offer only plan text.

    A task column that restates the task beside an empty progress cell is no offer of progress.
    """
    if is_finished(case) or not case.is_triggered:
        return
    copied = [c for c in case.current if c.source == "unit" and _offers_plan_text(c)]
    guilty = {c.unit for c in copied if not _says_more(case, c.unit)}
    leads = {case.plan.reporter(lead) for lead in case.item.lead} | set(case.item.lead)
    if any(tells(c) for c in case.current):
        guilty &= leads
    shown = [claim for claim in copied if claim.unit in guilty]
    if shown:
        because = f"{join(c.unit for c in shown)}关于第{case.item.number}项的表述与方案原文相同或仅略作改动，如{quoted(shown[0])}，未见到自己的做法、时间和数字。"
        yield case.find(
            "copied_from_plan",
            because,
            "请用自己的话补报具体做法、时间、数量，附佐证材料",
            shown,
            units=[c.unit for c in shown],
        )


def _offers_plan_text(claim: Claim) -> bool:
    own_is_progress = bool(_PROGRESS.search(claim.context.column))
    beside_progress = any(_PROGRESS.search(header) for header, _ in claim.context.row)
    in_task_column = bool(_TASK.search(claim.context.column)) or beside_progress
    return claim.copied_from_plan and (own_is_progress or not in_task_column)


def _says_more(case: Case, unit: str) -> bool:
    return any(tells(claim) for claim in case.current if claim.unit == unit)


def blocked(case: Case) -> Iterator[Finding]:
    """A unit itself reports failure or an obstacle; the office's circular does not speak for the unit."""
    if is_finished(case) or not case.is_triggered:
        return
    told = [claim for claim in case.told if claim.status == "blocked" and claim.source == "unit"]
    if told:
        yield case.find(
            "blocked",
            f"{join(c.unit for c in told)}自述第{case.item.number}项受阻：{quoted(told[0])}。",
            "请说明障碍的原因、需要谁协调、下一步时间安排",
            told,
        )


def unassigned(case: Case) -> Iterator[Finding]:
    """The list names no responsible unit for the item."""
    if not case.item.responsible and not is_finished(case):
        because = f"清单第{case.item.number}项未列责任单位，只有牵头单位{join(case.item.lead)}。"
        yield case.find("unassigned", because, f"请{case.plan.office}明确责任单位", units=case.item.lead)


def needs_review(case: Case) -> Iterator[Finding]:
    """Only "asked" claims, or what is told rests on badly read scans."""
    if is_finished(case):
        return
    unclear = [
        c for c in case.told if c.confidence is not None and c.confidence < case.settings.ocr_confidence
    ]
    if case.asked and not case.told:
        because = f"{case.period.label}有{len(case.asked)}处表述可能与第{case.item.number}项有关，把握不足，如{quoted(case.asked[0])}。"
        yield case.find("needs_review", because, "请审核人员确认这些表述是否属于本项", case.asked)
    elif unclear and len(unclear) == len(case.told):
        least = min(claim.confidence or 0.0 for claim in unclear)
        because = f"第{case.item.number}项本期只有扫描件文字，识别把握{least:.2f}，低于{case.settings.ocr_confidence:.2f}，不作为办结依据。"
        yield case.find("needs_review", because, "请对照原件核对文字，或请报送单位补交 Word 原件", unclear)


def _senders(claims: tuple[Claim, ...]) -> list[str]:
    return [claim.unit for claim in claims if claim.unit]
