"""Prefect's own server on the loopback address of this machine, for as long as this process lives."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flows.failures import WorkspaceProblem
from flows.lock import exclusive
from flows.workspace import Workspace

#: How long the server may take to answer after its start: a slow office PC took 70 s.
START_SECONDS = 180
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_UI_ENABLED": "false",
}


@contextmanager
def prefect_server(workspace: Workspace) -> Iterator[subprocess.Popen[bytes] | None]:
    """Let PREFECT_API_URL name a server: the office's own (None), or a child of this process.

    Prefect's files lie with the workspace, and only one process may work with them: raises Locked where another
    does, WorkspaceProblem where the child does not answer.
    """
    home = Path(os.environ.get("PREFECT_HOME") or workspace.root / ".prefect").resolve()
    if os.environ.get("PREFECT_API_URL"):
        with _named({"PREFECT_HOME": str(home)}):
            yield None
        return
    home.mkdir(parents=True, exist_ok=True)
    with exclusive(home / "server.lock.db", "Prefect 服务正由另一次 night 或 serve 使用"):
        port = _free_port()
        url = f"http://127.0.0.1:{port}/api"
        with _child(port, home) as process:
            _wait_for(url, process)
            with _named({"PREFECT_API_URL": url, "PREFECT_HOME": str(home)}):
                yield process


@contextmanager
def _named(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _child(port: int, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed arguments
        [sys.executable, "-m", "flows.guarded_server", str(port)],
        env={**os.environ, **_QUIET, "PREFECT_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdin is not None:
            process.stdin.close()


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
            time.sleep(0.25)
    raise WorkspaceProblem(
        "Prefect 服务", f"{START_SECONDS} 秒内没有启动", "请查看端口与磁盘后重试，或改用 duban run"
    )
