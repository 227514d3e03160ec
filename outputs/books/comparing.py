"""What was found once by comparing documents: prints, echoes, and the fates within a group of reports."""

from __future__ import annotations

from collections.abc import Iterable

from matching.echoes import Echo
from matching.prints import Prints
from outputs.books.book import columns_of
from outputs.books.reading import ReadingBook


class ComparingBook(ReadingBook):
    """Texts that are nearly the same, whoever sent them; all of it can be found again from the documents."""

    def record_prints(self, sha256: str, prints: Prints) -> None:
        """Keep a document's prints until it is understood anew; it is then compared again."""
        self.insert("prints", ({"document": sha256, **columns_of(prints)},))

    def prints(self) -> tuple[list[tuple[str, Prints]], int]:
        """The prints of every document in the order in which they came in, and how many of the last are not compared."""
        rows = list(self.db.query("select * from prints order by number"))
        prints = [(row["document"], Prints(row["told"], row["sentences"], row["paragraphs"])) for row in rows]
        return prints, sum(not row["compared"] for row in rows)

    def uncompared(self) -> int:
        """How many documents were not yet compared with those before them."""
        return int(next(iter(self.db.query("select count(*) as n from prints where not compared")))["n"])

    def told_sentences(self) -> dict[str, int]:
        """Document → how many of its sentences can be repeated."""
        return {row["document"]: row["told"] for row in self.db.query("select document, told from prints")}

    def record_echoes(self, documents: Iterable[str], echoes: Iterable[Echo]) -> None:
        """Note what these documents repeat of those before them, in one transaction."""
        with self.atomic():
            self.insert("echoes", (columns_of(echo) for echo in echoes))
            self.db.conn.executemany(
                "update prints set compared = 1 where document = ?", ((one,) for one in documents)
            )

    def echoes(self) -> list[Echo]:
        """All of them."""
        return [Echo(**row) for row in self.db.query("select * from echoes order by rowid")]

    def forget_understanding(self, sha256: str) -> None:
        super().forget_understanding(sha256)
        self.db.execute("delete from echoes where document = ? or other = ?", (sha256, sha256))
        self.db.execute("delete from prints where document = ?", (sha256,))

    def settlements(self) -> dict[tuple[str, str], tuple[str, str]]:
        """(unit, period) → digest of the group that was settled, and its outcome as JSON."""
        rows = self.db.query("select * from settlements")
        return {(row["unit"], row["period"]): (row["digest"], row["outcome"]) for row in rows}

    def record_settlements(self, settled: Iterable[tuple[str, str, str, str]]) -> None:
        """Replace the outcome of the groups given as (unit, period, digest, outcome)."""
        with self.atomic():
            self.db.conn.executemany("insert or replace into settlements values (?, ?, ?, ?)", settled)
