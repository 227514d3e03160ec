"""The words around a figure that bound it, move it or make it a rate, from data/cues.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue tables, ready for look-up."""

    before: dict[str, str]  # word → comparator
    between: frozenset[str]
    after: re.Pattern[str]
    after_meaning: dict[str, str]
    up: frozenset[str]
    down: frozenset[str]
    weak: frozenset[str]
    change: re.Pattern[str]
    per: dict[str, str]
    money: re.Pattern[str]
    one: frozenset[str]


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def load_cues() -> Cues:
    """The cue tables, read once."""
    data = tomllib.loads(files("extractors.facts").joinpath("data/cues.toml").read_text(encoding="utf-8"))
    after = {word: name for name, words in data["after"].items() for word in words}
    change = data["change"]
    return Cues(
        before={word: name for name, words in data["before"].items() for word in words},
        between=frozenset(data["between"]["words"]),
        after=re.compile(_any_of(list(after))),
        after_meaning=after,
        up=frozenset(change["up"]),
        down=frozenset(change["down"]),
        weak=frozenset(change["weak"]),
        change=re.compile(_any_of(change["up"] + change["down"])),
        per=data["rate"]["per"],
        money=re.compile(_any_of(data["money"]["words"])),
        one=frozenset(data["one"]["before"]),
    )


# 不低于总数的20%
_MORE = re.compile(r"多(?=[的，。；、)）]|$)")  # 三成多, 二十元多
_OF_WHOLE = re.compile(
    r"(不低于|不少于|不超过|不高于|不得低于|不得少于|超过|高于|低于|不足)[\u4e00-\u9fff]{1,8}的$"
)


#: 至少再引进2家: the firmest bounds hold across a verb of their clause.
_FAR = re.compile(
    r"(?P<word>不少于|不低于|不超过|不得少于|不得低于|不得超过|至少|至多|最多)(?:[再新每]|[\u4e00-\u9fff]{1,4})$"
)


def ends_with(words: frozenset[str] | dict[str, str], text: str, end: int, longest: int = 5) -> str:
    """The longest of `words` that ends at `end` of `text`, or ''."""
    for length in range(longest, 0, -1):
        word = text[max(0, end - length) : end]
        if len(word) == length and word in words:
            return word
    return ""


def bound_before(text: str, at: int) -> str:
    """The comparator of the words directly before `at` (at most one filler such as 到 了 人民币 between)."""
    cues = load_cues()
    place = at
    for _ in range(2):
        word = ends_with(cues.before, text, at)
        if word and not _inside_longer(text, at - len(word), word):
            return cues.before[word]
        if text[at - 1 : at] == "的" and (over := _OF_WHOLE.search(text, max(0, at - 14), at)):
            return cues.before[over[1]]
        filler = ends_with(cues.between, text, at)
        if not filler:
            break
        at -= len(filler)
    far = _FAR.search(text, max(0, place - 9), place)
    return cues.before[far["word"]] if far else ""


def _inside_longer(text: str, start: int, word: str) -> bool:
    """近 in 附近, 约 in 节约, 上 in 以上, 成 in 完成 are no bounds."""
    if len(word) > 1 or start == 0:
        return False
    return text[start - 1] in {
        "近": "附邻临最接新",
        "约": "节签制契公预条",
        "上": "以之线晚早海马加升网地会际面",
        "超": "高",
        "成": "完建组形构生",
    }.get(word, "")


def bound_after(text: str, at: int) -> tuple[int, str]:
    """(end, comparator) of 以上 以内 左右 … at `at`; (at, '') where none stands."""
    cues = load_cues()
    found = cues.after.match(text, at)
    if found is None:
        more = _MORE.match(text, at)
        return (more.end(), "approx_above") if more else (at, "")
    return found.end(), cues.after_meaning[found[0]]
