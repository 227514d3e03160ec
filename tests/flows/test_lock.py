"""One run at a time, and none waits for a dead one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.failures import Locked
from flows.lock import exclusive

_HOLD = """
import sys, time
from pathlib import Path
from flows.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock.db"
    with exclusive(lock), pytest.raises(Locked, match="进程"), exclusive(lock):
        pass


def test_the_lock_is_free_after_a_run(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock.db"
    for _ in range(2):
        with exclusive(lock):
            pass


def test_the_lock_is_free_at_once_after_a_kill(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock.db"
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(lock)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Locked), exclusive(lock):
            pass
        holder.kill()
        holder.wait()
    begun = time.monotonic()
    with exclusive(lock):
        assert time.monotonic() - begun < 5
