"""What an official paper says about itself: title, number, addressee, signer, date, secrecy mark.

Layout after GB/T 9704-2012: secrecy mark and document number above the title, the addressee flush left
below it with a colon, the signer and the date at the end of the text and before the attachments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.document import FURNITURE, Block, Document, Span
from extractors.words import fold

#: How many blocks from the top may hold the head of a paper (secrecy, number, red title, title, addressee).
HEAD_BLOCKS = 12
TITLE_LENGTH = 90  # characters; longer first paragraphs are text
SIGNER_LENGTH = 40

_SECRECY = re.compile(
    r"^\s*(?:密\s*级\s*[：:]?\s*)?[【（]?(?P<mark>[秘机绝]\s*密)[】）]?\s*(?:[★☆*].{0,12}|[0-9０-９一二三四五六七八九十]+\s*[年月]|)\s*$"
)
_NUMBER = re.compile(r"[一-鿿]{1,12}\s*[〔\[［（(]\s*(?:19|20)\d{2}\s*[〕\]］）)]\s*(?:第\s*)?\d{1,5}\s*号")
_RED_HEAD = re.compile(
    r"^(?!关于|.*关于)[一-鿿\s]{2,40}(?:文件|简报|政务督查|督[查察]通报)$|^第?\s*[〇一二三四五六七八九十0-9]+\s*期$|^（\s*第?.{1,6}期\s*）$"
)
_ISSUE = re.compile(r"^[（(]?\s*第?\s*[〇零一二三四五六七八九十百\d]+\s*期")
_ADDRESSEE = re.compile(r"^[^。；，\d]{2,60}[：:]$")
_NOT_ADDRESSED = re.compile(r"如下|情况|问题|打算|措施|说明|附件|报告|其中|包括|单位：?$|时间|方面|任务|一是")
_LABELLED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、．]|第[一二三四五六七八九十]+[章节部])"
)
_ATTACHMENT = re.compile(r"^\s*附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[：:]?")
_SIGNED = re.compile(
    r"(?P<before>^.{0,60}?)[（(]?(?P<date>(?P<y>(?:19|20)\d{2}|[一二][〇○OoＯｏ0零Ο○一二三四五六七八九]{3})\s*"
    r"[年.\-/．]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月.\-/．]\s*"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*日?)[)）]?\s*$"
)
_DIGITS = {c: n for n, chars in enumerate(("〇○OoＯｏ0零Ο", *"一二三四五六七八九")) for c in chars}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Empty string or None: not found. Spans are exact places in the blocks."""

    title: str = ""
    document_number: str = ""
    addressee: str = ""  # without its colon
    signer: str = ""  # as written above or before the date
    signed: date | None = None
    signed_span: Span | None = None
    secrecy: str = ""  # 秘密, 机密 or 绝密
    secrecy_span: Span | None = None
    title_blocks: frozenset[int] = frozenset()
    blocks: frozenset[int] = frozenset()  # indexes of all blocks that are head or signature, not text


def find_letterhead(document: Document) -> Letterhead:
    """The head and the signature block of a document. Never raises; what is absent stays empty."""
    body = [b for b in document.blocks if b.kind not in FURNITURE and b.kind != "cell" and b.text.strip()]
    secrecy, secrecy_span = _secrecy(document)
    number_block, number = _document_number(document)
    title_blocks = _title_blocks(body[:HEAD_BLOCKS])
    last_title = max((b.index for b in title_blocks), default=-1)
    addressee = next((b for b in body[:HEAD_BLOCKS] if b.index > last_title and _is_addressee(b)), None)
    signature = _signature(document, body, last_title)
    used = {b.index for b in title_blocks} | set(signature.blocks)
    used |= {b.index for b in (addressee,) if b} | {i for i in (number_block,) if i is not None}
    used |= {s.block for s in (secrecy_span,) if s}
    used |= {b.index for b in body[:HEAD_BLOCKS] if b.index < last_title and _is_head_line(b.text)}
    return Letterhead(
        title="".join(_joined(b.text) for b in title_blocks),
        document_number=number,
        addressee=fold(addressee.text.strip()).rstrip("：") if addressee else "",
        signer=signature.signer,
        signed=signature.signed,
        signed_span=signature.span,
        secrecy=secrecy,
        secrecy_span=secrecy_span,
        title_blocks=frozenset(b.index for b in title_blocks),
        blocks=frozenset(used),
    )


def _joined(text: str) -> str:
    """A title without its line breaks and without blanks between Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip())


def _secrecy(document: Document) -> tuple[str, Span | None]:
    for block in document.blocks[: HEAD_BLOCKS * 2]:
        for line in re.finditer(r"[^\n]+", block.text):
            match = _SECRECY.match(fold(line[0]))
            if match:
                start, end = line.start() + match.start("mark"), line.start() + match.end("mark")
                mark = re.sub(r"\s", "", match["mark"])
                return mark, Span(document.sha256, block.index, start, end)
    return "", None


def _document_number(document: Document) -> tuple[int | None, str]:
    """The paper's own number stands alone on its line (perhaps with 签发人); one inside a sentence is another's."""
    for block in document.blocks[:HEAD_BLOCKS]:
        folded = fold(block.text).strip()
        match = _NUMBER.search(folded)
        if match and len(folded) <= len(match[0]) + 16 and not re.search(r"[《》，。]", folded):
            return block.index, re.sub(r"\s", "", match[0])
    return None, ""


def _is_head_line(text: str) -> bool:
    folded = fold(text).strip()
    return bool(_SECRECY.match(folded) or _RED_HEAD.match(folded) or _ISSUE.match(folded)) or (
        len(folded) <= 50 and bool(_NUMBER.search(folded))
    )


def _title_blocks(head: list[Block]) -> list[Block]:
    candidates = [b for b in head if _can_be_title(b) and not _is_head_line(b.text)]
    first_text = next((b.index for b in head if len(b.text) > TITLE_LENGTH or "。" in b.text), None)
    if first_text is not None:
        candidates = [b for b in candidates if b.index < first_text]
    if not candidates:
        return []
    headings = [b for b in candidates if b.kind == "heading"]
    chosen = [(headings or candidates)[0]]
    for block in candidates:
        follows = block.index == chosen[-1].index + 1
        same = block.kind == chosen[0].kind and block.level == chosen[0].level
        if follows and same and block.kind == "heading" and not _ends_a_title(chosen[-1].text):
            chosen.append(block)
    return chosen


def _ends_a_title(text: str) -> bool:
    return bool(
        re.search(
            r"(?:报告|总结|通知|通报|台账|函|说明|汇报|方案|情况|小结|进展|意见|表|材料|清单|请示|复函|[)）])$",
            text.strip(),
        )
    )


def _can_be_title(block: Block) -> bool:
    text = block.text.strip()
    if len(text) > TITLE_LENGTH or re.search(r"[。；;：:]", text) or block.label or _LABELLED.match(text):
        return False
    return len(text) >= 4 and not _dated(text)


def _is_addressee(block: Block) -> bool:
    folded = fold(block.text).strip()
    return (
        bool(_ADDRESSEE.match(folded)) and not _NOT_ADDRESSED.search(folded) and not _LABELLED.match(folded)
    )


@dataclass(frozen=True, slots=True)
class _Signature:
    signer: str = ""
    signed: date | None = None
    span: Span | None = None
    blocks: tuple[int, ...] = ()


def _signature(document: Document, body: list[Block], last_title: int) -> _Signature:
    """The last dated line before the attachments; else a dated line right under the title."""
    after = [b for b in body if b.index > last_title]
    attachment = next((i for i, b in enumerate(after) if i > 2 and _starts_attachment(b)), len(after))
    for part in (after[:attachment], after[attachment:]):
        for position in range(len(part) - 1, max(-1, len(part) - 8), -1):
            found = _signed_at(document, part, position)
            if found is not None:
                return found
    head = [b for b in body if b.index > last_title][:3]
    for position in range(len(head)):
        found = _signed_at(document, head, position)
        if found is not None:
            return found
    return _Signature()


def _dated(line: str) -> re.Match[str] | None:
    """The line if it is a date, perhaps with the signer before it; not （截至2020年12月25日）."""
    match = _SIGNED.match(fold(line))
    return None if match is None or re.search(r"[，。；]|截[至止]|于$|前$", match["before"]) else match


def _starts_attachment(block: Block) -> bool:
    text = block.text.strip()
    return bool(re.match(r"附\s*[件表]\s*[\d一二三四五六七八九十]*$", text))


def _signed_at(document: Document, part: list[Block], position: int) -> _Signature | None:
    block = part[position]
    lines = list(re.finditer(r"[^\n]+", block.text))
    if not lines or len(block.text.strip()) > 80:
        return None
    match = _dated(lines[-1][0])
    if match is None:
        return None
    signed = _day(match)
    if signed is None:
        return None
    offset = lines[-1].start()
    span = Span(document.sha256, block.index, offset + match.start("date"), offset + match.end("date"))
    before = match["before"].strip().strip("（(")
    signer = before if before else (lines[-2][0].strip() if len(lines) > 1 else "")
    blocks = [block.index]
    if not signer and position and _is_signer(part[position - 1]):
        signer = part[position - 1].text.strip()
        blocks.append(part[position - 1].index)
    return _Signature(
        _joined(signer).removesuffix("（盖章）").removesuffix("(盖章)"), signed, span, tuple(blocks)
    )


def _is_signer(block: Block) -> bool:
    text = block.text.strip()
    return (
        2 <= len(text) <= SIGNER_LENGTH
        and not re.search(r"[，。；：！？]|\d", text)
        and not _LABELLED.match(text)
    )


def _day(match: re.Match[str]) -> date | None:
    year = int("".join(str(_DIGITS[c]) if c in _DIGITS else c for c in match["y"]))
    try:
        return date(year, _small_number(match["m"]), _small_number(match["d"]))
    except ValueError:
        return None


def _small_number(text: str) -> int:
    """1 … 39 in Arabic or Chinese digits (十二, 二十九, 廿九, 三十); 0 where it is neither."""
    if text.isdigit():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(tens, 0) if len(tens) == 1 else 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
