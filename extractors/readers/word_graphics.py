"""What drawings, shapes and formulas say: text boxes, word art, diagrams, charts, alternative texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.readers.wordxml import WP, A, M, R, T, V, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from extractors.readers.word_package import Package

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_TEXT_BOX = W + "txbxContent"
_CHART = _C + "chart"
_DIAGRAM = _DGM + "relIds"
_DRAWN_PARAGRAPH = A + "p"
_PROPERTIES = WP + "docPr"
_WORD_ART = V + "textpath"
_NO_SHAPE = frozenset({V + "shapetype"})
_FILE_NAME = re.compile(r"\S*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing a drawing says: a story to walk (`element`), or a plain `text`."""

    mark: str  # text_box, alt_text, word_art, diagram, chart
    element: _Element | None = None
    text: str = ""


def find_drawn(graphic: _Element, package: Package, part: str) -> Iterator[Drawn]:
    """What a w:drawing, w:pict or w:object says, in its own order; text boxes inside text boxes are left to
    the walk through the outer one."""
    for child in graphic:
        tag = child.tag
        if tag == _TEXT_BOX:
            yield Drawn("text_box", child)
        elif tag == _DRAWN_PARAGRAPH:
            yield Drawn("text_box", text=_drawn_text(child))
        elif tag == _CHART:
            yield from _chart(child, package, part)
        elif tag == _DIAGRAM:
            yield from _diagram(child, package, part)
        elif tag not in _NO_SHAPE:
            if text := _own_text(child):
                yield text
            yield from find_drawn(child, package, part)


def _own_text(element: _Element) -> Drawn | None:
    """Word art and alternative texts, which stand in attributes. File names as alternative text say nothing."""
    tag = element.tag
    if tag == _WORD_ART:
        return Drawn("word_art", text=element.get("string", ""))
    if tag == _PROPERTIES:
        told = element.get("descr", "") or element.get("title", "")
    elif isinstance(tag, str) and tag.startswith(V):
        told = element.get("alt", "")
    else:
        return None
    told = "" if _FILE_NAME.fullmatch(told.strip()) else told
    return Drawn("alt_text", text=told) if told else None


def _drawn_text(paragraph: _Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(A + "t"))


def _chart(element: _Element, package: Package, part: str) -> Iterator[Drawn]:
    """Titles, names of series and categories; the figures of a chart are not printed as text."""
    root = _related(element, R + "id", package, part)
    if root is None:
        return
    seen = set()
    for node in root.iter(A + "p", _C + "v"):
        if node.tag == _DRAWN_PARAGRAPH:
            text = _drawn_text(node)
        else:
            named = any(above.tag in (_C + "tx", _C + "cat") for above in node.iterancestors())
            text = (node.text or "") if named else ""
        if text and text not in seen:
            seen.add(text)
            yield Drawn("chart", text=text)


def _diagram(element: _Element, package: Package, part: str) -> Iterator[Drawn]:
    root = _related(element, R + "dm", package, part)
    for point in root.iter(_DGM + "pt") if root is not None else ():
        sample = point.find(f"{_DGM}prSet[@phldr='1']")
        for paragraph in point.iter(_DRAWN_PARAGRAPH) if sample is None else ():
            yield Drawn("diagram", text=_drawn_text(paragraph))


def _related(element: _Element, attribute: str, package: Package, part: str) -> _Element | None:
    relation = package.relations(part).get(element.get(attribute, ""))
    if relation is None or relation.external:
        return None
    return package.tree(relation.target)


_BETWEEN = {M + "f": "/", M + "sSup": "^", M + "sSub": "_"}
_OPERAND = frozenset(M + name for name in ("num", "den", "e", "sup", "sub", "deg", "lim", "fName"))


def read_formula(element: _Element) -> str:
    """A formula on one line: a fraction with /, a power with ^, an index with _, brackets as drawn."""
    tag = element.tag
    if tag in (M + "t", T):
        return element.text or ""
    if tag in (W + "del", W + "moveFrom"):
        return ""
    parts = [(child.tag in _OPERAND, read_formula(child)) for child in element if isinstance(child.tag, str)]
    if tag in _BETWEEN:
        return _BETWEEN[tag].join(text for operand, text in parts if operand)
    inner = "".join(text for _, text in parts)
    if tag == M + "d":
        return _bracket(element, "begChr", "(") + inner + _bracket(element, "endChr", ")")
    if tag == M + "nary":
        return _bracket(element, "chr", "∫", M + "naryPr") + inner
    return inner


def _bracket(element: _Element, name: str, usual: str, properties: str = M + "dPr") -> str:
    found = element.find(f"{properties}/{M}{name}")
    return usual if found is None else found.get(M + "val", "")
