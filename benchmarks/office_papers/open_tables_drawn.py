"""Tables without vertical rules as PDF: by reportlab, by LibreOffice from .docx, by Chromium from HTML."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.office_papers.by_office import SERIF
from benchmarks.office_papers.by_reportlab import _font

if TYPE_CHECKING:
    from benchmarks.office_papers.open_tables import OpenTable

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 72.0
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def _covered(table: OpenTable) -> set[tuple[int, int]]:
    """Cells of the head that lie under another one."""
    return {
        (r + i, c + j)
        for (r, c), (down, across) in table.spans.items()
        for i, j in product(range(down), range(across))
        if i or j
    }


def by_reportlab(tables: Sequence[OpenTable], folder: Path) -> list[Path]:
    return [_drawn(table, folder / f"{table.name}.pdf") for table in tables]


def _drawn(table: OpenTable, path: Path) -> Path:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    side = {"left": 0, "center": 1, "right": 2}
    prose = ParagraphStyle(
        "prose", fontName=_font(), fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )
    note = ParagraphStyle("note", fontName=_font(), fontSize=9, leading=13, wordWrap="CJK")
    styles = [
        ParagraphStyle(
            s, fontName=_font(), fontSize=table.size, leading=table.leading, alignment=side[s], wordWrap="CJK"
        )
        for s in table.sides
    ]
    rows = [
        [Paragraph(escape(text), style) for text, style in zip(row, styles, strict=True)]
        if any(row)
        else list(row)
        for row in table.rows
    ]
    drawn = LongTable(
        rows,
        [share * (WIDTH - 2 * MARGIN) for share in table.widths],
        repeatRows=table.head,
        style=_reportlab_style(table),
        spaceBefore=8,
        spaceAfter=8,
    )
    story = [Paragraph(escape(table.before), prose), drawn]
    story += [Paragraph(escape(table.note), note)] if table.note else []
    SimpleDocTemplate(
        str(path), pagesize=(WIDTH, HEIGHT), leftMargin=MARGIN, rightMargin=MARGIN, invariant=1
    ).build([*story, Paragraph(escape(table.after), prose)])
    return path


def _reportlab_style(table: OpenTable) -> list[Any]:
    whole: Any = ((0, 0), (-1, -1))
    style: list[Any] = [
        ("VALIGN", *whole, table.height.upper()),
        ("TOPPADDING", *whole, table.padding),
        ("BOTTOMPADDING", *whole, table.padding),
        ("LEFTPADDING", *whole, table.gap),
        ("RIGHTPADDING", *whole, table.gap),
        ("LINEABOVE", (0, 0), (-1, 0), 1.5, "black"),
        ("LINEBELOW", (0, table.head - 1), (-1, table.head - 1), 0.7, "black"),
        ("LINEBELOW", (0, -1), (-1, -1), 1.5, "black"),
    ]
    for (r, c), (down, across) in table.spans.items():
        style.append(("SPAN", (c, r), (c + across - 1, r + down - 1)))
        if across > 1 and table.rule_under_spans:
            style.append(("LINEBELOW", (c, r), (c + across - 1, r), 0.5, "black"))
    return style


def by_chromium(tables: Sequence[OpenTable], folder: Path) -> list[Path]:
    browser = chromium()
    with tempfile.TemporaryDirectory() as place:
        for table in tables:
            page = Path(place) / f"{table.name}.html"
            page.write_text(_html(table), encoding="utf-8")
            target = folder / f"{table.name}.pdf"
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            command = [str(browser), *options, f"--user-data-dir={place}/profile", f"--print-to-pdf={target}"]
            subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
    return [folder / f"{table.name}.pdf" for table in tables]


def _html(table: OpenTable) -> str:
    covered = _covered(table)
    lines = []
    for r, row in enumerate(table.rows):
        cells = "".join(_td(table, r, c, text) for c, text in enumerate(row) if (r, c) not in covered)
        lines.append(f"<tr>{cells}</tr>")
    head, body = "".join(lines[: table.head]), "".join(lines[table.head :])
    columns = "".join(f'<col style="width:{100 * share:.2f}%">' for share in table.widths)
    keep = "break-inside:avoid" if table.whole_rows else ""
    rules = f"""@page{{size:A4;margin:{MARGIN}pt}} body{{margin:0;font:12pt/1.7 "{SERIF}"}} p{{margin:0 0 8pt;text-indent:2em}}
    table{{width:100%;border-collapse:collapse;table-layout:fixed;font-size:{table.size}pt;line-height:{table.leading}pt;margin:8pt 0;
    border-top:1.5pt solid;border-bottom:1.5pt solid}} thead{{border-bottom:.7pt solid}} tr{{{keep}}}
    td{{padding:{table.padding}pt {table.gap}pt;vertical-align:{table.height}}} .under{{border-bottom:.5pt solid}}
    .note{{font-size:9pt;text-indent:0}}"""
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{rules}</style><p>{escape(table.before)}</p>'
        f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"
        f"{note}<p>{escape(table.after)}</p></html>"
    )


def _td(table: OpenTable, row: int, column: int, text: str) -> str:
    down, across = table.spans.get((row, column), (1, 1))
    spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
    under = ' class="under"' if across > 1 and table.rule_under_spans else ""
    return f'<td{spans}{under} style="text-align:{table.sides[column]}">{escape(text)}</td>'


def by_office(tables: Sequence[OpenTable], folder: Path) -> list[Path]:
    with tempfile.TemporaryDirectory() as place:
        written = [_docx(table, Path(place) / f"{table.name}.docx") for table in tables]
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, written)], check=True, capture_output=True)
    return [folder / f"{table.name}.pdf" for table in tables]


def _docx(table: OpenTable, path: Path) -> Path:
    from docx import Document
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(WIDTH), Pt(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(MARGIN)
    _paragraph(document.add_paragraph(), table.before, 12, 20, 0)
    _docx_table(document, table)
    if table.note:
        _paragraph(document.add_paragraph(), table.note, 9, 13, 0)
    _paragraph(document.add_paragraph(), table.after, 12, 20, 0)
    document.save(str(path))
    return path


def _paragraph(paragraph: Any, text: str, size: float, leading: float, around: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(around)
    form.line_spacing = Pt(leading)
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), SERIF
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), SERIF)


def _docx_table(document: Any, table: OpenTable) -> None:
    from docx.shared import Pt

    drawn = document.add_table(rows=len(table.rows), cols=len(table.widths))
    drawn.autofit = False
    covered = _covered(table)
    cells = [list(row.cells) for row in drawn.rows]
    for column, share in zip(drawn.columns, table.widths, strict=True):
        column.width = Pt(share * (WIDTH - 2 * MARGIN))
    for (r, c), (down, across) in table.spans.items():
        cells[r][c].merge(cells[r + down - 1][c + across - 1])
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            cells[r][c].width = Pt(table.widths[c] * (WIDTH - 2 * MARGIN))
            if (r, c) not in covered:
                _fill(table, cells[r][c], c, text)
            _borders(cells[r][c], r == 0, r in (table.head - 1, len(table.rows) - 1))
    for number, row in enumerate(drawn.rows):
        _mark(row, "w:tblHeader", number < table.head)
        _mark(row, "w:cantSplit", table.whole_rows)


def _fill(table: OpenTable, cell: Any, column: int, text: str) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    heights = {"top": "TOP", "middle": "CENTER", "bottom": "BOTTOM"}
    paragraph = cell.paragraphs[0]
    _paragraph(paragraph, text, table.size, table.leading, table.padding)
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, table.sides[column].upper())
    cell.vertical_alignment = getattr(WD_ALIGN_VERTICAL, heights[table.height])


def _mark(row: Any, name: str, is_set: bool) -> None:
    from docx.oxml import OxmlElement

    if is_set:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _borders(cell: Any, above: bool, below: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:tcBorders")):
        properties.remove(old)
    borders = OxmlElement("w:tcBorders")
    for side in [name for name, drawn in (("top", above), ("bottom", below)) if drawn]:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "10"), ("space", "0")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.append(borders)
