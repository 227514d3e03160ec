"""Reports of one period that do not agree: conflict, inconsistent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from matching.claims import Claim
from matching.findings import Finding
from matching.gaps.case import Case, join, quoted, tells
from matching.gaps.denials import denied_acts, denied_by, denies
from matching.gaps.fulfilment import claimed_met
from matching.gaps.shares import wrong_share
from matching.gaps.states import against, differ, not_older, same_days, undone, unfinished
from matching.metrics import Stated, same_measure, same_time, stated_figures
from matching.plan import Part
from matching.record import is_for
from matching.series import Reading, same_object

#: rapidfuzz ratio (0..100) from which two wordings of one document are the same: lists repeat their wording.
_SAME_SENTENCE = 92.0
_DISAGREES = re.compile(
    r"与[^，。；]{0,24}(?:所报|上报|台账|报告|自查|材料|数据)[^，。；]{0,24}(?:不符|不一致|不相符|有出入|相矛盾|对不上)"
    r"|(?:验收单|台账|报告|自查|材料)[^，。；]{0,12}(?:却|与(?:现场|实际)不符)"
)
_DENIED = re.compile(
    r"(?:没有|不存在|未发现|是否|凡|严禁|防止)[^，。；]{0,16}(?:不符|不一致|出入|矛盾|对不上)"
)


def conflict(case: Case) -> Iterator[Finding]:
    """Same metric, population and time with different values, or contradictory states, this period.

    Values: two figures of one target (wholes only, not addends), or two figures whose wording is the same.
    ±0.1 percentage points and vague figures (近、余) are rounding; other days, other schools, plans and
    corrections are no conflict. States: one document says that a part is met, another, not older, that it
    is unfinished, or denies the very act; or the office's circular says that what it saw does not agree with the report.
    """
    pair = _different_figures(case) or _different_states(case) or _denied(case) or _seen_otherwise(case)
    if pair:
        words, claims, part = pair
        yield case.find(
            "conflict",
            f"{words}。",
            f"请{join(c.unit for c in claims) or '报送单位'}核对同一口径、同一时点的情况，统一后书面说明",
            claims,
            part=part,
            units=[claim.unit for claim in claims],
        )


Clash = tuple[str, tuple[Claim, ...], Part | None]


def _different_figures(case: Case) -> Clash | None:
    wholes = [reading for reading in case.figures if reading.total or reading.target.unit == "%"]
    for one, other in combinations(_one_per_value(wholes), 2):
        if _clash(case, one, other):
            words = f"{one.target.metric}（{one.population}，{case.period.label}）两处数字不同"
            return f"{words}：{quoted(one.claim)}；{quoted(other.claim)}", (one.claim, other.claim), one.part
    for group in _alike(stated_figures(case.plan, case.current)):
        for first, second in _pairs(group):
            if _stated_clash(case, first, second):
                words = f"{case.period.label}材料对同一件事的数字不同"
                claims = (first.claim, second.claim)
                return f"{words}：{quoted(first.claim)}；{quoted(second.claim)}", claims, None
    return None


def _one_per_value(readings: Sequence[Reading]) -> list[Reading]:
    """The first reading of each value of a target, population and time: repeats of a value cannot clash."""
    kept = {(id(r.target), r.population, r.start, r.end, r.value): r for r in reversed(readings)}
    return list(reversed(kept.values()))


def _alike(figures: Iterable[Stated]) -> list[list[Stated]]:
    """Figures that could be the same measure, each wording and value of a document once, so that cost stays low."""
    groups: dict[tuple[str, str], dict[tuple[object, ...], Stated]] = {}
    for stated in figures:
        told = (stated.claim.submission, stated.wording, stated.row, stated.value)
        groups.setdefault(stated.key, {}).setdefault(told, stated)
    return [list(group.values()) for group in groups.values()]


def _pairs(group: Sequence[Stated]) -> Iterator[tuple[Stated, Stated]]:
    """In their order, the pairs that `same_measure` does not rule out at first sight."""
    kinds: dict[tuple[bool, str], list[Stated]] = {}
    places = []
    for stated in group:
        if not stated.increment:
            kind = kinds.setdefault((stated.cumulative, stated.scope), [])
            kind.append(stated)
            places.append((stated, kind, len(kind)))
    for stated, kind, after in places:
        for other in kind[after:]:
            yield stated, other


def _clash(case: Case, one: Reading, other: Reading) -> bool:
    if one.target is not other.target or one.population != other.population:
        return False
    if not same_object(one, other):
        return False
    if one.claim is other.claim:
        return False  # 挂牌7处，查看的3处: one sentence, two counts
    if (one.start, one.end) != (other.start, other.end) or not same_days(one.claim, other.claim):
        return False
    if one.target.per and not (_is_whole_year(one) and _is_whole_year(other)):
        return False
    return differ(one.fact, other.fact, case.settings.tolerance)


def _is_whole_year(reading: Reading) -> bool:
    return bool(re.search(r"全年|累计|共|合计|总计|全市", reading.claim.text))


def _stated_clash(case: Case, one: Stated, other: Stated) -> bool:
    if not differ(one.fact, other.fact, case.settings.tolerance) or not same_measure(case.item, one, other):
        return False
    if one.claim.submission == other.claim.submission and not _is_told_twice(one, other):
        return False
    return same_time(one, other)


def _is_told_twice(one: Stated, other: Stated) -> bool:
    """Within one document: the text against a table, or two passages in nearly the same words."""
    if one.claim.span == other.claim.span:
        return False
    if bool(one.claim.context.row) != bool(other.claim.context.row):
        return True
    first, second = (f"{figure.around}｜{figure.wording}" for figure in (one, other))
    return fuzz.ratio(first, second) >= _SAME_SENTENCE


def _different_states(case: Case) -> Clash | None:
    for part in case.item.parts:
        met = [c for c in claimed_met(case, part) if is_for(c.period, case.period)]
        for done in met:
            for other in against(case, part, case.told):
                if other.submission != done.submission and not_older(case, other, done):
                    return (
                        f"“{part.text}”办结情况说法不一：{quoted(done)}；{quoted(other)}",
                        (done, other),
                        part,
                    )
    return None


def _denied(case: Case) -> Clash | None:
    """Another document, not older, denies the very act that one reports as done."""
    denying = [claim for claim in case.told if denied_acts(claim)]
    is_denied = denied_by(denying)
    for done in case.told if denying else ():
        for other in denying if done.status == "done" and is_denied(done.text) else ():
            if other.submission != done.submission and denies(other, done) and not_older(case, other, done):
                return f"对同一件事办没办说法不一：{quoted(done)}；{quoted(other)}", (done, other), None
    return None


def _seen_otherwise(case: Case) -> Clash | None:
    for claim in case.told:
        if _DISAGREES.search(claim.text) and not _DENIED.search(claim.text):
            told = [other for other in case.told if other.submission != claim.submission][:1]
            return f"材料自身指出与所报不符：{quoted(claim)}", (claim, *told), None
    return None


def inconsistent(case: Case) -> Iterator[Finding]:
    """Text and percentage disagree within one row or sentence, or a share does not compute.

    100% beside 在建, 正在, 尚未; 16 of 26 written as 58%. ±0.1 points and the last digit's rounding are allowed.
    """
    for claim in case.current:
        if not tells(claim) and not undone(claim):
            continue
        words = _full_but_unfinished(claim) or wrong_share(claim, case.settings.tolerance)
        if words:
            needed = "请核对进度、分子分母和占比，更正后说明"
            yield case.find(
                "inconsistent", f"{words}，见{quoted(claim)}。", needed, [claim], units=[claim.unit]
            )
            return


def _full_but_unfinished(claim: Claim) -> str:
    if claim.status not in ("ongoing", "blocked", "planned") or not unfinished(claim):
        return ""
    progress = [
        cell for header, cell in claim.context.row if re.search(r"进度|完成比例|完成率|百分比", header)
    ]
    if any(re.fullmatch(r"\s*(?:100(?:\.0+)?\s*[%％]?|已?完成)\s*", cell) for cell in progress):
        return "进度栏填写已完成（100%），文字说明尚未完成"
    full = any(f.kind == "percent" and f.value == Decimal(100) for f in claim.facts)
    return "文字称尚未完成，却写进度100%" if full and re.search(r"进度|完成(?:率|比例)?", claim.text) else ""
