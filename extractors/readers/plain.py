"""Plain text and delimited tables (.txt, .csv); web pages are in `webpage`."""

from __future__ import annotations

import codecs
import csv
import re

from extractors.document import Block, Document, Problem
from extractors.errors import DamagedFile, TooLarge
from extractors.readers.limits import Limits
from extractors.readers.recognise_text import guess_encoding
from extractors.readers.webpage import read_html

__all__ = ["blocks_of_text", "decode", "read_html", "read_text"]

_MIN_TABLE_ROWS = 3
_NUMBER = re.compile(r"\s*[-+]?[\d,.]+%?\s*")


def read_text(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Each non-blank line is a paragraph, kept with its blanks; lines of equal fields are rows of a table.

    Raises `DamagedFile` where no encoding fits, `TooLarge` past the cap on blocks.
    """
    text, problems = decode(data, file)
    blocks = blocks_of_text(text)
    if len(blocks) > limits.blocks:
        raise TooLarge(file, f"文本超过 {limits.blocks} 行")
    return Document(file, sha256, "txt", blocks, problems=problems)


def _without_its_end(data: bytes) -> str | None:
    """The text of bytes that stop in the middle of a character; None for bytes that are wrong elsewhere."""
    encoding = guess_encoding(data, cut=True)
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data).lstrip("\ufeff") if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def decode(data: bytes, file: str, declared: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The text of the bytes: by the declared encoding if it fits, by mark, by trial, at last by statistics."""
    for encoding in (declared, guess_encoding(data)):
        if encoding:
            try:
                return data.decode(encoding).lstrip("\ufeff"), ()
            except (UnicodeDecodeError, LookupError):
                continue
    whole = _without_its_end(data)
    if whole is not None:
        return whole, (Problem("truncated_part", "文本末尾不完整，最后的字可能缺失", "请核对原件后重报"),)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise DamagedFile(file, "文字编码无法识别", "请以 UTF-8 编码另存，或另存为 .docx 后重报")
    message = f"文字编码不明，按 {best.encoding} 读取，可能有误字"
    return str(best), (Problem("guessed_encoding", message, "请以 UTF-8 编码另存，或另存为 .docx 后重报"),)


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Paragraphs, or cells where the whole text is one table."""
    lines = text.splitlines()
    rows = _rows([line for line in lines if line.strip()])
    if rows:
        return _cells(rows)
    return tuple(Block(index, line) for index, line in enumerate(line for line in lines if line.strip()))


def _rows(lines: list[str]) -> list[list[str]]:
    """The fields of a delimited table, or nothing where the lines are prose."""
    if len(lines) < _MIN_TABLE_ROWS:
        return []
    for delimiter in ("\t", ","):
        if not all(delimiter in line for line in lines[:_MIN_TABLE_ROWS]):
            continue
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        if len({len(row) for row in rows}) == 1:
            return rows
    return []


def _cells(rows: list[list[str]]) -> tuple[Block, ...]:
    header = all(field.strip() and not _NUMBER.fullmatch(field) for field in rows[0])
    blocks: list[Block] = []
    for row, fields in enumerate(rows):
        marks = ("header_row",) if header and row == 0 else ()
        for column, field in enumerate(fields):
            if field.strip():
                blocks.append(Block(len(blocks), field, "cell", table=0, row=row, column=column, marks=marks))
    return tuple(blocks)
