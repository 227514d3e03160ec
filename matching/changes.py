"""Findings of a day against those of the latest earlier day: new, open, changed, closed, reopened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matching.findings import PERIOD_KINDS, Finding, State

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Days that pass by themselves (已过31天, 截至2022年1月31日) and the number of files so far are no change of the matter.
_PASSING = re.compile(r"(?:截至\d{4}年\d{1,2}月\d{1,2}日|已过\d+天|还有\d+天|收到\d+份材料)")


@dataclass(frozen=True, slots=True)
class Tracked:
    """A finding with its history; a closed one is the finding as it last stood."""

    finding: Finding
    first_seen: str  # an as_of, ISO
    state: State


def compare(
    today: Iterable[Finding], earlier: Mapping[str, Tracked], as_of: str, period: str
) -> tuple[Tracked, ...]:
    """Today's findings with their states, then those that were open on the earlier day and are gone.

    `earlier`: by finding id, as of the latest earlier day (closed ones included, to know a reopened one).
    `period` is the judged one. `changed` = because, values or quotes changed, not addresses. A finding bound to another period is left
    to that period's report: it neither stays nor closes here.
    """
    now = {finding.id: finding for finding in today}
    told = [_track(finding, earlier.get(finding.id), as_of) for finding in now.values()]
    return (*told, *_closed(now, earlier, period))


def _track(finding: Finding, before: Tracked | None, as_of: str) -> Tracked:
    if before is None:
        return Tracked(finding, as_of, "new")
    if before.state == "closed":
        return Tracked(finding, before.first_seen, "reopened")
    same = _matter(finding) == _matter(before.finding)
    return Tracked(finding, before.first_seen, "open" if same else "changed")


def _closed(now: Mapping[str, Finding], earlier: Mapping[str, Tracked], period: str) -> Iterator[Tracked]:
    for key, before in earlier.items():
        if key in now or before.state == "closed":
            continue
        elsewhere = before.finding.kind in PERIOD_KINDS and before.finding.period != period
        if not elsewhere:
            yield Tracked(before.finding, before.first_seen, "closed")


def _matter(finding: Finding) -> tuple[object, ...]:
    """What a reader would call the content: words, values, light and quotes, without addresses."""
    words = _PASSING.sub("", finding.because)
    quotes = tuple(sorted(evidence.quote for evidence in finding.evidence))
    return words, tuple(_NUMBER.findall(words)), finding.light, quotes
