"""Plain text and web pages, in the encodings that offices use."""

from __future__ import annotations

import pytest

from extractors.document import Document
from extractors.reading import read_data

PROSE = "截至2021年10月底，双师型教师占比82%。"


def page(body: str, head: str = "") -> Document:
    return read_data(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def shape(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_text_is_read_in_any_office_encoding(encoding: str) -> None:
    text = f"一、总体进展\n\n  {PROSE}\r\n二、存在问题"
    assert [block.text for block in read_data(text.encode(encoding), "a.txt").blocks] == [
        "一、总体进展", f"  {PROSE}", "二、存在问题",
    ]  # fmt: skip


def test_a_delimited_table_becomes_cells() -> None:
    document = read_data('序号,任务,完成率\n1,建设,100%\n2,"引进,培养",82%\n'.encode("gb18030"), "台账.csv")
    assert [(b.row, b.column, b.text) for b in document.blocks][3:] == [
        (1, 0, "1"), (1, 1, "建设"), (1, 2, "100%"), (2, 0, "2"), (2, 1, "引进,培养"), (2, 2, "82%"),
    ]  # fmt: skip
    assert [b.text for b in document.blocks if b.marks] == ["序号", "任务", "完成率"]


def test_prose_with_commas_is_no_table() -> None:
    text = "First, we began.\nThen, as planned, we went on.\nAt last, done."
    assert [block.kind for block in read_data(text.encode(), "a.txt").blocks] == ["paragraph"] * 3


def test_headings_lists_and_paragraphs_keep_their_kind() -> None:
    document = page(f"<h2>一、总体进展</h2><p>{PROSE}</p><ul><li>建成基地</li></ul>正文<br>换行")
    assert shape(document) == [
        ("heading", "一、总体进展"), ("paragraph", PROSE), ("list_item", "建成基地"), ("paragraph", "正文\n换行"),
    ]  # fmt: skip
    assert document.blocks[0].level == 2


def test_what_a_browser_hides_is_no_text() -> None:
    document = page(
        "<script>var 秘=1</script><style>.x{}</style><p style='display: none'>隐藏</p><p hidden>隐藏</p>"
        "<template>隐藏</template><!-- 隐藏 --><span style='VISIBILITY:hidden'>隐藏</span><p>可见</p>",
        "<title>标题</title>",
    )
    assert shape(document) == [("paragraph", "可见")]
    assert document.properties == {"title": "标题"}


def test_deleted_text_is_listed_as_a_revision() -> None:
    document = page("<p>培训<del>680</del><ins>1230</ins>人次</p>")
    assert shape(document) == [("paragraph", "培训1230人次")]
    assert [(r.kind, r.text) for r in document.revisions] == [("deletion", "680")]


def test_spans_of_table_cells_keep_the_grid() -> None:
    document = page(
        "<table><caption>进展表</caption><thead><tr><th rowspan=2>任务</th><th colspan=2>进展</th></tr>"
        "<tr><th>上半年</th><th>下半年</th></tr></thead><tr><td>建设</td><td>开工</td><td><p>建成</p><p>验收</p></td></tr></table>"
    )
    assert [(b.row, b.column, b.row_span, b.column_span, b.text) for b in document.blocks if b.kind == "cell"] == [
        (0, 0, 2, 1, "任务"), (0, 1, 1, 2, "进展"), (1, 1, 1, 1, "上半年"), (1, 2, 1, 1, "下半年"),
        (2, 0, 1, 1, "建设"), (2, 1, 1, 1, "开工"), (2, 2, 1, 1, "建成\n验收"),
    ]  # fmt: skip
    assert [b.text for b in document.blocks if b.marks] == ["任务", "进展", "上半年", "下半年"]
    assert shape(document)[0] == ("caption", "进展表")


@pytest.mark.parametrize("span", ["99999999999", "-3", "abc", "²", ""])
def test_senseless_spans_do_no_harm(span: str) -> None:
    document = page(f"<table><tr><td colspan='{span}' rowspan='{span}'>任务</td><td>进展</td></tr></table>")
    assert [block.text for block in document.blocks] == ["任务", "进展"]


def test_the_declared_charset_of_a_page_is_used() -> None:
    html = f"<html><head><meta charset=gb2312></head><body>{PROSE}镕</body></html>".encode("gb18030")
    assert read_data(html, "a.html").text == PROSE + "镕"


def test_a_ledger_system_s_xls_is_the_page_it_is() -> None:
    html = "<table><tr><td>任务</td></tr><tr><td>建设</td></tr></table>".encode()
    document = read_data(html, "导出.xls")
    assert (document.kind, document.problems[0].code) == ("html", "misnamed")
