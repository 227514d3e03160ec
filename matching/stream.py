"""`duban match --jsonl`: one line in, one line out; see docs/streams.md for the fields."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any, NamedTuple, Protocol

from extractors.statements import parse_context
from matching.linking import Linked, Linker, Question
from matching.plan import load_plan
from matching.progress import most_advanced

#: After so many lines garbage is collected, between two answers.
COLLECTED = 10_000
#: So many lines are answered together, at the most: the first is not to wait long for the last.
TOGETHER = 64
#: Bytes that are taken from a pipe at a time; as many as it holds on most systems.
CHUNK = 1 << 16


#: What a line raises that cannot be served.
_REFUSED = (ValueError, KeyError, TypeError, AttributeError)


class Readable(Protocol):
    """A stream of bytes that gives what is there (sys.stdin.buffer)."""

    def read1(self, size: int, /) -> bytes: ...


class _Asked(NamedTuple):
    """A line as read."""

    id: object
    row: dict[str, Any]
    error: str = ""  # why it cannot be


def waiting_lines(stream: Readable) -> Iterator[list[str]]:
    """Lines of a stream of UTF-8, as many at a time as are already there, TOGETHER at the most.

    Nobody is kept waiting for a line that has not come. Other bytes become replacement signs.
    """
    begun: list[bytes] = []
    while chunk := stream.read1(CHUNK):
        begun.append(chunk)
        if b"\n" in chunk:
            *lines, last = b"".join(begun).split(b"\n")
            begun = [last]
            for start in range(0, len(lines), TOGETHER):
                yield [line.decode("utf-8", "replace") for line in lines[start : start + TOGETHER]]
    if last := b"".join(begun):
        yield [last.decode("utf-8", "replace")]


def match_stream(batches: Iterable[Sequence[str]], out: IO[str], linker: Linker) -> None:
    """Answer every line but blank ones, in order; a line that cannot be served is answered with its error."""
    collecting = gc.isenabled()
    gc.disable()  # else it breaks in on a statement some times in a hundred, and finds next to nothing
    answered = 0
    try:
        for lines in batches:
            told = [line for line in lines if line.strip()]
            for answer in _answers(linker, told):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()
            answered += len(told)
            if answered >= COLLECTED:
                answered = 0
                gc.collect()
    finally:
        if collecting:
            gc.enable()


def _answers(linker: Linker, lines: Sequence[str]) -> list[dict[str, Any]]:
    """An answer for each line; `seconds` is its share of the time that matching took for all that were matched."""
    asked = [_asked(line) for line in lines]
    started = time.perf_counter()
    linked = _linked(linker, asked)
    served = sum(not isinstance(told, str) for told in linked)
    seconds = round((time.perf_counter() - started) / max(1, served), 6)
    return [
        {"id": one.id, "error": told}
        if isinstance(told, str)
        else {"id": one.id, **_answer(told), "seconds": seconds}
        for one, told in zip(asked, linked, strict=True)
    ]


def _asked(line: str) -> _Asked:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _Asked(None, {}, _words(error))
    if not isinstance(row, dict):
        return _Asked(None, {}, "TypeError: a line must hold an object")
    return _Asked(row.get("id"), row)


def _linked(linker: Linker, asked: Sequence[_Asked]) -> list[Linked | str]:
    """What each line is linked to, or why it cannot be."""
    questions = [one.error or _question(one.row) for one in asked]
    told = iter(_linked_together(linker, [one for one in questions if isinstance(one, Question)]))
    return [next(told) if isinstance(one, Question) else one for one in questions]


def _linked_together(linker: Linker, questions: Sequence[Question]) -> list[Linked | str]:
    """All in one go; where one of them cannot be served, each by itself."""
    try:
        return [*linker.link_all(questions, with_verdicts=False)]
    except _REFUSED as error:
        if len(questions) == 1:
            return [_words(error)]
    return [told for one in questions for told in _linked_together(linker, [one])]


def _words(error: Exception) -> str:
    """An error told, without the frames that it holds."""
    return f"{type(error).__name__}: {error}"


def _question(row: Mapping[str, Any]) -> Question | str:
    """What a line asks; an error where it does not keep to the contract."""
    try:
        _, text, unit = row["id"], row["text"], row.get("unit") or ""
        if not isinstance(text, str) or not isinstance(unit, str):
            raise TypeError("text and unit must be strings")
        return Question(text, parse_context(row.get("context") or ""), unit, _day(row.get("report_date")))
    except _REFUSED as error:
        return _words(error)


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


def main() -> None:
    """Serve standard input with the embedded plan."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text file when run as a program
    linker = Linker(load_plan())
    linker.warm()
    lines = waiting_lines(sys.stdin.buffer)  # type: ignore[arg-type]  # a reader with a buffer
    match_stream(lines, sys.stdout, linker)


if __name__ == "__main__":
    main()
