"""Statement → the items it tells about, with a probability, a band, a status and reasons for each."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from extractors.facts.fact import Fact
from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.statements import Context
from matching.acts import ACTS, load_acts
from matching.anchors import Anchors, load_anchors
from matching.claims import Band, Candidate, Fulfils, Status
from matching.copied import PlanText
from matching.decisions import Decision, DecisionTable, as_labels
from matching.examples import Memory, lessons_of, memory_of, stored_memory
from matching.features import FeatureMaker
from matching.fulfilment import fulfils
from matching.item_numbers import bare_numbers, speaks_of_own_list, told_numbers
from matching.labels import LABELS, Label, load_labels
from matching.lexical import Floats
from matching.line import Line, line_of
from matching.model import Model, load_model
from matching.plan import EMBEDDED, Plan
from matching.progress import Progress
from matching.reasons import reasons_for

#: How many candidates a statement keeps; more than three are never shown.
RANKED = 5
#: A best candidate below this is none: its act is not judged either.
LEANING = 0.08
#: Statements made up to warm a matcher, some milliseconds in all.
WARMING = 12
#: Two candidates within this of each other, of which the text can mean only one, are asked, not guessed.
TIE = 0.08


@dataclass(frozen=True, slots=True)
class Match:
    """One item that a statement is taken to tell about."""

    item: int
    probability: float
    band: Band  # accepted | asked
    reasons: tuple[str, ...]
    runner_up: Candidate | None  # the best item that is not itself accepted
    status: Status
    fulfils: dict[str, Fulfils]  # part id → verdict
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement with its candidates, best first, and the matches among them."""

    candidates: tuple[Candidate, ...]
    matches: tuple[Match, ...] = ()  # accepted and asked, best first
    copied_from_plan: bool = False
    leaning: Status = "none"  # how far the act got of the best candidate, where nothing is matched at all

    @property
    def accepted(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.band == "accepted")


class Question(NamedTuple):
    """One text and what is known about it."""

    text: str
    context: Context
    unit: str  # short form of the submitter, "" = unknown
    report_date: date | None = None
    period: str = ""  # a decided status holds in its period
    facts: Sequence[Fact] | None = (
        None  # with what they measure, where they are known already; None = read them
    )


class Linker:
    """Links statements of one plan; built once, used for many. Loads no heavy library."""

    def __init__(
        self,
        plan: Plan,
        decisions: Sequence[Decision] = (),
        *,
        lessons: Sequence[Decision] = (),
        folder: Path | None = None,
        model: Model | None = None,
        labels: Sequence[Label] | None = None,
    ) -> None:
        """`decisions` stand for the statements they were made on; `lessons` are decisions that also teach.

        `folder` holds the plan's anchors, labels and model; None = those that come with duban.
        """
        place = folder or EMBEDDED
        self.plan = plan
        self.anchors: Anchors = load_anchors(place / "anchors.toml")
        self.model = model or load_model(place / "model.json")
        self.decisions = DecisionTable(decisions)
        memory = (
            _memory(plan, self.anchors, place) if labels is None else memory_of(plan, self.anchors, labels)
        )
        taught = memory.taught(lessons_of(plan, self.anchors, as_labels(lessons)))
        self._maker = FeatureMaker(plan, self.anchors, taught)
        acts = load_acts(place / ACTS)
        self._progress = Progress(plan, self.anchors, acts, self._maker.like_statuses)
        self._plan_text = PlanText(plan)
        self._with_targets = frozenset(
            item.number for item in plan.items if any(part.targets for part in item.parts)
        )

    def warm(self) -> None:
        """Load what is loaded on first use, and keep what stays from being searched for garbage again.

        Python compiles patterns when they are first met and specialises code that has run some times; so a few made-up
        statements come before the first real one.
        """
        for item in self.plan.items[:WARMING]:
            told = f"目前已完成{item.text}，占80%；其余正在推进，尚未验收，下一步将于2022年6月底前建成。"
            self.link_text(told, Context(headings=(item.text,)), item.lead[0] if item.lead else "", UNDATED)
        gc.collect()
        gc.freeze()

    def link_text(
        self,
        text: str,
        context: Context,
        unit: str,
        report_date: date | None = None,
        period: str = "",
        *,
        with_verdicts: bool = True,
    ) -> Linked:
        """`link_all` for a single text."""
        question = Question(text, context, unit, report_date, period)
        return self.link_all([question], with_verdicts=with_verdicts)[0]

    def link_all(self, questions: Sequence[Question], *, with_verdicts: bool = True) -> list[Linked]:
        """Candidates, matches and how far each got, for each text by itself. Never raises on prose.

        Texts asked together get the answers that each would get alone, only sooner. Without verdicts `fulfils` stays
        empty, and so do the reasons of what is only asked: figures need not be read for who only asks what is told.
        """
        if not questions:
            return []
        lines = [line_of(one.text, one.context, one.unit) for one in questions]
        read = self._maker.read(lines)
        probabilities = self.model.probabilities(read.features)
        for line, own in zip(lines, probabilities, strict=True):
            self._heed_numbers(line, own)
        order = (-probabilities).argsort(axis=1, kind="stable").tolist()
        chances = probabilities.tolist()
        asked = zip(questions, lines, read.features, read.like, chances, order, strict=True)
        return [self._linked(*one, with_verdicts=with_verdicts) for one in asked]

    def _linked(
        self,
        question: Question,
        line: Line,
        features: Floats,
        like: Floats,
        chances: Sequence[float],
        order: Sequence[int],
        *,
        with_verdicts: bool,
    ) -> Linked:
        """What is made of the chances that the items have, by place, and of the places, best first."""
        text, context, unit, report_date, period, facts = question
        candidates = tuple([Candidate(place + 1, chances[place]) for place in order[:RANKED]])
        bands = self._bands(line, candidates)
        decided: frozenset[int] = frozenset()
        if self.decisions:
            bands, decided = self.decisions.applied(text, context, unit, bands)
        copied = self._plan_text.is_copied(text)
        restated = copied or bool(bare_numbers(text))
        chosen = tuple(sorted(bands, key=lambda item: -chances[item - 1]))
        statuses = self._progress.of_items(line, chosen, context, report_date, restated, like)
        if self.decisions:
            statuses |= self.decisions.statuses(text, context, unit, chosen, period)
        judged = chosen if with_verdicts and not copied else ()
        if facts is None:
            facts = _measured(text, context, report_date) if not self._with_targets.isdisjoint(judged) else ()
        free = [place + 1 for place in order[: len(bands) + 2] if bands.get(place + 1) != "accepted"]
        runners = {item: _runner_up(item, free, chances) for item in chosen}
        matches = tuple(
            Match(
                item,
                chances[item - 1],
                bands[item],
                reasons_for(self.model, features, item, runners[item], decided=item in decided)
                if with_verdicts or bands[item] == "accepted"
                else (),
                runners[item],
                statuses[item],
                fulfils(self.plan.item(item), line, statuses[item], facts) if judged else {},
                item in decided,
            )
            for item in chosen
        )
        leaning: Status = "none"
        if not matches and candidates[0].probability >= LEANING:
            best = candidates[0].item
            leaning = self._progress.of_items(line, (best,), context, report_date, restated, like)[best]
        return Linked(candidates, matches, copied, leaning)

    def _heed_numbers(self, line: Line, probabilities: Floats) -> None:
        """Raise the items of a list of numbers; a single number gives way to what the text speaks of.

        A text that is but numbers speaks of those items and of nothing else.
        """
        bare = bare_numbers(line.text)
        if bare:
            probabilities[:] = 0
            for item in self._known(bare):
                probabilities[item - 1] = REFERENCED
            return
        referenced = self._referenced(line)
        if len(referenced) > 1 or (referenced and probabilities.max() < self.model.thresholds.accepted):
            for item in referenced:
                probabilities[item - 1] = max(probabilities[item - 1], REFERENCED)

    def _referenced(self, line: Line) -> frozenset[int]:
        """Items told as a list of numbers of this very plan (承担第3、9、20项任务)."""
        if "第" not in line.text and "任务" not in line.text and "清单" not in line.text:
            return frozenset()  # no number that `told_numbers` knows
        if not speaks_of_own_list(line.text):
            return frozenset()
        return self._known(told_numbers(line.text))

    def _known(self, numbers: frozenset[int]) -> frozenset[int]:
        return frozenset(number for number in numbers if 1 <= number <= len(self.plan.items))

    def _bands(self, line: Line, candidates: Sequence[Candidate]) -> dict[int, Band]:
        bands: dict[int, Band] = {}
        for candidate in candidates:
            band = self.model.band(candidate.probability)
            if band != "none":
                bands[candidate.item] = band
        accepted = [one for one in candidates if bands.get(one.item) == "accepted"]
        for one, other in pairwise(accepted):
            near = one.probability - other.probability < TIE and one.probability < SURE
            if (
                near
                and frozenset({one.item, other.item}) in self.anchors.rivals
                and not _names_both(line.text)
            ):
                bands[one.item] = bands[other.item] = "asked"
        return bands


def _memory(plan: Plan, anchors: Anchors, folder: Path) -> Memory:
    stored = stored_memory(plan, anchors, folder)
    return stored or memory_of(plan, anchors, load_labels(folder / LABELS, len(plan.items)))


def _runner_up(item: int, free: Sequence[int], chances: Sequence[float]) -> Candidate | None:
    """The best item besides `item` that is not accepted itself; `free` are those, best first; `chances` are by item."""
    best = next((number for number in free[:2] if number != item), None)
    return None if best is None else Candidate(best, chances[best - 1])


#: Probability of an item that the text names by its number in this plan's list.
REFERENCED = 0.9
#: From here on a near tie is two sure matches, not a doubt.
SURE = 0.85


#: Stands in for the day of a report that has none; only years that a text leaves out depend on it.
UNDATED = date(2021, 12, 31)


def _names_both(text: str) -> bool:
    """Does the sentence say that it speaks of two things?"""
    return any(word in text for word in ("和", "与", "、", "及", "又", "同时", "既", "分别", "，"))


def _measured(text: str, context: Context, day: date | None) -> tuple[Fact, ...]:
    """The facts of a text with what they measure; see UNDATED for a report without a day."""
    return tuple(measure(fact, text, context) for fact in find_facts(text, day or UNDATED))
