"""A judged day for other programs: the same counts and quotes as the papers, hostile text harmless."""

from __future__ import annotations

import csv
import io
import json
import uuid
from typing import Any

import pytest

from outputs.export_papers import HEADS, export_csv, export_json, export_oscal
from outputs.report import Report


@pytest.fixture(scope="module")
def rows(morning: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_csv(morning).decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def oscal(morning: Report) -> dict[str, Any]:
    return dict(json.loads(export_oscal(morning))["assessment-results"])


def test_a_row_a_quote_and_every_gap_at_least_once(morning: Report, rows: list[dict[str, str]]) -> None:
    assert {row["差距编号"] for row in rows} == {gap.finding.id for gap in morning.gaps}
    assert len(rows) == sum(max(1, len(gap.cards)) for gap in morning.gaps)
    assert all(len(row) == len(HEADS) for row in rows)


def test_no_cell_is_a_formula(rows: list[dict[str, str]]) -> None:
    cells = [value for row in rows for value in row.values()]
    assert any("=cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert not [cell for cell in cells if "\u202e" in cell]


def test_the_json_has_requirements_and_opinions_beside_the_findings(morning: Report) -> None:
    document = json.loads(export_json(morning))
    assert document["items"][14]["text"] == morning.items[14].item.text
    said = [one["opinion"] for one in document["findings"] if one["opinion"]]
    assert [one["author"] for one in said] == ["李审核"]


def test_oscal_refers_only_to_what_it_holds(morning: Report, oscal: dict[str, Any]) -> None:
    result = oscal["results"][0]
    observations = {one["uuid"] for one in result["observations"]}
    risks = {one["uuid"] for one in result["risks"]}
    assert len(observations) == sum(len(gap.cards) for gap in morning.gaps)
    assert len(risks) == len(morning.gaps)
    controls = {
        one["control-id"] for one in result["reviewed-controls"]["control-selections"][0]["include-controls"]
    }
    for finding in result["findings"]:
        assert finding["target"]["target-id"] in controls
        assert {one["observation-uuid"] for one in finding.get("related-observations", [])} <= observations
        assert {one["risk-uuid"] for one in finding.get("related-risks", [])} <= risks
    assert oscal["import-ap"]["href"] == "#" + oscal["back-matter"]["resources"][0]["uuid"]


def test_oscal_identifiers_are_valid_and_repeatable(morning: Report, oscal: dict[str, Any]) -> None:
    text = export_oscal(morning)
    assert text == export_oscal(morning)
    assert all(uuid.UUID(one["uuid"]).version == 5 for one in oscal["results"][0]["observations"])


def test_only_a_finished_item_is_satisfied(morning: Report, oscal: dict[str, Any]) -> None:
    states = [one["target"]["status"]["state"] for one in oscal["results"][0]["findings"]]
    assert states.count("satisfied") == morning.standing_count("完成")


def test_every_export_is_utf8_whatever_a_unit_wrote(morning: Report) -> None:
    assert "\\ud800" in export_json(morning) or "U+D800" in export_json(morning)
    for text in (export_json(morning), export_oscal(morning)):
        text.encode("utf-8")
