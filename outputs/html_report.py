"""差距报告.html: one file that needs nothing but a browser, readable without its script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from matching.findings import Finding
from outputs.charts import figure_svg, life_line_svg
from outputs.report_told import issued_words
from outputs.report_types import EvidenceCard, GapEntry, Report
from outputs.report_words import (
    FATE_NAMES,
    FULFILS_NAMES,
    STATE_NAMES,
    STATUS_NAMES,
    count_words,
    day_words,
    due_words,
    kind_name,
    numbers_words,
    ocr_grade,
    period_words,
    red_kinds_beside,
    sender_words,
    standing_caution,
    target_words,
)
from outputs.untrusted import clip, show_hidden

#: sha256, block, start, end of a quote → PNG or JPEG of the page around it, quote highlighted.
Crops = Mapping[tuple[str, int, int, int], bytes]
#: A page with more pictures than this no longer opens at once.
CROPS_PER_FILE = 300

_TEMPLATES = Path(__file__).parent / "templates"
_SIDE_KINDS = ("conflict", "regression", "inconsistent")
_STANDING_CODES = {"完成": "done", "正常": "fine", "滞后": "late", "无应办事项": "void", "无法判断": "open"}
_SECOND = "次选"
_BANDS = {"accepted": "认定", "asked": "待核对"}


@dataclass(frozen=True, slots=True)
class _Number:
    kind: str
    name: str
    value: int
    measure: str
    note: str


@dataclass(frozen=True, slots=True)
class _Place:
    item: int | None
    words: str


def render_html(report: Report, crops: Crops | None = None) -> bytes:
    """The whole page as UTF-8. Every text of a unit is escaped and shows what it would hide."""
    css = (_TEMPLATES / "report.css").read_text("utf-8") + _light_rules(report)
    script = (_TEMPLATES / "report.js").read_text("utf-8")
    page = _environment(report, crops or {}).get_template("report.html.j2")
    text = page.render(
        report=report,
        css=Markup(css),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        rows=Markup(_rows_json(report)),  # noqa: S704 - every < is escaped in it
        policy=_policy(css, script),
        sentence=_sentence(report),
        caution=standing_caution(report),
        numbers=_numbers(report),
        changes=_changes(report),
    )
    return text.encode("utf-8")


def _light_rules(report: Report) -> str:
    """The office's colours; six hex digits are all that reaches the style sheet."""
    return "".join(
        f".c-{style.light}{{background:#{int(style.colour, 16):06x};color:#{style.ink}}}\n"
        for style in report.lights
    )


def _policy(css: str, script: str) -> str:
    """Nothing from anywhere; only this style and this script, by their hashes."""
    return (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _environment(report: Report, crops: Crops) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(_filters(report, crops))
    return environment


def _finalize(value: object) -> object:
    """Applied to every value a template prints, before it is escaped."""
    return show_hidden(value) if type(value) is str else value


def _filters(report: Report, crops: Crops) -> dict[str, Callable[..., Any]]:
    names = {style.light: style.name for style in report.lights}
    return {
        "day": day_words,
        "period": period_words,
        "sender": sender_words,
        "issued": lambda paper: issued_words(paper, report),
        "fate": lambda code: FATE_NAMES.get(code, code),
        "state": lambda code: STATE_NAMES.get(code, code),
        "status": lambda code: STATUS_NAMES.get(code, code),
        "fulfils": lambda code: FULFILS_NAMES.get(code, code),
        "kind": kind_name,
        "numbers": numbers_words,
        "reds_beside": red_kinds_beside,
        "light": lambda code: names[code],
        "standing": lambda name: _STANDING_CODES.get(name, "open"),
        "due": due_words,
        "target": target_words,
        "ocr": ocr_grade,
        "part": lambda part: f"第{part}项" if part.isdigit() else f"分项{part}",
        "grounds": lambda card: [one for one in card.reasons if not one.startswith(_SECOND)],
        "second": _second,
        "head": lambda text: clip(text, 46),
        "kinds": lambda gaps: tuple(dict.fromkeys(kind_name(gap.finding.kind) for gap in gaps)),
        "closes": lambda gaps: tuple(dict.fromkeys(gap.finding.closes_by for gap in gaps)),
        "first_by": lambda gaps: min(gap.by for gap in gaps),
        "lights": lambda gaps: _light_counts(gaps, report),
        "is_side": lambda gap: gap.finding.kind in _SIDE_KINDS and len(gap.cards) > 1,
        "life": lambda entry: Markup(life_line_svg(entry.life, f"第{entry.item.number}项")),  # noqa: S704
        "figure": lambda series: Markup(figure_svg(series)),  # noqa: S704 - escaped in charts
        "crop": _crop_filter(report, crops),
    }


def _second(card: EvidenceCard) -> str:
    """The runner-up and what told against it, once."""
    told = [one for one in card.reasons if one.startswith(_SECOND)]
    return told[0] if told else f"次选：{card.runner_up}" if card.runner_up else ""


def _light_counts(gaps: Sequence[GapEntry], report: Report) -> list[dict[str, object]]:
    lights = [gap.finding.light for gap in gaps]
    return [
        {"light": style.light, "name": style.name, "count": lights.count(style.light)}
        for style in report.lights
        if style.light in lights
    ]


def _crop_filter(report: Report, crops: Crops) -> Callable[[EvidenceCard], str]:
    """A data address for the card's crop; only for evidence of gaps, at most CROPS_PER_FILE a file."""
    wanted: dict[tuple[str, int, int, int], str] = {}
    per_file: dict[str, int] = {}
    for gap in report.gaps:
        for card in gap.cards:
            key = _crop_key(card)
            if key in wanted or key not in crops or per_file.get(key[0], 0) >= CROPS_PER_FILE:
                continue
            per_file[key[0]] = per_file.get(key[0], 0) + 1
            kind = "png" if crops[key].startswith(b"\x89PNG") else "jpeg"
            wanted[key] = f"data:image/{kind};base64,{base64.b64encode(crops[key]).decode()}"
    return lambda card: wanted.get(_crop_key(card), "")


def _crop_key(card: EvidenceCard) -> tuple[str, int, int, int]:
    evidence = card.evidence
    return evidence.sha256, evidence.block, evidence.start, evidence.end


def _sentence(report: Report) -> str:
    total = sum(count for _, count in report.standings)
    reds = next((count for style, count in report.light_counts() if style.light == "red"), 0)
    red = report.style("red").name
    silent = f"，{len(report.silent)}家牵头单位未见到本期材料" if report.silent else ""
    return (
        f"截至{day_words(report.as_of)}，{total}项任务中{count_words(list(report.standings), '项')}，"
        f"合计{total}项；列{red}灯差距{reds}条{silent}。"
    )


def _numbers(report: Report) -> list[_Number]:
    lights = report.light_counts()
    reds = next((count for style, count in lights if style.light == "red"), 0)
    read = dict(report.received).get("read", 0)
    others = "、".join(f"{style.name}{count}" for style, count in lights if style.light != "red")
    late = report.standing_count("滞后")
    done = report.standing_count("完成")
    return [
        _Number("late", "滞后任务", late, "项", f"完成{done}项，共{len(report.items)}项"),
        _Number("red", f"{report.style('red').name}灯差距", reds, "条", f"共{len(report.gaps)}条：{others}"),
        _Number("silent", "未报送牵头单位", len(report.silent), "家", "、".join(report.silent) or "均已报送"),
        _Number("got", "收到文件", report.received_total, "份", f"其中已读取{read}份"),
    ]


def _changes(report: Report) -> list[tuple[str, list[tuple[str, list[_Place]]]]]:
    changes = report.changes
    named = (
        ("新增", [gap.finding for gap in changes.new]),
        ("有变化", [gap.finding for gap in changes.changed]),
        ("重新出现", [gap.finding for gap in changes.reopened]),
        ("销号", [one.finding for one in changes.closed]),
    )
    return [(name, _by_kind(findings)) for name, findings in named if findings]


def _by_kind(findings: Sequence[Finding]) -> list[tuple[str, list[_Place]]]:
    groups: dict[str, dict[str, _Place]] = {}
    for finding in findings:
        place = _Place(finding.item, _whose(finding))
        groups.setdefault(kind_name(finding.kind), {}).setdefault(place.words, place)
    return [(name, list(places.values())) for name, places in groups.items()]


def _whose(finding: Finding) -> str:
    """The item, or the unit where the gap is the unit's and not the item's."""
    if finding.item is None or finding.kind == "not_submitted":
        return finding.unit or "、".join(finding.units)
    return f"第{finding.item}项{finding.unit}"


def _rows_json(report: Report) -> str:
    """Evidence rows for the search; file names once, every < escaped so that no text ends the script."""
    files = sorted({row.file for row in report.rows})
    place_of = {file: place for place, file in enumerate(files)}
    rows = [
        [
            row.item,
            show_hidden(row.unit),
            period_words(row.period),
            place_of[row.file],
            row.place,
            show_hidden(row.quote),
            STATUS_NAMES.get(row.status, row.status),
            f"{_BANDS.get(row.band, row.band)} {row.probability:.0%}",
        ]
        for row in report.rows
    ]
    data = {"files": [show_hidden(file) for file in files], "rows": rows}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
