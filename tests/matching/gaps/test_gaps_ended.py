"""What an earlier period reported and this one says was ended: a step back."""

from __future__ import annotations

import pytest

BEFORE = "向水产学校开放共享教室16间，签订场地共享协议。"


@pytest.mark.parametrize(
    ("text", "status", "back"),
    [
        ("场地共享协议到期后未续签。", "blocked", True),
        ("学院收回全部共享教室。", "done", True),
        ("不再向水产学校开放共享教室。", "blocked", True),
        ("双方终止场地共享协议。", "blocked", True),
        ("场地共享协议8月到期，已续签三年。", "done", False),
        ("收回意见表40份。", "done", False),
        ("如不续签场地共享协议，将收回共享教室。", "ongoing", False),
        ("拟收回部分共享教室。", "planned", False),
        ("收回出租门面2间。", "done", False),
        ("共享教室设备更新完毕。", "done", False),
    ],
)
def test_an_agreement_or_room_once_reported_and_now_taken_back(office, line, text, status, back):
    office.report("威海市水产学校", "2021H1", line(1, BEFORE))
    office.report("威海海洋职业学院", "2021H2", line(1, text, status))
    assert bool(office.find("2021H2", 1, "regression")) is back


def test_within_one_period_it_is_no_step_back(office, line):
    office.report("威海市水产学校", "2021H2", line(1, BEFORE))
    office.report("威海海洋职业学院", "2021H2", line(1, "学院收回全部共享教室。"))
    assert not office.find("2021H2", 1, "regression")


def test_a_major_that_is_wound_up_may_be_the_adjustment_that_is_asked(office, line):
    office.report("市教体局", "2021H1", line(6, "新增海洋制药专业，招生40人。"))
    office.report("市教体局", "2021H2", line(6, "撤销海洋制药专业，优化专业布局。"))
    assert not office.find("2021H2", 6, "regression")


def test_another_places_lost_title_is_not_ours(office, line):
    office.report("市发改局", "2020H2", line(12, "水产职教集团列入省级产教融合试点名单。", met="12"))
    text = "外市食品职教集团被取消产教融合试点资格的教训值得汲取。"
    office.report("市发改局", "2021H1", line(12, text, "blocked"))
    assert not office.kinds("2021H1", 12) & {"regression", "blocked"}
