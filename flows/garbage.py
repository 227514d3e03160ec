"""Python's search for cycles of dead objects, left out where it finds nothing and takes long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search: a hundred thousand living claims are no place for it.

    What is not in a cycle is freed all the same, and judging makes no cycles of any size. Whoever enters lets go of
    what was made before it leaves: a search among all of it costs the better part of a second.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
