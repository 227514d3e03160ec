"""A night that was missed runs once when the machine is on again.

What is due follows from the cron of the settings; what ran follows from the ledger. Prefect's own record of
late runs is not asked: it makes one of each missed night, or none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from flows.alarms import CLOCKS_DIFFER, is_good_night
from flows.failures import SettingsInvalid
from flows.settings import ScheduleSettings

SERVING = "serving.json"


def last_due(schedule: ScheduleSettings, now: datetime) -> datetime:
    """The latest scheduled moment at or before `now`; raises SettingsInvalid for a cron that is none."""
    try:
        local = now.astimezone(ZoneInfo(schedule.timezone)).replace(second=0, microsecond=0)
        return next(CronSim(schedule.cron, local + timedelta(minutes=1), reverse=True))
    except (CronSimError, KeyError, ValueError, StopIteration) as error:
        cause = f"schedule.cron 不是有效的定时写法（{schedule.cron}）"
        raise SettingsInvalid("duban.toml", cause, "例如 0 2 * * *，即每日 2 时") from error


def is_missed(
    runs: Iterable[Mapping[str, Any]], schedule: ScheduleSettings, since: datetime, now: datetime
) -> bool:
    """Whether a scheduled moment after `since` (when the schedule was first served) has passed without a good night."""
    due = last_due(schedule, now)
    return due > since and not is_covered(runs, due, now)


def is_covered(runs: Iterable[Mapping[str, Any]], due: datetime, now: datetime) -> bool:
    """Whether a night that began at or after the scheduled moment ended well.

    One that began after `now` was timed by a clock that ran ahead: it stands for no night to come.
    """
    return any(
        is_good_night(run) and due <= datetime.fromisoformat(run["started"]) <= now + CLOCKS_DIFFER
        for run in runs
    )


def served_since(root: Path, now: datetime) -> datetime:
    """When this workspace was first served; noted on the first call."""
    note = root / SERVING
    try:
        return datetime.fromisoformat(json.loads(note.read_text(encoding="utf-8"))["since"])
    except (OSError, ValueError, KeyError, TypeError):
        draft = note.with_name(f".{SERVING}.tmp")
        draft.write_text(json.dumps({"since": now.isoformat()}), encoding="utf-8")
        draft.replace(note)
        return now
