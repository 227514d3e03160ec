"""The inbox is looked at, never changed; whole files are archived once."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from flows.intake import is_junk, look, take_in
from flows.workspace import Workspace, create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office")


def _put(workspace: Workspace, name: str, data: bytes, age: float = 60.0) -> Path:
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def test_a_whole_file_is_archived_under_its_hash_and_the_original_stays(workspace: Workspace) -> None:
    path = _put(workspace, "2021年底/市教体局.docx", b"report")
    intake = take_in(workspace, {}, "2022-01-31", 1)
    (arrival,) = intake.arrivals
    assert arrival.sha256 == hashlib.sha256(b"report").hexdigest()
    assert arrival.file == "2021年底/市教体局.docx"
    assert workspace.archived(arrival.sha256).read_bytes() == b"report"
    assert path.read_bytes() == b"report"


def test_an_unchanged_file_is_not_taken_again(workspace: Workspace) -> None:
    _put(workspace, "a.docx", b"1")
    first = take_in(workspace, {}, "2022-01-31", 1)
    known = {arrival.file: arrival for arrival in first.arrivals}
    again = take_in(workspace, known, "2022-02-01", 1)
    assert (again.arrivals, again.unchanged) == ((), 1)


def test_a_file_that_was_overwritten_arrives_a_second_time(workspace: Workspace) -> None:
    _put(workspace, "a.docx", b"1")
    known = {a.file: a for a in take_in(workspace, {}, "2022-01-31", 1).arrivals}
    _put(workspace, "a.docx", b"22", age=30)
    (arrival,) = take_in(workspace, known, "2022-02-01", 1).arrivals
    assert arrival.sha256 == hashlib.sha256(b"22").hexdigest()


def test_a_growing_file_is_pending(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _put(workspace, "大文件.pdf", b"half", age=0)
    monkeypatch.setattr(time, "sleep", lambda _: path.write_bytes(b"half and more"))
    intake = take_in(workspace, {}, "2022-01-31", 0.01)
    assert intake.pending == ("大文件.pdf",)
    assert intake.arrivals == ()


def test_a_young_file_that_stands_still_is_whole(workspace: Workspace) -> None:
    _put(workspace, "刚放入.docx", b"whole", age=0)
    assert len(take_in(workspace, {}, "2022-01-31", 0.05).arrivals) == 1


def test_links_out_of_the_inbox_are_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere.txt"
    secret.write_text("not ours")
    (workspace.inbox / "link.txt").symlink_to(secret)
    assert look(workspace.inbox) == []


@pytest.mark.parametrize(
    "name", ["~$报告.docx", "Thumbs.db", "子目录/.DS_Store", "desktop.ini", "._报告.docx"]
)
def test_leavings_of_programs_are_junk(name: str) -> None:
    assert is_junk(name)


@pytest.mark.parametrize("name", ["报告.docx", "~报告.docx", "thumbs/报告.docx", "desktop.ini.docx"])
def test_reports_are_no_junk(name: str) -> None:
    assert not is_junk(name)
