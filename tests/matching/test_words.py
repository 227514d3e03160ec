"""Words with their meanings: near ones lie near, far ones do not, and the memory of examples profits by it."""

from __future__ import annotations

import numpy as np
import pytest

from matching.examples import Example, Memory
from matching.lexical import Space, plain
from matching.words import load_words

WORDS = load_words()
PLACE = {word: place for place, word in enumerate(WORDS.words)}


def _near(one: str, other: str) -> float:
    return float(WORDS.vectors[PLACE[one]] @ WORDS.vectors[PLACE[other]])


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("厨师", "掌勺", "财政"), ("码头", "泊位", "教师"), ("财政", "预算", "驾驶"), ("教师", "学生", "轮渡")],
)
def test_near_words_lie_near(word: str, near: str, far: str) -> None:
    assert _near(word, near) > 0.4
    assert _near(word, far) < 0.2


def test_every_word_has_a_vector_of_length_one_and_two_or_three_characters() -> None:
    assert len(WORDS.words) == len(WORDS.vectors) == len(PLACE) > 60000
    assert {len(word) for word in WORDS.words} == {2, 3}
    assert np.allclose(np.linalg.norm(WORDS.vectors, axis=1), 1, atol=0.03)


def test_a_memory_knows_words_that_no_example_holds() -> None:
    texts = ("厨师考级", "厨师考级", "财政拨款", "财政拨款")
    examples = [Example(plain(text), frozenset({1 if "厨" in text else 2})) for text in texts]
    space = Space.of_texts((example.text for example in examples), WORDS)
    memory = Memory.solved(examples, 2, space)

    def told(text: str) -> list[float]:
        vectors = space.vectors([plain(text)])
        return vectors.products(memory.coefficients[vectors.columns])[0].tolist()

    kitchen, purse, neither = told("掌勺"), told("预算"), told("螃蟹")
    assert kitchen[0] > 3 * abs(kitchen[1])
    assert purse[1] > 3 * abs(purse[0])
    assert max(map(abs, neither)) < max(kitchen)


def test_what_is_taught_corrects_the_memory_and_leaves_other_texts_alone() -> None:
    texts = ("厨师考级", "厨师考级", "财政拨款", "财政拨款")
    examples = [Example(plain(text), frozenset({1 if "厨" in text else 2})) for text in texts]
    memory = Memory.solved(examples, 2, Space.of_texts((one.text for one in examples), WORDS))
    taught = memory.taught([Example(plain("厨师考级"), frozenset({2}))] * 3)

    def told(one: Memory, text: str) -> list[float]:
        vectors = one.space.vectors([plain(text)])
        return vectors.products(one.coefficients[vectors.columns])[0].tolist()

    assert told(taught, "厨师考级")[1] > 0.6 > told(memory, "厨师考级")[1]
    assert told(taught, "财政拨款")[1] == pytest.approx(told(memory, "财政拨款")[1], abs=0.15)
    assert memory.taught([]) is memory


@pytest.mark.parametrize(("known", "other"), [("扫", "kb"), ("kb", "扫"), ("养殖", "殖养"), ("a", "á")])
def test_an_n_gram_is_not_taken_for_another(known: str, other: str) -> None:
    space = Space.of_texts([known, known], WORDS)
    assert known in space.shared
    vectors = space.vectors([other, known, f"{other} {known}"])
    column = vectors.clauses[1][0]
    place = space.shared.index(known)
    held = [vectors.columns[text[0].start : text[-1].end] if text else [] for text in vectors.clauses]
    assert [place in own for own in held] == [False, True, True]
    assert column.end > column.start


def test_each_text_is_read_as_if_it_were_alone() -> None:
    texts = [
        plain(text) for text in ("厨师考级，厨师考级。", "", "螃蟹；厨师", "kb", "财政拨款，厨师考级，财政")
    ]
    space = Space.of_texts(["厨师考级", "厨师考级", "财政拨款", "财政拨款"], WORDS)
    table = np.random.default_rng(2).random((len(space), 3)).astype(np.float32)
    together = space.vectors(texts)
    for place, text in enumerate(texts):
        alone = space.vectors([text])
        assert alone.lengths[0] == together.lengths[place]
        sizes = [
            [clause.end - clause.start for clause in one.clauses[at]]
            for one, at in ((alone, 0), (together, place))
        ]
        assert sizes[0] == sizes[1]
        assert np.array_equal(
            alone.products(table[alone.columns])[0], together.products(table[together.columns])[place]
        )
    assert [len(clauses) for clauses in together.clauses] == [1, 0, 2, 0, 2]


def test_an_n_gram_counts_once_and_an_unknown_one_in_every_clause() -> None:
    space = Space.of_texts(["厨师考级", "厨师考级"], WORDS)
    once, twice, unknown, more = (
        space.vectors([plain(text)]).lengths[0] for text in ("厨师", "厨师，厨师", "厨师，Ω", "厨师，Ω，Ω")
    )
    assert once == twice
    assert unknown**2 == pytest.approx(once**2 + 4)
    assert more**2 == pytest.approx(once**2 + 8)
