"""What a report says was ended since: 协议到期未续签, 收回教室, 试点资格被取消."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from matching.claims import Claim
from matching.metrics import content_words

#: Ends by themselves, whoever tells them.
_ENDED = re.compile(
    r"收回(?!来|意见|问卷|投资)|(?:未|没有|不)(?:再|予|能)?续(?:签|约|聘)|不再[^，。；]{0,12}?(?:共享|开放|提供|合作|执行|实行|聘任|保留|承担|享受)|"
    r"(?:终止|解除)(?!时|期|劳动|条件)|改作他用|挪作"
)
#: Ends only where the claim tells a failure: a major that is wound up can be the very adjustment that is asked.
_LOST = re.compile(r"撤销|摘牌|取消|停办|停招|注销|退出|除名")
_UNREAL = re.compile(
    r"^如(?!期)|不得|严禁|防止|避免|如果|如有|倘|一旦|凡|若|拟|将|建议|尾款|质保金|旧|原有|临时"
)
_CLAUSE = re.compile(r"[^，,；;。！!？?]+")
#: Characters of content words that the ended thing and the earlier act must share.
_LEAST = 4


def given_up(claim: Claim) -> str:
    """The clauses that tell of an end; "" where the claim tells of none."""
    if claim.status not in ("blocked", "done", "ongoing"):
        return ""
    lost = claim.status == "blocked"
    return "，".join(
        clause
        for clause in _CLAUSE.findall(claim.text)
        if (_ENDED.search(clause) or (lost and _LOST.search(clause))) and not _UNREAL.search(clause)
    )


def shares_object(ended: str, done: Claim) -> bool:
    """Does the earlier act speak of the thing that was ended, in at least half of the words that name it?"""
    return _names(_named(ended), done.text + "".join(cell for _, cell in done.context.row))


def object_of(claims: Iterable[Claim]) -> Callable[[str], bool]:
    """The test whether a text, that is no cell of a table, speaks of a thing that one of the claims tells the end of."""
    named = {_named(given_up(claim)) for claim in claims}
    return lambda text: any(_names(words, text) for words in named)


def _named(ended: str) -> tuple[str, ...]:
    return content_words(_LOST.sub("", _ENDED.sub("", ended)))


def _names(named: Sequence[str], around: str) -> bool:
    shared = [word for word in named if word in around]
    return sum(map(len, shared)) >= _LEAST and len(shared) * 2 >= len(named)
