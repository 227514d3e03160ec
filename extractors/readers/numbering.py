"""Automatic numbers of paragraphs: 一、（一） 1. (1) ① 第一条, computed as Word counts them.

Source: ECMA-376 part 1, 17.9. Lists (`w:num`) of one definition (`w:abstractNum`) share its counters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.readers.word_numerals import write_number
from extractors.readers.word_symbols import read_bullet
from extractors.readers.wordxml import RPR, VAL, W, is_on, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one of the nine levels of a list counts and writes."""

    start: int = 0  # w:start; the standard's default is 0
    style: str = "decimal"  # w:numFmt
    text: str = ""  # w:lvlText with %1 … %9
    restart: int | None = (
        None  # w:lvlRestart: 1-based level that sets this one back; 0 = never; None = any higher
    )
    legal: bool = False  # w:isLgl: every number of the label in decimal
    hidden: bool = False  # the number itself is hidden text
    linked_style: str = ""  # w:pStyle
    width: int = 0  # digits of a custom format 001, 002 …
    font: str = ""  # of the number, where it is a symbol font


@dataclass(slots=True)
class _List:
    definition: str
    levels: list[Level]
    starts: dict[int, int] = field(default_factory=dict)  # w:startOverride by level


class Numbering:
    """The lists of one document; `counter()` gives a fresh count over them.

    `style_lists` gives the numId of each numbering style, for definitions that only point to a style.
    """

    def __init__(
        self, root: _Element | None = None, style_lists: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        self._lists: dict[str, _List] = {}
        if root is not None:
            self._load(root, style_lists() if _has_style_links(root) else {})

    def __contains__(self, num_id: str) -> bool:
        return num_id in self._lists

    def level_of_style(self, num_id: str, styles: tuple[str, ...]) -> int | None:
        """The level linked to the first of these styles that has one."""
        found = self._lists.get(num_id)
        for style in styles if found else ():
            for place, level in enumerate(found.levels if found else ()):
                if level.linked_style == style:
                    return place
        return None

    def counter(self) -> Counter:
        return Counter(self._lists)

    def _load(self, root: _Element, style_lists: Mapping[str, str]) -> None:
        definitions = {
            element.get(W + "abstractNumId", ""): element for element in root.iterchildren(W + "abstractNum")
        }
        used = {
            num.get(W + "numId", ""): _value(num, "abstractNumId") for num in root.iterchildren(W + "num")
        }
        read: dict[str, list[Level]] = {}
        for num in root.iterchildren(W + "num"):
            num_id = num.get(W + "numId", "")
            definition = _follow_style_link(used[num_id], definitions, used, style_lists)
            if definition not in read:
                read[definition] = _read_levels(definitions.get(definition))
            self._lists[num_id] = _apply_overrides(num, _List(definition, list(read[definition])))


class Counter:
    """A running count; one per story, since headers and notes do not count on from the text."""

    def __init__(self, lists: Mapping[str, _List]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[tuple[str, int]] = set()

    def label(self, num_id: str, level: int) -> str:
        """Count one paragraph of a list on its level (0-based) and give its label; "" for an unknown list."""
        found = self._lists.get(num_id)
        if found is None:
            return ""
        level = max(0, min(level, LEVELS - 1))
        counts = self._counts.setdefault(found.definition, [None] * LEVELS)
        self._advance(num_id, found, level, counts)
        return _write_label(found, level, counts)

    def _advance(self, num_id: str, found: _List, level: int, counts: list[int | None]) -> None:
        count = counts[level]
        starts_anew = level in found.starts and (num_id, level) not in self._met
        if count is None or starts_anew:
            counts[level] = found.starts.get(level, found.levels[level].start)
        else:
            counts[level] = count + 1
        self._met.add((num_id, level))
        for deeper in range(level + 1, LEVELS):
            restart = found.levels[deeper].restart
            if restart is None or level < restart:
                counts[deeper] = None


def _has_style_links(root: _Element) -> bool:
    return next(root.iter(W + "numStyleLink"), None) is not None


def _write_label(found: _List, level: int, counts: list[int | None]) -> str:
    own = found.levels[level]
    if own.hidden:
        return ""
    if own.style == "bullet":
        return read_bullet(own.text, own.font)

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        shown = found.levels[place]
        count = counts[place]
        value = found.starts.get(place, shown.start) if count is None else count
        if own.legal:
            return write_number(value, "decimalZero" if shown.style == "decimalZero" else "decimal")
        return f"{value:0{shown.width}d}" if shown.width else write_number(value, shown.style)

    return _PLACEHOLDER.sub(number, own.text)


def _follow_style_link(
    definition: str,
    definitions: Mapping[str, _Element],
    used: Mapping[str, str],
    style_lists: Mapping[str, str],
) -> str:
    """The definition behind w:numStyleLink: numbering style → its list → that list's definition."""
    for _ in range(LEVELS):
        element = definitions.get(definition)
        style = _value(element, "numStyleLink") if element is not None else ""
        target = used.get(style_lists.get(style, ""), "") if style else ""
        if target in ("", definition):
            return definition
        definition = target
    return definition


def _read_levels(element: _Element | None) -> list[Level]:
    levels = [Level() for _ in range(LEVELS)]
    for level in element.iterchildren(W + "lvl") if element is not None else ():
        place = whole(level.get(W + "ilvl"), 0, -1, LEVELS)
        if 0 <= place < LEVELS:
            levels[place] = _read_level(level)
    return levels


def _read_level(element: _Element) -> Level:
    style, width = _read_format(element)
    properties = element.find(RPR)
    fonts = properties.find(W + "rFonts") if properties is not None else None
    restart = element.find(W + "lvlRestart")
    return Level(
        start=whole(_value(element, "start") or None, 0, 0, 32767),
        style=style,
        text=_value(element, "lvlText"),
        restart=None if restart is None else whole(restart.get(VAL), 0, 0, LEVELS),
        legal=is_on(element.find(W + "isLgl")),
        hidden=properties is not None and is_on(properties.find(W + "vanish")),
        linked_style=_value(element, "pStyle"),
        width=width,
        font="" if fonts is None else fonts.get(W + "ascii", fonts.get(W + "hAnsi", "")),
    )


def _read_format(element: _Element) -> tuple[str, int]:
    """The number format, and the digits of a custom one ("001, 002, 003, ...")."""
    found = next(element.iter(W + "numFmt"), None)
    if found is None:
        return "decimal", 0
    style = found.get(VAL, "decimal")
    if style != "custom":
        return style, 0
    first = found.get(W + "format", "").split(",")[0].strip()
    return "decimal", min(len(first), 9) if first.isdigit() else 0


def _apply_overrides(num: _Element, listed: _List) -> _List:
    for override in num.iterchildren(W + "lvlOverride"):
        place = whole(override.get(W + "ilvl"), -1, -1, LEVELS)
        if not 0 <= place < LEVELS:
            continue
        level = override.find(W + "lvl")
        if level is not None:
            own = _read_level(level)
            linked = own.linked_style or listed.levels[place].linked_style
            listed.levels[place] = replace(own, linked_style=linked)
        start = override.find(W + "startOverride")
        if start is not None:
            listed.starts[place] = whole(start.get(VAL), 0, 0, 32767)
    return listed


def _value(element: _Element, name: str) -> str:
    child = element.find(W + name)
    return "" if child is None else child.get(VAL, "")
