"""What a number points to, and whose list is meant."""

from __future__ import annotations

import pytest

from extractors.facts.references import find_references
from extractors.statements import Context

NUMBERS = range(1, 37)
NAMES = ("荣政发〔2020〕6号", "荣成市建设职业教育创新发展高地实施方案")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("清单第15项已办结", (15,)),
        ("清单第5、7、9项正在推进", (5, 7, 9)),
        ("任务清单第3至5项进展顺利", (3, 4, 5)),
        ("方案第十五项已完成", (15,)),
        ("荣政发〔2020〕6号第12项、第17项均已办结", (12, 17)),
        ("任务项目清单中任务（17）已验收", (17,)),
        ("清单第12项至第15项均已完成", (12, 13, 14, 15)),
        ("清单第5项、第7项和第9项", (5, 7, 9)),
        ("任务清单第二十一项", (21,)),
        ("对照清单所列第8条", (8,)),
        ("任务项目清单1-3号任务", (1, 2, 3)),
    ],
)
def test_numbers_of_the_named_list_are_trusted(text: str, numbers: tuple[int, ...]) -> None:
    (reference,) = find_references(text, NUMBERS, NAMES)
    assert (reference.numbers, reference.trusted) == (numbers, True)
    assert text[reference.start : reference.end] == reference.surface


@pytest.mark.parametrize(
    "text",
    [
        "县政府常务会第13项议定事项",
        "提案办理中第15项已答复",
        "任务17已完成",
        "《条例》第三项规定",
        "问题清单第6项",
        "问题清单第5、7、9项已整改",
        "任务清单已印发；县政府常务会第13项议定事项",
        "清单第3项议定事项",
        "民生实事第二项",
    ],
)
def test_numbers_of_other_lists_and_of_none_are_not_trusted(text: str) -> None:
    assert not any(reference.trusted for reference in find_references(text, NUMBERS, NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "第十五章",
        "第15条",
        "“十一”前完成",
        "督查通报第1期",
        "12、建成体验中心",
        "承担任务17项",
        "任务2021年完成",
        "第3项目部",
        "清单第99项",
        "第三产业",
        "该条例第8条",
        "任务3项、完成2项",
    ],
)
def test_ordinals_counts_and_markers_are_no_references(text: str) -> None:
    assert find_references(text, NUMBERS, NAMES) == ()


def test_the_title_of_the_document_says_whose_list_is_meant() -> None:
    context = Context(title="职教高地任务推进台账")
    assert find_references("任务17已完成", NUMBERS, NAMES, context=context)[0].trusted


def test_a_row_number_is_a_reference_but_may_be_the_writers_own() -> None:
    (row,) = find_references(
        "已完成", NUMBERS, NAMES, context=Context(row=(("序号", "15"), ("完成时限", "2020.12")))
    )
    assert (row.kind, row.numbers, row.trusted) == ("row", (15,), False)


@pytest.mark.parametrize(
    ("header", "cell", "numbers"),
    [
        ("序号", "15", (15,)),
        ("任务编号", "第15项", (15,)),
        ("清单序号", "3、5", (3, 5)),
        ("编号", "15.", (15,)),
        ("人数", "15", ()),
        ("序号", "2021年", ()),
        ("序号", "99", ()),
        ("序号", "", ()),
    ],
)
def test_only_a_number_column_gives_row_references(header: str, cell: str, numbers: tuple[int, ...]) -> None:
    found = find_references("已完成", NUMBERS, NAMES, context=Context(row=((header, cell),)))
    assert tuple(n for reference in found for n in reference.numbers) == numbers


@pytest.mark.parametrize("place", ["title", "headings", "column"])
def test_a_row_is_trusted_where_title_heading_or_header_names_the_list(place: str) -> None:
    words = "任务项目清单落实情况"
    context = Context(row=(("序号", "15"),), **{place: (words,) if place == "headings" else words})
    assert find_references("已完成", NUMBERS, NAMES, context=context)[0].trusted


def test_a_longer_title_hides_the_shorter_one_inside_it() -> None:
    found = find_references(
        "加强实训基地建设", NUMBERS, NAMES, categories={"实训基地建设": "二", "加强实训基地建设": "六"}
    )
    assert [(r.kind, r.category) for r in found] == [("title", "六")]


def test_categories_are_found_by_ordinal_and_by_name() -> None:
    found = find_references(
        "清单第六类、优化办学条件方面", NUMBERS, NAMES, categories={"优化办学条件": "一", "基地": "六"}
    )
    assert [(r.kind, r.category) for r in found] == [("category", "六"), ("title", "一")]
