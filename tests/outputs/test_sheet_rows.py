"""Rows written as XML are what a workbook library reads back, cell for cell."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from outputs.sheet_rows import Cell, row_xml, with_rows
from outputs.writing_zip import settle_zip

HOSTILE = (
    "=1+1", "+1", "@x", "<b>&amp;</b>]]>", "a\nb", "  两边有空格 ", "\x07\ufffe\ud800", "", "“引号”", "0012",
)  # fmt: skip


def _read(*rows: list[Cell], styles: list[int] | None = None) -> list[list[object]]:
    book = Workbook()
    book.active.append(["头"] * len(rows[0]))
    target = io.BytesIO()
    book.save(target)
    written = [row_xml(place, row, styles, None) for place, row in enumerate(rows, 2)]

    def edit(part: bytes) -> bytes:
        return with_rows(part, written, len(rows[0]))

    data = settle_zip(target.getvalue(), date(2022, 1, 31), {"xl/worksheets/sheet1.xml": edit})
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet.dimensions.endswith(str(len(rows) + 1))
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize("styles", [None, [0] * (len(HOSTILE) + 2)])
def test_texts_stay_texts_and_numbers_numbers(styles: list[int] | None) -> None:
    (row,) = _read([*HOSTILE, 12, 0.25], styles=styles)
    assert row == [
        "'=1+1", "'+1", "'@x", "<b>&amp;</b>]]>", "a\nb", "  两边有空格 ", "[U+0007][U+FFFE][U+D800]", None,
        "“引号”", "0012", 12, 0.25,
    ]  # fmt: skip


def test_rows_keep_their_order_and_their_place() -> None:
    rows: list[list[Cell]] = [[f"第{number}行", number] for number in range(1, 30)]
    assert _read(*rows) == rows
