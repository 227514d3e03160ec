"""Work is keyed by content and versions: only what a change touches is done again, the needed first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from extractors.sandbox import ReadJob, ReadResult, read_many
from flows import interpreting, reading, scaling
from flows import night as nights
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace
from matching.plan import EMBEDDED

AS_OF = date(2022, 1, 31)


class Counter:
    """How many files were parsed and documents understood, and in which order files were parsed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        self.understood = 0

        def counted_reading(jobs: Iterable[ReadJob], **limits: float) -> Iterator[ReadResult]:
            jobs = list(jobs)
            self.read += [job.file for job in jobs]
            return read_many(jobs, **limits)  # type: ignore[arg-type]

        def counted_understanding(reader: object, jobs: Iterable[object]) -> list[object]:
            jobs = list(jobs)
            self.understood += len(jobs)
            return interpreting.interpret_all(reader, jobs)  # type: ignore[arg-type, return-value]

        monkeypatch.setattr(reading, "read_many", counted_reading)
        monkeypatch.setattr(scaling, "interpret_all", counted_understanding)

    def taken(self) -> tuple[int, int]:
        """(files parsed, documents understood) since the last look."""
        told = len(self.read), self.understood
        self.read, self.understood = [], 0
        return told


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    return Counter(monkeypatch)


def _own_plan(office: Workspace) -> Path:
    plan = office.root / "plan"
    shutil.copytree(EMBEDDED, plan)
    text = office.settings_file.read_text(encoding="utf-8").replace('path = ""', 'path = "plan"')
    office.settings_file.write_text(text, encoding="utf-8")
    return plan


def test_a_changed_plan_matches_anew_and_reads_nothing(office: Workspace, counter: Counter) -> None:
    plan = _own_plan(office)
    run_night(prepare(office.root, AS_OF))
    assert counter.taken() == (4, 3)
    run_night(prepare(office.root, AS_OF))
    assert counter.taken() == (0, 0)
    nights.plan_version.cache_clear()
    units = plan / "units.toml"
    units.write_text(units.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    run_night(prepare(office.root, AS_OF))
    assert counter.taken() == (0, 3)


def test_a_changed_extractor_reads_anew_after_the_report(
    office: Workspace,
    counter: Counter,
    monkeypatch: pytest.MonkeyPatch,
    canonical: Callable[[Path], list[str]],
) -> None:
    run_night(prepare(office.root, AS_OF))
    before = canonical(office.root)
    counter.taken()
    moments: list[str] = []
    report = office.reports / "2022-01-31" / "gaps.json"
    report.unlink()

    def watched(jobs: Iterable[ReadJob], **limits: float) -> Iterator[ReadResult]:
        jobs = list(jobs)
        if jobs:
            moments.append("report there" if report.exists() else "no report yet")
        counter.read += [job.file for job in jobs]
        return read_many(jobs, **limits)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "read_many", watched)
    monkeypatch.setattr(nights, "EXTRACTOR_VERSION", nights.EXTRACTOR_VERSION + 1)
    run_night(prepare(office.root, AS_OF))
    assert moments == ["report there"]
    assert counter.taken() == (4, 3)
    assert [line for line in canonical(office.root) if '"documents"' not in line] == [
        line for line in before if '"documents"' not in line
    ]
    run_night(prepare(office.root, AS_OF))
    assert counter.taken() == (0, 0)


def test_what_the_judged_period_needs_is_read_anew_first(
    office: Workspace, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.inbox / "2021上半年").mkdir()
    first_half = office.inbox / "2021上半年" / "财政局上半年.docx"
    _copy_with_year(office.inbox / "2021年底" / "财政局.docx", first_half)
    shutil.copy(office.inbox / "2021年底" / "人社局.docx", office.inbox / "一份副本.docx")
    run_night(prepare(office.root, AS_OF))
    counter.taken()
    monkeypatch.setattr(nights, "EXTRACTOR_VERSION", nights.EXTRACTOR_VERSION + 1)
    run_night(prepare(office.root, AS_OF))
    order = [name.rsplit("/", 1)[-1] for name in counter.read]
    assert order[-1] == "财政局上半年.docx"
    assert set(order[:-1]) >= {"空.docx", "财政局.docx", "水产学校.docx"}
    assert len(order) == 5  # the copy is the same content


def _copy_with_year(source: Path, target: Path) -> None:
    from docx import Document

    paper = Document(str(source))
    for paragraph in paper.paragraphs:
        paragraph.text = paragraph.text.replace("2021年职业", "2021年上半年职业").replace(
            "12月28日", "6月28日"
        )
    paper.save(str(target))


def test_what_is_not_reached_in_one_night_is_read_in_the_next(
    office: Workspace, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import steps

    run_night(prepare(office.root, AS_OF))
    counter.taken()
    monkeypatch.setattr(nights, "EXTRACTOR_VERSION", nights.EXTRACTOR_VERSION + 1)
    monkeypatch.setattr(steps, "PORTION", 3)
    clock = iter(range(0, 10**9, 7200))
    monkeypatch.setattr(steps, "monotonic", lambda: next(clock))  # every look at the clock is two hours later
    run_night(prepare(office.root, AS_OF))
    assert counter.taken()[0] == 0  # the minutes were over before the first portion
    text = office.settings_file.read_text(encoding="utf-8")
    office.settings_file.write_text(
        text.replace("reread_minutes = 120", "reread_minutes = 200"), encoding="utf-8"
    )
    run_night(prepare(office.root, AS_OF))
    assert counter.taken()[0] == 3
    run_night(prepare(office.root, AS_OF))
    assert counter.taken()[0] == 1


def test_a_past_day_is_judged_again_with_identical_findings(office: Workspace) -> None:
    days = [date(2021, 7, 31), date(2021, 12, 31), AS_OF]
    reports = {}
    for day in days:
        run_night(prepare(office.root, day))
        reports[day] = _gaps(office, day)
    for day in days:
        run_night(prepare(office.root, day))
        assert _gaps(office, day) == reports[day]


def test_a_past_day_comes_out_the_same_from_the_archive_alone(office: Workspace) -> None:
    run_night(prepare(office.root, date(2021, 12, 31)))
    run_night(prepare(office.root, AS_OF))
    before = _gaps(office, AS_OF)
    shutil.rmtree(office.inbox)  # what the units sent is gone, the archive is not
    shutil.rmtree(office.reports)
    office.inbox.mkdir()
    run_night(prepare(office.root, AS_OF))
    assert _gaps(office, AS_OF) == before


def _gaps(office: Workspace, day: date) -> bytes:
    return (office.reports / day.isoformat() / "gaps.json").read_bytes()
