"""差距报告.docx measured against GB/T 9704-2012, and read back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from outputs.report import Report
from outputs.report_types import IssuedPaper
from outputs.report_words import FATE_NAMES, kind_name, standing_caution
from outputs.word_report import render_word
from outputs.workbook import render_workbook

MM = 36_000  # EMU


@pytest.fixture(scope="module")
def data(morning: Report) -> bytes:
    return render_word(morning)


@pytest.fixture(scope="module")
def document(data: bytes) -> Any:
    return Document(io.BytesIO(data))


@pytest.fixture(scope="module")
def text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_text_block_is_156_by_225_millimetres(document: Any) -> None:
    section = document.sections[0]
    assert (section.page_width / MM, section.page_height / MM) == pytest.approx((210, 297), abs=0.1)
    assert (section.top_margin / MM, section.left_margin / MM) == pytest.approx((37, 28), abs=0.1)
    width = (section.page_width - section.left_margin - section.right_margin) / MM
    height = (section.page_height - section.top_margin - section.bottom_margin) / MM
    assert (width, height) == pytest.approx((156, 225), abs=0.1)


def test_twenty_two_lines_of_twenty_eight_characters(document: Any) -> None:
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert 225 / 25.4 * 1440 // pitch == 22
    assert int(156 / 25.4 * 72 / (16 + space / 4096) + 1e-3) == 28
    body = document.styles["公文正文"].element
    spacing = body.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:lineRule")), int(spacing.get(qn("w:line")))) == ("exact", pitch)
    assert body.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("公文标题", "方正小标宋简体", 44),
        ("公文正文", "仿宋_GB2312", 32),
        ("Heading 1", "黑体", 32),
        ("Heading 2", "楷体_GB2312", 32),
        ("Heading 3", "仿宋_GB2312", 32),
        ("附件标志", "黑体", 32),
        ("页码单页", "宋体", 28),
    ],
)
def test_fonts_and_sizes_follow_the_standard(document: Any, style: str, font: str, half_points: int) -> None:
    properties = document.styles[style].element.rPr
    assert properties.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert int(properties.find(qn("w:sz")).get(qn("w:val"))) == half_points


def test_headings_are_numbered_by_word(document: Any) -> None:
    levels = document.part.numbering_part.element.findall(".//" + qn("w:lvl"))
    assert [level.find(qn("w:lvlText")).get(qn("w:val")) for level in levels] == [
        "%1、",
        "（%2）",
        "%3.",
        "（%4）",
    ]
    kinds = [level.find(qn("w:numFmt")).get(qn("w:val")) for level in levels]
    assert kinds == ["chineseCountingThousand", "chineseCountingThousand", "decimal", "decimal"]
    headings = [one for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert len(headings) > 10
    assert not [
        one.text for one in headings if re.match(r"[一二三四五六七八九十]+、|（[一二三]）|\d+\.", one.text)
    ]
    assert not [one.text for one in document.paragraphs if one.text.startswith((" ", "　"))]


def test_missing_fonts_have_named_stand_ins_and_none_is_embedded(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        table = etree.fromstring(package.read("word/fontTable.xml"))
        assert not [name for name in package.namelist() if "font" in name.lower() and name.endswith(".odttf")]
    names = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in table.findall(qn("w:font"))
    }
    assert "仿宋" in names["仿宋_GB2312"]
    assert "宋体" in names["方正小标宋简体"]


def test_page_numbers_alternate_between_dashes(document: Any) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        assert "PAGE" in section.footer._element.xml or "PAGE" in section.header._element.xml
    first = document.sections[0]
    assert first.footer.paragraphs[0].style.name == "页码单页"
    assert first.even_page_footer.paragraphs[0].style.name == "页码双页"
    assert first.footer.paragraphs[0].text.startswith("— ")
    # the dash is 7 mm below the text block: 35 - 7 mm above the edge, in the middle of a 14 pt line
    assert first.footer_distance / MM + 14 * 25.4 / 72 / 2 == pytest.approx(28, abs=0.3)


def test_attachments_begin_on_their_own_turned_pages_with_repeated_heads(document: Any) -> None:
    marks = [one.text for one in document.paragraphs if one.style.name == "附件标志"]
    assert marks == ["附件1", "附件2", "附件3", "附件4"]
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, True, True, False]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_document_numbers_use_hexagonal_brackets_and_stay_blank(text: str) -> None:
    assert "督查通报〔2022〕　　号" in text
    assert "荣政发〔2020〕6号" in text
    assert "2022年1月31日" in text


def test_page_one_says_what_the_report_counts(morning: Report, text: str) -> None:
    for name, count in morning.standings:
        assert f"{name}{count}项" in text
    for fate, count in morning.received:
        assert f"{FATE_NAMES[fate]}{count}份" in text
    assert f"共收到文件{morning.received_total}份" in text
    assert f"共列差距{len(morning.gaps)}条" in text


def test_every_gap_is_told_with_its_reason(morning: Report, text: str) -> None:
    for gap in morning.gaps:
        assert kind_name(gap.finding.kind) in text
        if gap.finding.kind not in ("no_evidence", "not_submitted"):
            assert gap.finding.because.rstrip("。") in text


def test_the_tone_is_careful(text: str, morning: Report) -> None:
    quotes = {card.evidence.quote for gap in morning.gaps for card in gap.cards}
    own = text
    for quote in quotes:
        own = own.replace(quote, "")
    assert "造假" not in own
    assert "未完成" not in own


_PARAGRAPH_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "widowControl",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "sectPr",
]
_RUN_ORDER = ["rStyle", "rFonts", "b", "snapToGrid", "color", "spacing", "w", "kern", "sz", "szCs", "lang"]
_TABLE_ORDER = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]


@pytest.mark.parametrize(
    ("name", "order"), [("pPr", _PARAGRAPH_ORDER), ("rPr", _RUN_ORDER), ("tblPr", _TABLE_ORDER)]
)
def test_properties_stand_in_the_schemas_order(data: bytes, name: str, order: list[str]) -> None:
    """Word repairs, or refuses, a file whose properties stand in another order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [one for one in package.namelist() if one.startswith("word/") and one.endswith(".xml")]
        trees = [etree.fromstring(package.read(one)) for one in parts]
    found = 0
    for element in (one for tree in trees for one in tree.iter(qn(f"w:{name}"))):
        tags = [child.tag.rpartition("}")[2] for child in element]
        assert tags == sorted(tags, key=order.index), tags
        found += 1
    assert found > 10


def test_personal_numbers_and_hidden_characters_do_not_leave_the_office(text: str) -> None:
    assert "13812345678" not in text
    assert "371082199001011234" not in text
    assert "138****5678" in text
    assert "\u202e" not in text
    assert "[U+202E]" in text
    assert "<script>" in text  # as words


def test_a_quote_of_ten_thousand_characters_is_shortened_and_says_so(text: str) -> None:
    assert "原文共10000字" in text


def test_the_same_report_gives_the_same_bytes(morning: Report, data: bytes) -> None:
    assert render_word(morning) == data


def test_the_package_holds_no_leftover_of_another_house(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert "2022-01-31T08:00:00Z" in core


@pytest.mark.office
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_papers_open_in_libreoffice(morning: Report, data: bytes, tmp_path: Path, kind: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有 LibreOffice")
    paper = tmp_path / f"paper.{kind}"
    paper.write_bytes(data if kind == "docx" else render_workbook(morning))
    home = f"-env:UserInstallation=file://{tmp_path / 'home'}"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(paper)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = _pages((tmp_path / "paper.pdf").read_bytes())
    assert pages
    assert all(page.strip() for page in pages)


def _pages(data: bytes) -> list[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    texts = []
    for page in pdf:
        layer = page.get_textpage()
        texts.append(re.sub(r"—\s*\d+\s*—", "", layer.get_text_range()))
        layer.close()
        page.close()
    pdf.close()
    return texts


def test_the_first_page_says_who_is_red_and_since_when(morning: Report, text: str) -> None:
    told = re.search(r"红灯差距涉及：(.*?)。其中(.*?)挂账最久，自(.*?)列出，已(\d+)天。", text)
    assert told is not None
    counts = {name: int(count) for name, count in re.findall(r"([^、（）]+?)(\d+)条", told[1])}
    reds = [gap.finding for gap in morning.gaps if gap.finding.light == "red"]
    for unit, count in counts.items():
        assert count == sum(unit in ((one.unit,) if one.unit else one.units) for one in reds)
    assert (told[3], told[4]) == ("2021年7月31日", "184")


def test_changes_name_the_day_they_are_measured_from(morning: Report) -> None:
    from datetime import date

    def told(report: Report) -> str:
        return "\n".join(one.text for one in Document(io.BytesIO(render_word(report))).paragraphs)

    assert "本报告为首次" in told(replace(morning, previous_day=None))
    assert "与2021年7月31日的报告相比" in told(replace(morning, previous_day=date(2021, 7, 31)))


def test_the_worst_items_come_first_among_the_main_gaps(document: Any, morning: Report) -> None:
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 2" and "项：" in one.text]
    numbers = [int(re.match(r"第(\d+)项", one)[1]) for one in heads]  # type: ignore[index]
    red = {gap.finding.item for gap in morning.gaps if gap.finding.light == "red"}
    last_red = max(place for place, number in enumerate(numbers) if number in red)
    assert all(number in red for number in numbers[: last_red + 1])


def test_a_promise_of_the_body_is_shown_with_the_words_and_their_place(morning: Report, text: str) -> None:
    told = [one for one in morning.commitments if one.cards]
    assert [one.commitment.id for one in told] == ["B4"]
    assert "本期材料提到其中1项" in text
    assert "全市初中毕业生报考职业学校人数比例为43%" in text
    assert "教体局年终总结.docx，第" in text
    assert text.count("未见到材料") >= len(morning.commitments) - 1


def test_brackets_do_not_stand_in_brackets(document: Any) -> None:
    own = [one.text for one in document.paragraphs if one.text.startswith("清单要求：")]
    assert own
    assert not [one for one in own if "））" in one]


@pytest.mark.parametrize(
    "quote", ["三、第15项任务。", "第11项目标任务", "（二）第12项工作：", "累计数", "已完成"]
)
def test_a_number_or_a_bare_cell_tells_nothing(quote: str) -> None:
    from outputs.word_quotes import _tells

    assert not _tells(quote)


@pytest.mark.parametrize(
    "quote", ["第15项任务已于12月验收。", "水产学校，10月获评", "三、第15项任务进展顺利"]
)
def test_words_beside_the_number_tell_something(quote: str) -> None:
    from outputs.word_quotes import _tells

    assert _tells(quote)


def test_the_table_of_conflicts_does_not_say_the_quotes_twice(build: Any) -> None:
    def clash(desk: Any) -> None:
        found = next(one for one in desk.findings if one.kind == "conflict")
        first, second = (place.quote for place in found.evidence)
        desk.findings[desk.findings.index(found)] = replace(
            found, because=f"培训两处数字不同：“{first}”（市人社局）；“{second}”（威海市水产学校）。"
        )

    paper: Any = Document(io.BytesIO(render_word(build(clash))))
    table = next(one for one in paper.tables if one.rows[0].cells[2].text == "一种表述")
    row = next(row for row in table.rows if row.cells[1].text == "数据矛盾")
    assert row.cells[4].text == "培训两处数字不同"
    assert "1230人次" in row.cells[2].text
    assert "680人次" in row.cells[3].text


def _reason_card(morning: Report) -> Any:
    return next(card for gap in morning.gaps for card in gap.cards)


def test_a_reason_points_to_the_quote_beside_it(morning: Report) -> None:
    from outputs.word_quotes import without_repeats

    card = _reason_card(morning)
    solid = "".join(card.evidence.quote.split())
    long = replace(card, evidence=replace(card.evidence, quote="已建成" + solid + "长" * 80))
    cut = "".join(long.evidence.quote.split())[:60]
    assert (
        without_repeats(f"自述受阻：“{solid}”（市教体局）。", [card]) == "自述受阻：见材料表述（市教体局）。"
    )
    assert without_repeats(f"如“{cut}…”（市教体局）。", [card, long]) == "如材料表述2（市教体局）。"


@pytest.mark.parametrize(
    "because", ["“{}”期限为2021年12月31日。", "见“另一处的话”（市教体局）。", "见“{}等”（市教体局）。"]
)
def test_the_plans_words_and_quotes_that_stand_nowhere_else_stay(morning: Report, because: str) -> None:
    from outputs.word_quotes import without_repeats

    card = _reason_card(morning)
    words = because.format("".join(card.evidence.quote.split()))
    assert without_repeats(words, [card]) == words


def test_no_entry_gives_a_quote_twice(document: Any, morning: Report) -> None:
    entry: list[str] = []
    for paragraph in document.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            entry = []
        for card in (card for gap in morning.gaps for card in gap.cards):
            quote = f"“{card.evidence.quote}”（"
            if len(card.evidence.quote) > 12 and quote in paragraph.text:
                assert quote not in "".join(entry)
        entry.append(paragraph.text)


def test_a_passage_that_reads_like_its_source_is_printed_once_with_both_places(build: Any) -> None:
    def repeat(desk: Any) -> None:
        old = desk.hand_in("上期/旧文.docx", "市教体局", ["已付印三种校本教材供学校使用。"], period="2021H1")
        new = desk.hand_in("本期/新文.docx", "市教体局", ["已付印三种校本教材供学校使用。"])
        places = tuple(desk.claim(one, 0, "已付印三种校本教材供学校使用。", 10) for one in (new, old))
        desk.find(10, "recycled", "yellow", evidence=places)

    whole = "\n".join(one.text for one in Document(io.BytesIO(render_word(build(repeat)))).paragraphs)
    part = whole[whole.index("五、") :] if "五、" in whole else whole[whole.index("材料雷同") :]
    assert part.count("“已付印三种校本教材供学校使用。”") == 1
    assert "文字与此相同，见旧文.docx，第1段" in part


def test_an_item_that_is_not_late_but_red_says_so_where_it_is_judged(build: Any) -> None:
    def silent(desk: Any) -> None:
        desk.find(31, "not_submitted", "red")

    report = build(silent)
    entry = report.entry(31)
    assert entry.standing != "滞后"
    words = standing_caution(report)
    assert "第31项" in words or "31" in words
    assert "未报送" in words
    whole = Document(io.BytesIO(render_word(report)))
    assert words in [one.text for one in whole.paragraphs]
    table = next(one for one in whole.tables if one.rows[0].cells[0].text == "序号")
    assert "另列红灯：未报送" in next(row for row in table.rows if row.cells[0].text == "31").cells[5].text
    assert "另列红灯" not in next(row for row in table.rows if row.cells[0].text == "15").cells[5].text


def test_without_such_items_nothing_is_added(build: Any) -> None:
    def calm(desk: Any) -> None:
        desk.findings[:] = [one for one in desk.findings if one.kind != "not_submitted"]

    report = build(calm)
    assert {gap.finding.light for gap in report.gaps} >= {"red", "yellow"}
    assert standing_caution(report) == ""
    whole: Any = Document(io.BytesIO(render_word(report)))
    assert not [one.text for one in whole.paragraphs if one.text.startswith("判定只看")]


def test_the_bulletin_carries_number_and_days_once_it_is_issued(morning: Report, text: str) -> None:
    assert "督查通报〔2022〕　　号" in text
    issued = IssuedPaper("2", date(2022, 2, 3), date(2022, 2, 20), as_of="2022-01-31")
    for told, numbered in ((issued, True), (replace(issued, as_of="2022-01-24"), False)):
        whole: Any = Document(io.BytesIO(render_word(replace(morning, bulletin=told))))
        lines = [one.text for one in whole.paragraphs]
        assert ("督查通报〔2022〕2号" in lines) is numbered
        assert ("2022年2月3日" in lines) is numbered
        assert any("于2022年2月20日前按" in line for line in lines) is numbered
        assert any("报送时限：2022年2月20日前" in line for line in lines) is numbered
        assert any("报送时限：2022年2月15日前" in line for line in lines) is not numbered
