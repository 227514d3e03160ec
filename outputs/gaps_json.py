"""gaps.json: the report for programs, in the fixed shape of docs/streams.md, byte for byte repeatable."""

from __future__ import annotations

import json
from typing import Any

from matching.findings import Evidence, Finding
from outputs.report_types import ItemEntry, Report


def gaps_json(report: Report) -> str:
    """The whole file, indented, ending in a line feed. Lone surrogates of hostile text are escaped."""
    text = json.dumps(gaps_document(report), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def gaps_document(report: Report) -> dict[str, Any]:
    """The same as plain values; findings by item, then kind, part, unit; closed ones at the end."""
    findings = [_finding(gap.finding, gap.first_seen, gap.state) for gap in report.gaps]
    closed = [_finding(one.finding, one.first_seen, "closed") for one in report.changes.closed]
    return {
        "plan": report.plan_id,
        "as_of": report.as_of.isoformat(),
        "period": report.period,
        "received": dict(report.received),
        "items": [_item(entry) for entry in report.items],
        "findings": sorted(findings, key=_place) + sorted(closed, key=_place),
    }


def _item(entry: ItemEntry) -> dict[str, Any]:
    parts = [{"part": one.part.id, "state": one.state} for one in entry.parts]
    return {"item": entry.item.number, "standing": entry.standing, "parts": parts}


def _finding(finding: Finding, first_seen: str, state: str) -> dict[str, Any]:
    return {
        "id": finding.id,
        "period": finding.period,
        "item": finding.item,
        "part": finding.part,
        "kind": finding.kind,
        "light": finding.light,
        "units": list(finding.units),
        "because": finding.because,
        "closes_by": finding.closes_by,
        "evidence": [_evidence(place) for place in finding.evidence],
        "first_seen": first_seen,
        "state": state,
    }


def _evidence(place: Evidence) -> dict[str, Any]:
    return {
        "file": place.file,
        "sha256": place.sha256,
        "page": place.page,
        "block": place.block,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }


def _place(finding: dict[str, Any]) -> tuple[int, str, str, str]:
    return finding["item"] or 10_000, finding["kind"], finding["part"] or "", finding["id"]
