"""What arrived, and what became of each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outputs.books.book import Book, columns_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """One state of one file below inbox/ (or of a member of a container there)."""

    file: str
    sha256: str
    size: int
    mtime_ns: int
    first_seen: str  # ISO day, local


@dataclass(frozen=True, slots=True)
class FileFate:
    """What became of one file: its fate, and why."""

    file: str
    sha256: str
    fate: str
    code: str = ""
    reason: str = ""
    remedy: str = ""
    container: str = ""  # the container's file, "" for a file of the inbox itself
    kind: str = ""
    received: str = ""


FATE_COLUMNS = ", ".join(FileFate.__dataclass_fields__)


def fate_from(row: Iterable[str | None]) -> FileFate:
    """From the values of FATE_COLUMNS."""
    return FileFate(*[value or "" for value in row])


class IntakeBook(Book):
    """Arrivals below the inbox and the fate of every file and member."""

    def arrivals(self) -> dict[str, Arrival]:
        """The latest known state of every file, by name."""
        rows = self.db.query("select * from arrivals order by first_seen, mtime_ns, sha256")
        return {row["file"]: Arrival(**row) for row in rows}

    def all_arrivals(self) -> tuple[Arrival, ...]:
        """Every state of every file, in order of first sight and name."""
        rows = self.db.query("select * from arrivals order by first_seen, file, sha256")
        return tuple(Arrival(**row) for row in rows)

    def unread_arrivals(self) -> tuple[Arrival, ...]:
        """Those without a fate: never read, or the run was killed before."""
        rows = self.db.query(
            """select a.* from arrivals a
               left join submissions s on s.file = a.file and s.sha256 = a.sha256
               where s.file is null order by a.first_seen, a.file, a.sha256"""
        )
        return tuple(Arrival(**row) for row in rows)

    def stale_arrivals(self, extractor: str, period: str) -> tuple[Arrival, ...]:
        """Those read with another extractor (secret papers and junk are not), in the order they are needed.

        First what the judged period rests on and what could not be read, then other periods, then copies and
        papers of no concern; within each the oldest first.
        """
        rows = self.db.query(
            """select a.* from arrivals a
               join submissions s on s.file = a.file and s.sha256 = a.sha256
               left join documents d on d.sha256 = a.sha256
               where coalesce(s.code, '') not in ('secret', 'junk') and coalesce(d.extractor, '') <> ?
               order by case when s.fate = 'quarantined' or (s.fate = 'read' and s.period = ?) then 0
                             when s.fate = 'read' then 1 else 2 end,
                        a.first_seen, a.file, a.sha256""",
            (extractor, period),
        )
        return tuple(Arrival(**row) for row in rows)

    def record_arrival(self, arrival: Arrival) -> None:
        self.db.table("arrivals").upsert(columns_of(arrival), pk=("file", "sha256"))

    def record_fate(self, fate: FileFate) -> None:
        """Note a file's fate without a submission (quarantined, irrelevant, pending, container …)."""
        self.db.table("submissions").upsert(columns_of(fate), pk=("file", "sha256"))

    def fates(self) -> tuple[FileFate, ...]:
        """Of every file and member, in order of their names."""
        rows = self.db.conn.execute(f"select {FATE_COLUMNS} from submissions order by file, sha256")  # noqa: S608
        return tuple(fate_from(row) for row in rows)

    def fate_of(self, sha256: str) -> FileFate | None:
        """The fate of the first file with this content, by day of receipt and name."""
        rows = self.db.conn.execute(
            f"select {FATE_COLUMNS} from submissions where sha256 = ? order by received, file limit 1",  # noqa: S608
            (sha256,),
        )
        return next((fate_from(row) for row in rows), None)

    def secrets(self) -> frozenset[str]:
        """Hashes of the papers marked secret, of which no copy is kept."""
        rows = self.db.query("select distinct sha256 from submissions where code = 'secret'")
        return frozenset(row["sha256"] for row in rows)

    def forget_pending(self) -> None:
        self.db.execute("delete from submissions where fate = 'pending'")

    def settle_fates(self, fates: Iterable[tuple[str, str, str, str]]) -> None:
        """Settle (file, sha256, fate, reason) for many files in one transaction."""
        with self.atomic():
            for file, sha256, fate, reason in fates:
                self.db.execute(
                    "update submissions set fate = ?, reason = ? where file = ? and sha256 = ?",
                    (fate, reason, file, sha256),
                )

    def files_with(self, sha256: str) -> tuple[FileFate, ...]:
        """All readable files with this content, by day of receipt and name."""
        rows = self.db.conn.execute(
            f"""select {FATE_COLUMNS} from submissions
                where sha256 = ? and fate <> 'quarantined' and coalesce(code, '') not in ('container', 'junk', 'decisions', 'own')
                order by received, file""",  # noqa: S608 - our own names
            (sha256,),
        )
        return tuple(fate_from(row) for row in rows)
