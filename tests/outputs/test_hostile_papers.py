"""What a unit, a file name or a decision may hold is shown harmlessly in every paper, and every paper opens."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html
from openpyxl import load_workbook

from outputs.csv_report import render_csv
from outputs.explain import explain
from outputs.export_papers import export_csv, export_json, export_oscal
from outputs.html_report import render_html
from outputs.notices import render_notice, render_reminder
from outputs.notices_tasks import render_task_book
from outputs.report import Opinion, Receipt, Report
from outputs.report_told import told
from outputs.word_report import render_word
from outputs.workbook import render_workbook
from outputs.writing import write_papers

HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x")',
    "+cmd|'/c calc'!A0",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    "\u202e倒写\u202c\u2066隐藏\u2069",
    "\ud800孤代理\udfff",
    "\x00\x08\x1b[31m控制\x7f\x9f",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
    "\ufffe\uffff\U000e0041",
    "长" * 10_000,
    "../../../../etc/passwd",
    "CON.docx",
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@pytest.fixture(scope="module")
def report(build: Callable[..., Report]) -> Report:
    def attack(desk: Any) -> None:
        digest = desk.hand_in(f"{HOSTILE[13]}/{HOSTILE[6]}{HOSTILE[1]}.docx", "市教体局", ["标题", *HOSTILE])
        for place, text in enumerate(HOSTILE, 1):
            evidence = desk.claim(digest, place, text, place, status="ongoing")
            desk.find(
                place, "blocked", "yellow", evidence=(evidence,), because=f"自述受阻：{text}", closes=text
            )
        desk.receipts.append(
            Receipt(HOSTILE[0], "9" * 64, "quarantined", HOSTILE[1], HOSTILE[6], "市教体局", "2021H2")
        )

    morning = build(attack)
    opinion = Opinion(HOSTILE[2], HOSTILE[0], HOSTILE[6], HOSTILE[7])
    items = tuple(replace(one, opinion=opinion) for one in morning.items)
    return replace(morning, items=items, alarms=(HOSTILE[0],))


def _cells_and_lines(data: bytes) -> str:
    paper: Any = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + cells)


@pytest.mark.parametrize(
    "render",
    [
        render_word,
        lambda report: render_notice(report, "市教体局"),
        lambda report: render_reminder(report, "市教体局"),
        lambda report: render_task_book(report, "市教体局"),
    ],
    ids=["report", "notice", "reminder", "task book"],
)
def test_word_papers_open_and_hide_nothing(report: Report, render: Callable[[Report], bytes]) -> None:
    text = _cells_and_lines(render(report))
    assert not _FORBIDDEN.search(text)
    assert "[U+202E]" in text


def test_the_page_holds_no_element_of_theirs(report: Report) -> None:
    page = render_html(report).decode("utf-8")
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//img")
    assert not [
        name
        for one in tree.iter()
        if isinstance(one.tag, str)
        for name in one.attrib
        if name.startswith("on")
    ]
    assert not _FORBIDDEN.search(page)
    assert "{{ 7*7 }}" in str(tree.text_content())


def test_no_cell_of_workbook_or_csv_is_a_formula(report: Report) -> None:
    book = load_workbook(io.BytesIO(render_workbook(report)))
    cells = [
        str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    ]
    for data in (export_csv(report), render_csv(report)):
        cells += [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))]
    assert not [cell for cell in cells if _FORBIDDEN.search(cell)]


def test_what_is_said_on_the_terminal_commands_no_terminal(report: Report) -> None:
    finding = next(gap.finding.id for gap in report.gaps if "\x1b" in gap.finding.because)
    for text in (told(report), told(report, item=9, unit="市教体局"), explain(report, finding)):
        assert not _FORBIDDEN.search(text)


def test_exports_are_utf8(report: Report) -> None:
    for text in (export_json(report), export_oscal(report)):
        assert text.encode("utf-8").decode("utf-8") == text


def test_no_paper_leaves_its_folder(report: Report, tmp_path: Path) -> None:
    units = tuple(replace(one, short=HOSTILE[13]) if one.short == "市教体局" else one for one in report.units)
    folder = tmp_path / "deep/reports/2022-01-31"
    results = write_papers(replace(report, units=units), folder)
    assert all(one.path is not None for one in results)
    written = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert written
    assert all(folder in one.parents for one in written)
