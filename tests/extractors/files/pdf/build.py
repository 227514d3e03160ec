"""Draws the sample PDFs beside this file with reportlab's built-in CID font; run it to draw them anew."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
FONT = "STSong-Light"
LEFT, RIGHT, EM = 80.0, 520.0, 16.0

PROSE = [
    "今年以来，我局坚持把职业教育摆在突出位置，统筹推进各项重点任务，投入财政性经费4210万元，比上年增长9.4%，各项工作取得了新的进展。",
    "校企双方共建实训基地6处，专业课教师中双师型占比提高到68.5%，全年开展各类职业技能培训1086人次，参训人员满意度达到较高水平，企业反响良好。",
    "水产学校创客实践中心受建材涨价影响，年底仅完成装修工程的70%，未能按期建成，我们将倒排工期、挂图作战，确保2022年6月底前交付使用。",
    "下一步，将会同有关部门继续争取省级试点，进一步健全督导考核机制，压实各方责任，推动职教高地建设各项任务落到实处、见到成效。",
]


def _wrap(text: str, width: float, indent: float, size: float) -> list[str]:
    lines, line, room = [], "", width - indent
    for character in text:
        advance = pdfmetrics.stringWidth(character, FONT, size)
        if room < advance and character not in "，。、；：":
            lines.append(line)
            line, room = "", width
        line, room = line + character, room - advance
    return [*lines, line]


def _write(canvas: Canvas, x: float, y: float, text: str, size: float = EM) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def prose(path: Path) -> None:
    """Three pages: title, headings, indented paragraphs over the page ends, running head, page numbers."""
    canvas = Canvas(str(path), A4, invariant=True)
    y, page = 700.0, 1

    def furniture() -> None:
        _write(canvas, 240, 800, "职教高地建设简报", 10)
        _write(canvas, 280, 40, f"— {page} —", 12)

    furniture()
    _write(canvas, 160, 740, "职业教育工作情况报告", 22)
    for number, heading in enumerate(["一、加强组织领导", "二、存在的问题", "三、下一步打算"]):
        for text in [heading, *(PROSE[(number + k) % 4] for k in range(4))]:
            for index, line in enumerate(_wrap(text, RIGHT - LEFT, 2 * EM, EM)):
                if y < 90:
                    canvas.showPage()
                    page, y = page + 1, 740.0
                    furniture()
                _write(canvas, LEFT + (0 if index else 2 * EM), y, line)
                y -= 28
    _write(canvas, 400, y, "市教体局")
    canvas.save()


def ruled(path: Path) -> None:
    """A ruled table over two pages: header repeated, a cell over two rows, a row cut by the page end."""
    canvas = Canvas(str(path), A4, invariant=True)
    xs = [80.0, 130.0, 300.0, 520.0]
    _table(
        canvas,
        xs,
        700,
        [
            ("序号", "任务名称", "进展情况"),
            ("1", "实训基地建设", "已完成主体施工"),
            ("2", None, "完成投资4100万元"),
            ("3", "教师培养", "全年六十名教师参加企业实践，组织首"),
        ],
    )
    canvas.showPage()
    _table(
        canvas,
        xs,
        760,
        [("序号", "任务名称", "进展情况"), ("", "", "轮全员培训两期"), ("4", "社区教育", "开展讲座260场")],
    )
    canvas.save()


def _table(canvas: Canvas, xs: list[float], top: float, rows: list[tuple[str | None, ...]]) -> None:
    for index, row in enumerate(rows):
        y = top - 24 * index
        for column, text in enumerate(row):
            if text is not None:
                canvas.line(xs[column], y, xs[column + 1], y)
                _write(canvas, xs[column] + 5, y - 17, text, 12)
    bottom = top - 24 * len(rows)
    canvas.line(xs[0], bottom, xs[-1], bottom)
    for x in xs:
        canvas.line(x, top, x, bottom)


def three_line(path: Path) -> None:
    """A three-line table between two paragraphs."""
    canvas = Canvas(str(path), A4, invariant=True)
    _write(canvas, 112, 760, "各校在校生人数见下表。", 16)
    rows = [("学校", "在校生（人）", "教师（人）", "生师比")]
    rows += [
        ("水产学校", "1860", "104", "17.9"),
        ("海洋学校", "920", "46", "20.0"),
        ("特教学校", "85", "31", "2.7"),
        ("开放大学", "2310", "58", "39.8"),
    ]
    for index, row in enumerate(rows):
        for x, text in zip((90, 210, 330, 440), row, strict=True):
            _write(canvas, x, 700 - 22 * index, text, 12)
    for y, width in ((718, 1.5), (694, 0.7), (606, 1.5)):
        canvas.setLineWidth(width)
        canvas.line(80, y, 520, y)
    _write(canvas, 112, 570, "以上数据截至2021年12月。", 16)
    canvas.save()


def columns(path: Path) -> None:
    """A title across two columns of prose."""
    canvas = Canvas(str(path), A4, invariant=True)
    _write(canvas, 230, 760, "两栏简报", 22)
    for column, x in enumerate((60.0, 310.0)):
        y = 720.0
        for text in PROSE[2 * column : 2 * column + 2]:
            for index, line in enumerate(_wrap(text, 226, 24, 12)):
                _write(canvas, x + (0 if index else 24), y, line, 12)
                y -= 20
    canvas.save()


def turned(path: Path) -> None:
    """Page 1 landscape, page 2 with /Rotate 90, page 3 with its text drawn sideways, page 4 with bold type drawn twice."""
    canvas = Canvas(str(path), landscape(A4), invariant=True)
    _write(canvas, 112, 500, "横向页面上的一段文字。")
    canvas.showPage()
    canvas.setPageSize(A4)
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    _write(canvas, 112, 500, "旋转页面上的一段文字。")
    canvas.showPage()
    canvas.setPageRotation(0)
    canvas.translate(595, 0)
    canvas.rotate(90)
    _write(canvas, 112, 500, "侧放页面上的一段文字。")
    canvas.showPage()
    for shift in (0, 0.3):
        _write(canvas, 112 + shift, 500, "加粗的安徽标题两次绘制")
    canvas.save()


def garbled(path: Path) -> None:
    """Page 1 readable; page 2 with private-use characters, as a font without ToUnicode gives them."""
    canvas = Canvas(str(path), A4, invariant=True)
    _write(canvas, 112, 700, "第一页的文字层完好。")
    canvas.showPage()
    _write(canvas, 80, 700, "".join(chr(0xE000 + i) for i in range(25)))
    canvas.save()


def password(path: Path) -> None:
    """Opens with the password "duban" only."""
    canvas = Canvas(str(path), A4, invariant=True, encrypt=StandardEncryption("duban", canPrint=0))
    _write(canvas, 112, 700, "加密的一页。")
    canvas.save()


if __name__ == "__main__":
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for draw in (prose, ruled, three_line, columns, turned, garbled, password):
        draw(HERE / f"{draw.__name__}.pdf")
