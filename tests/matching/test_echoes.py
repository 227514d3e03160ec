"""Texts that are nearly the same are found whenever they come in."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from matching.echoes import Echo, find_echoes
from matching.prints import Prints, take_prints

WORDS = (
    "学校", "实训", "基地", "建设", "培训", "教师", "企业", "合作", "课程", "海洋", "学生", "大赛", "评价",
    "招生", "经费", "制度", "专业", "平台", "改革", "验收", "设备", "图书馆", "共享", "签订", "协议", "考核",
)  # fmt: skip

Library = dict[str, list[tuple[int, str]]]


def _sentence(draw: random.Random, length: int) -> str:
    return "".join(draw.choice(WORDS) for _ in range(length)) + f"{draw.randint(2, 900)}次。"


def _library(seed: int, documents: int = 30) -> Library:
    """Documents of which some repeat sentences, paragraphs or nearly all of others."""
    draw = random.Random(seed)
    library: Library = {}
    for number in range(documents):
        blocks = [[_sentence(draw, draw.randint(6, 60)) for _ in range(draw.randint(1, 3))] for _ in range(4)]
        if library and draw.random() < 0.6:
            source = library[draw.choice(sorted(library))]
            kept = [text for _, text in source if draw.random() < 0.9]
            blocks[: draw.randint(1, 4)] = [[text] for text in kept]
        library[f"d{number}"] = [(place, text) for place, block in enumerate(blocks) for text in block]
    return library


def _prints(library: Library) -> list[tuple[str, Prints]]:
    return [(name, take_prints(statements, "")) for name, statements in library.items()]


def _texts(library: Library) -> Callable[[str, int, int], str]:
    return lambda name, first, last: "".join(text for _, text in library[name][first : last + 1])


def _in_portions(library: Library, sizes: Sequence[int]) -> list[Echo]:
    prints, found, start = _prints(library), [], 0
    for size in sizes:
        end = min(start + size, len(prints))
        found += find_echoes(prints[:end], end - start, _texts(library))
        start = end
    return found


def _sorted(echoes: list[Echo]) -> list[tuple[object, ...]]:
    return sorted((e.kind, e.document, e.first, e.other, e.other_first, e.score) for e in echoes)


@pytest.mark.parametrize("seed", range(8))
def test_documents_that_come_in_portions_echo_as_those_that_come_at_once(seed: int) -> None:
    library = _library(seed)
    at_once = _in_portions(library, [len(library)])
    draw = random.Random(seed)
    sizes = [draw.randint(0, 7) for _ in range(40)]
    assert at_once
    assert {echo.kind for echo in at_once} == {"sentence", "paragraph"}
    assert _sorted(_in_portions(library, [*sizes, len(library)])) == _sorted(at_once)


def test_a_phrase_that_very_many_hold_is_compared_with_the_first_of_them_only() -> None:
    text = "各单位要认真贯彻落实会议精神，" * 8
    library: Library = {f"d{number}": [(0, text)] for number in range(60)}
    found = _in_portions(library, [60])
    assert {echo.other for echo in found if echo.document == "d59"} == {f"d{number}" for number in range(24)}
    assert _sorted(_in_portions(library, [13] * 5)) == _sorted(found)


def test_texts_without_a_common_shingle_are_never_paired() -> None:
    library = {"a": [(0, "甲乙丙丁戊己庚辛壬癸" * 9)], "b": [(0, "子丑寅卯辰巳午未申酉" * 9)]}
    assert _in_portions(library, [2]) == []


def test_one_common_sentence_pairs_no_sentences_of_two_documents() -> None:
    draw = random.Random(3)
    common = _sentence(draw, 12)
    library = {name: [(0, common), *((place, _sentence(draw, 12)) for place in range(1, 7))] for name in "ab"}
    assert _in_portions(library, [2]) == []


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_or_single_document_has_no_echo(count: int) -> None:
    library: Library = {f"d{number}": [] for number in range(count)}
    assert _in_portions(library, [count]) == []
