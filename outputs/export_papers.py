"""A judged day for other programs: findings as CSV, the whole as JSON, and as OSCAL-like assessment results."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from outputs.gaps_json import gaps_document
from outputs.report_types import EvidenceCard, GapEntry, ItemEntry, Report
from outputs.report_words import STATE_NAMES, VERIFY, day_words, kind_name, period_words
from outputs.untrusted import neutral_cell

FORMATS = ("lines", "json", "csv", "oscal")
HEADS = (
    "差距编号", "任务", "目标任务", "分项", "类型", "灯", "变化", "首次发现", "单位", "为何标出", "补什么可销号", "时限",
    "建议核实方式", "审核意见", "文件", "位置", "原句", "SHA-256", "块", "起", "止",
)  # fmt: skip
#: Names every identifier, so that the same report always has the same ones.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "duban/assessment-results")
_OSCAL_VERSION = "1.1.2"
_MET = {"完成": "satisfied", "滞后": "not-satisfied"}


def export_csv(report: Report) -> bytes:
    """One row a quote (one row for a gap without a quote), for Excel: UTF-8 with its mark, no formula is obeyed."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADS)
    for gap in report.gaps:
        for card in gap.cards or (None,):
            writer.writerow([neutral_cell(str(value)) for value in _csv_row(report, gap, card)])
    return target.getvalue().encode("utf-8-sig", "backslashreplace")


def _csv_row(report: Report, gap: GapEntry, card: EvidenceCard | None) -> list[object]:
    finding = gap.finding
    entry = report.entry(finding.item) if finding.item is not None else None
    row: list[object] = [
        finding.id, finding.item or "", entry.item.text if entry else "", finding.part or "", kind_name(finding.kind),
        report.style(finding.light).name, STATE_NAMES.get(gap.state, gap.state), gap.first_seen,
        finding.unit or "、".join(finding.units), finding.because, finding.closes_by, gap.by.isoformat(), gap.verify,
        gap.opinion.opinion if gap.opinion else "",
    ]  # fmt: skip
    if card is None:
        return [*row, "", "", "", "", "", "", ""]
    place = card.evidence
    return [*row, place.file, card.place, place.quote, place.sha256, place.block, place.start, place.end]


def export_json(report: Report) -> str:
    """gaps.json with the requirement of each item and the opinions beside the findings."""
    document = gaps_document(report)
    for item, entry in zip(document["items"], report.items, strict=True):
        item |= {
            "text": entry.item.text,
            "lead": list(entry.item.lead),
            "responsible": list(entry.item.responsible),
        }
    opinions = {gap.finding.id: gap.opinion for gap in report.gaps if gap.opinion}
    for finding in document["findings"]:
        opinion = opinions.get(finding["id"])
        finding["opinion"] = (
            {"opinion": opinion.opinion, "author": opinion.author, "time": opinion.time, "note": opinion.note}
            if opinion
            else None
        )
    return _text(document)


def export_oscal(report: Report) -> str:
    """OSCAL assessment results (NIST, 1.1.2): items as controls, quotes as observations, gaps as findings and risks.

    Times are the as-of day at midnight, Beijing time: the report knows no clock.
    """
    result = {
        "uuid": _id(report, "result"),
        "title": f"{report.plan_title}　{period_words(report.period)}",
        "description": f"截至{day_words(report.as_of)}，依据各单位所报材料核对；未见到、材料未载明不等于工作没有开展。",
        "start": _moment(report),
        "end": _moment(report),
        "props": [_prop(f"received-{fate}", str(count)) for fate, count in report.received],
        "reviewed-controls": {
            "control-selections": [
                {"include-controls": [{"control-id": _control(entry.item.number)} for entry in report.items]}
            ]
        },
        "observations": list(_observations(report)),
        "risks": [_risk(report, gap) for gap in report.gaps],
        "findings": [_finding(report, entry) for entry in report.items],
    }
    for name in ("observations", "risks"):
        if not result[name]:
            del result[name]  # the model allows no empty list
    return _text(
        {
            "assessment-results": {
                "uuid": _id(report, "results"),
                "metadata": {
                    "title": f"差距报告　{report.plan_title}",
                    "last-modified": _moment(report),
                    "version": report.as_of.isoformat(),
                    "oscal-version": _OSCAL_VERSION,
                    "props": [_prop("plan", report.plan_id), _prop("period", report.period)],
                },
                "import-ap": {"href": "#" + _id(report, "plan"), "remarks": f"{report.plan_title}{report.plan_document}"},
                "results": [result],
                "back-matter": {
                    "resources": [{"uuid": _id(report, "plan"), "title": report.plan_title, "description": report.plan_document or report.plan_title}]
                },
            }
        }
    )  # fmt: skip


def _observations(report: Report) -> Iterator[dict[str, Any]]:
    for gap in report.gaps:
        for place, card in enumerate(gap.cards):
            evidence = card.evidence
            yield {
                "uuid": _id(report, gap.finding.id, place),
                "description": evidence.quote or "（空白）",
                "methods": ["EXAMINE"],
                "types": ["finding"],
                "relevant-evidence": [
                    {
                        "description": f"{evidence.file}　{card.place}",
                        "props": [
                            _prop("sha256", evidence.sha256),
                            _prop("block", str(evidence.block)),
                            _prop("start", str(evidence.start)),
                            _prop("end", str(evidence.end)),
                        ],
                    }
                ],
                "collected": _moment(report),
            }


def _risk(report: Report, gap: GapEntry) -> dict[str, Any]:
    finding = gap.finding
    risk: dict[str, Any] = {
        "uuid": _id(report, finding.id),
        "title": kind_name(finding.kind),
        "description": finding.because,
        "statement": finding.closes_by,
        "status": "open",
        "deadline": f"{gap.by.isoformat()}T23:59:59+08:00",
        "props": [
            _prop("finding-id", finding.id),
            _prop("kind", finding.kind),
            _prop("light", finding.light),
            _prop("state", gap.state),
            _prop("first-seen", gap.first_seen),
            _prop("verify", VERIFY[finding.kind]),
        ],
    }
    if gap.cards:
        risk["related-observations"] = _related(report, gap)
    return risk


def _finding(report: Report, entry: ItemEntry) -> dict[str, Any]:
    """One finding an item: what the standing says of the objective, the gaps as associated risks."""
    found: dict[str, Any] = {
        "uuid": _id(report, "item", entry.item.number),
        "title": f"第{entry.item.number}项",
        "description": entry.item.text,
        "target": {
            "type": "objective-id",
            "target-id": _control(entry.item.number),
            "status": {
                "state": _MET.get(entry.standing, "not-satisfied"),
                "reason": "pass"
                if entry.standing == "完成"
                else "fail"
                if entry.standing == "滞后"
                else "other",
                "remarks": entry.standing,
            },
        },
    }
    observations = [one for gap in entry.gaps for one in _related(report, gap)]
    if observations:
        found["related-observations"] = observations
    if entry.gaps:
        found["related-risks"] = [{"risk-uuid": _id(report, gap.finding.id)} for gap in entry.gaps]
    return found


def _related(report: Report, gap: GapEntry) -> list[dict[str, str]]:
    return [{"observation-uuid": _id(report, gap.finding.id, place)} for place in range(len(gap.cards))]


def _id(report: Report, *names: object) -> str:
    return str(
        uuid.uuid5(_NAMESPACE, "|".join(map(str, (report.plan_id, report.as_of, report.period, *names))))
    )


def _control(number: int) -> str:
    return f"item-{number}"


def _prop(name: str, value: str) -> Mapping[str, str]:
    return {"name": name, "value": value or "-", "ns": "urn:duban"}


def _moment(report: Report) -> str:
    return f"{report.as_of.isoformat()}T00:00:00+08:00"


def _text(document: Mapping[str, Any]) -> str:
    """Lone surrogates of hostile text are escaped, so that the file is UTF-8."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
