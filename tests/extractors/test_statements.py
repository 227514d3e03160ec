"""From blocks to statements with their context."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Block, Document
from extractors.facts.units import Roster, RosterEntry
from extractors.letterhead import find_letterhead
from extractors.rows import Table
from extractors.sentences import find_sentences
from extractors.statements import Context, find_statements, parse_context, render_context

ROSTER = Roster(
    (
        RosterEntry("水产学校", "威海市水产学校", ("水校",), "school"),
        RosterEntry("市工信局", "荣成市工业和信息化局"),
    )
)


def paper(*texts: str | tuple[str, str]) -> Document:
    blocks = [(text, "paragraph") if isinstance(text, str) else text for text in texts]
    return Document("报告.docx", "0" * 64, "docx", tuple(Block(i, t, k) for i, (t, k) in enumerate(blocks)))  # type: ignore[arg-type]


def table(*rows: tuple[str, ...], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Document:
    blocks: list[Block] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text != "^":
                down, across = (spans or {}).get((r, c), (1, 1))
                blocks.append(
                    Block(
                        len(blocks), text, "cell", table=0, row=r, column=c, row_span=down, column_span=across
                    )
                )
    return Document("台账.docx", "0" * 64, "docx", tuple(blocks))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("已建成。正在验收；拟启用！", ["已建成。", "正在验收；", "拟启用！"]),
        ("一是完成招标，二是启动建设", ["一是完成招标，", "二是启动建设"]),
        ("印发《办法。试行》。完成。", ["印发《办法。试行》。", "完成。"]),
        ("他说“已完成。”随后离开。", ["他说“已完成。”", "随后离开。"]),
        ("占比68.5%，生师比18.6:1", ["占比68.5%，生师比18.6:1"]),
        ("（未闭合。下一句", ["（未闭合。", "下一句"]),
        ("已建成.正在验收", ["已建成.", "正在验收"]),
        ("  \n 甲\n乙 ", ["甲", "乙"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in find_sentences(text)] == sentences


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="甲乙。；！“”《》（）一是，1.①\n 　", max_size=50))
def test_sentences_lose_nothing_but_blanks(text: str) -> None:
    kept = "".join(text[start:end] for start, end in find_sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_headings_salutation_and_signature_are_context_not_statements() -> None:
    document = paper(
        ("关于职教工作进展情况的报告", "heading"),
        "市教体局：",
        "现将有关情况报告如下。",
        "一、基地建设",
        "水产学校基地已验收。该校正在采购设备。",
        "二、下一步打算",
        "拟招聘教师。",
        "市工信局",
        "2021年6月29日",
    )
    found = find_statements(document, ROSTER)
    assert [s.text for s in found] == ["水产学校基地已验收。", "该校正在采购设备。", "拟招聘教师。"]
    assert [s.context.heading for s in found] == ["一、基地建设", "一、基地建设", "二、下一步打算"]
    assert found[1].context.subject == "水产学校"
    assert found[2].context.subject == ""
    assert found[0].context.title == "关于职教工作进展情况的报告"


def test_a_run_in_heading_heads_its_paragraph() -> None:
    found = find_statements(
        paper("（三）实训基地建设。水产学校基地主体封顶。", "另购置设备3套。", "（四）师资。已招聘5人。"),
        ROSTER,
    )
    assert [s.text for s in found] == ["水产学校基地主体封顶。", "另购置设备3套。", "已招聘5人。"]
    assert [s.context.heading for s in found] == ["（三）实训基地建设", "（三）实训基地建设", "（四）师资"]


def test_a_short_sentence_with_an_act_is_no_heading() -> None:
    found = find_statements(paper("（三）已建成基地3处。其余正在施工。"), ROSTER)
    assert [s.text for s in found] == ["（三）已建成基地3处。", "其余正在施工。"]


HEADER = ("序号", "目标任务", "进展情况", "完成时限", "是否完成")


def test_task_and_progress_cells_are_statements_and_see_their_row() -> None:
    found = find_statements(table(HEADER, ("15", "旅游实训基地", "12月10日验收", "2020.12", "是")), ROSTER)
    assert [(s.text, s.kind, s.context.column) for s in found] == [
        ("旅游实训基地", "cell", "目标任务"),
        ("12月10日验收", "cell", "进展情况"),
    ]
    assert (
        render_context(found[1].context)
        == "序号：15｜目标任务：旅游实训基地｜完成时限：2020.12｜是否完成：是"
    )


def test_repeated_headers_blanks_and_nothing_cells_are_no_statements() -> None:
    found = find_statements(
        table(HEADER, ("1", "校本教材", "／", "长期", "否"), HEADER, ("2", "", "无", "", "")), ROSTER
    )
    assert [s.text for s in found] == ["校本教材"]


@pytest.mark.parametrize(
    ("head", "first", "columns"),
    [
        (("经费类别", "年初安排", "实拨"), ("生均拨款", "620万元", "610万元"), ("年初安排", "实拨")),
        (("经费类别", "年初安排", "实拨"), ("生均拨款", "足额安排", "610万元"), ("", "")),
        (("校名", "2021级", "2020级"), ("水产学校", "120人", "96人"), ("", "")),
    ],
)
def test_a_marked_row_of_names_above_figures_heads_them(
    head: tuple[str, ...], first: tuple[str, ...], columns: tuple[str, str]
) -> None:
    plain = table(head, first)
    marked = tuple(
        replace(block, marks=("header_row",)) if block.row == 0 else block for block in plain.blocks
    )
    rows = Table([block for block in marked if block.kind == "cell"])
    assert tuple(rows.header_of(block) for block in marked[4:]) == columns


def test_ditto_and_merged_cells_give_what_they_stand_for() -> None:
    document = table(
        ("事项", "目标任务", "进展情况", "牵头单位"),
        ("基地建设", "旅游基地", "通过验收", "市教体局"),
        ("^", "机电基地", "正在安装", "同上"),
        spans={(1, 0): (2, 1)},
    )
    found = find_statements(document, ROSTER)
    last = found[-1]
    assert last.text == "正在安装"
    assert last.context.row == (("事项", "基地建设"), ("目标任务", "机电基地"), ("牵头单位", "市教体局"))


def test_a_row_that_is_one_cell_heads_the_rows_below() -> None:
    document = table(
        HEADER,
        ("一、优化办学条件", "^", "^", "^", "^"),
        ("1", "场地共享", "已签协议", "长期", "是"),
        spans={(1, 0): (1, 5)},
    )
    found = find_statements(document, ROSTER)
    assert [s.text for s in found] == ["场地共享", "已签协议"]
    assert found[0].context.heading == "一、优化办学条件"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="一、（）水产学校已完成。；\n2021年 ：", max_size=30), max_size=6))
def test_a_statement_is_the_block_at_its_span(texts: list[str]) -> None:
    document = paper(*texts)
    for statement in find_statements(document, ROSTER):
        assert (
            document.blocks[statement.span.block].text[statement.span.start : statement.span.end]
            == statement.text
        )


@pytest.mark.parametrize(
    "text", ["", "一、办学条件", "序号：1｜进展情况：已签协议｜完成时限：长期", "一、情况 > （二）基地"]
)
def test_context_survives_the_round_trip(text: str) -> None:
    assert render_context(parse_context(text)) == text


def test_context_knows_a_row_from_a_heading() -> None:
    assert parse_context("序号：1｜完成时限：长期").row == (("序号", "1"), ("完成时限", "长期"))
    assert parse_context("（五）下步打算") == Context(headings=("（五）下步打算",))
    assert parse_context("完成时限：2021.12").row == (("完成时限", "2021.12"),)


def test_the_head_and_the_foot_of_a_paper() -> None:
    document = paper(
        "机密★1年",
        "荣工信〔2021〕3号",
        ("关于进展情况的函", "heading"),
        "市教体局：",
        "已办结。",
        "市工信局",
        "二〇二一年十二月二十九日",
    )
    head = find_letterhead(document)
    assert (head.secrecy, head.document_number, head.title) == (
        "机密",
        "荣工信〔2021〕3号",
        "关于进展情况的函",
    )
    assert (head.addressee, head.signer, head.signed) == ("市教体局", "市工信局", date(2021, 12, 29))
    assert head.signed_span is not None
    assert (
        document.blocks[head.signed_span.block]
        .text[head.signed_span.start : head.signed_span.end]
        .startswith("二〇二一")
    )


@pytest.mark.parametrize("text", ["机密文件管理制度已印发。", "秘密交通线展览", "截至2020年12月25日"])
def test_secrecy_and_date_are_not_read_from_prose(text: str) -> None:
    head = find_letterhead(paper("关于情况的报告", text))
    assert (head.secrecy, head.signed) == ("", None)
