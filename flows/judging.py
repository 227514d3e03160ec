"""The judging step: what counts as of the day, what the rules say, and what changed since the day before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flows.night import Night
from matching.changes import Tracked, compare
from matching.claims import Claim
from matching.corrections import find_changes
from matching.fates import Key, Settled, settle
from matching.findings import Judgement
from matching.gaps.judge import judge
from matching.gaps.settings import LIGHTS, GapSettings
from matching.record import Passage, Record
from matching.recycled import Sheet, find_repeats
from matching.submissions import Submission
from outputs.ledger import FileFate, Ledger

#: A paper that does not name the plan's field counts only if a statement of it is this surely about an item.
SURE = 0.9
FATES = ("read", "duplicate", "superseded", "quarantined", "irrelevant", "decisions", "pending")


@dataclass(frozen=True, slots=True)
class Morning:
    """Everything the papers are made of."""

    judgement: Judgement
    filed: tuple[Tracked, ...]  # with the closed ones
    record: Record
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
        _settle_fates(ledger, night)
        morning = look_at(ledger, night)
        ledger.record_judgement(morning.judgement, morning.filed, _events(ledger, night, morning.filed))
    return morning


def look_at(ledger: Ledger, night: Night) -> Morning:
    """The morning of the night's day from what the ledger holds; records nothing."""
    submissions = ledger.submissions()
    settled = _settled(ledger, night, submissions)
    record = _record(ledger, night, submissions, settled)
    judgement = judge(night.plan, record, night.as_of, night.period, gap_settings(night))
    day = night.as_of.isoformat()
    filed = compare(judgement.findings, ledger.filed_before(day), day, judgement.period)
    files = tuple(file for file in ledger.fates() if file.code != "container")
    previous = max((other for other in ledger.days() if other < day), default="")
    return Morning(judgement, filed, record, files, submissions, previous)


def gap_settings(night: Night) -> GapSettings:
    return GapSettings(
        due_soon_days=night.settings.rules.due_soon_days, lights={**LIGHTS, **night.settings.lights}
    )


def _text_of(ledger: Ledger) -> Callable[[str], str]:
    @lru_cache(maxsize=512)  # corrections compare the same few texts pair by pair
    def text(sha256: str) -> str:
        return "\n".join(block.text for block in ledger.blocks(sha256))

    return text


def _settled(ledger: Ledger, night: Night, submissions: Sequence[Submission]) -> dict[Key, Settled]:
    """The fates as of the night's day; a paper that tells nothing of the plan is no submission to it."""
    settled = settle(submissions, _text_of(ledger), night.as_of)
    for place, fate in settled.items():
        if fate.fate == "superseded" and fate.by is not None:
            changed = _changed_figures(ledger, place[1], fate.by[1])
            settled[place] = replace(fate, reason=fate.reason + changed)
    speaking, about = ledger.documents_with_claims(SURE), ledger.about_plan()
    for one in submissions:
        key = (one.file, one.sha256)
        if settled[key].fate == "read" and one.sha256 not in speaking and key not in about:
            settled[key] = Settled("irrelevant", "通篇未提及本方案及其任务")
    return settled


def _changed_figures(ledger: Ledger, before: str, after: str) -> str:
    """What a correction changed, “；数字改动：680 → 1230”; "" where only words did."""
    changes = find_changes(ledger.statements(before), ledger.statements(after))
    figures = [change.figures for change in changes if change.figures]
    return f"；数字改动：{'；'.join(figures)}" if figures else ""


def _settle_fates(ledger: Ledger, night: Night) -> None:
    """Enter the fates; a replay of a past day leaves those of the newest day as they are."""
    days = ledger.days()
    if days and night.as_of.isoformat() < days[-1]:
        return
    settled = _settled(ledger, night, ledger.submissions())
    ledger.settle_fates((file, sha256, one.fate, one.reason) for (file, sha256), one in settled.items())


def _record(
    ledger: Ledger, night: Night, submissions: Sequence[Submission], settled: dict[Key, Settled]
) -> Record:
    """What counts as of the day: no copies, nothing superseded, repeated passages marked."""
    counting = [one for one in submissions if settled[one.file, one.sha256].fate == "read"]
    known = Record(submissions=tuple(counting)).known(night.as_of).submissions
    by_sha = {one.sha256: one for one in known}
    passages = tuple(_passages(ledger, by_sha))
    repeats = find_repeats(_sheets(known, passages), night.plan.notice)
    claims = tuple(
        replace(_as_of_submission(claim, by_sha[claim.submission]), recycled_from=repeats.of(claim.span))
        for claim in ledger.claims()
        if claim.submission in by_sha
    )
    claimed = ledger.claimed_places()
    return Record(
        submissions=known,
        claims=claims,
        repeated=repeats.documents,
        passages=tuple(
            one for one in passages if (one.span.document, one.span.block, one.span.start) not in claimed
        ),
    )


def _sheets(submissions: Sequence[Submission], passages: Sequence[Passage]) -> list[Sheet]:
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.span.document].append(passage)
    return [
        Sheet(one.sha256, one.unit, one.period, one.day, one.source, tuple(by_document[one.sha256]))
        for one in submissions
    ]


def _as_of_submission(claim: Claim, submission: Submission) -> Claim:
    """Whose claim it is follows the submission that counts, not the copy first understood."""
    return replace(
        claim,
        file=submission.file,
        unit=submission.unit,
        period=submission.period,
        source=submission.source,
    )


def _passages(ledger: Ledger, by_sha: dict[str, Submission]) -> Iterator[Passage]:
    for span, text, page in ledger.statement_places():
        one = by_sha.get(span.document)
        if one is not None:
            yield Passage(span, text, one.file, one.unit, one.period, page)


def _events(ledger: Ledger, night: Night, filed: Sequence[Tracked]) -> list[tuple[str, str, str]]:
    """What changed on the day; a replay of a day before the newest writes no events."""
    days = ledger.days()
    if days and night.as_of.isoformat() < days[-1]:
        return []
    return [(one.finding.id, one.state, one.finding.because) for one in filed if one.state != "open"]
