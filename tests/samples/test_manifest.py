"""The committed samples are the truth: none is lost, changed or left out of the list."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MANIFEST = json.loads((SAMPLES / "manifest.json").read_text(encoding="utf-8"))
FATES = {"read", "duplicate", "superseded", "quarantined", "irrelevant", "plan"}


def _lines(name: str) -> list[dict[str, object]]:
    text = (SAMPLES / "truth" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _submissions() -> dict[str, str]:
    fates = {path: entry["fate"] for path, entry in MANIFEST.items() if path.startswith("submissions/")}
    return {path.removeprefix("submissions/"): fate for path, fate in fates.items()}


@pytest.mark.parametrize("path", MANIFEST)
def test_a_sample_is_byte_for_byte_the_one_listed(path: str) -> None:
    assert hashlib.sha256((SAMPLES / path).read_bytes()).hexdigest() == MANIFEST[path]["sha256"]


def test_every_file_is_listed() -> None:
    found = [p for room in ("notice", "submissions") for p in (SAMPLES / room).rglob("*") if p.is_file()]
    assert {p.relative_to(SAMPLES).as_posix() for p in found} == set(MANIFEST)


def test_every_file_has_a_fate_and_a_point() -> None:
    assert {entry["fate"] for entry in MANIFEST.values()} == FATES
    assert all(entry["point"] for entry in MANIFEST.values())


def test_the_truth_gives_the_listed_fates() -> None:
    truth = json.loads((SAMPLES / "truth" / "fates.json").read_text(encoding="utf-8"))
    assert {path: entry["fate"] for path, entry in truth.items() if "!/" not in path} == _submissions()


def test_a_duplicate_has_a_twin_and_nothing_else_has() -> None:
    hashes = Counter(entry["sha256"] for entry in MANIFEST.values() if entry["fate"] in ("read", "duplicate"))
    duplicates = {entry["sha256"] for entry in MANIFEST.values() if entry["fate"] == "duplicate"}
    assert {value for value, count in hashes.items() if count > 1} == duplicates


@pytest.mark.parametrize("name", ["gaps.jsonl", "standings.jsonl"])
def test_the_truth_speaks_of_all_36_items_in_both_periods(name: str) -> None:
    rows = [(line["period"], line["item"]) for line in _lines(name)]
    assert sorted(rows) == [(period, item) for period in ("2021H1", "2021H2") for item in range(1, 37)]


def test_every_quote_belongs_to_a_file_that_can_be_read() -> None:
    files = {str(line["file"]).split("!/")[0] for line in _lines("quotes.jsonl")}
    assert {_submissions()[file] for file in files} == {"read"}
