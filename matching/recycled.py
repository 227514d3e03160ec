"""Text handed in before: sentences and paragraphs that repeat an earlier period's or another unit's.

The rule (design §5): prose of 80 characters or more that repeats another at similarity > .9 is recycled, and
so is every repeated sentence of a document most of whose sentences repeat one other document. A sentence with a
new figure or day is not, and its figure counts; a changed year alone makes nothing new. Plan text is left to
`copied_from_plan`. Of two documents the later one repeats; both places are kept.

Which texts are alike is found once, when a document comes in (`matching/echoes.py`), so that a night costs what
its new documents cost. Here it is decided, as of the day, who repeats whom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from extractors.document import Span
from matching.echoes import LEAST_SENTENCES, MOST, Echo, TextOf, find_echoes
from matching.prints import Prints, plain, take_prints
from matching.record import Passage, RepeatedDocument, read_period

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)20\d{2}(?:年|(?=[./-]))|(?<!\d)20\d{2}(?!\d)")

#: A statement: its document's sha256 and its number there.
Told = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose a document is that is compared, and when it was handed in."""

    submission: str  # sha256
    unit: str  # short form, "" = in doubt
    period: str
    day: date | None
    source: str  # unit | inspection
    file: str
    told: int  # sentences that can be repeated


@dataclass(frozen=True, slots=True)
class Copied:
    """A document most of whose sentences repeat another's, with the statements of both."""

    submission: str
    source: str
    share: float  # 0..1, of its sentences
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Verdict:
    """Who repeats whom: statement by statement, paragraph by paragraph, document by document."""

    sentences: Mapping[Told, Told]
    paragraphs: Mapping[
        Told, Echo
    ]  # every statement of a repeated paragraph → the pair, the repeater as `document`
    documents: tuple[Copied, ...]

    @cached_property
    def repeating(self) -> frozenset[str]:
        """The documents of which any statement repeats another's."""
        return frozenset(document for document, _ in chain(self.sentences, self.paragraphs))

    def source_of(self, told: Told, text: str, text_of: TextOf) -> tuple[str, int, int] | None:
        """Document, first and last statement of what the statement repeats; None if it is its own."""
        if told in self.sentences:
            document, place = self.sentences[told]
            return document, place, place
        echo = self.paragraphs.get(told)
        if echo is None:
            return None
        before = (echo.other, echo.other_first, echo.other_last)
        return None if has_news(text, text_of(*before)) else before


def decide(senders: Sequence[Sender], echoes: Sequence[Echo], text_of: TextOf) -> Verdict:
    """Of each pair of texts the later document repeats; a unit's two files of one period are no copies."""
    order = {sender.submission: rank for rank, sender in enumerate(sorted(senders, key=_when))}
    by_name = {sender.submission: sender for sender in senders}
    sentences: dict[str, list[Echo]] = {}
    paragraphs: dict[str, list[Echo]] = {}
    for echo in echoes:
        if echo.document in order and echo.other in order:
            turned = echo if order[echo.document] > order[echo.other] else _turned(echo)
            own, other = by_name[turned.document], by_name[turned.other]
            if own.source == "unit" and _is_foreign(own, other):
                kept = sentences if echo.kind == "sentence" else paragraphs
                kept.setdefault(turned.document, []).append(turned)

    def likeness(echo: Echo) -> tuple[float, int, int]:
        return -echo.score, order[echo.other], echo.other_first

    documents = [
        copied
        for name in sorted(sentences, key=order.__getitem__)
        if (copied := _copied(by_name[name], sorted(sentences[name], key=likeness), text_of))
    ]
    marks = {(one.submission, own): (one.source, other) for one in documents for own, other in one.pairs}
    return Verdict(marks, _best(paragraphs.values(), likeness), tuple(documents))


def _best(
    found: Iterable[Sequence[Echo]], likeness: Callable[[Echo], tuple[float, int, int]]
) -> dict[Told, Echo]:
    best: dict[Told, Echo] = {}
    for echo in sorted((echo for echoes in found for echo in echoes), key=likeness):
        for place in range(echo.first, echo.last + 1):
            best.setdefault((echo.document, place), echo)
    return best


def _copied(sender: Sender, echoes: Sequence[Echo], text_of: TextOf) -> Copied | None:
    """The one earlier document that more than MOST of the sentences repeat. `echoes`: the most similar first."""
    if sender.told < LEAST_SENTENCES:
        return None
    by_source: dict[str, dict[int, int]] = {}
    for echo in echoes:
        by_source.setdefault(echo.other, {}).setdefault(echo.first, echo.other_first)
    source, places = max(by_source.items(), key=lambda entry: (len(entry[1]), entry[0]))
    if len(places) <= MOST * sender.told:
        return None
    pairs = tuple(
        (own, other)
        for own, other in sorted(places.items())
        if not has_news(text_of(sender.submission, own, own), text_of(source, other, other))
    )
    share = len(pairs) / sender.told
    return Copied(sender.submission, source, share, pairs) if share > MOST else None


def _turned(echo: Echo) -> Echo:
    return Echo(
        echo.kind,
        echo.other,
        echo.other_first,
        echo.other_last,
        echo.document,
        echo.first,
        echo.last,
        echo.score,
    )


def has_news(text: str, before: str) -> bool:
    """Does the text hold a figure or day that the earlier one lacks? A changed year alone is no news.

    >>> has_news("2021年培训1086人次。", "2020年培训680人次。"), has_news("2021年持续推进。", "2020年持续推进。")
    (True, False)
    """
    return bool(Counter(_numbers(text)) - Counter(_numbers(before)))


def _is_foreign(own: Sender, other: Sender) -> bool:
    """An earlier period's report, or another known unit's; a unit's two files of one period are no copies."""
    period, before = read_period(own.period), read_period(other.period)
    if period is not None and before is not None and before < period:
        return True
    return bool(own.unit and other.unit) and own.unit != other.unit


def _when(sender: Sender) -> tuple[date, date, str, str]:
    period = read_period(sender.period)
    end = period.end if period else date.max
    return end, sender.day or date.max, sender.file, sender.submission


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_YEAR.sub("", plain(text)))


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


def find_repeats(sheets: Sequence[Sheet], plan_text: str = "") -> Repeats:
    """The whole search over sheets at hand. `plan_text`: the notice, whose words are no copying.

    The order in which sheets are given does not matter. Never raises on prose.
    """
    notice = plain(plan_text)
    library = [(sheet, _prints(sheet, notice)) for sheet in sheets]
    senders = {sheet.submission: _sender(sheet, prints) for sheet, prints in library}
    library.sort(key=lambda entry: _when(senders[entry[0].submission]))
    by_name = {sheet.submission: sheet for sheet, _ in library}

    def text_of(document: str, first: int, last: int) -> str:
        return "".join(p.text for p in by_name[document].sentences[first : last + 1])

    echoes = find_echoes([(s.submission, prints) for s, prints in library], len(library), text_of)
    verdict = decide(list(senders.values()), list(echoes), text_of)
    return Repeats(dict(_marks(by_name, verdict, text_of)), tuple(repeated(verdict, by_name)))


def _prints(sheet: Sheet, notice: str) -> Prints:
    return take_prints([(passage.span.block, passage.text) for passage in sheet.sentences], notice)


def _sender(sheet: Sheet, prints: Prints) -> Sender:
    file = sheet.sentences[0].file if sheet.sentences else ""
    return Sender(sheet.submission, sheet.unit, sheet.period, sheet.day, sheet.source, file, prints.told)


def _marks(sheets: Mapping[str, Sheet], verdict: Verdict, text_of: TextOf) -> Iterator[tuple[Place, Span]]:
    for told in {**verdict.paragraphs, **verdict.sentences}:
        passage = sheets[told[0]].sentences[told[1]]
        source = verdict.source_of(told, passage.text, text_of)
        if source is not None:
            document, first, last = source
            ends = sheets[document].sentences[first].span, sheets[document].sentences[last].span
            span = passage.span
            yield (
                (span.document, span.block, span.start, span.end),
                whole_span(*ends),
            )


def whole_span(first: Span, last: Span) -> Span:
    """From one statement to another; where a paragraph goes on in the next block, its first statement stands for it."""
    end = last.end if last.block == first.block else first.end
    return Span(first.document, first.block, first.start, end)


def repeated(verdict: Verdict, sheets: Mapping[str, Sheet]) -> Iterator[RepeatedDocument]:
    """The copied documents among the sheets, with both passages of each pair."""
    for one in verdict.documents:
        if one.submission in sheets:
            own, other = sheets[one.submission].sentences, sheets[one.source].sentences
            pairs = tuple((own[a], other[b]) for a, b in one.pairs)
            yield RepeatedDocument(one.submission, one.source, one.share, pairs)
