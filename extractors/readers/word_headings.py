"""Headings that carry no heading style: Chinese office papers fake them by number, bold type or centring.

Levels by the order of official papers (GB/T 9704—2012, 7.3.3): 一、 then （一） then 1. then （1）.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.readers.wordxml import RPR, RUN, VAL, T, W, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.readers.word_styles import ParagraphStyle, StyleSheet

_CHINESE = "[一二三四五六七八九十百]"
_NUMBERED = (
    (
        re.compile(rf"\s*(?:{_CHINESE}{{1,4}}、|第{_CHINESE}{{1,4}}(?:章|部分|编)(?![一-龥]*[的中]))"),
        1,
        False,
    ),
    (re.compile(rf"\s*(?:[（(]{_CHINESE}{{1,3}}[）)]|第{_CHINESE}{{1,4}}节)"), 2, False),
    (re.compile(r"\s*\d{1,2}[.．、](?!\d)"), 3, True),
    (re.compile(r"\s*[（(]\d{1,2}[）)]"), 4, True),
)
_SHORT = 40
_TITLE = 60
_SENTENCE = re.compile(r"[。；;！？!?]|[，、,]\s*$")
_TOLD_FIGURE = re.compile(r"[%％‰]|\d\s*(?:余|多)?\s*[人名万亿个家处所次项元场期间台套米]|百分之")
_CONTENTS_LINE = re.compile(r"(?:\t|…|\.{4,})\s*\d+\s*$")
_NO_TITLE = re.compile(r"\s*[（(]|.*〔\d{4}〕|[\s\d年月日./—-]*$")


def find_level(
    label: str, text: str, paragraph: _Element, style: ParagraphStyle, styles: StyleSheet
) -> int | None:
    """The level of a paragraph that is set as a heading without a heading style; 0 if unnumbered; else None.

    一、 and （一） count when the paragraph is short, no sentence and tells no figure; 1. and （1） and
    unnumbered lines only when wholly bold as well.
    """
    if (
        len(text) > _SHORT
        or _SENTENCE.search(text)
        or _CONTENTS_LINE.search(text)
        or _TOLD_FIGURE.search(text)
    ):
        return None
    whole = label + text if label and not text.startswith(label) else text
    for pattern, level, needs_bold in _NUMBERED:
        match = pattern.match(whole)
        if match:
            if not whole[match.end() :].strip():
                return None
            return level if not needs_bold or is_wholly_bold(paragraph, style, styles) else None
    if label or any(char.isdigit() for char in text) or len(text.strip()) < 2:
        return None
    return 0 if is_wholly_bold(paragraph, style, styles) else None


def is_title(text: str, properties: _Element | None, style: ParagraphStyle) -> bool:
    """Whether a line above all running text is set as the paper's title: centred, short, no sentence."""
    if style.name == "Title":
        return True
    if len(text) > _TITLE or _SENTENCE.search(text) or _NO_TITLE.match(text):
        return False
    return is_centred(properties, style)


def is_centred(properties: _Element | None, style: ParagraphStyle) -> bool:
    own = properties.find(W + "jc") if properties is not None else None
    return style.centred if own is None else own.get(VAL) == "center"


def is_wholly_bold(paragraph: _Element, style: ParagraphStyle, styles: StyleSheet) -> bool:
    """Whether every run with text is bold, by itself, its character style or the paragraph's style."""
    runs = [run for run in paragraph.iter(RUN) if any((t.text or "").strip() for t in run.iterchildren(T))]
    return bool(runs) and all(_is_bold(run, style, styles) for run in runs)


def _is_bold(run: _Element, style: ParagraphStyle, styles: StyleSheet) -> bool:
    properties = run.find(RPR)
    if properties is None:
        return style.bold
    own = properties.find(W + "b")
    if own is not None:
        return is_on(own)
    named = properties.find(W + "rStyle")
    return style.bold or (named is not None and styles.run_value(named.get(VAL, ""), "b"))
