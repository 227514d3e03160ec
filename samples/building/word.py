"""Lines into a real .docx, with revisions, footnotes, text boxes and automatic numbers."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from building.markup import INLINE, Line

FONT = "Noto Serif CJK SC"
WRITTEN = datetime(2021, 6, 30, 9, 0, 0)  # noqa: DTZ001 - a document's own clock has no zone
EPOCH = (2021, 6, 30, 9, 0, 0)
NUMBERS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/>
<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>"""
BOX = """<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box1" type="#_x0000_t202"
style="width:400pt;height:90pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>
</v:textbox></v:shape></w:pict></w:r>"""
NOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {ns}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
{notes}</w:footnotes>"""
NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
)
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def _style(document: WordDocument) -> None:
    for name in ("Normal", "Heading 1", "Title"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "办公室", WRITTEN, WRITTEN


def _page_number(document: WordDocument) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    footer.add_run(" —")


def _revision(tag: str, text: str, number: int) -> Any:
    inner = "w:t" if tag == "w:ins" else "w:delText"
    return parse_xml(
        f'<{tag} {nsdecls("w")} w:id="{number}" w:author="教务处" w:date="2021-06-29T16:20:00Z">'
        f'<w:r><{inner} xml:space="preserve">{text}</{inner}></w:r></{tag}>'
    )


def _fill(paragraph: Paragraph, text: str, notes: list[str]) -> None:
    place = 0
    for match in INLINE.finditer(text):
        paragraph.add_run(text[place : match.start()])
        if match[1] == "*":
            notes.append(match[2])
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(notes)))
            paragraph.add_run()._r.append(reference)
        else:
            tag = "w:ins" if match[1] == "+" else "w:del"
            paragraph._p.append(_revision(tag, match[2], 900 + match.start()))
        place = match.end()
    paragraph.add_run(text[place:])


def _add_table(document: WordDocument, rows: tuple[tuple[str, ...], ...], notes: list[str]) -> Table:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = table.cell(r, c)
            if text == "^":
                table.cell(r - 1, c).merge(cell)
            elif text == "<":
                table.cell(r, c - 1).merge(cell)
            else:
                _fill_cell(cell, text, notes)
    _trim_merged(table)
    _set_widths(table, rows)
    return table


def _set_widths(table: Table, rows: tuple[tuple[str, ...], ...]) -> None:
    """Columns as wide as what stands in them, within the 15.6 cm between the margins."""
    longest = [min(24, max(len(row[c]) for row in rows)) + 3 for c in range(len(rows[0]))]
    table.autofit = False
    for column, length in zip(table.columns, longest, strict=True):
        for cell in column.cells:
            cell.width = Cm(15.6 * length / sum(longest))


def _fill_cell(cell: _Cell, text: str, notes: list[str]) -> None:
    first, *more = text.split("\n")
    _fill(cell.paragraphs[0], first, notes)
    for part in more:
        _fill(cell.add_paragraph(), part, notes)


def _trim_merged(table: Table) -> None:
    """Merging leaves empty paragraphs behind; a clerk's table has none."""
    for cell in {id(c._tc): c for row in table.rows for c in row.cells}.values():
        for paragraph in cell.paragraphs[1:]:
            if not paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)


def _number(document: WordDocument, paragraph: Paragraph) -> None:
    numbering = document.part.numbering_part.element
    if not numbering.xpath("w:abstractNum[@w:abstractNumId='77']"):
        numbering.insert(0, parse_xml(NUMBERS))
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = 77


def _letterhead(paragraph: Paragraph, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(26), True, RGBColor(0xC8, 0x10, 0x10)


def _add_line(document: WordDocument, line: Line, notes: list[str]) -> None:
    if line.kind == "table":
        _add_table(document, line.rows, notes)
        return
    if line.kind == "break":
        document.add_page_break()
        return
    style = {"title": "Title", "heading": "Heading 1", "numbered": "Heading 1"}.get(line.kind, "Normal")
    paragraph = document.add_paragraph(style=style)
    if line.kind == "letterhead":
        _letterhead(paragraph, line.text)
        return
    if line.kind == "box":
        paragraph._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text=line.text)))
        return
    _fill(paragraph, line.text, notes)
    _place(document, paragraph, line.kind)


def _place(document: WordDocument, paragraph: Paragraph, kind: str) -> None:
    if kind == "numbered":
        _number(document, paragraph)
    elif kind == "paragraph":
        paragraph.paragraph_format.first_line_indent = Pt(28)
    elif kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif kind in ("title", "centred"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_notes(document: WordDocument, notes: list[str]) -> None:
    body = "".join(NOTE.format(id=i, text=text) for i, text in enumerate(notes, start=1))
    blob = NOTES.format(ns=nsdecls("w"), notes=body).encode("utf-8")
    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def freeze(data: bytes) -> bytes:
    """The same zip with fixed times, so that building twice yields the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_docx(lines: list[Line], *, page_numbers: bool = False) -> bytes:
    """A .docx of these lines."""
    document, notes = Document(), list[str]()
    _style(document)
    if page_numbers:
        _page_number(document)
    for line in lines:
        _add_line(document, line, notes)
    if notes:
        _add_notes(document, notes)
    out = BytesIO()
    document.save(out)
    return freeze(out.getvalue())


def write_docx(lines: list[Line], target: Path, *, page_numbers: bool = False) -> None:
    """The same, into a file."""
    target.write_bytes(make_docx(lines, page_numbers=page_numbers))
