"""Only the act the item names, or a fitting figure, fulfils a part."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.statements import Context
from matching.claims import Status
from matching.fulfilment import fulfils
from matching.line import Line
from matching.plan import load_plan

PLAN = load_plan()


def verdicts(item: int, text: str, status: Status = "done") -> dict[str, str]:
    facts = [measure(fact, text, Context()) for fact in find_facts(text, date(2022, 12, 30))]
    return dict(fulfils(PLAN.item(item), Line(text), status, facts))


@pytest.mark.parametrize("text", ["创客实践中心通过竣工验收", "创客实践中心建成并投入使用"])
def test_a_finished_building_fulfils(text: str) -> None:
    assert set(verdicts(13, text).values()) == {"yes"}


@pytest.mark.parametrize(
    "text",
    [
        "创客实践中心立项获批",
        "创客实践中心工程款已拨付",
        "创客实践中心揭牌",
        "创客实践中心基本建成",
        "创客实践中心主体竣工",
        "创客实践中心签约",
    ],
)
def test_steps_on_the_way_do_not(text: str) -> None:
    assert set(verdicts(13, text).values()) == {"no"}


@pytest.mark.parametrize("status", ["ongoing", "planned", "blocked", "none"])
def test_what_is_not_done_does_not_fulfil(status: Status) -> None:
    assert set(verdicts(13, "创客实践中心建成", status).values()) == {"no"}


def test_parts_are_told_apart() -> None:
    assert verdicts(15, "旅游服务实训基地通过验收") == {"15a": "yes", "15b": "no"}
    assert verdicts(15, "旅游服务实训基地投入使用，机电技术实训基地正在施工") == {"15a": "yes", "15b": "no"}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("已推荐水产职教集团申报省级产教融合试点", "no"), ("水产职教集团获批省级产教融合建设试点", "yes")],
)
def test_a_recommendation_is_no_honour(text: str, verdict: str) -> None:
    assert set(verdicts(12, text).values()) == {verdict}


def test_people_are_no_person_times() -> None:
    assert "yes" in verdicts(25, "全市全年培训1086人次").values()
    assert "yes" not in verdicts(25, "全市全年培训1086人").values()
    assert "yes" not in verdicts(25, "全市全年培训986人次").values()


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("水产职教集团入选省级产教融合建设试点", "yes"),
        ("据了解，外市的食品职教集团已入选省级产教融合建设试点", "no"),
        ("兄弟县市的职教集团率先入选省级产教融合建设试点", "no"),
    ],
)
def test_another_places_honour_fulfils_nothing(text: str, verdict: str) -> None:
    assert set(verdicts(12, text).values()) == {verdict}


@pytest.mark.parametrize(
    ("text", "met"),
    [("开设专业2个", True), ("要求的2个专业开设了1个", False), ("拟开设专业2个", False)],
)
def test_a_figure_that_is_only_asked_for_fulfils_nothing(text: str, met: bool) -> None:
    assert (set(verdicts(8, text).values()) != {"no"}) is met
