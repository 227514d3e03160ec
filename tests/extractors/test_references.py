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


def test_categories_are_found_by_ordinal_and_by_name() -> None:
    found = find_references(
        "清单第六类、优化办学条件方面", NUMBERS, NAMES, categories={"优化办学条件": "一", "基地": "六"}
    )
    assert [(r.kind, r.category) for r in found] == [("category", "六"), ("title", "一")]
