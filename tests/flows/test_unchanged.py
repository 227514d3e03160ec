"""Papers stand exactly as long as nothing that they are made of has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows import steps
from flows.judging import Morning
from flows.night import Night, prepare
from flows.steps import run_night
from flows.workspace import Workspace
from outputs.books.deciding import OpinionRow
from outputs.writing import ANNOUNCED

AS_OF = date(2022, 1, 31)
PAGE = "差距报告.html"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days that were judged since the first night."""
    days: list[str] = []
    judge_period = steps.judge_period

    def judge(night: Night) -> Morning:
        days.append(night.as_of.isoformat())
        return judge_period(night)

    monkeypatch.setattr(steps, "judge_period", judge)
    return days


def _papers(office: Workspace, day: date = AS_OF) -> dict[str, tuple[bytes, int]]:
    folder = office.reports / day.isoformat()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files
    }


def test_a_second_night_over_the_same_material_makes_nothing_anew(
    office: Workspace, judged: list[str], canonical: Callable[[Path], list[str]]
) -> None:
    first = run_night(prepare(office.root, AS_OF))
    papers, ledger = _papers(office), canonical(office.root)
    again = run_night(prepare(office.root, AS_OF))
    assert judged == [AS_OF.isoformat()]
    assert again == first
    assert _papers(office) == papers
    assert canonical(office.root) == ledger
    with prepare(office.root).ledger() as kept:
        last, before = (json.loads(run["counts"]) for run in kept.runs())
    for told in (*last["stages"], *before["stages"]):
        del told["seconds"], told["came"], told["went"]
    assert last == {**before, "stages": last["stages"]}


def _new_file(office: Workspace) -> None:
    (office.inbox / "又一份.docx").write_bytes(b"")


def _copy(office: Workspace) -> None:
    """The same bytes under another name: nothing is read, but it was received."""
    one = next(office.inbox.rglob("人社局.docx"))
    (office.inbox / "副本.docx").write_bytes(one.read_bytes())


def _opinion(office: Workspace) -> None:
    with prepare(office.root).ledger() as ledger:
        ledger.record_opinion(OpinionRow("item:1", 1, "待核实", "", "王审核", "2022-01-31T09:00:00", "desk"))


def _setting(office: Workspace) -> None:
    text = office.settings_file.read_text(encoding="utf-8")
    assert "due_soon_days = 90" in text
    office.settings_file.write_text(text.replace("due_soon_days = 90", "due_soon_days = 60"), "utf-8")


def _lost_paper(office: Workspace) -> None:
    (office.reports / AS_OF.isoformat() / PAGE).unlink()


def _cut_off(office: Workspace) -> None:
    """As a night leaves it that was killed among its papers."""
    (office.reports / AS_OF.isoformat() / ANNOUNCED).write_text("", encoding="utf-8")


def _edited(office: Workspace) -> None:
    (office.reports / AS_OF.isoformat() / PAGE).write_bytes(b"a person's words")


def _earlier_day(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF - timedelta(days=1)))


def _killed_after_judging(office: Workspace) -> None:
    with prepare(office.root).ledger() as ledger:
        ledger.db.execute("delete from published")


CHANGES = (
    _new_file, _copy, _opinion, _setting, _lost_paper, _cut_off, _edited, _earlier_day, _killed_after_judging,
)  # fmt: skip


def test_whatever_the_papers_are_made_of_makes_them_anew(office: Workspace, judged: list[str]) -> None:
    run_night(prepare(office.root, AS_OF))
    for change in CHANGES:
        change(office)
        judged.clear()
        run_night(prepare(office.root, AS_OF))
        assert judged == [AS_OF.isoformat()], change
        assert (office.reports / AS_OF.isoformat() / PAGE).read_bytes() != b"a person's words"
        judged.clear()
        run_night(prepare(office.root, AS_OF))
        assert judged == [AS_OF.isoformat()] * (change is _edited), (
            change
        )  # what became of an edit is told once


def test_another_program_makes_the_papers_anew(
    office: Workspace, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(prepare(office.root, AS_OF))
    monkeypatch.setattr("flows.unchanged.program", lambda: "a later one")
    run_night(prepare(office.root, AS_OF))
    assert judged == [AS_OF.isoformat()] * 2


def test_another_day_is_judged_for_itself(office: Workspace, judged: list[str]) -> None:
    before, after = AS_OF, AS_OF + timedelta(days=1)
    for day in (before, after, after):
        run_night(prepare(office.root, day))
    assert judged == ["2022-01-31", "2022-02-01"]
    judged.clear()
    for day in (before, after, before, after):  # the first is a past day now, and seen as such once
        run_night(prepare(office.root, day))
    assert judged == ["2022-01-31", "2022-02-01"]


def test_papers_of_which_one_could_not_be_replaced_are_looked_at_again(
    office: Workspace, judged: list[str]
) -> None:
    run_night(prepare(office.root, AS_OF))
    _new_file(office)
    owner = office.reports / AS_OF.isoformat() / f"~${PAGE}"
    owner.write_bytes(b"")
    assert run_night(prepare(office.root, AS_OF)).failures
    owner.unlink()
    judged.clear()
    assert not run_night(prepare(office.root, AS_OF)).failures
    assert judged == [AS_OF.isoformat()]


def test_an_alarm_is_part_of_what_a_report_says(
    office: Workspace, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(prepare(office.root, AS_OF))
    monkeypatch.setattr("flows.unchanged.alarms_of", lambda *_: ("30小时没有成功运行",))
    run_night(prepare(office.root, AS_OF))
    assert len(judged) == 2
