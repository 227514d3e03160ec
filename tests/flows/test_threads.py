"""Numpy is held to one thread where products are small, before it is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def _told(program: str, **environment: str) -> str:
    bare = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**bare, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("command", "threads"), [("match", "1"), ("run", "1"), ("evaluate", "None")])
def test_a_command_holds_numpy_to_one_thread_unless_it_fits(command: str, threads: str) -> None:
    program = f"""
import os, sys
from flows.cli import House
loaded = "numpy" in sys.modules
House().get_command(None, "{command}")
print(os.environ.get("OPENBLAS_NUM_THREADS"), loaded)
"""
    assert _told(program) == f"{threads} False"


def test_a_number_in_the_environment_stands() -> None:
    program = (
        "import os; from flows.threads import one_thread; one_thread(); print(os.environ['OMP_NUM_THREADS'])"
    )
    assert _told(program, OMP_NUM_THREADS="4") == "4"


def test_workers_find_it_before_they_load_numpy() -> None:
    program = """
import os
from flows import scaling
pool = scaling._pool(1)
if __name__ == "__main__":
    print(pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result())
    scaling.close_pools()
"""
    assert _told(program) == "1"
