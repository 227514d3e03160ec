"""What neighbouring clauses and the report's day make of a clause: a waiting, a half, a lead-in, a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from extractors.facts.modality_clauses import Clause
from extractors.facts.modality_patterns import (
    ASPECT,
    AWAITED,
    FIRST_STEP,
    HALF_OR_MONTH,
    LASTING,
    NOT_YET_GROUPS,
    UNANSWERED,
    YEAR_MONTH,
)

_TOLD = re.compile(r"[已了]|正在|\d")
_MISSED = re.compile(r"未达|达不到|没有达到|没有一|一[个名次]也?没")
_OUTCOME = re.compile(r"实质|任何|进展|结果|一")
_ONLY = re.compile(r"仅|只|无人")
#: A year that is not when the act is to happen, or one that it happened in.
_OTHER_YEAR = re.compile(r"已|预算|年度|[届级]")
_PAST = re.compile(r"[已了]|去年|上年|原定|20\d\d年")


def continued(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Applied or approved, then 尚未公布 / 尚未实施: the second clause is a waiting, not a failure."""
    result: list[Clause] = []
    for clause in clauses:
        own = text[clause.start : clause.end]
        before = text[: clause.start]
        if (
            clause.status in ("planned", "done", "none")
            and _TO_COME.search(own)
            and _is_at_work(before, result)
            and not ASPECT.search(own)
        ):
            clause = clause._replace(status="ongoing", strength=3)
        elif clause.status == "blocked" and (
            (UNANSWERED.match(own) and AWAITED.search(before)) or _is_other_half(text, clause, result)
        ):
            clause = Clause(clause.start, clause.end, "ongoing", 3, clause.cues)
        elif (
            clause.status == "planned"
            and clause.strength == 3
            and result
            and _is_first_step(text, result[-1])
        ):
            result[-1] = result[-1]._replace(status="prepared", strength=2)
        result.append(clause)
    return tuple(result)


_REST = frozenset({"其余", "剩余", "余下"})
_NOT_BEFORE = re.compile(r"(?:还没|尚未|没等|未等|未及)[^，。；]{0,16}$")


def given_way(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """还没毕业，就被抢订一空 / 剩余尾款38万元，已结清: the first clause only leads to what the next one tells."""
    result = list(clauses)
    for place, (clause, after) in enumerate(pairwise(clauses)):
        own, following = text[clause.start : clause.end], text[after.start : after.end]
        early = clause.status == "blocked" and _NOT_BEFORE.search(own) and following.startswith(("就", "便"))
        rest = (
            clause.status == "ongoing"
            and after.status == "done"
            and after.strength >= 2
            and {cue.surface for cue in clause.cues if cue.status == "ongoing"} <= _REST
        )
        if early or rest:
            result[place] = clause._replace(status="none", strength=0)
    return tuple(result)


#: What comes out, or the last step, at a time that is named: the act before it is under way.
_TO_COME = re.compile(
    r"(?:结果|名单|结论|成绩|面试|答辩|复评|终评|评审|公示|证书)[^，。；]{0,6}(?:安排在|排在|定在|将于|将在|预计|待)?"
    r"(?:下月|下周|下旬|下个月|下季度|年底|明年|次年|春节后|节后|年后|开学后|\d{1,2}月)[^，。；]{0,6}$"
)


def _is_at_work(before: str, clauses: Sequence[Clause]) -> bool:
    """Something before was done, or handed in or examined, and not merely meant to be."""
    told = {clause.status for clause in clauses}
    return bool(told & {"done", "ongoing", "prepared"}) or (
        "planned" not in told and bool(AWAITED.search(before))
    )


def _is_first_step(text: str, clause: Clause) -> bool:
    """报人社局核准，拟明年3月发布公告: a request or a design before the plan, not the work itself."""
    own = text[clause.start : clause.end]
    return clause.status == "ongoing" and bool(FIRST_STEP.search(own)) and "正在" not in own


_DEMAND = re.compile(r"(?:各[^，。；]{0,10})?(?:要(?!求)|应(?!届|用|聘|急)|须|必须|务必|请)")


def exhorted(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """各单位要提高站位，抓好落实: what follows a demand is demanded too, unless it says 已 or 了."""
    result: list[Clause] = []
    asked = False
    for clause in clauses:
        own = text[clause.start : clause.end]
        if asked and clause.status in ("done", "ongoing") and not _TOLD.search(own):
            clause = clause._replace(status="none", strength=2)
        asked = asked or bool(clause.status == "none" and clause.strength >= 2 and _DEMAND.match(own))
        result.append(clause)
    return tuple(result)


def _is_other_half(text: str, clause: Clause, before: Sequence[Clause]) -> bool:
    """中餐已开班，西餐教师未到位: one half done, the other not yet, and no word that it failed or lasts."""
    if not before or before[-1].status not in ("done", "ongoing", "prepared") or before[-1].strength < 2:
        return False
    if _MISSED.search(text, clause.start, clause.end):
        return False
    groups = {cue.group for cue in clause.cues if cue.status == "blocked"}
    near = text[before[-1].start : clause.end]
    if any(_OUTCOME.search(cue.surface + text[cue.end : cue.end + 3]) for cue in clause.cues):
        return False
    if not any(cue.surface.startswith(("未", "尚", "还", "暂")) for cue in clause.cues):
        return False
    return groups <= NOT_YET_GROUPS and not LASTING.search(near) and not _ONLY.search(near)


#: …，把办法一起敲定: what a plan goes on with.
_GOES_ON = re.compile(r"(?:把|同步|再|先|并(?!已))(?![^，。；]*(?:[已了正]|\d))")


def led(text: str, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """下一步，… / 明年，…: a clause that is only the time of a plan governs the clauses after it."""
    lead = False
    result: list[Clause] = []
    for clause in clauses:
        short = clause.end - clause.start <= 8
        if (
            lead
            and clause.status in ("done", "none", "ongoing")
            and "已" not in text[clause.start : clause.end]
        ) or (
            result
            and result[-1].status == "planned"
            and clause.status in ("done", "none", "ongoing")
            and _GOES_ON.match(text[clause.start : clause.end])
        ):
            clause = Clause(clause.start, clause.end, "planned", 2, clause.cues)
        lead = lead or (clause.status == "planned" and short)
        result.append(clause)
    return tuple(result)


_EXACT_DAY = re.compile(r"\d{1,2}[日号]")


def dated(plain: str, clause: Clause, finished_by: date) -> Clause:
    """A deed told without 已 whose written year and month lie after the report is a plan."""
    text = plain[clause.start : clause.end]
    if "年" not in text and "月" not in text:  # no time that either pattern finds
        return clause
    ahead = HALF_OR_MONTH.search(text)
    if ahead is not None and clause.strength < 3 and _lies_ahead(ahead, text, finished_by):
        return clause._replace(status="planned", strength=2)
    match = YEAR_MONTH.search(text)
    told = clause.status in ("done", "none") or (clause.status == "ongoing" and clause.strength < 3)
    if match is None or not told or _OTHER_YEAR.search(text):
        return clause
    if clause.status == "done" and clause.strength == 3 and _EXACT_DAY.match(text, match.end()):
        return clause  # 2022年1月18日通过验收 in a report of December: told as finished, a fault of the date
    month = int(match[2]) if match[2] else 1 if match[3] else 7 if match[4] else 1
    if (int(match[1]), month) <= (finished_by.year, finished_by.month):
        return clause
    return Clause(clause.start, clause.end, "planned", 2, clause.cues)


def _lies_ahead(found: re.Match[str], text: str, day: date) -> bool:
    """下半年 in a report of midsummer, 9月底前 in one of June: a time after the report, and nothing done in it."""
    if _PAST.search(text):
        return False
    if found[1]:
        return day.month < int(found[1]) <= 12
    return day.month <= 7
