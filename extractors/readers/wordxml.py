"""The names and the safe parsing of WordprocessingML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from extractors.readers.xml_encoding import as_utf8, declares_chinese, without_encoding

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"

VAL: Final = W + "val"
P: Final = W + "p"
RUN: Final = W + "r"
T: Final = W + "t"
PPR: Final = W + "pPr"
RPR: Final = W + "rPr"
TBL: Final = W + "tbl"
FIELD_CHAR: Final = W + "fldChar"

_STRICT = re.compile(rb"(=\s*[\"'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_OFF = frozenset({"0", "false", "off"})

#: Markup that Word of 2010 and later understands, so that mc:Choice is what it shows.
_UNDERSTOOD = frozenset(
    (
        "wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "w16cex", "w16sdtdh", "a14",
        "c14", "pic14", "wne",
    )
)  # fmt: skip


class ForbiddenMarkup(ValueError):
    """A part that declares a DTD or entities; Word itself refuses such a part."""


class NothingLeft(ValueError):
    """A part so damaged that not even its first element can be read."""


def parse(data: bytes, *, recover: bool = False) -> _Element:
    """The root of one XML part, Strict names turned into the transitional ones.

    Raises `ForbiddenMarkup` on a DTD, `etree.XMLSyntaxError` on broken XML, with `recover` only
    `NothingLeft`. Never loads a DTD, an entity or anything from the network.
    """
    data = plain_markup(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    root: _Element | None = etree.fromstring(data, parser)
    if root is None:
        raise NothingLeft("nothing could be recovered")
    return root


def plain_markup(data: bytes) -> bytes:
    """The same part in UTF-8 where it came in UTF-16 or says GBK, with the transitional names; refuses DTDs."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = without_encoding(data.decode("utf-16", "replace")).encode()
    elif declares_chinese(data):
        data = as_utf8(data)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ForbiddenMarkup("the part declares a DTD or entities")
    if b"purl.oclc.org/ooxml" in data:
        data = _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/\3", data)
    return data


def is_on(element: _Element | None) -> bool:
    """Whether an on/off property is there and on: <w:b/> is, <w:b w:val="0"/> is not."""
    return element is not None and element.get(VAL, "1").lower() not in _OFF


def whole(value: str | None, default: int, lowest: int = 0, highest: int = 2**31) -> int:
    """A whole number out of an attribute; what is no number, or out of bounds, gives the default or bound."""
    try:
        number = int(value) if value is not None and len(value) < 20 else default
    except ValueError:
        return default
    return max(lowest, min(number, highest))


def settle(root: _Element, data: bytes) -> None:
    """Leave in the tree what a reader of the page sees, once.

    mc:AlternateContent gives way to the branch Word shows, placeholder texts of content controls are emptied,
    field characters that never close are taken out, lest they swallow the rest of the story.
    """
    if b"AlternateContent" in data:
        _choose_branches(root)
    if b"showingPlcHdr" in data:
        _empty_placeholders(root)
    if b"fldChar" in data:
        _drop_open_fields(root)


def _choose_branches(root: _Element) -> None:
    for alternate in list(root.iter(MC + "AlternateContent")):
        parent = alternate.getparent()
        if parent is None:
            continue
        branch = _branch_shown(alternate)
        children = [] if branch is None else list(branch)
        place = parent.index(alternate)
        parent[place : place + 1] = children


def _branch_shown(alternate: _Element) -> _Element | None:
    for choice in alternate.iterchildren(MC + "Choice"):
        if _UNDERSTOOD.issuperset(choice.get("Requires", "").split()):
            return choice
    return alternate.find(MC + "Fallback")


def _empty_placeholders(root: _Element) -> None:
    for shown in root.iter(W + "showingPlcHdr"):
        properties = shown.getparent()
        control = properties.getparent() if properties is not None else None
        content = control.find(W + "sdtContent") if control is not None else None
        if content is not None and is_on(shown):
            for text in content.iter(T):
                text.text = None


def _drop_open_fields(root: _Element) -> None:
    open_fields: list[_Element] = []
    for char in root.iter(FIELD_CHAR):
        kind = char.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append(char)
        elif kind == "end" and open_fields:
            open_fields.pop()
    for char in open_fields:
        parent = char.getparent()
        if parent is not None:
            parent.remove(char)
