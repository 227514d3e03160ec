"""Tables without vertical rules, set in many ways: how many of their rows are read as written.

python -m benchmarks.office_papers.open_tables FOLDER [COUNT] [FIRST]: tables with cells wrapped in one column or in
several, set at the top, the middle or the bottom of their row, tight and loose, with blank cells, heads of two levels,
notes under them, over several pages. Each is drawn by reportlab, by LibreOffice and by Chromium where installed.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.office_papers.papers import UNITS, prose
from benchmarks.office_papers.score import plain
from extractors.document import Document
from extractors.reading import read

Side = Literal["left", "center", "right"]
Height = Literal["top", "middle", "bottom"]
#: Texts of cells: (heading, share of width that suits, whether they are long, side).
Column = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """One table and its setting; lengths in points. `spans` maps cells of the head to (rows, columns) they cover."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    head: int  # rows of the head
    spans: dict[tuple[int, int], tuple[int, int]]
    widths: tuple[float, ...]  # shares of the width
    sides: tuple[Side, ...]
    height: Height
    size: float
    leading: float
    padding: float  # above and under the text of each cell
    gap: float  # left and right of it
    rule_under_spans: bool
    whole_rows: bool  # no row goes on on the next page
    before: str
    note: str
    after: str


_KINDS: dict[str, tuple[str, ...]] = {
    "name": ("学校名称", "责任单位", "项目名称", "单位"),
    "topic": ("任务名称", "建设内容", "指标名称"),
    "long": ("进展情况", "主要做法", "说明"),
    "figure": (
        "在校生（人）",
        "专任教师（人）",
        "完成值",
        "目标值",
        "投入（万元）",
        "占比",
        "增幅",
        "2020年",
        "2021年",
    ),
    "date": ("完成时限", "启动时间"),
    "short": ("备注", "状态", "类别"),
    "number": ("序号",),
}
_SHARE = {"name": 2.2, "topic": 2.2, "long": 3.5, "figure": 1.2, "date": 1.3, "short": 1.0, "number": 0.6}
_GROUPS = ("在校生", "完成情况", "年度投入（万元）", "师资队伍")
_TOPICS = (
    "实训基地建设",
    "公共实训中心二期工程建设及设备采购",
    "双师型教师培养培训",
    "校企合作",
    "社区教育品牌打造与推广",
    "中等职业学校办学条件达标工程（含校舍维修改造）",
    "技能大赛",
)
_NOTES = (
    "注：数据截至2021年12月31日。",
    "资料来源：各单位报送的统计报表。",
    "注：带“—”的项目没有数据，占比按在册人数计算。",
)


def open_table(number: int, way: str) -> OpenTable:
    """Table `number` as drawn in one way: the same whenever it is asked for."""
    draw = random.Random(f"open-{way}-{number}")  # noqa: S311 - sample texts, no secret
    kinds = _columns(draw)
    head, spans = _head(draw, kinds)
    count = draw.choice((3, 5, 6, 8, 10, 14, 26))
    blanks = draw.choice((0.0, 0.0, 0.06, 0.15))
    body = [tuple(_text(draw, kind, i, blanks) for kind in kinds) for i in range(count)]
    size = draw.choice((9, 10.5, 10.5, 12))
    shares = [_SHARE[k] * draw.uniform(0.8, 1.2) for k in kinds]
    sides = draw.choice((_all_left, _figures_right, _figures_centred, _centred))(kinds)
    return OpenTable(
        f"{way}{number:03}",
        (*head, *body),
        len(head),
        spans,
        tuple(s / sum(shares) for s in shares),
        sides,
        draw.choice(("top", "middle", "middle", "bottom")),
        size,
        round(size * draw.choice((1.15, 1.25, 1.4, 1.6, 1.75)), 1),
        draw.choice((0, 1, 2, 3, 4, 6)),
        draw.choice((4, 5.4, 5.4, 6, 8)),
        draw.random() < 0.5,
        draw.random() < 0.6,
        prose(draw),
        draw.choice(("", *_NOTES)),
        prose(draw),
    )


def _columns(draw: random.Random) -> list[str]:
    first = draw.choice(
        (["number", "name"], ["number", "topic"], ["name"], ["name"], ["topic"], ["date", "name"])
    )
    rest = draw.choice(
        (
            ["figure"] * draw.randint(1, 4),
            ["figure"] * draw.randint(2, 4),
            ["figure", "name", "date"],
            ["name", "long", "short"],
            ["long", "date"],
            ["figure", "figure", "topic"],
            ["short", "figure", "long"],
        )
    )
    return [*first, *rest]


def _head(
    draw: random.Random, kinds: Sequence[str]
) -> tuple[list[tuple[str, ...]], dict[tuple[int, int], tuple[int, int]]]:
    names = [draw.choice(_KINDS[k]) for k in kinds]
    figures = [i for i, k in enumerate(kinds) if k == "figure"]
    if len(figures) < 2 or draw.random() < 0.6:
        return [tuple(names)], {}
    first, last = figures[0], figures[-1]
    upper = ["" if first < i <= last else name for i, name in enumerate(names)]
    upper[first] = draw.choice(_GROUPS)
    lower = [("男", "女", "合计", "占比")[i - first] if first <= i <= last else "" for i in range(len(kinds))]
    spans = {(0, i): (2, 1) for i in range(len(kinds)) if not first <= i <= last}
    return [tuple(upper), tuple(lower)], {**spans, (0, first): (1, last - first + 1)}


def _text(draw: random.Random, kind: str, number: int, blanks: float) -> str:
    if kind == "number":
        return str(number + 1)
    if kind != "name" and draw.random() < blanks:
        return ""
    if kind == "name":
        return draw.choice((*UNITS, "合计", f"{draw.choice(UNITS)}职业教育与成人教育科"))
    if kind == "topic":
        return draw.choice(_TOPICS)
    if kind == "long":
        return prose(draw)[: draw.choice((6, 14, 30, 60))].rstrip("，；、。“（《")
    if kind == "date":
        return f"202{draw.randint(0, 3)}年{draw.randint(1, 12)}月" + draw.choice(("", "底", "31日"))
    if kind == "short":
        return draw.choice(("", "", "已完成", "正在推进", "按计划推进，年底前完成"))
    return draw.choice(
        (str(draw.randint(3, 4000)), f"{draw.uniform(10, 99):.1f}%", f"{draw.uniform(1, 900):.2f}", "—")
    )


def _all_left(kinds: Sequence[str]) -> tuple[Side, ...]:
    return tuple("left" for _ in kinds)


def _figures_right(kinds: Sequence[str]) -> tuple[Side, ...]:
    return tuple("right" if k == "figure" else "left" for k in kinds)


def _figures_centred(kinds: Sequence[str]) -> tuple[Side, ...]:
    return tuple("left" if k in ("name", "topic", "long") else "center" for k in kinds)


def _centred(kinds: Sequence[str]) -> tuple[Side, ...]:
    return tuple("center" for _ in kinds)


def rows_read(table: OpenTable, document: Document) -> tuple[int, list[str]]:
    """How many rows of a table came out exactly as one row each, in their order, and those that did not."""
    found: dict[int, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for block in document.blocks:
        if block.kind == "cell" and block.table is not None:
            found[block.table][block.row or 0][block.column or 0] = plain(block.text)
    width = len(table.widths)
    read_rows = [
        tuple(row.get(c, "") for c in range(max(width, max(row) + 1)))
        for rows in found.values()
        for _, row in sorted(rows.items())
    ]
    left = Counter(read_rows)
    missed = []
    for row in table.rows:
        written = tuple(plain(text) for text in row)
        if left[written] > 0:
            left[written] -= 1
        elif any(written):
            missed.append(" | ".join(row))
    extra = [" | ".join(row) for row in read_rows if left[row] > 0 and any(row)]
    count = sum(any(row) for row in table.rows)
    return count - len(missed), [*(f"  写: {row}" for row in missed), *(f"  读: {row}" for row in extra)]


def ways() -> dict[str, Callable[[Sequence[OpenTable], Path], list[Path]]]:
    """The programs on this machine that can draw the tables, by name."""
    from benchmarks.office_papers.open_tables_drawn import by_chromium, by_office, by_reportlab, chromium

    found: dict[str, Callable[[Sequence[OpenTable], Path], list[Path]]] = {"drawn": by_reportlab}
    if shutil.which("soffice"):
        found["office"] = by_office
    if chromium():
        found["browser"] = by_chromium
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=20)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("--missed", action="store_true", help="print what was not read as written")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for way, draw in ways().items():
        tables = [open_table(n, way) for n in range(given.first, given.first + given.count)]
        right = total = 0
        for table, file in zip(tables, draw(tables, given.folder), strict=True):
            good, missed = rows_read(table, read(file))
            right, total = right + good, total + len(table.rows)
            if given.missed and missed:
                print(table.name, table.height, table.sides, f"{table.size}/{table.leading}+{table.padding}")
                print(*missed, sep="\n")
        print(f"{way}, {given.count} tables: rows {right}/{total} = {right / total:.4f}")


if __name__ == "__main__":
    main()
