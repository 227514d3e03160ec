"""Which submissions count: duplicates, corrections and what they replace, as of a day.

Every rule looks only at the submissions themselves, so neither the order of files nor the number of
runs changes the outcome.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from matching.submissions import Submission

#: A unit sends the same report again and says so in its name or title.
_CORRECTED = re.compile(r"更正|修订|修正|订正|补正|重报|重发|重新报送|以此为准|最终|定稿|改后|[vV]\d")
#: Above this share of equal text two reports of one unit and period are versions of one report.
_SAME_REPORT = 85.0
#: A report that calls itself a correction needs only this much in common with what it replaces.
_CORRECTED_REPORT = 50.0
#: Where two formats hold the same words, the one that keeps most structure counts.
_PREFERENCE = ("docx", "doc", "wps", "xlsx", "rtf", "pdf", "ofd")

Key = tuple[str, str]  # file, sha256


@dataclass(frozen=True, slots=True)
class Settled:
    """The fate of one readable submission on a day."""

    fate: str  # read | duplicate | superseded
    reason: str = ""
    by: Key | None = None  # the submission that counts instead


class Memory(Protocol):
    """What became of a group of reports when it was settled last; comparing their texts costs most."""

    def recall(self, group: Sequence[Submission]) -> dict[Key, Settled] | None:
        """The fates found for exactly this group, None where it is not known."""

    def keep(self, group: Sequence[Submission], fates: Mapping[Key, Settled]) -> None: ...


def settle(
    submissions: Sequence[Submission],
    text_of: Callable[[str], str],
    as_of: date,
    words_of: Callable[[str, str], str] = lambda *_: "",
    memory: Memory | None = None,
) -> dict[Key, Settled]:
    """Fates by (file, sha256). `text_of` gives a document's text by sha256; it is asked for versions only.

    A submission signed after `as_of` is left `read`, but replaces nothing yet. `words_of`: what a correction
    changed, by the sha256 of both, for the reason.
    """
    fates: dict[Key, Settled] = {}
    originals = list(_drop_copies(submissions, fates))
    known = [one for one in originals if one.signed is None or one.signed <= as_of]
    groups: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for one in known:
        if one.unit and one.period and one.source == "unit":
            groups[one.unit, one.period].append(one)
    for group in groups.values():
        if len(group) > 1:
            fates.update(_remembered(sorted(group, key=_order), text_of, words_of, memory))
    for one in originals:
        fates.setdefault(_key(one), Settled("read"))
    return fates


def _drop_copies(submissions: Sequence[Submission], fates: dict[Key, Settled]) -> Iterator[Submission]:
    first: dict[str, Submission] = {}
    for one in sorted(submissions, key=lambda one: (one.received or date.max, one.file)):
        original = first.setdefault(one.sha256, one)
        if original is one:
            yield one
        else:
            fates[_key(one)] = Settled("duplicate", f"与“{original.file}”逐字节相同", _key(original))


def _remembered(
    group: Sequence[Submission],
    text_of: Callable[[str], str],
    words_of: Callable[[str, str], str],
    memory: Memory | None,
) -> dict[Key, Settled]:
    known = memory.recall(group) if memory else None
    if known is None:
        known = _settle_group(group, text_of, words_of)
        if memory:
            memory.keep(group, known)
    return known


def _settle_group(
    group: Sequence[Submission], text_of: Callable[[str], str], words_of: Callable[[str, str], str]
) -> dict[Key, Settled]:
    """`group` is one unit's reports for one period, oldest first; a later version replaces the earlier ones."""
    texts = {one.sha256: _plain(text_of(one.sha256)) for one in group}
    fates: dict[Key, Settled] = {}
    for index, later in enumerate(group):
        for earlier in group[:index]:
            if _key(earlier) not in fates and _key(later) not in fates:
                _settle_pair(earlier, later, texts, words_of, fates)
    return fates


def _settle_pair(
    earlier: Submission,
    later: Submission,
    texts: Mapping[str, str],
    words_of: Callable[[str, str], str],
    fates: dict[Key, Settled],
) -> None:
    old, new = texts[earlier.sha256], texts[later.sha256]
    if old == new:
        kept, dropped = sorted((earlier, later), key=_preference)
        fates[_key(dropped)] = Settled("duplicate", f"文字与“{kept.file}”完全相同", _key(kept))
        return
    least = _CORRECTED_REPORT if is_correction(later) else _SAME_REPORT
    if at_most(old, new) >= least and fuzz.ratio(old, new, score_cutoff=least) >= least:
        reason = f"已由同一单位同期的“{later.file}”更正替代{words_of(earlier.sha256, later.sha256)}"
        fates[_key(earlier)] = Settled("superseded", reason, _key(later))


def at_most(one: str, other: str) -> float:
    """A bound of `fuzz.ratio` (0..100) by the characters that both texts have at all, wherever they stand.

    Letters in the same order are letters in common, so that the ratio is never above it; it costs a hundredth.
    """
    if not one or not other:
        return 100.0
    common = int(np.minimum(_letters(one), _letters(other)).sum())
    return 200.0 * common / (len(one) + len(other))


@lru_cache(maxsize=256)  # the reports of one unit for one period are compared with each other
def _letters(text: str) -> npt.NDArray[np.uint32]:
    """How often each character stands in the text, characters that share their last twelve bits as one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4") & 0xFFF
    return np.bincount(codes, minlength=0x1000).astype(np.uint32)


def is_correction(submission: Submission) -> bool:
    """Whether the report calls itself a corrected or repeated one."""
    name = submission.file.rsplit("/", 1)[-1]
    return bool(_CORRECTED.search(name) or _CORRECTED.search(submission.title))


def _order(one: Submission) -> tuple[date, bool, date, str]:
    day = one.signed or one.received or date.min
    return day, is_correction(one), one.received or date.min, one.file


def _preference(one: Submission) -> tuple[int, date, str]:
    rank = _PREFERENCE.index(one.kind) if one.kind in _PREFERENCE else len(_PREFERENCE)
    return rank, one.received or date.max, one.file


def _key(one: Submission) -> Key:
    return one.file, one.sha256


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
