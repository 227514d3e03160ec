"""Comments, moved text, symbols and alternative texts of Word files: what is text, and what is beside it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors.document import Document
from extractors.readers.limits import DEFAULT_LIMITS
from extractors.readers.word import read_word
from extractors.reading import read

FILES = Path(__file__).parent / "files" / "word"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
MOVE = 'w:id="7" w:author="张三" w:date="2021-12-01T08:00:00Z"'


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def moved(tag: str, content: str) -> str:
    return f"<w:{tag} {MOVE}>{content}</w:{tag}>"


def word(body: str, comments: str = "") -> Document:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c" Type="{OFFICE}/comments" Target="comments.xml"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        if comments:
            archive.writestr("word/_rels/document.xml.rels", relations)
            archive.writestr("word/comments.xml", f"<w:comments {NAMES}>{comments}</w:comments>")
    return read_word(stream.getvalue(), "报告.docx", "0" * 64, DEFAULT_LIMITS)


def comment(number: int, content: str) -> str:
    return f'<w:comment w:id="{number}" w:author="李四" w:date="2021-12-01T08:00:00Z">{content}</w:comment>'


def refer(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def test_a_file_with_comments_changes_and_a_picture_is_read_as_its_page_shows_it() -> None:
    document = read(FILES / "revised.docx")
    assert texts(document, "paragraph") == [
        "开头的一段。",
        "中间的一段有批注。",
        "双师型教师占比82%。",
        "照片：",
        "先建成实训楼再招生。末尾的一段。",
    ]
    assert texts(document, "note") == ["请核对口径。", "并附佐证。", "此列待补。"]
    assert texts(document, "caption") == ["实训基地奠基仪式现场"]
    assert texts(document, "cell") == ["任务", "进展"]
    assert [(one.kind, one.author, one.text) for one in document.revisions] == [
        ("deletion", "张三", "先建成实训楼再招生。"),
        ("deletion", "李四", "71%"),
        ("insertion", "李四", "82%"),
        ("insertion", "张三", "先建成实训楼再招生。"),
    ]
    assert document.problems == ()


def test_a_comment_is_a_note_behind_its_paragraph_and_never_part_of_it() -> None:
    body = p(
        r("占比") + '<w:commentRangeStart w:id="1"/>' + r("82%") + '<w:commentRangeEnd w:id="1"/>' + refer(1)
    )
    document = word(body + p(r("下段")), comment(1, p(r("应为71%？")) + p(r("请核"))))
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("paragraph", "占比82%"),
        ("note", "应为71%？"),
        ("note", "请核"),
        ("paragraph", "下段"),
    ]
    assert all("comment" in b.marks for b in document.blocks if b.kind == "note")
    assert not any("comment" in b.marks for b in document.blocks if b.kind == "paragraph")


def test_a_comment_referred_to_twice_or_from_a_cell_is_read_once() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p(r('进展') + refer(1))}</w:tc></w:tr></w:tbl>"
    document = word(table + p(r("正文") + refer(1)), comment(1, p(r("待补"))))
    assert texts(document, "note") == ["待补"]
    assert texts(document, "cell") == ["进展"]


def test_what_a_comment_deleted_itself_is_no_note() -> None:
    gone = moved("del", "<w:r><w:delText>删去的话</w:delText></w:r>")
    document = word(p(r("正文") + refer(1)), comment(1, p(r("留下的话") + gone)))
    assert texts(document, "note") == ["留下的话"]


def test_moved_runs_are_text_where_they_went_and_not_where_they_were() -> None:
    body = (
        p(r("甲") + moved("moveFrom", r("移动的话")) + r("乙"))
        + p('<w:moveToRangeStart w:id="3" w:name="move1"/>' + moved("moveTo", r("移动的话")) + r("丙"))
        + p('<w:moveToRangeEnd w:id="3"/>' + r("丁"))
    )
    document = word(body)
    assert texts(document, "paragraph") == ["甲乙", "移动的话丙", "丁"]
    assert [("inserted" in b.marks) for b in document.blocks] == [False, True, False]
    assert [(one.kind, one.author, one.text, one.block) for one in document.revisions] == [
        ("move_from", "张三", "移动的话", 0),
        ("move_to", "张三", "移动的话", 1),
    ]


def test_a_paragraph_moved_as_a_whole_stands_once() -> None:
    mark_from = f"<w:rPr><w:moveFrom {MOVE}/></w:rPr>"
    mark_to = f"<w:rPr><w:moveTo {MOVE}/></w:rPr>"
    body = p(r("首段")) + p(moved("moveTo", r("整段移动")), mark_to) + p(r("中段"))
    document = word(body + p(moved("moveFrom", r("整段移动")), mark_from) + p(r("尾段")))
    assert texts(document, "paragraph") == ["首段", "整段移动", "中段", "尾段"]


def test_what_was_deleted_after_it_was_moved_is_no_text() -> None:
    gone = moved("del", "<w:r><w:delText>又删</w:delText></w:r>")
    document = word(p(moved("moveTo", r("移来") + gone)) + p(moved("moveFrom", moved("ins", r("移走")))))
    assert [block.text for block in document.blocks] == ["移来"]


def test_text_moved_out_of_a_cell_leaves_the_cell_and_its_neighbours_in_place() -> None:
    row = f"<w:tc>{p(moved('moveFrom', r('移走')))}</w:tc><w:tc>{p(moved('moveTo', r('移来')))}</w:tc>"
    document = word(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>")
    assert [(b.text, b.row, b.column) for b in document.blocks] == [("移来", 0, 1)]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("宋体", "2605", "★"),
    ],
)
def test_a_symbol_is_the_character_that_looks_like_it(font: str, code: str, shown: str) -> None:
    document = word(p(r("占比") + f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + r("82%")))
    assert texts(document, "paragraph") == [f"占比{shown}82%"]


@pytest.mark.parametrize("code", ["", "ZZZZ", "D800", "FFFFFFFF", "0000"])
def test_a_senseless_symbol_costs_nothing_around_it(code: str) -> None:
    document = word(p(r("占比") + f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' + r("82%")))
    [text] = texts(document, "paragraph")
    assert text.startswith("占比")
    assert text.endswith("82%")
    assert len(text) <= len("占比82%") + 1


def test_a_deleted_symbol_is_no_text() -> None:
    gone = moved("del", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')
    assert texts(word(p(r("占比") + gone + r("82%"))), "paragraph") == ["占比82%"]


def drawing(properties: str) -> str:
    return f"<w:r><w:drawing><wp:inline><wp:docPr {properties}/></wp:inline></w:drawing></w:r>"


TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
    '<wp:docPr descr="奠基仪式现场"/></wp:inline></w:drawing></mc:Choice><mc:Fallback>'
    '<w:pict><v:shape alt="奠基仪式现场"/></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
)


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        (drawing('descr="奠基仪式现场"'), ["奠基仪式现场"]),
        (drawing('title="图1" descr="奠基仪式现场"'), ["奠基仪式现场"]),
        ('<w:r><w:pict><v:shape alt="奠基仪式现场"/></w:pict></w:r>', ["奠基仪式现场"]),
        (TWICE, ["奠基仪式现场"]),
        (drawing('descr="IMG_20211105.jpg"'), []),
        (drawing('descr="C:\\照片\\奠基.png"'), []),
        (drawing('name="图片 1"'), []),
        (drawing('descr=""'), []),
        (moved("del", drawing('descr="奠基仪式现场"')), []),
        (moved("moveFrom", drawing('descr="奠基仪式现场"')), []),
        (moved("moveTo", drawing('descr="奠基仪式现场"')), ["奠基仪式现场"]),
    ],
)
def test_alternative_text_stands_beside_the_text(shape: str, found: list[str]) -> None:
    document = word(p(r("照片") + shape + r("如上")))
    assert texts(document, "paragraph") == ["照片如上"]
    assert texts(document, "caption") == found
    assert all("alt_text" in b.marks for b in document.blocks if b.kind == "caption")
