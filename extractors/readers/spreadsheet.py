"""Ledgers (.xlsx, .xls, .et, .xlsb, .ods): every visible cell with its place, its header rows marked."""

from __future__ import annotations

import zipfile

from extractors.document import Block, BlockKind, Document, Problem
from extractors.errors import TooLarge, UnreadableDocument
from extractors.readers.header_rows import Layout, find_layout
from extractors.readers.limits import Limits
from extractors.readers.recognise import recognise
from extractors.readers.sheet_grid import Place, Sheet, cell_name, column_name
from extractors.readers.sheet_sources import sheets_by_calamine, sheets_of_xls, sheets_of_xlsx

_LISTED = 8  # places named in one message
_ASK = "请核对隐藏内容；需作为佐证的，请取消隐藏后重报"


def read_spreadsheet(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Each non-empty visible cell is a Block with `table` = number of its sheet (0-based, hidden ones counted).

    A title row above the header is a heading, a lead-in line (填报单位：…) a paragraph, a cell comment a
    note; all keep their row and column. Sheets, rows and columns that are hidden are no text, but are
    reported. Raises `TooLarge`, `PasswordProtected`, or what the library raises on broken files.
    """
    kind = recognise(data, file)
    sheets, problems = _sheets(data, file, kind, limits)
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets):
        problems += _problems(sheet)
        if not sheet.hidden:
            _add_blocks(blocks, number, sheet)
        if len(blocks) > limits.blocks:
            raise TooLarge(file, f"单元格超过 {limits.blocks} 个", "请删去无关的数据表后重报")
    return Document(file, sha256, kind, tuple(blocks), problems=tuple(problems))


def _sheets(data: bytes, file: str, kind: str, limits: Limits) -> tuple[list[Sheet], list[Problem]]:
    try:
        if kind in ("xls", "et"):
            return sheets_of_xls(data), []
        if kind == "xlsx":
            return sheets_of_xlsx(data, file, limits), []
    except (UnreadableDocument, MemoryError, ModuleNotFoundError, zipfile.BadZipFile):
        raise
    except Exception:  # openpyxl and xlrd refuse workbooks over a style or formula; the values are there
        return sheets_by_calamine(data, limits, file), [_plain_values()]
    return sheets_by_calamine(data, limits, file), [_plain_values()]


def _plain_values() -> Problem:
    return Problem(
        "plain_values",
        "未能读取单元格显示格式，数值按存储值列出（如 82% 可能列为 0.82）",
        "引用百分比前请与原件核对，或另存为 .xlsx 后重报",
    )


def _add_blocks(blocks: list[Block], number: int, sheet: Sheet) -> None:
    layout, spans = find_layout(sheet), sheet.spans
    covered = _covered(sheet)
    for row, places in sheet.rows():
        for place in places:
            if place not in covered:
                blocks.append(_block(len(blocks), number, place, sheet, layout, spans.get(place, (1, 1))))
        blocks.extend(_notes(len(blocks), number, row, sheet))


def _covered(sheet: Sheet) -> set[Place]:
    """Cells under a merged area hold nothing people see; files may still store a text there."""
    return (
        {
            place
            for top, left, bottom, right in sheet.merged
            for place in sheet.cells
            if top <= place[0] <= bottom and left <= place[1] <= right and place != (top, left)
        }
        if sheet.merged
        else set()
    )


def _block(
    index: int, number: int, place: Place, sheet: Sheet, layout: Layout, span: tuple[int, int]
) -> Block:
    row, column = place
    text, rows, columns = sheet.cells[place], span[0], span[1]
    if row in layout.titles:
        return Block(
            index,
            text,
            "heading",
            level=1,
            table=number,
            row=row,
            column=column,
            row_span=rows,
            column_span=columns,
        )
    kind: BlockKind = "paragraph" if row in layout.lead_ins else "cell"
    marks = ("header_row",) if row in layout.headers else ()
    return Block(
        index,
        text,
        kind,
        table=number,
        row=row,
        column=column,
        row_span=rows,
        column_span=columns,
        marks=marks,
    )


def _notes(index: int, number: int, row: int, sheet: Sheet) -> list[Block]:
    places = [place for place in sorted(sheet.comments) if place[0] == row and sheet.comments[place].strip()]
    return [
        Block(
            index + offset,
            sheet.comments[place],
            "note",
            table=number,
            row=row,
            column=place[1],
            marks=("comment",),
        )
        for offset, place in enumerate(places)
    ]


def _problems(sheet: Sheet) -> list[Problem]:
    name = f"工作表“{sheet.name}”"
    if sheet.hidden:
        return (
            [Problem("hidden_sheet", f"{name}为隐藏工作表，其中 {len(sheet.cells)} 个单元格未计入正文", _ASK)]
            if sheet.cells
            else []
        )
    found = []
    unseen = set(sheet.cells) - set(sheet.visible)
    if unseen:
        found.append(
            Problem(
                "hidden_cells", f"{name}{_where(unseen, sheet)}，其中 {len(unseen)} 个单元格未计入正文", _ASK
            )
        )
    if sheet.uncalculated:
        places = "、".join(cell_name(place) for place in sheet.uncalculated[:_LISTED])
        more = f"等 {len(sheet.uncalculated)} 处" if len(sheet.uncalculated) > _LISTED else ""
        found.append(
            Problem(
                "no_cached_value",
                f"{name} {places}{more}为公式，文件未存计算结果，未能读出数值",
                "请用 Excel 或 WPS 打开、重新计算并保存后重报",
            )
        )
    return found


def _where(unseen: set[Place], sheet: Sheet) -> str:
    rows = sorted({place[0] + 1 for place in unseen if place[0] in sheet.hidden_rows})
    columns = sorted({place[1] for place in unseen if place[1] in sheet.hidden_columns})
    parts = []
    if rows:
        parts.append(
            "第" + "、".join(map(str, rows[:_LISTED])) + ("等" if len(rows) > _LISTED else "") + "行为隐藏行"
        )
    if columns:
        parts.append("、".join(map(column_name, columns[:_LISTED])) + "列为隐藏列")
    return "，".join(parts)
