"""Blocks to statements: a sentence, a clause worth its own judgement, or a table cell, with its context."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Span


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a statement and decides what it is about. Missing fields are empty."""

    headings: tuple[str, ...] = ()  # from the document's title downwards to the nearest one
    row: tuple[tuple[str, str], ...] = ()  # sibling cells of the row: (column header, text)
    column: str = ""  # the header of the statement's own column
    subject: str = ""  # last-named school or unit before the statement, canonical name where known
    title: str = ""  # of the document


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a unit says, with the characters that say it."""

    span: Span
    text: str  # == block text at span
    kind: str  # sentence | cell
    context: Context = field(default_factory=Context)
