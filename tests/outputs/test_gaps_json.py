"""gaps.json keeps the contract's shape and its bytes."""

from __future__ import annotations

import json

from outputs.gaps_json import gaps_document, gaps_json
from outputs.report import Report


def test_the_shape_is_the_contracts(morning: Report) -> None:
    data = json.loads(gaps_json(morning))
    assert list(data) == ["plan", "as_of", "period", "received", "items", "findings"]
    assert [entry["item"] for entry in data["items"]] == list(range(1, 37))
    finding = data["findings"][0]
    assert list(finding) == [
        "id", "period", "item", "part", "kind", "light", "units", "because", "closes_by", "evidence",
        "first_seen", "state",
    ]  # fmt: skip
    place = next(one for one in data["findings"] if one["evidence"])["evidence"][0]
    assert list(place) == ["file", "sha256", "page", "block", "start", "end", "quote"]


def test_closed_findings_stand_at_the_end(morning: Report) -> None:
    states = [one["state"] for one in gaps_document(morning)["findings"]]
    assert states.count("closed") == 1
    assert states[-1] == "closed"
    assert set(states) <= {"new", "open", "changed", "closed", "reopened"}


def test_quotes_are_verbatim_even_with_lone_surrogates(morning: Report) -> None:
    data = json.loads(gaps_json(morning))
    quotes = [place["quote"] for one in data["findings"] for place in one["evidence"]]
    assert any("\ud800" in quote for quote in quotes)
    assert all(
        place["end"] - place["start"] == len(place["quote"])
        for one in data["findings"]
        for place in one["evidence"]
    )


def test_the_same_report_gives_the_same_text(morning: Report) -> None:
    assert gaps_json(morning) == gaps_json(morning)
    gaps_json(morning).encode("utf-8")
