"""Papers through reportlab: its own line breaking and tables, letters drawn twice, pages on their side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.office_papers.papers import Grid, Paper, Setting, Text

FONT = "STSong-Light"  # named in the file, not carried by it


def draw_papers(papers: Sequence[Paper], folder: Path) -> list[Path]:
    """One PDF for each paper in `folder`."""
    return [_draw(paper, folder / f"{paper.name}.pdf") for paper in papers]


@cache
def _font() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return FONT


def _draw(paper: Paper, path: Path) -> Path:
    from reportlab.platypus import BaseDocTemplate, PageTemplate

    setting = paper.setting
    width, height = (842, 595) if setting.landscape else (595, 842)
    size = (height, width) if setting.rotated else (width, height)
    document = BaseDocTemplate(str(path), pagesize=size, invariant=1)
    frames = _frames(setting, width, height)
    document.addPageTemplates(
        PageTemplate("all", frames, onPage=lambda canvas, _: _furnish(canvas, setting, width, height))
    )
    wide = frames[0]._width
    story = [_text(p, setting) if isinstance(p, Text) else _table(p, setting, wide) for p in paper.parts]
    document.build(story)
    return path


def _frames(setting: Setting, width: float, height: float) -> list[Any]:
    from reportlab.platypus import Frame

    side, end = setting.margins
    gap = 24.0
    each = (width - 2 * side - gap * (setting.columns - 1)) / setting.columns
    places = [side + i * (each + gap) for i in range(setting.columns)]
    return [Frame(x, end, each, height - 2 * end, 0, 0, 0, 0) for x in places]


def _furnish(canvas: Any, setting: Setting, width: float, height: float) -> None:
    """Head and foot; a page that lies on its side is turned first."""
    if setting.rotated:
        canvas.setPageRotation(90)
        canvas.translate(height, 0)
        canvas.rotate(90)
    canvas.setFont(_font(), 10)
    if setting.head:
        canvas.drawCentredString(width / 2, height - 40, setting.head)
    canvas.drawCentredString(width / 2, 36, setting.foot.format(canvas.getPageNumber()))


def _style(kind: str, setting: Setting) -> Any:
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    prose = TA_JUSTIFY if setting.justified else TA_LEFT
    where = {"title": TA_CENTER, "caption": TA_CENTER, "signature": TA_RIGHT}.get(kind, prose)
    size = 1.4 * setting.size if kind == "title" else setting.size
    hanging = kind == "item" and setting.hanging
    indented = kind in ("heading", "prose", "item")
    return ParagraphStyle(
        kind,
        fontName=_font(),
        fontSize=size,
        leading=max(setting.leading, 1.3 * size),
        leftIndent=2 * size if hanging else 0,
        firstLineIndent=-2 * size if hanging else setting.indent * size if indented else 0,
        alignment=where,
        spaceAfter=setting.after,
        wordWrap="CJK",
    )


def _text(part: Text, setting: Setting) -> Any:
    from xml.sax.saxutils import escape

    from reportlab.platypus import Paragraph

    class Twice(Paragraph):  # type: ignore[misc]
        """Bold as some print drivers make it: every letter drawn again a little to the right."""

        def draw(self) -> None:
            super().draw()
            self.canv.saveState()
            self.canv.translate(0.3, 0)
            super().draw()
            self.canv.restoreState()

    form = Twice if setting.fake_bold and part.kind in ("title", "heading") else Paragraph
    return form(escape(part.text), _style(part.kind, setting))


def _table(grid: Grid, setting: Setting, width: float) -> Any:
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph

    size = min(setting.size, 12)
    cell = ParagraphStyle("cell", fontName=_font(), fontSize=size, leading=1.3 * size, wordWrap="CJK")
    rows = [[Paragraph(escape(text), cell) for text in row] for row in grid.rows]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if grid.looks == "grid":
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
        style += [
            ("SPAN", (c, r), (c + columns - 1, r + down - 1))
            for (r, c), (down, columns) in grid.spans.items()
        ]
    else:
        for row, thick in ((0, 1.5), (grid.header, 0.7)):
            style.append(("LINEABOVE", (0, row), (-1, row), thick, "black"))
        style.append(("LINEBELOW", (0, -1), (-1, -1), 1.5, "black"))
    return LongTable(
        rows, [share * width for share in grid.widths], repeatRows=grid.header, style=style, spaceAfter=8
    )
