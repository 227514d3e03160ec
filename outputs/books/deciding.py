"""What reviewers decided. Rows are only ever added; the latest on a key holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from matching.decisions import Decision
from outputs.books.book import Book


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A reviewer's opinion on a finding (key = its id) or an item (key = item:15)."""

    key: str
    item: int | None
    opinion: str
    note: str
    author: str
    time: str  # ISO
    origin: str  # file and cell from which it was read


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A 督办单 or 催报函 that was numbered, sent or answered. Days are ISO, "" = not said."""

    paper: str  # 督办单 | 催报函
    unit: str
    period: str
    as_of: str  # of the report whose paper it is
    number: str = ""
    issued: str = ""
    reply_by: str = ""
    replied: str = ""
    author: str = ""
    time: str = ""

    @property
    def key(self) -> str:
        return f"{self.paper}:{self.unit}"


_ISSUE_DETAIL = ("as_of", "issued", "reply_by", "replied")


class DecidingBook(Book):
    """Decisions of people."""

    def record_issue(self, issue: IssueRow) -> None:
        detail = {name: getattr(issue, name) for name in _ISSUE_DETAIL}
        self.db.table("decisions").insert(
            {
                "kind": "issue",
                "key": issue.key,
                "unit": issue.unit,
                "period": issue.period,
                "value": issue.number,
                "context": json.dumps(detail),
                "author": issue.author,
                "made_at": issue.time,
                "origin": "duban issue",
            }
        )

    def issues(self, period: str) -> tuple[IssueRow, ...]:
        """What was decided about the period's papers, oldest first; the latest about a paper holds."""
        rows = self.db.query(
            """select key, unit, value, context, author, made_at from decisions
               where kind = 'issue' and period = ? order by number""",
            (period,),
        )
        return tuple(
            IssueRow(
                paper=row["key"].partition(":")[0],
                unit=row["unit"],
                period=period,
                number=row["value"],
                author=row["author"],
                time=row["made_at"],
                **json.loads(row["context"]),
            )
            for row in rows
        )

    def record_opinion(self, opinion: OpinionRow) -> None:
        self.db.table("decisions").insert(
            {
                "kind": "opinion",
                "key": opinion.key,
                "item": opinion.item,
                "value": opinion.opinion,
                "text": opinion.note,
                "author": opinion.author,
                "made_at": opinion.time,
                "origin": opinion.origin,
            }
        )

    def opinions(self, until: str = "") -> dict[str, OpinionRow]:
        """The latest opinion on each finding or item; `until` (ISO day, inclusive) leaves later ones out."""
        rows = self.db.query(
            """select key, item, value, text, author, made_at, origin from decisions
               where kind = 'opinion' and (? = '' or substr(made_at, 1, 10) <= ?) order by number""",
            (until, until),
        )
        return {
            row["key"]: OpinionRow(
                row["key"],
                row["item"],
                row["value"],
                row["text"],
                row["author"],
                row["made_at"],
                row["origin"],
            )
            for row in rows
        }

    def finding_ids(self) -> frozenset[str]:
        return frozenset(row["id"] for row in self.db.query("select distinct id from findings"))

    def record_statement_decision(self, decision: Decision, made_at: str, origin: str) -> None:
        """A reviewer's word on a statement and an item; the latest on a key, item and period holds."""
        self.db.table("decisions").insert(
            {
                "kind": "statement",
                "key": decision.key,
                "item": decision.item,
                "period": decision.period,
                "value": decision.status if decision.verdict == "status" else decision.verdict,
                "text": decision.text,
                "context": decision.context,
                "unit": decision.submitter,
                "author": decision.by,
                "made_at": made_at,
                "origin": origin,
            }
        )

    def statement_decisions(self, until: str = "") -> tuple[Decision, ...]:
        """Every decision on a statement, oldest first; `until` (ISO day, inclusive) leaves later ones out."""
        rows = self.db.query(
            """select item, period, value, text, context, unit, author, made_at from decisions
               where kind = 'statement' and (? = '' or substr(made_at, 1, 10) <= ?) order by number""",
            (until, until),
        )
        return tuple(_decision(row) for row in rows)


def _decision(row: dict[str, Any]) -> Decision:
    told = row["value"]
    on_match = told in ("yes", "no")
    return Decision(
        text=row["text"],
        context=row["context"],
        submitter=row["unit"],
        item=row["item"],
        verdict=told if on_match else "status",
        period=row["period"],
        status="none" if on_match else told,
        by=row["author"],
        day=row["made_at"][:10],
    )
