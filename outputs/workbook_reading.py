"""A returned 任务台账.xlsx read back: 审核意见 as plain rows, and what could not be taken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from outputs.workbook import (
    GAP_SHEET,
    ID_HEAD,
    ITEM_SHEET,
    MARK,
    MARK_AS_OF,
    MARK_PLAN,
    NUMBER_HEAD,
    OPINION_HEADS,
    OPINIONS,
    as_day,
)

#: Heads stand in the second row; a person may have inserted one or two lines above.
_HEAD_SEARCH_ROWS = 8


@dataclass(frozen=True, slots=True)
class ReturnedOpinion:
    """One decision of a reviewer, about a finding (`finding`) or a whole item (`item`)."""

    finding: str  # id, "" where the row is about an item
    item: int | None
    opinion: str  # one of OPINIONS
    author: str
    time: str  # ISO
    note: str
    place: str  # 差距!O7, for messages

    @property
    def key(self) -> str:
        """As in `arrange(opinions=…)`: the finding's id, or item:15."""
        return self.finding or f"item:{self.item}"


@dataclass(frozen=True, slots=True)
class OpinionProblem:
    """An entry that was not taken, said to the reviewer."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ReturnedLedger:
    plan: str
    as_of: str
    opinions: tuple[ReturnedOpinion, ...]
    problems: tuple[OpinionProblem, ...]


def is_returned_ledger(data: bytes) -> bool:
    """Whether the bytes are a ledger that duban wrote, edited or not. Never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return MARK.encode() in package.read("docProps/custom.xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
        return False


def read_opinions(
    data: bytes,
    *,
    items: Collection[int],
    findings: Collection[str],
    known: Mapping[str, str] = MappingProxyType({}),
) -> ReturnedLedger:
    """Every filled 审核意见 of a returned ledger.

    `items`, `findings`: numbers and ids that exist (of the ledger's as-of day or later). `known`: key →
    opinion already on record; one that differs from it is reported as a clash and not taken, an equal one is
    neither taken nor reported, so a second drop of the same file changes nothing. Author and time default to
    the file's last editor and saving time. Raises ValueError with a Chinese message where the file is no
    ledger of duban's.
    """
    from openpyxl import load_workbook

    if not is_returned_ledger(data):
        raise ValueError("不是督办程序生成的任务台账：未找到台账标记")
    book = load_workbook(io.BytesIO(data), data_only=True)
    marks = {one.name: str(one.value) for one in book.custom_doc_props.props}
    author, moment = book.properties.lastModifiedBy or "", book.properties.modified
    entries = list(_entries(book, author, moment))
    opinions, problems = _sift(entries, items, findings, known)
    return ReturnedLedger(
        marks.get(MARK_PLAN, ""), marks.get(MARK_AS_OF, ""), tuple(opinions), tuple(problems)
    )


def _entries(book: Any, author: str, moment: datetime | None) -> Iterator[ReturnedOpinion]:
    for title, key_head in ((ITEM_SHEET, NUMBER_HEAD), (GAP_SHEET, ID_HEAD)):
        if title not in book.sheetnames:
            continue
        page = book[title]
        head_row, heads = _heads(page, key_head)
        if not heads or OPINION_HEADS[0] not in heads:
            continue
        for row in page.iter_rows(min_row=head_row + 1):
            cells = {name: _text(row[column].value) for name, column in heads.items()}
            if cells[OPINION_HEADS[0]]:
                opinion_cell = row[heads[OPINION_HEADS[0]]]
                yield _opinion(cells, key_head, f"{title}!{opinion_cell.coordinate}", author, moment)


def _heads(page: Any, key_head: str) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(page.iter_rows(max_row=_HEAD_SEARCH_ROWS, values_only=True), 1):
        names = [_text(value) for value in row]
        if key_head in names:
            wanted = (key_head, *OPINION_HEADS)
            return number, {name: names.index(name) for name in wanted if name in names}
    return 0, {}


def _opinion(
    cells: Mapping[str, str], key_head: str, place: str, author: str, moment: datetime | None
) -> ReturnedOpinion:
    key = cells[key_head]
    number = int(float(key)) if key_head == NUMBER_HEAD and _is_number(key) else None
    opinion, own_author, own_time, note = (cells.get(name, "") for name in OPINION_HEADS)
    saved = moment.isoformat(timespec="seconds") if moment else ""
    return ReturnedOpinion(
        finding=key if key_head == ID_HEAD else "",
        item=number,
        opinion=opinion,
        author=own_author or author,
        time=own_time or saved,
        note=note,
        place=place,
    )


def _sift(
    entries: list[ReturnedOpinion],
    items: Collection[int],
    findings: Collection[str],
    known: Mapping[str, str],
) -> tuple[list[ReturnedOpinion], list[OpinionProblem]]:
    said: dict[str, set[str]] = {}
    for entry in entries:
        said.setdefault(entry.key, set()).add(entry.opinion)
    opinions: dict[str, ReturnedOpinion] = {}
    problems = []
    for entry in entries:
        message = _problem(entry, items, findings, said[entry.key], known.get(entry.key))
        if message:
            problems.append(OpinionProblem(entry.place, message))
        elif known.get(entry.key) != entry.opinion:
            opinions.setdefault(entry.key, entry)
    return list(opinions.values()), problems


def _problem(
    entry: ReturnedOpinion,
    items: Collection[int],
    findings: Collection[str],
    said: set[str],
    known: str | None,
) -> str:
    if entry.opinion not in OPINIONS:
        return f"审核意见“{entry.opinion}”不在可选项（{'、'.join(OPINIONS)}）之内，未采用。请改选后重新放入"
    if entry.finding and entry.finding not in findings:
        return f"差距编号“{entry.finding}”不存在，未采用。请勿改动编号列"
    if not entry.finding and (entry.item is None or entry.item not in items):
        return "任务序号不在清单之内，未采用。请勿改动序号列"
    if len(said) > 1:
        return f"同一条目有不同意见（{'、'.join(sorted(said))}），均未采用。请保留一个"
    if known is not None and known != entry.opinion:
        return f"与已记录的意见“{known}”不一致，未采用。确需更改的，请在审核台改定"
    return ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = as_day(value) if not isinstance(value, int | float) else str(value)  # type: ignore[arg-type]
    text = text.strip()
    return text[1:] if text.startswith("'") else text


def _is_number(text: str) -> bool:
    try:
        return float(text) == int(float(text))
    except (ValueError, OverflowError):
        return False
