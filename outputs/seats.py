"""Where a block stands, in the words by which a person finds it: 第3页第12段, 第1张表第2行第3列."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from extractors.document import Block

_COUNTED = ("heading", "paragraph", "list_item")


@dataclass(frozen=True, slots=True)
class Seat:
    """What is known of a block's place; table, row and column count from 0."""

    kind: str
    page: int | None
    estimated: bool  # the page
    table: int | None
    row: int | None
    column: int | None
    ordinal: int  # which paragraph a person would count: blank ones, cells and page edges left out

    def words(self, page: int | None) -> str:
        """`page`: as the claim has it; the block's own where it has none. An estimated page says so."""
        page = self.page if page is None else page
        where = f"{'约' if self.estimated else ''}第{page}页" if page is not None else ""
        if self.kind == "cell" and self.table is not None:
            return f"{where}第{self.table + 1}张表第{(self.row or 0) + 1}行第{(self.column or 0) + 1}列"
        return f"{where}第{self.ordinal}段"


#: What counts of a block for where it and the others stand: its number in the document, whether it holds more than
#: blanks, kind, page, whether the page is estimated, table, row, column. Plain, as there are a hundred thousand.
Standing = tuple[int, bool, str, int | None, bool, int | None, int | None, int | None]


class Seats(Mapping[int, Seat]):
    """The seats of a document's blocks by their index; each is made when it is asked for, and few are."""

    def __init__(self, blocks: Iterable[Standing]) -> None:
        """`blocks`: all of the document's, in reading order."""
        self._blocks = {block[0]: block for block in blocks}
        counts = accumulate(
            [bool(block[1]) and block[2] in _COUNTED for block in self._blocks.values()], initial=0
        )
        next(counts)  # the nothing before the first
        self._ordinals = dict(zip(self._blocks, counts, strict=True))

    def __getitem__(self, place: int) -> Seat:
        _, _, kind, page, estimated, table, row, column = self._blocks[place]
        return Seat(kind, page, bool(estimated), table, row, column, max(self._ordinals[place], 1))

    def __iter__(self) -> Iterator[int]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)


def standing_of(block: Block) -> Standing:
    return (
        block.index,
        bool(block.text.strip()),
        block.kind,
        block.page,
        "page_estimated" in block.marks,
        block.table,
        block.row,
        block.column,
    )
