"""Reviewers' decisions outlive every run and teach the matcher."""

from __future__ import annotations

from extractors.statements import Context, parse_context
from matching.decisions import Decision, DecisionTable, as_labels, overturned, statement_key

LONG = "两校共用训练船一艘，每周三次出海实训。"


def decision(text: str = LONG, verdict: str = "yes", item: int = 1, context: str = "") -> Decision:
    return Decision(text, context, "威海市水产学校", item, verdict)  # type: ignore[arg-type]  # built from data


def test_width_and_blanks_do_not_change_the_key() -> None:
    assert statement_key("１ 处", "a", "b") == statement_key("1处", "a", "b")
    assert statement_key("1处", "a", "b") != statement_key("1处", "b", "a")


def test_a_long_text_carries_over_to_another_context_and_a_short_one_does_not() -> None:
    table = DecisionTable([decision(), decision("已完成", context="甲")])
    there = parse_context("二、别处")
    assert set(table.on(LONG, there, "威海市水产学校")) == {1}
    assert table.on("已完成", there, "威海市水产学校") == {}
    assert set(table.on("已完成", Context(headings=("甲",)), "威海市水产学校")) == {1}


def test_another_submitter_is_another_statement() -> None:
    assert DecisionTable([decision()]).on(LONG, Context(), "市教体局") == {}


def test_a_no_removes_and_a_yes_accepts() -> None:
    table = DecisionTable([decision(verdict="no", item=7), decision(item=1)])
    bands, decided = table.applied(LONG, Context(), "威海市水产学校", {7: "accepted"})
    assert bands == {1: "accepted"}
    assert decided == {1, 7}


def test_a_status_decision_holds_for_its_period_only() -> None:
    told = Decision(LONG, "", "威海市水产学校", 1, "status", "2021H1", "ongoing")
    table = DecisionTable([told])
    assert table.status(LONG, Context(), "威海市水产学校", 1, "2021H1") == "ongoing"
    assert table.status(LONG, Context(), "威海市水产学校", 1, "2021H2") is None


def test_decisions_become_examples() -> None:
    (label,) = as_labels([decision(verdict="no", item=7), decision(item=1)])
    assert label.items == {1}
    assert label.source == "decision"


def test_a_refit_that_overturns_a_decision_is_reported() -> None:
    kept, lost = decision(item=1), decision(item=7)
    assert [one.decision for one in overturned([kept, lost], lambda _: {1})] == [lost]
