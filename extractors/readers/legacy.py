"""Word 97-2003 (.doc), WPS Writer (.wps) and RTF.

A .doc is turned into a .docx in memory by msdoc2docx (pure Python, no program started) and read by the
Word reader, so that tables, numbering, revisions, notes and hidden text follow one set of rules. The
file's own piece table then shows whether characters were lost, and LibreOffice, where it is installed,
is asked as well.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from extractors.document import Block, BlockKind, Document, Problem
from extractors.errors import DamagedFile, UnreadableDocument
from extractors.readers import doc_binary, office
from extractors.readers.limits import Limits
from extractors.readers.rtf import read_rtf

__all__ = ["read_doc", "read_rtf", "read_wps"]

_PLACEHOLDER = "\ufffc"
_LOST_STORIES: tuple[tuple[str, BlockKind, str], ...] = (
    ("text_box", "text_box", ""),
    ("footnote", "note", "footnote"),
    ("endnote", "note", "endnote"),
)
_SIMPLE = Problem(
    "simple_reading",
    "文档结构有缺损，仅按文字流读取：自动编号、修订和隐藏状态未能识别",
    "请用 Word 或 WPS 打开并另存为 .docx 后重报",
)


def read_doc(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Read a Word 97-2003 file; where its structure is broken, fall back to LibreOffice, then to bare text.

    Raises `DamagedFile` where not even the piece table can be followed.
    """
    pieces = _pieces(data)
    document = _converted(data, file, sha256, limits) or _by_office(data, file, sha256, limits)
    if document is None:
        if pieces is None:
            raise DamagedFile(file, "Word 97-2003 文档的文字表已损坏，无法读取")
        return Document(file, sha256, "doc", _bare_blocks(pieces), problems=(_SIMPLE,))
    document = _without_placeholders(document)
    if pieces is not None:
        document = _with_lost_stories(document, pieces)
    problems = document.problems
    if pieces is not None:
        problems += office.missing_text(document, pieces.readable, "文档文字流")
    if not problems:
        problems += office.cross_check(document, data, ".doc")
    return replace(document, problems=problems)


def read_wps(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """WPS Writer stores the same binary format as Word 97-2003."""
    return replace(read_doc(data, file, sha256, limits), kind="wps")


def _without_placeholders(document: Document) -> Document:
    """The converter writes U+FFFC where a picture stood; a paragraph of nothing else is none."""
    if _PLACEHOLDER not in document.text:
        return document
    kept = [block for block in document.blocks if block.text.replace(_PLACEHOLDER, "").strip()]
    renumbered = {block.index: index for index, block in enumerate(kept)}
    blocks = tuple(replace(b, index=i, text=b.text.replace(_PLACEHOLDER, "")) for i, b in enumerate(kept))
    revisions = tuple(
        replace(r, block=None if r.block is None else renumbered.get(r.block)) for r in document.revisions
    )
    return replace(document, blocks=blocks, revisions=revisions)


def _with_lost_stories(document: Document, pieces: doc_binary.DocText) -> Document:
    """Text boxes and notes whose anchor the converter could not follow are added behind the text."""
    blocks = list(document.blocks)
    known = document.text + "".join(revision.text for revision in document.revisions)
    for story, kind, mark in _LOST_STORIES:
        for line in doc_binary.visible(pieces.stories.get(story, "")).split("\n"):
            text = line.strip("\a \t")
            if text and text not in known:
                blocks.append(Block(len(blocks), text, kind, marks=(mark,) if mark else ()))
    return replace(document, blocks=tuple(blocks))


def _pieces(data: bytes) -> doc_binary.DocText | None:
    try:
        return doc_binary.read_pieces(data)
    except (doc_binary.BrokenDoc, OSError):
        return None


def _converted(data: bytes, file: str, sha256: str, limits: Limits) -> Document | None:
    from doc2docx import convert

    from extractors.readers.word import read_word

    with tempfile.TemporaryDirectory(prefix="duban-doc-") as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "target.docx")
        source.write_bytes(data)
        try:
            convert(source, target)
            document = read_word(target.read_bytes(), file, sha256, limits)
        except UnreadableDocument:
            raise
        except (
            Exception
        ):  # a converter of an undocumented decade fails in many ways; two more readings follow
            return None
    return replace(document, kind="doc", pages=None)


def _by_office(data: bytes, file: str, sha256: str, limits: Limits) -> Document | None:
    from extractors.readers.word import read_word

    converted = office.convert(data, ".doc", "docx")
    if converted is None:
        return None
    return replace(read_word(converted, file, sha256, limits), kind="doc")


def _bare_blocks(pieces: doc_binary.DocText) -> tuple[Block, ...]:
    """Paragraphs and cells by their marks. A row ends where two cell marks follow each other."""
    blocks: list[Block] = []
    table, row, column = -1, 0, 0
    inside = False
    for chunk in doc_binary.visible(pieces.body).replace("\a", "\a\n").split("\n"):
        text = chunk.rstrip("\a")
        if not chunk.endswith("\a"):
            inside = inside and not text
            if text.strip():
                blocks.append(Block(len(blocks), text))
            continue
        if not inside:
            table, row, column, inside = table + 1, 0, 0, True
        if text.strip():
            blocks.append(Block(len(blocks), text, "cell", table=table, row=row, column=column))
        row, column = (row, column + 1) if text or column == 0 else (row + 1, 0)
    return tuple(blocks)
