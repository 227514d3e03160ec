"""What a paragraph is: title, heading, caption, list item or prose, from wording and type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.document import BlockKind
from extractors.readers.paragraphs import MAX_INDENT, Paragraph

#: Longest heading in characters; longer ones are prose that starts with a number.
MAX_HEADING = 40
#: A heading is set this much larger than the body.
LARGER = 1.12

_LEVELS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"第[一二三四五六七八九十百零〇\d]{1,5}[章编部]"), 1),
    (re.compile(r"第[一二三四五六七八九十百零〇\d]{1,5}节"), 2),
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), 1),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), 2),
    (re.compile(r"\d{1,2}\s*[.．、](?!\d)"), 3),
    (re.compile(r"[（(]\d{1,2}[）)]"), 4),
)
_LIST = re.compile(r"(?:\d{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[●■◆▪•·]\s?)")
_CAPTION = re.compile(r"(?:附?[表图]|Table|Figure)\s*\d{1,3}(?:[-—.．]\d{1,3})?[\s　:：.．]?\s*\S")
_SENTENCE_END = "。；！？;!?，,、：:"


@dataclass(frozen=True, slots=True)
class Role:
    kind: BlockKind
    level: int | None = None
    marks: tuple[str, ...] = ()


def role_of(paragraph: Paragraph, body: float, *, first: bool) -> Role:
    """The kind of a paragraph in a text set in `body` points; `first` = nothing but heads before it.

    Levels follow the order of official papers (GB/T 9704): 一、→ 1, （一）→ 2, 1. → 3, （1）→ 4. A
    title carries the mark `title` and level 1.
    """
    text = paragraph.text
    short = len(text) <= MAX_HEADING and len(paragraph.lines) <= 2 and text[-1] not in _SENTENCE_END
    if short and _CAPTION.match(text) and _is_centred(paragraph):
        return Role("caption")
    if len(text) <= 80 and text[-1] not in "。；，、" and paragraph.size > LARGER * body:
        level = _level(text)
        return Role("heading", level, () if level else ("title",)) if level or not first else _title()
    if short:
        level = _level(text)
        if level:
            return Role("heading", level)
        if first and _is_centred(paragraph):
            return _title()
    return Role("list_item") if _LIST.match(text) else Role("paragraph")


def _title() -> Role:
    return Role("heading", 1, ("title",))


def _level(text: str) -> int | None:
    return next((level for pattern, level in _LEVELS if pattern.match(text)), None)


def _is_centred(paragraph: Paragraph) -> bool:
    line = paragraph.lines[0]
    front, behind = line.x0 - paragraph.left, paragraph.right - line.x1
    return abs(front - behind) < 1.5 * line.size and front > min(MAX_INDENT, 2.9) * line.size
