"""What one document says, as a pure value: whose report it is, its statements, facts and claims.

No ledger, no clock and no workspace here, so that it can run in any process on any machine. A process makes
its `Interpreter` once (plan, roster, linker) and keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from extractors.document import Block, Document
from extractors.facts.fact import Fact
from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.facts.units import Roster, UnitMention
from extractors.letterhead import find_letterhead
from extractors.statements import Statement, find_statements
from extractors.words import hang, load
from flows.failures import PlanInvalid
from matching.claiming import Claimer, subject_of
from matching.claims import Claim
from matching.decisions import Decision
from matching.gaps.lasting import lasts
from matching.identify import AFTER_THE_END, identify, roster_of, speaks_of_plan
from matching.linking import Linked, Linker, Question
from matching.model import ModelError
from matching.periods import Period
from matching.plan import Plan, load_plan
from matching.prints import Prints, plain, take_prints
from matching.returned_forms import units_own
from matching.submissions import Submission
from outputs.told import Told, told_rows

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_PLANNED = re.compile(r"拟|计划|预计|将|争取|力争|确保|打算|届时|下一步")

Understood = tuple[Statement, tuple[Fact, ...], tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Which plan and cycle documents are read with; small enough to be sent with every job."""

    folder: str  # the plan's folder, "" = the embedded plan
    version: str  # of everything in it
    cycle: str
    decisions: tuple[Decision, ...] = ()  # of reviewers, on statements
    lessons: tuple[Decision, ...] = ()  # those that the matcher learns from


@dataclass(frozen=True, slots=True)
class Copy:
    """One file with the document's bytes: its name and its day of receipt."""

    file: str
    received: date


@dataclass(frozen=True, slots=True)
class Job:
    """A document as read, and under which names it arrived (at least one)."""

    document: Document
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a document was understood to say."""

    sha256: str
    submissions: tuple[tuple[Submission, bool], ...]  # one a copy; whether it speaks of the plan
    told: Told  # statements, facts and claims, as the ledger keeps them
    prints: Prints  # of its texts, to find what repeats them


class _Read(NamedTuple):
    """A statement with the units it names and its facts, with what they measure."""

    statement: Statement
    named: tuple[UnitMention, ...]
    facts: tuple[Fact, ...]


class Interpreter:
    """Plan, roster and linker, made once."""

    def __init__(self, reader: Reader) -> None:
        folder = Path(reader.folder) if reader.folder else None
        self.plan: Plan = load_plan(folder)
        self.roster: Roster = roster_of(self.plan)
        self.linker = _linker(self.plan, folder, reader)
        self.claimer = Claimer(self.plan)
        self.cycle = reader.cycle
        self._notice = plain(self.plan.notice)

    def load(self) -> None:
        """Load what else the first document would wait for: the dictionary, and what finds names."""
        load()
        self.roster.find_units(self.plan.notice[:200])

    def interpret(self, job: Job) -> Interpretation:
        """Never raises on prose; the submission of the first copy speaks for the document's claims."""
        document = job.document
        head = find_letterhead(document)
        submissions = tuple(
            identify(document, copy.file, self.roster, self.cycle, copy.received, head) for copy in job.copies
        )
        told = self._understood(
            units_own(document, find_statements(document, self.roster, head)), document, submissions[0]
        )
        lasting = frozenset(
            (place, claim.item)
            for place, (_, _, claims) in enumerate(told)
            for claim in claims
            if lasts(self.plan, claim)
        )
        return Interpretation(
            document.sha256,
            tuple((one, speaks_of_plan(document, one.title, self.plan, self.roster)) for one in submissions),
            told_rows(document.sha256, told, lasting),
            take_prints([(one.span.block, one.text) for one, _, _ in told], self._notice),
        )

    def _understood(
        self, statements: Iterable[Statement], document: Document, submission: Submission
    ) -> tuple[Understood, ...]:
        day = _reference_day(submission)
        read = [_Read(one, *self._facts(one, document, submission, day)) for one in statements]
        questions = [
            Question(one.text, one.context, submission.unit, day, submission.period, facts)
            for one, _, facts in read
        ]
        linked = self.linker.link_all(questions)
        return tuple(
            (one.statement, one.facts, self._claims(one, told, document, submission))
            for one, told in zip(read, linked, strict=True)
        )

    def _facts(
        self, statement: Statement, document: Document, submission: Submission, day: date
    ) -> tuple[tuple[UnitMention, ...], tuple[Fact, ...]]:
        """The units that a statement names, and its facts with what they measure."""
        block = document.blocks[statement.span.block]
        named = self.roster.resolve(statement.text, submission.unit, statement.context.subject)
        found = find_facts(statement.text, day, _year_before(statement, block))
        facts = tuple(measure(fact, statement.text, statement.context, named, found, day) for fact in found)
        if facts and named:  # beside the units: a Doc for facts alone would cost more than finding them
            hang(statement.text, "facts", [(fact.kind, fact.start_char, fact.end_char) for fact in facts])
        return named, facts

    def _claims(
        self, read: _Read, linked: Linked, document: Document, submission: Submission
    ) -> tuple[Claim, ...]:
        statement = read.statement
        block = document.blocks[statement.span.block]
        subject = subject_of(statement, submission, self.roster, read.named)
        return tuple(self.claimer.claims_of(linked, statement, read.facts, submission, block, subject))


def interpret_all(reader: Reader, jobs: Iterable[Job]) -> list[Interpretation]:
    """What a worker does: the jobs one after the other with this process's interpreter."""
    interpreter = interpreter_for(reader)
    return [interpreter.interpret(job) for job in jobs]


@lru_cache(maxsize=4)
def interpreter_for(reader: Reader) -> Interpreter:
    """This process's interpreter of the plan."""
    return Interpreter(reader)


def _linker(plan: Plan, folder: Path | None, reader: Reader) -> Linker:
    try:
        return Linker(plan, reader.decisions, lessons=reader.lessons, folder=folder)
    except (ModelError, OSError) as error:
        raise PlanInvalid(
            "model.json、acts.json", str(error), "请运行 duban evaluate --refit 重新拟合"
        ) from error


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
    """The last year named before the statement: in its paragraph, its headings or its column's header.

    None for a plan: its months lie ahead, whatever year the sentence before tells of.
    """
    if _PLANNED.search(statement.text):
        return None
    context = statement.context
    for text in (block.text[: statement.span.start], *reversed(context.headings), context.column):
        years = _YEAR.findall(text)
        if years:
            return int(years[-1])
    return None
