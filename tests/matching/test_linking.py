"""Statements to items: which, none, how far, and why."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.document import Block, Span
from extractors.facts.find import find_facts
from extractors.statements import Context, Statement, parse_context
from matching.claiming import Claimer, subject_of
from matching.identify import roster_of
from matching.linking import Linked, Linker
from matching.plan import load_plan
from matching.submissions import Submission


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_plan())


def linked(linker: Linker, text: str, context: str = "", unit: str = "市教体局") -> Linked:
    return linker.link_text(text, parse_context(context), unit, date(2021, 12, 30))


@pytest.mark.parametrize(
    ("text", "context", "unit", "items"),
    [
        ("新增3个1+X证书试点，216名学生取得证书", "", "市教体局", {24}),
        ("主体结构已封顶", "海洋智能创新实训基地建设", "威海海洋职业学院", {14}),
        ("尾款尚未支付", "序号：15｜目标任务：水产学校旅游服务实训基地、机电技术实训基地", "市财政局", {15}),
        ("专业课教师中双师型占比达到72.5%", "", "市教体局", {20}),
        ("与韩国莞岛水产高等学校续签协议", "", "威海市水产学校", {28}),
        ("培训收入按三成留作学校公用经费", "", "市财政局", {27}),
    ],
)
def test_a_statement_is_linked_to_its_item(
    linker: Linker, text: str, context: str, unit: str, items: set[int]
) -> None:
    assert {match.item for match in linked(linker, text, context, unit).accepted} == items


@pytest.mark.parametrize(
    "text",
    [
        "组织党员赴红色教育基地开展主题党日活动。",
        "全市规模以上工业增加值增长9.6%。",
        "开展校园消防安全隐患排查46处。",
        "威海职业学院入选双高计划建设单位。",
        "浙江省某职业技术学院机电实训基地投入使用。",
        "现将有关情况报告如下。",
    ],
)
def test_a_statement_of_no_item_is_left_alone(linker: Linker, text: str) -> None:
    assert linked(linker, text).accepted == ()


def test_two_items_of_one_sentence_keep_their_own_status(linker: Linker) -> None:
    result = linked(linker, "创客实践中心已通过验收，机电技术实训基地正在安装设备。", unit="威海市水产学校")
    assert {match.item: match.status for match in result.accepted} == {13: "done", 15: "ongoing"}


def test_plan_text_is_linked_but_tells_of_no_act(linker: Linker) -> None:
    result = linked(linker, "2021年完成水产学校创客实践中心建设。", unit="威海市水产学校")
    assert result.copied_from_plan
    assert [(match.item, match.status, match.fulfils) for match in result.accepted] == [(13, "none", {})]


def test_every_match_says_why_and_whom_it_beat(linker: Linker) -> None:
    (match,) = linked(linker, "新增3个1+X证书试点，216名学生取得证书").accepted
    assert match.runner_up is not None
    assert match.reasons
    assert f"次选为第{match.runner_up.item}项" in match.reasons[-1]


def test_probabilities_are_shares_and_ranked(linker: Linker) -> None:
    found = [one.probability for one in linked(linker, "中餐烹饪专业招生40人").candidates]
    assert found == sorted(found, reverse=True)
    assert all(0 <= probability <= 1 for probability in found)


@pytest.mark.parametrize("text", ["", "。", "1", "　", "第99项", "𠮷" * 300])
def test_odd_text_raises_nothing(linker: Linker, text: str) -> None:
    assert linked(linker, text).accepted == ()


def test_claims_carry_the_address_and_the_facts(linker: Linker) -> None:
    text = "全市职业学校培训企业职工1086人次。"
    statement = Statement(Span("a" * 64, 3, 0, len(text)), text, "sentence", Context())
    submission = Submission(
        "a" * 64, "a.docx", "docx", unit="市人社局", period="2021H2", signed=date(2021, 12, 30)
    )
    linked = linker.link_text(text, Context(), "市人社局", date(2021, 12, 30))
    facts = find_facts(text, date(2021, 12, 30))
    block = Block(3, text, page=2)
    subject = subject_of(statement, submission, roster_of(linker.plan), ())
    claims = list(Claimer(linker.plan).claims_of(linked, statement, facts, submission, block, subject))
    assert [(claim.item, claim.page, claim.span) for claim in claims] == [(25, 2, statement.span)]
    assert [fact.surface for fact in claims[0].facts if not fact.is_time] == ["1086人次"]
    assert claims[0].reasons[-1].startswith("与通知原文共有：")
    assert "培训" in claims[0].reasons[-1]


def test_nothing_matched_leans_to_no_status_when_it_is_far_from_all(linker: Linker) -> None:
    far = linked(linker, "食堂阿姨把蒸锅擦得锃亮。")
    assert far.matches == ()
    assert far.leaning == "none"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("三、第12项任务。", {12}),
        ("（二）第7项", {7}),
        ("第3、9、20项任务：", {3, 9, 20}),
        ("清单第15项任务", {15}),
    ],
)
def test_a_line_of_numbers_alone_speaks_of_those_items_and_tells_no_act(
    linker: Linker, text: str, items: set[int]
) -> None:
    found = linked(linker, text).matches
    assert {match.item for match in found if match.band == "accepted"} == items
    assert {match.status for match in found} == {"none"}


@pytest.mark.parametrize(
    "text",
    ["第99项任务。", "三、市委常委会议定事项第3项。", "第二十类任务", "第2批项目", "3. 项目", "第5项提案"],
)
def test_other_numbers_alone_speak_of_nothing(linker: Linker, text: str) -> None:
    assert linked(linker, text).accepted == ()
