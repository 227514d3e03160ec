"""A returned 任务书: the office's printed words are nobody's report, the unit's are."""

from __future__ import annotations

import pytest

from extractors.document import Block, Document, Span
from extractors.statements import Context, Statement
from matching.returned_forms import is_task_book, units_own

LABELS = ("明确目标", "分析现状", "查找差距", "细化措施", "责任分工", "完成时限")


def _form(cells: dict[str, str], *, paragraph: str = "清单要求：实行职校人员总量备案管理。") -> Document:
    blocks = [Block(0, paragraph)]
    for row, label in enumerate(LABELS, 1):
        for column, text in enumerate((label, cells.get(label, ""))):
            blocks.append(Block(len(blocks), text, kind="cell", table=0, row=row, column=column))
    return Document("市人社局任务书.docx", "0" * 64, "docx", tuple(blocks))


def _statements(document: Document) -> list[Statement]:
    """Every line of every block as a statement of its own."""
    found = []
    for block in document.blocks:
        place = 0
        for line in block.text.split("\n"):
            if line:
                span = Span(document.sha256, block.index, place, place + len(line))
                found.append(Statement(span, line, "sentence", Context()))
            place += len(line) + 1
    return found


def _own(document: Document) -> list[str]:
    return [one.text for one in units_own(document, _statements(document))]


def test_measures_and_added_lines_are_the_units_own() -> None:
    form = _form(
        {
            "明确目标": "年培训规模1000人次以上",
            "分析现状": "办公室核对判定：滞后。\n〔已办结〕“培训860人次”（a.docx，第2段）\n实际为1230人次，见附件。",
            "查找差距": "未达目标（红灯）：需补数据。",
            "细化措施": "1.已开班12期。\n2.",
        }
    )
    assert _own(form) == ["实际为1230人次，见附件。", "1.已开班12期。"]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"细化措施": "1.\n2.\n3."},
        {"分析现状": "办公室核对判定：正常。\n未见到你单位有关表述。"},
        {"分析现状": "〔推进中〕“一期完工。二期开工。”（b.pdf，第1页第3段）"},
        {"查找差距": "未列差距。", "明确目标": "2022年达到80%"},
    ],
)
def test_a_blank_form_tells_nothing(cells: dict[str, str]) -> None:
    assert _own(_form(cells)) == []


def test_another_papers_statements_are_all_kept() -> None:
    ledger = Document(
        "台账.docx",
        "1" * 64,
        "docx",
        (Block(0, "细化措施", kind="cell", table=0, row=0, column=0),
         Block(1, "已开班12期。", kind="cell", table=0, row=0, column=1),
         Block(2, "查找差距，细化措施。")),
    )  # fmt: skip
    assert not is_task_book(ledger)
    assert len(_own(ledger)) == 3
