"""Which of several files of one unit counts."""

from __future__ import annotations

import random
from datetime import date
from itertools import permutations

import pytest
from rapidfuzz import fuzz

from matching.corrections import Change, find_changes
from matching.fates import at_most, settle
from matching.submissions import Submission

AS_OF = date(2022, 1, 31)
REPORT = "一、培训情况。全年开展职业技能培训680人次，完成年度目标。二、下一步打算。继续推进各项工作，加强校企合作。"
CORRECTED = REPORT.replace("680", "1230")
OTHER = "学校财务情况说明：本年度生均公用经费已全部拨付到位，专款专用，接受审计部门监督检查。"


def _report(sha: str, file: str, **fields: object) -> Submission:
    values: dict[str, object] = {
        "kind": "docx",
        "unit": "市人社局",
        "period": "2021H2",
        "signed": date(2021, 12, 20),
        "received": date(2022, 1, 5),
    }
    return Submission(sha256=sha * 64, file=file, **{**values, **fields})  # type: ignore[arg-type]


def _fates(texts: dict[str, str], *reports: Submission) -> dict[str, str]:
    whole = {sha * 64: text for sha, text in texts.items()}
    return {key[0]: one.fate for key, one in settle(reports, whole.__getitem__, AS_OF).items()}


def test_the_same_bytes_count_once_whatever_their_names() -> None:
    first, second = _report("a", "a.docx"), _report("a", "b/重发.docx")
    assert _fates({"a": REPORT}, second, first) == {"a.docx": "read", "b/重发.docx": "duplicate"}


def test_the_same_words_in_another_format_are_a_duplicate() -> None:
    word, scan = _report("a", "总结.docx"), _report("b", "总结.pdf", kind="pdf")
    assert _fates({"a": REPORT, "b": REPORT}, word, scan) == {"总结.docx": "read", "总结.pdf": "duplicate"}


def test_a_correction_replaces_the_earlier_report() -> None:
    old = _report("a", "培训情况.docx")
    new = _report("b", "培训情况（更正）.docx", signed=date(2022, 1, 4))
    assert _fates({"a": REPORT, "b": CORRECTED}, old, new) == {
        "培训情况.docx": "superseded",
        "培训情况（更正）.docx": "read",
    }


def test_a_correction_signed_after_the_day_replaces_nothing_yet() -> None:
    old = _report("a", "培训情况.docx")
    new = _report("b", "培训情况（更正）.docx", signed=date(2022, 2, 15))
    assert _fates({"a": REPORT, "b": CORRECTED}, old, new)["培训情况.docx"] == "read"


def test_two_different_reports_of_one_unit_both_count() -> None:
    assert set(
        _fates({"a": REPORT, "b": OTHER}, _report("a", "一.docx"), _report("b", "二.docx")).values()
    ) == {"read"}


def test_the_same_report_of_another_period_or_unit_is_no_version() -> None:
    old = _report("a", "一.docx", period="2021H1")
    other = _report("b", "二.docx", unit="市财政局")
    assert set(_fates({"a": REPORT, "b": CORRECTED}, old, other).values()) == {"read"}


def test_the_order_of_files_does_not_matter() -> None:
    reports = [
        _report("a", "一.docx"),
        _report("b", "一（更正）.docx", signed=date(2022, 1, 2)),
        _report("b", "副本.docx", signed=date(2022, 1, 2)),
        _report("c", "二.docx"),
    ]
    texts = {"a": REPORT, "b": CORRECTED, "c": OTHER}
    outcomes = [_fates(texts, *order) for order in permutations(reports)]
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_what_a_correction_changed_is_told() -> None:
    (change,) = find_changes(["培训680人次。", "生均经费已拨付。"], ["培训1230人次。", "生均经费已拨付。"])
    assert change == Change("培训680人次。", "培训1230人次。")
    assert change.figures == "680 → 1230"


def test_a_new_statement_is_no_change_of_another() -> None:
    assert list(find_changes(["培训680人次。"], ["学校食堂完成改造并通过卫生检查。"])) == []


@pytest.mark.parametrize("seed", range(40))
def test_the_bound_by_letters_is_never_below_the_ratio(seed: int) -> None:
    draw = random.Random(seed)
    letters = "一二三四五甲乙丙丁，。12ab𠮷\ud800" + chr(0x4E00 + 0x1000)  # two of them share twelve bits
    one = "".join(draw.choices(letters, k=draw.randint(0, 60)))
    other = draw.choice([one[5:] + one[:5], "".join(draw.choices(letters, k=40)), one[::-1]])
    assert at_most(one, other) >= fuzz.ratio(one.replace("\ud800", "?"), other.replace("\ud800", "?")) - 1e-9


def test_the_bound_tells_unlike_texts_apart() -> None:
    assert at_most("培训企业职工" * 300, "新建实训基地" * 300) < 50
    assert at_most("甲" * 200_000, "甲" * 200_000) == 100
