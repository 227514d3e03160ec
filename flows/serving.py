"""duban serve: Prefect's own server on this machine, and the nightly flow on its schedule."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from flows.catching_up import is_missed, served_since
from flows.failures import RunFailure, WorkspaceProblem
from flows.night import prepare
from flows.settings import ScheduleSettings, load_settings
from flows.workspace import Workspace

#: How long the server may take to answer after its start: a slow office PC took 70 s.
START_SECONDS = 180


def serve(workspace: Workspace) -> None:
    """Run until stopped. Uses the server named by PREFECT_API_URL, else starts one on the loopback address."""
    settings = load_settings(workspace.settings_file)
    with _server() as url:
        os.environ["PREFECT_API_URL"] = url
        from flows.nightly import serve_nightly

        schedule = settings.schedule
        click.echo(f"每夜运行：{schedule.cron}（{schedule.timezone}）。Ctrl+C 停止。", err=True)
        _catch_up(workspace, schedule)
        serve_nightly(str(workspace.root.resolve()), schedule.cron, schedule.timezone)


def _catch_up(workspace: Workspace, schedule: ScheduleSettings) -> None:
    """Run the missed night, if any, before waiting for the next; a failure of it does not stop the service."""
    now = datetime.now().astimezone()
    since = served_since(workspace.root, now)
    with prepare(workspace.root).ledger() as ledger:
        missed = is_missed(list(ledger.runs()), schedule, since, now)
    if not missed:
        return
    from flows.nightly import nightly

    click.echo("上一次定时运行因停机错过，现在补跑一次。", err=True)
    try:
        nightly(str(workspace.root.resolve()))
    except RunFailure as failure:
        click.echo(f"错误：{failure}", err=True)


@contextmanager
def _server() -> Iterator[str]:
    if os.environ.get("PREFECT_API_URL"):
        yield os.environ["PREFECT_API_URL"]
        return
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed arguments
        [
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
        ],
        env={
            **os.environ,
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": "ERROR",
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}/api"
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310 - the loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise WorkspaceProblem(
        "Prefect 服务", f"{START_SECONDS} 秒内没有启动", "请查看端口与磁盘后重试，或改用 duban run"
    )
