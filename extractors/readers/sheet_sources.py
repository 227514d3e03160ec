"""Where worksheets come from: openpyxl for .xlsx, xlrd for .xls and .et, calamine for the rest.

Each source gives the same `Sheet`s; only openpyxl and xlrd know number formats.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from extractors.errors import TooLarge
from extractors.readers import archives
from extractors.readers.cell_display import is_date_format, show
from extractors.readers.limits import Limits
from extractors.readers.sheet_grid import Place, Sheet

_MAX_AREA = 2_000_000  # cells of one merged area; openpyxl makes an object of each
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_UNCALCULATED = re.compile(
    rb'<c\s[^>]*?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


def sheets_of_xlsx(data: bytes, file: str, limits: Limits) -> list[Sheet]:
    """Raises whatever openpyxl raises on workbooks it does not understand."""
    import openpyxl

    with archives.open_package(data, file, limits) as archive:
        archives.check_parts(archive, file, limits)
        _check_merges(archive, file)
        pending = _uncalculated(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drawings and rules it drops; we need neither
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    return [_from_openpyxl(sheet, pending.get(sheet.title, ())) for sheet in book.worksheets]


def _from_openpyxl(sheet: Any, pending: tuple[Place, ...]) -> Sheet:
    cells: dict[Place, str] = {}
    numeric, comments = set(), {}
    for (row, column), cell in sheet._cells.items():  # the sparse store: no walk over a million empty cells
        place = (row - 1, column - 1)
        text = show(cell.value, cell.number_format if cell.has_style else "General")
        if text.strip():
            cells[place] = text
            if cell.data_type in ("n", "d"):
                numeric.add(place)
        if getattr(cell, "comment", None) is not None:
            comments[place] = cell.comment.text
    merged = tuple(
        (a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1) for a in sheet.merged_cells.ranges
    )
    return Sheet(
        sheet.title,
        cells,
        merged,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(n - 1 for n, d in sheet.row_dimensions.items() if d.hidden or d.height == 0),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        numeric=frozenset(numeric),
        comments=comments,
        uncalculated=tuple(place for place in pending if place not in cells),
    )


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            yield from range((dimension.min or 1) - 1, min(dimension.max or 0, 16_384))


def _check_merges(archive: zipfile.ZipFile, file: str) -> None:
    for entry in archive.infolist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename):
            for first, last in _MERGE.findall(archive.read(entry)):
                (top, left), (bottom, right) = _place(first), _place(last)
                if (bottom - top + 1) * (right - left + 1) > _MAX_AREA:
                    raise TooLarge(
                        file,
                        f"合并单元格 {first.decode()}:{last.decode()} 大得不合常理",
                        "请取消异常的合并单元格后重报",
                    )


def _uncalculated(archive: zipfile.ZipFile) -> dict[str, tuple[Place, ...]]:
    """Sheet name → formulas without a stored result, which show nothing to whoever does not calculate."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {
        item.get("Id"): (item.get("Target") or "").lstrip("/").removeprefix("xl/") for item in relations
    }
    names = set(archive.namelist())
    found = {}
    for sheet in book.iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        part = f"xl/{targets.get(identity, '')}"
        if part in names:
            found[sheet.get("name", "")] = tuple(
                _place(name) for name in _UNCALCULATED.findall(archive.read(part))
            )
    return found


def _place(name: bytes) -> Place:
    letters, digits = re.fullmatch(rb"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1


def sheets_of_xls(data: bytes) -> list[Sheet]:
    """BIFF workbooks (.xls, .et). Raises whatever xlrd raises."""
    import xlrd

    book = xlrd.open_workbook(
        file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    return [_from_xlrd(book, sheet) for sheet in book.sheets()]


def _from_xlrd(book: Any, sheet: Any) -> Sheet:
    cells: dict[Place, str] = {}
    numeric = set()
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text = _show_xls(book, cell)
            if text.strip():
                cells[row, column] = text
                if cell.ctype in (2, 3):
                    numeric.add((row, column))
    merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return Sheet(
        sheet.name,
        cells,
        merged,
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(n for n, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(n for n, info in sheet.colinfo_map.items() if info.hidden),
        numeric=frozenset(numeric),
        comments={place: note.text for place, note in sheet.cell_note_map.items()},
    )


def _show_xls(book: Any, cell: Any) -> str:
    from xlrd import XLDateError, error_text_from_code, xldate_as_datetime

    number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == 3 or (cell.ctype == 2 and is_date_format(number_format)):
        try:
            return show(xldate_as_datetime(cell.value, book.datemode), number_format)
        except (XLDateError, ValueError, OverflowError):
            return show(cell.value)
    if cell.ctype == 4:
        return show(bool(cell.value))
    if cell.ctype == 5:
        return str(error_text_from_code.get(cell.value, "#N/A"))
    return show(cell.value, number_format)


def sheets_by_calamine(data: bytes, limits: Limits, file: str) -> list[Sheet]:
    """Values without number formats: .xlsb, .ods, and .xlsx files that openpyxl does not understand."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    if data.startswith(b"PK"):
        with archives.open_package(data, file, limits) as archive:
            archives.check_parts(archive, file, limits)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = []
    for number, about in enumerate(book.sheets_metadata):
        sheet = book.get_sheet_by_index(number)
        top, left = sheet.start or (0, 0)
        values = {
            (top + row, left + column): value
            for row, line in enumerate(sheet.to_python(skip_empty_area=True))
            for column, value in enumerate(line)
            if str(value).strip()
        }
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        hidden = about.visible is not SheetVisibleEnum.Visible
        numeric = frozenset(place for place, value in values.items() if not isinstance(value, str))
        sheets.append(
            Sheet(about.name, {p: show(v) for p, v in values.items()}, merged, hidden=hidden, numeric=numeric)
        )
    return sheets
