"""A linked statement as claims: one for each item it is, or may be, taken to tell about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Block
from extractors.facts.fact import Fact
from extractors.facts.units import SCHOOL_KINDS, Roster
from extractors.statements import Statement
from matching.claims import Claim
from matching.linking import Linked
from matching.submissions import Submission


def claims_of(
    linked: Linked,
    statement: Statement,
    facts: Sequence[Fact],
    submission: Submission,
    block: Block,
    roster: Roster,
) -> Iterator[Claim]:
    """The claims of one statement, accepted and asked ones; none where it tells about no item."""
    subject = _subject(statement, submission, roster) if linked.matches else ""
    for match in linked.matches:
        yield Claim(
            submission=submission.sha256,
            file=submission.file,
            unit=submission.unit,
            source=submission.source,
            period=submission.period,
            span=statement.span,
            text=statement.text,
            item=match.item,
            band=match.band,
            probability=round(match.probability, 4),
            reasons=match.reasons,
            runner_up=match.runner_up,
            status=match.status,
            fulfils=match.fulfils,
            facts=tuple(facts),
            context=statement.context,
            subject=subject,
            page=block.page,
            confidence=block.confidence,
            copied_from_plan=linked.copied_from_plan,
            decided=match.decided,
        )


def _subject(statement: Statement, submission: Submission, roster: Roster) -> str:
    """The school or unit the statement speaks of: named in it, else the last named before, else a school's own report."""
    named = roster.resolve(statement.text, submission.unit, statement.context.subject)
    schools = [mention.short for mention in named if mention.kind in SCHOOL_KINDS]
    if schools:
        return schools[0]
    if statement.context.subject:
        return statement.context.subject
    entry = roster.entry(submission.unit)
    return submission.unit if entry is not None and entry.kind in SCHOOL_KINDS else ""
