"""Which units a text names, and which look-alikes it does not."""

from __future__ import annotations

import pytest

from extractors.facts.units import Roster, RosterEntry

ROSTER = Roster(
    (
        RosterEntry("市教体局", "荣成市教育和体育局", ("教体局",)),
        RosterEntry("市人社局", "荣成市人力资源和社会保障局", ("市人力资源社会保障局",)),
        RosterEntry("市财政局", "荣成市财政局"),
        RosterEntry("市编办", "中共荣成市委机构编制委员会办公室", ("市委编办",), "party"),
        RosterEntry("市委组织部", "中共荣成市委组织部", ("组织部",), "party"),
        RosterEntry("水产学校", "威海市水产学校", ("威海水产学校", "水校"), "school"),
        RosterEntry("好当家集团海洋学校", "好当家集团海洋学校", ("好当家海洋学校",), "school"),
        RosterEntry("威海海洋职业学院", "威海海洋职业学院", ("海洋职业学院", "海院"), "college"),
        RosterEntry("莞岛水产高等学校", "莞岛水产高等学校（韩国）", ("莞岛水产高校",), "foreign"),
    )
)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("市教体局、人社局、编办联合发文", ["市教体局", "市人社局", "市编办"]),
        ("由市委编办会同财政局办理", ["市编办", "市财政局"]),
        ("荣成市教育和体育局", ["市教体局"]),
        ("荣成市教育体育局", ["市教体局"]),
        ("荣成教体局", ["市教体局"]),
        ("威海市水产学校与海院", ["水产学校", "威海海洋职业学院"]),
        ("水校、好当家海洋学校", ["水产学校", "好当家集团海洋学校"]),
        ("与韩国莞岛水产高等学校续签", ["莞岛水产高等学校"]),
        ("省财政厅和市财政局", ["市财政局"]),
        ("市教体局、人社局、财政局、组织部会商", ["市教体局", "市人社局", "市财政局", "市委组织部"]),
        ("市教体局会同人社局和财政局印发", ["市教体局", "市人社局", "市财政局"]),
        ("威海市教育局、荣成市财政局到场", ["市财政局"]),
    ],
)
def test_every_alias_names_its_unit(text: str, units: list[str]) -> None:
    assert [mention.short for mention in ROSTER.find_units(text)] == units


@pytest.mark.parametrize(
    "text",
    [
        "威海市教育局、财政局印发通知",
        "文登区教体局来访",
        "乳山市教体局作了介绍",
        "威海职业学院入选名单",
        "好当家集团追加投资",
        "水产职教集团申报试点",
        "烟台水产学校来访",
        "改编办法另行制定",
        "各级组织部门负责人",
        "游水校区改造",
        "威海市教育局、人社局、财政局联合印发",
        "文登区财政局、人社局",
        "威海海洋职业技术研究院",
        "水产职教集团和好当家集团",
        "人社部门组织实施",
    ],
)
def test_look_alikes_and_other_places_are_not_ours(text: str) -> None:
    assert ROSTER.find_units(text) == ()


def test_a_mention_is_the_text_at_its_place() -> None:
    text = "　经市教体局、人社局审核，水产学校（水校）已备案"
    assert all(text[m.start : m.end] == m.surface for m in ROSTER.find_units(text))


@pytest.mark.parametrize(
    ("text", "submitter", "last", "meant"),
    [
        ("我校完成招生", "水产学校", "", ["水产学校"]),
        ("我局拨付资金", "市财政局", "水产学校", ["市财政局"]),
        ("该校尚未制定办法", "市教体局", "水产学校", ["水产学校"]),
        ("海院介绍情况，该校已公示", "市教体局", "水产学校", ["威海海洋职业学院", "威海海洋职业学院"]),
        ("学院新增设备", "威海海洋职业学院", "", ["威海海洋职业学院"]),
        ("学校开设专业", "水产学校", "", ["水产学校"]),
        ("该项目已竣工", "市财政局", "水产学校", ["水产学校"]),
        ("海院承建，该项目已竣工", "市财政局", "水产学校", ["威海海洋职业学院", "威海海洋职业学院"]),
        ("该工程已竣工", "市财政局", "", ["市财政局"]),
        ("该项目部已撤销", "市财政局", "水产学校", []),
        ("我局已拨付", "水产学校", "", []),
        ("该局已拨付", "水产学校", "市财政局", ["市财政局"]),
        ("我校完成招生", "市财政局", "", []),
        ("我校长期坚持", "市财政局", "", []),
        ("本市各学校", "水产学校", "", []),
    ],
)
def test_self_references_mean_the_submitter_or_the_last_named(
    text: str, submitter: str, last: str, meant: list[str]
) -> None:
    assert [m.short for m in ROSTER.resolve(text, submitter, last)] == meant


def test_a_whole_name_is_canonical_and_a_stranger_is_not() -> None:
    assert ROSTER.canonical("荣成市 财政局") == "市财政局"
    assert ROSTER.canonical("威海职业学院") == ""
