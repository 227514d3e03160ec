"""Documents as read: blocks, revisions, problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from extractors.document import Block, Document, Problem, Revision
from outputs.books.book import Book, columns_of
from outputs.crops import Place
from outputs.rows import Rows
from outputs.seats import Seat, Seats, Standing

#: What Python takes for a blank; SQL's own `trim` knows the space alone.
_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))

_BLOCKS = Rows(Block, nested=("bbox", "marks"))
_BLOCK_NAMES = tuple(Block.__dataclass_fields__)
_BLOCK_COLUMNS = ", ".join(f'"{name}"' for name in _BLOCK_NAMES)
_PROBLEMS = Rows(tuple[Problem, ...])
_REVISIONS = Rows(tuple[Revision, ...])


class ReadingBook(Book):
    """What was read from each content, and with which extractor."""

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
            self.insert("blocks", (_block_row(document.sha256, block) for block in document.blocks))

    def record_unreadable(self, sha256: str, problem: Problem, extractor: str) -> None:
        """Remember that this content was tried and why it could not be read, so that it is not tried again."""
        with self.atomic():
            self.forget_reading(sha256)
            self.db.table("documents").insert(
                {
                    "sha256": sha256,
                    "kind": "",
                    "extractor": extractor,
                    "properties": "{}",
                    "problems": _PROBLEMS.to_json((problem,)),
                    "revisions": "[]",
                }
            )

    def forget_reading(self, sha256: str) -> None:
        self.forget_understanding(sha256)
        self.db.execute("delete from pictures where document = ?", (sha256,))
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
        rows = self.db.conn.execute(
            f'select {_BLOCK_COLUMNS} from blocks where document = ? order by "index"',  # noqa: S608 - our own names
            (sha256,),
        )
        return tuple(_BLOCKS.load(dict(zip(_BLOCK_NAMES, row, strict=True))) for row in rows)

    def seats(self, sha256: str) -> Mapping[int, Seat]:
        """Where each block stands, by its index."""
        rows: Iterable[Standing] = self.db.conn.execute(
            """select "index", trim(text, ?) <> '', kind, page, instr(marks, '"page_estimated"') > 0, "table", "row",
               "column" from blocks where document = ? order by "index" """,
            (_BLANKS, sha256),
        )
        return Seats(rows)

    def pictures(self) -> dict[Place, bytes]:
        """Pictures of quotes drawn before; empty where a page could not be drawn."""
        rows = self.db.query('select document, block, start, "end", picture from pictures')
        return {(r["document"], r["block"], r["start"], r["end"]): r["picture"] for r in rows}

    def record_pictures(self, pictures: Mapping[Place, bytes]) -> None:
        """Keep these and no others."""
        before = self.pictures().keys()
        with self.atomic():
            self.db.conn.executemany(
                'delete from pictures where document = ? and block = ? and start = ? and "end" = ?',
                before - pictures.keys(),
            )
            self.db.conn.executemany(
                "insert into pictures values (?, ?, ?, ?, ?)",
                ((*place, pictures[place]) for place in pictures.keys() - before),
            )

    def block_texts(self, sha256: str) -> tuple[str, ...]:
        rows = self.db.query('select text from blocks where document = ? order by "index"', (sha256,))
        return tuple(row["text"] for row in rows)

    def forget_understanding(self, sha256: str) -> None:
        for table in ("statements", "facts", "claims"):
            self.db.execute(f"delete from {table} where document = ?", (sha256,))  # noqa: S608 - our own names


def _block_row(sha256: str, block: Block) -> dict[str, Any]:
    """As `_BLOCKS.load` reads it; a paper has some hundred blocks, so they are not checked on the way in."""
    bbox = None if block.bbox is None else json.dumps(block.bbox)
    return {"document": sha256, **columns_of(block), "bbox": bbox, "marks": _marks(block.marks)}


@lru_cache(maxsize=256)
def _marks(marks: tuple[str, ...]) -> str:
    return json.dumps(marks, ensure_ascii=False)
