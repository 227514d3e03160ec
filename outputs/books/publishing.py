"""What the papers of a day were made of, so that papers of which nothing changed need not be made again."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.books.book import Book

#: All that a day's papers can depend on. What was understood of a document follows from its bytes and the two
#: versions; of the days before a day their own bases.
_SOURCES = (
    "select * from submissions order by file, sha256",
    "select sha256, extractor, understood_with from documents order by sha256",
    "select * from decisions order by number",
)
_DAYS = (
    "select distinct as_of from standings where as_of < ? order by as_of",
    "select as_of, basis from published where as_of < ? order by as_of",
)


class PublishingBook(Book):
    """Each judged day's basis, a digest, and what was told when its papers were written."""

    def sources(self, as_of: str) -> Iterator[tuple[object, ...]]:
        """Every row that the papers of a day (ISO) depend on, in a fixed order."""
        for sql in _SOURCES:
            yield from self.db.conn.execute(sql)
        for sql in _DAYS:
            yield from self.db.conn.execute(sql, (as_of,))

    def published(self, as_of: str) -> tuple[str, str]:
        """(basis, outcome) of the day's papers; "" where there are none that could stand."""
        rows = self.db.query("select basis, outcome from published where as_of = ?", (as_of,))
        return next(((row["basis"], row["outcome"]) for row in rows), ("", ""))

    def record_published(self, as_of: str, basis: str, outcome: str) -> None:
        """Note that all papers of the day lie there as they were made of `basis`; the next judgement removes it."""
        with self.atomic():
            self.db.execute("insert or replace into published values (?, ?, ?)", (as_of, basis, outcome))
