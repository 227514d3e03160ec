"""The stream's lines, and that it leaves no garbage behind though it does without collection."""

import gc
import io
import json
from collections.abc import Iterator

import pytest

from matching.linking import Linker
from matching.plan import load_plan
from matching.stream import match_stream

GOOD = [
    {"id": 1, "text": "水产学校已建成5个实训基地，下一步拟再建2个。", "unit": "水产学校"},
    {"id": 2, "text": "目前正在征求意见，尚未印发。", "context": "一、政策支持", "report_date": "2021-06-30"},
    {"id": 3, "text": "教师培训1000人次。", "context": "序号：3｜任务：教师培训｜进展情况："},
]
BROKEN = ['{"id": 4}', "{", "[1]", '{"id": 5, "text": "好", "report_date": "六月"}', '{"id": 6, "text": 7}']


@pytest.fixture(scope="module")
def linker() -> Linker:
    linker = Linker(load_plan())
    linker.warm()
    gc.unfreeze()  # this process goes on to other tests
    return linker


def _answers(linker: Linker, lines: list[str]) -> list[dict[str, object]]:
    out = io.StringIO()
    match_stream(lines, out, linker)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_but_blank_ones_is_answered_in_order(linker: Linker) -> None:
    answers = _answers(linker, [*(json.dumps(row) for row in GOOD), " \n", *BROKEN])
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, None, None, 5, 6]
    assert ["error" in answer for answer in answers] == [False] * 3 + [True] * 5


def test_nothing_is_left_that_only_a_collection_could_free(linker: Linker) -> None:
    lines = [json.dumps(row | {"text": f"{row['text']}{number}"}) for number in range(30) for row in GOOD]
    gc.collect()
    gc.disable()
    try:
        _answers(linker, lines + BROKEN * 30)
        assert gc.collect() < 10  # not as many as lines: what little there is does not grow with them
    finally:
        gc.enable()


@pytest.mark.parametrize("collecting", [True, False])
def test_collection_is_as_it_was_when_the_stream_ends(linker: Linker, collecting: bool) -> None:
    seen: list[bool] = []

    def lines() -> Iterator[str]:
        seen.append(gc.isenabled())
        yield json.dumps(GOOD[0])
        raise OSError("the pipe is gone")

    (gc.enable if collecting else gc.disable)()
    try:
        with pytest.raises(OSError, match="pipe"):
            match_stream(lines(), io.StringIO(), linker)
        assert gc.isenabled() is collecting
        assert seen == [False]
    finally:
        gc.enable()
