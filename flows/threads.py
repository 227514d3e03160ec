"""How many threads numpy may use."""

from __future__ import annotations

import os

#: What the libraries below numpy ask when they are loaded.
_ASKED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_thread() -> None:
    """Hold numpy to one thread, here where it is not loaded yet and in processes started from now on.

    Its products are small in matching, and threads that wait for each other cost more than they bring: up to half
    of the speed on two cores. Who has set a number in the environment has it.
    """
    for name in _ASKED:
        os.environ.setdefault(name, "1")
