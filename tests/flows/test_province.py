"""Many offices, one page: items × offices, who lags, who did not run."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.failures import RunFailure
from flows.night import prepare
from flows.province import (
    Office,
    ProvinceFailed,
    Summary,
    render_page,
    render_table,
    run_offices,
    summarise,
    write_summary,
)
from flows.steps import run_night
from flows.workspace import Workspace

AS_OF = date(2022, 1, 31)
MakeOffice = Callable[..., Workspace]


def _office(name: str, *standings: str, **more: str) -> Office:
    return Office(name, "2022-01-31", "2021H2", dict(enumerate(standings, 1)), **more)


def test_those_that_lag_most_come_first_and_each_item_counts_its_laggards() -> None:
    summary = Summary((_office("甲", "滞后", "滞后"), _office("乙", "完成", "滞后")))
    assert summary.behind == {1: 1, 2: 2}
    *_, worst = summary.lines()
    assert worst == "滞后最多的任务：第2项 2 地；第1项 1 地"


def test_a_name_is_no_markup_and_no_formula() -> None:
    summary = Summary((_office("=1+1<script>", "正常"),))
    assert "<script>" not in render_page(summary)
    header = next(csv.reader(render_table(summary).splitlines()))
    assert not header[1].startswith("=")


def test_a_night_in_each_office_and_one_page_for_all(make_office: MakeOffice, tmp_path: Path) -> None:
    offices = [
        make_office(tmp_path / name, ('name = ""', f'name = "{name}市职教办"')) for name in ("荣成", "文登")
    ]
    broken = make_office(tmp_path / "乳山")
    broken.settings_file.write_text("[reading]\nworkers = 0\n", encoding="utf-8")
    folders = [*(one.root for one in offices), broken.root]
    summary = run_offices(folders, lambda folder: run_night(prepare(folder, AS_OF)))
    assert {office.name: bool(office.problem) for office in summary.offices} == {
        "荣成市职教办": False,
        "文登市职教办": False,
        "乳山": True,
    }
    with pytest.raises(ProvinceFailed, match="乳山"):
        summary.raise_for_failures("威海")
    page, table = write_summary(summary, tmp_path / "威海")
    told = page.read_text(encoding="utf-8")
    assert told.count('<th scope="row">第') == 36
    assert offices[0].reports.as_uri() in told
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 37
    assert all(len(row) == 5 for row in rows)


def test_an_office_that_never_ran_is_told_and_no_failure_hides_another(
    make_office: MakeOffice, tmp_path: Path
) -> None:
    fresh = make_office(tmp_path / "成山", reports=False)

    def fail(folder: Path) -> None:
        raise RunFailure(str(folder), "磁盘已满", "请腾出空间")

    assert summarise([fresh.root]).offices[0].problem == "尚未运行过"
    (office,) = run_offices([fresh.root], fail).offices
    assert "磁盘已满" in office.problem


def test_offices_without_a_failure_raise_nothing() -> None:
    Summary((_office("甲", "正常"),)).raise_for_failures("威海")
