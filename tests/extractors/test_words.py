"""Words, phrases and offsets."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.words import (
    Match,
    Phrases,
    add_terms,
    annotate,
    fold,
    hang,
    longest,
    prefix_dictionary,
    words,
    words_among,
)


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


def test_words_among_are_the_known_ones_of_all_words_in_order() -> None:
    text = "加强双师型教师队伍建设，新建实训基地３处；教师培训1000人次（含企业职工）。"
    known = {"教师", "实训", "实训基地", "培训", "企业", "1000"}
    assert list(words_among(text, known)) == [word for word in words(text) if word in known]


def test_a_known_word_across_two_pieces_or_inside_another_word_is_none() -> None:
    assert list(words_among("教，师", {"教师"})) == []
    assert list(words_among("双师型教师", {"师教", "型教师"})) == []


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="水产学校海洋荣成市Ａ1a，。 ", max_size=30))
def test_no_phrase_is_missed_where_most_texts_name_none(text: str) -> None:
    spellings = ["水产学校", "学校", "荣成市", "市", "A1"]
    found = Phrases("test_terms", {"any": spellings}).find(text)
    places = {
        (at, at + len(one)) for one in spellings for at in range(len(text)) if fold(text).startswith(one, at)
    }
    assert {(match.start, match.end) for match in found} == places


def test_the_dictionary_is_the_one_jieba_makes() -> None:
    import jieba

    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as dictionary:
        frequencies, total = prefix_dictionary(dictionary.read().decode("utf-8"))
    assert (frequencies, total) == tokenizer.gen_pfdict(tokenizer.get_dict_file())


def test_what_only_begins_a_word_is_no_word_and_the_last_frequency_of_a_word_holds() -> None:
    frequencies, total = prefix_dictionary("水产学校 3 n\n水产 2 n\n水产 5 n\n校 1 n\n")
    assert frequencies == {"水": 0, "水产": 5, "水产学": 0, "水产学校": 3, "校": 1}
    assert total == 11
