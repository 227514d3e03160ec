"""Anchors: phrases of the field, found in order, together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.anchors import AnchorError, load_anchors
from matching.plan import EMBEDDED
from matching.terms import PhraseBook, TermError, fold, parse_term

ANCHORS = load_anchors(EMBEDDED / "anchors.toml")


def strong(text: str) -> set[int]:
    entries = (ANCHORS.entries[number] for number in ANCHORS.read(text).full)
    return {entry.item for entry in entries if entry.weight == "strong"}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("两校图书馆、运动场实行错时使用，水产学校与海院场地共享", 1),
        ("海院加挂技师学院牌子", 3),
        ("“三二连读”招生86人", 4),
        ("1＋X证书考点两处", 24),
        ("旅游服务实训基地通过验收", 15),
        ("机电车间实训设备到货，机电实训基地收尾", 15),
        ("与莞岛水产高中视频连线", 28),
        ("培训收入按比例留用", 27),
    ],
)
def test_a_text_about_an_item_holds_its_anchor(text: str, item: int) -> None:
    assert item in strong(text)


@pytest.mark.parametrize(
    "text",
    [
        "全年旅游收入增长12%",
        "推进1+4+N公共文化体系",
        "公共自行车共享单车投放",
        "组织主题党日活动",
        "出口海产品到日本",
    ],
)
def test_a_look_alike_holds_no_anchor(text: str) -> None:
    assert strong(text) == set()


def test_an_ordered_term_needs_its_order_in_one_clause() -> None:
    book = PhraseBook([parse_term("培训…收入", {})])
    there, turned, apart = "培训的收入", "收入和培训", "培训。收入"
    assert [bool(book.full(book.find(text), text)) for text in (there, turned, apart)] == [
        True,
        False,
        False,
    ]


def test_the_context_may_supply_one_half_of_a_term() -> None:
    said, heading = ANCHORS.read("新建宿舍一栋"), ANCHORS.read("水产学校")
    joint = {ANCHORS.entries[number].item for number in ANCHORS.joint(said, ANCHORS.opening(heading))}
    assert 2 in joint


def test_every_item_has_anchors_and_every_anchor_a_reason() -> None:
    assert {entry.item for entry in ANCHORS.entries if entry.weight == "strong"} == set(range(1, 37))
    assert all(entry.reason for entry in ANCHORS.entries)


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(TermError, match="没有定义的组“船”"):
        parse_term("{船}+学校", {})


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "anchors.toml"
    path.write_text("[[item]\n", encoding="utf-8")
    with pytest.raises(AnchorError, match=r"anchors\.toml"):
        load_anchors(path)


def test_blanks_quotes_and_widths_do_not_matter() -> None:
    assert fold("“ 双师型 ”教师１＋Ｘ") == "双师型教师1+x"
