"""Values as the ledger keeps them: the same when read back, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Block, Span
from extractors.facts.fact import Fact
from extractors.statements import Context
from matching.claims import Candidate, Claim
from matching.submissions import Submission
from outputs.rows import Rows

FACTS, CLAIMS = Rows(Fact), Rows(Claim)
FIGURE = Fact("120万元", 3, 8, "money", value=Decimal(1200000), unit="元", over_end=date(2021, 12, 31))
CLAIM = Claim(
    submission="a" * 64,
    file="水产学校.docx",
    unit="水产学校",
    source="unit",
    period="2021H2",
    span=Span("a" * 64, 3, 0, 12),
    text="投入120万元，历时2个月。",
    item=15,
    band="accepted",
    probability=0.9,
    reasons=("与该项已标注的语句相近",),
    runner_up=Candidate(16, 0.25, ("词",)),
    status="done",
    fulfils={"15a": "yes", "15b": "unsure"},
    facts=(FIGURE, Fact("2个月", 9, 12, "duration", value="P2M")),
    context=Context(headings=("一、基地",), row=(("单位", "学校"),), title="报告"),
    recycled_from=Span("b" * 64, 1, 0, 9),
)


def test_a_claim_is_read_back_as_it_was() -> None:
    assert CLAIMS.from_json(CLAIMS.to_json(CLAIM)) == CLAIM
    assert isinstance(CLAIMS.from_json(CLAIMS.to_json(CLAIM)).runner_up, Candidate)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.none(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.sampled_from(["P2M", "R/P1W", "PT3H"]),
    ),
    st.one_of(st.none(), st.dates()),
)
def test_a_number_stays_a_number_and_a_duration_a_text(value: Decimal | str | None, day: date | None) -> None:
    fact = replace(FIGURE, value=value, start=day)
    again = FACTS.from_json(FACTS.to_json(fact))
    assert again == fact
    assert type(again.value) is type(value)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"kind":"money"', '"kind":"sum"'),
        ('"start_char":3', '"start_char":"three"'),
        ('"over_end":"2021-12-31"', '"over_end":"2021-13-31"'),
        ('"surface":"120万元",', ""),
        ('"value":"1200000"', '"value":{}'),
        ('"value":"1200000"', '"value":true'),
        ('"value":"1200000"', '"value":1.1'),
    ],
)
def test_what_is_no_fact_is_not_taken_for_one(right: str, wrong: str) -> None:
    written = FACTS.to_json(FIGURE)
    assert right in written
    with pytest.raises(msgspec.DecodeError):
        FACTS.from_json(written.replace(right, wrong))


@pytest.mark.parametrize("text", ["NaN", "1_000", " 5 ", "Infinity", "P2M", "１２"])
def test_what_no_number_is_written_as_stays_text(text: str) -> None:
    written = FACTS.to_json(FIGURE).replace('"value":"1200000"', f'"value":"{text}"')
    assert FACTS.from_json(written).value == text


def test_nested_fields_are_json_text_and_plain_ones_columns() -> None:
    rows = Rows(Submission, nested=("unit_votes", "period_votes"))
    told = Submission(
        "c" * 64, "甲.docx", "docx", unit_votes=(("folder", "财政局"),), signed=date(2022, 1, 5)
    )
    row = rows.dump(told)
    assert (row["unit_votes"], row["signed"], row["received"]) == (
        '[["folder", "财政局"]]',
        "2022-01-05",
        None,
    )
    assert rows.load(row) == told
    with pytest.raises(msgspec.ValidationError):
        rows.load({**row, "signed": "5 January"})


def test_a_block_with_a_box_in_whole_numbers_is_read_back() -> None:
    rows = Rows(Block, nested=("bbox", "marks"))
    row = rows.dump(Block(0, "字", "paragraph"))
    assert rows.load({**row, "bbox": "[1, 2, 3, 4.5]"}).bbox == (1.0, 2.0, 3.0, 4.5)
