"""Lines into an .xlsx ledger: title over all columns, merged cells as in the office."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from building.markup import Line
from building.word import WRITTEN, freeze


def _put_row(sheet: Worksheet, row: tuple[str, ...], number: int) -> None:
    for column, text in enumerate(row, start=1):
        if text in ("^", "<"):
            continue
        cell = sheet.cell(number, column)
        if text.endswith("%") and text[:-1].isdigit():
            cell.value, cell.number_format = int(text[:-1]) / 100, "0%"
        else:
            cell.value = text
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def _merge_down(sheet: Worksheet, rows: tuple[tuple[str, ...], ...], first: int) -> None:
    for column in range(len(rows[0])):
        start = 0
        for index in range(1, len(rows) + 1):
            if index < len(rows) and rows[index][column] == "^":
                continue
            if index - start > 1:
                bounds = {"start_row": first + start, "end_row": first + index - 1}
                sheet.merge_cells(start_column=column + 1, end_column=column + 1, **bounds)
            start = index


def _put_line(sheet: Worksheet, line: Line, number: int, width: int) -> int:
    if line.kind == "table":
        for offset, row in enumerate(line.rows):
            _put_row(sheet, row, number + offset)
        _merge_down(sheet, line.rows, number)
        return number + len(line.rows)
    sheet.cell(number, 1).value = line.text
    sheet.cell(number, 1).font = Font(bold=line.kind == "title", size=16 if line.kind == "title" else 11)
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
    return number + 1


def make_xlsx(lines: list[Line]) -> bytes:
    """One sheet with these lines."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = "任务台账"
    width = max(len(line.rows[0]) for line in lines if line.rows)
    number = 1
    for line in lines:
        number = _put_line(sheet, line, number, width)
    for column, size in zip("ABCDEFGH", (6, 18, 34, 44, 12, 12, 16, 16), strict=True):
        sheet.column_dimensions[column].width = size
    book.properties.created = book.properties.modified = WRITTEN
    out = BytesIO()
    book.save(out)
    return freeze(out.getvalue())
