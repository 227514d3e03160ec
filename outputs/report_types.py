"""One neutral arrangement of a morning: what every renderer shows, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.findings import Evidence, Finding, Light
from matching.plan import Commitment, Part, TaskItem

#: Files named in the printed papers; 收件清单.csv and the workbook have them all.
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file as the office received it, and its fate."""

    file: str  # path below inbox/, forward slashes; members "a.zip!/b.docx"
    sha256: str
    fate: str  # read duplicate superseded quarantined irrelevant decisions pending
    reason: str = ""
    remedy: str = ""
    unit: str = ""  # short form, "" = in doubt
    period: str = ""
    signed: date | None = None
    received: date | None = None
    kind: str = ""  # docx, pdf, …
    by_name: bool = False  # unit and period come from the file's name and folder alone


@dataclass(frozen=True, slots=True)
class LightStyle:
    """A light as the office calls and colours it."""

    light: Light  # red yellow blue grey
    name: str  # 红 …; one or two characters, shown wherever the colour is
    colour: str  # of the ground, six hex digits, without #

    @property
    def ink(self) -> str:
        """Black or white, whichever reads better on the colour; one of them always reaches 4.5:1."""
        return "000000" if _luminance(self.colour) > 0.179 else "FFFFFF"


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1, 0..1."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


DEFAULT_LIGHTS: tuple[LightStyle, ...] = (
    LightStyle("red", "红", "B3261E"),
    LightStyle("yellow", "黄", "FFD978"),
    LightStyle("blue", "蓝", "CFE0F7"),
    LightStyle("grey", "灰", "DCDFE4"),
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer decided about a finding or an item."""

    opinion: str
    author: str = ""
    time: str = ""  # ISO
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClosedFinding:
    """A finding of an earlier day that is gone."""

    finding: Finding
    first_seen: str  # ISO


@dataclass(frozen=True, slots=True)
class RunningPeriod:
    """The period that is not over yet: shown as progress of reporting, without findings."""

    period: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a file with their place, for showing beside others."""

    file: str
    place: str
    quote: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """A quote in its surroundings, whose it is, and why it was taken for this item."""

    evidence: Evidence
    place: str  # 第3页 / 第12段 / 第1张表第3行第2列
    section: str = ""  # nearest heading above
    before: str = ""  # characters of the same block before and after the quote
    after: str = ""
    row: tuple[tuple[str, str], ...] = ()  # sibling cells, where the quote is a cell
    unit: str = ""
    source: str = "unit"
    period: str = ""
    facts_until: date | None = None
    signed: date | None = None
    received: date | None = None
    probability: float | None = None
    reasons: tuple[str, ...] = ()
    runner_up: str = ""
    status: str = ""
    fulfils: tuple[tuple[str, str], ...] = ()  # (part id, yes | no | unsure)
    decided: bool = False
    ocr: float | None = None
    repeats: Passage | None = None  # the earlier or foreign passage it repeats
    revisions: tuple[str, ...] = ()  # tracked deletions in the block, with author and date
    name: str = ""  # the file's own name, with its folders where another file has the same
    label: str = ""  # the block's automatic number （一） 1., which is not in its text
    column: str = ""  # of a cell: the header above it
    column_place: int = 0  # of a cell: how many of `row` stand left of it
    above: str = ""  # of a paragraph: the neighbouring ones, shortened
    below: str = ""


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """A promise of the notice's body that the list lacks, and what the period's material says of it."""

    commitment: Commitment
    words: str  # 材料提到2处 | 未见到材料
    units: tuple[str, ...]  # who speaks of it
    cards: tuple[EvidenceCard, ...]


@dataclass(frozen=True, slots=True)
class RedUnit:
    """A unit and the items on which a red gap names it."""

    unit: str
    items: tuple[int, ...]
    gaps: int


@dataclass(frozen=True, slots=True)
class GapEntry:
    """A finding as a reader needs it: state, evidence, how to verify, what closes it by when."""

    finding: Finding
    state: str
    first_seen: str
    cards: tuple[EvidenceCard, ...]
    verify: str
    by: date
    opinion: Opinion | None = None
    days_late: int = 0  # of an overdue part, at the as-of day
    dropped: bool = False  # a reviewer did not agree, or waived it: told, but not held against anybody


@dataclass(frozen=True, slots=True)
class PartState:
    part: Part
    state: str  # 完成 | 逾期 | 未到期 | 无期限 …


@dataclass(frozen=True, slots=True)
class LifePoint:
    """One period in the life of an item."""

    period: str
    standing: str  # "" = not judged
    status: str  # most advanced status of its claims, "" = no claim
    claims: int


@dataclass(frozen=True, slots=True)
class FigurePoint:
    period: str
    value: float
    surface: str  # as written
    unit: str  # who says it
    file: str
    place: str


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """Figures of one metric over the periods, with the target they run against."""

    metric: str
    population: str
    unit: str  # of measure
    target: float | None
    target_text: str
    points: tuple[FigurePoint, ...]


@dataclass(frozen=True, slots=True)
class ItemEntry:
    item: TaskItem
    standing: str
    previous: str  # standing of the latest earlier day, "" = none
    parts: tuple[PartState, ...]
    gaps: tuple[GapEntry, ...]
    cards: tuple[EvidenceCard, ...]  # accepted claims of the period, most telling first
    more_cards: int  # further accepted claims that only the search lists
    life: tuple[LifePoint, ...]
    series: tuple[FigureSeries, ...]
    score: int
    opinion: Opinion | None = None

    @property
    def live(self) -> tuple[GapEntry, ...]:
        """The gaps that reviewers let stand."""
        return tuple(gap for gap in self.gaps if not gap.dropped)


@dataclass(frozen=True, slots=True)
class Changes:
    """Against the latest earlier as-of day."""

    new: tuple[GapEntry, ...]
    changed: tuple[GapEntry, ...]
    reopened: tuple[GapEntry, ...]
    closed: tuple[ClosedFinding, ...]
    worse: tuple[ItemEntry, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    rank: int
    score: int
    entry: ItemEntry
    words: str  # how the score came about


@dataclass(frozen=True, slots=True)
class DueEntry:
    entry: ItemEntry
    part: Part
    days: int  # past the due date; negative = still to come
    gap: GapEntry


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """Findings and receipts about the material itself, by what is wrong with it."""

    name: str
    gaps: tuple[GapEntry, ...] = ()
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """What people decided about a 督办单 or 催报函: its number and the days it went out, is due back, came back."""

    number: str = ""  # as written between 〔2022〕 and 号; "" = not yet numbered
    issued: date | None = None
    reply_by: date | None = None
    replied: date | None = None
    as_of: str = ""  # ISO day of the report whose paper was issued


@dataclass(frozen=True, slots=True)
class UnitEntry:
    short: str
    name: str
    kind: str
    accountable: bool
    leads: tuple[int, ...]
    responsible: tuple[int, ...]
    files: tuple[Receipt, ...]  # read, for the judged period
    gaps: tuple[GapEntry, ...]  # that name this unit
    silent: bool
    notice: IssuedPaper | None = None  # the latest 督办单 of the period that was issued
    reminder: IssuedPaper | None = None


@dataclass(frozen=True, slots=True)
class HeatCell:
    unit: str
    role: str  # 牵 责 校 or ""
    light: str  # worst light of the gaps that name unit and item, "" = none
    gaps: int
    claims: int


@dataclass(frozen=True, slots=True)
class Progress:
    """本期报送进度: who has sent, who has not, what falls due before the period ends."""

    period: str
    end: date
    reported: tuple[str, ...]
    waiting: tuple[str, ...]
    due: tuple[tuple[int, Part], ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One claim in the full-text search and on the workbook's 证据 sheet."""

    item: int
    unit: str
    period: str
    file: str
    sha256: str
    place: str
    quote: str
    band: str
    status: str
    probability: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the papers of one morning say."""

    plan_id: str
    plan_title: str
    plan_document: str
    issuer: str
    office: str
    as_of: date
    period: str
    standings: tuple[tuple[str, int], ...]  # the five in order; sum = number of items
    received: tuple[tuple[str, int], ...]  # every fate in order, zeros included
    silent: tuple[str, ...]
    silent_beside: tuple[str, ...]  # responsible units and named schools without material
    items: tuple[ItemEntry, ...]
    other_gaps: tuple[GapEntry, ...]  # that concern no item
    changes: Changes
    previous_day: date | None  # the judged day that today is compared with
    red_units: tuple[RedUnit, ...]  # most red gaps first
    risks: tuple[Risk, ...]
    ranking: str
    overdue: tuple[DueEntry, ...]
    due_soon: tuple[DueEntry, ...]
    main: tuple[tuple[ItemEntry, tuple[GapEntry, ...]], ...]
    bare: tuple[tuple[ItemEntry, GapEntry], ...]  # nothing but 未见佐证 in them
    material: tuple[MaterialGroup, ...]
    office_matters: tuple[GapEntry, ...]  # unassigned, needs_review
    dropped: tuple[GapEntry, ...]  # 不认可 or 豁免 by a reviewer; in no other section
    commitments: tuple[PromiseEntry, ...]
    units: tuple[UnitEntry, ...]
    conflicts: tuple[GapEntry, ...]
    receipts: tuple[Receipt, ...]
    heat_units: tuple[str, ...]
    heat: tuple[tuple[ItemEntry, tuple[HeatCell, ...]], ...]
    progress: Progress | None
    rows: tuple[EvidenceRow, ...]
    claims: int  # accepted or asked; those that `rows` leaves out are in earlier papers
    lights: tuple[LightStyle, ...]
    reply_by: date
    object_by: date
    window_days: int
    alarms: tuple[str, ...] = ()
    bulletin: IssuedPaper | None = None  # the latest 督查通报 of the period that was issued

    @property
    def listed(self) -> tuple[Receipt, ...]:
        """The receipts that are printed: all, or of very many those of the judged period and those with a reason."""
        if len(self.receipts) <= MOST_LISTED:
            return self.receipts
        first = [one for one in self.receipts if one.period == self.period or one.reason]
        return tuple(first[:MOST_LISTED])

    @property
    def received_total(self) -> int:
        return sum(count for _, count in self.received)

    @property
    def gaps(self) -> tuple[GapEntry, ...]:
        """Every open gap, by item, then those of no item."""
        return tuple(self._all_gaps())

    def _all_gaps(self) -> Iterator[GapEntry]:
        for entry in self.items:
            yield from entry.gaps
        yield from self.other_gaps

    def received_by_period(self) -> tuple[int, int, int]:
        """Files of the judged period, of another, of an unknown one; the three add to the receipts."""
        told = [one.period for one in self.receipts]
        now, unclear = told.count(self.period), told.count("")
        return now, len(told) - now - unclear, unclear

    def light_counts(self) -> tuple[tuple[LightStyle, int], ...]:
        """How many open gaps carry each light."""
        lights: list[str] = [gap.finding.light for gap in self.gaps]
        return tuple((style, lights.count(style.light)) for style in self.lights)

    def style(self, light: str) -> LightStyle:
        return next(style for style in self.lights if style.light == light)

    def standing_count(self, standing: str) -> int:
        return next(count for name, count in self.standings if name == standing)

    def entry(self, number: int) -> ItemEntry | None:
        return next((entry for entry in self.items if entry.item.number == number), None)
