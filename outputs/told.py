"""What a document was understood to say, as rows of the ledger.

Made where the document is understood: rows of plain values travel between processes at a small part of what
statements, facts and claims cost, and the one process that writes has nothing left to do but insert them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts.fact import Fact
from extractors.statements import Context, Statement
from matching.claims import Claim
from outputs.rows import Rows

Row = tuple[str | int | float, ...]

STATEMENT_COLUMNS = ("document", "index", "block", "start", "end", "text", "kind", "context")
FACT_COLUMNS = (
    "document", "statement", "index", "kind", "surface", "start_char", "end_char", "detail",
)  # fmt: skip
CLAIM_COLUMNS = (
    "document", "statement", "item", "band", "probability", "status", "fulfils", "detail", "copied", "lasting",
)  # fmt: skip

CLAIMS = Rows(Claim)
_CONTEXTS = Rows(Context)
_FACTS = Rows(Fact)


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of one document, each in the order of its table's columns."""

    statements: tuple[Row, ...]
    facts: tuple[Row, ...]
    claims: tuple[Row, ...]


def told_rows(
    sha256: str,
    statements: Sequence[tuple[Statement, Sequence[Fact], Sequence[Claim]]],
    lasting: Collection[tuple[int, int]] = (),
) -> Told:
    """The rows of a document's statements with their facts and claims.

    `lasting`: (statement, item) of the claims that later periods are judged with.
    """
    told = list(enumerate(statements))
    return Told(
        tuple(_statement(sha256, index, one) for index, (one, _, _) in told),
        tuple(row for index, (_, facts, _) in told for row in _facts(sha256, index, facts)),
        tuple(row for index, (_, _, claims) in told for row in _claims(sha256, index, claims, lasting)),
    )


def _statement(sha256: str, index: int, statement: Statement) -> Row:
    span = statement.span
    context = _context(statement.context)
    return sha256, index, span.block, span.start, span.end, statement.text, statement.kind, context


@lru_cache(maxsize=256)  # statements of one section share theirs
def _context(context: Context) -> str:
    return json.dumps(_CONTEXTS.dump(context), ensure_ascii=False)


def _facts(sha256: str, statement: int, facts: Sequence[Fact]) -> Iterator[Row]:
    for index, fact in enumerate(facts):
        yield (
            sha256,
            statement,
            index,
            fact.kind,
            fact.surface,
            fact.start_char,
            fact.end_char,
            _FACTS.to_json(fact),
        )


def _claims(
    sha256: str, statement: int, claims: Sequence[Claim], lasting: Collection[tuple[int, int]]
) -> Iterator[Row]:
    for claim in claims:
        yield (
            sha256,
            statement,
            claim.item,
            claim.band,
            claim.probability,
            claim.status,
            json.dumps(claim.fulfils, ensure_ascii=False),
            CLAIMS.to_json(claim),
            int(claim.copied_from_plan),
            int((statement, claim.item) in lasting),
        )
