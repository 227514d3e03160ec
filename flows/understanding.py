"""The understanding step: recorded documents become submissions, statements, facts and claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractors.document import Block, Document
from extractors.facts.fact import Fact
from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.statements import Statement, find_statements
from flows.failures import PlanInvalid
from flows.night import Night
from flows.reading import CONTAINERS
from matching.claiming import claims_of
from matching.claims import Claim
from matching.identify import AFTER_THE_END, identify, speaks_of_plan
from matching.linking import Linker
from matching.model import ModelError
from matching.periods import Period
from matching.submissions import Submission
from outputs.ledger import Ledger

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")

Understood = tuple[Statement, tuple[Fact, ...], tuple[Claim, ...]]


def not_understood(night: Night) -> tuple[str, ...]:
    """Hashes of the documents whose claims were not made with today's plan, model and code."""
    with night.ledger() as ledger:
        return (
            tuple(
                sha256
                for sha256, kind, made_with in ledger.understandings()
                if kind and kind not in CONTAINERS and made_with != night.understanding
            )
            + ledger.unidentified()
        )


def understand(night: Night, documents: Sequence[str]) -> int:
    """Understand each document in a transaction of its own; returns how many."""
    with night.ledger() as ledger:
        linker = linker_for(night)
        for sha256 in dict.fromkeys(documents):
            with ledger.atomic():
                _understand_one(ledger, night, linker, sha256)
    return len(documents)


_linkers: dict[str, Linker] = {}


def linker_for(night: Night) -> Linker:
    """The matcher of the plan, made once per process and plan version."""
    if night.plan_version not in _linkers:
        try:
            _linkers[night.plan_version] = Linker(night.plan, folder=night.plan_folder)
        except (ModelError, OSError) as error:
            raise PlanInvalid("model.json", str(error), "请运行 duban evaluate --refit 重新拟合") from error
    return _linkers[night.plan_version]


def _understand_one(ledger: Ledger, night: Night, linker: Linker, sha256: str) -> None:
    first: Submission | None = None
    document: Document | None = None
    for fate in ledger.files_with(sha256):
        document = document or ledger.document(sha256, fate.file)
        if document is None:
            break
        received = date.fromisoformat(fate.received)
        submission = identify(document, fate.file, night.roster, night.settings.period.cycle, received)
        ledger.record_submission(
            submission, about_plan=int(speaks_of_plan(document, submission.title, night.plan))
        )
        first = first or submission
    if document is None or first is None:
        ledger.record_understanding(sha256, night.understanding, ())
        return
    statements = find_statements(document, night.roster)
    understood = [_statement(night, one, document, first, linker) for one in statements]
    ledger.record_understanding(sha256, night.understanding, understood)


def _statement(
    night: Night, statement: Statement, document: Document, submission: Submission, linker: Linker
) -> Understood:
    day = _reference_day(submission)
    block = document.blocks[statement.span.block]
    facts = tuple(
        measure(fact, statement.text, statement.context)
        for fact in find_facts(statement.text, day, _year_before(statement, block))
    )
    linked = linker.link(statement, submission.unit, day)
    return statement, facts, tuple(claims_of(linked, statement, facts, submission, block, night.roster))


def _reference_day(submission: Submission) -> date:
    """The day against which 今年, 上月 and months without a year are read.

    A yearly report signed in January speaks of the year before as 今年, so the period's end comes first where
    the report was signed soon after it.
    """
    end = Period.parse(submission.period).end if submission.period else None
    signed = submission.signed
    if signed and end and end < signed <= end + AFTER_THE_END:
        return end
    return signed or end or submission.received or date.min


def _year_before(statement: Statement, block: Block) -> int | None:
    """The last year named before the statement: in its paragraph, its headings or its column's header."""
    context = statement.context
    places = (block.text[: statement.span.start], *reversed(context.headings), context.column)
    for text in places:
        years = _YEAR.findall(text)
        if years:
            return int(years[-1])
    return None
