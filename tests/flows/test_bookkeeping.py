"""What the ledger keeps of a run: what came in went out, with which settings, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows import steps
from flows.bookkeeping import Account
from flows.explaining import last_day
from flows.failures import NotBalanced, PapersUnwritten, WorkspaceProblem
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace

AS_OF = date(2022, 1, 31)


def _last_run(office: Workspace) -> dict[str, Any]:
    with prepare(office.root).ledger() as ledger:
        return dict(next(iter(ledger.runs())))


def test_each_stage_gives_out_what_it_took_in_and_says_how_long_it_took(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF))
    run = _last_run(office)
    stages = json.loads(run["counts"])["stages"]
    assert [(one["name"], one["came"], one["went"]) for one in stages] == [
        ("收件", 4, 4),
        ("读取", 4, 4),
        ("理解", 3, 3),
        ("研判与出报告", 4, 4),
    ]
    assert all(one["came"] == one["went"] + one["left"] and one["seconds"] >= 0 for one in stages)
    assert run["state"] == "done"
    assert run["started"] <= run["finished"]


def test_the_units_files_add_up_to_what_was_received(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF))
    counts = json.loads(_last_run(office)["counts"])
    assert counts["units"]["市财政局"] == {"read": 1}
    assert counts["units"][""] == {"quarantined": 1}
    total = sum(sum(fates.values()) for fates in counts["units"].values())
    assert total == sum(counts["received"].values()) == 4


def test_a_run_keeps_its_versions_and_settings(office: Workspace) -> None:
    night = prepare(office.root, AS_OF)
    run_night(night)
    versions = json.loads(_last_run(office)["versions"])
    assert versions["extractor"] == night.extractor
    assert versions["understanding"] == night.understanding
    assert versions["settings"]["intake"]["settle_seconds"] == 0


def test_a_stage_that_loses_a_file_is_told() -> None:
    account = Account()
    with pytest.raises(NotBalanced, match="进 3 份，出 2 份"), account.stage("读取") as stage:
        stage.came, stage.went = 3, 2
    with account.stage("读取") as stage:
        stage.came, stage.went, stage.left = 3, 2, 1


def test_a_lost_file_fails_the_run_and_raises_an_alarm(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "read_documents", lambda *_: 1)
    with pytest.raises(NotBalanced):
        run_night(prepare(office.root, AS_OF))
    assert _last_run(office)["state"] == "failed"
    (line,) = (office.root / "alarms.jsonl").read_text(encoding="utf-8").splitlines()
    assert "对不上账" in json.loads(line)["message"]


def test_a_paper_that_cannot_be_written_fails_the_run_and_the_last_report_stands(office: Workspace) -> None:
    run_night(prepare(office.root, date(2021, 12, 31)))
    before = (office.reports / "2021-12-31" / "gaps.json").read_bytes()
    (office.reports / "2022-01-31" / "差距报告.html").mkdir(parents=True)  # something lies in its way
    with pytest.raises(PapersUnwritten, match=r"差距报告\.html"):
        run_night(prepare(office.root, AS_OF))
    assert _last_run(office)["state"] == "failed"
    assert (office.reports / "2021-12-31" / "gaps.json").read_bytes() == before
    assert (office.reports / "2022-01-31" / "差距报告.docx").exists()


def test_a_bad_file_never_fails_a_run(office: Workspace) -> None:
    (office.inbox / "坏.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    summary = run_night(prepare(office.root, AS_OF))
    assert summary.quarantined == 2
    assert _last_run(office)["state"] == "done"


def test_a_run_that_was_killed_is_marked_by_the_next(office: Workspace) -> None:
    with prepare(office.root, AS_OF).ledger() as ledger:
        started = datetime.now().astimezone().isoformat()
        ledger.start_run(as_of="2022-01-31", period="2021H2", way="run", started=started, versions="{}")
    run_night(prepare(office.root, AS_OF))
    with prepare(office.root).ledger() as ledger:
        assert [run["state"] for run in ledger.runs()] == ["done", "killed"]


def _started(office: Workspace, moment: datetime) -> None:
    with prepare(office.root).ledger() as ledger:
        ledger.db.execute("update runs set started = ?", (moment.isoformat(),))


def test_a_clock_that_was_set_back_stops_the_night_before_anything_is_stamped(
    office: Workspace, canonical: Callable[[Path], list[str]]
) -> None:
    run_night(prepare(office.root))
    before = canonical(office.root)
    _started(office, datetime.now().astimezone() + timedelta(days=3))
    (office.inbox / "新到.docx").write_bytes(b"")
    with pytest.raises(WorkspaceProblem, match="时钟倒拨"):
        run_night(prepare(office.root))
    assert canonical(office.root) == before
    assert "时钟" in (office.root / "alarms.jsonl").read_text(encoding="utf-8")
    run_night(
        prepare(office.root, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    )  # the day was given: the clock is right now
    run_night(prepare(office.root))


def test_a_clock_corrected_by_minutes_stops_nothing(office: Workspace) -> None:
    run_night(prepare(office.root))
    _started(office, datetime.now().astimezone() + timedelta(minutes=5))
    run_night(prepare(office.root))


def test_after_a_night_by_a_clock_that_ran_ahead_the_days_go_on_as_days(office: Workspace) -> None:
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    ahead = today + timedelta(days=200)
    run_night(prepare(office.root, ahead.date()))
    _started(office, ahead)
    with pytest.raises(WorkspaceProblem, match="时钟倒拨"):
        run_night(prepare(office.root))
    run_night(prepare(office.root, today.date()))  # the clock of now is the right one
    one = next(office.inbox.rglob("人社局.docx"))
    (office.inbox / "副本.docx").write_bytes(one.read_bytes())
    summary = run_night(prepare(office.root))
    assert dict(summary.received)["duplicate"] == 1
    night = prepare(office.root)
    with night.ledger() as ledger:
        assert {file.fate for file in ledger.fates()} >= {"duplicate"}  # entered, as on the newest day
        events = ledger.db.execute("select count(*) from finding_events where as_of = ?", [str(night.today)])
        assert events.fetchone()[0] > 0
        assert night.newest(ledger) == night.today.isoformat() < max(ledger.days())
    assert last_day(office.root) == night.today


def test_a_day_before_the_newest_that_has_come_stays_a_past_day(office: Workspace) -> None:
    for day in (AS_OF, AS_OF - timedelta(days=1)):
        run_night(prepare(office.root, day))
    with prepare(office.root).ledger() as ledger:
        told = {row["as_of"] for row in ledger.db.query("select distinct as_of from finding_events")}
    assert told == {AS_OF.isoformat()}


def test_an_inbox_that_is_suddenly_empty_is_told(office: Workspace, tmp_path: Path) -> None:
    run_night(prepare(office.root, AS_OF))
    office.inbox.rename(tmp_path / "elsewhere")
    office.inbox.mkdir()
    summary = run_night(prepare(office.root, AS_OF))
    assert any("是空的" in note for note in summary.notes)
    assert dict(summary.received)["read"] == 3
