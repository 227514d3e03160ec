"""Papers of the office that come back: what it issued itself, and the 任务书 that a unit has filled in.

In a 任务书 the office prints targets, standing and gaps; the unit fills in its measures, and may add lines to 现状. Only those
are the unit's report: what stands in the form already is neither evidence nor a contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.document import Block, Document
from extractors.statements import Statement

#: The labels of the form's rows, after the notice: 明确目标、分析现状、查找差距、细化措施.
GOALS, STANDING, GAPS, MEASURES = "明确目标", "分析现状", "查找差距", "细化措施"
PEOPLE, DATES = "责任分工", "完成时限"
#: How the office's own lines in 分析现状 begin.
JUDGED, NOT_SEEN = "办公室核对判定：", "未见到你单位有关表述。"

#: The labels of the 回执 below a 督办单; what stands beside the first is printed, beside the others it is the unit's.
SLIP_UNIT = "单位"
SLIP_OPINION, SLIP_MATERIAL, SLIP_DAY = "回复意见（认可、异议及依据）", "补报材料名称、份数", "日期"
SLIP_ROWS = frozenset({SLIP_OPINION, SLIP_MATERIAL})

_QUOTED = re.compile(r"〔[^〕]{1,8}〕“")
_NUMBER_ALONE = re.compile(r"\s*\d*[.．、]?\s*")


#: Core property (category) of what the office issues and nobody fills in; it survives saving in Word and WPS.
OWN_PAPER = "duban-issued"


def is_own_paper(document: Document) -> bool:
    """Whether it is a report, 督办单 or 催报函 of the office: it quotes units, but is nobody's report."""
    return document.properties.get("category", "") == OWN_PAPER


def filled_slip(document: Document) -> str:
    """Who filled in the 回执 of a 督办单 that came back, "" where it is blank or there is none.

    The office prints the unit's name in it; an opinion, a list of material or a day is written by the unit.
    """
    cells = [block for block in document.blocks if block.kind == "cell"]
    rows = {(one.table, one.row): one.text.strip() for one in cells if one.column == 0}
    told = {
        rows.get((one.table, one.row), ""): one.text.strip()
        for one in cells
        if one.column == 1 and one.text.strip()
    }
    return told.get(SLIP_UNIT, "") if SLIP_ROWS & told.keys() else ""


def is_task_book(document: Document) -> bool:
    """Whether the document is the form: its four labels stand in the first column of its tables."""
    labels = {block.text.strip() for block in document.blocks if block.kind == "cell" and block.column == 0}
    return {GOALS, STANDING, GAPS, MEASURES} <= labels


def units_own(document: Document, statements: Iterable[Statement]) -> list[Statement]:
    """The statements that the unit wrote; all of them where the document is not the form."""
    if not is_task_book(document):
        return list(statements)
    rows = {
        (block.table, block.row): block.text.strip()
        for block in document.blocks
        if block.kind == "cell" and block.column == 0
    }
    blocks = {block.index: block for block in document.blocks}
    return [one for one in statements if _is_own(one, blocks[one.span.block], rows)]


def _is_own(statement: Statement, block: Block, rows: dict[tuple[int | None, int | None], str]) -> bool:
    if block.kind != "cell" or block.column == 0 or _NUMBER_ALONE.fullmatch(statement.text):
        return False
    label = rows.get((block.table, block.row), "")
    if label == MEASURES:
        return True
    return label == STANDING and not _is_printed(_line_at(block.text, statement.span.start))


def _line_at(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return text[start : end if end >= 0 else len(text)]


def _is_printed(line: str) -> bool:
    return line.startswith((JUDGED, NOT_SEEN)) or _QUOTED.match(line) is not None
