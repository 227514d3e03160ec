"""How far the act got, for each of the items that a statement tells about."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.statements import Context
from matching.anchors import load_anchors
from matching.line import Line
from matching.plan import EMBEDDED, load_plan
from matching.progress import Progress, most_advanced

DAY = date(2021, 12, 30)


@pytest.fixture(scope="module")
def progress() -> Progress:
    return Progress(load_plan(), load_anchors(EMBEDDED / "anchors.toml"))


def test_a_clause_that_only_names_the_item_takes_the_statements_status(progress: Progress) -> None:
    line = Line("省级试点校方面，拟于次年启动申报。")
    assert progress.of_items(line, [2, 12], Context(), DAY, restated=False)[2] == "planned"


def test_clauses_that_tell_of_each_item_keep_apart(progress: Progress) -> None:
    line = Line("旅游服务实训基地通过验收，创客实践中心正在装修。")
    assert progress.of_items(line, [15, 13], Context(), DAY, restated=False) == {15: "done", 13: "ongoing"}


def test_plan_text_tells_of_no_act(progress: Progress) -> None:
    assert progress.of_items(Line("完成建设。"), [15], Context(), DAY, restated=True) == {15: "none"}


def test_the_whole_carries_the_most_advanced_status() -> None:
    assert most_advanced(["blocked", "ongoing"]) == "ongoing"
    assert most_advanced(["planned", "done"]) == "done"
    assert most_advanced([]) == "none"
