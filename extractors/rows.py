"""Rows of a table as the writer meant them: header rows, merged cells, 同上, what stands beside a cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.document import Block

#: Sibling texts longer than this are cut: context is for orientation, the text itself has its own address.
SIBLING_LENGTH = 160
HEADER_LENGTH = 20  # characters; a header cell longer than this is text

_HEADER_WORD = re.compile(
    r"序号|编号|事项|任务|目标|内容|进展|进度|完成|落实|情况|问题|措施|打算|计划|责任|牵头|配合|单位|部门|时限|时间|期限|日期|备注|比例|"
    r"佐证|整改|项目|指标|类别|负责|领导|联系|电话|填报|审核|销号|成效|做法|举措|要求|名称|数量|金额|状态|科室|要点|签字|类型|评分|得分|自评|年度"
)
#: Columns whose cells orient the reader and say nothing that could be judged on its own.
_ORIENTING = re.compile(
    r"^(?:序号|编号|任务序号|任务编号|No\.?|事项|事项名称|类别|项目类别|所属类别|备注栏)$|牵头|责任|配合|单位|部门|科室|时限|时间|期限|日期|"
    r"是否|比例|百分比|完成率|进度[%％]|[%％]|负责|领导|联系|电话|填报|审核|销号|签字|佐证|附件|状态|类型|评分|得分|名称$|盖章"
)
_DITTO = re.compile(r"^\s*(?:同上|同前|〃|″|\"|''|“|”|〞|“”|＂|同 上)\s*$")
_NOTHING = re.compile(
    r"^\s*(?:无|暂无|没有|略|否|是|√|×|/|／|—+|-+|－+|＼|\\|N/?A|不涉及|无此项|推进中|长期|每年|同上|同前|〃|″)?\s*[。.]?\s*$",
    re.I,
)
#: 4520万元, 12, 80.5%: a cell that is a figure.
_FIGURE_CELL = re.compile(r"^[\d０-９][\d０-９.,，．%％]*\s?[一-鿿%％]{0,4}$")
_HAN = re.compile(r"[一-鿿]")
#: Columns that a blank cell continues from above (空白表示同上); a blank progress cell says nothing instead.
_CARRIED = re.compile(r"序号|编号|事项|类别|任务|目标|牵头|责任|名称|指标|项目|单位")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands around one cell: its own header, (header, text) of its row's other cells, the table's captions."""

    column: str
    row: tuple[tuple[str, str], ...]
    captions: tuple[str, ...]


class Table:
    """The cells of one table of a document, with merged cells counted in every row and column they span."""

    def __init__(self, cells: Iterable[Block]) -> None:
        self._at: dict[tuple[int, int], Block] = {}
        self._rows: dict[int, list[Block]] = defaultdict(list)
        for cell in cells:
            for row in range(cell.row or 0, (cell.row or 0) + max(1, min(cell.row_span, 2000))):
                self._rows[row].append(cell)
                for column in range(
                    cell.column or 0, (cell.column or 0) + max(1, min(cell.column_span, 200))
                ):
                    self._at.setdefault((row, column), cell)
        self._width = 1 + max((column for _, column in self._at), default=0)
        self._captions = {row: text for row in self._rows if (text := self._caption(row))}
        self._header_rows = self._find_header_rows()
        self._headers = {column: self._header(column) for column in range(self._width)}
        signature = {self._texts(row) for row in self._header_rows}
        self._header_rows |= {row for row in self._rows if self._texts(row) in signature}

    def is_orientation(self, cell: Block) -> bool:
        """Header, caption, index, unit, date and yes/no cells: context of others, no statement themselves."""
        row = cell.row or 0
        if row in self._header_rows or row in self._captions or _NOTHING.match(cell.text):
            return True
        if len(_HAN.findall(cell.text)) < 2:
            return True
        header = self.header_of(cell)
        if header:
            return bool(_ORIENTING.search(header))
        return len(cell.text.strip()) < 6 or self._is_form_label(cell)

    def header_of(self, cell: Block) -> str:
        """The header above the cell; in a form without header row, the label to its left; else empty."""
        if self._header_rows:
            return self._headers.get(cell.column or 0, "")
        left = self._at.get((cell.row or 0, (cell.column or 0) - 1))
        return left.text.strip() if left is not None and self._is_form_label(left) else ""

    def around(self, cell: Block) -> Neighbours:
        """Headers and sibling texts of all rows the cell spans; ditto marks give the text they stand for."""
        first = cell.row or 0
        pairs: dict[tuple[str, str], None] = {}
        for row in range(first, first + max(1, min(cell.row_span, 50))):
            for column in range(self._width):
                other = self._at.get((row, column))
                if other is None or other is cell:
                    continue
                text = self._meant(row, column)
                if text and not (self._is_form_label(other) and not self._header_rows):
                    pairs[(self.header_of(other), text[:SIBLING_LENGTH])] = None
        above = [caption for row, caption in sorted(self._captions.items()) if row < first]
        return Neighbours(self.header_of(cell), tuple(pairs), tuple(above[-1:]))

    def _meant(self, row: int, column: int) -> str:
        """The text at a place, followed upwards through 同上 and through blanks of carried columns."""
        cell = self._at.get((row, column))
        text = _line(cell.text) if cell is not None else ""
        carried = not text and bool(_CARRIED.search(self._headers.get(column, "")))
        if carried and self._headers.get(column, "") in ("序号", "编号") and self._own_task(row):
            return ""
        for above in range(row - 1, max(-1, row - 60), -1):
            if not (_DITTO.match(text) or (carried and not text)):
                return text
            if above in self._header_rows or above in self._captions:
                return ""
            higher = self._at.get((above, column))
            text = _line(higher.text) if higher is not None else ""
        return text

    def _own_task(self, row: int) -> bool:
        """A row that names its own task, so that a blank number is a missing number, not the one above."""
        return any(
            re.search(r"任务|目标|内容", self._headers.get(column, "")) and self._at[row, column].text.strip()
            for column in range(self._width)
            if (row, column) in self._at
        )

    def _texts(self, row: int) -> tuple[str, ...]:
        return tuple(_line(cell.text) for cell in sorted(self._rows[row], key=lambda c: c.column or 0))

    def _caption(self, row: int) -> str:
        """A row that is one cell (a table title, 一、优化办学条件), in a table of more columns."""
        filled = [cell for cell in self._rows[row] if cell.text.strip()]
        if self._width < 2 or len(filled) != 1:
            return ""
        cell = filled[0]
        whole = cell.column_span >= self._width or (len(self._rows[row]) == 1 and self._width > 1)
        return _line(cell.text) if whole and len(cell.text.strip()) <= 60 and "。" not in cell.text else ""

    def _find_header_rows(self) -> set[int]:
        marked = {row for row, cells in self._rows.items() if all("header_row" in c.marks for c in cells)}
        marked -= set(self._captions)
        if marked and any(self._looks_like_header(row) or self._heads_figures(row) for row in marked):
            return marked
        for row in sorted(self._rows)[:4]:
            if row in self._captions:
                continue
            if not self._looks_like_header(row):
                return set()
            return {row, *range(row, row + self._header_depth(row))}
        return set()

    def _looks_like_header(self, row: int) -> bool:
        filled = [c.text.strip() for c in self._rows[row] if c.text.strip()]
        if len(filled) < 2 or any(len(text) > HEADER_LENGTH or "。" in text for text in filled):
            return False
        named = sum(bool(_HEADER_WORD.search(text)) for text in filled)
        return named * 2 >= len(filled) and named >= 2 and not self._is_form_row(row)

    def _heads_figures(self, row: int) -> bool:
        """A marked row of short names without a digit, above a row whose other columns hold figures (经费类别 | 全年预算)."""
        named = [c.text.strip() for c in self._rows[row] if c.text.strip()]
        if len(named) < 2 or any(
            len(text) > HEADER_LENGTH or re.search(r"\d|[，。]", text) for text in named
        ):
            return False
        below = [c.text.strip() for c in self._rows.get(row + 1, ()) if c.column and c.text.strip()]
        return bool(below) and all(_FIGURE_CELL.match(text) for text in below)

    def _is_form_row(self, row: int) -> bool:
        """任务名称 | 创客实践中心 | 牵头单位 | 市发改局: labels and answers alternate."""
        cells = sorted(self._rows[row], key=lambda c: c.column or 0)
        labels = [bool(_HEADER_WORD.search(c.text)) for c in cells]
        return len(cells) in (2, 4) and labels == [True, False] * (len(cells) // 2)

    def _header_depth(self, row: int) -> int:
        """2 where the header's own merged cells show a second header row below it."""
        cells = self._rows[row]
        deepest = max((cell.row_span for cell in cells), default=1)
        spread = any(1 < cell.column_span < self._width for cell in cells)
        return min(3, deepest) if spread and deepest > 1 else 1

    def _header(self, column: int) -> str:
        texts: list[str] = []
        for row in sorted(self._header_rows):
            cell = self._at.get((row, column))
            if cell is not None and (text := _line(cell.text)) and text not in texts:
                texts.append(text)
        if not texts:
            return ""
        return texts[-1] if len(texts[-1]) > 3 or len(texts) == 1 else "".join(texts[-2:])

    def _is_form_label(self, cell: Block) -> bool:
        text = cell.text.strip().rstrip("：:")
        return len(text) <= 10 and bool(_HEADER_WORD.search(text)) and not re.search(r"\d|[，。]", text)


def _line(text: str) -> str:
    """A cell's text on one line; blanks between Chinese characters come from layout and go."""
    one = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", one)
