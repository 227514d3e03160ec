"""The headings above a paragraph: styled ones, 一、（一）1.（1） lines, and run-in ones at a paragraph's start."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.document import Block
from extractors.words import fold

HEADING_LENGTH = 45  # characters; a longer line with an ordinal is text
RUN_IN_LENGTH = 28  # characters of a first sentence that can be the heading of the rest
STYLED_LENGTH = 100  # a block styled as heading and longer than this is text in the wrong style

_ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(r"第[一二三四五六七八九十]+[章编部节]")),
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）[、.]?")),
    (3, re.compile(r"\d{1,2}(?:[.．、](?!\d)|(?=\s))")),
    (4, re.compile(r"（\d{1,2}）")),
    (5, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮]|\d{1,2}[)）]")),
)
#: What an ordinal of any kind can begin with; most texts begin with something else.
_BEGINS_ORDINAL = re.compile(r"[第一二三四五六七八九十（\d①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮]")
_LIST_ORDINAL = re.compile(r"(?:其?[一二三四五六七八九十]是|第[一二三四五六七八九十][，、,])")
_UNLABELLED_LEVEL = 6  # below every ordinal
_TELLS = re.compile(r"\d|[已未]|完成(?!情况)|建成|获|正在|通过|签订|印发|[，；：]")
_TOPIC = re.compile(
    r"(?:情况|进展|问题|困难|打算|计划|措施|做法|成效|工作|安排|建议|要求|不足|原因|思路|重点|任务|建设|方面)[：:]?$"
)


def ordinal_level(text: str) -> int | None:
    """0 for 第一章, 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 5 for ①; None without ordinal."""
    folded = fold(text).lstrip()
    if not _BEGINS_ORDINAL.match(folded):
        return None
    return next((level for level, pattern in _ORDINALS if pattern.match(folded)), None)


def is_heading(block: Block) -> bool:
    """Does this whole block head what follows? Cells never do."""
    text = block.text.strip()
    if block.kind in ("cell", "note") or not text:
        return False
    if block.kind in ("heading", "caption"):
        return len(text) <= STYLED_LENGTH and not re.search(r"。.+", text, re.S)
    labelled = fold(block.label + text)
    level = ordinal_level(labelled)
    bare = _without_ordinal(labelled)
    if len(bare) > HEADING_LENGTH or re.search(r"[。；;！？!?\n]", bare.rstrip("。")):
        return False
    if level is None:
        return len(bare) <= 20 and bool(re.search(r"[：:]$", bare)) and bool(_TOPIC.search(bare))
    if bare.endswith("。") or (bare.endswith(("：", ":")) and not _TOPIC.search(bare)):
        return False
    return level <= 2 or not _TELLS.search(bare)


def heading_level(block: Block) -> int:
    """Where the heading stands: its ordinal decides, then its style, then lowest."""
    level = ordinal_level(block.label + block.text)
    if level is not None:
        return level
    if block.kind == "heading" and block.level is not None:
        return min(block.level, 3)
    return 1 if block.kind == "heading" else _UNLABELLED_LEVEL


def heading_text(block: Block) -> str:
    """With its ordinal, whether that is written or computed; on one line."""
    text = re.sub(r"\s+", " ", block.text).strip()
    if block.label and not text.startswith(block.label):
        return block.label + text
    return text


def run_in_length(text: str, label: str, first: tuple[int, int], more: bool) -> int:
    """Length of the first sentence if it is the paragraph's heading ("（三）基地建设。…", "一是师资建设。…"), else 0."""
    sentence = text[first[0] : first[1]]
    if not more or not sentence.endswith("。") or len(sentence) > RUN_IN_LENGTH:
        return 0
    labelled = fold(label + sentence)
    if ordinal_level(labelled) is None and not _LIST_ORDINAL.match(labelled):
        return 0
    return 0 if _TELLS.search(_without_ordinal(labelled)) else len(sentence)


def _without_ordinal(text: str) -> str:
    text = text.lstrip()
    for _, pattern in _ORDINALS:
        match = pattern.match(text)
        if match:
            return text[match.end() :].strip()
    match = _LIST_ORDINAL.match(text)
    return text[match.end() :].strip() if match else text.strip()


class Outline:
    """The chain of headings at the current place while walking down a document."""

    def __init__(self) -> None:
        self._chain: list[tuple[int, str, str]] = []

    def enter(self, level: int, text: str, subject: str = "") -> None:
        """A heading closes all headings of its own and deeper levels. `subject`: the unit it names."""
        self._chain = [entry for entry in self._chain if entry[0] < level]
        self._chain.append((level, text, subject))

    def leave(self, is_over: Callable[[int], bool]) -> None:
        """Drop every heading whose level `is_over`."""
        self._chain = [entry for entry in self._chain if not is_over(entry[0])]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(text for _, text, _ in self._chain)

    @property
    def subject(self) -> str:
        """The unit named by the nearest heading that names one."""
        return next((subject for _, _, subject in reversed(self._chain) if subject), "")
