"""Which items to look at first: a printed formula over what stands in the findings, nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.findings import Light
from outputs.report_types import GapEntry, ItemEntry, LightStyle, Risk

LIGHT_POINTS: dict[Light, int] = {"red": 100, "yellow": 40, "blue": 20, "grey": 5}
_OVERDUE_CAP, _FURTHER_CAP, _HANGING_CAP = 50, 25, 20
TOP = 5


def ranking(lights: Sequence[LightStyle]) -> str:
    """The formula in words, with the lights as the office calls them."""
    names = {style.light: style.name for style in lights}
    points = "、".join(f"{names[light]}{points}" for light, points in LIGHT_POINTS.items())
    return (
        f"风险分＝最重灯色（{points}）＋逾期天数÷10（至多{_OVERDUE_CAP}）"
        f"＋同项其他{names['red']}、{names['yellow']}差距每条5（至多{_FURTHER_CAP}）"
        f"＋首次发现以来天数÷30（至多{_HANGING_CAP}），各项去尾取整；同分按清单序号排列。"
    )


def score(gaps: Sequence[GapEntry], as_of: date) -> int:
    """Points of one item by the printed `ranking`; 0 without a gap."""
    return sum(points for _, points in _shares(gaps, as_of))


def _shares(gaps: Sequence[GapEntry], as_of: date) -> list[tuple[str, int]]:
    if not gaps:
        return []
    worst = max(LIGHT_POINTS[gap.finding.light] for gap in gaps)
    heavy = sum(gap.finding.light in ("red", "yellow") for gap in gaps)
    late = max(gap.days_late for gap in gaps)
    hanging = max(_days_since(gap.first_seen, as_of) for gap in gaps)
    return [
        ("灯色", worst),
        (f"逾期{late}天", min(late // 10, _OVERDUE_CAP)),
        ("其他差距", min(5 * max(heavy - 1, 0), _FURTHER_CAP)),
        (f"已挂账{hanging}天", min(hanging // 30, _HANGING_CAP)),
    ]


def _days_since(first_seen: str, as_of: date) -> int:
    return max((as_of - date.fromisoformat(first_seen)).days, 0) if first_seen else 0


def top_risks(entries: Sequence[ItemEntry], as_of: date) -> tuple[Risk, ...]:
    """The items with the most points, at most TOP; an item without red, yellow or blue is no risk."""
    ranked = sorted(
        (entry for entry in entries if any(gap.finding.light != "grey" for gap in entry.live)),
        key=lambda entry: (-entry.score, entry.item.number),
    )
    return tuple(
        Risk(place, entry.score, entry, _words(entry, as_of)) for place, entry in enumerate(ranked[:TOP], 1)
    )


def _words(entry: ItemEntry, as_of: date) -> str:
    shares = [f"{name}计{points}分" for name, points in _shares(entry.live, as_of) if points]
    return "＋".join(shares) + f"＝{entry.score}分"
