"""Findings, standings and their history, and the record of runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matching.changes import Tracked
from matching.findings import Finding, ItemStanding, Judgement
from outputs.books.book import Book
from outputs.rows import Rows

_FINDINGS = Rows(Finding)


class JudgingBook(Book):
    """What was found on which day, and how it changed."""

    def days(self) -> tuple[str, ...]:
        """All days (ISO) that were judged, oldest first."""
        return tuple(
            row["as_of"] for row in self.db.query("select distinct as_of from standings order by as_of")
        )

    def filed(self, as_of: str) -> tuple[Tracked, ...]:
        """The findings of a judged day, those that closed on it among them."""
        rows = self.db.query(
            "select detail, first_seen, state from findings where as_of = ? order by id", (as_of,)
        )
        return tuple(_tracked(row) for row in rows)

    def filed_before(self, as_of: str) -> dict[str, Tracked]:
        """Finding id → its last state on any judged day before `as_of`."""
        rows = self.db.query(
            """select detail, first_seen, state from findings f where as_of = (
                   select max(as_of) from findings g where g.id = f.id and g.as_of < ?) order by id""",
            (as_of,),
        )
        return {one.finding.id: one for one in map(_tracked, rows)}

    def standings(self, as_of: str) -> tuple[ItemStanding, ...]:
        rows = self.db.query("select * from standings where as_of = ? order by item", (as_of,))
        return tuple(
            ItemStanding(r["item"], r["standing"], tuple(map(tuple, json.loads(r["parts"])))) for r in rows
        )

    def record_judgement(
        self, judgement: Judgement, filed: Sequence[Tracked], events: Sequence[tuple[str, str, str]]
    ) -> None:
        """Replace the findings of the judgement's day, whose papers stand no more.

        `events` are (finding id, event, because).
        """
        day = judgement.as_of
        with self.atomic():
            for table in ("findings", "standings", "finding_events", "published"):
                self.db.execute(f"delete from {table} where as_of = ?", (day,))  # noqa: S608 - our own names
            self.db.table("findings").insert_all(_finding_row(day, one) for one in filed)
            self.db.table("standings").insert_all(
                {
                    "as_of": day,
                    "item": s.item,
                    "standing": s.standing,
                    "parts": json.dumps(s.parts, ensure_ascii=False),
                }
                for s in judgement.standings
            )
            self.db.table("finding_events").insert_all(
                {"id": id_, "as_of": day, "event": event, "because": because}
                for id_, event, because in events
            )

    def start_run(self, **columns: object) -> int:
        row = self.db.table("runs").insert({**columns, "state": "running"})
        return int(str(row.last_pk))

    def sweep_runs(self, now: str) -> None:
        """Runs that were killed before they could say so."""
        self.db.execute("update runs set state = 'killed', finished = ? where state = 'running'", (now,))

    def finish_run(self, number: int, **columns: object) -> None:
        self.db.table("runs").update(number, columns)

    def runs(self) -> Iterator[Mapping[str, Any]]:
        """All runs, newest first."""
        yield from self.db.query("select * from runs order by number desc")


def _finding_row(as_of: str, filed: Tracked) -> dict[str, Any]:
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
        "detail": _FINDINGS.to_json(finding),
    }


def _tracked(row: Mapping[str, Any]) -> Tracked:
    return Tracked(_FINDINGS.from_json(row["detail"]), row["first_seen"], row["state"])
