"""`duban match --jsonl`: one line in, one line out; see docs/streams.md for the fields."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from extractors.statements import parse_context
from matching.linking import Linked, Linker
from matching.plan import load_plan
from matching.progress import most_advanced

#: After so many lines garbage is collected, between two answers.
COLLECTED = 10_000


def match_line(linker: Linker, row: dict[str, Any]) -> dict[str, Any]:
    """One answer of the stream; `seconds` is the time in matching alone. Raises KeyError without id or text."""
    started = time.perf_counter()
    context = parse_context(row.get("context") or "")
    unit, day = row.get("unit") or "", _day(row.get("report_date"))
    linked = linker.link_text(row["text"], context, unit, day, with_verdicts=False)
    seconds = time.perf_counter() - started
    return {"id": row["id"], **_answer(linked), "seconds": round(seconds, 6)}


def _answer(linked: Linked) -> dict[str, Any]:
    accepted = linked.accepted
    return {
        "matches": [
            {"item": match.item, "score": round(match.probability, 4), "status": match.status}
            for match in accepted
        ],
        "ranked": [
            {"item": candidate.item, "score": round(candidate.probability, 4)}
            for candidate in linked.candidates
        ],
        "status": most_advanced(
            [match.status for match in accepted or linked.matches[:1]] or [linked.leaning]
        ),
        "reasons": {str(match.item): list(match.reasons) for match in accepted},
        "asked": [match.item for match in linked.matches if match.band == "asked"],
        "copied_from_plan": linked.copied_from_plan,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def match_stream(lines: Iterable[str], out: IO[str], linker: Linker) -> None:
    """Answer every line, flushed; a line that cannot be served is answered with its error."""
    collecting = gc.isenabled()
    gc.disable()  # else it breaks in on a statement some times in a hundred, and finds next to nothing
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                out.write(json.dumps(_served(linker, line), ensure_ascii=False) + "\n")
                out.flush()
            if not number % COLLECTED:
                gc.collect()
    finally:
        if collecting:
            gc.enable()


def _served(linker: Linker, line: str) -> dict[str, Any]:
    row: Any = None
    try:
        row = json.loads(line)
        return match_line(linker, row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        known = row.get("id") if isinstance(row, dict) else None
        return {"id": known, "error": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Serve standard input with the embedded plan."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text file when run as a program
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    linker = Linker(load_plan())
    linker.warm()
    match_stream(sys.stdin, sys.stdout, linker)


if __name__ == "__main__":
    main()
