"""The ledger: everything duban knows, in one SQLite file through sqlite-utils.

Writing is by transactions of whole files; a run that is killed leaves each file either wholly recorded
or not at all. Tables and columns are described in docs/ledger.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from extractors.document import Block, Document, Problem, Revision
from extractors.facts.fact import Fact
from extractors.statements import Statement
from matching.claims import Claim
from matching.findings import Finding, ItemStanding, Judgement
from matching.submissions import Submission
from outputs.rows import Rows
from outputs.schema import migrations

_BLOCKS = Rows(Block, nested=("bbox", "marks"))
_PROBLEMS = Rows(tuple[Problem, ...])
_REVISIONS = Rows(tuple[Revision, ...])
_SUBMISSIONS = Rows(Submission, nested=("unit_votes", "period_votes"))
_STATEMENTS = Rows(Statement)
_FACTS = Rows(Fact)
_CLAIMS = Rows(Claim)
_FINDINGS = Rows(Finding)


class LedgerError(Exception):
    """The ledger cannot be used: what is wrong and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One state of one file below inbox/ (or of a member of a container there)."""

    file: str
    sha256: str
    size: int
    mtime_ns: int
    first_seen: str  # ISO day, local


@dataclass(frozen=True, slots=True)
class Receipt:
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


@dataclass(frozen=True, slots=True)
class Filed:
    """A finding as recorded: the day it was first seen and its state on a given day."""

    finding: Finding
    first_seen: str
    state: str


class Ledger:
    """One open ledger. Use as a context manager, or close it."""

    def __init__(self, path: Path | None) -> None:
        """Open (and create or migrate) the ledger; None keeps it in memory.

        Raises LedgerError if the file is no ledger, is of a newer duban, or cannot be written.
        """
        self.db = _open(path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()

    def atomic(self) -> AbstractContextManager[Any]:
        return self.db.atomic()

    # --- intake -----------------------------------------------------------------------------

    def arrivals(self) -> dict[str, Arrival]:
        """The latest known state of every file, by name."""
        rows = self.db.query("select * from arrivals order by first_seen, mtime_ns, sha256")
        return {row["file"]: Arrival(**row) for row in rows}

    def record_arrival(self, arrival: Arrival) -> None:
        self.db.table("arrivals").upsert(_columns(arrival), pk=("file", "sha256"))

    def record_receipt(self, receipt: Receipt) -> None:
        """Note a file's fate without a submission (quarantined, irrelevant, pending, container …)."""
        self.db.table("submissions").upsert(_columns(receipt), pk=("file", "sha256"))

    def receipts(self) -> tuple[Receipt, ...]:
        names = ", ".join(Receipt.__dataclass_fields__)
        rows = self.db.query(f"select {names} from submissions order by file, sha256")  # noqa: S608 - our own names
        return tuple(Receipt(**{k: v or "" for k, v in row.items()}) for row in rows)

    def record_fates(self, fates: Iterable[tuple[str, str, str, str]]) -> None:
        """Settle (file, sha256, fate, reason) for many files in one transaction."""
        with self.atomic():
            for file, sha256, fate, reason in fates:
                self.db.execute(
                    "update submissions set fate = ?, reason = ? where file = ? and sha256 = ?",
                    (fate, reason, file, sha256),
                )

    # --- reading ----------------------------------------------------------------------------

    def documents_read_with(self, extractor: str) -> frozenset[str]:
        rows = self.db.query("select sha256 from documents where extractor = ?", (extractor,))
        return frozenset(row["sha256"] for row in rows)

    def record_document(self, document: Document, extractor: str, seconds: float) -> None:
        """Record a document and its blocks; a former reading of the same bytes is replaced."""
        with self.atomic():
            self.forget_reading(document.sha256)
            self.db.table("documents").insert(
                {
                    "sha256": document.sha256,
                    "kind": document.kind,
                    "pages": document.pages,
                    "extractor": extractor,
                    "properties": json.dumps(document.properties, ensure_ascii=False),
                    "problems": _PROBLEMS.to_json(document.problems),
                    "revisions": _REVISIONS.to_json(document.revisions),
                    "seconds": round(seconds, 3),
                }
            )
            rows = ({"document": document.sha256, **_BLOCKS.dump(block)} for block in document.blocks)
            self.db.table("blocks").insert_all(rows, batch_size=500)

    def forget_reading(self, sha256: str) -> None:
        self._forget_understanding(sha256)
        self.db.execute("delete from blocks where document = ?", (sha256,))
        self.db.execute("delete from documents where sha256 = ?", (sha256,))

    def document(self, sha256: str, file: str = "") -> Document | None:
        """The document as read, without members; None if it was never read."""
        row = next(iter(self.db.query("select * from documents where sha256 = ?", (sha256,))), None)
        if row is None:
            return None
        return Document(
            file=file,
            sha256=sha256,
            kind=row["kind"],
            blocks=self.blocks(sha256),
            pages=row["pages"],
            revisions=_REVISIONS.from_json(row["revisions"]),
            problems=_PROBLEMS.from_json(row["problems"]),
            properties=json.loads(row["properties"]),
        )

    def blocks(self, sha256: str) -> tuple[Block, ...]:
        rows = self.db.query('select * from blocks where document = ? order by "index"', (sha256,))
        return tuple(_BLOCKS.load(_without(row, "document")) for row in rows)

    # --- understanding ----------------------------------------------------------------------

    def record_submission(self, submission: Submission, **columns: object) -> None:
        self.db.table("submissions").upsert(
            {**_SUBMISSIONS.dump(submission), **columns}, pk=("file", "sha256")
        )

    def submissions(self) -> tuple[Submission, ...]:
        """All that were read as reports, in order of receipt."""
        names = ", ".join(Submission.__dataclass_fields__)
        rows = self.db.query(
            f"select {names} from submissions where source is not null order by received, file"  # noqa: S608 - our own names
        )
        return tuple(_SUBMISSIONS.load(row) for row in rows)

    def understood_with(self) -> dict[str, str]:
        """sha256 → the version of plan and model with which its claims were made ("" = not yet)."""
        rows = self.db.query("select sha256, understood_with from documents")
        return {row["sha256"]: row["understood_with"] or "" for row in rows}

    def record_understanding(
        self,
        sha256: str,
        version: str,
        statements: Sequence[tuple[Statement, Sequence[Fact], Sequence[Claim]]],
    ) -> None:
        """Replace what the document was understood to say, in one transaction."""
        with self.atomic():
            self._forget_understanding(sha256)
            for index, (statement, facts, claims) in enumerate(statements):
                self._insert_statement(sha256, index, statement)
                self.db.table("facts").insert_all(_fact_rows(sha256, index, facts))
                self.db.table("claims").insert_all(_claim_rows(sha256, index, claims))
            self.db.execute("update documents set understood_with = ? where sha256 = ?", (version, sha256))

    def _insert_statement(self, sha256: str, index: int, statement: Statement) -> None:
        self.db.table("statements").insert(
            {
                "document": sha256,
                "index": index,
                "block": statement.span.block,
                "start": statement.span.start,
                "end": statement.span.end,
                "text": statement.text,
                "kind": statement.kind,
                "context": json.dumps(json.loads(_STATEMENTS.to_json(statement))["context"], ensure_ascii=False),
            }
        )

    def _forget_understanding(self, sha256: str) -> None:
        for table in ("statements", "facts", "claims"):
            self.db.execute(f"delete from {table} where document = ?", (sha256,))  # noqa: S608 - our own names

    def claims(self, item: int | None = None) -> tuple[Claim, ...]:
        """All claims, in order of document, statement and item."""
        where, arguments = ("where item = ?", (item,)) if item is not None else ("", ())
        sql = f"select detail from claims {where} order by document, statement, item"  # noqa: S608 - our own words
        return tuple(_CLAIMS.from_json(row["detail"]) for row in self.db.query(sql, arguments))

    def statements(self, sha256: str) -> tuple[str, ...]:
        rows = self.db.query('select text from statements where document = ? order by "index"', (sha256,))
        return tuple(row["text"] for row in rows)

    # --- judging ----------------------------------------------------------------------------

    def days(self) -> tuple[str, ...]:
        """All days (ISO) that were judged, oldest first."""
        return tuple(row["as_of"] for row in self.db.query("select distinct as_of from standings order by as_of"))

    def filed(self, as_of: str) -> tuple[Filed, ...]:
        rows = self.db.query("select detail, first_seen, state from findings where as_of = ? order by id", (as_of,))
        return tuple(Filed(_FINDINGS.from_json(r["detail"]), r["first_seen"], r["state"]) for r in rows)

    def standings(self, as_of: str) -> tuple[ItemStanding, ...]:
        rows = self.db.query("select * from standings where as_of = ? order by item", (as_of,))
        return tuple(
            ItemStanding(r["item"], r["standing"], tuple(map(tuple, json.loads(r["parts"])))) for r in rows
        )

    def record_judgement(
        self, judgement: Judgement, filed: Sequence[Filed], events: Sequence[tuple[str, str, str]]
    ) -> None:
        """Replace the findings of the judgement's day. `events` are (finding id, event, because)."""
        day = judgement.as_of
        with self.atomic():
            for table in ("findings", "standings", "finding_events"):
                self.db.execute(f"delete from {table} where as_of = ?", (day,))  # noqa: S608 - our own names
            self.db.table("findings").insert_all(_finding_row(day, one) for one in filed)
            self.db.table("standings").insert_all(
                {"as_of": day, "item": s.item, "standing": s.standing, "parts": json.dumps(s.parts, ensure_ascii=False)}
                for s in judgement.standings
            )
            self.db.table("finding_events").insert_all(
                {"id": id_, "as_of": day, "event": event, "because": because} for id_, event, because in events
            )

    # --- runs -------------------------------------------------------------------------------

    def start_run(self, **columns: object) -> int:
        row = self.db.table("runs").insert({**columns, "state": "running"})
        return int(row.last_pk)

    def finish_run(self, number: int, **columns: object) -> None:
        self.db.table("runs").update(number, columns)

    def runs(self) -> Iterator[Mapping[str, Any]]:
        """All runs, newest first."""
        yield from self.db.query("select * from runs order by number desc")


def _open(path: Path | None) -> Database:
    try:
        db = Database(memory=True) if path is None else Database(path)
        if path is not None:
            db.enable_wal()
        _refuse_newer(db, path)
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"台账数据库无法使用：{path}：{error}。请检查磁盘空间与写权限，或用 duban restore 恢复备份。") from error
    return db


def _refuse_newer(db: Database, path: Path | None) -> None:
    known = {migration.name for migration in migrations.pending(db)} | {
        migration.name for migration in migrations.applied(db)
    }
    ours = {name for name in known if name in _OUR_MIGRATIONS}
    if known - ours:
        raise LedgerError(f"台账数据库由更新版本的 duban 写成：{path}。请升级 duban 后再运行。")


_OUR_MIGRATIONS = frozenset(migration.name for migration in migrations.pending(Database(memory=True)))


def _columns(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _fact_rows(sha256: str, statement: int, facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    for index, fact in enumerate(facts):
        yield {
            "document": sha256,
            "statement": statement,
            "index": index,
            "kind": fact.kind,
            "surface": fact.surface,
            "start_char": fact.start_char,
            "end_char": fact.end_char,
            "detail": _FACTS.to_json(fact),
        }


def _claim_rows(sha256: str, statement: int, claims: Sequence[Claim]) -> Iterator[dict[str, Any]]:
    for claim in claims:
        yield {
            "document": sha256,
            "statement": statement,
            "item": claim.item,
            "band": claim.band,
            "probability": claim.probability,
            "status": claim.status,
            "fulfils": json.dumps(claim.fulfils, ensure_ascii=False),
            "detail": _CLAIMS.to_json(claim),
        }


def _finding_row(as_of: str, filed: Filed) -> dict[str, Any]:
    finding = filed.finding
    return {
        "as_of": as_of,
        "id": finding.id,
        "period": finding.period,
        "item": finding.item,
        "part": finding.part,
        "kind": finding.kind,
        "light": finding.light,
        "units": "、".join(finding.units),
        "because": finding.because,
        "closes_by": finding.closes_by,
        "first_seen": filed.first_seen,
        "state": filed.state,
        "detail": _FINDINGS.to_json(replace(finding)),
    }
