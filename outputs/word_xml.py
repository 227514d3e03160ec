"""Paragraphs and table rows of an official document as XML (ECMA-376, 17.3 and 17.4), made whole at once.

The same elements as python-docx makes one by one; styles, sections, headers and packing stay python-docx's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_NAMES = nsdecls("w")
_BREAK = re.compile(r"([\t\r\n])")


@dataclass(frozen=True, slots=True)
class RowShape:
    """What all rows of a table have in common."""

    widths: Sequence[int]  # twips, one a column
    styles: Sequence[str]  # style id of each column's paragraphs
    height: int = 0  # least height in twips, 0 = as high as its text
    head: bool = False  # repeated on every page


def paragraph(style: str, text: str) -> Any:
    """A paragraph element in the style with this id; without text it has no run."""
    return parse_xml(
        f'<w:p {_NAMES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text) if text else ""}</w:p>'
    )


def labelled_paragraph(style: str, label_style: str, labelled: Sequence[tuple[str, str]]) -> Any:
    """A paragraph of (label, text) pairs, one after the other; the labels in the character style with that id."""
    marks = f'<w:rPr><w:rStyle w:val="{label_style}"/></w:rPr>'
    runs = "".join(f"{_run(label, marks)}{_run(text)}" for label, text in labelled)
    return parse_xml(f'<w:p {_NAMES}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>')


def row(texts: Sequence[str], shape: RowShape, fills: Sequence[str] = (), *, keep: bool = False) -> Any:
    """A row that is never torn apart. `fills`: hex colour a cell, "" for none; `keep`: on one page with the next."""
    shades = [*fills, *[""] * (len(texts) - len(fills))]
    cells = "".join(
        _cell(text, style, width, fill, keep=keep)
        for text, style, width, fill in zip(texts, shape.styles, shape.widths, shades, strict=True)
    )
    marks = "<w:cantSplit/>" + "<w:tblHeader/>" * shape.head
    if shape.height:
        marks += f'<w:trHeight w:val="{shape.height}" w:hRule="atLeast"/>'
    return parse_xml(f"<w:tr {_NAMES}><w:trPr>{marks}</w:trPr>{cells}</w:tr>")


def _cell(text: str, style: str, width: int, fill: str, *, keep: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/>'
    marks = f'<w:pStyle w:val="{style}"/>' + "<w:keepNext/>" * keep
    return f"<w:tc><w:tcPr>{shape}</w:tcPr><w:p><w:pPr>{marks}</w:pPr>{_run(text)}</w:p></w:tc>"


def _run(text: str, marks: str = "") -> str:
    inner = marks + "".join(map(_piece, _BREAK.split(text)))
    return f"<w:r>{inner}</w:r>" if inner else "<w:r/>"


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    if text in ("\r", "\n"):
        return "<w:br/>"
    if not text:
        return ""
    kept = ' xml:space="preserve"' if len(text.strip()) < len(text) else ""
    return f"<w:t{kept}>{escape(text)}</w:t>"
