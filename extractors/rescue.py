"""An archive or mail whose reading was stopped is read again member by member, so that a bad one costs itself only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from extractors.document import Document, Problem, UnreadableMember
from extractors.readers.recognise_text import recognise_text
from extractors.reading import UNREAD
from extractors.worker import Part

_ZIP = b"PK\x03\x04"
_HEAD = 16_384  # bytes in which a mail's headers show what it is


def may_be_archive(path: str) -> bool:
    """Begins as zip archives and mails do; office packages do too, and are told apart by the worker."""
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return head.startswith(_ZIP) or recognise_text(head) in ("eml", "mht")


@dataclass(slots=True)
class Rescue:
    """What is known of the members of one archive or mail; `problem` is why it was not read at once."""

    problem: Problem
    reader: Part  # as `extractors.reading.read_archive`
    outline: Document | None = None
    members: dict[int, Document | UnreadableMember] = field(default_factory=dict)
    _due: Iterator[int] = field(default_factory=lambda: iter(()))
    seconds: float = 0.0

    def next_part(self) -> tuple[int | None, Part] | None:
        """The next part to be read, with the member's number: first the list of members; None when all are out."""
        if self.outline is None:
            return None, self.reader
        number = next(self._due, None)
        return None if number is None else (number, partial(self.reader, member=number))

    def take_outline(self, outline: Document) -> None:
        self.outline = outline
        self.members = {n: m for n, m in enumerate(outline.members) if not _is_unread(m)}
        self._due = iter([n for n, m in enumerate(outline.members) if _is_unread(m)])

    def take_member(self, number: int, document: Document | None, problem: Problem | None) -> None:
        """One member's reading, or why it was stopped."""
        assert self.outline is not None  # noqa: S101 - members are known from it
        named = self.outline.members[number]
        if document is not None and document.members:
            self.members[number] = document.members[0]
        else:
            self.members[number] = UnreadableMember(named.file, named.sha256, problem or self.problem)

    @property
    def is_complete(self) -> bool:
        return self.outline is not None and len(self.members) == len(self.outline.members)

    def document(self) -> Document:
        """The archive with what could be read of it."""
        assert self.outline is not None  # noqa: S101 - asked for when complete
        return replace(self.outline, members=tuple(self.members[n] for n in sorted(self.members)))


def _is_unread(member: Document | UnreadableMember) -> bool:
    return isinstance(member, UnreadableMember) and member.problem == UNREAD
