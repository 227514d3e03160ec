"""Claims counted in the ledger: as many as if all were read and counted."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Span
from extractors.statements import Statement
from matching.claims import Claim, tally
from outputs.ledger import Ledger
from outputs.told import told_rows

CLAIM = Claim("", "甲.docx", "市人社局", "unit", "2021H2", Span("", 0, 0, 9), "培训680人次。", 25, "accepted", 0.9, (), None, "done")  # fmt: skip
KINDS = (
    {},
    {},
    {"band": "asked"},
    {"status": "planned"},
    {"copied_from_plan": True},
    {"item": 26},
)


def told(sha256: str, unit: str, period: str) -> list[Claim]:
    return [
        replace(CLAIM, submission=sha256, unit=unit, period=period, span=Span(sha256, place, 0, 9), **kind)
        for place, kind in enumerate(KINDS)
    ]


def test_what_counts_is_counted_by_sender_and_period_as_they_are_settled() -> None:
    documents = {
        "a" * 64: ("2021H2", "市人社局"),
        "b" * 64: ("2021H1", "市人社局"),
        "c" * 64: ("2021H2", "市人社局"),
    }
    with Ledger(None) as ledger:
        for sha256 in (*documents, "d" * 64):
            rows = [(Statement(c.span, c.text, "sentence"), (), (c,)) for c in told(sha256, "", "")]
            ledger.record_understanding(sha256, "1", told_rows(sha256, rows))
        counted = ledger.tallies((sha256, *whose) for sha256, whose in documents.items())
        assert counted == tally(
            c for sha, (period, unit) in documents.items() for c in told(sha, unit, period)
        )
        assert sum(one.number for one in counted) == len(documents) * len(KINDS)
        assert ledger.tallies(()) == ()
