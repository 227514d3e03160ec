"""An empty official document after GB/T 9704-2012: page, grid, fonts, styles, numbering, page numbers.

Lengths follow domain practice: A4, 版心 156 × 225 mm, 天头 37, 订口 28 (so 下 35, 右 26), 22 lines of 28
characters, 一字线 7 mm below the 版心. Styles and numbering are Word's own; nothing is faked by spaces.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from matching.returned_forms import OWN_PAPER

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

LINE = 579  # twips, exact: 225 mm / 22 lines = 28.99 pt, rounded down so that 22 lines fit
CHARACTER = -847  # 1/4096 pt added to each 16 pt character: 156 mm / 28
TOP, BOTTOM, INNER, OUTER = Mm(37), Mm(35), Mm(28), Mm(26)
FOOTER = Mm(25.5)  # a 14 pt line whose middle, the 一字线, lies 7 mm below the 版心
SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_SMALL_5 = 44, 32, 28, 21, 18  # 二号 三号 四号 五号 小五 in half points

TITLE_FONT, BODY_FONT, HEAD_FONT, SUB_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
DIGIT_FONT = "Times New Roman"
#: What Word takes where a font is missing: name → alternative names, family, pitch.
FALLBACKS: dict[str, str] = {
    TITLE_FONT: "小标宋体,方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    BODY_FONT: "仿宋,FangSong,华文仿宋,方正仿宋_GBK,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,方正黑体_GBK,Noto Sans CJK SC",
    SUB_FONT: "楷体,KaiTi,华文楷体,方正楷体_GBK,Noto Serif CJK SC",
    "宋体": "SimSun,新宋体,Noto Serif CJK SC",
}

#: The grid is declared for people who type on; our own text does not snap to it, because programs other than
#: Word give a 16 pt character two cells of 15.8 pt. The same 28 characters come from spacing of -0.25 pt.
_UNSNAPPED = '<w:snapToGrid w:val="0"/>'
_TIGHT = '<w:spacing w:val="-5"/>'
_DRAWING_SPACES = (
    f"{nsdecls('w', 'wp', 'a')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_BODY_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_LEVELS = (
    ("chineseCountingThousand", "%1、", "duban1", HEAD_FONT),
    ("chineseCountingThousand", "（%2）", "duban2", SUB_FONT),
    ("decimal", "%3.", "duban3", BODY_FONT),
    ("decimal", "（%4）", "duban4", BODY_FONT),
)


def official_document(title: str, as_of: date, author: str) -> WordDocument:
    """An empty portrait document with all styles; core properties carry the as-of day, not the clock."""
    document = Document()
    _replace_styles(document)
    _replace_numbering(document)
    _replace_fonts(document)
    _settle(document)
    _properties(document, title, as_of, author)
    shape_portrait(document.sections[0])
    return document


def shape_portrait(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = INNER, OUTER
    section.footer_distance, section.header_distance = FOOTER, Mm(15)
    _set_grid(section, LINE, CHARACTER, "linesAndChars")
    _page_numbers(section)


def shape_landscape(section: Section) -> None:
    """The same 版心 turned: its head lies on the binding side of odd and the cutting side of even pages."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = INNER, OUTER
    section.left_margin, section.right_margin = BOTTOM, TOP
    section.footer_distance, section.header_distance = Mm(12), Mm(12)
    _set_grid(section, LINE, 0, "lines")
    _turned_page_numbers(section)


def _set_grid(section: Section, pitch: int, character: int, kind: str) -> None:
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    space = f' w:charSpace="{character}"' if character else ""
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="{kind}" w:linePitch="{pitch}"{space}/>'))


def _turned_page_numbers(section: Section) -> None:
    """The number where it stands on the other pages once the sheet is turned: at the left edge, reading downwards.

    A text box in the header, because a footer cannot run along the short side.
    """
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
        footer.paragraphs[0].style = "页码单页"
    for place, header in enumerate((section.header, section.even_page_header), 1):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = "页码单页"
        paragraph.add_run()._r.append(
            parse_xml(_turned_box(place, "FooterOdd" if place == 1 else "FooterEven"))
        )


def _turned_box(number: int, style: str) -> str:
    """8 mm wide, as high as the 版心; its middle lies 28 mm from the edge, 7 mm outside the 版心."""
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    width, height = Mm(8), Mm(156)
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f'<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'{field}</w:p></w:txbxContent></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" '
        'anchor="ctr"/></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{Mm(24)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{INNER}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{9000 + number}" name="页码{number}" descr="页码"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor>"
    )
    return (
        f'<mc:AlternateContent {_DRAWING_SPACES}><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing>'
        "</mc:Choice></mc:AlternateContent>"
    )


def _page_numbers(section: Section) -> None:
    """— 1 —: odd pages at the right, even pages at the left, one character in from the edge."""
    for part in (section.header, section.even_page_header, section.footer, section.even_page_footer):
        part.is_linked_to_previous = False
    for footer, style in ((section.footer, "页码单页"), (section.even_page_footer, "页码双页")):
        paragraph = footer.paragraphs[0]
        paragraph.style = style
        for run in list(paragraph._p.findall(qn("w:r"))):
            paragraph._p.remove(run)
        paragraph.add_run("— ")
        for kind in ("begin", "instr", "separate", "text", "end"):
            paragraph.add_run()._r.append(_field_part(kind))
        paragraph.add_run(" —")


def _field_part(kind: str) -> Any:
    if kind == "instr":
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>')
    if kind == "text":
        return parse_xml(f"<w:t {nsdecls('w')}>1</w:t>")
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def _style(
    style_id: str,
    name: str,
    *,
    font: str = BODY_FONT,
    size: int = SIZE_3,
    paragraph: str = "",
    run: str = "",
    based: str = "Normal",
    line: int | None = None,
) -> str:
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{line or LINE}" w:lineRule="exact"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{paragraph.replace('<spacing/>', _UNSNAPPED + spacing)}</w:pPr>"
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{DIGIT_FONT}" w:hAnsi="{DIGIT_FONT}" w:eastAsia="{font}" w:cs="{DIGIT_FONT}"/>'
        f'{_UNSNAPPED}{run}{_TIGHT if size == SIZE_3 else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        "</w:rPr></w:style>"
    )


def _heading(level: int) -> str:
    """Built-in heading styles, so that Word's navigation and tables of contents find them."""
    _, _, _, font = _LEVELS[level - 1]
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Body"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>{_UNSNAPPED}'
        f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>{_BODY_INDENT}'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{DIGIT_FONT}" w:hAnsi="{DIGIT_FONT}" w:eastAsia="{font}" w:cs="{DIGIT_FONT}"/>'
        f'<w:b w:val="0"/>{_UNSNAPPED}<w:color w:val="000000"/>{_TIGHT}<w:sz w:val="{SIZE_3}"/><w:szCs w:val="{SIZE_3}"/>'
        "</w:rPr></w:style>"
    )


_NORMAL = (
    f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    f'<w:jc w:val="both"/></w:pPr>'
    f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{DIGIT_FONT}" w:hAnsi="{DIGIT_FONT}" w:eastAsia="{BODY_FONT}" w:cs="{DIGIT_FONT}"/>'
    f'<w:kern w:val="2"/><w:sz w:val="{SIZE_3}"/><w:szCs w:val="{SIZE_3}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    "</w:rPr></w:style>"
)
_DEFAULTS = (
    f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:hint="eastAsia" w:ascii="{DIGIT_FONT}" w:hAnsi="{DIGIT_FONT}" w:eastAsia="{BODY_FONT}" w:cs="{DIGIT_FONT}"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
)
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="{8 if side in ("top", "bottom") else 4}" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_NORMAL = (
    f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_TABLE_RULED = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="公文表格"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_RULES}</w:tblBorders></w:tblPr></w:style>'
)


_LABEL = (
    f'<w:style {nsdecls("w")} w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="要点标签"/><w:qFormat/>'
    f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{DIGIT_FONT}" w:hAnsi="{DIGIT_FONT}" w:eastAsia="{HEAD_FONT}"/></w:rPr></w:style>'
)


def _styles() -> list[str]:
    centre, spacing = '<w:jc w:val="center"/>', "<spacing/>"
    cell = spacing
    return [
        _DEFAULTS,
        _NORMAL,
        _TABLE_NORMAL,
        _TABLE_RULED,
        *(_heading(level) for level in (1, 2, 3, 4)),
        _LABEL,
        _style("Body", "公文正文", paragraph=spacing + _BODY_INDENT),
        _style("Flush", "公文顶格", paragraph=spacing),
        _style("Agency", "发文机关标志", font=TITLE_FONT, size=SIZE_2, line=800,
               paragraph=f'{spacing}<w:jc w:val="center"/>', run='<w:color w:val="C00000"/><w:w w:val="90"/>'),
        _style("Number", "发文字号", paragraph=_red_rule() + spacing + centre),
        _style("DocTitle", "公文标题", font=TITLE_FONT, size=SIZE_2, line=660,
               paragraph=f"<w:keepNext/>{spacing}{centre}"),
        _style("Subtitle", "公文副题", font=SUB_FONT, paragraph=spacing + centre),
        _style("Attachment", "附件标志", font=HEAD_FONT, paragraph=f"<w:keepNext/>{spacing}"),
        _style("AttachmentTitle", "附件标题", font=TITLE_FONT, size=36,
               paragraph=f"<w:keepNext/>{spacing}{centre}"),
        _style("AttachmentNoteFirst", "附件说明首行", paragraph="<w:keepNext/>" + spacing + '<w:ind w:leftChars="200" w:left="640"/>'),
        _style("AttachmentNote", "附件说明", paragraph="<w:keepNext/>" + spacing + '<w:ind w:leftChars="500" w:left="1600"/>'),
        _style("Signature", "发文机关署名", paragraph=f'<w:keepNext/>{spacing}<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>'),
        _style("IssueDay", "成文日期", paragraph=f'{spacing}<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>'),
        _style("CellHead", "表头", font=HEAD_FONT, size=SIZE_5, line=320, paragraph=f"<w:keepNext/>{cell}{centre}"),
        _style("Cell", "表格文字", font="宋体", size=SIZE_5, line=300, paragraph=f'{cell}<w:jc w:val="left"/>'),
        _style("CellCentre", "表格居中", font="宋体", size=SIZE_5, line=300, paragraph=cell + centre),
        _style("SmallCell", "附表文字", font="宋体", size=SIZE_SMALL_5, line=250, paragraph=f'{cell}<w:jc w:val="left"/>'),
        _style("SmallCellCentre", "附表居中", font="宋体", size=SIZE_SMALL_5, line=250, paragraph=cell + centre),
        _style("Note", "表注", font="宋体", size=SIZE_5, line=340, paragraph=spacing),
        _style("Imprint", "版记", size=SIZE_4, line=480, run='<w:w w:val="90"/>', paragraph=spacing + '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280"/>'),
        _style("FooterOdd", "页码单页", font="宋体", size=SIZE_4, line=280,
               paragraph=spacing + '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>'),
        _style("FooterEven", "页码双页", font="宋体", size=SIZE_4, line=280,
               paragraph=spacing + '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>'),
    ]  # fmt: skip


def _red_rule() -> str:
    return '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="C00000"/></w:pBdr>'


def _replace_styles(document: WordDocument) -> None:
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for style in _styles():
        styles.append(parse_xml(style))


def _replace_numbering(document: WordDocument) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{place + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr>{_BODY_INDENT}</w:pPr><w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="{font}"/><w:b w:val="0"/></w:rPr></w:lvl>'
        for place, (kind, text, _, font) in enumerate(_LEVELS)
    )
    numbering.append(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))


def _replace_fonts(document: WordDocument) -> None:
    """The table that tells Word what to take where a named font is not installed."""
    table = _part(document, "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEAD_FONT else "roman"}"/><w:pitch w:val="fixed"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    digits = (
        f'<w:font w:name="{DIGIT_FONT}"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}{digits}</w:fonts>'
    table._blob = xml.encode()


def _part(document: WordDocument, name: str) -> Any:
    return next(part for part in document.part.package.iter_parts() if part.partname == name)


def _settle(document: WordDocument) -> None:
    """Odd and even pages differ, Chinese is the theme's language, and no foreign leftovers stay."""
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.append(parse_xml(f'<w:zoom {nsdecls("w")} w:percent="100"/>'))
    settings.append(parse_xml(f"<w:evenAndOddHeaders {nsdecls('w')}/>"))
    settings.append(parse_xml(f'<w:characterSpacingControl {nsdecls("w")} w:val="compressPunctuation"/>'))
    settings.append(
        parse_xml(
            f"<w:compat {nsdecls('w')}><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
            "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
            '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        )
    )
    settings.append(parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    document.part.package.rels.pop(_thumbnail(document), None)
    for relation in [key for key, one in document.part.rels.items() if "stylesWithEffects" in one.reltype]:
        document.part.rels.pop(relation)


def _thumbnail(document: WordDocument) -> str:
    relations = document.part.package.rels.items()
    return next((key for key, one in relations if one.reltype.endswith("/thumbnail")), "")


def _properties(document: WordDocument, title: str, as_of: date, author: str) -> None:
    core = document.core_properties
    moment = datetime.combine(as_of, time(8, 0))
    core.title, core.author, core.last_modified_by = title, author, author
    core.created = core.modified = core.last_printed = moment
    core.comments, core.subject, core.keywords, core.language = "", "", "", "zh-CN"
    core.category = OWN_PAPER
    core.revision = 1
