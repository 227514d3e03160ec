"""Hostile text is shown, never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outputs.untrusted import _HIDDEN, clip, excerpt, mask_personal, neutral_cell, safe_name, show_hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("普通文字，1230人次。", "普通文字，1230人次。"),
        ("两行\n和\t制表", "两行\n和\t制表"),
        ("\u202e倒写", "[U+202E]倒写"),
        ("零\u200b宽", "零[U+200B]宽"),
        ("铃\x07", "铃[U+0007]"),
        ("半个\ud800代理", "半个[U+D800]代理"),
        ("\ufffe非字符", "[U+FFFE]非字符"),
        ("扩展汉字𠮷", "扩展汉字𠮷"),
        ("回车\r", "回车[U+000D]"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert show_hidden(text) == shown


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_shown_text_can_stand_in_xml_and_utf8(text: str) -> None:
    from lxml import etree

    element = etree.Element("t")
    element.text = show_hidden(text)
    assert etree.fromstring(etree.tostring(element)).text in (show_hidden(text), None)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert neutral_cell(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["68.5%", "市教体局", "1=1", "", "（一）"])
def test_plain_cells_stay_as_they_are(text: str) -> None:
    assert neutral_cell(text) == text


def test_a_cell_never_exceeds_what_excel_takes() -> None:
    assert len(neutral_cell("长" * 50_000)) < 32_767


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x", "x"),
        ("市教体局", "市教体局"),
        ("a/b\\c:d", "abcd"),
        ("CON", "_CON"),
        ("nul.docx", "_nul.docx"),
        ("...", "未命名"),
        ("", "未命名"),
        ("报告\u202excod.exe ", "报告xcod.exe"),
    ],
)
def test_file_names_are_safe_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1))
def test_a_safe_name_is_one_component_that_encodes(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe not in (".", "..")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("手机138 1234 5678", "手机138 ****5678"),
        ("手机：１３８１２３４５６７８", "手机：138****5678"),
        ("座机0631-7562345", "座机0631-****345"),
        ("联系电话：7562345", "联系电话：75***45"),
        ("身份证371082199001011234", "身份证371*************34"),
        ("身份证37108219900101123X。", "身份证371*************3X。"),
    ],
)
def test_phone_and_identity_numbers_are_masked(text: str, masked: str) -> None:
    shown = mask_personal(text)
    assert "1234567" not in shown
    assert shown.replace(" ", "") == masked.replace(" ", "") or shown == masked


@pytest.mark.parametrize(
    "text",
    [
        "培训1230人次，投入1200000元",
        "荣政发〔2020〕6号",
        "合同编号2021080112345678901234",
        "提案第2101279号",
        "2021年12月31日",
        "2019—2021年",
        "占比68.5%",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_personal(text) == text


def test_long_quotes_say_how_long_they_are() -> None:
    assert excerpt("字" * 20, 10) == "字" * 10 + "……（原文共20字，此处节录）"
    assert excerpt("字" * 10, 10) == "字" * 10
    assert clip("字" * 20, 10) == "字" * 8 + "……"


def test_the_quick_look_for_hidden_characters_overlooks_none() -> None:
    hidden = [chr(code) for code in range(0x110000) if _HIDDEN.match(chr(code))]
    assert len(hidden) > 2_000
    assert not any(character.isprintable() for character in hidden)
