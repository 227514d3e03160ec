"""An official document being filled: headings, body, labelled lines, ruled tables, sections, imprint."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from outputs.report_words import day_words
from outputs.untrusted import mask_personal, show_hidden
from outputs.word_style import official_document, shape_landscape, shape_portrait
from outputs.word_xml import RowShape, labelled_paragraph, paragraph, row
from outputs.writing_zip import settle_zip

#: Characters of a unit's quote in an issued paper; the HTML report and the archive hold the rest.
QUOTE_LIMIT = 400
CELL_LIMIT = 160
_TWIPS_PER_MM = 56.6929


def paper_text(text: str) -> str:
    """Any text as an issued paper may show it: nothing hidden, no identity or phone number whole."""
    return mask_personal(show_hidden(text))


class Paper:
    """Fills one document from top to bottom; every text passes `paper_text`."""

    def __init__(self, title: str, as_of: date, author: str, *, returned: bool = False) -> None:
        """`returned`: units fill it in and send it back, so that it must be read when it comes."""
        self._document = official_document(paper_text(title), as_of, paper_text(author))
        if returned:
            self._document.core_properties.category = ""
        self._as_of = as_of
        self._started = False
        self._styles = {style.name: style.style_id for style in self._document.styles}

    def line(self, text: str, style: str = "公文正文") -> Paragraph:
        return self._add(paragraph(self._styles[style], paper_text(text)))

    def _add(self, element: Any) -> Paragraph:
        """At the end, before the properties of the last section, which a body ends with."""
        self._document.element.body[-1].addprevious(element)
        self._started = True
        return Paragraph(element, self._document._body)

    def heading(self, level: int, text: str) -> None:
        """Numbered by Word: 一、 （一） 1. （1）."""
        self.line(text, f"Heading {level}")

    def labelled(self, label: str, text: str, *, keep: bool = False) -> None:
        """A paragraph whose first words are set in 黑体: 清单要求：… `keep`: on one page with what follows."""
        told = self.points((label, text))
        if keep:
            told.paragraph_format.keep_with_next = True

    def points(self, *labelled: tuple[str, str]) -> Paragraph:
        """Short labelled sentences, one after the other in one paragraph."""
        body, label_style = self._styles["公文正文"], self._styles["要点标签"]
        told = [(f"{label}：", paper_text(text)) for label, text in labelled]
        return self._add(labelled_paragraph(body, label_style, told))

    def letterhead(self, agency: str, number: str) -> None:
        self.line(agency, "发文机关标志")
        self.line(number, "发文字号")
        self.line("", "公文顶格")

    def attachment(self, label: str, title: str, *, landscape: bool) -> None:
        """A new section on a new page: 附件1 flush left, its title centred."""
        self.section(landscape=landscape)
        self.line(label, "附件标志")
        self.line(title, "附件标题")

    def section(self, *, landscape: bool) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        (shape_landscape if landscape else shape_portrait)(section)

    def table(
        self,
        heads: Sequence[str],
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        centred: Sequence[int] = (),
        shades: Sequence[Sequence[str]] = (),
        height: float = 0,
        together: bool = False,
        small: bool = False,
    ) -> None:
        """A ruled table; `widths` in mm, head row repeated on every page, rows never torn apart.

        `centred`: columns set in the middle. `shades`: hex fill per cell and row, "" for none. `height`: least
        height of a row in mm, for forms to be filled in. `together`: the whole table on one page if it fits. `small`: 小五 instead of 五号,
        for the long tables of attachments.
        """
        table = self._document.add_table(rows=0, cols=len(heads), style="公文表格")
        twips = _fix_layout(table, widths)
        text, middle = (
            self._styles[name] for name in (("附表文字", "附表居中") if small else ("表格文字", "表格居中"))
        )
        styles = [middle if place in centred else text for place in range(len(heads))]
        shape = RowShape(twips, styles, round(height * _TWIPS_PER_MM))
        table._tbl.append(row(heads, RowShape(twips, [self._styles["表头"]] * len(heads), head=True)))
        for place, texts in enumerate(rows):
            fills = shades[place] if shades else ()
            keep = together and place < len(rows) - 1
            table._tbl.append(row([paper_text(text) for text in texts], shape, fills, keep=keep))

    def sign(self, agency: str, day: date) -> None:
        """发文机关署名 and 成文日期 two lines below the text."""
        self.line("", "公文顶格").paragraph_format.keep_with_next = True
        self.line(agency, "发文机关署名")
        self.line(day_words(day), "成文日期")

    def imprint(self, agency: str, day: date) -> None:
        """版记: thick rules outside, the issuing office and its day between them."""
        imprint = self.line("", "版记")
        imprint._p.get_or_add_pPr().insert(
            1,
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="8" w:space="1" w:color="000000"/>'
                '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="000000"/></w:pBdr>'
            ),
        )
        tabs = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="8560"/></w:tabs>')
        imprint._p.get_or_add_pPr().insert(2, tabs)
        imprint.add_run(f"{paper_text(agency)}\t{day_words(day)}印发")

    def data(self) -> bytes:
        target = io.BytesIO()
        self._document.save(target)
        return settle_zip(target.getvalue(), self._as_of)


def _fix_layout(table: Any, widths: Sequence[float]) -> list[int]:
    """Fixed column widths, so that every program draws the same table; returns them in twips."""
    twips = [round(width * _TWIPS_PER_MM) for width in widths]
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:tblW {nsdecls("w")} w:w="{sum(twips)}" w:type="dxa"/>'))
    properties.append(parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>'))
    _sort_properties(properties)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), twips, strict=True):
        column.set(qn("w:w"), str(width))
    return twips


_TABLE_ORDER = (
    "tblStyle",
    "tblpPr",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
)


def _sort_properties(properties: Any) -> None:
    """The schema wants its own order; Word repairs a file that has another."""
    children = sorted(properties, key=lambda child: _TABLE_ORDER.index(child.tag.rpartition("}")[2]))
    for child in children:
        properties.append(child)
