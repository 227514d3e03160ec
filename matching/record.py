"""All that is known as of a day, over all periods: submissions, claims, documents that repeat others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from extractors.document import Span
from matching.claims import Claim
from matching.periods import Period
from matching.submissions import Submission


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with its address and sender; for texts that no item of the list claims."""

    span: Span
    text: str
    file: str
    unit: str  # short form, "" = in doubt
    period: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RepeatedDocument:
    """A document most of whose sentences stand in an earlier or another unit's document."""

    submission: str  # sha256
    source: str  # sha256 of the document it repeats
    share: float  # 0..1, of its sentences
    pairs: tuple[tuple[Passage, Passage], ...]  # its passage and the one it repeats


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier periods told, where a record does not hold all of their claims."""

    items: frozenset[int] = frozenset()  # that some accepted claim of an earlier period tells about
    #: Accepted claims of earlier periods about an item, of one status ("" = of any), whose text passes the test;
    #: cells of a table may come along without passing it.
    accepted: Callable[[int, str, Callable[[str], bool]], tuple[Claim, ...]] = lambda *_: ()


@dataclass(frozen=True, slots=True)
class Record:
    """What the rules may look at. Superseded and duplicate files are not in it; their claims neither.

    `claims` holds all of the judged period; of earlier periods either all, or (where there is a `past`) those
    that later periods are judged with (`gaps/lasting.py`), the rest being asked for where a rule needs it.
    """

    submissions: tuple[Submission, ...] = ()
    claims: tuple[Claim, ...] = ()
    repeated: tuple[RepeatedDocument, ...] = ()
    passages: tuple[Passage, ...] = ()  # sentences about no item; those that may speak of a promise suffice
    past: Past | None = None
    by_hash: Mapping[str, Submission] = field(init=False, repr=False, compare=False)
    by_item: Mapping[tuple[int, str], Sequence[Claim]] = field(
        init=False, repr=False, compare=False
    )  # and band

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_hash", {entry.sha256: entry for entry in self.submissions})
        by_item: dict[tuple[int, str], list[Claim]] = {}
        for claim in self.claims:
            by_item.setdefault((claim.item, claim.band), []).append(claim)
        object.__setattr__(self, "by_item", by_item)

    def known(self, as_of: date) -> Record:
        """Only what had been handed in by that day; see `was_known`."""
        kept = tuple(submission for submission in self.submissions if was_known(submission, as_of))
        hashes = {submission.sha256 for submission in kept}
        claims = tuple(claim for claim in self.claims if claim.submission in hashes)
        repeated = tuple(entry for entry in self.repeated if entry.submission in hashes)
        passages = tuple(entry for entry in self.passages if entry.span.document in hashes)
        known = tuple(map(len, (kept, claims, repeated, passages)))
        if known == tuple(map(len, (self.submissions, self.claims, self.repeated, self.passages))):
            return self  # nothing is left out, as in most nights: its indexes need not be made again
        return replace(self, submissions=kept, claims=claims, repeated=repeated, passages=passages)

    def submission(self, sha256: str) -> Submission | None:
        return self.by_hash.get(sha256)

    def reports(self, period: Period) -> Iterator[Submission]:
        """Units' own reports for the period; the office's circulars are nobody's report."""
        for submission in self.submissions:
            if submission.source == "unit" and is_for(submission.period, period):
                yield submission

    def reporters(self, period: Period) -> frozenset[str]:
        """Short forms of the units that handed in something readable for the period."""
        return frozenset(submission.unit for submission in self.reports(period) if submission.unit)

    def accepted(self, item: int) -> tuple[Claim, ...]:
        """Claims that count as evidence for the item, in every period."""
        return tuple(self.by_item.get((item, "accepted"), ()))

    def asked(self, item: int) -> tuple[Claim, ...]:
        """Claims that wait for a reviewer's word on the item."""
        return tuple(self.by_item.get((item, "asked"), ()))


def was_known(submission: Submission, as_of: date) -> bool:
    """Signed on or before the day; unsigned: its period had begun; neither: received by then.

    In a replay the day of receipt says nothing about an undated file, so its folder's period decides
    (design §4); such a file is shown as 未注明日期.
    """
    if submission.signed is not None:
        return submission.signed <= as_of
    period = read_period(submission.period)
    if period is not None:
        return period.start <= as_of
    return submission.received is not None and submission.received <= as_of


@lru_cache(maxsize=1024)  # a few dozen periods, asked for every pair of claims
def read_period(written: str) -> Period | None:
    """The period as written in a submission or claim; None where it is in doubt."""
    try:
        return Period.parse(written)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def is_for(written: str, period: Period) -> bool:
    """Does a report of the written period count for the judged one?"""
    own = read_period(written)
    return own is not None and period.covers(own)


@lru_cache(maxsize=4096)
def is_earlier(written: str, period: Period) -> bool:
    """Is a report of the written period one of an earlier period than the judged one?"""
    own = read_period(written)
    return own is not None and own < period and not period.covers(own)


def period_words(written: str) -> str:
    """A period as a reader says it, 2021年上半年; 期次不明 where it is in doubt."""
    period = read_period(written)
    return period.label if period else "期次不明"
