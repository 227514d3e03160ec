"""Text handed in before: sentences and paragraphs that repeat an earlier period's or another unit's.

The rule (design §5): prose of 80 characters or more that repeats another at similarity > .9 is recycled, and
so is every repeated sentence of a document most of whose sentences repeat one other document. A sentence with a
new figure or day is not, and its figure counts; a changed year alone makes nothing new. Plan text is left to
`copied_from_plan`. Of two documents the later one repeats; both places are kept.

Candidates come from a sketch (the smallest hashes of a text's character shingles) kept in one index, so the
cost grows with the number of sentences, not with its square; rapidfuzz decides.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby

from rapidfuzz import fuzz

from extractors.document import Span
from matching.record import Passage, RepeatedDocument, read_period

PROSE = 80  # characters from which one paragraph alone can be recycled
SIMILAR = 90.0  # rapidfuzz ratio 0..100 that must be passed
MOST = 0.5  # share of a document's sentences that must be passed for the whole document
LEAST_SENTENCES = 5  # a shorter document is judged by its paragraphs only
SHORTEST = 10  # characters; shorter sentences say too little to be called copied
_SHINGLE = 4
_SKETCH = 12
_SHARED = 3  # hashes two sketches must share before the texts are compared letter by letter
_CROWD = 24  # places of one shingle that are compared; a phrase seen oftener is boilerplate
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)20\d{2}(?:年|(?=[./-]))|(?<!\d)20\d{2}(?!\d)")

Place = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document as it is compared: its sentences in reading order."""

    submission: str  # sha256
    unit: str  # short form, "" = in doubt
    period: str
    day: date | None
    source: str  # unit | inspection
    sentences: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """What was handed in before: sentence by sentence, and document by document."""

    passages: Mapping[Place, Span]  # (sha256, block, start, end) → the passage it repeats
    documents: tuple[RepeatedDocument, ...]

    def of(self, span: Span) -> Span | None:
        return self.passages.get((span.document, span.block, span.start, span.end))


@dataclass(slots=True)
class _Seen:
    """Texts of earlier sheets, found again by their sketches."""

    texts: list[tuple[str, Sheet, Passage]] = field(default_factory=list)
    index: dict[int, list[int]] = field(default_factory=dict)

    def add(self, text: str, sheet: Sheet, passage: Passage) -> None:
        self.texts.append((text, sheet, passage))
        for key in _sketch(text):
            places = self.index.setdefault(key, [])
            if len(places) < _CROWD:
                places.append(len(self.texts) - 1)

    def matches(self, text: str, sheet: Sheet) -> Iterator[tuple[Sheet, Passage]]:
        """Earlier passages of other reports that are more than `SIMILAR`, the most similar first."""
        shared = Counter(place for key in _sketch(text) for place in self.index.get(key, ()))
        near = [place for place, count in shared.items() if count >= _SHARED]
        scored = []
        for place in near:
            other, source, passage = self.texts[place]
            if _is_foreign(sheet, source):
                score = fuzz.ratio(text, other, score_cutoff=SIMILAR)
                if score > SIMILAR:
                    scored.append((-score, place, source, passage))
        for _, _, source, passage in sorted(scored, key=lambda entry: entry[:2]):
            yield source, passage


def find_repeats(sheets: Sequence[Sheet], plan_text: str = "") -> Repeats:
    """Compare every sheet with those before it in time. `plan_text`: the notice, whose words are no copying.

    The order in which sheets are given does not matter. Never raises on prose.
    """
    plan = _plain(plan_text)
    sentences, paragraphs = _Seen(), _Seen()
    passages: dict[Place, Span] = {}
    documents: list[RepeatedDocument] = []
    for sheet in sorted(sheets, key=_when):
        own = [p for p in sheet.sentences if _is_told(p.text, plan)]
        if sheet.source == "unit":
            passages.update(_repeated_paragraphs(sheet, paragraphs))
            repeated = _repeated_document(sheet, own, sentences)
            if repeated:
                documents.append(repeated)
                passages.update(_new_places(repeated))
        for passage in own:
            sentences.add(_masked(passage.text), sheet, passage)
        for paragraph, _ in _paragraphs(sheet):
            paragraphs.add(_masked(paragraph.text), sheet, paragraph)
    return Repeats(passages, tuple(documents))


def has_news(text: str, before: str) -> bool:
    """Does the text hold a figure or day that the earlier one lacks? A changed year alone is no news.

    >>> has_news("2021年培训1086人次。", "2020年培训680人次。"), has_news("2021年持续推进。", "2020年持续推进。")
    (True, False)
    """
    return bool(Counter(_numbers(text)) - Counter(_numbers(before)))


def _repeated_paragraphs(sheet: Sheet, seen: _Seen) -> Iterator[tuple[Place, Span]]:
    for paragraph, parts in _paragraphs(sheet):
        source = next(iter(seen.matches(_masked(paragraph.text), sheet)), None)
        if source is None:
            continue
        before = source[1]
        for passage in parts:
            if not has_news(passage.text, before.text):
                yield _place(passage.span), before.span


def _repeated_document(sheet: Sheet, own: Sequence[Passage], seen: _Seen) -> RepeatedDocument | None:
    """The one earlier document that more than `MOST` of the sentences repeat, with the pairs of passages."""
    if len(own) < LEAST_SENTENCES:
        return None
    by_source: dict[str, list[tuple[Passage, Passage]]] = {}
    for passage in own:
        found: dict[str, Passage] = {}
        for origin, before in seen.matches(_masked(passage.text), sheet):
            found.setdefault(origin.submission, before)
        for key, before in found.items():
            by_source.setdefault(key, []).append((passage, before))
    if not by_source:
        return None
    source, pairs = max(by_source.items(), key=lambda entry: (len(entry[1]), entry[0]))
    old = [(passage, before) for passage, before in pairs if not has_news(passage.text, before.text)]
    share = len(old) / len(own)
    return RepeatedDocument(sheet.submission, source, share, tuple(old)) if share > MOST else None


def _new_places(repeated: RepeatedDocument) -> Iterator[tuple[Place, Span]]:
    for passage, before in repeated.pairs:
        yield _place(passage.span), before.span


def _paragraphs(sheet: Sheet) -> Iterator[tuple[Passage, list[Passage]]]:
    """Blocks of 80 characters or more, put together from their sentences, with these sentences."""
    for parts in _joined(sheet):
        text = "".join(part.text for part in parts)
        if len(_BLANK.sub("", text)) >= PROSE:
            first, last = parts[0], parts[-1]
            end = last.span.end if last.span.block == first.span.block else first.span.end
            span = Span(first.span.document, first.span.block, first.span.start, end)
            yield Passage(span, text, first.file, first.unit, first.period, first.page), parts


def _joined(sheet: Sheet) -> Iterator[list[Passage]]:
    """The sentences of each block; a long block that breaks off in mid-sentence goes on in the next (PDF)."""
    held: list[Passage] = []
    for block, group in groupby(sheet.sentences, key=lambda passage: passage.span.block):
        parts = list(group)
        if held and not (block == held[-1].span.block + 1 and _breaks_off(held)):
            yield held
            held = []
        held = [*held, *parts]
    if held:
        yield held


def _breaks_off(parts: Sequence[Passage]) -> bool:
    text = "".join(part.text for part in parts).rstrip()
    return len(text) >= PROSE // 2 and text[-1] not in "。！？；：.!?;:"


def _is_foreign(sheet: Sheet, source: Sheet) -> bool:
    """An earlier period's report, or another known unit's; a unit's two files of one period are no copies."""
    if sheet.submission == source.submission:
        return False
    own, other = read_period(sheet.period), read_period(source.period)
    if own is not None and other is not None and other < own:
        return True
    return bool(sheet.unit and source.unit) and sheet.unit != source.unit


def _is_told(text: str, plan: str) -> bool:
    plain = _plain(text)
    return len(plain) >= SHORTEST and not (plan and plain.rstrip("。；;") in plan)


def _when(sheet: Sheet) -> tuple[date, date, str, str]:
    period = read_period(sheet.period)
    end = period.end if period else date.max
    return end, sheet.day or date.max, sheet.sentences[0].file if sheet.sentences else "", sheet.submission


def _place(span: Span) -> Place:
    return span.document, span.block, span.start, span.end


def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def _masked(text: str) -> str:
    return _NUMBER.sub("#", _plain(text))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_YEAR.sub("", _plain(text)))


@lru_cache(maxsize=8192)  # each text is looked up and then kept
def _sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's shingles: equal texts share all, similar texts some."""
    shingles = {text[i : i + _SHINGLE] for i in range(max(1, len(text) - _SHINGLE + 1))}
    return tuple(sorted(zlib.crc32(shingle.encode()) for shingle in shingles)[:_SKETCH])
