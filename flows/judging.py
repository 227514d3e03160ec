"""The judging step: what counts as of the day, what the rules say, and what changed since the day before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.comparing import compare_new
from flows.night import Night
from flows.recalling import recall
from flows.settling import settled
from matching.changes import Tracked, compare
from matching.claims import Tally
from matching.fates import Key, Settled
from matching.findings import Judgement
from matching.gaps.judge import judge
from matching.gaps.settings import LIGHTS, GapSettings
from matching.record import Record
from matching.submissions import Submission
from outputs.ledger import FileFate, Ledger

FATES = ("read", "duplicate", "superseded", "quarantined", "irrelevant", "decisions", "pending")


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything the papers are made of."""

    judgement: Judgement
    filed: tuple[Tracked, ...]  # with the closed ones
    record: Record
    tallies: tuple[Tally, ...]  # of all claims of what counts, also of those not in the record
    shown: frozenset[str]  # sha256 of the documents whose claims are all in the record
    files: tuple[FileFate, ...]  # every file, containers left out
    submissions: tuple[Submission, ...]  # all, also those that do not count
    previous: str  # the latest earlier judged day (ISO), "" = none

    @property
    def received(self) -> tuple[tuple[str, int], ...]:
        """Fate → number of files, zeros included; the sum is what was received."""
        count = Counter(file.fate for file in self.files)
        return tuple((fate, count[fate]) for fate in FATES)


def judge_period(night: Night) -> Morning:
    """Settle the fates, run the rules, and record findings and events for the night's day."""
    with night.ledger() as ledger:
        compare_new(ledger)
        submissions = ledger.submissions()
        fates = settled(ledger, night, submissions, keep=True)
        if night.is_newest(ledger):  # a replay of a past day leaves the fates of the newest day as they are
            _enter(ledger, fates)
        morning = _look(ledger, night, submissions, fates)
        ledger.record_judgement(morning.judgement, morning.filed, _events(ledger, night, morning.filed))
    return morning


def look_at(ledger: Ledger, night: Night) -> Morning:
    """The morning of the night's day from what the ledger holds; records nothing."""
    submissions = ledger.submissions()
    return _look(ledger, night, submissions, settled(ledger, night, submissions, keep=False))


def gap_settings(night: Night) -> GapSettings:
    return GapSettings(
        due_soon_days=night.settings.rules.due_soon_days, lights={**LIGHTS, **night.settings.lights}
    )


def _look(
    ledger: Ledger, night: Night, submissions: tuple[Submission, ...], fates: dict[Key, Settled]
) -> Morning:
    counting = [one for one in submissions if fates[one.file, one.sha256].fate == "read"]
    known = recall(ledger, night, counting)
    record = known.record()
    judgement = judge(night.plan, record, night.as_of, night.period, gap_settings(night))
    day = night.as_of.isoformat()
    return Morning(
        judgement,
        compare(judgement.findings, ledger.filed_before(day), day, judgement.period),
        known.with_quoted(record, judgement.findings),
        known.tallies,
        known.whole,
        tuple(file for file in ledger.fates() if file.code != "container"),
        submissions,
        max((other for other in ledger.days() if other < day), default=""),
    )


def _enter(ledger: Ledger, fates: dict[Key, Settled]) -> None:
    """Enter what changed of the fates."""
    before = {(one.file, one.sha256): (one.fate, one.reason) for one in ledger.fates()}
    ledger.settle_fates(
        (file, sha256, one.fate, one.reason)
        for (file, sha256), one in fates.items()
        if before.get((file, sha256)) != (one.fate, one.reason)
    )


def _events(ledger: Ledger, night: Night, filed: Sequence[Tracked]) -> list[tuple[str, str, str]]:
    """What changed on the day; a replay of a day before the newest writes no events."""
    if not night.is_newest(ledger):
        return []
    return [(one.finding.id, one.state, one.finding.because) for one in filed if one.state != "open"]
