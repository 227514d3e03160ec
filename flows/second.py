"""A second process, beside the one that judges a large office and writes its papers; started when that begins.

It reads the ledger and writes nothing. What it cannot do, or does not send, is done by the first: that costs time
and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from flows.night import Night
from flows.scaling import is_warm, send
from outputs.rendering import BULLETIN, WORKBOOK, Render, load, made

Result = TypeVar("Result")

#: Files of an office that is judged for longer than a process takes to start.
WORTH_A_PROCESS = 1000


@dataclass(frozen=True, slots=True)
class Second:
    """The process, or the several that understand documents where there are some."""

    workers: int

    def ask(self, work: Callable[..., Result], *given: object) -> Future[Result]:
        """Have it done there; all that is given and comes back is pickled."""
        return send(self.workers, work, *given)

    def share(self, papers: Mapping[str, Render]) -> Mapping[str, Render]:
        """The same papers; all but page and workbook, which list all evidence, are made there and waited for when asked for."""
        names = list(papers)
        while_the_page_is_made, while_the_workbook_is = [BULLETIN], names[names.index(WORKBOOK) + 1 :]
        there = self._sent(papers, while_the_page_is_made) | self._sent(papers, while_the_workbook_is)
        return {name: there.get(name, render) for name, render in papers.items()}

    def _sent(self, papers: Mapping[str, Render], names: Sequence[str]) -> dict[str, Render]:
        """One parcel: what its papers are made of is sent once."""
        parcel = {name: papers[name] for name in names}
        coming = self.ask(made, parcel)
        return {name: partial(_arrived, coming, name, render) for name, render in parcel.items()}


def second_process(night: Night, files: int) -> Second | None:
    """Start it, if so many files are worth it, the office lets duban have two, and a processor is idle."""
    workers = night.settings.reading.workers
    if workers < 2 or files < WORTH_A_PROCESS or not a_processor_is_idle():
        return None
    second = Second(workers if is_warm(workers) else 1)
    second.ask(_load)
    return second


def a_processor_is_idle() -> bool:
    """Over the last minute: two processes that share one take longer than one alone. Windows does not tell."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 1
    return (os.cpu_count() or 1) - busy >= 1


def answer(coming: Future[Result]) -> Result | None:
    """What was asked for, as soon as it is there; None where it failed."""
    return None if coming.exception() else coming.result()


def _load() -> None:
    import flows.judging  # noqa: F401 - to have it

    load()


def _arrived(coming: Future[dict[str, bytes]], name: str, render: Render) -> bytes:
    paper = (answer(coming) or {}).get(name)
    return render() if paper is None else paper
