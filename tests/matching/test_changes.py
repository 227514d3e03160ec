"""A finding's life from day to day."""

from __future__ import annotations

from dataclasses import replace

from matching.changes import Tracked, compare
from matching.findings import Evidence, Finding

ONE = Finding(
    "p", "2021H2", 13, None, "overdue", "red", ("市发改局",), "期限已过，截至2022年1月31日已过31天。", "请补报",
    (Evidence("a.docx", "0" * 64, None, 3, 0, 4, "正在装修"),),
)  # fmt: skip
SILENT = Finding(
    "p", "2021H1", 11, None, "not_submitted", "red", (), "未收到材料。", "请报送", unit="市发改局"
)


def follow(*days: tuple[str, tuple[Finding, ...]], period: str = "2021H2") -> list[tuple[str, str, str]]:
    known: dict[str, Tracked] = {}
    told: tuple[Tracked, ...] = ()
    for day, findings in days:
        told = compare(findings, known, day, period)
        known |= {entry.finding.id: entry for entry in told}
    return [(entry.finding.kind, entry.state, entry.first_seen) for entry in told]


def test_new_then_open_with_the_first_day_kept():
    assert follow(("2022-01-31", (ONE,))) == [("overdue", "new", "2022-01-31")]
    assert follow(("2022-01-31", (ONE,)), ("2022-02-01", (ONE,))) == [("overdue", "open", "2022-01-31")]


def test_a_day_that_passes_and_a_moved_line_change_nothing():
    later = replace(
        ONE, because="期限已过，截至2022年2月1日已过32天。", evidence=(replace(ONE.evidence[0], block=9),)
    )
    assert follow(("2022-01-31", (ONE,)), ("2022-02-01", (later,)))[0][1] == "open"


def test_another_file_in_the_inbox_changes_no_silence():
    before = replace(ONE, because="本期收到10份材料，未见到任何单位报告第13项进展的内容。")
    later = replace(before, because="本期收到11份材料，未见到任何单位报告第13项进展的内容。")
    assert follow(("2022-01-31", (before,)), ("2022-02-01", (later,)))[0][1] == "open"


def test_other_words_or_other_quotes_are_a_change():
    quote = replace(ONE, evidence=(replace(ONE.evidence[0], quote="正在安装"),))
    light = replace(ONE, light="yellow")
    for later in (quote, light):
        assert follow(("2022-01-31", (ONE,)), ("2022-02-01", (later,)))[0][1] == "changed"


def test_gone_is_closed_once_and_back_is_reopened():
    days = [("2022-01-31", (ONE,)), ("2022-02-01", ()), ("2022-02-02", ())]
    assert follow(*days[:2]) == [("overdue", "closed", "2022-01-31")]
    assert follow(*days) == []
    assert follow(*days[:2], ("2022-02-03", (ONE,))) == [("overdue", "reopened", "2022-01-31")]


def test_a_silence_of_another_period_is_not_closed_by_the_new_one():
    assert follow(("2021-07-31", (SILENT,)), ("2022-01-31", (ONE,))) == [("overdue", "new", "2022-01-31")]
