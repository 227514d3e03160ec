"""Evidence handed in before: recycled, for items and for whole documents."""

from __future__ import annotations

from collections.abc import Iterator

from matching.claims import Claim
from matching.findings import Evidence, Finding
from matching.gaps.case import Case, join, quoted, tells
from matching.gaps.fulfilment import is_finished
from matching.gaps.settings import GapSettings
from matching.periods import Period
from matching.plan import Plan
from matching.record import Passage, Record, RepeatedDocument, is_for, period_words


def recycled(case: Case) -> Iterator[Finding]:
    """Evidence of the period repeats an earlier period's or another unit's text (matching/recycled.py decides).

    Claims that tell of something count; restated plan text is `copied_from_plan`. Both sources are named.
    """
    if is_finished(case):
        return
    repeated = [c for c in case.current if c.recycled_from is not None and tells(c)]
    if not repeated:
        return
    because = f"{join(c.unit for c in repeated)}{case.period.label}关于第{case.item.number}项的{len(repeated)}处表述与{_source(case, repeated[0])}的文字疑似雷同（相似度0.9以上），如{quoted(repeated[0])}。"
    yield case.find(
        "recycled",
        because,
        "请就本期新的进展另行说明，写明本期的时间和数字",
        repeated,
        units=[claim.unit for claim in repeated],
    )


def _source(case: Case, claim: Claim) -> str:
    origin = claim.recycled_from
    submission = case.submissions.get(origin.document) if origin else None
    if submission is None:
        return "以往材料"
    return f"{submission.unit or '另一份材料'}{period_words(submission.period)}《{submission.file}》第{(origin.block if origin else 0) + 1}段"


def recycled_documents(
    plan: Plan, record: Record, period: Period, settings: GapSettings
) -> Iterator[Finding]:
    """One finding per unit whose report of the period repeats, for the most part, another document."""
    by_unit: dict[str, list[RepeatedDocument]] = {}
    for entry in record.repeated:
        submission = record.submission(entry.submission)
        if submission and submission.source == "unit" and is_for(submission.period, period):
            by_unit.setdefault(submission.unit, []).append(entry)
    for unit, entries in sorted(by_unit.items()):
        yield _document_finding(plan, record, period, settings, unit, entries)


def _document_finding(
    plan: Plan,
    record: Record,
    period: Period,
    settings: GapSettings,
    unit: str,
    entries: list[RepeatedDocument],
) -> Finding:
    words = []
    for entry in entries:
        own, source = record.submission(entry.submission), record.submission(entry.source)
        origin = f"{period_words(source.period)}《{source.file}》" if source else "以往材料"
        words.append(f"《{own.file if own else ''}》{entry.share:.0%}的句子与{origin}疑似雷同")
    pairs = [pair for entry in entries for pair in entry.pairs][: max(1, settings.evidence_shown // 2)]
    return Finding(
        plan=plan.id,
        period=str(period),
        item=None,
        part=None,
        kind="recycled",
        light=settings.light("recycled"),
        units=(unit,) if unit else (),
        because=f"{unit or '报送单位待核'}{period.label}{'；'.join(words)}。",
        closes_by="请重新报送本期材料，写明本期的做法、时间和数字",
        evidence=tuple(_address(passage) for pair in pairs for passage in pair),
        unit=unit,
    )


def _address(passage: Passage) -> Evidence:
    span = passage.span
    return Evidence(passage.file, span.document, passage.page, span.block, span.start, span.end, passage.text)
