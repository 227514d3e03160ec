"""A linked statement as claims: one for each item it is, or may be, taken to tell about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Block
from extractors.facts.fact import Fact
from extractors.facts.units import SCHOOL_KINDS, Roster, UnitMention
from extractors.statements import Statement
from extractors.words import add_terms, words, words_among
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


class Claimer:
    """Makes claims for one plan; built once, used for many statements."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._words_of_item: dict[int, frozenset[str]] = {}

    def claims_of(
        self,
        linked: Linked,
        statement: Statement,
        facts: Sequence[Fact],
        submission: Submission,
        block: Block,
        subject: str,
    ) -> Iterator[Claim]:
        """The claims of one statement, accepted and asked ones; none where it tells about no item.

        `subject`: the school or unit it speaks of, as `subject_of` tells.
        """
        if not linked.matches:
            return
        told = pointers(self.plan, statement.text, statement.context)
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
                    *dict.fromkeys(pointing_reasons(self.plan, told, match.item)),
                    *self._common(statement.text, match.item),
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

    def _common(self, text: str, item: int) -> tuple[str, ...]:
        """A last reason for the reviewer's eye: the words that the statement shares with the notice's own."""
        known = self._words(item)  # first: it makes the plan's names words
        shared: dict[str, None] = {}
        for word in words_among(text, known):
            shared[word] = None
            if len(shared) == MOST_WORDS:
                break
        return (f"与通知原文共有：{'、'.join(shared)}",) if shared else ()

    def _words(self, item: int) -> frozenset[str]:
        """Words of two characters or more in the item's list text and body passage, cut with the plan's names known."""
        if item not in self._words_of_item:
            add_terms(tuple(name for unit in self.plan.units for name in (unit.short, *unit.aliases)))
            one = self.plan.item(item)
            found = (word for word in words(one.text + one.body) if len(word) > 1)
            self._words_of_item[item] = frozenset(word for word in found if word not in _EMPTY)
        return self._words_of_item[item]


def subject_of(
    statement: Statement, submission: Submission, roster: Roster, named: Sequence[UnitMention]
) -> str:
    """The school or unit the statement speaks of: named in it, else the last named before, else a school's own report.

    `named`: the units that `roster` resolves in the statement.
    """
    schools = [mention.short for mention in named if mention.kind in SCHOOL_KINDS]
    if schools:
        return schools[0]
    if statement.context.subject:
        return statement.context.subject
    entry = roster.entry(submission.unit)
    return submission.unit if entry is not None and entry.kind in SCHOOL_KINDS else ""
