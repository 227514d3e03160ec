"""Nights that did not end well: who notices when nobody watches.

A process that was killed runs no hook, so the absence of success is what counts: 26 hours without a good night
is an alarm in the next report, in `duban doctor` and in `alarms.jsonl`. Mail goes out only where an office has
named an address in DUBAN_ALARM_URL (apprise's notation); by default nothing leaves the machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: One day and the office's patience.
DEAD_MAN = timedelta(hours=26)
#: Ways to run that are a whole night; `report` only renders.
NIGHTLY_WAYS = frozenset({"run", "prefect"})
MAIL = "DUBAN_ALARM_URL"
#: By which two clocks of an office may differ, or one may have been corrected between two runs.
CLOCKS_DIFFER = timedelta(minutes=10)


def is_good_night(run: Mapping[str, Any]) -> bool:
    """A night over the inbox that ended well; the replay of a past day is none."""
    if run["state"] != "done" or run["way"] not in NIGHTLY_WAYS:
        return False
    return bool(run["as_of"] >= run["started"][:10])


def overdue_words(runs: Iterable[Mapping[str, Any]], now: datetime) -> tuple[str, ...]:
    """What the next report must say about the nights before it; `runs` newest first, that report's own left out.

    A workspace without any earlier run has nothing to be late with. A success later than `now` means that the
    clock was set back.
    """
    known = [run for run in runs if run["state"] != "running" and run["way"] in NIGHTLY_WAYS]
    if not known:
        return ()
    last = next((run for run in known if is_good_night(run)), None)
    if last is None:
        return _failed(known, now)
    finished = datetime.fromisoformat(last["finished"])
    if finished > now + CLOCKS_DIFFER:
        return (f"系统时钟疑似倒拨：上次运行完成于{_shown(finished)}，晚于现在{_shown(now)}，请校准时钟",)
    if now - finished <= DEAD_MAN:
        return ()
    hours = int((now - finished).total_seconds() // 3600)
    return (
        f"自{_shown(finished)}起已有{hours}小时没有成功运行（容许{DEAD_MAN.total_seconds() / 3600:.0f}小时）",
    )


def _failed(known: list[Mapping[str, Any]], now: datetime) -> tuple[str, ...]:
    latest, first = known[0], datetime.fromisoformat(known[-1]["started"])
    if now - first <= DEAD_MAN:
        return ()
    cause = "运行中断" if latest["state"] == "killed" else latest["message"] or "原因不详"
    return (f"此前没有一次成功的夜间运行；自{_shown(first)}起屡试未成，最近一次：{cause}",)


def _shown(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"


def raise_alarm(root: Path, message: str, now: datetime) -> None:
    """Append the alarm to `alarms.jsonl` and mail it where that is configured. Never raises: the cause comes first."""
    line = json.dumps({"time": now.isoformat(timespec="seconds"), "message": message}, ensure_ascii=False)
    with suppress(OSError):  # a full disk is a likely cause of an alarm; exit code and doctor still tell
        _append(root / "alarms.jsonl", line)
    if os.environ.get(MAIL):
        with suppress(Exception):  # whatever the post office's trouble is, it must not hide the night's
            _mail(os.environ[MAIL], message)


def is_told(root: Path, since: datetime) -> bool:
    """Whether an alarm was raised at or after the moment."""
    try:
        *_, last = (root / "alarms.jsonl").read_text(encoding="utf-8").splitlines()
        return datetime.fromisoformat(json.loads(last)["time"]) >= since.replace(microsecond=0)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def _mail(address: str, message: str) -> bool:
    import apprise

    post = apprise.Apprise()
    post.add(address)
    return bool(post.notify(title="督办夜间运行", body=message))
