"""One night over a workspace, in a process of its own; prints what each stage took as one JSON line.

python -m benchmarks.one_night WORKSPACE AS_OF [--prefect]
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from flows import steps

STAGES = ("collect", "read_documents", "not_understood", "understand", "conclude")


class Clock:
    """Seconds and calls by stage: the steps that both ways of running a night call, wrapped."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        for name in STAGES:
            setattr(steps, name, self._timed(name, getattr(steps, name)))

    def _timed(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return step(*given, **named)
            finally:
                self.seconds[name] += time.perf_counter() - begun
                self.calls[name] += 1

        return timed


def main() -> None:
    root, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    clock = Clock()
    told = _with_prefect(root, day, clock) if "--prefect" in sys.argv else _plainly(root, day)
    print(json.dumps({**told, **{name: clock.seconds[name] for name in STAGES}}))


def _plainly(root: Path, day: date) -> dict[str, float]:
    """As `duban run`, from the first line of the program to the last."""
    from flows.night import prepare

    begun = time.perf_counter()
    steps.run_night(prepare(root, day))
    return {"total": time.perf_counter() - begun}


def _with_prefect(root: Path, day: date, clock: Clock) -> dict[str, float]:
    """Prefect's share: what the flow took from its first step to its end, beside what the steps took."""
    os.environ.setdefault("PREFECT_HOME", str((root / ".prefect").resolve()))
    from flows import nightly

    begun: list[float] = []
    prepare = nightly.prepare

    def started(*given: Any) -> Any:
        begun.append(time.perf_counter())
        return prepare(*given)

    nightly.prepare = started
    nightly.nightly(str(root), day.isoformat())
    total = time.perf_counter() - begun[0]
    share = 1 - sum(clock.seconds.values()) / total
    tasks = sum(clock.calls[name] for name in STAGES if name != "not_understood")
    return {"total": total, "prefect_share": share, "task_runs": tasks}


if __name__ == "__main__":
    main()
