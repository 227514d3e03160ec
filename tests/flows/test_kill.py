"""A night killed at any moment and run again ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from docx import Document as WordFile

from flows.workspace import Workspace, create_workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
DUBAN = [sys.executable, "-m", "flows.cli"]
ENV = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
MOMENTS = 4


def _office(folder: Path, inbox: Path) -> Workspace:
    workspace = create_workspace(folder)
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        text.replace("settle_seconds = 3", "settle_seconds = 0"), encoding="utf-8"
    )
    shutil.copytree(inbox, workspace.inbox, dirs_exist_ok=True)
    return workspace


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for number in range(12):
        paper = WordFile()
        for text in (
            f"荣成市人力资源和社会保障局2021年培训情况报告（{number}）",
            f"2021年全市开展企业职工和重点人群职业技能培训{1000 + number}人次。",
            "荣成市人力资源和社会保障局",
            f"2021年12月{number + 1}日",
        ):
            paper.add_paragraph(text)
        paper.save(str(folder / f"报告{number}.docx"))
    (folder / "空.docx").write_bytes(b"")
    return folder


def _command(workspace: Workspace) -> list[str]:
    return [*DUBAN, "-C", str(workspace.root), "run", "--as-of", "2022-01-31"]


def _finish(workspace: Workspace) -> None:
    done = subprocess.run(_command(workspace), env=ENV, capture_output=True, check=False, timeout=120)
    assert done.returncode == 3, done.stderr.decode()


def _outcome(workspace: Workspace) -> tuple[str, dict[str, bytes]]:
    command = [*DUBAN, "-C", str(workspace.root), "export", "--canonical"]
    told = subprocess.run(command, env=ENV, capture_output=True, text=True, encoding="utf-8", check=True)
    day = workspace.reports / "2022-01-31"
    papers = {
        path.relative_to(day).as_posix(): path.read_bytes()
        for path in day.rglob("*")
        if path.is_file()
        and path.suffix in (".json", ".html", ".docx", ".csv")
        and not path.name.startswith(".")
    }
    return told.stdout, papers


def test_a_night_killed_at_any_moment_and_run_again_ends_the_same(tmp_path: Path, inbox: Path) -> None:
    undisturbed = _office(tmp_path / "undisturbed", inbox)
    begun = time.monotonic()
    _finish(undisturbed)
    length = time.monotonic() - begun
    expected = _outcome(undisturbed)
    draw = random.Random(7)
    for number in range(MOMENTS):
        office = _office(tmp_path / f"killed{number}", inbox)
        with subprocess.Popen(
            _command(office), env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as night:
            time.sleep(draw.uniform(0.2, 1.0) * length)
            night.kill()
        _finish(office)
        assert _outcome(office) == expected
        assert not (office.reports / "2022-01-31" / "人工改动").exists()
        assert not [*office.archive.glob(".*.part"), *office.reports.rglob(".*.duban-tmp")]
