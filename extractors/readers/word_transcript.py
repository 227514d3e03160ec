"""What the walks through a Word file share: its parts, its running counts, the blocks so far."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from extractors.document import Block, Revision
from extractors.errors import TooLarge
from extractors.readers.numbering import Numbering
from extractors.readers.word_chunks import read_embedded
from extractors.readers.word_story import Story
from extractors.readers.word_styles import StyleSheet
from extractors.readers.wordxml import PPR, RPR, VAL, R, W, is_on

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractors.document import BlockKind, RevisionKind
    from extractors.readers.limits import Limits
    from extractors.readers.numbering import Counter
    from extractors.readers.word_package import Package
    from extractors.readers.word_tables import Cell

_NOTES = {"footnote": "footnotes", "endnote": "endnotes", "comment": "comments"}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_HIDING = (W + "vanish", W + "specVanish", W + "webHidden")
_SECTION = W + "sectPr"
_PAGE_BREAKS = (W + "br", W + "pageBreakBefore")


class Transcript:
    """The blocks, revisions and counts of one file while it is read."""

    def __init__(self, package: Package, main: str, root: _Element, limits: Limits) -> None:
        self.package = package
        self.main = main
        self.limits = limits
        self.blocks: list[Block] = []
        self.revisions: list[Revision] = []
        styles = package.related(main, "styles")
        self.styles = StyleSheet(None if styles is None else package.style_sheet(styles))
        self.hides_paragraph = False
        self.may_hide = self.styles.may_hide or _has(root, *_HIDING)
        self._notes: dict[str, dict[str, _Element]] = {}
        self._notes_read: set[tuple[str, str]] = set()
        self._tables = 0
        self._section_ended = False
        self._rendered = _has(root, W + "lastRenderedPageBreak")
        self._section_turns = _section_turns(root)
        self.page: int | None = 1 if self._rendered or self._breaks_pages(root) else None

    # blocks ---------------------------------------------------------------------------------------------

    def place(
        self,
        text: str,
        kind: BlockKind,
        marks: tuple[str, ...] = (),
        *,
        label: str = "",
        level: int | None = None,
        page: int | None = None,
        table: int | None = None,
        cell: Cell | None = None,
    ) -> int:
        """Add one block; gives its index. Raises `TooLarge` beyond the cap on blocks."""
        index = len(self.blocks)
        if page is not None:
            marks = (*marks, "page_estimated")
        self._add(
            Block(
                index=index,
                text=text,
                kind=kind,
                label=label,
                level=level,
                page=page,
                table=table,
                row=cell.row if cell else None,
                column=cell.column if cell else None,
                row_span=cell.row_span if cell else 1,
                column_span=cell.column_span if cell else 1,
                marks=marks,
            )
        )
        return index

    def _add(self, block: Block) -> None:
        if block.index >= self.limits.blocks:
            raise TooLarge(self.package.file, f"段落和单元格超过 {self.limits.blocks} 个")
        self.blocks.append(block)

    def revise(self, kind: RevisionKind, author: str, date: str, text: str, block: int | None) -> None:
        self.revisions.append(Revision(kind, author, date, text, block))

    def next_table(self) -> int:
        self._tables += 1
        return self._tables - 1

    @cached_property
    def numbering(self) -> Numbering:
        """The lists of the file; their part is read when the first paragraph asks for its number."""
        return Numbering(self._optional("numbering"), self.styles.list_styles)

    @cached_property
    def box_counter(self) -> Counter:
        """All text boxes count together, apart from the running text."""
        return self.numbering.counter()

    # hidden text ----------------------------------------------------------------------------------------

    def is_hidden(self, run: _Element, *, in_field: bool) -> bool:
        """Whether a run is hidden text, by itself or by its styles.

        w:webHidden hides in the web view only; Word sets it on the page numbers of a table of contents,
        which are fields and printed. Outside a field it counts as hidden.
        """
        hidden = self.hides_paragraph
        properties = run.find(RPR)
        if properties is None:
            return hidden
        for child in properties:
            tag = child.tag
            if tag == W + "vanish":
                return is_on(child)
            if tag == W + "rStyle" and self.styles.may_hide:
                hidden ^= self.styles.run_value(child.get(VAL, ""), "vanish")
            elif tag == W + "specVanish" or (tag == W + "webHidden" and not in_field):
                hidden = hidden or is_on(child)
        return hidden

    # pages ----------------------------------------------------------------------------------------------

    def turn_page(self) -> None:
        if self.page is not None:
            self.page += 1

    def break_page(self) -> None:
        """A page break of the author's; counted only where Word left no marks of its own last layout."""
        if not self._rendered:
            self.turn_page()

    def end_section(self) -> None:
        self._section_ended = True

    def start_paragraph(self) -> None:
        if self._section_ended:
            self._section_ended = False
            if self._section_turns and self._section_turns.pop(0):
                self.break_page()

    def _breaks_pages(self, root: _Element) -> bool:
        return any(self._section_turns) or any(
            element.get(W + "type") == "page" or element.tag != _PAGE_BREAKS[0]
            for element in root.iter(*_PAGE_BREAKS)
        )

    # other stories --------------------------------------------------------------------------------------

    def read_furniture(self, root: _Element, kind: BlockKind) -> None:
        """Headers or footers, each part once, in the order in which the sections name them."""
        page, self.page = self.page, None
        relations = self.package.relations(self.main)
        seen = set()
        for reference in root.iter(f"{W}{kind}Reference"):
            relation = relations.get(reference.get(R + "id", ""))
            if relation is None or relation.external or relation.target in seen:
                continue
            seen.add(relation.target)
            part = self.package.tree(relation.target)
            if part is not None:
                self._look_for_hiding(part)
                Story(self, relation.target, kind).walk(part)
        self.page = page

    def read_note(self, name: str, note_id: str, part: str, depth: int) -> None:
        """A footnote, endnote or comment, once, at the place that refers to it."""
        if (name, note_id) in self._notes_read:
            return
        self._notes_read.add((name, note_id))
        note = self._notes_of(name).get(note_id)
        if note is not None:
            source = self.package.related(self.main, _NOTES[name]) or part
            Story(self, source, "note", (name,), depth=depth + 1).walk(note)

    def read_other_comments(self) -> None:
        """Comments that no text refers to."""
        if self.package.related(self.main, "comments"):
            for note_id in list(self._notes_of("comment")):
                self.read_note("comment", note_id, self.main, 0)

    def read_chunk(self, element: _Element, part: str) -> None:
        """The blocks of an embedded file, in its place; a problem where it cannot be read."""
        relation = self.package.relations(part).get(element.get(R + "id", ""))
        data = None if relation is None or relation.external else self.package.read(relation.target)
        inner = None
        if data:
            name = f"{self.package.file}!/{relation.target if relation else ''}"
            inner = read_embedded(data, name, sha256(data).hexdigest(), self.limits)
        if inner is None:
            self.package.report(
                "embedded_file", "文中嵌入的外部文件未能读取", "请把嵌入的文件内容粘贴到正文后重报"
            )
            return
        self.package.problems.extend(inner.problems)
        first, tables = len(self.blocks), self._tables
        for block in inner.blocks:
            table = None if block.table is None else block.table + tables
            self._tables = max(self._tables, (table or -1) + 1)
            self._add(replace(block, index=len(self.blocks), table=table, page=self.page))
        for revision in inner.revisions:
            at = None if revision.block is None else revision.block + first
            self.revisions.append(replace(revision, block=at))

    def report_subdocument(self) -> None:
        self.package.report(
            "subdocument", "文中链接了子文档，子文档不在本文件内，未能读取", "请合并为一个文件后重报"
        )

    def _notes_of(self, name: str) -> dict[str, _Element]:
        if name not in self._notes:
            root = self._optional(_NOTES[name])
            found = {}
            if root is not None:
                self._look_for_hiding(root)
                found = {
                    note.get(W + "id", ""): note
                    for note in root.iterchildren(W + name)
                    if note.get(W + "type") not in _SEPARATORS
                }
            self._notes[name] = found
        return self._notes[name]

    def _optional(self, kind: str) -> _Element | None:
        part = self.package.related(self.main, kind)
        return None if part is None else self.package.tree(part)

    def _look_for_hiding(self, root: _Element) -> None:
        self.may_hide = self.may_hide or _has(root, *_HIDING)


def _has(root: _Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _section_turns(root: _Element) -> list[bool]:
    """For each section but the first, whether it begins on a new page."""
    sections = [section for section in root.iter(_SECTION) if _stands_in_text(section)]
    turns = []
    for section in sections[1:]:
        kind = section.find(W + "type")
        turns.append(kind is None or kind.get(VAL) not in ("continuous", "nextColumn"))
    return turns


def _stands_in_text(section: _Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag in (PPR, W + "body")
