"""What is known as of the night's day, out of the ledger: as much of it as the rules and the papers look at.

Everything of the judged period, and of later ones; of earlier periods the newest in whole as long as the papers
list them, of the others the claims that later periods are judged with. The rest is counted, and read where a rule
asks for it, so that a night of a large office costs what its period holds and not what its years hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, starmap

from extractors.document import Span
from flows.comparing import texts_of
from flows.night import Night
from matching.claims import Claim, Tally
from matching.echoes import TextOf
from matching.findings import Finding
from matching.gaps.commitments import speaking_of
from matching.record import Passage, Past, Record, RepeatedDocument, is_earlier, is_for
from matching.recycled import Sender, Verdict, decide
from matching.submissions import Submission
from outputs.ledger import Ledger
from outputs.report_cards import MOST_ROWS

#: A claim and the number of its statement.
Numbered = tuple[int, Claim]

#: Claims of earlier periods that are read in whole; what is beyond them is in the papers of their own period.
WHOLE = 20_000


def recall(ledger: Ledger, night: Night, counting: Sequence[Submission], whole: int = WHOLE) -> Known:
    """The record of what counts: no copies, nothing superseded, repeated passages marked."""
    known = Record(submissions=tuple(counting)).known(night.as_of).submissions
    return Known(ledger, night, known, whole, _counted(night, known))


def _counted(night: Night, submissions: Iterable[Submission]) -> Future[tuple[Tally, ...]]:
    """All their claims, counted on a thread: the database takes half a second for it and does not hold Python up."""

    def count() -> tuple[Tally, ...]:
        with night.ledger() as ledger:
            return ledger.tallies((one.sha256, one.period, one.unit) for one in submissions)

    thread = ThreadPoolExecutor(1)
    coming = thread.submit(count)
    thread.shutdown(wait=False)
    return coming


@dataclass(frozen=True)
class Known:
    """The submissions known as of the day, with what they say."""

    ledger: Ledger
    night: Night
    submissions: tuple[Submission, ...]
    most: int  # claims of earlier periods read in whole
    counted: Future[tuple[Tally, ...]]

    def record(self) -> Record:
        """Not kept here: it asks this for what it does not hold, and what holds each other is freed by a search alone."""
        earlier = self._earlier - self.whole
        return Record(
            submissions=self.submissions,
            claims=tuple(claim for _, claim in self._read),
            repeated=tuple(self._repeated()),
            passages=tuple(self._passages()),
            past=Past(self._told_before, self._accepted_before) if earlier else None,
        )

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """Of all claims of these submissions, as many as they are."""
        return self.counted.result()

    @cached_property
    def whole(self) -> frozenset[str]:
        """The documents all of whose claims are in the record.

        Those of the judged period, and of earlier ones the newest, of which the papers list claims: at most so many,
        and none where newer periods fill the list.
        """
        counts, read = self.ledger.claim_counts(), 0
        kept = {one.sha256 for one in self.submissions} - self._earlier
        by_period = Counter[str]()
        for one in self.submissions:
            by_period[one.period] += counts.get(one.sha256, 0) if one.sha256 in kept else 0
        before = [one for one in self.submissions if one.sha256 in self._earlier]
        for one in sorted(before, key=lambda one: (one.period, one.sha256), reverse=True):
            read += counts.get(one.sha256, 0)
            newer = sum(number for period, number in by_period.items() if period > one.period)
            if read > self.most or newer >= MOST_ROWS:
                break
            kept.add(one.sha256)
            by_period[one.period] += counts.get(one.sha256, 0)
        return frozenset(kept)

    def with_quoted(self, record: Record, findings: Iterable[Finding]) -> Record:
        """The record with every claim of the documents that the findings quote."""
        quoted = {place.sha256 for finding in findings for place in finding.evidence}
        missing = (quoted & self._by_sha.keys()) - self.whole
        if not missing:
            return record
        kept = (entry for entry in self._read if entry[1].submission not in missing)
        more = starmap(self._claim, self.ledger.claims_of(missing))
        return replace(record, claims=tuple(claim for _, claim in sorted([*kept, *more], key=_order)))

    @cached_property
    def _by_sha(self) -> dict[str, Submission]:
        return {one.sha256: one for one in self.submissions}

    @cached_property
    def _earlier(self) -> frozenset[str]:
        period = self.night.period
        return frozenset(one.sha256 for one in self.submissions if is_earlier(one.period, period))

    @cached_property
    def _told_before(self) -> frozenset[int]:
        period = self.night.period
        return frozenset(
            one.item for one in self.tallies if one.band == "accepted" and is_earlier(one.period, period)
        )

    def _accepted_before(self, item: int, status: str, about: Callable[[str], bool]) -> tuple[Claim, ...]:
        found = self.ledger.claims_about(self._earlier, item, status, about)
        return tuple(claim for _, claim in starmap(self._claim, found))

    @cached_property
    def _read(self) -> list[Numbered]:
        """All claims of some documents, the lasting ones of the others, in order of document, statement and item."""
        whole = self.ledger.claims_of(self.whole)
        lasting = self.ledger.claims_of(self._earlier - self.whole, lasting=True)
        return sorted(starmap(self._claim, chain(whole, lasting)), key=_order)

    def _claim(self, statement: int, claim: Claim) -> Numbered:
        """As it counts: whose it is follows the submission that counts, not the copy first understood."""
        one = self._by_sha[claim.submission]
        told = claim.submission, statement
        marked = claim.submission in self._verdict.repeating
        source = self._verdict.source_of(told, claim.text, self._text_of) if marked else None
        understood = (claim.file, claim.unit, claim.period, claim.source)
        if source is None and understood == (one.file, one.unit, one.period, one.source):
            return statement, claim
        span = self.ledger.statement_span(*source) if source else None
        return statement, replace(
            claim, file=one.file, unit=one.unit, period=one.period, source=one.source, recycled_from=span
        )

    @cached_property
    def _text_of(self) -> TextOf:
        return texts_of(self.ledger)

    @cached_property
    def _verdict(self) -> Verdict:
        told = self.ledger.told_sentences()
        senders = [
            Sender(s.sha256, s.unit, s.period, s.day, s.source, s.file, told.get(s.sha256, 0))
            for s in self.submissions
        ]
        return decide(senders, self.ledger.echoes(), self._text_of)

    def _repeated(self) -> Iterator[RepeatedDocument]:
        """The judged period's documents that repeat another, with both passages of each pair."""
        copied = [
            one
            for one in self._verdict.documents
            if is_for(self._by_sha[one.submission].period, self.night.period)
        ]
        names = {name for one in copied for name in (one.submission, one.source)}
        passages = {
            (span.document, place): self._passage(span, text, page)
            for place, span, text, page in self.ledger.statement_places(names)
        }
        for one in copied:
            pairs = tuple((passages[one.submission, a], passages[one.source, b]) for a, b in one.pairs)
            yield RepeatedDocument(one.submission, one.source, one.share, pairs)

    def _passages(self) -> Iterator[Passage]:
        """The judged period's sentences about no item that may speak of a promise of the plan."""
        names = [one.sha256 for one in self.submissions if is_for(one.period, self.night.period)]
        speaks = speaking_of(self.night.plan).search
        for _, span, text, page in self.ledger.unclaimed(names, lambda text: speaks(text) is not None):
            yield self._passage(span, text, page)

    def _passage(self, span: Span, text: str, page: int | None) -> Passage:
        one = self._by_sha[span.document]
        return Passage(span, text, one.file, one.unit, one.period, page)


def _order(numbered: Numbered) -> tuple[str, int, int]:
    statement, claim = numbered
    return claim.submission, statement, claim.item
