"""A linked statement as claims: one for each item it is, or may be, taken to tell about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.document import Block
from extractors.facts.fact import Fact
from extractors.facts.units import SCHOOL_KINDS, Roster
from extractors.statements import Statement
from extractors.words import add_terms, words
from matching.claims import Claim
from matching.linking import Linked
from matching.plan import Plan
from matching.pointers import pointers, pointing_reasons
from matching.submissions import Submission

#: Shared words shown in a reason; the rest adds nothing for the eye.
MOST_WORDS = 6
#: Words of every official paper; sharing them says nothing.
_EMPTY = frozenset(
    [
        "工作",
        "开展",
        "推进",
        "加强",
        "落实",
        "建设",
        "完成",
        "进行",
        "实施",
        "方面",
        "有关",
        "相关",
        "各级",
        "以及",
        "等方面",
        "通过",
        "积极",
        "进一步",
    ]
)


def claims_of(
    linked: Linked,
    statement: Statement,
    facts: Sequence[Fact],
    submission: Submission,
    block: Block,
    roster: Roster,
    plan: Plan,
) -> Iterator[Claim]:
    """The claims of one statement, accepted and asked ones; none where it tells about no item."""
    if not linked.matches:
        return
    subject = _subject(statement, submission, roster)
    told = pointers(plan, statement.text, statement.context)
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
            reasons=(
                *match.reasons,
                *dict.fromkeys(pointing_reasons(plan, told, match.item)),
                *_common(statement.text, plan, match.item),
            ),
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


def _common(text: str, plan: Plan, item: int) -> tuple[str, ...]:
    """A last reason for the reviewer's eye: the words that the statement shares with the notice's own."""
    known = words_of_item(plan, item)  # first: it makes the plan's names words
    shared = [word for word in dict.fromkeys(words(text)) if word in known]
    return (f"与通知原文共有：{'、'.join(shared[:MOST_WORDS])}",) if shared else ()


@lru_cache(maxsize=1024)
def words_of_item(plan: Plan, item: int) -> frozenset[str]:
    """Words of two characters or more in the item's list text and body passage, cut with the plan's names known."""
    add_terms(tuple(name for unit in plan.units for name in (unit.short, *unit.aliases)))
    one = plan.item(item)
    return frozenset(word for word in words(one.text + one.body) if len(word) > 1 and word not in _EMPTY)


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
