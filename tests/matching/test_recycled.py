"""Text handed in before, found by what it says, not by where it stands."""

from __future__ import annotations

import random
from datetime import date

import pytest

from extractors.document import Span
from matching.record import Passage
from matching.recycled import Sheet, find_repeats, has_news

INTRO = (
    "一年来，学校坚持立德树人根本任务，深化产教融合校企合作，完善实训条件，加强师资队伍建设，推动职业教育与区域海洋产业同频共振，"
    "各项工作稳步推进，办学质量和社会效益不断提升，得到了上级部门和社会各界的普遍认可。"
)
LINES = (
    "与海洋职业学院签订场地共享协议，共享图书馆和运动场。",
    "海洋食品专业群完成课程体系重构，教学资源库上线使用。",
    "组织骨干教师到企业顶岗实践，编写实践案例集。",
    "校本教材通过学校学术委员会审定并投入教学使用。",
    "与荣喜集团共建学徒培养班，实行双导师制度。",
    "国际学生管理制度汇编完成，安全教育纳入课程。",
)


def sheet(
    name: str, unit: str, period: str, *lines: str, one_block: bool = False, source: str = "unit"
) -> Sheet:
    passages, start = [], 0
    for number, text in enumerate(lines):
        block = 0 if one_block else number
        passages.append(Passage(Span(name, block, start, start + len(text)), text, name, unit, period))
        start = start + len(text) if one_block else 0
    return Sheet(name, unit, period, date(2021, 6, 30), source, tuple(passages))


def repeated(*sheets: Sheet, plan: str = "") -> set[tuple[str, int]]:
    return {(sha, block) for sha, block, _, _ in find_repeats(sheets, plan).passages}


def test_a_long_paragraph_of_an_earlier_period_is_recycled():
    assert repeated(sheet("旧", "甲", "2020H2", INTRO), sheet("新", "甲", "2021H1", INTRO)) == {("新", 0)}


def test_both_places_are_kept():
    found = find_repeats([sheet("旧", "甲", "2020H2", INTRO), sheet("新", "甲", "2021H1", INTRO)])
    assert found.of(Span("新", 0, 0, len(INTRO))) == Span("旧", 0, 0, len(INTRO))


def test_another_units_paragraph_is_recycled_too():
    assert repeated(sheet("a", "甲", "2021H1", INTRO), sheet("b", "乙", "2021H1", INTRO)) == {("b", 0)}


def test_two_files_of_one_unit_and_period_are_no_copies():
    assert repeated(sheet("a", "甲", "2021H1", INTRO), sheet("b", "甲", "2021H1", INTRO)) == set()


def test_a_few_changed_words_do_not_hide_it_but_a_rewritten_text_is_new():
    near = INTRO.replace("学校", "我校").replace("不断提升", "持续提升")
    other = "".join(sorted(INTRO))
    assert repeated(sheet("旧", "甲", "2020H2", INTRO), sheet("新", "甲", "2021H1", near))
    assert not repeated(sheet("旧", "甲", "2020H2", INTRO), sheet("新", "甲", "2021H1", other))


def test_a_short_line_alone_is_never_recycled():
    assert not repeated(sheet("旧", "甲", "2020H2", LINES[0]), sheet("新", "甲", "2021H1", LINES[0]))


def test_most_of_a_document_makes_its_repeated_sentences_recycled():
    new = ("新建海参养殖实训池并通过验收。", "承办威海市技能大赛并获团体第一。")
    found = find_repeats([sheet("旧", "甲", "2020H2", *LINES), sheet("新", "甲", "2021H1", *LINES[:4], *new)])
    assert {block for _, block, _, _ in found.passages} == {0, 1, 2, 3}
    assert [(d.submission, d.source, round(d.share, 2)) for d in found.documents] == [("新", "旧", 0.67)]


def test_half_a_document_is_not_most_of_it():
    new = ("新建海参养殖实训池并通过验收。", "承办技能大赛并获团体第一名。", "完成宿舍楼改造工程并启用。")
    assert not repeated(sheet("旧", "甲", "2020H2", *LINES), sheet("新", "甲", "2021H1", *LINES[:3], *new))


def test_a_line_with_a_new_figure_is_news_in_a_repeated_document():
    before = [f"{line}参加{n}人。" for n, line in enumerate(LINES, 11)]
    after = [*before[:5], before[5].replace("16人", "88人")]
    assert repeated(sheet("旧", "甲", "2020H2", *before), sheet("新", "甲", "2021H1", *after)) == {
        ("新", n) for n in range(5)
    }


@pytest.mark.parametrize(
    ("text", "before", "news"),
    [
        ("2021年持续推进。", "2020年持续推进。", False),
        ("2021年6月通过验收。", "2020年11月通过验收。", True),
        ("培训1086人次。", "培训680人次。", True),
        ("培训680人次。", "培训680人次、考核90人。", False),
    ],
)
def test_a_changed_year_alone_is_no_news(text, before, news):
    assert has_news(text, before) is news


def test_a_paragraph_torn_in_two_blocks_is_still_one():
    torn = INTRO[:52], INTRO[52:]
    whole = sheet("旧", "甲", "2020H2", INTRO)
    assert repeated(whole, sheet("新", "乙", "2021H1", *torn)) == {("新", 0), ("新", 1)}
    ended = INTRO[:52] + "。", "另有进展。" + INTRO[52:]
    assert not repeated(whole, sheet("新", "乙", "2021H1", *ended))
    apart = Sheet("远", "乙", "2021H1", None, "unit", (  # other text stood between the halves
        Passage(Span("远", 0, 0, 52), torn[0], "远", "乙", "2021H1"),
        Passage(Span("远", 4, 0, len(torn[1])), torn[1], "远", "乙", "2021H1"),
    ))  # fmt: skip
    assert not repeated(whole, apart)


def test_plan_text_and_circulars_are_left_alone():
    plan = "".join(LINES)
    assert not repeated(sheet("旧", "甲", "2020H2", *LINES), sheet("新", "甲", "2021H1", *LINES), plan=plan)
    circular = sheet("通报", "甲", "2021H1", INTRO, source="inspection")
    assert not repeated(sheet("旧", "甲", "2020H2", INTRO), circular)


def test_the_order_in_which_files_come_does_not_matter():
    sheets = [
        sheet(f"{unit}{period}", unit, period, INTRO, *LINES)
        for unit in "甲乙"
        for period in ("2020H2", "2021H1")
    ]
    expected = find_repeats(sheets)
    for seed in range(4):
        shuffled = random.Random(seed).sample(sheets, len(sheets))
        assert find_repeats(shuffled) == expected
