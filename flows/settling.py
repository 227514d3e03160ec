"""Which files count as of the night's day; groups of reports that are as before are not compared again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from flows.night import Night
from matching.corrections import find_changes
from matching.fates import Key, Settled, settle
from matching.submissions import Submission
from outputs.ledger import Ledger

#: A paper that does not name the plan's field counts only if a statement of it is this surely about an item.
SURE = 0.9
#: Raise when fates within a group are settled in another way.
FATES_VERSION = 1


def settled(
    ledger: Ledger, night: Night, submissions: Sequence[Submission], *, keep: bool
) -> dict[Key, Settled]:
    """The fates as of the night's day; a paper that tells nothing of the plan is no submission to it.

    `keep`: note in the ledger what was found by comparing texts.
    """
    memory = LedgerMemory(ledger, night)
    fates = settle(submissions, _text_of(ledger), night.as_of, _words_of(ledger), memory)
    if keep:
        memory.save()
    speaking, about = ledger.documents_with_claims(SURE), ledger.about_plan()
    for one in submissions:
        key = (one.file, one.sha256)
        if fates[key].fate == "read" and one.sha256 not in speaking and key not in about:
            fates[key] = Settled("irrelevant", "通篇未提及本方案及其任务")
    return fates


class LedgerMemory:
    """The fates of each unit's reports for a period, kept with a digest of all that they depend on."""

    def __init__(self, ledger: Ledger, night: Night) -> None:
        self._ledger = ledger
        self._versions = f"{FATES_VERSION} {night.extractor} {night.understanding}"
        self._known = ledger.settlements()
        self._new: list[tuple[str, str, str, str]] = []

    def recall(self, group: Sequence[Submission]) -> dict[Key, Settled] | None:
        digest, outcome = self._known.get((group[0].unit, group[0].period), ("", ""))
        if digest != self._digest(group):
            return None
        return {
            (file, sha256): Settled(fate, reason, (by[0], by[1]))
            for file, sha256, fate, reason, by in json.loads(outcome)
        }

    def keep(self, group: Sequence[Submission], fates: Mapping[Key, Settled]) -> None:
        outcome = json.dumps(
            [[*key, one.fate, one.reason, one.by] for key, one in fates.items()], ensure_ascii=False
        )
        self._new.append((group[0].unit, group[0].period, self._digest(group), outcome))

    def save(self) -> None:
        if self._new:
            self._ledger.record_settlements(self._new)

    def _digest(self, group: Sequence[Submission]) -> str:
        told = [(one.sha256, one.file, one.kind, one.title, one.signed, one.received) for one in group]
        return hashlib.sha256(f"{self._versions} {told}".encode()).hexdigest()


def _text_of(ledger: Ledger) -> Callable[[str], str]:
    return lambda sha256: "\n".join(ledger.block_texts(sha256))


def _words_of(ledger: Ledger) -> Callable[[str, str], str]:
    """What a correction changed, “；数字改动：680 → 1230”; "" where only words did."""

    def words(before: str, after: str) -> str:
        changes = find_changes(ledger.statement_texts(before), ledger.statement_texts(after))
        figures = [change.figures for change in changes if change.figures]
        return f"；数字改动：{'；'.join(figures)}" if figures else ""

    return words
