"""What the documents were understood to say: submissions, statements, facts, claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator

from extractors.document import Span
from matching.claims import Claim, Tally
from matching.prints import Prints
from matching.recycled import whole_span
from matching.submissions import Submission
from outputs.books.comparing import ComparingBook
from outputs.rows import Rows
from outputs.told import CLAIM_COLUMNS, CLAIMS, FACT_COLUMNS, STATEMENT_COLUMNS, Told

#: A statement's number, address, text and page.
Place = tuple[int, Span, str, int | None]

#: A claim as its decoder wants it: text would be made of the bytes, and bytes of the text, for half of the time.
_BYTES = "cast(detail as blob)"

_SUBMISSIONS = Rows(Submission, nested=("unit_votes", "period_votes"))


class UnderstandingBook(ComparingBook):
    """Whose report each document is and what it says about the plan."""

    def record_submission(self, submission: Submission, **columns: object) -> None:
        """Add to a file's fate whose report it is; the fate was recorded when it was read."""
        row = {**_SUBMISSIONS.dump(submission), **columns}
        self.db.table("submissions").update((row.pop("file"), row.pop("sha256")), row)

    def submissions(self) -> tuple[Submission, ...]:
        """All that were read as reports, in order of receipt."""
        names = ", ".join(Submission.__dataclass_fields__)
        rows = self.db.query(
            f"select {names} from submissions where source is not null order by received, file"  # noqa: S608 - our own names
        )
        return tuple(_SUBMISSIONS.load(row) for row in rows)

    def understandings(self) -> tuple[tuple[str, str, str], ...]:
        """(sha256, kind, version of plan and model its claims were made with) of every report; "" = not yet."""
        rows = self.db.query(
            """select sha256, kind, understood_with from documents d
               where exists (select 1 from submissions s where s.sha256 = d.sha256 and s.fate <> 'quarantined'
                             and coalesce(s.code, '') not in ('container', 'junk', 'decisions', 'own'))
               order by sha256"""
        )
        return tuple((row["sha256"], row["kind"], row["understood_with"] or "") for row in rows)

    def unidentified(self) -> tuple[str, ...]:
        """Hashes of readable files of which nobody has yet told whose report they are."""
        rows = self.db.query(
            """select distinct sha256 from submissions
               where source is null and fate = 'read' and coalesce(code, '') not in ('container', 'decisions', 'own') order by sha256"""
        )
        return tuple(row["sha256"] for row in rows)

    def record_understanding(
        self, sha256: str, version: str, told: Told, prints: Prints | None = None
    ) -> None:
        """Replace what the document was understood to say, in one transaction. `prints`: of its texts."""
        with self.atomic():
            self.forget_understanding(sha256)
            self.insert_rows("statements", STATEMENT_COLUMNS, told.statements)
            self.insert_rows("facts", FACT_COLUMNS, told.facts)
            self.insert_rows("claims", CLAIM_COLUMNS, told.claims)
            if prints is not None:
                self.record_prints(sha256, prints)
            self.db.execute("update documents set understood_with = ? where sha256 = ?", (version, sha256))

    def claims(self, item: int | None = None) -> tuple[Claim, ...]:
        """All claims, in order of document, statement and item."""
        where, arguments = ("where item = ?", (item,)) if item is not None else ("", ())
        sql = f"select detail from claims {where} order by document, statement, item"  # noqa: S608 - our own words
        return tuple(CLAIMS.from_json(row["detail"]) for row in self.db.query(sql, arguments))

    def documents_with_claims(self, least: float) -> frozenset[str]:
        """Hashes of the documents with a statement accepted for an item at a probability of at least `least`."""
        rows = self.db.query(
            "select distinct document from claims where band = 'accepted' and probability >= ?", (least,)
        )
        return frozenset(row["document"] for row in rows)

    def about_plan(self) -> frozenset[tuple[str, str]]:
        """(file, sha256) of the papers whose head or opening names the plan or its field."""
        rows = self.db.query("select file, sha256 from submissions where about_plan = 1")
        return frozenset((row["file"], row["sha256"]) for row in rows)

    def statement_places(self, documents: Collection[str]) -> Iterator[Place]:
        """The documents' statements in reading order."""
        return self._places(documents, "")

    def unclaimed(self, documents: Collection[str], about: Callable[[str], bool]) -> Iterator[Place]:
        """Those statements of the documents that are accepted for no item and whose text passes the test."""
        claimed = """and not exists (select 1 from claims c where c.document = s.document
                     and c.statement = s."index" and c.band = 'accepted')"""
        return self._places(documents, claimed, about)

    def _places(
        self, documents: Collection[str], where: str, about: Callable[[str], bool] = lambda _: True
    ) -> Iterator[Place]:
        rows = self.db.conn.execute(
            f"""select s."index", s.document, s.block, s.start, s."end", s.text, b.page from statements s
                join blocks b on b.document = s.document and b."index" = s.block
                where s.document in (select value from json_each(?)) {where}
                order by s.document, s."index" asc""",  # noqa: S608 - our own words
            (json.dumps(sorted(documents)),),
        )
        return (
            (index, Span(document, block, start, end), text, page)
            for index, document, block, start, end, text, page in rows
            if about(text)
        )

    def claims_of(self, documents: Collection[str], *, lasting: bool = False) -> Iterator[tuple[int, Claim]]:
        """(statement, claim) of the documents, document by document in no order.

        `lasting`: only those that later periods are judged with; their index spares the database all others.
        """
        which = "indexed by claims_told where band = 'accepted' and lasting = 1 and" if lasting else "where"
        rows = self.db.conn.execute(
            f"select statement, {_BYTES} from claims {which} document in (select value from json_each(?))",  # noqa: S608 - our own words
            (json.dumps(sorted(documents)),),
        )
        decode = CLAIMS.decoder.decode  # tens of thousands
        return ((statement, decode(detail)) for statement, detail in rows)

    def claims_about(
        self, documents: Collection[str], item: int, status: str, about: Callable[[str], bool]
    ) -> Iterator[tuple[int, Claim]]:
        """The accepted ones about an item, of one status ("" = of any), whose statement passes the test.

        Cells of a table are not put to it: what they are about stands in their row.
        """
        rows = self.db.conn.execute(
            f"""select c.statement, {_BYTES}, s.text, json_extract(c.detail, '$.context.row') = '[]'
               from claims c join statements s on s.document = c.document and s."index" = c.statement
               where c.document in (select value from json_each(?)) and c.item = ? and c.band = 'accepted'
               and (? = '' or c.status = ?) order by c.document, c.statement, c.item""",  # noqa: S608 - our own words
            (json.dumps(sorted(documents)), item, status, status),
        )
        for statement, detail, text, alone in rows:
            if not alone or about(text):
                yield statement, CLAIMS.decoder.decode(detail)

    def tallies(self, documents: Iterable[tuple[str, str, str]]) -> tuple[Tally, ...]:
        """How many claims the documents, given as (sha256, period, unit), make about each item."""
        senders: dict[tuple[str, str], int] = {}
        whose = {
            document: senders.setdefault((period, unit), len(senders)) for document, period, unit in documents
        }
        rows = self.db.conn.execute(
            """with whose as materialized (select key as document, value as sender from json_each(?))
               select c.item, w.sender, c.band, c.status, ifnull(c.copied, 0), count(*)
               from whose w cross join claims c on c.document = w.document group by 1, 2, 3, 4, 5""",
            (json.dumps(whose),),
        )
        named = tuple(senders)
        counts = (
            (item, *named[sender], band, status, bool(copied), n)
            for item, sender, band, status, copied, n in rows
        )
        return tuple(Tally(*one) for one in sorted(counts))

    def claim_counts(self) -> dict[str, int]:
        """Document → number of its claims."""
        rows = self.db.query("select document, count(*) as number from claims group by document")
        return {row["document"]: row["number"] for row in rows}

    def statement_texts(self, sha256: str) -> tuple[str, ...]:
        rows = self.db.query('select text from statements where document = ? order by "index"', (sha256,))
        return tuple(row["text"] for row in rows)

    def statement_span(self, sha256: str, first: int, last: int) -> Span:
        """From one statement to another, as `recycled.whole_span` puts them together."""
        rows = self.db.query(
            'select block, start, "end" from statements where document = ? and "index" in (?, ?) order by "index"',
            (sha256, first, last),
        )
        spans = [Span(sha256, row["block"], row["start"], row["end"]) for row in rows]
        return whole_span(spans[0], spans[-1])
