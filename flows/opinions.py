"""A returned 任务台账.xlsx: its 审核意见 become decisions; nothing is overwritten, a second drop changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.document import Document
from extractors.members import find_member
from flows.night import Night
from outputs.books.deciding import OpinionRow
from outputs.ledger import FileFate, Ledger
from outputs.workbook import OPINION_HEADS
from outputs.workbook_reading import OpinionProblem, is_returned_ledger, read_opinions

#: A ledger has as many opinions as rows; a reviewer must find each that was not taken.
PROBLEMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class TakenOpinions:
    """What a returned ledger brought: how many opinions were taken, and what could not be."""

    taken: int
    problems: tuple[OpinionProblem, ...]

    @property
    def words(self) -> str:
        text = f"审核意见{self.taken}条已入账"
        if self.problems:
            shown = "；".join(f"{one.place} {one.message}" for one in self.problems[:PROBLEMS_SHOWN])
            text += f"，{len(self.problems)}处未采纳：{shown}"
        return text


def is_opinions(kind: str, data: bytes) -> bool:
    """Whether a file is a ledger that duban wrote and a person returned."""
    return kind == "xlsx" and is_returned_ledger(data)


def take_opinions(ledger: Ledger, data: bytes, file: str, items: range) -> TakenOpinions:
    """Record the opinions of a returned ledger. Raises ValueError where it cannot be read as one."""
    known = {key: row.opinion for key, row in ledger.opinions().items()}
    returned = read_opinions(data, items=items, findings=ledger.finding_ids(), known=known)
    for one in returned.opinions:
        ledger.record_opinion(
            OpinionRow(one.key, one.item, one.opinion, one.note, one.author, one.time, f"{file}#{one.place}")
        )
    return TakenOpinions(len(returned.opinions), returned.problems)


def take_returned(
    ledger: Ledger,
    night: Night,
    document: Document,
    file: str,
    container: str,
    first_seen: str,
    received_in: str,
) -> bool:
    """A returned ledger is no report, in an archive or mail neither: its opinions are taken, its fate is `decisions`."""
    data = _bytes_of(night, document, container, received_in)
    if data is None or not is_opinions(document.kind, data):
        return False
    taken = take_opinions(ledger, data, file, range(1, len(night.plan.items) + 1))
    ledger.record_document(replace(document, blocks=(), revisions=()), night.extractor, 0.0)
    ledger.record_fate(
        FileFate(
            file,
            document.sha256,
            "decisions",
            "decisions",
            taken.words,
            container=container,
            kind=document.kind,
            received=first_seen,
        )
    )
    return True


def _bytes_of(night: Night, document: Document, container: str, received_in: str) -> bytes | None:
    """The file's own bytes; a member is unpacked again only where it has a ledger's column of opinions."""
    if not container:
        return night.workspace.archived(document.sha256).read_bytes()
    if not any(block.text.strip() == OPINION_HEADS[0] for block in document.blocks):
        return None
    return find_member(night.workspace.archived(received_in).read_bytes(), container, document.sha256)
