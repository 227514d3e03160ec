"""Dates that cannot be, and evidence that is old: impossible_date, stale."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from extractors.facts.fact import Fact
from matching.claims import Claim
from matching.findings import Finding
from matching.gaps.case import Case, act_ends, date_words, quoted
from matching.gaps.fulfilment import is_finished
from matching.series import in_goal_column

_WRITTEN_DAY = re.compile(r"(?:(?<!\d)(\d{4})\s*年\s*)?(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_DOTTED_DAY = re.compile(r"(?<![\d.])(20\d{2})([./-])(\d{1,2})\2(\d{1,2})(?![\d.])")
_WRITTEN_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*年\s*(\d{1,2})\s*月")
_FINISHED = re.compile(
    r"已|完成|建成|通过|获|揭牌|挂牌|印发|出台|召开|举办|签订|签署|投入|启用|竣工|验收|开班|交付"
)
_FUTURE = re.compile(
    r"拟|将|计划|预计|力争|争取|确保|下一步|打算|届时|安排在|目标|限期|期限|以前|之前|前(?:完成|建成|达到)|有效期|至20\d\d年"
)
#: The date is that of a document acted upon, or the beginning of something that goes on.
_GROUND = re.compile(r"根据|依据|按照|依照|以来|起(?:，|至今|持续)|自\d{4}年|从\d{4}年|持续|至今|目前")
_CLAUSE = re.compile(r"[，,；;。！!？?]")


def impossible_date(case: Case) -> Iterator[Finding]:
    """A day that is not in the calendar, or a finished act dated after the day the report was signed.

    The signed day itself can be. Plans, goals and time limits may lie ahead; an assumed year, a whole year
    or 年底 proves nothing. The period's claims are looked at, also of items already met.
    """
    for claim in case.current:
        wrong = _not_in_calendar(claim.text)
        if wrong:
            because = f"材料写“{wrong}”，日历上没有这一天，见{quoted(claim)}。"
            yield case.find(
                "impossible_date", because, "请核对原始凭证，更正日期", [claim], units=[claim.unit]
            )
            return
    for claim in case.current:
        signed = case.signed_day(claim)
        late = _after_signing(claim, signed) if signed else None
        if signed and late and late.start:
            because = f"材料落款{date_words(signed)}，却把“{late.surface}”（{date_words(late.start)}）的事写成已经完成，疑似时间有误，见{quoted(claim)}。"
            yield case.find(
                "impossible_date",
                because,
                "请核对办结日期并附凭证，未办结的更正表述",
                [claim],
                units=[claim.unit],
            )
            return


def _not_in_calendar(text: str) -> str:
    """The first written date that does not exist, as folded to half-width; "" if all do."""
    plain = unicodedata.normalize("NFKC", text)
    for found in _WRITTEN_DAY.finditer(plain):
        year, month, day = found.groups()
        if not _exists(int(year or 2020), int(month), int(day)):  # without a year 29 February is possible
            return found.group()
    for found in _DOTTED_DAY.finditer(plain):
        if not _exists(int(found.group(1)), int(found.group(3)), int(found.group(4))):
            return found.group()
    return next((f.group() for f in _WRITTEN_MONTH.finditer(plain) if not 1 <= int(f.group(2)) <= 12), "")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _after_signing(claim: Claim, signed: date) -> Fact | None:
    if claim.status != "done" or claim.copied_from_plan or in_goal_column(claim):
        return None
    return next((fact for fact in claim.facts if _is_late_act(claim, fact, signed)), None)


def _is_late_act(claim: Claim, fact: Fact, signed: date) -> bool:
    if fact.kind not in ("date", "period") or fact.assumed or fact.mod or fact.start is None:
        return False
    exact = re.search(r"[日号月]|\d[./-]\d", fact.surface) and not re.search(r"底|末|年度", fact.surface)
    if not exact or fact.start <= signed:
        return False
    clause = _clause_around(claim.text, fact)
    return bool(_FINISHED.search(clause)) and not _FUTURE.search(clause)


def _clause_around(text: str, fact: Fact) -> str:
    """The figure's clause, and the next one where the date stands alone before it (2022年3月，…通过验收)."""
    starts = [found.end() for found in _CLAUSE.finditer(text, 0, fact.start_char)]
    start = starts[-1] if starts else 0
    after = _CLAUSE.search(text, fact.end_char)
    end = after.start() if after else len(text)
    if after and len(text[start:end].strip()) <= len(fact.surface) + 2:
        following = _CLAUSE.search(text, after.end())
        end = following.start() if following else len(text)
    return text[start:end]


def stale(case: Case) -> Iterator[Finding]:
    """The period's claims rest only on acts of an earlier period.

    Every act told must be dated, and end before the period began, also in a report that closes the year.
    An undated act is taken as the period's own; an assumed year proves nothing; a figure of today does not
    make an old act new. Acts before the plan was issued are old in any case.
    """
    if is_finished(case) or not case.is_triggered:
        return
    acts = [c for c in case.current if c.status in ("done", "ongoing") and not c.copied_from_plan]
    if not acts or not all(_is_old(case, claim) for claim in acts):
        return
    newest = max(max(act_ends(claim)) for claim in acts)
    because = f"{case.period.label}关于第{case.item.number}项的{len(acts)}处表述说的都是{date_words(newest)}及以前的事，未见到本期（{date_words(case.period.start)}起）的新进展，见{quoted(acts[0])}。"
    yield case.find(
        "stale", because, "请补报本期的新进展及日期；没有新进展的如实说明", acts, units=[c.unit for c in acts]
    )


def _is_old(case: Case, claim: Claim) -> bool:
    ends = act_ends(claim)
    return bool(ends) and max(ends) < case.period.start and not _GROUND.search(claim.text)
