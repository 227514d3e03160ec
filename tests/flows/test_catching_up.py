"""A missed night runs once; a night that ran is not missed; silence for 26 hours is an alarm."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import serving
from flows.alarms import overdue_words
from flows.catching_up import is_missed, last_due, served_since
from flows.failures import SettingsInvalid
from flows.settings import ScheduleSettings
from flows.workspace import create_workspace

SCHEDULE = ScheduleSettings()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def _run(started: str, state: str = "done", way: str = "prefect", as_of: str = "") -> dict[str, Any]:
    begun = _at(started)
    return {
        "state": state,
        "way": way,
        "as_of": as_of or started[:10],
        "started": begun.isoformat(),
        "finished": (begun + timedelta(minutes=20)).isoformat(),
        "message": "",
    }


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2022-01-31T01:59", "2022-01-30T02:00"),
        ("2022-01-31T02:00", "2022-01-31T02:00"),
        ("2022-01-31T23:00", "2022-01-31T02:00"),
    ],
)
def test_the_scheduled_minute_itself_is_due(now: str, due: str) -> None:
    assert last_due(SCHEDULE, _at(now)) == _at(due)


@pytest.mark.parametrize(
    ("runs", "missed"),
    [
        ([], True),
        ([_run("2022-01-30T02:00")], True),
        ([_run("2022-01-31T02:00")], False),
        ([_run("2022-01-31T02:00", state="killed")], True),
        ([_run("2022-01-31T08:00", way="run")], False),
        ([_run("2022-01-31T08:00", way="report")], True),
        ([_run("2022-01-31T08:00", way="run", as_of="2021-12-31")], True),
        ([_run("2022-01-31T09:05")], False),  # two clocks of an office may differ
        ([_run("2022-06-01T02:00")], True),  # a clock that ran ahead: that night stands for none of now
    ],
)
def test_only_a_good_night_since_the_scheduled_minute_covers_it(
    runs: list[dict[str, Any]], missed: bool
) -> None:
    assert is_missed(runs, SCHEDULE, _at("2022-01-20T09:00"), _at("2022-01-31T09:00")) is missed


def test_a_schedule_that_began_later_has_missed_nothing() -> None:
    assert not is_missed([], SCHEDULE, _at("2022-01-31T08:00"), _at("2022-01-31T09:00"))


def test_the_first_serving_is_remembered(tmp_path: Path) -> None:
    first = served_since(tmp_path, _at("2022-01-20T09:00"))
    assert served_since(tmp_path, _at("2022-01-31T09:00")) == first


def test_a_cron_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsInvalid, match="定时写法"):
        last_due(ScheduleSettings(cron="每天两点"), _at("2022-01-31T09:00"))


@pytest.mark.parametrize(
    ("runs", "now", "words"),
    [
        ([], "2022-01-31T09:00", ""),
        ([_run("2022-01-30T07:00")], "2022-01-31T09:20", ""),
        ([_run("2022-01-30T06:00")], "2022-01-31T09:00", "26小时没有成功运行"),
        ([_run("2022-01-31T02:00", state="killed")], "2022-01-31T03:00", ""),
        ([_run("2022-01-29T02:00", state="killed")], "2022-01-31T03:00", "没有一次成功"),
        ([_run("2022-02-02T02:00")], "2022-01-31T03:00", "时钟"),
    ],
)
def test_silence_for_more_than_26_hours_is_told(runs: list[dict[str, Any]], now: str, words: str) -> None:
    told = "".join(overdue_words(runs, _at(now)))
    assert words in told
    assert bool(told) is bool(words)


def test_a_missed_night_that_cannot_be_made_up_for_is_an_alarm(tmp_path: Path) -> None:
    create_workspace(tmp_path).inbox.rmdir()
    serving._catch_up(tmp_path, SCHEDULE)
    told = (tmp_path / "alarms.jsonl").read_text(encoding="utf-8")
    assert "错过的一夜未能补跑" in told
    assert "收件文件夹不存在" in told
