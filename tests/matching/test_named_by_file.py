"""Who sent a file that cannot be opened, and for when: by its name and folder alone."""

from __future__ import annotations

import pytest

from matching.identify import named_by_file, roster_of
from matching.plan import load_plan

ROSTER = roster_of(load_plan())


@pytest.mark.parametrize(
    ("file", "unit", "period"),
    [
        ("2021年底/财政局/2021年职业教育经费落实情况报告.docx", "市财政局", "2021H2"),
        ("2021上半年/市编办上半年情况.docx", "市编办", "2021H1"),
        ("市人社局/2021年上半年总结.zip!/附件.doc", "市人社局", "2021H1"),
        ("教体局/人社局转来的材料.docx", "市人社局", ""),  # the name says more than the folder
    ],
)
def test_a_file_is_known_by_its_name(file: str, unit: str, period: str) -> None:
    assert named_by_file(file, ROSTER, "half") == (unit, period)


@pytest.mark.parametrize(
    "file", ["扫描件0012.pdf", "新建 Microsoft Word 文档.docx", "2021/材料.docx", "", "汇总/附件2.xlsx"]
)
def test_a_name_that_tells_nothing_is_not_guessed_from(file: str) -> None:
    assert named_by_file(file, ROSTER, "half") == ("", "")
