"""All facts of a text in one pass, and the stream that gives them out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.fact import Fact
from extractors.facts.find import find_facts
from extractors.facts.stream import answer, as_json, facts_line

TODAY = date(2021, 11, 5)
#: facts_prose was labelled before its writer had read the grammar; both are kept by those who tune.
SENTENCES = [
    json.loads(line)
    for name in ("facts_dev", "facts_prose")
    for line in (Path(__file__).parent / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]


def carries(expected: dict[str, Any], fact: Fact) -> bool:
    """The fact overlaps what is expected and has its value and unit."""
    if fact.start_char >= expected["end_char"] or expected["start_char"] >= fact.end_char:
        return False
    if expected.get("compare_on") == "span":
        return True
    given_row = as_json(fact)
    keys = {"start": ("start",), "end": ("end",)}.get(
        expected.get("compare_on", ""), ("start", "end", "value", "low", "high", "unit")
    )
    return all(
        given_row.get(key) == pytest.approx(expected[key])
        if isinstance(expected[key], float)
        else given_row.get(key) == expected[key]
        for key in keys
        if expected.get(key) is not None
    )


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["id"])
def test_finds_what_the_sentence_says(row: dict[str, Any]) -> None:
    facts = find_facts(row["text"], date.fromisoformat(row["reference_date"]))
    missing = [e["surface"] for e in row["expected"] if not any(carries(e, fact) for fact in facts)]
    spans = [(e["start_char"], e["end_char"]) for e in row["expected"] + row["ignore"]]
    surplus = [f.surface for f in facts if not any(f.start_char < b and a < f.end_char for a, b in spans)]
    assert (missing, surplus) == ([], [])


def test_facts_stand_in_order_and_apart() -> None:
    text = "2021年共举办培训班28期，培训1312人次，占93.8%，投入120.5万元。"
    facts = find_facts(text, TODAY)
    assert [fact.surface for fact in facts] == ["2021年", "28期", "1312人次", "93.8%", "120.5万元"]
    assert all(a.end_char <= b.start_char for a, b in pairwise(facts))


def test_offsets_count_the_text_as_given() -> None:
    text = "完成\n 投 资 １２０．５ \n万元，２０２１ 年\n３ 月。"
    assert [text[f.start_char : f.end_char] for f in find_facts(text, TODAY)] == [
        "１２０．５ \n万元",
        "２０２１ 年\n３ 月",
    ]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=150, deadline=None)
def test_never_raises_on_any_text(text: str) -> None:
    for fact in find_facts(text, TODAY):
        assert text[fact.start_char : fact.end_char] == fact.surface


ODD = "0123456789.,:：/-—~〇零一二两三十百千万亿半多余几年月日号季度底前后至到%个人元成第《》〔〕（）“”今去上下本每 \n"


@given(st.text(alphabet=ODD, max_size=40))
@settings(max_examples=300, deadline=None)
def test_never_raises_on_heaps_of_its_own_signs(text: str) -> None:
    for fact in find_facts(text, TODAY):
        assert text[fact.start_char : fact.end_char] == fact.surface


@given(
    st.sampled_from(
        [
            row
            for row in SENTENCES
            if len(row["expected"]) == 1 and row.get("category") in ("absolute_date", "percent")
        ]
    )
)
@settings(max_examples=40, deadline=None)
def test_neutral_neighbours_change_nothing(row: dict[str, Any]) -> None:
    before = "现将有关情况报告如下。"
    reference = date.fromisoformat(row["reference_date"])
    alone = find_facts(row["text"], reference)
    among = find_facts(f"{before}{row['text']}特此报告。", reference)
    assert [(f.start_char + len(before), f.value, f.start, f.end) for f in alone] == [
        (f.start_char, f.value, f.start, f.end) for f in among
    ]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["id"])
def test_a_surface_that_says_all_is_found_again_by_itself(row: dict[str, Any]) -> None:
    reference = date.fromisoformat(row["reference_date"])
    for fact in find_facts(row["text"], reference):
        if (
            fact.kind in ("percent", "percentage_point", "duration", "frequency")
            and fact.surface[-1] not in "0123456789"
        ):
            assert [(f.kind, f.value, f.surface) for f in find_facts(fact.surface, reference)] == [
                (fact.kind, fact.value, fact.surface)
            ]


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "2021.3.4.5.6.7.8.9." * 200, "2021 年 " + " " * 3000 + "3 月", "一二三四五六七" * 60],
    ids=["digits", "dotted chain", "blanks", "Chinese digits"],
)
def test_degenerate_texts_yield_little_and_end(text: str) -> None:
    assert len(find_facts(text, TODAY)) <= 1


def test_the_stream_gives_only_fields_that_are_set() -> None:
    row = facts_line('{"id":"a","text":"占比不低于80%。","reference_date":"2021-11-05"}')
    assert row["id"] == "a"
    assert row["seconds"] >= 0
    assert row["facts"] == [
        {
            "surface": "80%",
            "start_char": 5,
            "end_char": 8,
            "kind": "percent",
            "value": 80,
            "unit": "%",
            "comparator": "ge",
        }
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [("20178月底建成。", ["20178月"]), ("2017年8月底建成。", []), ("截至1031日，完成3项。", ["1031日"])],
)
def test_the_stream_marks_digits_that_ran_together(text: str, marked: list[str]) -> None:
    row = facts_line(json.dumps({"id": 1, "text": text, "reference_date": "2021-11-05"}))
    assert [one["surface"] for one in row.get("missing_digits", [])] == marked
    assert all(text[o["start_char"] : o["end_char"]] == o["surface"] for o in row.get("missing_digits", []))


def test_the_stream_writes_open_ends_as_null() -> None:
    (fact,) = facts_line('{"id":1,"text":"2023年前建成。","reference_date":"2021-11-05"}')["facts"]
    assert (fact["start"], fact["end"], fact["mod"]) == (None, "2022-12-31", "before")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "3",
        '{"id":7}',
        '{"id":7,"text":3,"reference_date":"2021-11-05"}',
        '{"id":7,"text":"","reference_date":"x"}',
    ],
)
def test_a_line_that_cannot_be_served_says_why(line: str) -> None:
    row = facts_line(line)
    assert set(row) == {"id", "error"}


def test_the_stream_answers_line_by_line() -> None:
    out = list(answer(['{"id":"a","text":"","reference_date":"2021-11-05"}\n', "\n", "x\n"]))
    assert [json.loads(line)["id"] for line in out] == ["a", None]


def test_values_are_numbers_in_base_units() -> None:
    (fact,) = find_facts("投入1.2亿元。", TODAY)
    assert fact.value == Decimal(120000000)
