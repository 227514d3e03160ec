"""Web pages: visible text in reading order, tables as cells with their spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from extractors.document import Block, BlockKind, Document, Revision
from extractors.errors import DamagedFile, TooLarge
from extractors.readers.limits import Limits

_DROPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "textarea",
        "title",
        "meta",
        "link",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "ruby",
        "rb",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MAX_SPAN = 1_000  # columns or rows of one cell; HTML itself allows no more columns
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "utf8": "utf-8"}


def read_html(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Scripts, styles and hidden elements are dropped, struck-out revisions (<del>) are listed.

    Nothing is fetched and no entity is resolved. Raises `DamagedFile` for a page without a body,
    `TooLarge` past the cap on blocks.
    """
    from extractors.readers.plain import decode

    text, problems = decode(data, file, declared_charset(data))
    page = page_of(text, file)
    if len(page.blocks) > limits.blocks:
        raise TooLarge(file, f"网页超过 {limits.blocks} 段")
    properties = {"title": page.title} if page.title else {}
    return Document(
        file,
        sha256,
        "html",
        tuple(page.blocks),
        revisions=tuple(page.revisions),
        problems=problems,
        properties=properties,
    )


def declared_charset(data: bytes) -> str:
    """The charset of the page's own <meta>, with GB2312 read as its superset; "" without one."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    return _ALIASES.get(name, name)


@dataclass(slots=True)
class Page:
    """The page as it is collected."""

    blocks: list[Block] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    title: str = ""
    tables: int = 0
    pending: list[str] = field(default_factory=list)

    def flush(self, kind: BlockKind = "paragraph", level: int | None = None) -> None:
        """End the paragraph that the pending pieces make."""
        text = _joined(self.pending)
        self.pending.clear()
        if text:
            self.blocks.append(Block(len(self.blocks), text, kind, level=level))


def page_of(text: str, file: str) -> Page:
    """Parse and walk a page. Raises `DamagedFile` where lxml finds nothing."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(file, "网页没有正文") from error
    page = Page(title=_joined([root.findtext(".//title") or ""]))
    _walk(root, page)
    page.flush()
    return page


def _without_declaration(text: str) -> str:
    """lxml refuses text that declares an encoding of its own."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)


def _walk(element: Any, page: Page) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag in _DROPPED or _is_hidden(element):
        return
    if tag == "del":
        page.revisions.append(
            Revision("deletion", "", element.get("datetime", ""), _joined(list(element.itertext())), None)
        )
    elif tag == "table":
        page.flush()
        _table(element, page)
    elif tag in _INLINE:
        _children(element, page)
    elif tag == "br":
        page.pending.append("\v")
    else:
        page.flush()
        _children(element, page)
        page.flush(*_kind(tag))


def _children(element: Any, page: Page) -> None:
    if element.text:
        page.pending.append(element.text)
    for child in element:
        _walk(child, page)
        if child.tail:
            page.pending.append(child.tail)


def _kind(tag: str) -> tuple[BlockKind, int | None]:
    if re.fullmatch(r"h[1-6]", tag):
        return "heading", int(tag[1])
    simple: dict[str, Literal["list_item", "caption"]] = {"li": "list_item", "figcaption": "caption"}
    return simple.get(tag, "paragraph"), None


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or (element.tag == "input"):
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _joined(pieces: list[str]) -> str:
    """Blanks collapse as in a browser; <br> (a vertical tab here) stays as a line break."""
    text = _BLANKS.sub(" ", "".join(pieces))
    return re.sub(r" ?\v ?", "\n", text).strip(" \n")


def _table(table: Any, page: Page) -> None:
    """Cells with their grid place; a cell's nested table is read as its text."""
    caption = table.find("caption")
    if caption is not None and _cell_text(caption):
        page.blocks.append(Block(len(page.blocks), _cell_text(caption), "caption"))
    number, page.tables = page.tables, page.tables + 1
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        header = bool(cells) and (all(cell.tag == "th" for cell in cells) or line.getparent().tag == "thead")
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1 or columns > 1:
                taken.update((row + down, column + right) for down in range(rows) for right in range(columns))
            _add_cell(page, cell, number, (row, column, rows, columns), header)
            column += columns


def _add_cell(page: Page, cell: Any, number: int, place: tuple[int, int, int, int], header: bool) -> None:
    text = "" if _is_hidden(cell) else _cell_text(cell)
    if text:
        row, column, rows, columns = place
        marks = ("header_row",) if header else ()
        page.blocks.append(
            Block(
                len(page.blocks),
                text,
                "cell",
                table=number,
                row=row,
                column=column,
                row_span=rows,
                column_span=columns,
                marks=marks,
            )
        )


def _rows(table: Any) -> list[Any]:
    groups = [
        group for group in table if group.tag in ("tr", "thead", "tbody", "tfoot") and not _is_hidden(group)
    ]
    lines = [[group] if group.tag == "tr" else [row for row in group if row.tag == "tr"] for group in groups]
    return [row for rows in lines for row in rows if not _is_hidden(row)]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isascii() and value.isdigit() else 1


def _cell_text(cell: Any) -> str:
    """Everything visible in a cell; paragraphs one a line."""
    inner = Page()
    _children(cell, inner)
    inner.flush()
    return "\n".join(block.text for block in inner.blocks)
