"""A gap that a reviewer rejected or waived is told with the reviewer's name, and held against nobody."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from lxml import html

from outputs.gaps_json import gaps_document
from outputs.html_report import render_html
from outputs.notices import render_notice
from outputs.report import Opinion, Report
from outputs.word_report import render_word

REASON = "15b“完成机电技术实训基地建设”期限为2021年12月31日"


def _text(data: bytes) -> str:
    paper: Any = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + cells)


def _with(build: Callable[..., Report], opinion: str, *, whole_item: bool = False) -> Report:
    """The morning with an opinion on the overdue gap of item 15, or on the item."""

    def decide(desk: Any) -> None:
        overdue = next(one for one in desk.findings if one.item == 15 and one.kind == "overdue")
        key = "item:15" if whole_item else overdue.id
        desk.opinions[key] = Opinion(opinion, "李审核", "2022-02-01T10:00:00", "已见竣工验收意见")

    return build(decide)


@pytest.mark.parametrize("opinion", ["不认可", "豁免"])
def test_a_rejected_gap_leaves_what_is_issued(build: Callable[..., Report], opinion: str) -> None:
    report = _with(build, opinion)
    assert [gap.finding.kind for gap in report.dropped] == ["overdue"]
    assert REASON not in _text(render_notice(report, "市教体局"))
    text = _text(render_word(report))
    assert text.count(REASON) == 1  # in the list of what was not upheld
    assert f"{opinion}（李审核，2022-02-01）：已见竣工验收意见" in text
    assert "其中1条经审核不认可或豁免" in text
    assert 15 not in {due.entry.item.number for due in report.overdue}


def test_counts_stay_those_of_the_ledger(build: Callable[..., Report]) -> None:
    before, after = build(), _with(build, "豁免")
    assert len(after.gaps) == len(before.gaps)
    assert after.light_counts() == before.light_counts()
    assert len(gaps_document(after)["findings"]) == len(gaps_document(before)["findings"])
    page = html.fromstring(render_html(after).decode())
    gap = next(one for one in after.gaps if one.dropped)
    assert "经审核不列入督办" in str(page.xpath(f"//*[@id='gap-{gap.finding.id}']")[0].text_content())


def test_the_item_ranks_by_what_is_left(build: Callable[..., Report]) -> None:
    before, after = build().entry(15), _with(build, "豁免").entry(15)
    assert before is not None
    assert after is not None
    assert after.score < before.score
    assert [gap.finding.kind for gap in after.live] == ["partial"]


@pytest.mark.parametrize("opinion", ["认可", "待核实"])
def test_an_upheld_or_open_gap_stays(build: Callable[..., Report], opinion: str) -> None:
    report = _with(build, opinion)
    assert report.dropped == ()
    assert REASON in _text(render_notice(report, "市教体局"))


def test_only_waiving_an_item_waives_its_gaps(build: Callable[..., Report]) -> None:
    assert _with(build, "不认可", whole_item=True).dropped == ()
    waived = _with(build, "豁免", whole_item=True)
    # the overdue gap of item 15 has an opinion of its own, 认可, and that one holds
    assert {(gap.finding.item, gap.finding.kind) for gap in waived.dropped} == {(15, "partial")}
    assert "15a已见办结材料" not in _text(render_notice(waived, "市教体局"))
