"""A night needs no network: run where only the loopback exists, and with every outward connection forbidden."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace, create_workspace

SAMPLES = Path(__file__).parents[2] / "samples" / "submissions" / "2021上半年"


def _office(folder: Path, *kinds: str) -> Workspace:
    workspace = create_workspace(folder)
    settings = workspace.settings_file.read_text(encoding="utf-8").replace(
        "settle_seconds = 3", "settle_seconds = 0"
    )
    workspace.settings_file.write_text(settings, encoding="utf-8")
    for file in SAMPLES.rglob("*"):
        if file.suffix in kinds:
            shutil.copy(file, workspace.inbox / file.name)
    return workspace


def test_no_step_of_a_night_opens_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = _office(tmp_path / "office", ".docx", ".xlsx")

    def refuse(_: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    summary = run_night(prepare(workspace.root, date(2021, 7, 31)))
    assert dict(summary.received)["read"] >= 3


def _namespaces_allowed() -> bool:
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-rn", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _namespaces_allowed(), reason="network namespaces are not allowed here")
def test_a_night_with_a_scan_works_without_any_network(tmp_path: Path) -> None:
    """Also the text recognition, whose models come inside its package."""
    workspace = _office(tmp_path / "office", ".pdf", ".docx")
    done = subprocess.run(
        [
            "unshare",
            "-rn",
            sys.executable,
            "-m",
            "flows.cli",
            "-C",
            str(workspace.root),
            "run",
            "--as-of",
            "2021-07-31",
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode in (0, 3), done.stderr
    assert "收到" in done.stdout
    gaps = workspace.reports / "2021-07-31" / "gaps.json"
    assert gaps.exists()
    with prepare(workspace.root).ledger() as ledger:
        kinds = {fate.kind: fate.fate for fate in ledger.fates()}
        marks = {
            mark for fate in ledger.fates() for block in ledger.blocks(fate.sha256) for mark in block.marks
        }
    assert kinds["pdf"] == "read"
    assert "ocr" in marks
