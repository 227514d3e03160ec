"""Quotes in issued papers: the words, their file and place, whose they are, and which day they tell of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outputs.report_types import EvidenceCard, ItemEntry
from outputs.report_words import day_words
from outputs.untrusted import clip, excerpt
from outputs.word_paper import QUOTE_LIMIT

#: Shorter cells (累计数, 已完成) say nothing without their table; the HTML report has them.
_TELLING_LENGTH = 8
#: Characters of a quote that a reason gives (matching/gaps/case.py).
_REASON_LENGTH = 60
_REFERENCE_ALONE = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{0,3}[)）]?[、.．]?\s*第?\d{1,2}项(?:目标)?(?:任务|工作)?[：:。.]?"
)
_NAMING_COLUMN = re.compile(r"任务|事项|内容|项目|指标|名称|工作")


def units_words(entry: ItemEntry) -> str:
    lead = "、".join(entry.item.lead) or "清单未列"
    responsible = "、".join(entry.item.responsible) or "清单未列"
    return f"牵头：{lead}；责任：{responsible}"


def distinct_cards(cards: Sequence[EvidenceCard]) -> list[EvidenceCard]:
    """Each place once, in order."""
    places = {
        (card.evidence.sha256, card.evidence.block, card.evidence.start): card for card in reversed(cards)
    }
    return list(reversed(places.values()))


def telling_cards(cards: Sequence[EvidenceCard]) -> list[EvidenceCard]:
    """Cards that tell of an act in words a reader understands without the table around them."""
    return [card for card in cards if card.status != "none" and _tells(card.evidence.quote)]


def _tells(quote: str) -> bool:
    """Long enough, and more than the number of a task (三、第15项任务。)."""
    return len(quote.strip()) >= _TELLING_LENGTH and _REFERENCE_ALONE.fullmatch(quote.strip()) is None


def quote_words(card: EvidenceCard) -> str:
    """Verbatim quote, file, place, who handed it in, and its dates."""
    return f"“{excerpt(card.evidence.quote, QUOTE_LIMIT)}”（{place_words(card)}；{source_words(card)}）"


def quote_lines(cards: Sequence[EvidenceCard]) -> list[tuple[str, str]]:
    """Label and words of each quote of one entry, in order; what was said of a file is not said again."""
    lines: list[tuple[str, str]] = []
    told: dict[str, str] = {}
    for card, label in zip(cards, quote_labels(cards), strict=True):
        first = told.setdefault(card.evidence.sha256, label)
        words = (
            quote_words(card)
            if first == label
            else f"“{excerpt(card.evidence.quote, QUOTE_LIMIT)}”（文件同{first}，{_row_place(card)}）"
        )
        lines.append((label, words))
    return lines


def quote_labels(cards: Sequence[EvidenceCard]) -> list[str]:
    """材料表述, numbered where an entry has several, so that its reasons can point to them."""
    return [f"材料表述{number}" if len(cards) > 1 else "材料表述" for number in range(1, len(cards) + 1)]


def without_repeats(because: str, cards: Sequence[EvidenceCard]) -> str:
    """A reason with each quote that stands beside it replaced by that quote's label.

    Reasons quote as “…”（unit）, the blanks taken out and long ones cut; the plan's words, which no bracket with
    a unit follows, stay.
    """
    for card, label in zip(cards, quote_labels(cards), strict=True):
        solid = re.escape("".join(card.evidence.quote.split()))
        short = re.escape("".join(card.evidence.quote.split())[:_REASON_LENGTH] + "…")
        because = re.sub(f"“(?:{solid}|{short})”(?=（)", label, because)
    return because.replace("说的是材料表述", "所述见材料表述").replace("：材料表述", "：见材料表述")


def place_words(card: EvidenceCard) -> str:
    """File name, place in it and, for a cell, what its row is about. Folders stand in 附件4."""
    return f"{card.name}，{_row_place(card)}"


def _row_place(card: EvidenceCard) -> str:
    row = row_words(card)
    return card.place + (f"“{row}”一行" if row else "")


def row_words(card: EvidenceCard) -> str:
    """What the cell's row is about: the sibling that names the task, shortened."""
    named = [text for name, text in card.row if _NAMING_COLUMN.search(name) and len(text.strip()) > 3]
    return clip(max(named, key=len), 30) if named else ""


def source_words(card: EvidenceCard) -> str:
    """Who handed it in, and the days that count: 事实截至 and 落款, else 收文."""
    named = (("事实截至", card.facts_until), ("落款", card.signed))
    days = [f"{name}{day_words(day)}" for name, day in named if day is not None]
    if card.signed is not None and card.facts_until == card.signed:
        days = [f"事实截至和落款均为{day_words(card.signed)}"]
    if not days:
        days = [f"收文{day_words(card.received)}" if card.received else "未注明日期"]
    source = "办公室督导通报" if card.source == "inspection" else f"{card.unit or '报送单位待认定'}报送"
    return "，".join([source, *days])
