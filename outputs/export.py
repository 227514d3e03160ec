"""The ledger as JSON lines; canonical: sorted, without run numbers and clock times, so that two runs compare."""

from __future__ import annotations

import json
from collections.abc import Iterator

from outputs.ledger import Ledger

#: Table → columns by which its rows are sorted. Tables of the clock (runs) are left out of the canonical form.
_ORDER = {
    "submissions": ("file", "sha256"),
    "documents": ("sha256",),
    "blocks": ("document", "index"),
    "statements": ("document", "index"),
    "facts": ("document", "statement", "index"),
    "claims": ("document", "statement", "item"),
    "standings": ("as_of", "item"),
    "findings": ("as_of", "id"),
    "finding_events": ("id", "as_of", "event"),
    "decisions": ("key", "item", "period"),
}
#: Columns that tell of the clock, not of the material.
_CLOCK = {"documents": ("seconds",), "decisions": ("number", "made_at")}

#: Columns that repeat in short what another column says, for searching.
_DERIVED = {"claims": ("copied", "lasting")}


def exported(ledger: Ledger, *, canonical: bool, as_of: str = "") -> Iterator[str]:
    """One JSON object a line: {"table": …, columns}. `as_of` limits findings and standings to one day."""
    for table, order in _ORDER.items():
        columns = ", ".join(f'"{name}"' for name in order)
        for row in ledger.db.query(f'select * from "{table}" order by {columns}'):  # noqa: S608 - our own names
            if as_of and "as_of" in row and row["as_of"] != as_of:
                continue
            left_out = _DERIVED.get(table, ()) + (_CLOCK.get(table, ()) if canonical else ())
            kept: dict[str, object] = {k: v for k, v in row.items() if k not in left_out}
            yield json.dumps({"table": table, **kept}, ensure_ascii=False)
    if not canonical:
        for run in ledger.runs():
            yield json.dumps({"table": "runs", **run}, ensure_ascii=False)
