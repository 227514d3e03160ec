"""Inline SVG: the life line of an item over the periods, and its figures against the target.

Only presentation attributes and classes, no style attributes: the page's policy forbids those. Every chart
carries a title and a description that say the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from outputs.report_types import FigureSeries, LifePoint
from outputs.report_words import STATUS_NAMES, period_words
from outputs.untrusted import show_hidden

_STEP, _HEIGHT, _MIDDLE = 118, 74, 26
_STANDING_MARKS = {"完成": "成", "正常": "正", "滞后": "滞", "无应办事项": "无", "无法判断": "？"}
_STANDING_CLASSES = {"完成": "s-done", "正常": "s-fine", "滞后": "s-late", "无应办事项": "s-void"}


def life_line_svg(points: Sequence[LifePoint], name: str) -> str:
    """One circle a period with the letter of its standing, the status and number of claims below."""
    width = _STEP * max(len(points), 1) + 12
    parts = []
    if len(points) > 1:
        end = 60 + _STEP * (len(points) - 1)
        parts.append(f'<line class="axis" x1="60" y1="{_MIDDLE}" x2="{end}" y2="{_MIDDLE}"/>')
    for place, point in enumerate(points):
        parts.append(_life_point(60 + _STEP * place, point))
    words = "；".join(_life_words(point) for point in points)
    return _svg(width, _HEIGHT, f"{name}逐期情况", words, parts)


def _life_point(x: int, point: LifePoint) -> str:
    kind = _STANDING_CLASSES.get(point.standing, "s-open")
    mark = _STANDING_MARKS.get(point.standing, "·")
    below = STATUS_NAMES.get(point.status, "无表述")
    return (
        f'<circle class="{kind}" cx="{x}" cy="{_MIDDLE}" r="14"/>'
        f'<text class="{kind}-t" x="{x}" y="{_MIDDLE + 5}" text-anchor="middle" font-size="14">{mark}</text>'
        f'<text x="{x}" y="{_MIDDLE + 30}" text-anchor="middle" font-size="12">{escape(period_words(point.period))}</text>'
        f'<text x="{x}" y="{_MIDDLE + 45}" text-anchor="middle" font-size="11">{below}·{point.claims}处</text>'
    )


def _life_words(point: LifePoint) -> str:
    standing = point.standing or "未判定"
    return (
        f"{period_words(point.period)}{standing}，{STATUS_NAMES.get(point.status, '无表述')}{point.claims}处"
    )


def figure_svg(series: FigureSeries) -> str:
    """Reported figures as dots over the periods, the target as a dashed line named in words."""
    periods = sorted({point.period for point in series.points})
    highest = max([point.value for point in series.points] + [series.target or 0]) or 1.0
    width, height, left, base = 60 + 118 * max(len(periods), 2) + 40, 150, 60, 112

    def y(value: float) -> float:
        return round(base - 88 * max(value, 0) / highest, 1)

    x_of = {period: left + 50 + 118 * place for place, period in enumerate(periods)}
    parts = [f'<line class="axis" x1="{left}" y1="{base}" x2="{width - 10}" y2="{base}"/>']
    if series.target is not None:
        parts.append(
            f'<line class="target" x1="{left}" y1="{y(series.target)}" x2="{width - 10}" y2="{y(series.target)}"/>'
            f'<text x="{left - 4}" y="{y(series.target) + 4}" text-anchor="end" font-size="11">目标{series.target:g}</text>'
        )
    path = _main_line(series, x_of, y)
    if path:
        parts.append(f'<polyline class="curve" points="{path}"/>')
    for period, x in x_of.items():
        parts.append(
            f'<text x="{x}" y="{base + 18}" text-anchor="middle" font-size="12">{escape(period_words(period))}</text>'
        )
    for point in series.points:
        x = x_of[point.period]
        label = escape(show_hidden(point.surface))
        parts.append(
            f'<circle class="dot" cx="{x}" cy="{y(point.value)}" r="4.5"/>'
            f'<text x="{x}" y="{y(point.value) - 9}" text-anchor="middle" font-size="11">{label}</text>'
        )
    words = "；".join(
        f"{period_words(point.period)}{point.surface}（{point.unit or '待认定'}）" for point in series.points
    )
    return _svg(width, height, f"{series.metric}：{series.target_text}", words, parts)


def _main_line(series: FigureSeries, x_of: dict[str, int], y: object) -> str:
    """A line only where every period has one value; contradictory values stay dots."""
    by_period: dict[str, set[float]] = {}
    for point in series.points:
        by_period.setdefault(point.period, set()).add(point.value)
    if len(by_period) < 2 or any(len(values) > 1 for values in by_period.values()) or not callable(y):
        return ""
    return " ".join(f"{x_of[period]},{y(next(iter(values)))}" for period, values in sorted(by_period.items()))


def _svg(width: float, height: float, title: str, words: str, parts: Sequence[str]) -> str:
    """An image with a name and a description in words."""
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(show_hidden(f"{title}。{words}"), quote=True)}">'
        f"{''.join(parts)}</svg>"
    )
