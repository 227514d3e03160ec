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


def place_words(card: EvidenceCard) -> str:
    """File name, place in it and, for a cell, what its row is about. Folders stand in 附件4."""
    row = row_words(card)
    return f"{card.name}，{card.place}" + (f"“{row}”一行" if row else "")


def row_words(card: EvidenceCard) -> str:
    """What the cell's row is about: the sibling that names the task, shortened."""
    named = [text for name, text in card.row if _NAMING_COLUMN.search(name) and len(text.strip()) > 3]
    return clip(max(named, key=len), 30) if named else ""


def source_words(card: EvidenceCard) -> str:
    """Who handed it in, and the days that count: 事实截至 and 落款, else 收文."""
    named = (("事实截至", card.facts_until), ("落款", card.signed))
    days = [f"{name}{day_words(day)}" for name, day in named if day is not None]
    if not days:
        days = [f"收文{day_words(card.received)}" if card.received else "未注明日期"]
    source = "办公室督导通报" if card.source == "inspection" else f"{card.unit or '报送单位待认定'}报送"
    return "，".join([source, *days])
