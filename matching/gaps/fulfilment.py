"""Whether a part is met, and by which claim. Only this closes `overdue` and `partial` or turns a light green."""

from __future__ import annotations

from datetime import date

from matching.claims import Claim
from matching.gaps.case import Case
from matching.gaps.states import against, happened_on
from matching.periods import Period
from matching.plan import Part
from matching.record import is_for, read_period
from matching.series import CITY, Reading, in_goal_column, reaches, sum_reaches, year_value


def fulfilling(case: Case, part: Part) -> tuple[Claim, ...]:
    """The claims by which the part is met as of the judged period; empty while it is not, or is disputed.

    Disputed: as many documents of the same or a later period, not older than the act, say that it is
    unfinished, failed or undone. Then it is asked again, beside the conflict or the step back.
    """
    if part.id not in case.fulfilled:
        case.fulfilled[part.id] = _undisputed(case, part)
    return case.fulfilled[part.id]


def _undisputed(case: Case, part: Part) -> tuple[Claim, ...]:
    met = claimed_met(case, part)
    since = min((read_period(claim.period) or case.period for claim in met), default=case.period)
    periods = {claim.period for claim in case.claims}
    late = {written for written in periods if (read_period(written) or case.period) >= since}
    told = [claim for claim in case.claims if claim.period in late]
    reporting = {claim.submission for claim in met}
    acts = [day for done in met if (day := happened_on(case, done)) is not None]
    last = max(acts, default=None)
    denying = {
        c.submission
        for c in against(case, part, told)
        if c.submission not in reporting and _is_since(case.day_of(c), last)
    }
    return () if denying and len(denying) >= len(reporting) else met


def _is_since(day: date | None, last: date | None) -> bool:
    """Is a report not older than the last of the acts? Where a day is not told, it is taken for such a one."""
    return day is None or last is None or day >= last


def claimed_met(case: Case, part: Part) -> tuple[Claim, ...]:
    """The claims that, by themselves, say that the part is met, whatever others say.

    A figure decides where the part has a number: a fitting one that reaches the target, or, with no fitting
    figure that falls short in the same or a later period, a claim that says so. Plan text, acts before the
    plan, badly read scans and (for what is owed every year) earlier years never fulfil.
    """
    by_figure = tuple(c for c in _reaching(case, part) if _counts(case, part, c))
    by_word = tuple(c for c in case.claims if c.fulfils.get(part.id) == "yes" and _counts(case, part, c))
    if by_figure:
        return by_figure
    short = [r for r in _own_readings(case, part) if r.fits_population and not reaches(r) and not part.per]
    latest = max((read_period(r.claim.period) or case.period for r in short), default=None)
    return tuple(c for c in by_word if latest is None or (read_period(c.period) or case.period) > latest)


def is_fulfilled(case: Case, part: Part) -> bool:
    return bool(fulfilling(case, part))


def open_parts(case: Case) -> tuple[Part, ...]:
    """The parts that are still asked for."""
    return tuple(part for part in case.item.parts if not is_fulfilled(case, part))


def is_finished(case: Case) -> bool:
    """All parts are met: the item is not asked again. What recurs by its nature is asked every period."""
    return not open_parts(case) and not any(part.per for part in case.item.parts)


def _counts(case: Case, part: Part, claim: Claim) -> bool:
    if (
        claim.copied_from_plan
        or in_goal_column(claim)
        or case.predates(claim)
        or not _in_turn(case, part, claim)
    ):
        return False
    if (
        claim.recycled_from is not None
        and claim.recycled_from.document != claim.submission
        and not claim.decided
    ):
        return False  # the passage it repeats is in the record and counts by itself
    legible = claim.confidence is None or claim.confidence >= case.settings.ocr_confidence
    return claim.status == "done" and (legible or claim.decided)


def _in_turn(case: Case, part: Part, claim: Claim) -> bool:
    """What is owed anew each year counts for the judged year only; a shorter turn for the judged period."""
    if not part.per:
        return True
    period = read_period(claim.period)
    if part.per == "P1Y":
        return period is not None and period.year == case.period.year
    return is_for(claim.period, case.period)


def _own_readings(case: Case, part: Part) -> tuple[Reading, ...]:
    return tuple(r for r in case.readings if r.part is part and r.target.source == "list")


def _reaching(case: Case, part: Part) -> tuple[Claim, ...]:
    """The claims whose figures reach every target that the list (not the body) names for the part."""
    targets = [target for target in part.targets if target.source == "list"]
    found: list[Claim] = []
    for target in targets:
        readings = [r for r in _own_readings(case, part) if r.target is target]
        if target.per:
            claims = _yearly(readings, case.period)
        else:
            claims = [r.claim for r in readings if r.fits_population and _stands(r) and reaches(r)]
            claims = claims or _sum_of_schools(readings)
        if not claims:
            return ()
        found.extend(claims)
    return tuple(found)


def _stands(reading: Reading) -> bool:
    return reading.claim.status == "done" and not reading.addend


def _yearly(readings: list[Reading], period: Period) -> list[Claim]:
    """City figure of the year at the bar; a single school's figure at the bar is enough too (a part of the whole)."""
    for population in dict.fromkeys([CITY, *(r.population for r in readings)]):
        got = year_value([r for r in readings if r.population == population], period)
        if got and got[1] and sum_reaches(*got):
            return [reading.claim for reading in got[1]]
    return []


def _sum_of_schools(readings: list[Reading]) -> list[Claim]:
    """Counts of several schools together at the bar; shares cannot be added."""
    best: dict[str, Reading] = {}
    for reading in readings:
        if reading.population != CITY and reading.target.unit != "%" and _stands(reading):
            held = best.get(reading.population)
            if held is None or reading.value > held.value:
                best[reading.population] = reading
    if best and sum(r.value for r in best.values()) >= next(iter(best.values())).target.value:
        return [reading.claim for reading in best.values()]
    return []
