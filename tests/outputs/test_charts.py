"""Charts are well-formed, speak in words too, and use nothing the page's policy forbids."""

from __future__ import annotations

from lxml import etree

from outputs.charts import figure_svg, life_line_svg
from outputs.report import Report
from outputs.report_types import FigurePoint, FigureSeries, LifePoint


def _point(period: str, value: float, surface: str = "") -> FigurePoint:
    return FigurePoint(period, value, surface or f"{value:g}人次", "市人社局", "a.docx", "第1段")


def test_the_life_line_has_one_mark_a_period() -> None:
    svg = life_line_svg([LifePoint("2020H2", "正常", "ongoing", 2), LifePoint("2021H1", "", "", 0)], "第15项")
    tree = etree.fromstring(svg)
    assert len(tree.findall("circle")) == 2
    assert "2020年下半年正常" in tree.get("aria-label", "")


def test_a_target_is_drawn_and_named() -> None:
    series = FigureSeries(
        "培训", "全市", "人次", 1000.0, "不低于1000人次", (_point("2021H1", 560), _point("2021H2", 1230))
    )
    tree = etree.fromstring(figure_svg(series))
    assert tree.find("polyline") is not None
    assert any("目标1000" in (text.text or "") for text in tree.findall("text"))


def test_contradictory_figures_are_not_joined_by_a_line() -> None:
    points = (_point("2021H1", 1), _point("2021H2", 2), _point("2021H2", 3))
    series = FigureSeries("培训", "", "人次", None, "", points)
    assert etree.fromstring(figure_svg(series)).find("polyline") is None


def test_nothing_but_zero_still_draws() -> None:
    series = FigureSeries("培训", "", "人次", 0.0, "为0", (_point("2021H1", 0),))
    assert etree.fromstring(figure_svg(series)) is not None


def test_hostile_words_stay_words(morning: Report) -> None:
    series = FigureSeries('x"><script>', "", "", None, "", (_point("2021H1", 1, '<b>"\u202e'),))
    svg = figure_svg(series)
    tree = etree.fromstring(svg)
    assert tree.find(".//script") is None
    assert "style=" not in svg
    assert "\u202e" not in svg
