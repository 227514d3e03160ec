"""A refit learns from every decision and is judged by those it must not break."""

from __future__ import annotations

from extractors.statements import Context
from matching.decisions import Decision
from matching.linking import Linker
from matching.plan import load_plan
from matching.refitting import Refit, contradicted, refit

PLAN = load_plan()
UNIT = "市教体局"
TOLD = "新增3个1+X证书试点，216名学生取得证书"
#: Sentences of one meaning that the plan's words do not reach.
FLOATS = (
    "老码头的浮吊换了新主人，学员轮流上去练手。",
    "浮吊学员上周轮流练手，新主人很满意。",
    "码头浮吊交给学员练手，新主人派人看着。",
)


def _accepted(linker: Linker, text: str) -> set[int]:
    return {match.item for match in linker.link_text(text, Context(), UNIT).accepted}


def test_a_matcher_is_asked_without_the_table_of_decisions() -> None:
    agreed, against = (Decision(TOLD, "", UNIT, 24, verdict) for verdict in ("yes", "no"))
    broken = contradicted(Linker(PLAN), [agreed, against])
    assert [(one.decision, one.found) for one in broken] == [(against, frozenset({24}))]


def test_decisions_teach_what_is_like_them_and_leave_the_rest_alone() -> None:
    taught = refit(PLAN, [Decision(text, "", UNIT, 13, "yes") for text in FLOATS])
    assert not taught.refused
    linker, before = Linker(PLAN, lessons=taught.lessons), Linker(PLAN)

    def likely(one: Linker, text: str) -> float:
        return {c.item: c.probability for c in one.link_text(text, Context(), UNIT).candidates}.get(13, 0.0)

    unseen = "学员在码头的浮吊上练手。"
    assert likely(linker, unseen) > 2 * likely(before, unseen)
    assert _accepted(linker, TOLD) == _accepted(before, TOLD) == {24}


def test_a_refit_that_breaks_a_decision_is_refused_and_told() -> None:
    kept = Decision(TOLD, "", UNIT, 24, "yes")
    others = [Decision(f"新增{n}个1+X证书试点，{n}6名学生取得证书", "", UNIT, 24, "no") for n in range(4, 24)]
    refused = refit(PLAN, [kept, *others])
    assert refused.refused
    assert refused.lessons == ()
    assert kept in [one.decision for one in refused.broken]
    assert "第24项" in refused.words
    assert "没有学习" in refused.words


def test_without_decisions_nothing_is_learnt() -> None:
    assert refit(PLAN, ()) == Refit()
