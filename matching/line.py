"""One statement as the matcher sees it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.statements import Context


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as the matcher sees it; empty strings where something is not known."""

    text: str
    heading: str = ""  # nearest headings, outermost first, joined by 。
    cells: tuple[tuple[str, str], ...] = ()  # (column header, text) of the row's other cells
    subject: str = ""  # last-named school before the statement
    unit: str = ""  # submitter's short form
    title: str = ""  # of the document; only tells whether it speaks of the plan's place

    def without_context(self) -> Line:
        return Line(self.text, unit=self.unit)

    @property
    def row(self) -> str:
        return "；".join(text for _, text in self.cells if text)

    @property
    def context(self) -> str:
        return "；".join(part for part in (self.heading, self.row) if part)


def line_of(text: str, context: Context, unit: str) -> Line:
    """A statement with its two nearest headings, its row and its subject."""
    return Line(text, "。".join(context.headings[-2:]), context.row, context.subject, unit, context.title)
