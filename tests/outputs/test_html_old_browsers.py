"""The report opens in Chromium 86 (the browser of many office PCs): script and styles parsed, every feature dated.

esprima reads ES2018 and refuses what came later; the tables say since which Chromium a feature is there, after
MDN's compatibility data. A feature that stands in no table fails, so that nobody adds one without looking it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import esprima
import pytest
import tinycss2

import outputs

TEMPLATES = Path(outputs.__file__).parent / "templates"
SCRIPT = (TEMPLATES / "report.js").read_text("utf-8")
STYLE = (TEMPLATES / "report.css").read_text("utf-8")
OLDEST = 86

#: Members that look harmless to a parser but came after ES2018 or Chromium 86.
TOO_NEW_MEMBERS = {
    "at", "flat", "flatMap", "fromEntries", "trimStart", "trimEnd", "matchAll", "replaceAll", "allSettled", "any",
    "hasOwn", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with", "groupBy", "isWellFormed",
    "replaceChildren", "checkVisibility", "showPopover", "structuredClone", "description", "globalThis",
    "scrollend", "requestSubmit", "Segmenter", "randomUUID", "setHTML", "animateView", "moveBefore",
}  # fmt: skip
PROPERTIES = {
    "background": 1, "border": 1, "border-bottom": 1, "border-bottom-color": 1, "border-collapse": 1, "border-left": 1,
    "border-left-color": 1, "border-top": 1, "border-top-color": 1, "bottom": 1, "box-sizing": 10, "break-after": 50,
    "break-before": 50, "break-inside": 50, "clip": 1, "color": 1, "column-gap": 66, "columns": 50,
    "contain-intrinsic-size": 83, "content-visibility": 85, "cursor": 1, "display": 1, "align-items": 29, "flex": 29,
    "flex-wrap": 29, "font": 1, "font-family": 1, "font-size": 1, "font-variant-numeric": 52, "font-weight": 2,
    "gap": 84, "grid-column": 57, "grid-template-columns": 57, "height": 1, "justify-content": 29, "left": 1,
    "letter-spacing": 1, "line-height": 1, "list-style": 1, "margin": 1, "margin-bottom": 1, "margin-left": 1,
    "margin-right": 1, "margin-top": 1, "max-height": 1, "max-width": 1, "min-width": 1, "opacity": 1, "orphans": 25, "outline": 1,
    "outline-offset": 1, "overflow": 1, "overflow-wrap": 23, "overflow-x": 1, "padding": 1, "padding-bottom": 1,
    "padding-left": 1, "padding-top": 1, "position": 1, "scroll-behavior": 61, "scroll-padding-top": 69, "size": 15,
    "text-align": 1, "text-decoration": 1, "text-indent": 1, "top": 1, "vertical-align": 1, "white-space": 1,
    "widows": 25, "width": 1, "z-index": 1, "fill": 1, "stroke": 1, "stroke-dasharray": 1, "stroke-width": 1,
    "print-color-adjust": 136, "-webkit-print-color-adjust": 17,
}  # fmt: skip
#: Newer ones that only repeat an older one beside them.
WITH_STAND_IN = {"print-color-adjust": "-webkit-print-color-adjust"}
FUNCTIONS = {"var": 49, "rect": 1, "repeat": 57, "min": 79, "minmax": 57, "calc": 26}
PSEUDO = {"root": 1, "hover": 1, "focus": 1, "focus-visible": 86, "first-of-type": 1, "last-child": 1, "not": 1,
          "nth-child": 1}  # fmt: skip
AT_RULES = {"media": 1, "page": 2}
UNITS = {"fr": 57, "px": 1, "pt": 1, "mm": 1, "em": 1, "rem": 4, "vh": 20, "vw": 20}
VALUES_TOO_NEW = {"dvh", "svh", "lvh", "subgrid", "revert-layer", "balance", "pretty", "clip-path", "inset"}


def _walk(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for one in node:
            yield from _walk(one)
    elif hasattr(node, "type"):
        yield node
        for value in vars(node).values():
            yield from _walk(value)


def _too_new(script: str) -> set[str]:
    nodes = list(_walk(esprima.parseScript(script)))
    members = {one.property.name for one in nodes if one.type == "MemberExpression" and not one.computed}
    return {name for name in members if name in TOO_NEW_MEMBERS}


def test_the_script_is_of_es2018() -> None:
    assert _too_new(SCRIPT) == set()


@pytest.mark.parametrize(
    "newer",
    ["a?.b", "a ?? b", "a ||= b", "class A { #b = 1 }", "10_000", "try {} catch {}", "10n"],
)
def test_newer_syntax_would_be_refused(newer: str) -> None:
    with pytest.raises(esprima.Error):
        esprima.parseScript(newer)


@pytest.mark.parametrize("newer", ["text.replaceAll('a', 'b')", "rows.at(-1)", "[1].flat()"])
def test_newer_members_would_be_seen(newer: str) -> None:
    assert _too_new(newer)


def test_a_word_in_a_string_is_no_member() -> None:
    assert _too_new("var flat = 'a.flat()'; // rows.at(-1)") == set()


def _declarations(style: str) -> Iterator[tuple[str, list[Any]]]:
    """Every declaration, those inside @media and @page too."""
    waiting = list(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))
    while waiting:
        rule = waiting.pop()
        assert rule.type != "error", rule
        if rule.type == "at-rule":
            assert rule.lower_at_keyword in AT_RULES, rule.lower_at_keyword
        if rule.type == "at-rule" and rule.lower_at_keyword == "media":
            waiting += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            continue
        for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            assert one.type == "declaration", one
            yield one.lower_name, one.value


def _tokens(values: list[Any]) -> Iterator[Any]:
    for one in values:
        yield one
        yield from _tokens(getattr(one, "arguments", None) or getattr(one, "content", None) or [])


def _problems(style: str) -> list[str]:
    found = []
    declarations = list(_declarations(style))
    names = {name for name, _ in declarations}
    for name, values in declarations:
        known = name.startswith("--") or PROPERTIES.get(name, 999) <= OLDEST
        if not known and WITH_STAND_IN.get(name) not in names:
            found.append(f"property {name}")
        for token in _tokens(values):
            if token.type == "function" and FUNCTIONS.get(token.lower_name, 999) > OLDEST:
                found.append(f"function {token.lower_name}()")
            if token.type == "dimension" and UNITS.get(token.lower_unit, 999) > OLDEST:
                found.append(f"unit {token.lower_unit}")
            if token.type == "ident" and token.lower_value in VALUES_TOO_NEW:
                found.append(f"value {token.lower_value}")
    pseudo = re.findall(r"::?([a-z-]+)", " ".join(_selectors(style)))
    return found + [f"selector :{one}" for one in pseudo if PSEUDO.get(one, 999) > OLDEST]


def _selectors(style: str) -> Iterator[str]:
    waiting = list(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))
    while waiting:
        rule = waiting.pop()
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            waiting += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def test_the_styles_are_of_chromium_86() -> None:
    assert len(list(_declarations(STYLE))) > 200
    assert _problems(STYLE) == []


@pytest.mark.parametrize(
    "newer",
    [
        "a{aspect-ratio:1}",
        "a{inset:0}",
        "a{color:color-mix(in srgb,red,blue)}",
        "a{height:100dvh}",
        "a:has(b){color:red}",
        ":is(a){color:red}",
        "a{accent-color:red}",
        "@media print{a{text-wrap:balance}}",
        "a{print-color-adjust:exact}",
    ],
)
def test_newer_styles_would_be_seen(newer: str) -> None:
    assert _problems(newer)


@pytest.mark.parametrize("newer", ["@layer a{b{color:red}}", "@container a{b{color:red}}", "a{b{color:red}}"])
def test_newer_rules_would_be_refused(newer: str) -> None:
    with pytest.raises(AssertionError):
        list(_declarations(newer))
