"""Who sent a report, for which period, and on which day: votes of folder, name, head, text and signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from extractors.document import FURNITURE, Document
from extractors.facts.find import find_facts
from extractors.facts.units import SCHOOL_KINDS, Roster, RosterEntry
from extractors.letterhead import Letterhead, find_letterhead
from matching.periods import Period, find_period
from matching.plan import Plan
from matching.submissions import Submission

#: What a reviewer calls the places that name a submitter.
VOTE_PLACES = {
    "signature": "落款",
    "header": "页眉",
    "title": "标题",
    "filler": "填报单位栏",
    "name": "文件名",
    "folder": "文件夹",
    "opening": "文首",
}
#: How much a place says about who sent the report. A signature binds, a folder is somebody's habit.
UNIT_WEIGHTS = {"signature": 4, "header": 3, "title": 3, "filler": 3, "name": 2, "folder": 2, "opening": 1}
#: Which place names the judged period most reliably; the office's own folder first.
PERIOD_ORDER = ("folder", "title", "name", "signed", "opening")
#: A report signed within so many days after a period's end is still that period's report.
AFTER_THE_END = timedelta(days=45)
#: Blocks of the beginning in which a report says what it is.
OPENING_BLOCKS = 12

#: Where no day is known that an unwritten year could be taken from.
_NO_REFERENCE = date(2000, 1, 1)
_NAME_DAY = re.compile(r"(?<!\d)(20\d{2})[-._年]?(0[1-9]|1[0-2])[-._月]?(0[1-9]|[12]\d|3[01])日?(?!\d)")
_LABELLED_DAY = re.compile(r"(?:报告|填报|填表|填写|报送|上报|制表|编制)(?:日期|时间)\s*[：:]?\s*")
_FILLER = re.compile(r"(?:填报|报送|报告|填表|上报|编报)(?:单位|部门)(?:（盖章）|\(盖章\))?\s*[：:]?\s*")
#: Words that make a year more than a bare year (2021年底, 2021年度总结, 2021-10).
_MORE_THAN_A_YEAR = re.compile(r"半年|季|月|[底终末]|全年|年度|总结|[HhQq][1-4]|20\d{4}|20\d{2}[-_.]\d")
_UNTIL = re.compile(r"截[至止]")
_INSPECTION = re.compile(r"(?:督[导查办察]|检查|调度|抽查).{0,12}通\s*报|通报.{0,6}(?:督[导查办察])")


def roster_of(plan: Plan) -> Roster:
    """The plan's units as the finders of the lower room take them."""
    return Roster(tuple(RosterEntry(unit.short, unit.name, unit.aliases, unit.kind) for unit in plan.units))


def identify(
    document: Document,
    file: str,
    roster: Roster,
    cycle: str,
    received: date | None,
    head: Letterhead | None = None,
) -> Submission:
    """The document as a submission. `file` is its path below the inbox, `cycle` half | quarter | month.

    `head`: the document's letterhead, where it was found already.
    """
    head = head or find_letterhead(document)
    title = head.title or document.properties.get("title", "")
    unit_votes = tuple(_unit_votes(document, file, head, roster))
    signed = head.signed or _labelled_day(document) or _name_day(file)
    period_votes = tuple(_period_votes(document, file, title, signed, cycle))
    return Submission(
        sha256=document.sha256,
        file=file,
        kind=document.kind,
        source="inspection" if _is_inspection(title, file, head) else "unit",
        unit=_elected(unit_votes),
        unit_votes=unit_votes,
        period=_judged_period(period_votes),
        period_votes=period_votes,
        facts_until=_facts_until(document, signed or received),
        signed=signed,
        received=received,
        title=title,
    )


def named_by_file(file: str, roster: Roster, cycle: str) -> tuple[str, str]:
    """(unit, period) by the name and the folder alone, for a file that could not be read; "" where they are silent."""
    folder, _, name = file.replace("!/", "/").rpartition("/")
    unit = _first_unit(re.sub(r"\.\w+$", "", name), roster) or _first_unit(folder, roster)
    periods = (find_period(text, cycle) for text in (folder, name) if _MORE_THAN_A_YEAR.search(text))
    return unit, next((str(period) for period in periods if period is not None), "")


def is_in_doubt(submission: Submission) -> bool:
    """Whether the places that name a submitter disagree beyond what their weights settle."""
    weights = _weights(submission.unit_votes)
    return len(weights) > 1 and weights[0][1] - weights[1][1] < 2


def _unit_votes(document: Document, file: str, head: Letterhead, roster: Roster) -> Iterator[tuple[str, str]]:
    folder, _, name = file.replace("!/", "/").rpartition("/")
    for where, text in (
        ("signature", head.signer),
        ("title", head.title),
        ("filler", _after(document, _FILLER)),
        ("name", re.sub(r"\.\w+$", "", name)),
        ("folder", folder),
    ):
        unit = _first_unit(text, roster)
        if unit:
            yield where, unit
    headers = " ".join(block.text for block in document.blocks if block.kind == "header")
    unit = _first_unit(headers, roster)
    if unit:
        yield "header", unit


def _first_unit(text: str, roster: Roster) -> str:
    mentions = roster.find_units(text) if text else ()
    return mentions[0].short if mentions else ""


def _weights(votes: tuple[tuple[str, str], ...]) -> list[tuple[str, int]]:
    count: Counter[str] = Counter()
    for where, unit in votes:
        count[unit] += UNIT_WEIGHTS[where]
    return sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))


def _elected(votes: tuple[tuple[str, str], ...]) -> str:
    weights = _weights(votes)
    if not weights or (len(weights) > 1 and weights[0][1] == weights[1][1]):
        return ""
    return weights[0][0]


def _period_votes(
    document: Document, file: str, title: str, signed: date | None, cycle: str
) -> Iterator[tuple[str, str]]:
    folder, _, name = file.replace("!/", "/").rpartition("/")
    opening = " ".join(block.text for block in document.blocks[:OPENING_BLOCKS])[:600]
    places = (("folder", folder), ("title", title), ("name", name), ("opening", opening))
    found = [(where, text, find_period(text, cycle)) for where, text in places if text]
    precise = signed is not None or any(_MORE_THAN_A_YEAR.search(text) for _, text, period in found if period)
    for where, text, period in found:
        if period is not None and (not precise or _MORE_THAN_A_YEAR.search(text)):
            yield where, str(period)
    if signed is not None:
        yield "signed", str(_period_signed(signed, cycle))


def _period_signed(signed: date, cycle: str) -> Period:
    """A report signed soon after a period's end is that period's; later it is the running one's."""
    before = Period.containing(signed - AFTER_THE_END, cycle)
    return before if before.end < signed else Period.containing(signed, cycle)


def _judged_period(votes: tuple[tuple[str, str], ...]) -> str:
    by_place = dict(votes)
    return next((by_place[where] for where in PERIOD_ORDER if where in by_place), "")


def _after(document: Document, label: re.Pattern[str]) -> str:
    """What follows a label such as 填报单位： in the first blocks (or in the cell beside it)."""
    blocks = [block for block in document.blocks if block.kind not in FURNITURE]
    for index, block in enumerate(blocks[: OPENING_BLOCKS * 2]):
        match = label.search(block.text)
        if match:
            rest = block.text[match.end() : match.end() + 40]
            return rest or (blocks[index + 1].text[:40] if index + 1 < len(blocks) else "")
    return ""


def _labelled_day(document: Document) -> date | None:
    text = _after(document, _LABELLED_DAY)
    facts = find_facts(text, _NO_REFERENCE) if text else ()
    return next((fact.end for fact in facts if fact.kind == "date" and fact.end), None)


def _name_day(file: str) -> date | None:
    """A full day in the file's own name (水产学校任务台账20201225.docx)."""
    match = _NAME_DAY.search(file.rsplit("/", 1)[-1])
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _facts_until(document: Document, latest: date | None) -> date | None:
    """The last 截至… day of the opening, where it is a written day not after the report's own."""
    days = []
    for block in document.blocks[: OPENING_BLOCKS * 3]:
        if not _UNTIL.search(block.text):
            continue
        for fact in find_facts(block.text, latest or _NO_REFERENCE):
            before = block.text[max(0, fact.start_char - 3) : fact.end_char]
            if (
                fact.kind in ("date", "period")
                and fact.end
                and _UNTIL.search(before)
                and re.search(r"\d", fact.surface)
            ):
                days.append(fact.end)
    return max((day for day in days if latest is None or day <= latest), default=None)


def _is_inspection(title: str, file: str, head: Letterhead) -> bool:
    """A circular of the office itself: evidence, but nobody's own report."""
    name = file.rsplit("/", 1)[-1]
    if _INSPECTION.search(title) or _INSPECTION.search(name):
        return True
    return (
        bool(head.signer) and "领导小组" in head.signer and "办公室" in head.signer and "通报" in title + name
    )


def speaks_of_plan(document: Document, title: str, plan: Plan, roster: Roster) -> bool:
    """Whether the paper names the plan, its document number, its topics or one of its schools in its head or opening."""
    opening = title + " ".join(block.text for block in document.blocks[:OPENING_BLOCKS])
    names = (plan.title, plan.list_title, plan.document, *plan.topics)
    if any(name and name in opening for name in names):
        return True
    return any(mention.kind in SCHOOL_KINDS for mention in roster.find_units(opening))
