"""A night needs no network: run where only the loopback exists, and with every outward connection forbidden."""

from __future__ import annotations

import os
import re
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

#: Also in use: a C library's own attempts are seen by the kernel alone.
_STRACE = shutil.which("strace") is not None
SAMPLES = Path(__file__).parents[2] / "samples" / "submissions" / "2021上半年"


def _office(folder: Path, *kinds: str) -> Workspace:
    workspace = create_workspace(folder)
    settings = workspace.settings_file.read_text(encoding="utf-8").replace(
        "settle_seconds = 3", "settle_seconds = 0"
    )
    settings = settings.replace("seconds = 60 ", "seconds = 600 ")  # a scan takes long on a busy machine
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
    log = tmp_path / "strace.log"
    traced = ["strace", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(log)] if _STRACE else []
    done = subprocess.run(
        [
            "unshare",
            "-rn",
            *traced,
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
    connected = _office(tmp_path / "connected", ".pdf", ".docx")
    run_night(prepare(connected.root, date(2021, 7, 31)))
    assert gaps.read_bytes() == (connected.reports / "2021-07-31" / "gaps.json").read_bytes()
    if not _STRACE:
        pytest.skip("all as it should be, but without strace attempts by C libraries cannot be seen")
    assert _outward(log.read_text(encoding="utf-8", errors="replace")) == []


def _outward(log: str) -> list[str]:
    """Lines of an strace log that name an address of another machine."""
    return [
        line
        for line in log.splitlines()
        if re.search(r"AF_INET6?,", line) and not re.search(r'"(?:127\.[\d.]+|::1|::ffff:127\.[\d.]+)"', line)
    ]


def test_an_attempt_outward_is_seen_and_one_within_is_not() -> None:
    outward = (
        '7 connect(9, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = -1'
    )
    within = (
        '7 connect(9, {sa_family=AF_INET, sin_port=htons(4200), sin_addr=inet_addr("127.0.0.1")}, 16) = 0'
    )
    local = '7 connect(8, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT'
    assert _outward("\n".join((outward, within, local))) == [outward]
