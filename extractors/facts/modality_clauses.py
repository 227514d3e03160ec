"""The status one clause shows by itself, from its cues and its build."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from extractors.facts.clauses import masked, split_clauses
from extractors.facts.modality_cues import Cue, Modality, find_cues
from extractors.facts.modality_patterns import (
    AS_WHO,
    ASPECT,
    FORMER_PLAN,
    ITEM_NUMBERS,
    ONLY_CAUSE,
    OVERCOME,
    PAST_DAY,
    QUANTITY,
    by_pattern,
)

_ORDER: tuple[Modality, ...] = ("blocked", "planned", "ongoing", "done", "none")
_WEAK_ORDER: tuple[Modality, ...] = ("ongoing", "done", "blocked")


class Clause(NamedTuple):
    """One clause: text[start:end], the status it shows by itself, how firmly, and the cues that say so."""

    start: int
    end: int
    status: Modality | Literal["prepared"]
    strength: int  # 3 firm, 2 ordinary, 1 by default, 0 nothing said
    cues: tuple[Cue, ...] = ()


def find_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of `text` with the status each shows by itself. Never raises.

    A planned or negated cue governs what follows in its clause (预计…投入使用 is planned); what stands in
    titles and short quotations does not speak.
    """
    plain = masked(text)
    cues = find_cues(plain)
    return tuple(
        _clause(plain, start, end, tuple(c for c in cues if start <= c.start and c.end <= end))
        for start, end in split_clauses(text)
    )


def _clause(plain: str, start: int, end: int, cues: tuple[Cue, ...]) -> Clause:
    text = plain[start:end]
    if AS_WHO.match(text):
        return Clause(start, end, "none", 0, cues)
    if FORMER_PLAN.search(text):
        cues = tuple(cue for cue in cues if cue.status == "blocked")
    if OVERCOME.match(text):
        void = "planned" if text.startswith("原") else "blocked"
        cues = tuple(cue for cue in cues if cue.status != void and not text.startswith("除"))
        if not cues or text.startswith(("克服", "面对", "针对")):
            return Clause(start, end, "none", 0, cues)
    effective = _governed(_later(text, start, cues))
    best: dict[str, int] = {}
    for cue in effective:
        best[cue.status] = max(best.get(cue.status, 0), cue.strength)
    status, strength = _weighed(text, best)
    if (
        status == "blocked"
        and strength < 3
        and ONLY_CAUSE.match(text)
        and not _ends_in(text, effective, start)
    ):
        strength = 1
    elif status == "blocked" and strength == 2 and text.startswith(("但", "却", "然而", "不过")):
        strength = 3
    return Clause(start, end, status, strength, effective)


def _later(text: str, start: int, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """明年春季恢复招生: a time to come in front, and no 已 or 了, makes the whole clause a plan."""
    if not cues or cues[0].group != "future_time" or cues[0].start != start or ASPECT.search(text):
        return cues
    return (cues[0]._replace(strength=3), *cues[1:])


def _ends_in(text: str, cues: tuple[Cue, ...], start: int) -> bool:
    """因人员变动推迟: the clause goes on from its cause to what came of it."""
    last = cues[-1]
    return last.group == "delayed" and last.end - start == len(text)


def _governed(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Cues that no plan to their left governs: after 预计, 拟, 将 only 已 and 正在 speak for themselves."""
    kept: list[Cue] = []
    plan = late = False
    for cue in cues:
        if late and cue.status == "done":  # 延至次年1月拨付
            continue
        late = late or cue.group == "delayed"
        own_word = cue.surface.startswith(("已", "均已", "正", "现已"))
        if plan and cue.status in ("done", "ongoing", "prepared", "none"):
            if not own_word:
                continue
            kept = [earlier for earlier in kept if earlier.status != "planned"]
            plan = False
        kept.append(cue)
        plan = plan or cue.status == "planned"
    return tuple(kept)


#: Every quantity holds one of these.
_COUNT = re.compile(r"[\d一二两三四五六七八九十百千]")
_STILL = re.compile(r"正在|仍|还|中$")


def _weighed(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int]:
    """One status for one clause from its strongest cues."""
    pattern = by_pattern(text, best)
    if pattern is not None:
        return pattern
    counted = bool(_COUNT.search(text)) and bool(QUANTITY.search(ITEM_NUMBERS.sub("", text)))
    for status in _ORDER:
        if best.get(status, 0) == 3 and not (status == "ongoing" and _is_counted_result(best, counted, text)):
            return status, 3
    return _weighed_ordinary(text, best, counted)


def _weighed_ordinary(
    text: str, best: dict[str, int], counted: bool
) -> tuple[Modality | Literal["prepared"], int]:
    """The same where no cue decides alone."""
    if best.get("prepared"):
        return ("planned" if best.get("planned") else "prepared"), 2
    if best.get("none", 0) == 2 and best.get("done", 0) < 2:
        return "none", 2
    if best.get("blocked", 0) == 2:
        return "blocked", 2
    if best.get("planned", 0) == 2 and not (counted and best.get("done", 0) >= 2):
        return "planned", 2
    if counted and not best.get("blocked"):
        return "done", 2
    strongest = max(_WEAK_ORDER, key=lambda status: best.get(status, 0))
    if best.get(strongest):
        return strongest, best[strongest]
    return ("done", 1) if PAST_DAY.search(text) else ("none", 0)


def _is_counted_result(best: dict[str, int], counted: bool, text: str) -> bool:
    return counted and best.get("done", 0) == 3 and not _STILL.search(text)
