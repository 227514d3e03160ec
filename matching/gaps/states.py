"""What a claim says of a part's state: met, unfinished, undone; and figures in comparable words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from extractors.facts.fact import Fact
from matching.claims import Claim
from matching.gaps.case import Case, concerns, tells
from matching.plan import Part, Plan
from matching.series import clause_of, figure_value, is_intended, population_of

_WORK = r"(?:建设|施工|安装|调试|装修|验收|完工|竣工|建成|交付|投入使用|封顶|招标|到货|收尾|认定|获批|挂牌)"
_UNFINISHED = re.compile(
    rf"(?:正在|尚未|未能|仍在|仍未|还未|至今未|没有|尚在|无法|未)[^，。；]{{0,10}}{_WORK}"
    r"|未能?(?:入选|获批|入围|通过|获评|批准|被认定)|失利|落选|在建|未建成|未完工|未投入|仅完成|预计[^，。；]{0,12}(?:验收|完工|竣工|建成|交付|投入使用)"
)
_UNDONE = re.compile(
    r"停用|闲置|拆除|被撤销|撤销了|摘牌|被取消|取消了|退出|终止|停招|停办|复评未通过|未通过复评|收回|挪作"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?[万亿]?")
#: Characters of a clause kept on either side of a figure when two figures are compared.
_BEFORE, _AFTER = 14, 3


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure with the words around it, the number itself left out."""

    claim: Claim
    fact: Fact
    value: Decimal
    population: str
    before: str  # what stands before the figure in its clause, figures masked
    words: str  # what stands before and after the figure in its clause, figures masked
    clause: str  # the whole clause and the one before it, figures masked


def unfinished(claim: Claim) -> bool:
    """Does the claim say that the building, fitting out or acceptance is not finished?"""
    return claim.status in ("ongoing", "blocked") and bool(_UNFINISHED.search(claim.text))


def undone(claim: Claim) -> bool:
    """Does the claim say that something reached was given up, closed or taken back?"""
    return claim.status in ("blocked", "done", "ongoing") and bool(_UNDONE.search(claim.text))


def against(case: Case, part: Part, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The told claims among `claims` that say the part is unfinished or undone."""
    return tuple(
        c for c in claims if tells(c) and concerns(case.item, part, c) and (unfinished(c) or undone(c))
    )


def not_older(case: Case, claim: Claim, done: Claim) -> bool:
    """A report made before the act may well call it unfinished; only one of the same time or later contradicts."""
    acts = [fact.end for fact in done.facts if fact.kind == "date" and fact.end]
    happened = max(acts) if acts else case.day_of(done)
    day = case.day_of(claim)
    return day is None or happened is None or day >= happened


def stated_figures(plan: Plan, claims: Sequence[Claim]) -> Iterator[Stated]:
    """Every figure that a told claim states as a fact of now, in the order of the claims."""
    for claim in claims:
        if not tells(claim) or claim.status == "planned":
            continue
        for fact in claim.facts:
            value = figure_value(fact)
            if value is None or fact.kind == "ratio" or is_intended(claim.text, fact):
                continue
            before, words, clause = _masked(claim.text, fact)
            yield Stated(claim, fact, value, population_of(plan, claim, fact), before, words, clause)


def same_measure(one: Stated, other: Stated, likeness: float) -> bool:
    """Do two figures measure the same thing: unit, population, and nearly the same words around them?"""
    if one.fact.unit != other.fact.unit or one.fact.kind != other.fact.kind:
        return False
    if one.population != other.population or len(one.words) < 6:
        return False
    if fuzz.ratio(one.words, other.words) < likeness:
        return False
    return fuzz.ratio(one.clause, other.clause) >= likeness


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


def _masked(text: str, fact: Fact) -> tuple[str, str, str]:
    start, end = clause_of(text, fact)
    before = _FIGURE.sub("#", text[max(start, fact.start_char - _BEFORE) : fact.start_char])
    after = _FIGURE.sub("#", text[fact.end_char : min(end, fact.end_char + _AFTER)])
    lead = max((text.rfind(mark, 0, max(start - 1, 0)) for mark in "，,；;。"), default=-1) + 1
    return before, f"{before}#{after}", _FIGURE.sub("#", text[lead:end])
