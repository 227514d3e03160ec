"""Evidence as cards: the quote in its surroundings, its place in words, why it was matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.document import Block, Document, Span
from matching.claims import Claim
from matching.findings import Evidence
from matching.submissions import Submission
from outputs.report_types import EvidenceCard, EvidenceRow, Passage
from outputs.seats import Seat, Seats, standing_of

#: Characters of the block shown before and after a quote; enough for the sentence around it.
SURROUNDINGS = 120
#: Accepted claims shown with an item beside the evidence of its gaps; the search lists the rest.
CARDS_PER_ITEM = 12
#: Characters of the paragraphs above and below that place a quote on its page.
NEIGHBOUR = 60
#: Claims in the search and on the workbook's sheet; a page with more no longer opens at once.
MOST_ROWS = 20_000
_STATUS_ORDER = {"done": 0, "blocked": 1, "ongoing": 2, "planned": 3, "none": 4}


@dataclass(slots=True)
class Sources:
    """What cards are made of: documents, submissions and claims, indexed once."""

    documents: Mapping[str, Document]
    submissions: Mapping[str, Submission]
    claims: Sequence[Claim]
    seats: Callable[[str], Mapping[int, Seat]] | None = None  # where blocks stand; None = read the documents
    _by_block: dict[tuple[str, int], list[Claim]] = field(init=False)
    _by_item: dict[int, list[Claim]] = field(init=False)
    _seats: dict[str, Mapping[int, Seat]] = field(init=False, default_factory=dict)
    _blocks: dict[str, dict[int, Block]] = field(init=False, default_factory=dict)
    _names: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self._by_block, self._by_item = {}, {}
        self._names = Counter(_own_name(one.file) for one in self.submissions.values())
        for claim in self.claims:
            self._by_block.setdefault((claim.submission, claim.span.block), []).append(claim)
            self._by_item.setdefault(claim.item, []).append(claim)

    def name(self, file: str) -> str:
        """A file's own name, which readers look for; the whole path where several files have that name."""
        return _own_name(file) if self._names[_own_name(file)] <= 1 else file

    def claims_of(self, item: int) -> list[Claim]:
        return self._by_item.get(item, [])

    def claim_at(self, evidence: Evidence, item: int | None) -> Claim | None:
        """The claim that the evidence is about: same item first, then the largest overlap."""
        here = self._by_block.get((evidence.sha256, evidence.block), [])
        fitting = [claim for claim in here if _overlap(claim, evidence) > 0]
        return max(fitting, key=lambda claim: (claim.item == item, _overlap(claim, evidence)), default=None)

    def block(self, sha256: str, index: int) -> Block | None:
        if sha256 not in self.documents:
            return None
        if sha256 not in self._blocks:
            self._blocks[sha256] = {block.index: block for block in self.documents[sha256].blocks}
        return self._blocks[sha256].get(index)

    def beside(self, sha256: str, index: int, step: int) -> Block | None:
        """The next block of running text before (-1) or after (1); None at a table or at the ends."""
        if self.block(sha256, index) is None:
            return None
        blocks = self._blocks[sha256]
        for place in range(index + step, index + 6 * step, step):
            block = blocks.get(place)
            if block is None or block.kind == "cell":
                return None
            if block.kind in ("heading", "paragraph", "list_item") and block.text.strip():
                return block
        return None

    def row_of(self, sha256: str, cell: Block) -> Iterator[Block]:
        """The cells of the cell's row; they stand near it in the document."""
        if self.block(sha256, cell.index) is None:
            return
        blocks = self._blocks[sha256]
        for step in (-1, 1):
            place = cell.index + step
            while (
                (other := blocks.get(place)) is not None
                and other.table == cell.table
                and (other.row or 0) <= (cell.row or 0) < (other.row or 0) + max(1, other.row_span)
            ):
                yield other
                place += step

    def blocks_before(self, sha256: str, index: int) -> Iterable[Block]:
        if self.block(sha256, index) is None:
            return ()
        blocks = self._blocks[sha256]
        return (blocks[place] for place in range(index - 1, -1, -1) if place in blocks)

    def place(self, sha256: str, index: int, page: int | None) -> str:
        """第3页第12段; a cell by table, row and column; an estimated page says so."""
        if sha256 not in self._seats:
            document = self.documents.get(sha256) if self.seats is None else None
            self._seats[sha256] = (
                self.seats(sha256)
                if self.seats
                else Seats(map(standing_of, document.blocks if document else ()))
            )
        seat = self._seats[sha256].get(index)
        return seat.words(page) if seat else f"{f'第{page}页' if page is not None else ''}第{index + 1}段"


def card(evidence: Evidence, item: int | None, sources: Sources) -> EvidenceCard:
    """One place of a finding, with all that is known about it."""
    return _card(evidence, sources.claim_at(evidence, item), sources)


def claim_card(claim: Claim, sources: Sources) -> EvidenceCard:
    """An accepted claim that no gap needs, shown as it stands."""
    return _card(claim_evidence(claim), claim, sources)


def claim_evidence(claim: Claim) -> Evidence:
    span = claim.span
    return Evidence(claim.file, claim.submission, claim.page, span.block, span.start, span.end, claim.text)


def _card(evidence: Evidence, claim: Claim | None, sources: Sources) -> EvidenceCard:
    submission = sources.submissions.get(evidence.sha256)
    block = sources.block(evidence.sha256, evidence.block)
    before, after = _surroundings(evidence, block)
    return EvidenceCard(
        evidence=evidence,
        place=sources.place(evidence.sha256, evidence.block, evidence.page),
        section=_section(evidence, claim, sources),
        before=before,
        after=after,
        row=claim.context.row if claim and (block is None or block.kind == "cell") else (),
        unit=(claim.unit if claim else "") or (submission.unit if submission else ""),
        source=submission.source if submission else claim.source if claim else "unit",
        period=(claim.period if claim else "") or (submission.period if submission else ""),
        facts_until=submission.facts_until if submission else None,
        signed=submission.signed if submission else None,
        received=submission.received if submission else None,
        probability=claim.probability if claim else None,
        reasons=claim.reasons if claim else (),
        runner_up=_runner_up(claim),
        status=claim.status if claim else "",
        fulfils=tuple(sorted(claim.fulfils.items())) if claim else (),
        decided=claim.decided if claim else False,
        ocr=claim.confidence if claim else block.confidence if block else None,
        repeats=_repeats(claim, sources),
        revisions=_revisions(evidence, sources),
        name=sources.name(evidence.file),
        label=block.label if block else "",
        column=claim.context.column if claim else "",
        column_place=_column_place(claim, block, sources),
        above=_neighbour(evidence, block, sources, -1),
        below=_neighbour(evidence, block, sources, 1),
    )


def _column_place(claim: Claim | None, block: Block | None, sources: Sources) -> int:
    """Where the quoted cell stands among its siblings."""
    if claim is None or block is None or block.kind != "cell":
        return 0
    left = {
        _solid(other.text)
        for other in sources.row_of(claim.submission, block)
        if (other.column or 0) < (block.column or 0)
    }
    return sum(_solid(text) in left for _, text in claim.context.row)


def _solid(text: str) -> str:
    return "".join(text.split())[:40]


def _neighbour(evidence: Evidence, block: Block | None, sources: Sources, step: int) -> str:
    """The paragraph before or after, shortened; nothing for a cell, whose row is shown instead."""
    if block is None or block.kind == "cell":
        return ""
    other = sources.beside(evidence.sha256, evidence.block, step)
    if other is None:
        return ""
    text = (other.label + other.text).strip()
    if len(text) <= NEIGHBOUR:
        return text
    return "…" + text[-NEIGHBOUR:] if step < 0 else text[:NEIGHBOUR] + "…"


def _own_name(file: str) -> str:
    return file.rpartition("/")[2]


def _surroundings(evidence: Evidence, block: Block | None) -> tuple[str, str]:
    if block is None:
        return "", ""
    start = max(0, evidence.start - SURROUNDINGS)
    before = ("…" if start else "") + block.text[start : evidence.start]
    after = block.text[evidence.end : evidence.end + SURROUNDINGS]
    return before, after + ("…" if evidence.end + SURROUNDINGS < len(block.text) else "")


def _section(evidence: Evidence, claim: Claim | None, sources: Sources) -> str:
    for block in sources.blocks_before(evidence.sha256, evidence.block):
        if block.kind == "heading" and block.text.strip():
            return (block.label + block.text).strip()
    return claim.context.headings[-1] if claim and claim.context.headings else ""


def _runner_up(claim: Claim | None) -> str:
    if claim is None or claim.runner_up is None:
        return ""
    other = claim.runner_up
    because = f"：{'；'.join(other.reasons[:2])}" if other.reasons else ""
    return f"第{other.item}项（{other.probability:.0%}）{because}"


def _repeats(claim: Claim | None, sources: Sources) -> Passage | None:
    if claim is None or claim.recycled_from is None:
        return None
    return passage(claim.recycled_from, sources)


def passage(span: Span, sources: Sources) -> Passage:
    """The words at a span, with file and place as far as they are still known."""
    submission = sources.submissions.get(span.document)
    document = sources.documents.get(span.document)
    block = sources.block(span.document, span.block)
    file = submission.file if submission else document.file if document else "此前报送的材料"
    quote = block.text[span.start : span.end] if block else ""
    place = sources.place(span.document, span.block, None) if block else ""
    return Passage(file, place, quote, submission.unit if submission else "")


def _revisions(evidence: Evidence, sources: Sources) -> tuple[str, ...]:
    document = sources.documents.get(evidence.sha256)
    revisions = document.revisions if document else ()
    return tuple(
        f"修订痕迹：{revision.author or '未署名'}{revision.date[:10]}删去“{revision.text}”"
        for revision in revisions
        if revision.block == evidence.block and revision.kind == "deletion" and revision.text.strip()
    )


def _overlap(claim: Claim, evidence: Evidence) -> int:
    return min(claim.span.end, evidence.end) - max(claim.span.start, evidence.start)


def item_cards(
    item: int, period: str, shown: Iterable[Evidence], sources: Sources
) -> tuple[tuple[EvidenceCard, ...], int]:
    """Accepted claims of the period that the gaps do not show already, and how many are left out."""
    seen = {(place.sha256, place.block, place.start) for place in shown}
    claims = [
        claim
        for claim in sources.claims_of(item)
        if claim.band == "accepted"
        and claim.period == period
        and not claim.copied_from_plan
        and (claim.submission, claim.span.block, claim.span.start) not in seen
    ]
    claims.sort(key=_telling)
    cards = tuple(claim_card(claim, sources) for claim in claims[:CARDS_PER_ITEM])
    return cards, max(0, len(claims) - CARDS_PER_ITEM)


def _telling(claim: Claim) -> tuple[bool, int, float, str, int, int]:
    met = "yes" in claim.fulfils.values()
    order = _STATUS_ORDER[claim.status]
    return (not met, order, -claim.probability, claim.file, claim.span.block, claim.span.start)


def evidence_rows(sources: Sources, listed: Collection[str] | None = None) -> tuple[EvidenceRow, ...]:
    """Every accepted or asked claim, by item, newest period first; of very many the newest ones.

    `listed`: sha256 of the documents whose claims are shown; None = all.
    """
    claims = [c for c in sources.claims if c.band != "none" and (listed is None or c.submission in listed)]
    claims.sort(key=lambda claim: (claim.file, claim.span.block, claim.span.start))
    claims.sort(key=lambda claim: claim.period, reverse=True)
    del claims[MOST_ROWS:]
    claims.sort(key=lambda claim: claim.item)
    return tuple(
        EvidenceRow(
            claim.item,
            claim.unit,
            claim.period,
            claim.file,
            claim.submission,
            sources.place(claim.submission, claim.span.block, claim.page),
            claim.text,
            claim.band,
            claim.status,
            claim.probability,
        )
        for claim in claims
    )
