"""duban serve: the nightly flow on its schedule, for one office or for many under one deployment."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from flows.alarms import is_told, raise_alarm
from flows.catching_up import is_missed, last_due, served_since
from flows.failures import RunFailure
from flows.night import prepare
from flows.server import prefect_server
from flows.settings import ScheduleSettings, load_settings
from flows.workspace import Workspace, open_workspace


def serve(workspace: Workspace) -> None:
    """Run one office's nights until stopped; the night that was missed first."""
    schedule = load_settings(workspace.settings_file).schedule
    _serve(workspace, schedule, [workspace.root])


def serve_province(parent: Path, folders: Sequence[Path], schedule: ScheduleSettings) -> None:
    """Run every office's night and the summary in `parent`, one deployment for all, until stopped."""
    parent.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        open_workspace(folder)
    _serve(Workspace(parent), schedule, folders)


def _serve(home: Workspace, schedule: ScheduleSettings, folders: Sequence[Path]) -> None:
    last_due(schedule, datetime.now().astimezone())  # a cron that is none is told before the long start
    with prefect_server(home) as server, _Watch(home, server):
        click.echo(f"每夜运行：{schedule.cron}（{schedule.timezone}）。Ctrl+C 停止。", err=True)
        for folder in folders:
            _catch_up(folder, schedule)
        _keep_serving(home, schedule, folders)


def _keep_serving(home: Workspace, schedule: ScheduleSettings, folders: Sequence[Path]) -> None:
    from flows.nightly import serve_nightly, serve_offices

    roots = [str(folder.resolve()) for folder in folders]
    if roots == [str(home.root.resolve())]:
        serve_nightly(roots[0], schedule.cron, schedule.timezone)
    else:
        serve_offices(roots, str(home.root.resolve()), schedule.cron, schedule.timezone)


def _catch_up(root: Path, schedule: ScheduleSettings) -> None:
    """Run the missed night, if any, before waiting for the next; a failure of it does not stop the service."""
    begun = datetime.now().astimezone()
    try:
        if _has_missed(root, schedule):
            from flows.nightly import nightly

            click.echo("上一次定时运行因停机错过，现在补跑一次。", err=True)
            nightly(str(root.resolve()))
    except RunFailure as failure:
        click.echo(f"错误：{failure}", err=True)
        if not is_told(root, begun):
            raise_alarm(root, f"错过的一夜未能补跑：{failure}", datetime.now().astimezone())


def _has_missed(root: Path, schedule: ScheduleSettings) -> bool:
    now = datetime.now().astimezone()
    since = served_since(root, now)
    with prepare(root).ledger() as ledger:
        return is_missed(list(ledger.runs()), schedule, since, now)


class _Watch:
    """Ends this process when the server that it started ends before it: a schedule without a server is silent.

    At once and with exit code 1, so that whatever keeps services running starts both again.
    """

    def __init__(self, home: Workspace, server: subprocess.Popen[bytes] | None) -> None:
        self._home, self._server, self._over = home, server, False

    def __enter__(self) -> None:
        if self._server is not None:
            threading.Thread(target=self._look, args=(self._server,), daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._over = True

    def _look(self, server: subprocess.Popen[bytes]) -> None:
        server.wait()
        if self._over:
            return
        told = "Prefect 服务意外退出，定时运行已停，请重新运行 duban serve"
        raise_alarm(self._home.root, told, datetime.now().astimezone())
        click.echo(f"错误：{told}。", err=True)
        os._exit(1)
