"""Shares that do not compute: 26家中16家，占58%."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from extractors.facts.fact import Fact
from matching.claims import Claim

_SHARE = re.compile(r"占|比例|率|比重")
_OTHER_BASE = re.compile(r"同比|增长|提高|下降|上升|增幅|环比")
_STOP = re.compile(r"[。；;！!？?]")


def wrong_share(claim: Claim, tolerance: Decimal) -> str:
    """The Chinese words for the first share that its two numbers do not give; "" if all do.

    Looked at: exactly two exact counts in one measure word, then a percentage named 占 or …率, all in one
    sentence. The larger count is the whole. Allowed: the tolerance in points, and half of the last digit.
    """
    for start, end in _sentences(claim.text):
        facts = [f for f in claim.facts if start <= f.start_char and f.end_char <= end]
        shares = [
            f for f in facts if f.kind == "percent" and isinstance(f.value, Decimal) and not f.comparator
        ]
        counts = [f for f in facts if f.kind in ("quantity", "money") and not f.comparator and not f.role]
        if len(shares) != 1 or len(counts) != 2 or counts[-1].start_char > shares[0].start_char:
            continue
        between = claim.text[counts[0].start_char : shares[0].end_char]
        if _SHARE.search(between) and not _OTHER_BASE.search(between):
            words = _mismatch(counts, shares[0], tolerance)
            if words:
                return words
    return ""


def _mismatch(counts: list[Fact], share: Fact, tolerance: Decimal) -> str:
    one, other = counts
    if one.unit != other.unit or not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal):
        return ""
    part, whole = sorted((one.value, other.value))
    if whole == 0 or not isinstance(share.value, Decimal):
        return ""
    real = part * 100 / whole
    exponent = share.value.as_tuple().exponent
    last_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    if abs(real - share.value) <= tolerance + last_digit:
        return ""
    return f"{part.normalize():f}／{whole.normalize():f}应为{real:.1f}%，材料写{share.surface}"


def _sentences(text: str) -> list[tuple[int, int]]:
    edges = [0, *(found.end() for found in _STOP.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(edges) if end > start]
