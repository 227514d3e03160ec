"""Which papers a morning has, and what makes each: plain functions, so that any process can make any paper.

Renderers are imported when they are needed: a missing library costs its own paper only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from outputs.crops import Place
from outputs.report_sections import NOT_SUPERVISED
from outputs.report_types import Report
from outputs.untrusted import safe_name

#: Makes one paper; can be sent to another process.
Render = Callable[[], bytes]
#: The address of a quote → picture of the page around it.
Crops = Mapping[Place, bytes]

NOTICES, REMINDERS = "督办单", "催报函"
PAGE, BULLETIN, WORKBOOK = "差距报告.html", "差距报告.docx", "任务台账.xlsx"


def renderers(report: Report, crops: Crops | None = None, *, notices: bool = True) -> dict[str, Render]:
    """Name below the folder → what makes the paper, in the order in which they are written."""
    brief = replace(report, rows=())  # which page and workbook alone list
    papers: dict[str, Render] = {
        "gaps.json": partial(_gaps, brief),
        PAGE: partial(_page, report, crops),
        BULLETIN: partial(_bulletin, brief),
        WORKBOOK: partial(_workbook, report),
        "收件清单.csv": partial(_receipts, brief),
    }
    return papers | dict(_notices(brief)) if notices else papers


def made(papers: Mapping[str, Render]) -> dict[str, bytes]:
    """Those of the papers that can be made."""
    done = {}
    for name, render in papers.items():
        with suppress(Exception):  # whoever asked will try it, and say why
            done[name] = render()
    return done


def load() -> None:
    """Import what all papers but page and workbook are made with."""
    import outputs.csv_report
    import outputs.notices
    import outputs.word_report  # noqa: F401 - to have it


def notice_names(report: Report) -> dict[str, tuple[str, ...]]:
    """督办单 and 催报函 → the units that get one in this report, in the plan's order."""
    silent = {*report.silent, *report.silent_beside}
    own = [unit for unit in report.units if unit.accountable]
    gaps = [one.short for one in own if any(gap.finding.kind not in NOT_SUPERVISED for gap in one.gaps)]
    return {NOTICES: tuple(gaps), REMINDERS: tuple(one.short for one in own if one.short in silent)}


def _notices(report: Report) -> Iterator[tuple[str, Render]]:
    makers = {NOTICES: _notice, REMINDERS: _reminder}
    for folder, units in notice_names(report).items():
        for unit in units:
            yield f"{folder}/{safe_name(unit)}.docx", partial(makers[folder], report, unit)


def _gaps(report: Report) -> bytes:
    from outputs.gaps_json import gaps_json

    return gaps_json(report).encode("utf-8")


def _page(report: Report, crops: Crops | None) -> bytes:
    from outputs.html_report import render_html

    return render_html(report, crops)


def _bulletin(report: Report) -> bytes:
    from outputs.word_report import render_word

    return render_word(report)


def _workbook(report: Report) -> bytes:
    from outputs.workbook import render_workbook

    return render_workbook(report)


def _receipts(report: Report) -> bytes:
    from outputs.csv_report import render_csv

    return render_csv(report)


def _notice(report: Report, unit: str) -> bytes:
    from outputs.notices import render_notice

    return render_notice(report, unit)


def _reminder(report: Report, unit: str) -> bytes:
    from outputs.notices import render_reminder

    return render_reminder(report, unit)
