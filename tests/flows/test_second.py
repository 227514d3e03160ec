"""What a second process judges and makes is what one process judges and makes, and what it cannot do is done here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from benchmarks.outcome import outcome_of
from flows import judging, second, steps
from flows.night import Night, prepare
from flows.scaling import close_pools, is_warm
from flows.second import WORTH_A_PROCESS, Second, answer, second_process
from flows.steps import run_night
from flows.workspace import Workspace
from matching.gaps.judge import Judged
from outputs import rendering
from outputs.rendering import BULLETIN, PAGE, WORKBOOK, Render

AS_OF = date(2022, 1, 31)
DAY = AS_OF.isoformat()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process beside this one, before and after, and a processor for it."""
    monkeypatch.setattr(second, "a_processor_is_idle", lambda: True)
    close_pools()
    yield
    close_pools()


@pytest.fixture
def beside(office: Workspace, alone: None) -> Second:
    """The process that a large office gets."""
    found = second_process(prepare(office.root, AS_OF), WORTH_A_PROCESS)
    assert found is not None
    return found


def _where() -> bytes:
    return str(os.getpid()).encode()


def _only_elsewhere(here: int) -> bytes:
    if os.getpid() == here:
        raise ValueError("made here")
    return b"made there"


def _only_here(here: int) -> bytes:
    if os.getpid() != here:
        raise ValueError("not to be made there")
    return b"made here"


def _ends_but_in(here: int) -> bytes:
    if os.getpid() != here:
        os._exit(3)
    return _where()


def _fails(_: Night) -> dict[int, Judged]:
    raise OSError("nothing judged")


@pytest.mark.usefixtures("alone")
def test_a_night_of_two_processes_leaves_what_one_leaves(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    shutil.copytree(office.root, other)
    run_night(prepare(office.root, AS_OF))
    assert not is_warm(1)
    told: list[dict[int, Judged] | None] = []

    def answered(coming: Future[dict[int, Judged]]) -> dict[int, Judged] | None:
        told.append(answer(coming))
        return told[-1]

    monkeypatch.setattr(second, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(judging, "answer", answered)
    run_night(prepare(other, AS_OF))
    assert is_warm(1)
    assert [sorted(there or ()) for there in told] == [list(range(2, 37, 2))]
    assert outcome_of(other, DAY) == outcome_of(office.root, DAY)


@pytest.mark.usefixtures("alone")
def test_items_that_the_second_process_does_not_judge_are_judged_here(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_night(prepare(office.root, AS_OF))
    before = outcome_of(office.root, DAY)
    monkeypatch.setattr(second, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(judging, "judge_half", _fails)
    monkeypatch.setattr(steps, "what_stands", lambda _: None)
    run_night(prepare(office.root, AS_OF))
    assert outcome_of(office.root, DAY) == before


@pytest.mark.usefixtures("alone")
def test_page_and_workbook_are_made_here_and_the_rest_beside(beside: Second) -> None:
    names = ("gaps.json", PAGE, BULLETIN, WORKBOOK, "收件清单.csv", "督办单/市教体局.docx")
    made = {name: render() for name, render in beside.share(dict.fromkeys(names, _where)).items()}
    assert tuple(made) == names
    assert [name for name in names if made[name] == _where()] == ["gaps.json", PAGE, WORKBOOK]
    assert len(set(made.values())) == 2


@pytest.mark.usefixtures("alone")
def test_what_the_second_process_cannot_make_is_made_here(beside: Second) -> None:
    papers: dict[str, Render] = {
        BULLETIN: partial(_only_elsewhere, os.getpid()),
        WORKBOOK: _where,
        "收件清单.csv": partial(_only_here, os.getpid()),
    }
    made = beside.share(papers)
    assert (made[BULLETIN](), made["收件清单.csv"]()) == (b"made there", b"made here")


@pytest.mark.usefixtures("alone")
def test_a_process_that_ends_costs_no_paper_and_is_started_anew(beside: Second) -> None:
    papers: dict[str, Render] = {
        BULLETIN: partial(_ends_but_in, os.getpid()),
        WORKBOOK: _where,
        "收件清单.csv": _where,
    }
    made = beside.share(papers)
    assert {name: render() for name, render in made.items()} == dict.fromkeys(papers, _where())
    assert answer(beside.ask(_where)) not in (None, _where())


@pytest.mark.usefixtures("alone")
def test_a_small_office_and_one_with_a_single_worker_get_none(office: Workspace) -> None:
    assert second_process(prepare(office.root, AS_OF), WORTH_A_PROCESS - 1) is None
    text = office.settings_file.read_text("utf-8").replace("workers = 2", "workers = 1")
    office.settings_file.write_text(text, "utf-8")
    assert second_process(prepare(office.root, AS_OF), WORTH_A_PROCESS) is None
    assert not is_warm(1)


@pytest.mark.parametrize(("load", "idle"), [(0.2, True), (1.0, True), (1.1, False), (3.0, False)])
def test_a_busy_machine_starts_none(
    office: Workspace, monkeypatch: pytest.MonkeyPatch, load: float, idle: bool
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 9.0, 0.0), raising=False)
    monkeypatch.setattr(Second, "ask", lambda *_: None)
    assert (second_process(prepare(office.root, AS_OF), WORTH_A_PROCESS) is not None) == idle


def test_a_paper_that_cannot_be_made_costs_no_other() -> None:
    assert rendering.made({"a": _where, "b": _ends_badly}) == {"a": _where()}


def _ends_badly() -> bytes:
    raise RuntimeError("no paper")
