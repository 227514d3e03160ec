"""The rows of a workbook's sheet as XML: a library's cell objects cost ten times what the text in them costs.

Heads, widths, filters, rules and styles are openpyxl's; only the rows below the heads are put in here, in the form in
which openpyxl writes them (ECMA-376, 18.3.1: inline strings and numbers).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from outputs.untrusted import neutral_cell

Cell = str | int | float

_END = b"</sheetData>"
_SIZE = re.compile(rb'<dimension ref="[A-Z0-9:]*"')


def row_xml(place: int, row: Sequence[Cell], styles: Sequence[int] | None, height: float | None) -> str:
    """One row; `place` counts from 1, `styles`: an index into the book's cell styles for each column.

    A text is made harmless and stays a text, whatever it begins with.
    """
    tall = "" if height is None else f' ht="{height:g}" customHeight="1"'
    cells = "".join(
        _cell(f"{letter}{place}", value, f' s="{styles[column]}"' if styles else "")
        for column, (letter, value) in enumerate(zip(_letters(len(row)), row, strict=True))
    )
    return f'<row r="{place}"{tall}>{cells}</row>'


@cache
def _letters(count: int) -> tuple[str, ...]:
    return tuple(get_column_letter(place) for place in range(1, count + 1))


def _cell(place: str, value: Cell, style: str) -> str:
    if not isinstance(value, str):
        return f'<c r="{place}"{style} t="n"><v>{value}</v></c>'
    if not value:
        return f'<c r="{place}"{style}/>' if style else ""
    return f'<c r="{place}"{style} t="inlineStr">{_inline(value)}</c>'


@lru_cache(maxsize=4096)  # of ten columns, seven say on a thousand rows what they said before
def _inline(value: str) -> str:
    text = escape(neutral_cell(value))
    kept = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f"<is><t{kept}>{text}</t></is>"


def with_rows(sheet: bytes, rows: Sequence[str], columns: int) -> bytes:
    """The sheet's part with these rows after those it has; they are numbered on from the last of them."""
    last = sheet.count(b"<row ") + len(rows)
    size = f'<dimension ref="A1:{get_column_letter(columns)}{last}"'.encode()
    head, end, tail = _SIZE.sub(size, sheet, count=1).partition(_END)
    return b"".join([head, "".join(rows).encode("utf-8"), end, tail])
