"""Another place's success or trouble is no evidence for the city's items."""

from __future__ import annotations

import pytest

from matching.elsewhere import tells_of_others


@pytest.mark.parametrize(
    "text",
    [
        "据了解，外市的水产职教集团已先行列入省级试点。",
        "兄弟县市的实训基地已建成投用。",
        "周边地区成功创建示范校的经验值得学习。",
        "外地职业学校被取消试点资格。",
    ],
)
def test_another_places_act(text: str) -> None:
    assert tells_of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "赴外市学习已获批学校的申报经验。",
        "我市水产职教集团已列入省级试点。",
        "外市已先行列入，我市10月也已申报。",
        "面向外地招聘高级技师2名，已到岗。",
        "与其他县市学校签约3家，已开展联合教研。",
        "水产学校已建成创客实践中心。",
        "邀请外省专家到校授课，学生已获奖3项。",
    ],
)
def test_our_own_act_that_concerns_others(text: str) -> None:
    assert not tells_of_others(text)
