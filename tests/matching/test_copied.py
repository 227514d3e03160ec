"""The plan's own words are no evidence; words of an act are not the plan's."""

from __future__ import annotations

import time

import pytest

from matching.copied import PlanText
from matching.plan import load_plan

TEXT = PlanText(load_plan())


def test_every_item_word_for_word_is_copied() -> None:
    assert [item.number for item in load_plan().items if not TEXT.is_copied(item.text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "进一步优化职教专业布局，形成产业结构调整与专业设置动态调控机制。",
        "我校要积极争创威海市职业教育信息化创新与改革示范校。",
        "继续按时、足额拨付中职生均拨款和职业教育专项经费。",
        "旅游服务实训基地",
        "校本教材",
        "赋予中职学校招聘自主权，鼓励引进高层次技术技能人才（清单第19项）。",
        "实行职校人员总量备案管理，系我局承担的第23项任务。",
        "对立项的紧缺专业，新添教学设备按不低于20%比例补助。",
        "允许职业学校把一定比例的培训收入纳入公用经费。",
        "实行职校人员总量备案管理，由编办、人社局共同牵头。",
        "按时、足额拨付职业教育专项经费的要求必须如期完成。",
        "要按时、足额把职业教育专项经费、中职生均拨款拨付到位。",
        "设备补助不低于20%",
        "27.允许职业学校把一定比例的培训收入纳入公用经费",
        "（六）进一步优化职教专业布局。",
        "实行职校人员总量备案管理，由编办牵头，人社局、教体局配合。",
        "实行职校人员总量备案管理，该项由我局负责、财政部门参与实施。",
        "由编办牵头，实行职校人员总量备案管理。",
        "赋予中职学校招聘自主权，鼓励引进高层次技术技能人才，责任科室人事科。",
        "机电技术实训基地须年内建成",
    ],
)
def test_a_light_edit_or_a_task_name_is_copied(text: str) -> None:
    assert TEXT.is_copied(text)


@pytest.mark.parametrize(
    "text",
    [
        "旅游服务实训基地于11月20日通过验收。",
        "落实教师企业实践制度，今年60名教师下企业。",
        "按时足额拨付中职生均拨款1310万元。",
        "创客实践中心尚未开工。",
        "已完成",
        "全部到位",
        "开展企业减负专项检查。",
        "机电技术实训基地建设完成。",
        "职校人员总量备案管理办法出台，即清单第23项。",
        "水产职教集团入选省级产教融合建设试点。",
        "创客实践中心门口换上省级产教融合实训基地的牌匾。",
        "80%",
        "2022秋",
        "2023年春季开学前",
        "对立项的紧缺专业，新添教学设备按15%比例补助。",
        "培训收入一定比例没有纳入学校公用经费。",
        "实行职校人员总量备案管理已由编办牵头完成。",
        "按时、足额拨付职业教育专项经费的要求如期完成。",
        "职业教育专项经费、中职生均拨款均按时、足额拨付到位。",
        "设备补助不足20%",
        "正在推动水产学校与韩国莞岛水产高等学校交流合作。",
        "27.培训收入一定比例没有纳入学校公用经费",
        "11.5万元用于旅游服务实训基地设备",
        "实行职校人员总量备案管理，由编办牵头办结。",
        "实行职校人员总量备案管理的办法印发，编办牵头，人社局配合。",
        "由编办牵头，11月核定职校人员总量并备案。",
        "由水产学校负责，机电技术实训基地12月封顶。",
        "机电技术实训基地当年建成",
        "1000人次",
    ],
)
def test_a_new_figure_or_act_is_not_copied(text: str) -> None:
    assert not TEXT.is_copied(text)


def test_a_text_of_nothing_but_offices_is_read_in_no_time() -> None:
    started = time.perf_counter()
    for text in (
        "，由" + "局" * 4000 + "牵头",
        "由" + "某局、" * 2000 + "牵头，实行备案",
        "，责任单位" + "局、" * 3000 + "配合",
    ):
        TEXT.is_copied(text)
    assert time.perf_counter() - started < 2
