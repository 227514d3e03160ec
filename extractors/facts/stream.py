"""One line of the facts stream: {"id","text","reference_date"} in, {"id","facts":[…],"seconds"} out.

Where digits ran together (20178月), `missing_digits` gives the characters: 疑似缺字, not read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

from extractors.facts.fact import Fact
from extractors.facts.find import find_facts, load_grammar
from extractors.facts.traps import find_missing_digits

_PLAIN_FIELDS = ("unit", "mod", "comparator", "role", "direction", "per", "metric", "population", "basis")


def facts_line(line: str) -> dict[str, Any]:
    """Answer one input line; a line that cannot be served gives {"id","error"}. Never raises."""
    identifier: Any = None
    try:
        row = json.loads(line)
        identifier = row.get("id") if isinstance(row, dict) else None
        text, reference = row["text"], date.fromisoformat(str(row["reference_date"])[:10])
        if not isinstance(text, str):
            raise TypeError("text 应为字符串")
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        return {"id": identifier, "error": f"无法处理这一行：{type(problem).__name__}: {problem}"}
    load_grammar()
    begun = perf_counter()
    facts = find_facts(text, reference)
    doubtful = find_missing_digits(text)
    seconds = perf_counter() - begun
    row = {"id": identifier, "facts": [as_json(fact) for fact in facts], "seconds": round(seconds, 7)}
    if doubtful:
        row["missing_digits"] = [
            {"surface": text[start:end], "start_char": start, "end_char": end} for start, end in doubtful
        ]
    return row


def as_json(fact: Fact) -> dict[str, Any]:
    """The fact in the stream's form: only fields that are set; open ends of a period are null."""
    row: dict[str, Any] = {
        "surface": fact.surface,
        "start_char": fact.start_char,
        "end_char": fact.end_char,
        "kind": fact.kind,
    }
    if fact.kind in ("date", "period"):
        row["start"] = fact.start.isoformat() if fact.start else None
        row["end"] = fact.end.isoformat() if fact.end else None
    if fact.kind == "date":
        row["value"] = row["start"]
    for name in ("value", "low", "high"):
        part = getattr(fact, name)
        if part is not None:
            row[name] = _number(part) if isinstance(part, Decimal) else part
    row.update({name: getattr(fact, name) for name in _PLAIN_FIELDS if getattr(fact, name)})
    if fact.assumed:
        row["assumed"] = True
    return row


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def answer(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each non-empty input line."""
    for line in lines:
        if line.strip():
            yield json.dumps(facts_line(line), ensure_ascii=False)


def main() -> None:
    """Read lines from standard input until it ends."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for out in answer(sys.stdin):
        sys.stdout.write(out + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
