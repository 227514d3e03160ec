"""The stream's lines, and that it leaves no garbage behind though it does without collection."""

import functools
import gc
import io
import json
import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linking import Linked, Linker, Question
from matching.plan import load_plan
from matching.stream import TOGETHER, match_stream, waiting_lines

GOOD = [
    {"id": 1, "text": "水产学校已建成5个实训基地，下一步拟再建2个。", "unit": "水产学校"},
    {"id": 2, "text": "目前正在征求意见，尚未印发。", "context": "一、政策支持", "report_date": "2021-06-30"},
    {"id": 3, "text": "教师培训1000人次。", "context": "序号：3｜任务：教师培训｜进展情况："},
]
BROKEN = ['{"id": 4}', "{", "[1]", '{"id": 5, "text": "好", "report_date": "六月"}', '{"id": 6, "text": 7}']


@functools.cache
def made() -> Linker:
    linker = Linker(load_plan())
    linker.warm()
    gc.unfreeze()  # this process goes on to other tests
    return linker


@pytest.fixture
def linker() -> Linker:
    return made()


def _answers(linker: Linker, lines: list[str], together: int = 7) -> list[dict[str, object]]:
    out = io.StringIO()
    match_stream([lines[start : start + together] for start in range(0, len(lines), together)], out, linker)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_but_blank_ones_is_answered_in_order(linker: Linker) -> None:
    answers = _answers(linker, [*(json.dumps(row) for row in GOOD), " \n", *BROKEN])
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, None, None, 5, 6]
    assert ["error" in answer for answer in answers] == [False] * 3 + [True] * 5


def _without_time(answers: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{key: value for key, value in answer.items() if key != "seconds"} for answer in answers]


WORDS = (
    "水产学校",
    "实训基地",
    "已建成",
    "，",
    "。",
    "教师",
    "1086人次",
    "我校",
    "；",
    "第3、9项",
    " ",
    "荣成市",
    "拟",
    "\n",
    "🚢",
    "a",
)


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map("".join), max_size=12), st.integers(1, 12))
@settings(max_examples=25, deadline=None)
def test_a_line_is_answered_alike_in_any_company(texts: list[str], together: int) -> None:
    lines = [
        json.dumps({"id": place, "text": text, "unit": "水产学校" if place % 2 else "", "context": text[:20]})
        for place, text in enumerate(texts)
    ]
    alone, company = (_without_time(_answers(made(), lines, number)) for number in (1, together))
    assert alone == company


def test_a_bad_line_spoils_no_other(linker: Linker) -> None:
    good = [json.dumps(row) for row in GOOD]
    expected = _without_time(_answers(linker, good, 1))
    mixed = [line for pair in zip(BROKEN, [*good, good[0], good[1]], strict=True) for line in pair]
    answers = _without_time(_answers(linker, mixed, len(mixed)))
    assert answers[1::2] == [*expected, expected[0], expected[1]]
    assert all("error" in answer for answer in answers[::2])


def test_a_line_that_fails_within_is_the_only_one_refused(
    linker: Linker, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = linker.link_all

    def failing(questions: list[Question], *, with_verdicts: bool) -> list[Linked]:
        if any("征求意见" in question.text for question in questions):
            raise ValueError("no")
        return judge(questions, with_verdicts=with_verdicts)

    monkeypatch.setattr(linker, "link_all", failing)
    answers = _answers(linker, [json.dumps(row) for row in GOOD], 3)
    assert [answer.get("error") for answer in answers] == [None, "ValueError: no", None]


def test_the_time_of_all_is_shared_out(linker: Linker) -> None:
    lines = [json.dumps(GOOD[0] | {"id": number}) for number in range(20)]
    started = time.perf_counter()
    told = [float(str(answer["seconds"])) for answer in _answers(linker, lines, 20)]
    assert 0 < sum(told) < time.perf_counter() - started
    assert len(set(told)) == 1


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_is_handed_on_before_the_next_one_comes(end: bytes) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream, os.fdopen(writer, "wb", buffering=0) as pipe:
        batches = waiting_lines(stream)
        for text in ("一".encode(), b"2"):
            pipe.write(text + end)
            assert [line.strip() for line in next(batches)] == [text.decode()]
        pipe.write(b"3" + end + b"4")
        assert [line.strip() for line in next(batches)] == ["3"]
        pipe.close()
        assert list(batches) == [["4"]]


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=9), max_size=40
    )
)
def test_lines_come_whole_however_they_are_cut(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    for size in (1, 7, 1 << 16):
        read = [line for batch in waiting_lines(_Dribbling(data, size)) for line in batch]
        assert read == (
            "\n".join(lines).split("\n")
            if data and not data.endswith(b"\n")
            else "\n".join(lines).split("\n")[:-1]
        )


def test_no_batch_is_longer_than_it_may_be() -> None:
    sizes = [len(batch) for batch in waiting_lines(io.BytesIO(b"x\n" * 150))]
    assert sizes == [TOGETHER, TOGETHER, 150 - 2 * TOGETHER]


class _Dribbling:
    """Bytes that come a few at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._stream, self._size = io.BytesIO(data), size

    def read1(self, size: int, /) -> bytes:
        return self._stream.read(min(size, self._size))


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

    def lines() -> Iterator[list[str]]:
        seen.append(gc.isenabled())
        yield [json.dumps(GOOD[0])]
        raise OSError("the pipe is gone")

    (gc.enable if collecting else gc.disable)()
    try:
        with pytest.raises(OSError, match="pipe"):
            match_stream(lines(), io.StringIO(), linker)
        assert gc.isenabled() is collecting
        assert seen == [False]
    finally:
        gc.enable()
