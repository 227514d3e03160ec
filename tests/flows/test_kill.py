"""A night killed at any moment and run again ends as if nothing had happened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.kill import drill

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="SIGKILL, and processes by /proc"
)


def test_readers_writers_reports_and_backups_may_be_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of each, at random moments of a small night; `python -m benchmarks.kill` does forty on a large one."""
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    good = drill(tmp_path, times=4, files=12, seed=20)
    assert good, capsys.readouterr().out
