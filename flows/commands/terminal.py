"""How commands speak: six lines at the end of a run on stdout, progress on stderr, days and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flows.steps import Summary

_FATES = {
    "read": "已读",
    "duplicate": "重复",
    "superseded": "被更正替代",
    "quarantined": "无法读取",
    "irrelevant": "无关",
    "decisions": "审核意见",
    "pending": "未到齐",
}
_STATES = {"new": "新增", "closed": "销号", "reopened": "重现", "changed": "有变"}
_LIGHTS = ("red", "yellow", "blue", "grey")
QUARANTINED, FAIL_ON = 3, 4


class Day(click.ParamType[date]):
    """A day written 2022-01-31."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是日期，应写作 2022-01-31", param, ctx)


def six_lines(summary: Summary) -> list[str]:
    """As-of and period; the received sum; the standings; what changed; top three risks; the report's place."""
    total = sum(count for _, count in summary.received)
    fates = "、".join(f"{_FATES[fate]}{count}" for fate, count in summary.received if count)
    standings = "、".join(f"{name}{count}" for name, count in summary.standings)
    states = dict(summary.states)
    changes = "、".join(f"{name}{states.get(state, 0)}" for state, name in _STATES.items())
    risks = "；".join(summary.risks[:3]) or "无"
    place = summary.papers[0].parent if summary.papers else "未写出"
    return [
        f"截至 {summary.as_of}，核 {summary.period}",
        f"收到 {total} 份：{fates or '无'}",
        f"任务 {sum(count for _, count in summary.standings)} 项：{standings}",
        f"差距：{changes}",
        f"最需关注：{risks}",
        f"报告：{place}",
    ]


def say(summary: Summary) -> None:
    for line in six_lines(summary):
        click.echo(line)
    for told in (*summary.failures, *summary.notes):
        click.echo(f"注意：{told}", err=True)


def exit_code(summary: Summary, fail_on: str) -> int:
    """4 for a gap at or above `fail_on`, else 3 for quarantined files, else 0."""
    if fail_on:
        counts = dict(summary.lights)
        if any(counts.get(light) for light in _LIGHTS[: _LIGHTS.index(fail_on) + 1]):
            return FAIL_ON
    return QUARANTINED if summary.quarantined else 0


def progress_bar(label: str, length: int) -> Callable[[int], object]:
    """A bar on stderr; silent where nobody watches."""
    if not length or not sys.stderr.isatty():
        return lambda _: None
    bar = click.progressbar(length=length, label=label, file=sys.stderr)
    bar.render_progress()
    return bar.update
