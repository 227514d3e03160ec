"""The papers of a large office are made by two processes: page and workbook, which list all evidence, by this one.

The one beside it is started when judging begins, so that it is there when there is something to write. What it cannot make,
or does not send, is made here: it costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from flows.night import Night
from flows.scaling import is_warm, send
from outputs.rendering import BULLETIN, WORKBOOK, Render, load, made

#: Files of an office whose papers take longer than a process takes to start.
WORTH_A_PROCESS = 1000


def get_ready_to_write(night: Night, files: int) -> None:
    """Start the process beside this one, if so many files are worth it and the office lets duban have two."""
    if night.settings.reading.workers > 1 and files >= WORTH_A_PROCESS:
        send(_workers(night), load)


def shared(night: Night, papers: Mapping[str, Render]) -> Mapping[str, Render]:
    """The same papers; those that another process makes, where there is one, are waited for when they are asked for."""
    if not is_warm(_workers(night)):
        return papers
    names = list(papers)
    while_the_page_is_made, while_the_workbook_is = [BULLETIN], names[names.index(WORKBOOK) + 1 :]
    there = _sent(night, papers, while_the_page_is_made) | _sent(night, papers, while_the_workbook_is)
    return {name: there.get(name, render) for name, render in papers.items()}


def _sent(night: Night, papers: Mapping[str, Render], names: Sequence[str]) -> dict[str, Render]:
    """One parcel: what its papers are made of is sent once."""
    parcel = {name: papers[name] for name in names}
    coming = send(_workers(night), made, parcel)
    return {name: partial(_arrived, coming, name, render) for name, render in parcel.items()}


def _arrived(coming: Future[dict[str, bytes]], name: str, render: Render) -> bytes:
    failed = coming.exception()
    paper = None if failed else coming.result().get(name)
    return render() if paper is None else paper


def _workers(night: Night) -> int:
    """Those that understand documents, where there are some; one is enough else."""
    workers = night.settings.reading.workers
    return workers if is_warm(workers) else 1
