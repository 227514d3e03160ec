"""What reviewers decided. Rows are only ever added; the latest on a key holds."""

from __future__ import annotations

from dataclasses import dataclass

from outputs.books.book import Book


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A reviewer's opinion on a finding (key = its id) or an item (key = item:15)."""

    key: str
    item: int | None
    opinion: str
    note: str
    author: str
    time: str  # ISO
    origin: str  # file and cell from which it was read


class DecidingBook(Book):
    """Decisions of people."""

    def record_opinion(self, opinion: OpinionRow) -> None:
        self.db.table("decisions").insert(
            {
                "kind": "opinion",
                "key": opinion.key,
                "item": opinion.item,
                "value": opinion.opinion,
                "text": opinion.note,
                "author": opinion.author,
                "made_at": opinion.time,
                "origin": opinion.origin,
            }
        )

    def opinions(self, until: str = "") -> dict[str, OpinionRow]:
        """The latest opinion on each finding or item; `until` (ISO day, inclusive) leaves later ones out."""
        rows = self.db.query(
            """select key, item, value, text, author, made_at, origin from decisions
               where kind = 'opinion' and (? = '' or substr(made_at, 1, 10) <= ?) order by number""",
            (until, until),
        )
        return {
            row["key"]: OpinionRow(
                row["key"],
                row["item"],
                row["value"],
                row["text"],
                row["author"],
                row["made_at"],
                row["origin"],
            )
            for row in rows
        }

    def finding_ids(self) -> frozenset[str]:
        return frozenset(row["id"] for row in self.db.query("select distinct id from findings"))
