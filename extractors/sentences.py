"""Sentences of a block: where they end, and where an enumeration starts a new one."""

from __future__ import annotations

import re

_OPENING = {
    "《": "》",
    "“": "”",
    "（": "）",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
    "〈": "〉",
}
_CLOSING = frozenset(_OPENING.values())
_BLANK = " \t　\xa0\n\r\v\f\u2028\u2029\u200b\ufeff"
#: A unit's list inside one sentence: 一是…，二是… / …。2.… / …（2）…
_ENUMERATED = re.compile(
    r"(?<=[，,、：:\s])(?=(?:其[一二三四五六七八九十]是|[一二三四五六七八九十]是|第[一二三四五六七八九十][，、,是]))"
    r"|(?<=[，,\s])(?=[1-9][0-9]?[.．、)）][一-鿿《“])"
    r"|(?<=[，,、：:；\s])(?=[（(][1-9][0-9]?[)）][一-鿿《“])"
    r"|(?=[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])"
)
_END_MARK = re.compile(r"[。！？!?；;\n\r\v\f\u2028\u2029]|(?<=[一-鿿”》）])\.(?=[一-鿿“《]|\s*$)")
_QUOTED_END = re.compile(r"[。！？][”」』](?![，、；。的和与等])")
_BRACKET = re.compile(f"[\n\r{re.escape(''.join((*_OPENING, *_CLOSING)))}]")


def find_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the sentences of `text`, outer blanks left out, in order.

    A sentence ends at 。！？；, at a line break, at an ASCII full stop between Chinese characters, and
    before the second and later member of an enumeration (一是…，二是…; ①…②…). Marks inside brackets and
    quotes do not end one, unless the bracket is never closed. Closing quotes stay with their sentence.
    Spans cover every character but blanks; never raises.
    """
    shelter = _sheltered(text)
    cuts = sorted(_end_marks(text, shelter) | _enumeration_starts(text, shelter))
    spans = []
    start = 0
    for cut in [*cuts, len(text)]:
        span = _trimmed(text, start, cut)
        if span is not None:
            spans.append(span)
        start = max(start, cut)
    return tuple(spans)


def _end_marks(text: str, shelter: bytearray) -> set[int]:
    cuts = set()
    for mark in _END_MARK.finditer(text):
        if shelter[mark.start()]:
            continue
        end = mark.end()
        while end < len(text) and (text[end] in _CLOSING or text[end] in "。！？!?…"):
            end += 1
        cuts.add(end)
    return cuts | _ends_of_quoted_sentences(text, shelter)


def _ends_of_quoted_sentences(text: str, shelter: bytearray) -> set[int]:
    """After 。” at the outermost level: the quotation closes the sentence."""
    return {
        quoted.end()
        for quoted in _QUOTED_END.finditer(text)
        if shelter[quoted.start()] and not (quoted.end() < len(text) and shelter[quoted.end()])
    }


def _enumeration_starts(text: str, shelter: bytearray) -> set[int]:
    starts = {match.start() for match in _ENUMERATED.finditer(text)}
    return {start for start in starts if 0 < start < len(text) and not shelter[start]}


def _sheltered(text: str) -> bytearray:
    """1 for characters inside a bracket pair that is closed again within the same line and 200 characters."""
    inside = bytearray(len(text))
    stack: list[tuple[str, int]] = []
    for sign in _BRACKET.finditer(text):
        position, character = sign.start(), sign[0]
        if character in "\n\r":
            stack.clear()
        elif character in _OPENING:
            stack.append((_OPENING[character], position))
        elif stack and character == stack[-1][0]:
            start = stack.pop()[1]
            if position - start <= 200:
                inside[start + 1 : position] = b"\x01" * (position - start - 1)
    return inside


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return (start, end) if start < end else None
