"""Papers made by a second process are those that one process makes, and what that one cannot make is made here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from benchmarks.outcome import papers_of
from flows import writing_beside
from flows.night import Night, prepare
from flows.scaling import close_pools, is_warm, send
from flows.steps import run_night
from flows.workspace import Workspace
from flows.writing_beside import get_ready_to_write, shared
from outputs import rendering
from outputs.rendering import BULLETIN, PAGE, WORKBOOK, Render

AS_OF = date(2022, 1, 31)
DAY = AS_OF.isoformat()


@pytest.fixture
def alone() -> Iterator[None]:
    """No process beside this one, before and after."""
    close_pools()
    yield
    close_pools()


@pytest.fixture
def night(office: Workspace) -> Night:
    return prepare(office.root, AS_OF)


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


def _ends() -> None:
    os._exit(3)


def _papers(workspace: Workspace) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in papers_of(workspace.root, DAY).items()}


@pytest.mark.usefixtures("alone")
def test_papers_are_the_same_whoever_makes_them(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    shutil.copytree(office.root, other)
    run_night(prepare(office.root, AS_OF))
    assert not is_warm(1)
    monkeypatch.setattr(writing_beside, "WORTH_A_PROCESS", 1)
    run_night(prepare(other, AS_OF))
    assert is_warm(1)
    assert _papers(Workspace(other)) == _papers(office)


@pytest.mark.usefixtures("alone")
def test_page_and_workbook_are_made_here_and_the_rest_beside(night: Night) -> None:
    get_ready_to_write(night, writing_beside.WORTH_A_PROCESS)
    names = ("gaps.json", PAGE, BULLETIN, WORKBOOK, "收件清单.csv", "督办单/市教体局.docx")
    made = {name: render() for name, render in shared(night, dict.fromkeys(names, _where)).items()}
    assert tuple(made) == names
    assert [name for name in names if made[name] == _where()] == ["gaps.json", PAGE, WORKBOOK]
    assert len(set(made.values())) == 2


@pytest.mark.usefixtures("alone")
def test_what_the_other_process_cannot_make_is_made_here(night: Night) -> None:
    get_ready_to_write(night, writing_beside.WORTH_A_PROCESS)
    papers: dict[str, Render] = {
        BULLETIN: partial(_only_elsewhere, os.getpid()),
        WORKBOOK: _where,
        "收件清单.csv": partial(_only_here, os.getpid()),
    }
    made = shared(night, papers)
    assert (made[BULLETIN](), made["收件清单.csv"]()) == (b"made there", b"made here")


@pytest.mark.usefixtures("alone")
def test_a_process_that_ends_costs_no_paper_and_is_started_anew(night: Night) -> None:
    get_ready_to_write(night, writing_beside.WORTH_A_PROCESS)
    assert send(1, _ends).exception() is not None
    made = shared(night, {BULLETIN: _where, WORKBOOK: _where, "收件清单.csv": _where})
    assert made[BULLETIN]() not in (b"", _where())
    coming = send(1, _ends)
    assert writing_beside._arrived(coming, BULLETIN, _where) == _where()  # type: ignore[arg-type]


@pytest.mark.usefixtures("alone")
def test_a_small_office_and_one_with_a_single_worker_start_none(office: Workspace, night: Night) -> None:
    get_ready_to_write(night, writing_beside.WORTH_A_PROCESS - 1)
    text = office.settings_file.read_text("utf-8").replace("workers = 2", "workers = 1")
    office.settings_file.write_text(text, "utf-8")
    get_ready_to_write(prepare(office.root, AS_OF), writing_beside.WORTH_A_PROCESS)
    assert not is_warm(1)
    papers = {BULLETIN: _where, WORKBOOK: _where}
    assert shared(night, papers) is papers


def test_a_paper_that_cannot_be_made_costs_no_other() -> None:
    assert rendering.made({"a": _where, "b": _ends_badly}) == {"a": _where()}


def _ends_badly() -> bytes:
    raise RuntimeError("no paper")
