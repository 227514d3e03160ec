"""The whole way on samples/: against a truth read by hand, with a floor that only rises, and against the last output.

To accept a changed output: `DUBAN_ACCEPT=1 pytest tests/samples`, then read the diff of samples/snapshot/ like a review.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz

from flows.judging import gap_settings
from flows.night import prepare
from flows.recalling import recall
from flows.settling import settled
from flows.steps import run_night
from flows.workspace import Workspace, create_workspace
from matching.gaps.judge import judge

SAMPLES = Path(__file__).parents[2] / "samples"
DAYS = {"2021H1": date(2021, 7, 31), "2021H2": date(2022, 1, 31)}
SCORED = frozenset(
    [
        "no_evidence",
        "overdue",
        "below_target",
        "plan_only",
        "no_figure",
        "conflict",
        "regression",
        "stale",
        "not_submitted",
        "recycled",
        "impossible_date",
        "copied_from_plan",
    ]
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = create_workspace(tmp_path_factory.mktemp("samples") / "office")
    settings = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        settings.replace("settle_seconds = 3", "settle_seconds = 0").replace(
            "seconds = 60 ", "seconds = 600 "
        ),
        encoding="utf-8",
    )
    shutil.copytree(SAMPLES / "submissions", workspace.inbox, dirs_exist_ok=True)
    for day in DAYS.values():
        run_night(prepare(workspace.root, day))
    return workspace


def _lines(name: str) -> list[dict[str, Any]]:
    text = (SAMPLES / "truth" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _gaps(workspace: Workspace, period: str) -> dict[str, Any]:
    place = workspace.reports / DAYS[period].isoformat() / "gaps.json"
    gaps: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return gaps


def _f1(found: set[Any], required: set[Any], optional: set[Any]) -> float:
    counted = found - (optional - required)
    right = len(counted & required)
    return 2 * right / (len(counted) + len(required)) if counted or required else 1.0


def _found(workspace: Workspace) -> set[tuple[str, int, str]]:
    return {
        (period, finding["item"], finding["kind"])
        for period in DAYS
        for finding in _gaps(workspace, period)["findings"]
        if finding["item"]
        and finding["kind"] in SCORED
        and finding["state"] != "closed"
        and finding["period"] == period
    }


def test_the_gaps_reach_the_recorded_floor(workspace: Workspace) -> None:
    floor = json.loads((SAMPLES / "truth" / "floor.json").read_text(encoding="utf-8"))
    truth = _lines("gaps.jsonl")
    required = {(row["period"], row["item"], kind) for row in truth for kind in row["required"]}
    optional = {(row["period"], row["item"], kind) for row in truth for kind in row.get("optional", [])}
    found = _found(workspace)
    kinds = _f1(found, required, optional)
    rows = _f1(*({one[:2] for one in group} for group in (found, required, optional)))
    missed, false = sorted(required - found), sorted(found - required - optional)
    assert kinds >= floor["kinds_f1"], (kinds, missed, false)
    assert rows >= floor["rows_f1"], (rows, missed, false)


def test_the_standings_reach_the_recorded_floor(workspace: Workspace) -> None:
    floor = json.loads((SAMPLES / "truth" / "floor.json").read_text(encoding="utf-8"))
    truth = {
        (row["period"], row["item"]): {row["standing"], *row.get("also", [])}
        for row in _lines("standings.jsonl")
    }
    ours = {
        (period, one["item"]): one["standing"] for period in DAYS for one in _gaps(workspace, period)["items"]
    }
    same = sum(ours[key] in standing for key, standing in truth.items()) / len(truth)
    assert same >= floor["standings"], [
        (key, truth[key], ours[key]) for key in truth if ours[key] not in truth[key]
    ]


def test_every_file_has_the_fate_a_careful_reviewer_gives_it(workspace: Workspace) -> None:
    truth = json.loads((SAMPLES / "truth" / "fates.json").read_text(encoding="utf-8"))
    with prepare(workspace.root).ledger() as ledger:
        ours = {fate.file: fate.fate for fate in ledger.fates() if fate.code != "container"}
        sources = {one.sha256: one.source for one in ledger.submissions()}
        copies = {fate.file: fate.sha256 for fate in ledger.fates()}
    wrong = []
    for file, one in truth.items():
        if file not in ours or one["fate"] == ours[file]:
            continue
        twins = [other for other, sha256 in copies.items() if sha256 == copies[file] and other != file]
        if {one["fate"], ours[file]} == {"read", "duplicate"} and twins:
            continue  # which of two equal files is the original does not matter
        wrong.append((file, one["fate"], ours[file]))
    assert wrong == []
    assert set(ours) <= set(truth) | {file for file in ours if file.endswith(".zip")}
    assert "inspection" in sources.values()


def test_every_quote_of_the_truth_is_found_where_it_stands(workspace: Workspace) -> None:
    """Exactly; in a scan, but for single characters that the recognition of text may get wrong."""
    with prepare(workspace.root).ledger() as ledger:
        blocks = {fate.file: ledger.blocks(fate.sha256) for fate in ledger.fates()}
    texts = {file: _plain("".join(block.text for block in found)) for file, found in blocks.items()}
    scans = {file for file, found in blocks.items() if any("ocr" in block.marks for block in found)}
    missing = [
        (row["file"], row["quote"])
        for row in _lines("quotes.jsonl")
        if _plain(row["quote"]) not in texts.get(row["file"], "")
        and not (row["file"] in scans and fuzz.partial_ratio(_plain(row["quote"]), texts[row["file"]]) >= 90)
    ]
    assert missing == []


def test_every_finding_has_a_reason_and_exact_quotes(workspace: Workspace) -> None:
    with prepare(workspace.root).ledger() as ledger:
        for period in DAYS:
            for finding in _gaps(workspace, period)["findings"]:
                assert finding["because"]
                assert finding["closes_by"]
                for place in finding["evidence"]:
                    text = ledger.blocks(place["sha256"])[place["block"]].text
                    assert text[place["start"] : place["end"]] == place["quote"]


@pytest.mark.parametrize("period", sorted(DAYS))
def test_the_output_is_the_one_last_accepted(workspace: Workspace, period: str) -> None:
    file = SAMPLES / "snapshot" / f"{period}.txt"
    now = "\n".join(_shown(_gaps(workspace, period))) + "\n"
    if os.environ.get("DUBAN_ACCEPT"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("period", sorted(DAYS))
def test_the_lasting_claims_of_earlier_periods_are_enough(workspace: Workspace, period: str) -> None:
    """A large office's night reads no more of them, and must find the same."""
    night = prepare(workspace.root, DAYS[period])
    with night.ledger() as ledger:
        fates = settled(ledger, night, ledger.submissions(), keep=False)
        counting = [one for one in ledger.submissions() if fates[one.file, one.sha256].fate == "read"]
        whole, lasting = recall(ledger, night, counting), recall(ledger, night, counting, whole=0)
        records = [known.record() for known in (whole, lasting)]
        found = [
            judge(night.plan, record, night.as_of, night.period, gap_settings(night)) for record in records
        ]
        assert found[0] == found[1]
        assert period == "2021H1" or len(records[1].claims) < len(records[0].claims)


def _shown(gaps: dict[str, Any]) -> Iterator[str]:
    """What a reviewer reads, one line for each thing that can change."""
    yield f"{gaps['period']} 截至 {gaps['as_of']}：" + "、".join(
        f"{k} {v}" for k, v in gaps["received"].items()
    )
    for one in gaps["items"]:
        parts = "；".join(f"{part['part']} {part['state']}" for part in one["parts"])
        yield f"第{one['item']}项 {one['standing']}（{parts}）"
        for finding in gaps["findings"]:
            if finding["item"] == one["item"]:
                yield from _finding_lines(finding)
    for finding in gaps["findings"]:
        if finding["item"] is None:
            yield from _finding_lines(finding)


def _finding_lines(finding: dict[str, Any]) -> Iterator[str]:
    part = f" {finding['part']}" if finding["part"] else ""
    head = f"  {finding['light']} {finding['kind']}{part} [{finding['state']}] {'、'.join(finding['units'])}"
    yield f"{head}：{finding['because']}"
    for place in finding["evidence"]:
        yield f"    “{place['quote']}” {place['file']}"


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
