"""任务台账.xlsx: the ledger as the office keeps it, with a column for reviewers that duban reads back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any, TypeVar

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from outputs.csv_report import HEADS as RECEIPT_HEADS
from outputs.csv_report import receipt_row
from outputs.report_cards import CARDS_PER_ITEM
from outputs.report_types import EvidenceCard, EvidenceRow, GapEntry, ItemEntry, LightStyle, Opinion, Report
from outputs.report_words import (
    STATE_NAMES,
    STATUS_NAMES,
    day_words,
    kind_name,
    period_words,
    red_kinds_beside,
)
from outputs.sheet_rows import Cell, row_xml, with_rows
from outputs.untrusted import excerpt, neutral_cell
from outputs.word_quotes import distinct_cards, telling_cards
from outputs.word_report_lists import due_and_targets
from outputs.writing_zip import settle_zip

#: What a reviewer may choose; the first three decide, the last asks for a later look.
OPINIONS: tuple[str, ...] = ("认可", "不认可", "豁免", "待核实")
ITEM_SHEET, GAP_SHEET = "任务台账", "差距"
OPINION_HEADS = ("审核意见", "审核人", "审核时间", "审核说明")
NUMBER_HEAD, ID_HEAD = "序号", "差距编号"
#: How a returned file is recognised: custom properties that survive editing and saving in Excel and WPS.
MARK, MARK_AS_OF, MARK_PLAN = "duban-ledger", "duban-as-of", "duban-plan"

ITEM_COLUMNS: tuple[tuple[str, float], ...] = (
    (NUMBER_HEAD, 5), ("事项", 12), ("目标任务", 30), ("牵头单位", 11), ("责任单位", 12), ("时限与目标", 18),
    ("判定", 8), ("灯", 5), ("目前进展", 38), ("完成比例", 7), ("存在问题", 34), ("下步措施", 22),
    ("补什么可销号", 22), ("报送时限", 11), ("是否销号", 6), ("佐证材料", 26), ("填报单位", 10), ("备注", 9),
    ("审核意见", 9), ("审核人", 9), ("审核时间", 12), ("审核说明", 14),
)  # fmt: skip
GAP_COLUMNS: tuple[tuple[str, float], ...] = (
    (ID_HEAD, 14), ("任务", 5), ("分项", 6), ("类型", 11), ("灯", 5), ("变化", 8), ("首次发现", 11),
    ("单位", 14), ("为何标出", 34), ("补什么可销号", 24), ("报送时限", 11), ("材料原句", 40), ("出处", 26),
    ("建议核实方式", 20), ("审核意见", 9), ("审核人", 9), ("审核时间", 12), ("审核说明", 14),
)  # fmt: skip
EVIDENCE_COLUMNS: tuple[tuple[str, float], ...] = (
    ("任务", 6), ("单位", 14), ("期次", 14), ("进展状态", 10), ("认定", 8), ("把握", 8), ("原句", 70),
    ("文件", 40), ("位置", 18), ("SHA-256", 66),
)  # fmt: skip
FIGURE_COLUMNS: tuple[tuple[str, float], ...] = (
    ("任务", 6), ("指标", 24), ("目标", 28), ("期次", 14), ("数值", 10), ("单位", 8), ("原文写法", 14),
    ("报送单位", 14), ("文件", 40), ("位置", 18),
)  # fmt: skip
RECEIPT_WIDTHS = (50, 12, 24, 30, 14, 14, 12, 12, 8, 66)

_THIN = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E8ECF1")
_OPINION_FILL = PatternFill("solid", fgColor="FFF8E1")
_FONT = "宋体"
#: Points a line of 10 pt text takes, and the highest row Excel knows.
_LINE_HEIGHT, _HIGHEST = 13.5, 409.0
_A3, _A4 = 8, 9
#: Rows of 证据 and 数字; the HTML report's search and the papers of earlier periods hold the rest.
MOST_ROWS = 5_000
#: Longer quotes would make a row higher than the 409 points Excel allows; the HTML report has them whole.
_QUOTE_LIMIT = 600

_FILES_SHOWN = 4

#: A sheet with more rows has plain cells: borders and heights on 20,000 × 10 cells make a file that opens slowly.
MOST_STYLED = 2_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Cell]]
    light_column: str = ""


def render_workbook(report: Report) -> bytes:
    """Five sheets: 任务台账 (a row per item), 差距, 证据, 数字, 收件."""
    book = Workbook()
    book.remove(book.active)
    receipts = list(zip(RECEIPT_HEADS, RECEIPT_WIDTHS, strict=True))
    sheets = (
        _Sheet(ITEM_SHEET, ITEM_COLUMNS, [_item_row(entry, report) for entry in report.items], "灯"),
        _Sheet(GAP_SHEET, GAP_COLUMNS, [_gap_row(gap, report) for gap in report.gaps], "灯"),
        _Sheet(
            "证据",
            EVIDENCE_COLUMNS,
            _evidence_rows(_newest(report.rows, [row.period for row in report.rows])),
        ),
        _Sheet("数字", FIGURE_COLUMNS, _figure_rows(report)),
        _Sheet("收件", receipts, [receipt_row(one) for one in report.receipts]),
    )
    edits = {}
    for number, sheet in enumerate(sheets, 1):
        rows = _write_sheet(book, sheet, report)
        edits[f"xl/worksheets/sheet{number}.xml"] = partial(with_rows, rows=rows, columns=len(sheet.columns))
    _mark(book, report)
    target = io.BytesIO()
    book.save(target)
    return settle_zip(target.getvalue(), report.as_of, edits)


def _write_sheet(book: Workbook, sheet: _Sheet, report: Report) -> list[str]:
    """Make the sheet but for its rows, which are returned as XML."""
    page = book.create_sheet(sheet.title)
    _title_row(page, sheet, report)
    for column, (name, width) in enumerate(sheet.columns, 1):
        cell = page.cell(2, column, name)
        cell.font, cell.fill, cell.border = Font(_FONT, 11, bold=True), _HEAD_FILL, _BORDER
        cell.alignment = Alignment("center", "center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width
    _shape_page(page, sheet)
    if sheet.light_column:
        _colour_lights(page, sheet, report.lights)
    if any(name == OPINION_HEADS[0] for name, _ in sheet.columns):
        _offer_opinions(page, sheet)
    if len(sheet.rows) > MOST_STYLED:
        return [row_xml(place, row, None, None) for place, row in enumerate(sheet.rows, 3)]
    styles = [_style_of(page, name, width) for name, width in sheet.columns]
    return [row_xml(place, row, styles, _height(row, sheet)) for place, row in enumerate(sheet.rows, 3)]


def _title_row(page: Any, sheet: _Sheet, report: Report) -> None:
    title = (
        f"{report.plan_title}　{sheet.title}（{period_words(report.period)}，截至{day_words(report.as_of)}）"
    )
    if len(sheet.rows) == MOST_ROWS:
        title += f"，列最近各期{MOST_ROWS}条，其余见网页报告的检索和以往各期"
    cell = page.cell(1, 1, neutral_cell(title))
    cell.font, cell.alignment = Font(_FONT, 14, bold=True), Alignment("left", "center")
    page.row_dimensions[1].height = 26


def _style_of(page: Any, name: str, width: float) -> int:
    """The place of a column's style among the book's cell styles."""
    cell = StyleableObject(page)
    cell.font, cell.border = Font(_FONT, 10), _BORDER
    cell.alignment = Alignment("center" if width <= 12 else "left", "center", wrap_text=True)
    if name in OPINION_HEADS:
        cell.fill = _OPINION_FILL
    return int(cell.style_id)


def _height(row: Sequence[Cell], sheet: _Sheet) -> float:
    """Enough for the longest cell: programs do not agree on fitting rows when a file is opened."""
    lines = 1
    for value, (_, width) in zip(row, sheet.columns, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(-(-_columns(line) // int(width - 1)) or 1 for line in value.split("\n")))
    return min(lines * _LINE_HEIGHT + 4, _HIGHEST)


def _columns(text: str) -> int:
    """Width in half-width characters."""
    return sum(1 if ord(character) < 0x2E80 and character not in "“”—…" else 2 for character in text)


def _shape_page(page: Any, sheet: _Sheet) -> None:
    """Filter, frozen heads, repeated print titles; landscape, one page wide, A3 for the two wide sheets."""
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A2:{last}{max(2, len(sheet.rows) + 2)}"
    page.freeze_panes = "D3" if sheet.title == ITEM_SHEET else "B3"
    page.print_title_rows = "1:2"
    wide = sheet.title in (ITEM_SHEET, GAP_SHEET)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A3 if wide else _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "— &P —"
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_view.zoomScale = 90


def _colour_lights(page: Any, sheet: _Sheet, lights: Sequence[LightStyle]) -> None:
    """The letter stays readable in black and white; the colour only repeats it."""
    place = next(place for place, (name, _) in enumerate(sheet.columns, 1) if name == sheet.light_column)
    letter = get_column_letter(place)
    area = f"{letter}3:{letter}{len(sheet.rows) + 3}"
    for style in lights:
        rule = FormulaRule(
            formula=[f'${letter}3="{style.name}"'],
            fill=PatternFill("solid", bgColor=style.colour),
            font=Font(color=style.ink, bold=True),
        )
        page.conditional_formatting.add(area, rule)


def _offer_opinions(page: Any, sheet: _Sheet) -> None:
    column = next(place for place, (name, _) in enumerate(sheet.columns, 1) if name == OPINION_HEADS[0])
    letter = get_column_letter(column)
    choice = DataValidation("list", formula1=f'"{",".join(OPINIONS)}"', allow_blank=True)
    choice.promptTitle, choice.prompt = (
        "审核意见",
        "请从下拉项中选择；审核人、审核时间可不填，默认取文件最后保存人和时间",
    )
    choice.errorTitle, choice.error = "审核意见", f"请选择：{'、'.join(OPINIONS)}"
    choice.showInputMessage = choice.showErrorMessage = True
    choice.add(f"{letter}3:{letter}{len(sheet.rows) + 2 if sheet.rows else 3}")
    page.add_data_validation(choice)


def _mark(book: Workbook, report: Report) -> None:
    for name, value in ((MARK, "1"), (MARK_AS_OF, report.as_of.isoformat()), (MARK_PLAN, report.plan_id)):
        book.custom_doc_props.append(StringProperty(name=name, value=neutral_cell(value)))
    moment = datetime.combine(report.as_of, time(8, 0))
    book.properties.creator = book.properties.lastModifiedBy = "duban"
    book.properties.title = neutral_cell(f"{report.plan_title}任务台账")
    book.properties.created = book.properties.modified = moment


def _item_row(entry: ItemEntry, report: Report) -> list[Cell]:
    item = entry.item
    cards = _cards(entry)
    problems = [
        f"{kind_name(gap.finding.kind)}（{report.style(gap.finding.light).name}）：{gap.finding.because}"
        for gap in entry.gaps
    ]
    closes = dict.fromkeys(gap.finding.closes_by for gap in entry.gaps)
    units = dict.fromkeys(card.unit for card in cards if card.unit)
    notes = ["争取类"] * item.soft + ["有条件触发"] * item.conditional + ["不高于类"] * item.ceiling
    notes += [f"判定不看报送，另列{report.style('red').name}灯：{kind}" for kind in red_kinds_beside(entry)]
    by = min((gap.by for gap in entry.gaps), default=None)
    return [
        item.number, item.category_name, item.text, "、".join(item.lead) or "清单未列",
        "、".join(item.responsible) or "清单未列", due_and_targets(entry), entry.standing,
        _worst(entry, report), _progress(cards), _share(entry), "\n".join(problems), _plans(cards),
        "\n".join(closes), day_words(by, ""), "是" if entry.standing == "完成" else "否", _files(cards),
        "、".join(units), "、".join(notes),
        *_opinion_cells(entry.opinion),
    ]  # fmt: skip


def _cards(entry: ItemEntry) -> list[EvidenceCard]:
    """What the gaps cite, then the other acts told in words that stand without their table."""
    cited = [card for gap in entry.gaps for card in gap.cards]
    return distinct_cards([*cited, *telling_cards(entry.cards)])[:CARDS_PER_ITEM]


def _plans(cards: Sequence[EvidenceCard]) -> str:
    """What units say they will do next, in their words."""
    words = [excerpt(card.evidence.quote, 160) for card in cards if card.status == "planned"]
    return "\n".join(dict.fromkeys(words[:3]))


def _files(cards: Sequence[EvidenceCard]) -> str:
    """Where it stands, a line a file; the 证据 sheet has every place."""
    places: dict[str, list[str]] = {}
    for card in cards:
        places.setdefault(card.name, []).append(card.place)
    lines = [f"{name}，{'、'.join(dict.fromkeys(found[:3]))}" for name, found in places.items()]
    more = f"\n另有{len(lines) - _FILES_SHOWN}份，见“证据”表" if len(lines) > _FILES_SHOWN else ""
    return "\n".join(lines[:_FILES_SHOWN]) + more


def _worst(entry: ItemEntry, report: Report) -> str:
    shown = {gap.finding.light for gap in entry.gaps}
    return next((style.name for style in report.lights if style.light in shown), "")


def _progress(cards: Sequence[EvidenceCard]) -> str:
    acts = [card for card in cards if card.status not in ("planned", "none", "")]
    words = [
        f"〔{STATUS_NAMES.get(card.status, '表述')}〕{excerpt(card.evidence.quote, 200)}" for card in acts[:3]
    ]
    if words:
        return "\n".join(dict.fromkeys(words))
    if any(card.status == "planned" for card in cards):
        return "只见到计划、打算"
    return "材料未载明进展" if cards else "未见到本期材料"


def _share(entry: ItemEntry) -> Cell:
    """The latest figure against its target, where the item has one; nothing is guessed otherwise."""
    for series in entry.series:
        if series.target:
            return f"{series.points[-1].value / series.target:.0%}"
    return ""


def _opinion_cells(opinion: Opinion | None) -> list[Cell]:
    if opinion is None:
        return ["", "", "", ""]
    return [opinion.opinion, opinion.author, opinion.time, opinion.note]


def _gap_row(gap: GapEntry, report: Report) -> list[Cell]:
    finding = gap.finding
    quotes = "\n".join(f"“{excerpt(card.evidence.quote, _QUOTE_LIMIT)}”" for card in gap.cards)
    places = "\n".join(f"{card.name}，{card.place}" for card in gap.cards)
    return [
        finding.id, finding.item if finding.item is not None else "", finding.part or "",
        kind_name(finding.kind), report.style(finding.light).name, STATE_NAMES[gap.state], gap.first_seen,
        finding.unit or "、".join(finding.units), finding.because, finding.closes_by,
        day_words(gap.by), quotes or "未见到有关表述", places, gap.verify, *_opinion_cells(gap.opinion),
    ]  # fmt: skip


def _newest(rows: Sequence[T], periods: Sequence[str]) -> list[T]:
    """Of very many rows those of the newest periods, in their order; a sheet of 20,000 takes half a minute to open."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    newest = sorted(range(len(rows)), key=lambda place: periods[place], reverse=True)[:MOST_ROWS]
    return [rows[place] for place in sorted(newest)]


def _evidence_rows(rows: Sequence[EvidenceRow]) -> list[list[Cell]]:
    bands = {"accepted": "认定", "asked": "待核对"}
    return [
        [
            row.item, row.unit or "待认定", period_words(row.period), STATUS_NAMES.get(row.status, row.status),
            bands.get(row.band, row.band), round(row.probability, 2), excerpt(row.quote, _QUOTE_LIMIT),
            row.file, row.place, row.sha256,
        ]
        for row in rows
    ]  # fmt: skip


def _figure_rows(report: Report) -> list[list[Cell]]:
    points = [
        (entry, series, point) for entry in report.items for series in entry.series for point in series.points
    ]
    return [
        [
            entry.item.number, series.metric, series.target_text, period_words(point.period), point.value,
            series.unit, point.surface, point.unit or "待认定", point.file, point.place,
        ]
        for entry, series, point in _newest(points, [point.period for _, _, point in points])
    ]  # fmt: skip


def as_day(moment: datetime | date | str) -> str:
    """A cell's date as ISO text; text stays as typed."""
    return moment.isoformat() if isinstance(moment, date) else str(moment)
