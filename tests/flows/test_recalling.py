"""How much of earlier periods a night reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractors.document import Span
from extractors.statements import Statement
from flows import recalling
from flows.night import prepare
from flows.recalling import recall
from flows.workspace import create_workspace
from matching.claims import Claim
from matching.submissions import Submission
from outputs.told import told_rows

CLAIM = Claim(
    "", "", "", "unit", "", Span("", 0, 0, 9), "培训680人次。", 25, "accepted", 0.9, (), None, "done"
)
#: Two documents of each period, three claims in each.
PERIODS = ("2021H2", "2021H2", "2021H1", "2021H1", "2020H2", "2020H2")
NAMES = "abcdef"


@pytest.mark.parametrize(
    ("most", "rows", "whole"),
    [
        (18, 18, "abcdef"),  # the list holds all
        (18, 13, "abcdef"),  # its last row is of the oldest period
        (18, 12, "abcd"),  # two periods fill it
        (
            18,
            7,
            "abcd",
        ),  # its last row is of the second period, of which every document may be the one listed
        (18, 6, "ab"),  # the judged period fills it
        (18, 1, "ab"),  # all of the judged period is read even so
        (3, 18, "abd"),  # the newest documents as far as the limit reaches
        (0, 18, "ab"),
    ],
)
def test_earlier_periods_are_read_as_far_as_the_list_of_claims_reaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, rows: int, whole: str
) -> None:
    monkeypatch.setattr(recalling, "MOST_ROWS", rows)
    create_workspace(tmp_path)
    night = prepare(tmp_path, date(2022, 1, 31))
    counting = [
        Submission(name * 64, f"{name}.docx", "docx", period=period, signed=date(2021, 12, 30))
        for name, period in zip(NAMES, PERIODS, strict=True)
    ]
    with night.ledger() as ledger:
        for one in counting:
            claims = [replace(CLAIM, submission=one.sha256, span=Span(one.sha256, i, 0, 9)) for i in range(3)]
            rows_of = told_rows(
                one.sha256, [(Statement(c.span, c.text, "sentence"), (), (c,)) for c in claims]
            )
            ledger.record_understanding(one.sha256, "1", rows_of)
        known = recall(ledger, night, counting, most)
        assert {name for name in NAMES if name * 64 in known.whole} == set(whole)
        assert len(known.record().claims) == 3 * len(whole)
        assert sum(one.number for one in known.tallies) == 3 * len(PERIODS)
