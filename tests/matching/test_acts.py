"""How far an act got: the rules' word and the memory's, weighed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts.modality import judge
from extractors.statements import Context
from matching.acts import ACTS, AT_ONE, LIKE, SEEN, Acts, acts_text, at_one, load_acts, seen
from matching.claims import Status
from matching.labels import STATUSES
from matching.linking import Linker
from matching.model import ModelError
from matching.plan import load_plan

ZERO = tuple((0.0,) * len(STATUSES) for _ in (*SEEN, *LIKE))
QUIET = np.zeros(len(STATUSES), dtype=np.float32)


def told(status: Status) -> tuple[float, ...]:
    return tuple(float(one == status) for one in STATUSES)


def heeding(**weights: float) -> Acts:
    """What is named `…_done` speaks for done, by so much; everything else is silent."""
    rows = dict(zip((*SEEN, *LIKE), ZERO, strict=True))
    for kind, weight in weights.items():
        for status in STATUSES:
            rows[f"{kind}_{status}"] = tuple(weight * value for value in told(status))
    return Acts(tuple(rows.values()), (0.0,) * len(STATUSES))


@given(st.text(alphabet="已未拟将正在完成，。；招标2021年3月底前", max_size=40))
def test_what_is_seen_is_known_and_seen_once(text: str) -> None:
    places = seen(text, Context(), judge(text, Context()))
    assert len(set(places)) == len(places)
    assert all(0 <= place < len(SEEN) for place in places)


@pytest.mark.parametrize(
    "text", ["已通过验收。", "拟明年3月招标。", "未能入围。", "正在装修。", "我局为牵头单位。"]
)
def test_where_only_the_rules_speak_their_word_stands(text: str) -> None:
    judged = judge(text, Context())
    assert heeding(judged=1.0).status(text, Context(), judged, QUIET) == judged.status


def test_the_memory_decides_where_it_speaks_louder() -> None:
    text = "已通过验收。"
    like = np.array(told("ongoing"), dtype=np.float32)
    acts = heeding(judged=1.0, like=2.0)
    assert acts.status(text, Context(), judge(text, Context()), like) == "ongoing"
    assert acts.status(text, Context(), judge(text, Context()), like / 4) == "done"


@pytest.mark.parametrize(
    ("text", "at_once"),
    [
        ("已通过验收。", True),
        ("正在装修，设备正在安装。", True),
        ("未能入围。", True),
        ("已通过验收，尾款尚未支付。", False),
        ("班子", False),
        ("", False),
    ],
)
def test_what_all_clauses_say_and_one_firmly_weighs_a_little_more(text: str, at_once: bool) -> None:
    judged = judge(text, Context())
    assert at_one(judged) == at_once
    other: Status = "planned"
    like = np.array(told(other), dtype=np.float32)
    assert heeding(like=AT_ONE / 2).status(text, Context(), judged, like) == (
        judged.status if at_once else other
    )
    assert heeding(like=AT_ONE * 2).status(text, Context(), judged, like) == other


def test_what_surrounds_a_statement_is_seen() -> None:
    judged = judge("完成。", Context())
    alone = {SEEN[place] for place in seen("完成。", Context(), judged)}
    row = {SEEN[place] for place in seen("完成。", Context(row=(("任务", "招标"),)), judged)}
    below = {SEEN[place] for place in seen("完成。", Context(headings=("一、进展",)), judged)}
    assert (row - alone, below - alone) == ({"in_row"}, {"under_heading"})


def test_acts_come_back_as_they_were_written(tmp_path: Path) -> None:
    acts = heeding(judged=1.25, like=-0.5)
    (tmp_path / ACTS).write_text(acts_text(acts), encoding="utf-8")
    assert load_acts(tmp_path / ACTS) == acts


def test_a_plan_without_acts_has_none(tmp_path: Path) -> None:
    assert load_acts(tmp_path / ACTS) is None


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{}",
        '{"statuses": [], "weights": {}, "intercepts": []}',
        '{"weights": {"judged_done": [1]}}',
    ],
)
def test_broken_acts_are_told(tmp_path: Path, broken: str) -> None:
    (tmp_path / ACTS).write_text(broken, encoding="utf-8")
    with pytest.raises(ModelError, match=r"acts\.json"):
        load_acts(tmp_path / ACTS)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("[1.0, 0.0, 0.0, 0.0, 0.0]", "[1.0]"), ("[1.0, 0.0, 0.0, 0.0, 0.0]", '["很", 0, 0, 0, 0]')],
)
def test_a_row_that_is_no_numbers_is_told(tmp_path: Path, right: str, wrong: str) -> None:
    text = acts_text(heeding(judged=1.0))
    assert right in text
    (tmp_path / ACTS).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ModelError, match=r"acts\.json"):
        load_acts(tmp_path / ACTS)


def test_acts_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / ACTS).write_bytes(b"\xff\xfe{}")
    with pytest.raises(ModelError, match=r"acts\.json"):
        load_acts(tmp_path / ACTS)


def test_acts_of_other_features_are_told(tmp_path: Path) -> None:
    data = json.loads(acts_text(heeding(judged=1.0)))
    data["weights"]["judged_perhaps"] = data["weights"].pop("judged_done")
    (tmp_path / ACTS).write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError, match="重新拟合"):
        load_acts(tmp_path / ACTS)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_plan())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("海洋装备实训基地已建成并投入使用。", "done"),
        ("海洋装备实训基地图纸改到第三版，还没定稿。", "ongoing"),
        ("海洋装备实训基地拟于明年3月招标。", "planned"),
        ("海洋装备实训基地申报未获批准。", "blocked"),
        ("海洋装备实训基地用地到现在也没有着落。", "blocked"),
    ],
)
def test_the_plans_acts_know_words_and_paraphrases(linker: Linker, text: str, status: Status) -> None:
    linked = linker.link_text(text, Context(), "市教体局")
    assert [match.status for match in linked.matches[:1]] == [status]
