"""A returned 任务台账.xlsx: its 审核意见 become decisions; nothing is overwritten, a second drop changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from outputs.books.deciding import OpinionRow
from outputs.ledger import Ledger
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
