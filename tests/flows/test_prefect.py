"""Through Prefect the night is the same, and a schedule really makes runs. Each test starts Prefect's own server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from docx import Document as WordFile

pytestmark = pytest.mark.prefect

DUBAN = [sys.executable, "-m", "flows.cli"]


def _duban(*arguments: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DUBAN, *arguments],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def _office(folder: Path) -> Path:
    assert _duban("init", str(folder), cwd=folder.parent).returncode == 0
    paper = WordFile()
    for text in (
        "荣成市财政局2021年职业教育经费情况报告",
        "2021年拨付职业教育专项经费320万元，中职生均拨款按时足额到位。",
        "荣成市财政局",
        "2021年12月28日",
    ):
        paper.add_paragraph(text)
    (folder / "inbox" / "2021年底").mkdir()
    paper.save(str(folder / "inbox" / "2021年底" / "财政局.docx"))
    (folder / "inbox" / "空.docx").write_bytes(b"")
    return folder


def test_prefect_and_plain_steps_give_the_same_ledger_and_report(tmp_path: Path) -> None:
    plain = _office(tmp_path / "plain")
    served = tmp_path / "served"
    assert _duban("init", str(served), cwd=tmp_path).returncode == 0
    for file in (plain / "inbox").rglob("*"):
        target = served / file.relative_to(plain)
        if file.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(file.read_bytes())
    by_hand = _duban("-C", str(plain), "run", "--as-of", "2022-01-31", cwd=tmp_path)
    by_prefect = _duban("-C", str(served), "night", "--as-of", "2022-01-31", cwd=tmp_path)
    assert (by_hand.returncode, by_prefect.returncode) == (3, 3), by_prefect.stderr
    assert by_hand.stdout.splitlines()[:5] == by_prefect.stdout.splitlines()[:5]
    exports = [
        _duban("-C", str(one), "export", "--canonical", cwd=tmp_path).stdout for one in (plain, served)
    ]
    assert exports[0] == exports[1] != ""
    papers = [one / "reports" / "2022-01-31" / "gaps.json" for one in (plain, served)]
    assert papers[0].read_bytes() == papers[1].read_bytes()


def test_a_served_workspace_has_scheduled_runs(tmp_path: Path) -> None:
    office = _office(tmp_path / "office")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = str(office / ".prefect")
    server_env = {**os.environ, "PREFECT_HOME": home, "DO_NOT_TRACK": "1"}
    server = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    url = f"http://127.0.0.1:{port}/api"
    with subprocess.Popen(
        server, env=server_env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until(lambda: _answers(f"{url}/health"), 180)
            serving = subprocess.Popen(
                [*DUBAN, "-C", str(office), "serve"],
                env={**server_env, "PREFECT_API_URL": url},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            try:
                _wait_until(lambda: bool(_scheduled(url)), 180)
                due = {run["expected_start_time"][11:16] for run in _scheduled(url)}
                assert due == {"18:00"}  # 02:00 in Shanghai
            finally:
                serving.send_signal(signal.SIGTERM)
                serving.wait(timeout=60)
            (deployment,) = _post(f"{url}/deployments/filter", {})
            assert deployment["name"] == "duban-nightly"
            assert not deployment["paused"]
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - the loopback address
            return True
    except OSError:
        return False


def _scheduled(url: str) -> list[dict[str, str]]:
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    runs: list[dict[str, str]] = _post(f"{url}/flow_runs/filter", wanted)
    return runs


def _post(url: str, body: object) -> list[dict[str, str]]:
    request = urllib.request.Request(  # noqa: S310 - the loopback address
        url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        found: list[dict[str, str]] = json.load(answer)
    return found


def _wait_until(happened: object, seconds: float) -> None:
    assert callable(happened)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return
        time.sleep(1)
    raise AssertionError(f"nothing within {seconds} s")
