"""One Word file with every way in which Word holds text: all of it is read, once, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractors.document import Document
from extractors.readers.limits import DEFAULT_LIMITS
from extractors.readers.word import read_word

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = ("styles", "numbering", "footnotes", "endnotes", "comments")


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def listed(num: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def tracked(tag: str, content: str) -> str:
    return f'<w:{tag} w:id="9" w:author="张三" w:date="2021-12-01T08:00:00Z">{content}</w:{tag}>'


def field(instruction: str, result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return char("begin") + told + (char("separate") + result if result else "") + char("end")


def text_box(inside: str) -> str:
    box = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def level(place: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


BODY = "".join(
    (
        p(r("甲01普通段落")),
        p(r("甲02拆成") + r("两段的文字")),
        p(tracked("ins", r("甲03修订插入"))),
        p(r("甲04前") + tracked("del", "<w:r><w:delText>漏A删除</w:delText></w:r>") + r("后")),
        p(tracked("moveFrom", r("漏B移走"))),
        p(tracked("moveTo", r("甲05移来"))),
        p(r("甲06可见") + r("漏C隐藏", "<w:vanish/>")),
        p(r("甲07取消隐藏", '<w:vanish w:val="0"/>')),
        p(r("甲08前") + r("漏D样式隐藏", '<w:rStyle w:val="Hidden"/>')),
        p(r("漏E段落样式隐藏"), '<w:pStyle w:val="HiddenParagraph"/>'),
        p("<w:hyperlink>" + r("甲09超链接") + "</w:hyperlink>"),
        p("<w:smartTag>" + r("甲10智能标记") + "</w:smartTag>"),
        p("<w:customXml>" + r("甲11自定义标记") + "</w:customXml>"),
        "<w:customXml>" + p(r("甲12块级自定义标记")) + "</w:customXml>",
        p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("甲13行内控件") + "</w:sdtContent></w:sdt>"),
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p(r("甲14块级控件")) + "</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p(r("漏F占位")) + "</w:sdtContent></w:sdt>",
        p('<w:fldSimple w:instr="漏G指令">' + r("甲15简单域") + "</w:fldSimple>"),
        p(field("漏H指令 ", r("甲16复杂域"))),
        p(field("IF " + "漏I", field("REF x", r("甲17内层")) + r("外层"))),
        p(r("甲18") + field(r"eq \o\ac(○,7)", "") + r("带圈字符")),
        p(text_box(p(r("甲19文本框")) + p(r("甲20文本框第二段"))) + r("甲21锚定段")),
        p(r("甲22脚注") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        p(r("甲23尾注") + '<w:r><w:endnoteReference w:id="3"/></w:r>'),
        p('<w:commentRangeStart w:id="5"/>' + r("甲24批注") + '<w:r><w:commentReference w:id="5"/></w:r>'),
        p('<w:r><w:drawing><wp:inline><wp:docPr descr="甲25替代文字"/></wp:inline></w:drawing></w:r>'),
        p(r("甲26") + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("符号")),
        p(r("甲27左") + "<w:r><w:tab/></w:r>" + r("右")),
        p(r("甲28上") + "<w:r><w:br/></w:r>" + r("下")),
        p(r("甲29连") + "<w:r><w:noBreakHyphen/></w:r>" + r("字符")),
        p(
            "<w:r><w:ruby><w:rt>" + r("漏J拼音") + "</w:rt><w:rubyBase>" + r("甲30拼音指南")
            + "</w:rubyBase></w:ruby></w:r>"
        ),
        p("<m:oMath><m:r><m:t>甲31公式x=</m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
          "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"),
        p(r("甲32并入"), "<w:rPr>" + tracked("del", "") + "</w:rPr>") + p(r("下段")),
        p(r("甲33任务"), listed(1)),
        p(r("甲34任务"), listed(1)),
        p(r("甲35小项"), listed(1, 1)),
        p(r("甲36小项"), listed(1, 1)),
        p(r("甲37任务"), listed(1)),
        p(r("甲38小项"), listed(1, 1)),
        p(r("甲39另表重起"), listed(2)),
        p(r("甲40圈号"), listed(3)),
        p(r("甲41圈号"), listed(3)),
        p(r("甲42第一章"), '<w:pStyle w:val="Chapter"/>'),
        p(r("甲43不编号"), '<w:pStyle w:val="Chapter"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        p(r("甲44第二章"), '<w:pStyle w:val="Chapter"/>'),
        p(r("甲45项目符号"), listed(4)),
        p(r("甲46按标准编号"), listed(5)),
        p(r("甲47按标准编号"), listed(5, 1)),
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr>"
        + cell(p(r("甲48单元格")) + p(r("甲49同格第二段"))) + cell(p(r("甲50单元格编号"), listed(6)))
        + "</w:tr><w:tr>"
        + cell("<w:tbl><w:tr>" + cell(p(r("甲51嵌套表"))) + "</w:tr></w:tbl>" + p(""))
        + "<w:sdt><w:sdtContent>" + cell(p(r("甲52控件单元格"))) + "</w:sdtContent></w:sdt></w:tr></w:tbl>",
        p(r("甲53") + "<w:bdo>" + r("方向标记") + "</w:bdo>"),
        p("<w:r><w:pict><v:shape><v:textpath string='甲54艺术字'/></v:shape></w:pict></w:r>"),
        p(r("甲55") + "<w:r><w:softHyphen/></w:r>" + r("软连字符")),
        p(field("PAGEREF _Toc1", r("甲56目录页码", "<w:webHidden/>"))),
        p(r("漏K网页隐藏", "<w:webHidden/>") + r("甲57网页可见")),
        p(tracked("ins", r("甲58先插") + tracked("del", "<w:r><w:delText>漏L又删</w:delText></w:r>"))),
    )
)  # fmt: skip

LABELS = {
    "甲33": "一、", "甲34": "二、", "甲35": "（一）", "甲36": "（二）", "甲37": "三、", "甲38": "（一）", "甲39": "五、",
    "甲40": "①", "甲41": "②", "甲42": "第一章", "甲43": "", "甲44": "第二章", "甲45": "●", "甲46": "I.", "甲47": "1.1",
    "甲50": "1.", "甲01": "", "甲48": "",
}  # fmt: skip

PARTS = {
    "styles": '<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="Hidden"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="HiddenBase"><w:name w:val="HB"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="HiddenParagraph"><w:name w:val="HP"/><w:basedOn w:val="HiddenBase"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="章"/><w:pPr><w:numPr>'
    '<w:numId w:val="7"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="Marked"><w:name w:val="M"/><w:pPr><w:numPr><w:numId w:val="8"/></w:numPr>'
    "</w:pPr></w:style></w:styles>",
    "numbering": "<w:numbering>"
    '<w:abstractNum w:abstractNumId="1">' + level(0, "japaneseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="3">' + level(0, "decimalEnclosedCircleChinese", "%1") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="Marked"/></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="5">' + level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="6">' + level(0, "decimal", "%1.") + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="7">' + level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="Chapter"/>')
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="8"><w:styleLink w:val="Marked"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'
    "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3, 9)) + "</w:numbering>",
    "footnotes": '<w:footnotes><w:footnote w:type="separator" w:id="0">' + p(r("漏M分隔符"))
    + '</w:footnote><w:footnote w:id="2">' + p("<w:r><w:footnoteRef/></w:r>" + r("甲59脚注文字"))
    + "</w:footnote></w:footnotes>",
    "endnotes": '<w:endnotes><w:endnote w:id="3">' + p(r("甲60尾注文字")) + "</w:endnote></w:endnotes>",
    "comments": '<w:comments><w:comment w:id="5" w:author="李四">' + p(r("甲61批注文字")) + "</w:comment></w:comments>",
    "header1": "<w:hdr>" + p(r("甲62页眉")) + "</w:hdr>",
    "footer1": "<w:ftr>" + p(r("甲63页脚第") + field("PAGE", r("1")) + r("页")) + "</w:ftr>",
}  # fmt: skip


def with_names(xml: str) -> str:
    end = min(xml.index(">"), xml.index(" ") if " " in xml else len(xml))
    return f'<?xml version="1.0" encoding="UTF-8"?>{xml[:end]} {NAMES}{xml[end:]}'


def package(parts: dict[str, str], body: str = BODY, *, strict: bool = False) -> bytes:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="even" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    files = {
        "_rels/.rels": relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": with_names(f"<w:document><w:body>{body}{section}</w:body></w:document>"),
        "word/_rels/document.xml.rels": relationships({name: f"{name}.xml" for name in parts}),
        **{f"word/{name}.xml": with_names(xml) for name, xml in parts.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            archive.writestr(name, to_strict(xml) if strict else xml)
    return stream.getvalue()


def relationships(targets: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind.rstrip("1")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def to_strict(xml: str) -> str:
    for room in ("wordprocessingml", "officeDocument", "drawingml"):
        xml = xml.replace(
            f"http://schemas.openxmlformats.org/{room}/2006/", f"http://purl.oclc.org/ooxml/{room}/"
        )
    return xml


@pytest.fixture(scope="module", params=["transitional", "strict"])
def document(request: pytest.FixtureRequest) -> Document:
    data = package(PARTS, strict=request.param == "strict")
    return read_word(data, "特征.docx", "0" * 64, DEFAULT_LIMITS)


def block_with(document: Document, words: str):
    (block,) = [block for block in document.blocks if words in block.text]
    return block


@pytest.mark.parametrize("number", range(1, 64))
def test_every_visible_unit_is_read_exactly_once(document: Document, number: int) -> None:
    assert document.text.count(f"甲{number:02d}") == 1


def test_nothing_invisible_is_text(document: Document) -> None:
    assert "漏" not in document.text


@pytest.mark.parametrize(("words", "label"), LABELS.items())
def test_labels_are_counted_as_word_counts_them(document: Document, words: str, label: str) -> None:
    assert block_with(document, words).label == label


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("甲02", "甲02拆成两段的文字"),
        ("甲04", "甲04前后"),
        ("甲17", "甲17内层外层"),
        ("甲18", "甲18⑦带圈字符"),
        ("甲26", "甲26☑符号"),
        ("甲27", "甲27左\t右"),
        ("甲28", "甲28上\n下"),
        ("甲29", "甲29连-字符"),
        ("甲31", "甲31公式x=1/2"),
        ("甲32", "甲32并入下段"),
        ("甲48", "甲48单元格\n甲49同格第二段"),
        ("甲63", "甲63页脚第1页"),
    ],
)
def test_the_text_is_as_the_page_shows_it(document: Document, words: str, text: str) -> None:
    assert block_with(document, words).text == text


@pytest.mark.parametrize(
    ("words", "kind", "mark"),
    [
        ("甲03", "paragraph", "inserted"),
        ("甲19", "text_box", "text_box"),
        ("甲25", "caption", "alt_text"),
        ("甲35", "heading", None),
        ("甲40", "list_item", None),
        ("甲42", "heading", None),
        ("甲51", "cell", None),
        ("甲54", "text_box", "word_art"),
        ("甲59", "note", "footnote"),
        ("甲60", "note", "endnote"),
        ("甲61", "note", "comment"),
        ("甲62", "header", None),
        ("甲63", "footer", None),
    ],
)
def test_a_block_says_what_it_is(document: Document, words: str, kind: str, mark: str | None) -> None:
    block = block_with(document, words)
    assert block.kind == kind
    assert mark is None or mark in block.marks


def test_notes_stand_after_the_paragraph_that_refers_to_them(document: Document) -> None:
    for reference, note in (("甲22", "甲59"), ("甲23", "甲60"), ("甲24", "甲61"), ("甲21", "甲19")):
        assert block_with(document, note).index == block_with(document, reference).index + 1


def test_revisions_are_listed_with_author_date_and_place(document: Document) -> None:
    found = {(revision.kind, revision.text) for revision in document.revisions}
    assert {("deletion", "漏A删除"), ("move_from", "漏B移走"), ("move_to", "甲05移来")} <= found
    deletion = next(revision for revision in document.revisions if revision.text == "漏A删除")
    assert (deletion.author, deletion.date) == ("张三", "2021-12-01T08:00:00Z")
    assert deletion.block == block_with(document, "甲04").index


def test_a_nested_table_has_its_own_number(document: Document) -> None:
    assert (block_with(document, "甲48").table, block_with(document, "甲51").table) == (0, 1)
    assert (block_with(document, "甲52").row, block_with(document, "甲52").column) == (1, 1)


def test_blocks_are_numbered_in_order_and_a_sound_file_has_no_problems(document: Document) -> None:
    assert [block.index for block in document.blocks] == list(range(len(document.blocks)))
    assert document.problems == ()
