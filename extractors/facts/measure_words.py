"""The measure words of data/measure_words.txt, and the units of money and of measure after a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class MeasureWord:
    """A measure word as written, what may not follow it, and what makes a Chinese numeral before it a rank."""

    word: str
    not_before: str = ""
    rank_before: str = ""


@cache
def load_measure_words() -> dict[str, MeasureWord]:
    """Every measure word by its spelling."""
    text = files("extractors.facts").joinpath("data/measure_words.txt").read_text(encoding="utf-8")
    words: dict[str, MeasureWord] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, *marks = line.split()
        refused = next((mark[1:] for mark in marks if mark[0] == "!"), "")
        rank = next((mark[1:] for mark in marks if mark[0] == "?"), "")
        words[word] = MeasureWord(word, refused, rank)
    return words


@cache
def _longest() -> int:
    return max(map(len, load_measure_words()))


def read_measure(text: str, at: int) -> MeasureWord | None:
    """The longest measure word at `at` of a folded text that may stand there, or None."""
    words = load_measure_words()
    for length in range(_longest(), 0, -1):
        entry = words.get(text[at : at + length])
        if entry is not None and len(entry.word) == length:
            following = text[at + length : at + length + 1]
            bounded = text.startswith(("以上", "以下", "以内"), at + length)
            if bounded or not following or following not in entry.not_before:
                return entry
    return None


MONEY = re.compile(
    r"(?:元(?:人民币|整)?(?![素旦件月宵年首气勋老])|圆整?|块钱)(?P<by>/(?:生|人|年|月|[·]){1,5}|每[人生年月])?"
    r"|(?P<foreign>美元|欧元|日元|韩元|港元|英镑|泰铢)"
)
LATIN_UNIT = re.compile(
    r"(?:km|cm|mm|kg|kW·?h?|kV|kVA|MW|GB|TB|MB|Mbps|Gbps|M(?:bps)?|m²|m2|m)(?![A-Za-z0-9])"
)
