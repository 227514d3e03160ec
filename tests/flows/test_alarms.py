"""Alarms: one line in a file, and mail only where an office has asked for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.alarms import MAIL, is_told, raise_alarm

NOW = datetime.fromisoformat("2022-01-31T03:00:00+08:00")


@pytest.fixture
def mailbox() -> Iterator[tuple[str, list[bytes]]]:
    """An address on the loopback in apprise's notation, and what arrived there."""
    received: list[bytes] = []

    class Box(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Box) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/", received
        server.shutdown()


@pytest.fixture(autouse=True)
def _no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MAIL, raising=False)


def test_without_an_address_nothing_leaves(tmp_path: Path, mailbox: tuple[str, list[bytes]]) -> None:
    raise_alarm(tmp_path, "运行未能完成：磁盘已满", NOW)
    (line,) = (tmp_path / "alarms.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"time": "2022-01-31T03:00:00+08:00", "message": "运行未能完成：磁盘已满"}
    assert mailbox[1] == []


@pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning")
def test_a_configured_address_gets_the_words(
    tmp_path: Path, mailbox: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MAIL, mailbox[0])
    raise_alarm(tmp_path, "运行未能完成：磁盘已满", NOW)
    (letter,) = mailbox[1]
    assert json.loads(letter)["message"] == "运行未能完成：磁盘已满"
    assert json.loads(letter)["title"] == "督办夜间运行"


def test_a_post_office_that_is_closed_costs_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MAIL, "json://127.0.0.1:9/")
    raise_alarm(tmp_path, "运行未能完成", NOW)
    assert (tmp_path / "alarms.jsonl").exists()


def test_an_alarm_that_cannot_be_written_does_not_hide_its_cause(tmp_path: Path) -> None:
    raise_alarm(tmp_path / "no such folder", "运行未能完成", NOW)


def test_an_alarm_of_this_run_is_not_raised_twice(tmp_path: Path) -> None:
    assert not is_told(tmp_path, NOW)
    raise_alarm(tmp_path, "运行未能完成", NOW)
    assert is_told(tmp_path, NOW)
    assert is_told(tmp_path, NOW - timedelta(minutes=5))
    assert not is_told(tmp_path, NOW + timedelta(minutes=5))
