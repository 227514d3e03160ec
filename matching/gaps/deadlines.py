"""Days: overdue, due_soon, partial."""

from __future__ import annotations

from collections.abc import Iterator

from matching.claims import Claim
from matching.findings import Finding, Light
from matching.gaps.case import Case, date_words, join, quoted, tells
from matching.gaps.fulfilment import fulfilling, is_fulfilled, open_parts
from matching.gaps.states import unfinished
from matching.plan import Part
from matching.record import is_for, period_words


def overdue(case: Case) -> Iterator[Finding]:
    """Past the chosen reading of the due date, and nothing says that the part is met.

    The due day itself is on time. Where only an alternative reading has passed, or the part is a soft one
    (争取…), the light is yellow and the because says so. A conditional item is never overdue untriggered.
    """
    if not case.is_triggered:
        return
    for part in open_parts(case):
        light = _overdue_light(case, part)
        if light is not None:
            told = _latest_word(case, part)
            because = _overdue_because(case, part, told)
            yield case.find("overdue", because, _closing_act(part), told, part=part, light=light)


def _latest_word(case: Case, part: Part) -> list[Claim]:
    """What the material says of the part, most telling first: this period's, else the last earlier one's."""
    told = list(case.concerning(part, case.told))
    if not told:
        before = [c for c in case.concerning(part, case.earlier) if tells(c) and not case.predates(c)]
        last = max((claim.period for claim in before), default="")
        told = [claim for claim in before if claim.period == last]
    return sorted(told, key=lambda claim: (claim.source != "unit", not unfinished(claim)))


def _overdue_light(case: Case, part: Part) -> Light | None:
    if part.due is None:
        return None
    if case.as_of > part.due:
        return "yellow" if part.soft or case.item.soft else case.settings.light("overdue")
    return "yellow" if any(case.as_of > other for other in part.alternatives) else None


def _overdue_because(case: Case, part: Part, told: list[Claim]) -> str:
    if part.due is None:
        return ""
    head = f"“{part.text}”期限为{date_words(part.due)}，截至{date_words(case.as_of)}"
    passed = [other for other in part.alternatives if case.as_of > other]
    if case.as_of > part.due:
        words = f"{head}已过{(case.as_of - part.due).days}天"
        later = [other for other in part.alternatives if other >= case.as_of]
        words += f"（另读{join(date_words(day) for day in later)}尚未到期）" if later else ""
    else:
        words = f"{head}未到期；按另一读法{join(date_words(day) for day in passed)}已过"
    seen = "，历次材料都没有提到"
    if told:
        when = "本期" if is_for(told[0].period, case.period) else f"{period_words(told[0].period)}的"
        seen = f"，{when}材料说的是{quoted(told[0])}"
    return f"{words}，未见到办结或达标的材料{seen}。"


def _closing_act(part: Part) -> str:
    if part.targets:
        target = part.targets[0]
        return f"请补报达到{target.value.normalize():f}{target.unit}的数据（写明口径和截止日期），未达到的说明原因和新的时间"
    return f"请补报“{part.text}”的验收、批复或投入使用材料（写明日期），未办结的说明原因和新的时间"


def due_soon(case: Case) -> Iterator[Finding]:
    """Within the window before the due date (both ends included) and not met."""
    if not case.is_triggered:
        return
    for part in open_parts(case):
        if part.due is None or not 0 <= (part.due - case.as_of).days <= case.settings.due_soon_days:
            continue
        left = (part.due - case.as_of).days
        because = f"“{part.text}”期限为{date_words(part.due)}，还有{left}天，尚未见到办结材料（提醒期{case.settings.due_soon_days}天）。"
        told = case.concerning(part, case.told)
        yield case.find("due_soon", because, _closing_act(part), told, part=part)


def partial(case: Case) -> Iterator[Finding]:
    """One part is met and another, already due, is not; parts without any date are due from the start."""
    if len(case.item.parts) < 2:
        return
    met = [part for part in case.item.parts if is_fulfilled(case, part)]
    dated = any(part.due for part in case.item.parts)
    for part in open_parts(case) if met else ():
        if (part.due is None and dated) or (part.due is not None and case.as_of <= part.due):
            continue
        shown = [claim for done in met for claim in fulfilling(case, done)[:1]]
        because = f"第{case.item.number}项已见“{join(done.text for done in met)}”的办结材料，未见到“{part.text}”的办结材料。"
        yield case.find("partial", because, _closing_act(part), shown, part=part)
