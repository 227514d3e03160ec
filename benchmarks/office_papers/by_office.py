"""Papers through LibreOffice: written as .docx with python-docx, printed to PDF."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.office_papers.papers import Grid, Paper, Setting, Text

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


def print_papers(papers: Sequence[Paper], folder: Path) -> list[Path]:
    """One PDF for each paper in `folder`, all by one start of LibreOffice; needs `soffice` on the path."""
    with tempfile.TemporaryDirectory() as place:
        written = [write(paper, Path(place) / f"{paper.name}.docx") for paper in papers]
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, written)], check=True, capture_output=True)
    return [folder / f"{paper.name}.pdf" for paper in papers]


def write(paper: Paper, path: Path) -> Path:
    from docx import Document

    document = Document()
    _page(document.sections[0], paper.setting)
    for part in paper.parts:
        if isinstance(part, Text):
            _text(document, part, paper.setting)
        else:
            _table(document, part, paper.setting)
    document.save(str(path))
    return path


def _page(section: Any, setting: Setting) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    width, height = (842, 595) if setting.landscape else (595, 842)
    section.page_width, section.page_height = Pt(width), Pt(height)
    if setting.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin = section.right_margin = Pt(setting.margins[0])
    section.top_margin = section.bottom_margin = Pt(setting.margins[1])
    if setting.columns == 2:
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), "480")
    if setting.head:
        section.header.paragraphs[0].text = setting.head
    before, _, after = setting.foot.partition("{}")
    _numbered(section.footer.paragraphs[0], before, after)


def _numbered(paragraph: Any, before: str, after: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = 1
    paragraph.add_run(before)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(after)


def _text(document: Any, part: Text, setting: Setting) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(setting.after)
    form.line_spacing = Pt(setting.leading)
    if part.kind in ("title", "caption"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        form.line_spacing = Pt(1.4 * setting.size * 1.4) if part.kind == "title" else form.line_spacing
    elif part.kind == "signature":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if setting.justified else WD_ALIGN_PARAGRAPH.LEFT
        form.first_line_indent = Pt(setting.indent * setting.size)
        if part.kind == "item" and setting.hanging:
            form.left_indent, form.first_line_indent = Pt(2 * setting.size), Pt(-2 * setting.size)
    run = paragraph.add_run(part.text)
    _letters(run, setting, 1.4 * setting.size if part.kind == "title" else setting.size)
    run.bold = part.kind in ("title", "heading")


def _letters(run: Any, setting: Setting, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    name = SANS if setting.sans else SERIF
    run.font.size, run.font.name = Pt(size), name
    run._r.rPr.rFonts.set(qn("w:eastAsia"), name)


def _table(document: Any, grid: Grid, setting: Setting) -> None:
    from docx.shared import Pt

    table = document.add_table(rows=len(grid.rows), cols=len(grid.widths))
    table.autofit = False
    width = 595 - 2 * setting.margins[0] if not setting.landscape else 842 - 2 * setting.margins[0]
    if setting.columns == 2:
        width = (width - 24) / 2
    if grid.looks == "grid":
        table.style = "Table Grid"
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Pt(share * width)
    size = min(setting.size, 12)
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            cell = table.cell(r, c)
            cell.width = Pt(grid.widths[c] * width)
            run = cell.paragraphs[0].add_run(text)
            _letters(run, setting, size)
            if grid.looks == "three_line":
                _rules(cell, r, len(grid.rows))
    for (r, c), (rows, columns) in grid.spans.items():
        table.cell(r, c).merge(table.cell(r + rows - 1, c + columns - 1))
    for row in table.rows[: grid.header]:
        _repeats(row)


def _repeats(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _rules(cell: Any, row: int, rows: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    drawn = {"top": row == 0, "bottom": row in (0, rows - 1)}
    for side in ("top", "bottom"):
        if drawn[side]:
            line = OxmlElement(f"w:{side}")
            for key, value in (
                ("val", "single"),
                ("sz", "12" if side == "top" or row else "6"),
                ("space", "0"),
            ):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
