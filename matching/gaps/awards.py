"""A ceiling told in words or sums: the school's own award against the province's standard."""

from __future__ import annotations

import re
from decimal import Decimal

from matching.claims import Claim
from matching.series import clause_of, figure_value

_ABOVE = re.compile(r"(?<![不没未])(?:高于|超过|超出|高出)[^，。；]{0,8}省[^，。；]{0,8}(?:标准|奖励|奖金)")
_DENIED = re.compile(r"(?:不得|不能|不可|严禁|防止|避免|没有|未|不)(?:高于|超过|超出|高出)")
#: The province's standard; a prize won in a contest of the province (省赛一等奖) is not it.
_PROVINCE = re.compile(
    r"省(?:级|里|定|厅|财政)?(?!赛|[^，。；]{0,4}(?:大赛|比赛|竞赛|技能赛))[^，。；]{0,6}(?:标准|规定|奖|每|为|是)|省标"
)
_OWN = re.compile(r"我校|本校|校级|校内|学校|校")


def above_the_province(claim: Claim) -> bool:
    """Does the claim say that an award exceeds the province's, in words or by two sums of money?

    不高于, 未超过 and 不得超过 say the contrary. Two sums count only where one clause names the province's
    standard and another clause, of a school's report or a text that speaks of its own award, the other sum.
    """
    text = claim.text
    if _ABOVE.search(text) and not _DENIED.search(text):
        return True
    province, own = _sums(claim)
    return province is not None and own is not None and own > province


def _sums(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    province: Decimal | None = None
    own: Decimal | None = None
    for fact in claim.facts:
        value = figure_value(fact)
        if fact.kind != "money" or value is None:
            continue
        start, end = clause_of(claim.text, fact)
        clause = claim.text[start:end]
        if _PROVINCE.search(clause) and province is None:
            province = value
        elif own is None and (claim.subject or _OWN.search(claim.text)):
            own = value
    return province, own
