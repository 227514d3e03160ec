"""duban province: many offices, one table of items × offices, and who lags. Each office keeps its own workspace."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from jinja2 import Environment

from flows.alarms import overdue_words
from flows.failures import RunFailure, failure_of
from flows.night import Night, prepare
from flows.settings import load_settings
from outputs.untrusted import neutral_cell

STANDINGS = ("完成", "正常", "滞后", "无应办事项", "无法判断")
_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>各地任务汇总</title>
<style>body{font-family:sans-serif;margin:1.5rem}table{border-collapse:collapse;margin-bottom:1.5rem}caption{text-align:left;font-weight:bold}
.wide{overflow-x:auto}th,td{border:1px solid #888;padding:.2rem .5rem}tbody th{text-align:left;white-space:nowrap}
td.滞后{background:#f6c7c3}td.完成{background:#cfe8cf}td.无法判断{background:#ddd}
@media print{@page{size:A4 landscape}table{font-size:8pt}.wide{overflow:visible}}</style>
<h1>各地任务汇总</h1>
<p>{{ offices|length }} 地；有滞后任务的 {{ lagging }} 地{% if late %}；<strong>未按时运行或读不出的 {{ late }} 地</strong>{% endif %}。</p>
<div class="wide"><table><caption>各地情况（滞后多者在前）</caption><thead><tr><th scope="col">地区<th scope="col">截至<th scope="col">期间{% for name in standings %}<th scope="col">{{ name }}{% endfor %}<th scope="col">提示</thead>
<tbody>{% for one in offices %}<tr><th scope="row">{% if one.report %}<a href="{{ one.report }}">{{ one.name }}</a>{% else %}{{ one.name }}{% endif %}<td>{{ one.as_of }}<td>{{ one.period }}{% for name in standings %}<td>{{ one.counts[name] }}{% endfor %}<td>{{ one.problem or one.alarm }}{% endfor %}</tbody></table></div>
<div class="wide"><table><caption>任务 × 地区</caption><thead><tr><th scope="col">任务{% for one in offices %}<th scope="col">{{ one.name }}{% endfor %}<th scope="col">滞后地区数</thead>
<tbody>{% for item in items %}<tr><th scope="row">第{{ item }}项{% for one in offices %}<td class="{{ one.items.get(item, '') }}">{{ one.items.get(item, "—") }}{% endfor %}<td>{{ behind[item] }}{% endfor %}</tbody></table></div></html>
"""


class ProvinceFailed(RunFailure):
    """One office or more could not be run or read; the summary says which."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Office:
    """One office's newest judged day; empty where its workspace cannot be read (`problem` says why)."""

    name: str
    as_of: str = ""
    period: str = ""
    items: dict[int, str] = field(default_factory=dict)  # item → standing
    alarm: str = ""
    problem: str = ""
    report: str = ""  # address of its newest HTML report, "" = none

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.items.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """All offices, those that lag most first, then by name."""

    offices: tuple[Office, ...]

    @property
    def items(self) -> tuple[int, ...]:
        return tuple(sorted({item for office in self.offices for item in office.items}))

    @property
    def behind(self) -> dict[int, int]:
        """Item → number of offices in which it lags."""
        return {item: sum(o.items.get(item) == "滞后" for o in self.offices) for item in self.items}

    def raise_for_failures(self, place: str) -> None:
        """A province's night is only good where every office's was; raises ProvinceFailed, naming the others."""
        told = "；".join(f"{one.name}：{one.problem.rstrip('。')}" for one in self.offices if one.problem)
        if told:
            raise ProvinceFailed(place, told, "请在相应工作区运行 duban doctor 查看；其余各地不受影响")

    def lines(self) -> Iterator[str]:
        for office in self.offices:
            counts = "、".join(f"{name}{office.counts[name]}" for name in STANDINGS)
            yield f"{office.name}：{office.problem or f'截至 {office.as_of}，{counts}'}{office.alarm and f'；{office.alarm}'}"
        worst = sorted(self.behind.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        told = "；".join(f"第{item}项 {count} 地" for item, count in worst if count)
        yield f"滞后最多的任务：{told or '无'}"


def run_offices(folders: Sequence[Path], night: Callable[[Path], object]) -> Summary:
    """A night in each office, one after the other; an office whose night fails costs only its own row."""
    failed: dict[Path, str] = {}
    for folder in folders:
        try:
            night(folder)
        except (
            Exception
        ) as error:  # whatever it was, the other offices' nights go on; it is told in the summary
            failed[folder] = str(failure_of(error, folder) or error)
    return summarise(folders, failed)


def summarise(folders: Sequence[Path], failed: Mapping[Path, str] | None = None) -> Summary:
    """Read each workspace's newest day; one that cannot be read costs only its own row."""
    offices = [_office(folder) for folder in folders]
    for index, folder in enumerate(folders):
        if folder in (failed or {}):
            offices[index] = replace(offices[index], problem=f"本次未能运行：{(failed or {})[folder]}")
    return Summary(tuple(sorted(offices, key=lambda one: (-one.counts["滞后"], one.name))))


def _office(folder: Path) -> Office:
    name = office_name(folder)
    try:
        night = prepare(folder)
        with night.ledger() as ledger:
            day = night.newest(ledger) or max(ledger.days(), default="")
            if not day:
                return Office(name, problem="尚未运行过")
            last = next((run for run in ledger.runs() if run["as_of"] == day), None)
            return Office(
                name,
                day,
                str(last["period"]) if last else "",
                {one.item: one.standing for one in ledger.standings(day)},
                "；".join(overdue_words(ledger.runs(), datetime.now().astimezone())),
                report=_report(night, day),
            )
    except RunFailure as failure:
        return Office(name, problem=str(failure))


def office_name(folder: Path) -> str:
    """What the office is called in the summary: its setting, else its folder."""
    try:
        return load_settings(folder / "duban.toml").office.name or folder.resolve().name
    except RunFailure:
        return folder.resolve().name


def _report(night: Night, day: str) -> str:
    page = night.workspace.reports.resolve() / day / "差距报告.html"
    return page.as_uri() if page.exists() else ""


def write_summary(summary: Summary, folder: Path) -> tuple[Path, ...]:
    """`各地汇总.html` and `各地汇总.csv` (UTF-8 with mark, for Excel) in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    page, table = folder / "各地汇总.html", folder / "各地汇总.csv"
    _replace(page, render_page(summary).encode("utf-8"))
    _replace(table, render_table(summary).encode("utf-8-sig"))
    return page, table


def _replace(target: Path, data: bytes) -> None:
    draft = target.with_name(f".{target.name}.duban-tmp")
    draft.write_bytes(data)
    draft.replace(target)


def render_page(summary: Summary) -> str:
    template = Environment(autoescape=True).from_string(_PAGE)
    return template.render(
        offices=summary.offices,
        items=summary.items,
        behind=summary.behind,
        standings=STANDINGS,
        lagging=sum(bool(office.counts["滞后"]) for office in summary.offices),
        late=sum(bool(office.problem or office.alarm) for office in summary.offices),
    )


def render_table(summary: Summary) -> str:
    stream = io.StringIO()
    rows = csv.writer(stream)
    rows.writerow(["任务", *(neutral_cell(office.name) for office in summary.offices), "滞后地区数"])
    for item in summary.items:
        standings = (office.items.get(item, "") for office in summary.offices)
        rows.writerow([item, *standings, summary.behind[item]])
    return stream.getvalue()
