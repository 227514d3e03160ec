"""A reviewer's word on a statement holds in every night after it, wherever the statement reappears."""

from __future__ import annotations

from datetime import date

import pytest

from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace
from matching.claims import Claim
from matching.decisions import Decision

AS_OF = date(2022, 1, 31)
SCHOOL = "威海市水产学校"
TEXT = "机电技术实训基地主体完工，设备正在安装。"


def _claims(office: Workspace) -> dict[int, Claim]:
    """The claims of the statement, by item."""
    with prepare(office.root, AS_OF).ledger() as ledger:
        return {claim.item: claim for claim in ledger.claims() if claim.text == TEXT}


def _decide(office: Workspace, decision: Decision, made_at: str = "2022-01-20T09:00:00") -> None:
    with prepare(office.root, AS_OF).ledger() as ledger:
        ledger.record_statement_decision(decision, made_at, "测试")


def test_a_no_and_a_yes_move_the_statement_and_survive_the_next_night(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF))
    before = _claims(office)
    assert before[15].band == "accepted"
    assert not before[15].decided
    _decide(office, Decision(TEXT, "", SCHOOL, 15, "no", by="审核人甲"))
    _decide(office, Decision(TEXT, "", SCHOOL, 13, "yes", by="审核人甲"))
    for _ in range(2):
        run_night(prepare(office.root, AS_OF))
        after = _claims(office)
        assert 15 not in after
        assert (after[13].band, after[13].decided) == ("accepted", True)


@pytest.mark.parametrize(("period", "status"), [("2021H2", "blocked"), ("2021H1", "ongoing")])
def test_a_status_holds_in_its_own_period_only(office: Workspace, period: str, status: str) -> None:
    _decide(office, Decision(TEXT, "", SCHOOL, 15, "status", period, "blocked"))
    run_night(prepare(office.root, AS_OF))
    assert _claims(office)[15].status == status


def test_another_units_same_words_are_left_alone(office: Workspace) -> None:
    _decide(office, Decision(TEXT, "", "好当家集团海洋学校", 15, "no"))
    run_night(prepare(office.root, AS_OF))
    left = _claims(office)[15]
    assert (left.band in ("accepted", "asked"), left.decided) == (
        True,
        False,
    )  # it taught, and decided nothing


def test_a_replay_sees_only_what_was_decided_by_its_day(office: Workspace) -> None:
    _decide(office, Decision(TEXT, "", SCHOOL, 15, "no"), made_at="2022-03-01T09:00:00")
    assert prepare(office.root, AS_OF).decisions == ()
    assert len(prepare(office.root, date(2022, 3, 1)).decisions) == 1
