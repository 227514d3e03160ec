"""One report says that an act was done, another that the same act was not: 已制定使用办法 / 至今未制定使用办法."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from matching.claims import Claim

_DENIAL = re.compile(
    r"(?:未能|未曾|尚未|从未|没有|未)(?:按期|按时|按要求|完全|全部|真正|有效|及时|正式)?([\u4e00-\u9fff“”]{4,16})"
)
_EMPTY = re.compile(r"^(?:任何|得到|能够|出现|发现|发生|实质|进展|达到|收到|见到|具备)")
_SMALL = re.compile(r"[的了“”]")
#: Share of the denied act's character pairs that the other claim must hold.
_SAME_ACT = 0.7


def denies(claim: Claim, done: Claim) -> bool:
    """Does the claim deny, in nearly the same words, the act that `done` reports as done?

    The denied act is what follows 未/没有/尚未: its verb must stand in the other claim, not denied there,
    with most of its words. Acts of fewer than four characters (未建成) say too little to be compared.
    """
    if done.status != "done":
        return False
    told = _told(done.text)
    return any(_same_act(act, told) for act in denied_acts(claim))


def denied_by(claims: Iterable[Claim]) -> Callable[[str], bool]:
    """The test whether one of the claims denies what a text tells; for very many texts."""
    acts: dict[str, set[str]] = {}
    for claim in claims:
        for act in denied_acts(claim):
            acts.setdefault(act[:2], set()).add(act)

    def test(text: str) -> bool:
        told = _told(text)
        return any(any(_same_act(act, told) for act in acts[head]) for head in acts if head in told)

    return test


def denied_acts(claim: Claim) -> list[str]:
    """The acts that an obstacle or work under way is said not to have brought; empty for most claims."""
    if claim.status not in ("blocked", "ongoing"):
        return []
    return list(_acts(claim.text))


@lru_cache(maxsize=8192)
def _acts(text: str) -> tuple[str, ...]:
    acts = (_SMALL.sub("", found.group(1)) for found in _DENIAL.finditer(text))
    return tuple(act for act in acts if len(act) >= 4 and not _EMPTY.match(act))


@lru_cache(maxsize=8192)
def _told(text: str) -> str:
    """What a text tells beside what it denies, small words left out."""
    return _SMALL.sub("", _DENIAL.sub("", text))


def _same_act(act: str, told: str) -> bool:
    if act[:2] not in told:
        return False
    pairs = {act[i : i + 2] for i in range(len(act) - 1)}
    return sum(pair in told for pair in pairs) >= _SAME_ACT * len(pairs)
