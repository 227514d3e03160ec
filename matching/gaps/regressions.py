"""Steps back against an earlier period: regression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from matching.findings import Finding
from matching.gaps.case import Case, quoted, tells
from matching.gaps.contradictions import Clash
from matching.gaps.denials import denied_acts, denied_by, denies
from matching.gaps.ended import given_up, object_of, shares_object
from matching.gaps.fulfilment import claimed_met
from matching.gaps.states import against, differ
from matching.metrics import running_totals, same_measure
from matching.plan import Part
from matching.record import is_for, period_words, read_period
from matching.series import Reading, same_object


def regression(case: Case) -> Iterator[Finding]:
    """A cumulative figure fell, or what was done is undone, against an earlier period.

    Figures of a target (yearly ones within their year only) and figures both called 累计 in the same words;
    rounding is no fall. Undone: a part met in an earlier period is now called unfinished, closed or revoked.
    """
    found = (
        _fallen(case) or _fallen_total(case) or _taken_back(case) or _given_up(case) or _denied_since(case)
    )
    if found:
        words, claims, part = found
        yield case.find(
            "regression",
            f"{words}。",
            "请说明减少或回退的原因；口径变了的写明前后口径，数字有误的更正",
            claims,
            part=part,
            units=[claim.unit for claim in claims],
        )


def _fallen(case: Case) -> Clash | None:
    levels: dict[tuple[int, str], dict[str, list[Reading]]] = {}  # target and population → period → readings
    for reading in case.readings:
        group = levels.setdefault((id(reading.target), reading.population), {})
        group.setdefault(reading.claim.period, []).append(reading)
    highest: dict[tuple[int, str], Decimal] = {}
    for now in case.figures:
        place = id(now.target), now.population
        highest[place] = max(now.value, highest.get(place, now.value))
    for now in case.figures:
        if now.value < highest[id(now.target), now.population]:
            continue  # a larger figure of the same period: this one is not its level
        before = _before(now, levels[id(now.target), now.population])
        if not before:
            continue
        last = max(before, key=lambda r: (r.claim.period, r.value))
        if last.value > now.value and differ(now.fact, last.fact, case.settings.tolerance):
            words = f"{now.target.metric}（{now.population}）由{period_words(last.claim.period)}的{last.written}降为{period_words(now.claim.period)}的{now.written}：{quoted(last.claim)}；{quoted(now.claim)}"
            return words, (now.claim, last.claim), now.part
    return None


def _before(now: Reading, group: Mapping[str, Sequence[Reading]]) -> list[Reading]:
    """The readings of earlier periods with which the figure can be compared; yearly ones of its year only."""
    own = read_period(now.claim.period)
    if own is None:
        return []
    earlier = [(read_period(written), readings) for written, readings in group.items()]
    return [
        reading
        for period, readings in earlier
        if period is not None and period < own and not (now.target.per and period.year != own.year)
        for reading in readings
        if _comparable(now, reading)
    ]


def _comparable(now: Reading, before: Reading) -> bool:
    """Wholes of one thing, or shares; yearly figures from the same day on."""
    if now.target.per and before.start != now.start:
        return False
    if now.target.unit != "%" and not (now.total and before.total):
        return False
    return same_object(now, before)


def _fallen_total(case: Case) -> Clash | None:
    now = running_totals(case.plan, case.current)
    before = running_totals(case.plan, case.lasting) if now else []
    for one in now:
        for other in before:
            fell = other.value > one.value and differ(one.fact, other.fact, case.settings.tolerance)
            if fell and same_measure(case.item, one, other):
                words = f"累计数由{period_words(other.claim.period)}的{other.fact.surface}降为{period_words(one.claim.period)}的{one.fact.surface}：{quoted(other.claim)}；{quoted(one.claim)}"
                return words, (one.claim, other.claim), None
    return None


def _taken_back(case: Case) -> Clash | None:
    for part in case.item.parts:
        before = [c for c in claimed_met(case, part) if (read_period(c.period) or case.period) < case.period]
        if not before or part.per:
            continue
        again = against(case, part, case.told)
        if again and not _also_finished(case, part):
            words = f"“{part.text}”{period_words(before[-1].period)}已报办结，本期又称未完成或已停止：{quoted(before[-1])}；{quoted(again[0])}"
            return words, (again[0], before[-1]), part
    return None


def _given_up(case: Case) -> Clash | None:
    """What an earlier period reported was ended since: an agreement not renewed, rooms taken back, a title lost."""
    ended = [claim for claim in case.told if given_up(claim)]
    for done in case.earlier_done(object_of(ended)) if ended else ():
        if not tells(done) or given_up(done):
            continue
        again = next((claim for claim in ended if shares_object(given_up(claim), done)), None)
        if again is not None:
            return (
                f"{period_words(done.period)}已报办理，本期又称收回或终止：{quoted(done)}；{quoted(again)}",
                (again, done),
                None,
            )
    return None


def _denied_since(case: Case) -> Clash | None:
    denying = [claim for claim in case.told if denied_acts(claim)]
    for done in case.earlier_done(denied_by(denying)) if denying else ():
        again = next((claim for claim in denying if tells(done) and denies(claim, done)), None)
        if again is not None and not any(denies(again, now) for now in case.told):
            return (
                f"{period_words(done.period)}已报办理，本期又称没有：{quoted(done)}；{quoted(again)}",
                (again, done),
                None,
            )
    return None


def _also_finished(case: Case, part: Part) -> bool:
    """Someone confirms this period that the part is met: then it is a conflict of reports, not a step back."""
    return any(is_for(c.period, case.period) for c in claimed_met(case, part))
