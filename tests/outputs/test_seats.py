"""Where a block stands, as a person counts it."""

from __future__ import annotations

from extractors.document import Block, Document
from outputs.ledger import Ledger
from outputs.seats import Seats, standing_of

BLOCKS = (
    Block(0, "报告", "heading", page=1),
    Block(1, " 　\u2003\t", "paragraph", page=1),
    Block(2, "第一段。", "paragraph", page=1),
    Block(3, "单元格", "cell", page=2, table=0, row=1, column=2, marks=("page_estimated",)),
    Block(4, "—2—", "footer", page=2),
    Block(5, "第二段。", "list_item", page=2, marks=("page_estimated",)),
)


def test_blank_paragraphs_cells_and_page_edges_are_not_counted() -> None:
    seats = Seats(map(standing_of, BLOCKS))
    assert [seats[place].ordinal for place in (0, 2, 5)] == [1, 2, 3]
    assert seats[3].words(None) == "约第2页第1张表第2行第3列"
    assert seats[5].words(7) == "约第7页第3段"
    assert seats[0].words(None) == "第1页第1段"


def test_a_block_that_is_not_there_has_no_seat() -> None:
    seats = Seats(map(standing_of, BLOCKS))
    assert seats.get(6) is None
    assert 6 not in seats
    assert list(seats) == [0, 1, 2, 3, 4, 5]


def test_the_ledger_seats_blocks_as_the_document_does() -> None:
    document = Document("甲.docx", "d" * 64, "docx", BLOCKS)
    with Ledger(None) as ledger:
        ledger.record_document(document, "1", 0.1)
        assert dict(ledger.seats(document.sha256)) == dict(Seats(map(standing_of, BLOCKS)))
