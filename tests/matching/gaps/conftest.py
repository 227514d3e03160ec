"""A small office for the rules: reports made of lines, facts read by a plain pattern, then judged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from extractors.document import Span
from extractors.facts.fact import Fact
from extractors.statements import Context
from matching.claims import Claim
from matching.findings import Finding, Judgement
from matching.gaps.judge import judge
from matching.gaps.settings import GapSettings
from matching.periods import Period
from matching.plan import Plan, load_plan
from matching.record import Record
from matching.submissions import Submission

PLAN = load_plan()
FIGURE = re.compile(r"(近|约|超过)?(\d+(?:\.\d+)?)(%|人次|人|处|个|所|家|本|间|万元|元|名)")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
VAGUE = {"近": "approx_below", "约": "approx", "超过": "gt"}
ALL = [unit.short for unit in PLAN.units if unit.kind in ("bureau", "party", "school")]


def facts_of(text: str) -> tuple[Fact, ...]:
    """Figures and whole days, enough for the rules' own tests."""
    found = []
    for m in FIGURE.finditer(text):
        value = Decimal(m[2]) * (10000 if m[3] == "万元" else 1)
        kind = {"%": "percent", "元": "money", "万元": "money"}.get(m[3], "quantity")
        role = "from" if text[max(0, m.start() - 1) : m.start()] == "由" else ""
        unit = "元" if kind == "money" else m[3]
        found.append(
            Fact(
                m.group(), m.start(), m.end(), kind, value=value, unit=unit,
                comparator=VAGUE.get(m[1] or "", ""), role=role,
            )
        )  # fmt: skip
    for m in DAY.finditer(text):
        try:
            day = date(int(m[1]), int(m[2]), int(m[3]))
        except ValueError:
            continue
        found.append(Fact(m.group(), m.start(), m.end(), "date", start=day, end=day))
    return tuple(sorted(found, key=lambda fact: fact.start_char))


@dataclass
class Office:
    """Reports of one test. `report` files one, `line` says what it tells of an item."""

    plan: Plan = field(default_factory=lambda: PLAN)
    submissions: list[Submission] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def report(
        self,
        unit: str,
        period: str,
        *lines: dict[str, object],
        signed: date | None = None,
        source: str = "unit",
    ) -> str:
        file = f"{period}/{unit}{len(self.submissions)}.docx"
        sha = hashlib.sha256(file.encode()).hexdigest()
        day = signed or Period.parse(period).end
        self.submissions.append(Submission(sha, file, "docx", source, unit, period=period, signed=day))
        for block, line in enumerate(lines):
            self.claims.append(self._claim(sha, file, unit, period, source, block, dict(line)))
        return sha

    def everyone(self, period: str) -> None:
        """Every unit hands in something that says nothing of any item."""
        for unit in ALL:
            self.report(unit, period)

    def judge(self, period: str, as_of: date | None = None, settings: GapSettings | None = None) -> Judgement:
        judged = Period.parse(period)
        day = as_of or date(judged.end.year + judged.end.month // 12, judged.end.month % 12 + 1, 28)
        record = Record(tuple(self.submissions), tuple(self.claims))
        return judge(self.plan, record, day, judged, settings or GapSettings())

    def find(self, period: str, item: int, kind: str, as_of: date | None = None) -> list[Finding]:
        return [f for f in self.judge(period, as_of).findings if (f.item, f.kind) == (item, kind)]

    def kinds(self, period: str, item: int, as_of: date | None = None) -> set[str]:
        return {f.kind for f in self.judge(period, as_of).findings if f.item == item}

    def standing(self, period: str, item: int) -> str:
        return next(s.standing for s in self.judge(period).standings if s.item == item)

    def _claim(
        self, sha: str, file: str, unit: str, period: str, source: str, block: int, line: dict[str, object]
    ) -> Claim:
        text = str(line.pop("text"))
        line.setdefault("facts", facts_of(text))
        return Claim(
            submission=sha, file=file, unit=unit, source=source, period=period,
            span=Span(sha, block, 0, len(text)), text=text, probability=0.9, reasons=(), runner_up=None,
            **line,
        )  # type: ignore[arg-type]  # fmt: skip


def say(item: int, text: str, status: str = "done", **more: object) -> dict[str, object]:
    """One line of a report; `met="15a"` means that it fulfils the part."""
    met = more.pop("met", "")
    line: dict[str, object] = {"item": item, "text": text, "status": status, "band": "accepted", **more}
    line["fulfils"] = {str(met): "yes"} if met else {}
    line.setdefault("context", Context())
    return line


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def line() -> Callable[..., dict[str, object]]:
    return say
