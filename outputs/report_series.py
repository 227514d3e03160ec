"""Figures and claims of an item over the periods: what its life line and its curve are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.facts.fact import Fact
from matching.claims import Claim, Tally
from matching.plan import Target, TaskItem
from outputs.report_cards import Sources
from outputs.report_types import FigurePoint, FigureSeries, LifePoint
from outputs.report_words import target_words

_ADVANCE = ("done", "ongoing", "blocked", "planned", "none")


def life_line(
    item: int,
    periods: Sequence[str],
    standings: Mapping[str, Mapping[int, str]],
    tallies: Sequence[Tally],
) -> tuple[LifePoint, ...]:
    """One point a period, oldest first: standing if judged, most advanced status, number of claims.

    `tallies`: of the item's claims.
    """
    points = []
    for period in periods:
        here = [one for one in tallies if one.period == period and one.band == "accepted"]
        statuses = {one.status for one in here if not one.copied}
        status = next((status for status in _ADVANCE if status in statuses), "")
        count = sum(one.number for one in here)
        points.append(LifePoint(period, standings.get(period, {}).get(item, ""), status, count))
    return tuple(points)


def figure_series(item: TaskItem, claims: Sequence[Claim], sources: Sources) -> tuple[FigureSeries, ...]:
    """For each numeric target of the item, the reported figures that carry its unit and metric.

    A figure whose metric was not read is taken when the item has a single target of that unit; a figure of
    another metric or population is left to the reader's search, never drawn against a target it does not fit.
    """
    targets = [target for part in item.parts for target in part.targets]
    series = []
    for target in targets:
        alone = sum(other.unit == target.unit for other in targets) == 1
        points = tuple(_points(target, alone, claims, sources))
        if points:
            series.append(
                FigureSeries(
                    target.metric,
                    target.population,
                    target.unit,
                    float(target.value),
                    target_words(target),
                    points,
                )
            )
    return tuple(series)


def _points(target: Target, alone: bool, claims: Sequence[Claim], sources: Sources) -> list[FigurePoint]:
    found = []
    for claim in claims:
        if claim.band != "accepted" or claim.copied_from_plan:
            continue
        for fact in claim.facts:
            value = _value(fact)
            if value is None or not _fits(fact, target, alone):
                continue
            place = sources.place(claim.submission, claim.span.block, claim.page)
            found.append(FigurePoint(claim.period, float(value), fact.surface, claim.unit, claim.file, place))
    return sorted(found, key=lambda point: (point.period, point.file, point.place, point.value))


def _value(fact: Fact) -> Decimal | None:
    if fact.is_time or fact.role in ("from", "delta"):
        return None
    return fact.value if isinstance(fact.value, Decimal) else fact.low


def _fits(fact: Fact, target: Target, alone: bool) -> bool:
    if fact.unit != target.unit:
        return False
    if fact.population and target.population and not _akin(fact.population, target.population):
        return False
    return _akin(fact.metric, target.metric) if fact.metric else alone


def _akin(one: str, other: str) -> bool:
    """Two short names share most of their characters: 双师型教师占比 and 双师型专业教师占比."""
    common = len(set(one) & set(other))
    return common >= 0.6 * min(len(set(one)), len(set(other)))
