"""Words, phrases and offsets."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.words import Match, Phrases, add_terms, annotate, fold, hang, longest, words


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


def test_phrases_hang_their_spans_on_the_doc() -> None:
    phrases = Phrases("test_terms", {"school": ["水产学校", "学校"]})
    text = "荣成水产学校"
    assert longest(phrases.find(text)) == (Match("school", 2, 6),)
    assert [span.text for span in annotate(text).spans["test_terms"]] == ["水产学校", "学校"]


def test_one_doc_carries_what_each_finder_found() -> None:
    text = "水产学校培训120人"
    Phrases("test_terms", {"school": ["水产学校"]}).find(text)
    hang(text, "test_facts", [("quantity", 6, 10), ("row", 0, 0)])
    spans = annotate(text).spans
    assert [span.text for span in (*spans["test_terms"], *spans["test_facts"])] == ["水产学校", "120人"]
    assert [span.label_ for span in spans["test_facts"]] == ["quantity"]


def test_importing_words_does_not_import_spacy_or_jieba() -> None:
    code = "import sys, extractors.words, extractors.facts.modality; sys.exit('spacy' in sys.modules or 'jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
