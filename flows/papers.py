"""The publishing step: the morning arranged and written as papers, atomically, under reports/<as-of>/."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from extractors.document import Document
from flows.alarms import overdue_words
from flows.failures import PapersUnwritten
from flows.judging import Morning
from flows.night import Night
from matching.gaps.commitments import commitment_lines
from matching.identify import named_by_file
from matching.periods import last_ended, running
from matching.submissions import Submission
from outputs.crops import crops_of
from outputs.ledger import FileFate, Ledger
from outputs.report import arrange
from outputs.report_types import (
    DEFAULT_LIGHTS,
    ClosedFinding,
    IssuedPaper,
    LightStyle,
    Opinion,
    Receipt,
    Report,
    RunningPeriod,
)
from outputs.writing import write_papers

#: Reports of a half-year are due within a month of its end; later ones are listed as late.
REPORTING_DAYS = timedelta(days=31)


def publish(night: Night, morning: Morning) -> tuple[list[Path], list[str], list[str]]:
    """Write the papers; returns their paths, what became of edited and open ones, and the top risks in words.

    Raises PapersUnwritten where one could not be made or written: the others are there all the same.
    """
    with night.ledger() as ledger:
        documents = QuotedDocuments(ledger, morning)
        report = arranged(night, morning, ledger, documents)
        pictures = crops_of(report, documents, lambda sha256: _original(night, sha256), ledger.pictures())
        ledger.record_pictures(pictures)
    crops = {place: picture for place, picture in pictures.items() if picture}
    folder = night.workspace.reports / night.as_of.isoformat()
    results = write_papers(report, folder, crops)
    unwritten = [result.message for result in results if result.path is None]
    if unwritten:
        more = f"等 {len(unwritten)} 份" if len(unwritten) > 3 else ""
        remedy = "请腾出空间或检查权限后重跑；台账已记下，其余文稿已写出"
        raise PapersUnwritten(str(folder), "；".join(unwritten[:3]) + more, remedy)
    written = [result.path for result in results if result.path is not None]
    failures = [result.message for result in results if result.message]
    risks = [f"第{risk.entry.item.number}项（{risk.words}）" for risk in report.risks]
    return written, failures, risks


def arranged(
    night: Night, morning: Morning, ledger: Ledger, documents: Mapping[str, Document] | None = None
) -> Report:
    """The morning as one neutral report."""
    now = running(night.as_of, night.settings.period.cycle)
    report = arrange(
        night.plan,
        morning.judgement,
        states={
            one.finding.id: (one.state, one.first_seen) for one in morning.filed if one.state != "closed"
        },
        closed=[ClosedFinding(one.finding, one.first_seen) for one in morning.filed if one.state == "closed"],
        received=dict(morning.received),
        receipts=_receipts(night, morning),
        submissions=morning.record.submissions,
        claims=morning.record.claims,
        documents=QuotedDocuments(ledger, morning) if documents is None else documents,
        tallies=morning.tallies,
        listed=morning.shown,
        seats=ledger.seats,
        previous=_standings(ledger, morning.previous),
        history=_history(ledger, night),
        opinions=_opinions(ledger, night),
        issued=_issued(ledger, night),
        running=RunningPeriod(str(now), now.start, now.end),
        deadline=night.period.end + REPORTING_DAYS,
        reply_days=night.settings.rules.reply_days,
        window_days=night.settings.rules.due_soon_days,
        alarms=alarms_of(night, ledger),
        promises=commitment_lines(night.plan, morning.record, night.as_of, night.period),
        previous_day=date.fromisoformat(morning.previous) if morning.previous else None,
        lights=_lights(night),
        objection_days=night.settings.rules.objection_days,
    )
    return replace(report, office=night.settings.office.name or report.office)


def _lights(night: Night) -> list[LightStyle]:
    """The lights as this office calls and colours them."""
    signs = night.settings.signs
    return [
        LightStyle(style.light, signs[style.light].name, signs[style.light].colour)
        if style.light in signs
        else style
        for style in DEFAULT_LIGHTS
    ]


def alarms_of(night: Night, ledger: Ledger) -> tuple[str, ...]:
    """Nights that did not end well (none in the replay of a past day), and decisions that contradict each other."""
    contradictory = (night.refit.words,) if night.refit.refused else ()
    if night.as_of != night.today:
        return contradictory
    return (*overdue_words(ledger.runs(), datetime.now().astimezone()), *contradictory)


def _receipts(night: Night, morning: Morning) -> list[Receipt]:
    known = {(one.file, one.sha256): one for one in morning.submissions}
    return [_receipt(file, known, night) for file in morning.files]


def _receipt(file: FileFate, known: Mapping[tuple[str, str], Submission], night: Night) -> Receipt:
    """A file as received; one that could not be read is told by its name, so that its sender hears of it."""
    one = known.get((file.file, file.sha256))
    unit, period = (one.unit, one.period) if one else ("", "")
    if one is None and file.fate == "quarantined":
        unit, period = named_by_file(file.file, night.roster, night.settings.period.cycle)
    return Receipt(
        file=file.file,
        sha256=file.sha256,
        fate=file.fate,
        reason=file.reason,
        remedy=file.remedy,
        unit=unit,
        period=period,
        signed=one.signed if one else None,
        received=date.fromisoformat(file.received) if file.received else None,
        kind=file.kind,
        by_name=one is None and bool(unit or period),
    )


class QuotedDocuments(Mapping[str, Document]):
    """The documents of what counts by sha256, each read from the ledger when it is first quoted."""

    def __init__(self, ledger: Ledger, morning: Morning) -> None:
        self._names = {one.sha256: one.file for one in morning.record.submissions}
        self._ledger = ledger
        self._read: dict[str, Document] = {}

    def __getitem__(self, sha256: str) -> Document:
        if sha256 not in self._read:
            document = self._ledger.document(sha256, self._names.get(sha256, ""))
            if document is None:
                raise KeyError(sha256)
            self._read[sha256] = document
        return self._read[sha256]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _opinions(ledger: Ledger, night: Night) -> dict[str, Opinion]:
    """Reviewers' words by finding or item; a replay of a past day knows only those made by then."""
    until = night.as_of.isoformat() if night.as_of < night.today else ""
    rows = ledger.opinions() if night.is_newest(ledger) else ledger.opinions(until)
    return {key: Opinion(row.opinion, row.author, row.time, row.note) for key, row in rows.items()}


def _issued(ledger: Ledger, night: Night) -> dict[str, IssuedPaper]:
    """What was decided about the period's 督办单 and 催报函: about this day's paper, else the latest by this day."""
    day, newest = night.as_of.isoformat(), night.is_newest(ledger)
    rows = [row for row in ledger.issues(str(night.period)) if row.as_of <= day]
    by_now = [row for row in rows if row.as_of == day or newest or row.time[:10] <= day]
    latest = {row.key: row for row in sorted(by_now, key=lambda row: row.as_of == day)}
    return {
        key: IssuedPaper(row.number, _date(row.issued), _date(row.reply_by), _date(row.replied), row.as_of)
        for key, row in latest.items()
    }


def _date(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _standings(ledger: Ledger, day: str) -> dict[int, str]:
    return {one.item: one.standing for one in ledger.standings(day)} if day else {}


def _history(ledger: Ledger, night: Night) -> dict[str, Mapping[int, str]]:
    """Period → standings, by the last judged day before today's of each period."""
    cycle, today = night.settings.period.cycle, night.as_of.isoformat()
    last = {str(last_ended(date.fromisoformat(day), cycle)): day for day in _before(ledger.days(), today)}
    last.pop(str(night.period), None)
    return {period: _standings(ledger, day) for period, day in last.items()}


def _before(days: Iterable[str], today: str) -> Iterable[str]:
    return (day for day in days if day < today)


def _original(night: Night, sha256: str) -> bytes | None:
    place = night.workspace.archived(sha256)
    return place.read_bytes() if place.exists() else None
