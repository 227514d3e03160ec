"""Paragraphs and rows made whole are those that python-docx makes one by one."""

from __future__ import annotations

from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from lxml import etree

from outputs.word_xml import RowShape, labelled_paragraph, paragraph, row

TEXTS = ("", "两校共享", " 前后空格 ", "第一行\n第二行\r第三行", "制表\t符", "<w:p>&amp;\"'", "\n", "a  b")


def _xml(element: Any) -> str:
    """Canonical, so that only what is said counts."""
    return etree.tostring(element, method="c14n", exclusive=True).decode()


@pytest.mark.parametrize("text", TEXTS)
def test_a_paragraph_is_python_docx_s_own(text: str) -> None:
    expected = Document().add_paragraph(text)
    expected._p.style = "Body"
    assert _xml(paragraph("Body", text)) == _xml(expected._p)


@pytest.mark.parametrize("text", TEXTS)
def test_labelled_words_are_python_docx_s_own(text: str) -> None:
    expected = Document().add_paragraph()
    expected._p.style = "Body"
    for label in ("差距：", "时限："):
        expected.add_run(label)._r.style = "Label"
        expected.add_run(text)
    told = labelled_paragraph("Body", "Label", [("差距：", text), ("时限：", text)])
    assert _xml(told) == _xml(expected._p)


def _expected(texts: tuple[str, ...], style: str, *, keep: bool) -> str:
    table = Document().add_table(rows=0, cols=len(texts))
    line = table.add_row()
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text in zip(line.cells, texts, strict=True):
        cell.paragraphs[0]._p.style = style
        cell.paragraphs[0].add_run(text)
        if keep:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return "".join(_xml(cell.paragraphs[0]._p) for cell in line.cells)


@pytest.mark.parametrize("keep", [False, True])
def test_the_paragraphs_of_a_row_are_python_docx_s_own(keep: bool) -> None:
    shape = RowShape((500,) * len(TEXTS), ("Cell",) * len(TEXTS))
    made = row(TEXTS, shape, keep=keep)
    told = "".join(_xml(one) for one in made.iter("{*}p"))
    assert told == _expected(TEXTS, "Cell", keep=keep)


def test_a_row_is_as_wide_as_high_and_as_coloured_as_asked() -> None:
    made = row(("甲", "乙"), RowShape((500, 700), ("Cell", "Cell"), height=340, head=True), ("FFE0E0", ""))
    told = _xml(made)
    assert told.count("w:shd ") == 1
    assert told.index("FFE0E0") < told.index("甲")
    for part in ('w:w="500"', 'w:w="700"', 'w:val="340"', "w:tblHeader", "w:cantSplit"):
        assert part in told
    plain = _xml(row(("甲", "乙"), RowShape((500, 700), ("Cell", "Cell"))))
    for part in ("w:shd", "w:trHeight", "w:tblHeader", "w:keepNext"):
        assert part not in plain
