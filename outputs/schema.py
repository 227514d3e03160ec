"""The ledger's tables, as migrations; docs/ledger.md describes each column for those who read it with SQL."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("duban")


@migrations(name="m001_the_first_ledger")
def first_ledger(db: Database) -> None:
    _intake_tables(db)
    _reading_tables(db)
    _judging_tables(db)
    _finding_tables(db)
    _office_tables(db)


def _intake_tables(db: Database) -> None:
    db.table("arrivals").create(
        {"file": str, "sha256": str, "size": int, "mtime_ns": int, "first_seen": str},
        pk=("file", "sha256"),
        not_null={"size", "mtime_ns", "first_seen"},
    )
    db.table("submissions").create(
        {
            "file": str,
            "sha256": str,
            "container": str,
            "kind": str,
            "fate": str,
            "code": str,
            "reason": str,
            "remedy": str,
            "source": str,
            "unit": str,
            "unit_votes": str,
            "period": str,
            "period_votes": str,
            "facts_until": str,
            "signed": str,
            "received": str,
            "title": str,
            "about_plan": int,
            "fingerprint": str,
        },
        pk=("file", "sha256"),
        not_null={"fate", "received"},
    )
    db.table("submissions").create_index(["sha256"])


def _reading_tables(db: Database) -> None:
    db.table("documents").create(
        {
            "sha256": str,
            "kind": str,
            "pages": int,
            "extractor": str,
            "understood_with": str,
            "properties": str,
            "problems": str,
            "revisions": str,
            "seconds": float,
        },
        pk="sha256",
    )
    db.table("blocks").create(
        {
            "document": str,
            "index": int,
            "text": str,
            "kind": str,
            "label": str,
            "level": int,
            "page": int,
            "table": int,
            "row": int,
            "column": int,
            "row_span": int,
            "column_span": int,
            "bbox": str,
            "confidence": float,
            "marks": str,
        },
        pk=("document", "index"),
    )


def _judging_tables(db: Database) -> None:
    db.table("statements").create(
        {
            "document": str,
            "index": int,
            "block": int,
            "start": int,
            "end": int,
            "text": str,
            "kind": str,
            "context": str,
        },
        pk=("document", "index"),
    )
    db.table("facts").create(
        {
            "document": str,
            "statement": int,
            "index": int,
            "kind": str,
            "surface": str,
            "start_char": int,
            "end_char": int,
            "detail": str,
        },
        pk=("document", "statement", "index"),
    )
    db.table("claims").create(
        {
            "document": str,
            "statement": int,
            "item": int,
            "band": str,
            "probability": float,
            "status": str,
            "fulfils": str,
            "detail": str,
        },
        pk=("document", "statement", "item"),
    )
    db.table("claims").create_index(["item"])


def _finding_tables(db: Database) -> None:
    db.table("findings").create(
        {
            "as_of": str,
            "id": str,
            "period": str,
            "item": int,
            "part": str,
            "kind": str,
            "light": str,
            "units": str,
            "because": str,
            "closes_by": str,
            "first_seen": str,
            "state": str,
            "detail": str,
        },
        pk=("as_of", "id"),
    )
    db.table("standings").create(
        {"as_of": str, "item": int, "standing": str, "parts": str}, pk=("as_of", "item")
    )
    db.table("finding_events").create(
        {"id": str, "as_of": str, "event": str, "because": str}, pk=("id", "as_of", "event")
    )


def _office_tables(db: Database) -> None:
    db.table("decisions").create(
        {
            "number": int,
            "kind": str,
            "key": str,
            "item": int,
            "period": str,
            "value": str,
            "text": str,
            "context": str,
            "unit": str,
            "author": str,
            "made_at": str,
            "origin": str,
        },
        pk="number",
    )
    db.table("decisions").create_index(["key"])
    db.table("runs").create(
        {
            "number": int,
            "as_of": str,
            "period": str,
            "way": str,
            "started": str,
            "finished": str,
            "state": str,
            "counts": str,
            "versions": str,
            "message": str,
        },
        pk="number",
    )


@migrations(name="m002_what_a_night_need_not_find_again")
def found_once(db: Database) -> None:
    """Fingerprints and echoes of texts, fates of a group, and which claims later periods are judged with."""
    db.execute(
        """create table prints (number integer primary key autoincrement, document text not null unique,
           told integer not null, sentences blob not null, paragraphs blob not null,
           compared integer not null default 0)"""
    )
    db.execute(
        """create table echoes (document text not null, first integer not null, last integer not null,
           other text not null, other_first integer not null, other_last integer not null,
           kind text not null, score real not null)"""
    )
    db.execute("create index echoes_document on echoes (document)")
    db.execute("create index echoes_other on echoes (other)")
    db.execute(
        """create table settlements (unit text, period text, digest text not null, outcome text not null,
           primary key (unit, period)) without rowid"""
    )
    db.execute("alter table claims add column copied integer")
    db.execute("alter table claims add column lasting integer")
    db.execute(
        "create index claims_told on claims (document, band, lasting, item, status, copied, probability)"
    )


@migrations(name="m003_pictures_of_quotes")
def pictures(db: Database) -> None:
    """Those of the last papers; drawn again when their document is read anew."""
    db.execute(
        """create table pictures (document text, block integer, start integer, "end" integer,
           picture blob not null, primary key (document, block, start, "end"))"""
    )


@migrations(name="m004_pictures_of_whole_rows")
def whole_rows(db: Database) -> None:
    """Pictures of a cell alone are drawn again with their row."""
    db.execute("delete from pictures")


@migrations(name="m005_papers_that_stand")
def papers_that_stand(db: Database) -> None:
    """What each day's papers were made of, and their outcome; findings are found by their id."""
    db.execute(
        "create table published (as_of text primary key, basis text not null, outcome text not null) without rowid"
    )
    db.execute("create index findings_id on findings (id, as_of)")
