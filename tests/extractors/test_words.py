"""Words, phrases and offsets."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.words import Match, Phrases, add_terms, annotate, cut_with_offsets, fold, longest, words


def test_plan_terms_stay_whole() -> None:
    add_terms(["职教高地专班"])
    assert "职教高地专班" in words("成立职教高地专班推进工作")


def test_full_width_letters_and_digits_are_folded() -> None:
    assert fold("第１５项Ａ(甲)") == "第15项A（甲）"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(annotate(text)) == len(text)


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="市教体局已完成，12３ 。", max_size=40))
def test_words_carry_their_place(text: str) -> None:
    assert all(fold(text)[start:end] == word for word, start, end in cut_with_offsets(text))


def test_phrases_hang_their_spans_on_the_doc() -> None:
    phrases = Phrases("test_terms", {"school": ["水产学校", "学校"]})
    text = "荣成水产学校"
    assert longest(phrases.find(text)) == (Match("school", 2, 6),)
    assert [span.text for span in annotate(text).spans["test_terms"]] == ["水产学校", "学校"]


def test_importing_words_does_not_import_spacy_or_jieba() -> None:
    code = "import sys, extractors.words, extractors.facts.modality; sys.exit('spacy' in sys.modules or 'jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
