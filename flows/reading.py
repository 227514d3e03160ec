"""The reading step: archived originals behind the wall become documents in the ledger, or fates with a remedy."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from extractors.document import Document, Problem, UnreadableMember
from extractors.letterhead import find_letterhead
from extractors.sandbox import ReadJob, ReadResult, read_many
from flows.alarms import raise_alarm
from flows.intake import is_junk, take_in
from flows.night import Night
from flows.opinions import take_returned
from matching.returned_forms import filled_slip, is_own_paper
from outputs.ledger import Arrival, FileFate, Ledger

CONTAINERS = frozenset({"zip"})
_SECRET = Problem(
    "secret", "文件标有密级，未读取内容、未留存副本", "涉密材料请按保密规定另行报送，不要放入收件文件夹"
)

#: Files recorded in one transaction: reaching the disk costs more than what is written.
TOGETHER = 20

Progress = Callable[[int], object]
ReadAll = Callable[[Iterable[ReadJob]], Iterator[ReadResult]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the inbox brought and what must still be read."""

    jobs: tuple[ReadJob, ...]  # never read
    stale: tuple[ReadJob, ...]  # read with another extractor; what the judged period needs comes first
    seen: int  # files that lay in the inbox: each is one of the next three
    arrived: int
    unchanged: int
    pending: int
    notes: tuple[str, ...] = ()  # what a person should look at


def collect(night: Night) -> Waiting:
    """Look at the inbox, archive what is new, note junk and growing files; say what must be read."""
    night.workspace.remove_drafts()
    with night.ledger() as ledger:
        forget_secrets(night, ledger)
        known = ledger.arrivals()
        intake = take_in(
            night.workspace, known, night.today.isoformat(), night.settings.intake.settle_seconds
        )
        with ledger.atomic():
            ledger.forget_pending()
            for arrival in intake.arrivals:
                ledger.record_arrival(arrival)
            for file in intake.pending:
                ledger.record_fate(_pending(file, night))
        with ledger.atomic():
            jobs = tuple(_unread(ledger, night))
            stale = tuple(_stale(ledger, night, {job.path for job in jobs}))
        forget_secrets(night, ledger)
    return Waiting(
        jobs,
        stale,
        seen=intake.seen,
        arrived=len(intake.arrivals),
        unchanged=intake.unchanged,
        pending=len(intake.pending),
        notes=tuple(_empty_inbox(night, len(known), intake.seen)),
    )


def _empty_inbox(night: Night, known: int, seen: int) -> Iterator[str]:
    """A share that is not connected looks like an empty folder: nothing is lost, but somebody should know."""
    if known and not seen:
        note = f"收件文件夹是空的，而此前收到过 {known} 份，请检查网络共享是否连通（已收的不受影响）"
        raise_alarm(night.workspace.root, note, datetime.now().astimezone())
        yield note


def _pending(file: str, night: Night) -> FileFate:
    reason = "文件仍在写入或被其他程序占用"
    return FileFate(
        file, "", "pending", "growing", reason, "无需处理，下次运行会再看", received=night.today.isoformat()
    )


def _unread(ledger: Ledger, night: Night) -> Iterator[ReadJob]:
    """One job for each content that was never read; known content only gets its receipt."""
    read = ledger.documents_read_with(night.extractor)
    jobs: set[str] = set()
    for arrival in ledger.unread_arrivals():
        if is_junk(arrival.file):
            ledger.record_fate(_junk(arrival))
        elif arrival.sha256 in read:
            _receive_again(ledger, arrival)
        elif arrival.sha256 not in jobs:
            jobs.add(arrival.sha256)
            yield _job(night, arrival)


def _stale(ledger: Ledger, night: Night, fresh: Set[str]) -> Iterator[ReadJob]:
    """One job for each content read with another extractor, in the order in which they are needed."""
    jobs = (_job(night, one) for one in ledger.stale_arrivals(night.extractor, str(night.period)))
    seen = set(fresh)
    for job in jobs:
        if job.path not in seen:
            seen.add(job.path)
            yield job


def _job(night: Night, arrival: Arrival) -> ReadJob:
    return ReadJob(str(night.workspace.archived(arrival.sha256)), arrival.file)


def _junk(arrival: Arrival) -> FileFate:
    reason = "办公软件或系统的临时文件，不是报送材料"
    return FileFate(
        arrival.file, arrival.sha256, "irrelevant", "junk", reason, "无需处理", received=arrival.first_seen
    )


def _receive_again(ledger: Ledger, arrival: Arrival) -> None:
    """The same bytes under another name: nothing is read; which of them counts is settled when judging."""
    first = ledger.fate_of(arrival.sha256)
    if first is None:
        return
    fate = replace(first, file=arrival.file, container="", received=arrival.first_seen)
    if first.code == "container" and first.file != arrival.file:
        fate = replace(fate, fate="duplicate", code="", reason=f"与“{first.file}”逐字节相同")
    elif first.fate != "quarantined":
        fate = replace(fate, fate="read", code="", reason="", remedy="")
    ledger.record_fate(fate)


def read_documents(
    night: Night,
    jobs: Iterable[ReadJob],
    progress: Progress = lambda _: None,
    read_all: ReadAll | None = None,
) -> int:
    """Read behind the wall and record whole files, a few in one transaction; returns how many were read.

    `read_all` says where the reading is done; by default beside this process. Only this process writes.
    """
    count = 0
    with night.ledger() as ledger:
        by_sha = _arrivals_by_content(ledger)
        results = read_all(jobs) if read_all else _read_beside(night, jobs)
        for together in batches(results, TOGETHER):
            with ledger.atomic():
                for result in together:
                    _record(ledger, night, result, by_sha)
            for result in together:
                _forget_if_secret(night, ledger, content_of(result.job))
            count += len(together)
            progress(len(together))
    return count


def _read_beside(night: Night, jobs: Iterable[ReadJob]) -> Iterator[ReadResult]:
    limits = night.settings.reading
    return read_many(
        jobs, workers=limits.workers, seconds=limits.seconds, memory_mb=limits.memory_mb, keep=True
    )


def batches(values: Iterable[T], most: int, seconds: float = 5.0) -> Iterator[list[T]]:
    """The values in their order, in lists of at most `most`; what has waited for `seconds` is not kept waiting."""
    batch: list[T] = []
    begun = time.monotonic()
    for value in values:
        batch.append(value)
        if len(batch) == most or time.monotonic() - begun > seconds:
            yield batch
            batch, begun = [], time.monotonic()
    if batch:
        yield batch


def content_of(job: ReadJob) -> str:
    """The hash that an archived original's path spells."""
    return "".join(job.path.replace("\\", "/").rsplit("/", 2)[1:])


def forget_secrets(night: Night, ledger: Ledger) -> None:
    """Remove the originals of all papers whose recorded fate is `secret`; see `_forget_if_secret`."""
    for sha256 in ledger.secrets():
        night.workspace.forget_original(sha256)


def _forget_if_secret(night: Night, ledger: Ledger, sha256: str) -> None:
    """Only after the fate is committed: a night killed in between must not lose a paper without a fate."""
    fate = ledger.fate_of(sha256)
    if fate is not None and fate.code == "secret":
        night.workspace.forget_original(sha256)


def _arrivals_by_content(ledger: Ledger) -> dict[str, list[Arrival]]:
    by_sha: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in ledger.all_arrivals():
        if not is_junk(arrival.file):
            by_sha[arrival.sha256].append(arrival)
    return by_sha


def _record(ledger: Ledger, night: Night, result: ReadResult, by_sha: dict[str, list[Arrival]]) -> None:
    sha256 = content_of(result.job)
    first, *others = by_sha[sha256]
    if result.document is None:
        assert result.problem is not None  # noqa: S101 - a result is a document or a problem
        _quarantine(ledger, night, first.file, sha256, result.problem, "", first.first_seen)
    else:
        _record_document(ledger, night, result.document, first.file, "", first.first_seen, result.seconds)
    for other in others:
        _receive_again(ledger, other)


def _record_document(
    ledger: Ledger,
    night: Night,
    document: Document,
    file: str,
    container: str,
    first_seen: str,
    seconds: float,
    received_in: str = "",
) -> None:
    """One document as read; `received_in`: sha256 of the file that brought it, where it is a member of that."""
    secret = _first_secret(document)
    if secret is not None:
        problem = _SECRET if secret is document else _secret_inside(secret.file)
        _quarantine(ledger, night, file, document.sha256, problem, container, first_seen)
        return
    if document.kind == "xlsx" and take_returned(
        ledger, night, document, file, container, first_seen, received_in
    ):
        return
    if is_own_paper(document):
        ledger.record_document(replace(document, blocks=(), revisions=()), night.extractor, seconds)
        ledger.record_fate(_own_paper(document, file, container, first_seen))
        return
    ledger.record_document(document, night.extractor, seconds)
    ledger.record_fate(
        FileFate(
            file,
            document.sha256,
            "read",
            "container" if document.kind in CONTAINERS else "",
            container=container,
            kind=document.kind,
            received=first_seen,
        )
    )
    for member in document.members:
        _record_member(ledger, night, member, file, first_seen, received_in or document.sha256)


def _first_secret(document: Document) -> Document | None:
    """The paper itself or one inside it that is marked secret; its archive would keep what may not be kept."""
    if find_letterhead(document).secrecy:
        return document
    inner = (_first_secret(member) for member in document.members if isinstance(member, Document))
    return next((found for found in inner if found is not None), None)


def _secret_inside(member: str) -> Problem:
    name = member.split("!/", 1)[-1]
    return Problem(
        _SECRET.code,
        f"内含标有密级的文件“{name}”，整件未读取内容、未留存副本",
        f"请取出涉密文件，其余材料重新报送；{_SECRET.remedy}",
    )


def _own_paper(document: Document, file: str, container: str, first_seen: str) -> FileFate:
    """A 督办单 or report that came back: its quotes would be counted as somebody's new statements.

    An answer in its 回执 is for people to read and to register; the receipt says that it is there.
    """
    unit = filled_slip(document)
    reason, remedy = (
        (f"{unit}退回的督办单，回执已填写，不作为报送材料",
         f"请审核人查看回执，用 duban issue {unit} --replied 登记；佐证材料请单位另附")
        if unit
        else ("办公室自己印发的文书，不是报送材料", "其中填有回复的，请单位另附回复材料")
    )  # fmt: skip
    return FileFate(
        file,
        document.sha256,
        "irrelevant",
        "own",
        reason,
        remedy,
        container,
        document.kind,
        first_seen,
    )


def _record_member(
    ledger: Ledger,
    night: Night,
    member: Document | UnreadableMember,
    container: str,
    first_seen: str,
    received_in: str,
) -> None:
    inner = member.file.split("!/", 1)[-1]
    file = f"{container}!/{inner}"
    if is_junk(inner):
        ledger.record_fate(_junk(Arrival(file, member.sha256, 0, 0, first_seen)))
    elif isinstance(member, UnreadableMember):
        _quarantine(ledger, night, file, member.sha256, member.problem, container, first_seen)
    else:
        _record_document(ledger, night, member, file, container, first_seen, 0.0, received_in)


def _quarantine(
    ledger: Ledger, night: Night, file: str, sha256: str, problem: Problem, container: str, first_seen: str
) -> None:
    ledger.record_unreadable(sha256, problem, night.extractor)
    ledger.record_fate(
        FileFate(
            file,
            sha256,
            "quarantined",
            problem.code,
            problem.message,
            problem.remedy,
            container,
            received=first_seen,
        )
    )
