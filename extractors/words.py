"""The one place where text becomes tokens: jieba for words, spaCy for phrases of known names, terms and cues.

spaCy's blank Chinese language is used with one token per character, so that a token's index is the
character's offset. No model is loaded, nothing is read from or written to the network or a cache
directory. spaCy and jieba are imported on first use, never by importing this module.
"""

from __future__ import annotations

import logging
import re
import threading
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: How many annotated texts are remembered: several finders look at the same statement one after another.
REMEMBERED_DOCS = 256
#: How many cut texts are remembered; plan texts and headings come back often.
REMEMBERED_CUTS = 4096
#: Distinct characters whose numbers are kept; office prose uses some three thousand.
REMEMBERED_ORTHS = 8192

_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
for _kept in "，：；！？（）～":  # full-width punctuation is Chinese punctuation, not a spelling variant
    del _FOLDED[ord(_kept)]
_FOLDED |= {ord("　"): 0x20, 0xA0: 0x20, ord("﹢"): ord("+"), ord("("): ord("（"), ord(")"): ord("）")}
_FOLDED |= {
    ord("•"): ord("·"),
    ord("・"): ord("·"),
    ord("﹪"): ord("%"),
    ord(":"): ord("："),
    ord(";"): ord("；"),
}
#: Searching for a sign that changes costs a tenth of translating a text of which mostly nothing does.
_CHANGES = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")


def fold(text: str) -> str:
    """Full-width letters and digits to ASCII, brackets to full width; one character for one, so offsets hold.

    >>> fold("第１５项(Ａ)")
    '第15项（A）'
    """
    return text.translate(_FOLDED) if _CHANGES.search(text) else text


class Match(NamedTuple):
    """One phrase found: text[start:end] is a spelling of a phrase of `label`."""

    label: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _language() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy

        return spacy.blank("zh")


@lru_cache(maxsize=REMEMBERED_ORTHS)
def _orth(character: str) -> Any:
    """The number by which spaCy's vocabulary knows a character; a Doc is built faster from numbers than from text."""
    return _language().vocab.strings.add(character)


@lru_cache(maxsize=REMEMBERED_DOCS)
def annotate(text: str) -> Doc:
    """A spaCy Doc with one token per character of `fold(text)`; finders hang their spans on it.

    `doc.spans["units" | "terms" | "cues" | "facts" | …]` hold what the finders of that name have found so far.
    The Doc is shared by everyone who asks for the same text.
    """
    nlp = _language()
    from spacy.tokens import Doc

    characters = list(map(_orth, fold(text)))
    return Doc(nlp.vocab, words=characters, spaces=[False] * len(characters))


def hang(text: str, name: str, spans: Iterable[tuple[str, int, int]]) -> None:
    """Hang (label, start, end) on the text's Doc as `doc.spans[name]`; empty spans are left out."""
    doc = annotate(text)
    found = (doc.char_span(start, end, label=label) for label, start, end in spans if start < end)
    doc.spans[name] = [span for span in found if span is not None]


class Phrases:
    """Known phrases of several labels, found in one pass by spaCy's PhraseMatcher.

    Matching ignores the difference between full-width and ordinary letters and digits; `Match` offsets
    are those of the text as given. Overlaps are kept: who asks knows whether the longest or all matter.
    """

    def __init__(self, name: str, phrases: Mapping[str, Iterable[str]]) -> None:
        """`name` is the key in `doc.spans`; `phrases` maps a label to its spellings (empty ones are skipped)."""
        self.name = name
        self._phrases = {
            label: tuple(sorted({fold(phrase) for phrase in spellings if phrase}))
            for label, spellings in phrases.items()
        }
        self._matcher: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "_phrases": self._phrases, "_matcher": None}

    @cached_property
    def _stands_in(self) -> re.Pattern[str]:
        """Finds whether any phrase stands in a folded text: most texts name none, and need no Doc to know it."""
        by_first: dict[str, set[str]] = {}
        for spelling in {spelling for spellings in self._phrases.values() for spelling in spellings}:
            by_first.setdefault(spelling[0], set()).add(re.escape(spelling[1:]))
        # Alternatives that begin with a plain character are only tried where that character stands.
        return re.compile(
            "|".join(
                f"{re.escape(first)}(?:{'|'.join(sorted(rest))})" for first, rest in sorted(by_first.items())
            )
        )

    def _compiled(self) -> Any:
        if self._matcher is None:
            nlp = _language()
            from spacy.matcher import PhraseMatcher
            from spacy.tokens import Doc

            matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
            for label, spellings in self._phrases.items():
                matcher.add(
                    label, [Doc(nlp.vocab, words=list(s), spaces=[False] * len(s)) for s in spellings]
                )
            self._matcher = matcher
        return self._matcher

    def find(self, text: str) -> tuple[Match, ...]:
        """Every occurrence, sorted by start, the longest first where starts are equal."""
        if not text or not self._phrases or not self._stands_in.search(fold(text)):
            return ()
        doc = annotate(text)
        spans = self._compiled()(doc, as_spans=True)
        spans.sort(key=lambda span: (span.start, -span.end))
        doc.spans[self.name] = spans
        return tuple(Match(span.label_, span.start, span.end) for span in spans)


def longest(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Only matches that no longer one covers or overlaps; ties go to the leftmost. Sorted by start."""
    candidates = sorted(matches, key=lambda m: (m.start - m.end, m.start))
    taken = bytearray(max((match.end for match in candidates), default=0))
    chosen: list[Match] = []
    for match in candidates:
        if taken.find(1, match.start, match.end) < 0:
            taken[match.start : match.end] = b"\x01" * (match.end - match.start)
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda m: m.start))


_terms: set[str] = set()
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """jieba with its own dictionary, built in memory.

    jieba's own start-up reads and writes a marshal file in the shared temporary directory; with several
    workers, or a file left there by somebody else, that is neither safe nor repeatable, so it is bypassed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 imports pkg_resources and has old escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as dictionary:
        tokenizer.FREQ, tokenizer.total = prefix_dictionary(dictionary.read().decode("utf-8"))
    tokenizer.initialized = True
    for term in sorted(_terms):
        tokenizer.add_word(term)
    return tokenizer


def load() -> None:
    """Load jieba's dictionary and spaCy now, not when the first text asks for them."""
    _tokenizer()
    _language()


def prefix_dictionary(lines: str) -> tuple[dict[str, int], int]:
    """What jieba makes of its dictionary (`Tokenizer.gen_pfdict`), in half of the time.

    `lines`: “word frequency tag” each. Returns word → frequency, with 0 for what only begins a word, and the sum of
    all frequencies.
    """
    told = lines.split()
    words, counts = told[0::3], list(map(int, told[1::3]))
    frequencies: dict[str, int] = {}
    longer, length = words, 1
    while longer := [word for word in longer if len(word) > length]:
        frequencies |= dict.fromkeys([word[:length] for word in longer], 0)
        length += 1
    frequencies.update(zip(words, counts, strict=True))
    return frequencies, sum(counts)


def add_terms(terms: Iterable[str]) -> None:
    """Make each term (plan words, school names) one word from now on; single characters are ignored."""
    with _lock:
        fresh = {fold(term) for term in terms if len(term) > 1} - _terms
        if not fresh:
            return
        _terms.update(fresh)
        if _tokenizer.cache_info().currsize:
            tokenizer = _tokenizer()
            for term in sorted(fresh):
                tokenizer.add_word(term)
        _cut.cache_clear()


@lru_cache(maxsize=REMEMBERED_CUTS)
def _cut(text: str) -> tuple[str, ...]:
    tokenizer = _tokenizer()
    return tuple(word for word in tokenizer.cut(fold(text), HMM=False) if not word.isspace())


#: What jieba cuts as one piece; the words of a piece do not depend on the text around it.
_PIECE = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")


def words_among(text: str, known: Collection[str]) -> Iterator[str]:
    """The words of `text` that are among the `known` ones (of two characters or more), in order.

    Only pieces in which a known word can be are cut: cutting costs more than looking for all of them.
    """
    for piece in _PIECE.findall(fold(text)):
        if any(word in piece for word in known):
            yield from (word for word in _cut(piece) if word in known)


def words(text: str) -> list[str]:
    """The words of a text in order, blanks dropped, full-width letters and digits folded.

    New words are not guessed (HMM off): the same text gives the same words on every machine, and the
    dictionary can be read. Never raises.
    """
    return list(_cut(text))
