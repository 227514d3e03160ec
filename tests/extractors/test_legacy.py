"""Old Word formats: the same words, tables and revisions as in the new one."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
from made_files import compound, word_binary

from extractors.document import Block, Document
from extractors.errors import DamagedFile
from extractors.readers import doc_binary, office
from extractors.reading import read_data

LEGACY = Path(__file__).parent / "files" / "legacy"
PARAGRAPHS = [
    "职业教育重点任务进展情况报告",
    "一、总体进展",
    "截至2021年10月31日，全市中等职业学校在校生6238人，双师型教师占比达到82%，较年初提高17个百分点。",
    "本段含修订：年培训1230人次。",
    "可见文字后半句。",
    "共有8所学校，详见附件清单。",
    "二、具体任务",
]
CELLS = [
    (0, 0, 0, 1, 1, "序号"), (0, 0, 1, 1, 1, "任务"), (0, 0, 2, 1, 1, "进展"), (0, 0, 3, 1, 1, "备注"),
    (0, 1, 0, 1, 1, "1"), (0, 1, 1, 1, 1, "建设水产学校创客实践中心"),
    (0, 1, 2, 1, 1, "已于2021年9月建成，通过验收\n第二段：投资98.76万元。"), (0, 1, 3, 2, 1, "面积1800平方米"),
    (0, 2, 0, 1, 1, "2"), (0, 2, 1, 1, 1, "双师型教师"), (0, 2, 2, 1, 1, "占比82%"),
    (0, 3, 0, 1, 2, "合计"), (0, 3, 2, 1, 1, "2项"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.SWITCH, "0")


@pytest.fixture(scope="module", params=["report.doc", "report.rtf"])
def report(request: pytest.FixtureRequest) -> Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(office.SWITCH, "0")
        return read_data((LEGACY / request.param).read_bytes(), request.param)


def test_text_is_read_in_order(report: Document) -> None:
    texts = [block.text for block in report.blocks if block.kind in ("heading", "paragraph")]
    assert texts[:7] == PARAGRAPHS
    assert texts[-2:] == ["特此报告。", "市教育和体育局\n2021年11月5日"]


def test_tables_keep_their_merged_cells(report: Document) -> None:
    cells = [
        (b.table, b.row, b.column, b.row_span, b.column_span, b.text) for b in report.blocks if b.table == 0
    ]
    assert cells == CELLS


def test_deleted_and_hidden_text_is_no_text(report: Document) -> None:
    assert "680" not in report.text
    assert "隐藏" not in report.text
    assert [(r.kind, r.text) for r in report.revisions] == [("deletion", "680"), ("insertion", "1230")]


def test_labels_of_lists_stand_beside_the_text(report: Document) -> None:
    items = [(b.label, b.text) for b in report.blocks if b.kind == "list_item"]
    assert items == [
        ("1.", "建成实训基地2个。"), ("2.", "新增专业3个。"), ("3.", "签约企业45家。"),
        ("•", "加强统筹。"), ("•", "落实经费120万元。"),
    ]  # fmt: skip


def test_heads_and_feet_are_furniture(report: Document) -> None:
    assert [b.text for b in report.blocks if b.kind in ("header", "footer")] == [
        "荣教体发〔2021〕18号",
        "市教体局职成教科",
    ]


def test_properties_are_kept(report: Document) -> None:
    assert (report.properties["title"], report.properties["author"]) == (
        "职业教育重点任务进展情况报告",
        "市教体局",
    )


def test_blocks_are_numbered(report: Document) -> None:
    assert [block.index for block in report.blocks] == list(range(len(report.blocks)))


def test_a_text_box_without_an_anchor_is_not_lost() -> None:
    document = read_data((LEGACY / "report.doc").read_bytes(), "report.doc")
    assert [b.text for b in document.blocks if b.kind == "text_box"] == ["文本框内：已完成投资3.2亿元。"]


def test_a_wps_name_is_no_misnaming() -> None:
    document = read_data((LEGACY / "report.doc").read_bytes(), "报告.wps")
    assert "misnamed" not in {problem.code for problem in document.problems}


def test_bare_text_is_read_where_the_structure_is_gone() -> None:
    document = read_data(word_binary("一、进展\r任务\a完成率\a\a建设\a82%\a\a特此报告。\r"), "a.doc")
    assert [problem.code for problem in document.problems] == ["simple_reading"]
    assert [(b.row, b.column, b.text) for b in document.blocks] == [
        (None, None, "一、进展"), (0, 0, "任务"), (0, 1, "完成率"), (1, 0, "建设"), (1, 1, "82%"), (None, None, "特此报告。"),
    ]  # fmt: skip


def test_a_doc_from_wps_says_so_and_reads_alike() -> None:
    document = read_data(word_binary("正文一段。\r", more="WpsCustomData"), "a.wps")
    assert (document.kind, document.text) == ("wps", "正文一段。")


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ("共\x13 =3+5 \x148\x15所", "共8所"),
        ('见\x13 HYPERLINK "x" \x14附\x13 REF a \x14件\x15\x15。', "见附件。"),
        ("无\x13 TC \x15果", "无果"),
        ("上\x0b下\x01\x08", "上\n下"),
        ("未完\x13 半个域", "未完 半个域"),
    ],
)
def test_fields_show_their_result(stored: str, seen: str) -> None:
    assert doc_binary.visible(stored) == seen


@pytest.mark.parametrize(
    "clx", [b"", b"\x02", b"\x02\xff\xff\xff\xff", b"\x01\xff\xff", b"\x02\x04\0\0\0\0\0\0\0"]
)
def test_a_broken_piece_table_is_damage(clx: bytes) -> None:
    word = bytearray(2000)
    struct.pack_into("<HH", word, 0, 0xA5EC, 0xC1)
    struct.pack_into("<II", word, 0x01A2, 0, len(clx))
    with pytest.raises(DamagedFile, match="文字表已损坏"):
        read_data(compound({"WordDocument": bytes(word), "0Table": clx}), "a.doc")


def rtf(body: str) -> Document:
    return read_data(b"{\\rtf1\\ansi\\ansicpg936\\uc1 " + body.encode("gb18030") + b"}", "a.rtf")


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        (r"\'cb\'ab\'ca\'a6\par \u21452?\u24072?\par", ["双师", "双师"]),
        (r"{\uc2 \u21452\'cb\'ab}\par", ["双"]),
        (r"\u-10179?\u-8704?\par", ["😀"]),
        (r"可见{\v 隐藏}可见\par", ["可见可见"]),
        (r"可见{\*\unknown 不见}\par", ["可见"]),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt 附件}}\par", ["附件"]),
        (r"{\pict\wmetafile8 0102ff}正文\par", ["正文"]),
        (r"{\info{\title 标题}{\author 张三}}正文\par", ["正文"]),
        (r"一\line 二\tab 三\par", ["一\n二\t三"]),
        (r"甲\~乙\_丙\{\}\\\par", ["甲\u00a0乙‑丙{}\\"]),
        (r"正文{\footnote 注}。\par 下段\par", ["正文。", "注", "下段"]),
        (r"前{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt 框内\par}}}后\par", ["前后", "框内"]),
        ("没有段落标记", ["没有段落标记"]),
    ],
)
def test_rtf_words(body: str, texts: list[str]) -> None:
    assert [block.text for block in rtf(body).blocks] == texts


def test_rtf_notes_and_boxes_have_their_kind() -> None:
    document = rtf(r"正文{\footnote 注}{\shptxt 框\par}{\*\annotation 批}。\par{\header 头\par}{\footerf 脚}")
    kinds = {block.text: (block.kind, block.marks) for block in document.blocks}
    assert kinds["注"] == ("note", ("footnote",))
    assert kinds["批"] == ("note", ("comment",))
    assert kinds["框"][0] == "text_box"
    assert (kinds["头"][0], kinds["脚"][0]) == ("header", "footer")


def test_rtf_cells_merged_both_ways() -> None:
    document = rtf(
        r"\trowd\cellx1000\clvmgf\cellx2000 \pard\intbl 甲\cell 乙\cell\row"
        r"\trowd\cellx1000\clvmrg\cellx2000 \pard\intbl 丙\cell \cell\row"
        r"\trowd\cellx2000 \pard\intbl 合计\cell\row\pard 表后\par"
    )
    assert [(b.row, b.column, b.row_span, b.column_span, b.text) for b in document.blocks if b.kind == "cell"] == [
        (0, 0, 1, 1, "甲"), (0, 1, 2, 1, "乙"), (1, 0, 1, 1, "丙"), (2, 0, 1, 2, "合计"),
    ]  # fmt: skip
    assert document.blocks[-1].text == "表后"


def test_rtf_headings_by_level_or_by_style_name() -> None:
    document = rtf(r"{\stylesheet{\s1 heading 2;}}\pard\s1 甲\par\pard\outlinelevel0 乙\par\pard 丙\par")
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 2),
        ("heading", 1),
        ("paragraph", None),
    ]


def test_lost_characters_are_told() -> None:
    document = Document("a", "0", "doc", (Block(0, "双师型教师占比"),))
    assert office.missing_text(document, "双师型教师\n占比。", "x") == ()
    [problem] = office.missing_text(
        document, "双师型教师占比" + "另有一段从未读出的重要进展情况说明", "LibreOffice 读出的文字"
    )
    assert (problem.code, "约有 17 字" in problem.message) == ("text_difference", True)


@pytest.mark.office
def test_libreoffice_agrees_with_our_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(office.SWITCH)
    if office.find_office() is None:
        pytest.skip("LibreOffice is not installed")
    for name in ("report.doc", "report.rtf"):
        document = read_data((LEGACY / name).read_bytes(), name)
        assert [problem.code for problem in document.problems] == []
