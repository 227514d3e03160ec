"""What looks like a date or figure and must not be read."""

from __future__ import annotations

import re
from datetime import date
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts.find import find_facts
from extractors.facts.traps import (
    _DOCUMENT,
    _MISSING,
    _PATTERNS,
    _TITLE,
    _beginnings,
    _names,
    _pattern,
    find_missing_digits,
    find_traps,
)

TODAY = date(2021, 11, 5)


@pytest.mark.parametrize(
    "text",
    [
        "根据鲁政发〔2020〕3号文件要求。",
        "依据荣教发[2021]12号执行。",
        "见鲁教职发（2021）3号。",
        "鲁教职字【2020】第3号文件。",
        "学习《中国教育现代化2035》。",
        "印发《职业教育改革实施方案（2020—2022年）》。",
        "负责清单第15项任务。",
        "第5、7、9项任务由我局牵头。",
        "一是加强领导，二是强化保障。",
        "实训楼二期工程进展顺利。",
        "做好“1+X”证书制度试点。",
        "实施“双高计划”。",
        "5G网络全覆盖。",
        "构建1+4+N模式。",
        "见表3-1和图2。",
        "12、做好培训工作。",
        "（2）完善制度。",
        "开展“百日攻坚”行动。",
        "落实“四个一”要求，推进三全育人。",
        "与二中、六中对接。",
        "2020级学生实习安排。",
        "设备编号为2020120301，已登记。",
        "联系电话：0631-7562345。",
        "合同编号：RC2021-0315。",
        "邮政编码264300。",
        "在301室召开会议。",
        "“十一”前完成检修。",
        "获省级一等奖。",
        "办公楼2号楼维修。",
        "上午9:30开会。",
        "2月30日上报。",
        "80后教师和00后学生结对。",
        "第三周开展演练。",
        "学校位于成山大道12号。",
        "陆续收拾校舍，登陆平台。",
        "12345热线承办单位。",
        "实训室位于5号楼4层。",
        "高三学生参加。",
        "半月谈刊发。",
    ],
)
def test_yields_nothing(text: str) -> None:
    assert find_facts(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("获一等奖5个、二等奖9个。", ["5个", "9个"]),
        ("1+X证书试点覆盖8个专业。", ["8个"]),
        ("在三所普通高中开展试点。", ["三所"]),
        ("超额完成“年培训1000人次以上”的目标。", ["1000人次以上"]),
        ("“十四五”期间新建2栋楼。", ["十四五”期间", "2栋"]),
        ("培训班28期。", ["28期"]),
        ("发放证书680本。", ["680本"]),
        ("共1,050人。", ["1,050人"]),
        ("提出意见建议27条。", ["27条"]),
        ("12345热线受理1234500件。", ["1234500件"]),
        ("合同金额¥1234500.00元。", ["1234500.00元"]),
        ("5号楼4层设12个教室。", ["12个"]),
        ("提高三个百分点。", ["三个百分点"]),
        ("未来三年计划投入500万元。", ["未来三年", "500万元"]),
    ],
)
def test_yields_what_stands_beside_a_trap(text: str, surfaces: list[str]) -> None:
    assert [fact.surface for fact in find_facts(text, TODAY)] == surfaces


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("20178月底完成。", "20178月"),
        ("截至1031日，已上报。", "1031日"),
        ("19月完成投资。", "19月"),
        ("依据鲁政发〔20184号。", "〔20184号"),
        ("202310月份启动。", "202310月"),
    ],
)
def test_digits_run_together_are_marked_and_not_read(text: str, marked: str) -> None:
    assert [text[a:b] for a, b in find_missing_digits(text)] == [marked]
    assert find_facts(text, TODAY) == ()


@pytest.mark.parametrize("text", ["2017年8月底", "10月31日", "1—9月", "〔2018〕4号", "120日内", "18个月"])
def test_whole_dates_are_not_marked(text: str) -> None:
    assert find_missing_digits(text) == ()


@given(
    st.sampled_from(["鲁政发", "荣教发", "威人社字", ""]),
    st.sampled_from(["〔{}〕", "[{}]", "（{}）", "【{}】"]),
    st.integers(2000, 2035),
    st.integers(1, 999),
)
@settings(max_examples=80, deadline=None)
def test_no_fact_overlaps_a_document_number(office: str, brackets: str, year: int, number: int) -> None:
    document = f"{office}{brackets.format(year)}{number}号"
    text = f"2021年3月，按照{document}要求培训36人。"
    start, end = text.index(document), text.index(document) + len(document)
    facts = find_facts(text, TODAY)
    assert all(fact.end_char <= start or fact.start_char >= end for fact in facts)
    assert [fact.surface for fact in facts] == ["2021年3月", "36人"]


def test_no_trap_begins_with_a_character_where_none_is_looked_for() -> None:
    beginning = re.compile(f"[{_beginnings()}]")
    shapes = "|".join((_MISSING, _TITLE, *_DOCUMENT, *_PATTERNS.values(), _names()))
    first, empty = _first_characters(_parser.parse(shapes))
    assert not empty
    assert [character for character in sorted(first) if not beginning.match(character)] == []


def _first_characters(parsed: Any) -> tuple[set[str], bool]:
    """What the matches of a parsed pattern can begin with, and whether one can be empty."""
    first: set[str] = set()
    for operation, value in parsed:
        name = str(operation)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        more, empty = _first_of(name, value)
        first |= more
        if not empty:
            return first, False
    return first, True


def _first_of(name: str, value: Any) -> tuple[set[str], bool]:
    if name == "LITERAL":
        return {chr(value)}, False
    if name == "IN":
        ranges = (part if str(kind) == "RANGE" else (part, part) for kind, part in value)
        return {chr(code) for low, high in ranges for code in range(low, high + 1)}, False
    if name == "SUBPATTERN":
        return _first_characters(value[-1])
    if name == "BRANCH":
        found = [_first_characters(branch) for branch in value[1]]
        return set().union(*(more for more, _ in found)), any(empty for _, empty in found)
    least, _, inner = value  # a repeat; anything else has no place at a trap's beginning
    more, empty = _first_characters(inner)
    return more, empty or least == 0


@given(
    st.lists(
        st.sampled_from(
            [*"0123一二十百年月日号级届班（）《》“”，。第-+A", "荣政发", "〔20", "字第3", "电话", "附件"]
        ),
        max_size=14,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_a_text_without_a_worded_number_needs_no_pattern_for_it(text: str) -> None:
    every = [found.span() for found in _pattern(worded=True).finditer(text) if found[0]]
    assert find_traps(text) == every
