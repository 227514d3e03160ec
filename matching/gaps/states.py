"""What a claim says of a part's state: unfinished, undone; and when two values or days differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from extractors.facts.fact import Fact
from matching.claims import Claim
from matching.gaps.case import Case, concerns, tells
from matching.plan import Part
from matching.series import figure_value

_WORK = r"(?:建设|施工|安装|调试|装修|验收|完工|竣工|建成|交付|投入使用|封顶|招标|到货|收尾|认定|获批|挂牌)"
_UNFINISHED = re.compile(
    rf"(?:正在|尚未|未能|仍在|仍未|还未|至今未|没有|尚在|无法|未)[^，。；]{{0,10}}{_WORK}"
    r"|未能?(?:入选|获批|入围|通过|获评|批准|被认定)|失利|落选|在建|未建成|未完工|未投入|仅完成|预计[^，。；]{0,12}(?:验收|完工|竣工|建成|交付|投入使用)"
)
_UNDONE = re.compile(
    r"停用|闲置|拆除|被撤销|撤销了|摘牌|被取消|取消了|退出|终止|停招|停办|复评未通过|未通过复评|收回|挪作"
)


_HAN = re.compile(r"[^一-鿿]|目前|现已|已经|因故?|由于|全部|暂时?")
#: Fewer characters before the verb than these name no thing of their own.
_SHORT_SUBJECT = 2
_WHOLE = re.compile(r"该|基地|中心|项目|试点|牌子|资格|整体|建成后")
_COMMON = frozenset({"水产", "产学", "学校", "威海", "海市", "海洋", "职业", "建设", "完成"})


def unfinished(claim: Claim) -> bool:
    """Does the claim say that the building, fitting out or acceptance is not finished?"""
    return claim.status in ("ongoing", "blocked") and bool(_UNFINISHED.search(claim.text))


def undone(claim: Claim) -> bool:
    """Does the claim say that something reached was given up, closed or taken back?"""
    return claim.status in ("blocked", "done", "ongoing") and bool(_UNDONE.search(claim.text))


def against(case: Case, part: Part, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The told claims among `claims` that say the part is unfinished or undone."""
    return tuple(
        c
        for c in claims
        if (unfinished(c) or (undone(c) and _undoes_the_part(part, c)))  # first: few are
        and tells(c)
        and concerns(case.item, part, c)
    )


def _undoes_the_part(part: Part, claim: Claim) -> bool:
    """西点间烤箱老化，停用3个月 undoes no base: what comes before the verb must name the part, or nothing of its own."""
    found = _UNDONE.search(claim.text)
    before = claim.text[: found.start()] if found else ""
    clause, sentence = (_HAN.sub("", re.split(marks, before)[-1]) for marks in (r"[，,。；;：:]", r"[。；;]"))
    subject = clause if len(clause) >= _SHORT_SUBJECT else sentence
    if len(subject) < _SHORT_SUBJECT:
        return True
    return bool(_WHOLE.search(subject)) or any(
        subject[i : i + 2] in part.text and subject[i : i + 2] not in _COMMON for i in range(len(subject) - 1)
    )


def not_older(case: Case, claim: Claim, done: Claim) -> bool:
    """A report made before the act may well call it unfinished; only one of the same time or later contradicts."""
    happened = happened_on(case, done)
    day = case.day_of(claim)
    return day is None or happened is None or day >= happened


def happened_on(case: Case, done: Claim) -> date | None:
    """The day of a reported act: the last it names, else its document's; None where nothing tells it."""
    acts = [fact.end for fact in done.facts if fact.kind == "date" and fact.end]
    return max(acts) if acts else case.day_of(done)


def differ(one: Fact, other: Fact, tolerance: Decimal) -> bool:
    """Do the values differ by more than rounding? Vague figures (近、余、约) differ only by more than a tenth."""
    first, second = figure_value(one), figure_value(other)
    if first is None or second is None:
        return False
    gap = abs(first - second)
    if one.comparator or other.comparator:
        return gap > max(abs(first), abs(second)) / 10
    return gap > (tolerance if one.unit in ("%", "百分点") or one.kind == "percent" else 0)


def same_days(one: Claim, other: Claim) -> bool:
    """Do two claims speak of the same days? Both undated, or dated alike; one undated counts as alike."""
    first, second = _days(one), _days(other)
    return not first or not second or first == second


def _days(claim: Claim) -> frozenset[object]:
    return frozenset((fact.start, fact.end) for fact in claim.facts if fact.kind in ("date", "period"))
