"""duban doctor: what a night needs, and whether the archive is what was received."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from flows.doctor import examine
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace


def _check(office: Workspace, name: str, *, deep: bool = False) -> tuple[bool, str]:
    (found,) = [check for check in examine(office.root, deep=deep) if check.name == name]
    return found.good, found.message


@pytest.fixture
def ran(office: Workspace) -> Workspace:
    run_night(prepare(office.root))
    return office


def test_a_whole_archive_is_told_so(ran: Workspace) -> None:
    assert _check(ran, "存档", deep=True) == (True, "逐件相符")


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_an_original_that_changed_or_is_missing_is_named(ran: Workspace, damage: str) -> None:
    with prepare(ran.root).ledger() as ledger:
        (arrival,) = [one for one in ledger.all_arrivals() if one.file.endswith("财政局.docx")]
    place = ran.archived(arrival.sha256)
    place.chmod(0o600)
    if damage == "changed":
        place.write_bytes(place.read_bytes() + b"\0")
    else:
        place.unlink()
    good, told = _check(ran, "存档", deep=True)
    assert not good
    assert "财政局.docx" in told


def test_a_day_of_silence_is_told(ran: Workspace) -> None:
    assert _check(ran, "最近运行")[0]
    long_ago = (datetime.now().astimezone() - timedelta(hours=27)).isoformat()
    with prepare(ran.root).ledger() as ledger:
        ledger.db.execute("update runs set started = ?, finished = ?", (long_ago, long_ago))
    good, told = _check(ran, "最近运行")
    assert not good
    assert "27小时没有成功运行" in told


def test_the_next_report_says_that_nights_were_missed(ran: Workspace) -> None:
    long_ago = (datetime.now().astimezone() - timedelta(hours=50)).isoformat()
    with prepare(ran.root).ledger() as ledger:
        ledger.db.execute("update runs set started = ?, finished = ?", (long_ago, long_ago))
    run_night(prepare(ran.root))
    page = ran.reports / date.today().isoformat() / "差距报告.html"  # noqa: DTZ011 - the local day, as the night takes it
    pages = [page] if page.exists() else list(ran.reports.glob("*/差距报告.html"))
    assert any("没有成功运行" in one.read_text(encoding="utf-8") for one in pages)
