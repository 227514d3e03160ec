"""New documents compared with those before them, once: what is found is kept in the ledger."""

from __future__ import annotations

from functools import lru_cache

from matching.echoes import TextOf, find_echoes
from outputs.ledger import Ledger

#: Documents compared between two commits; a run that is killed goes on from the last.
PORTION = 1000


def compare_new(ledger: Ledger) -> int:
    """Find the echoes of every document not yet compared; returns how many there were."""
    if not ledger.uncompared():
        return 0
    documents, waiting = ledger.prints()
    text_of = texts_of(ledger)
    for start in range(len(documents) - waiting, len(documents), PORTION):
        before = documents[: start + PORTION]
        new = before[start:]
        echoes = list(find_echoes(before, len(new), text_of))
        ledger.record_echoes((name for name, _ in new), echoes)
    return waiting


def texts_of(ledger: Ledger) -> TextOf:
    """Reads the texts of a document's statements when they are first asked for."""

    @lru_cache(maxsize=2048)
    def statements(sha256: str) -> tuple[str, ...]:
        return ledger.statement_texts(sha256)

    return lambda sha256, first, last: "".join(statements(sha256)[first : last + 1])
