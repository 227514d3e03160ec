"""What a paper holds and how it is set: drawn from a seed, the same on every machine.

Wording comes from the sample reports (`benchmarks.corpus`), cut to many lengths, so that lines end everywhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

from benchmarks.corpus import sentences

Kind = Literal["title", "heading", "prose", "item", "signature", "caption"]
Looks = Literal["grid", "three_line"]


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; what must come out as one block."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. `spans` maps (row, column) of an upper left corner to (rows, columns) it covers."""

    looks: Looks
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]  # shares of the column's width
    header: int = 1
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def cells(self) -> dict[tuple[int, int], str]:
        """Text of every cell that is not empty, by its upper left corner."""
        return {(r, c): text for r, row in enumerate(self.rows) for c, text in enumerate(row) if text}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paper is set; lengths in points, `indent` in ems."""

    size: float
    leading: float
    indent: float
    after: float  # extra space under a paragraph
    justified: bool
    columns: int
    landscape: bool
    margins: tuple[float, float]  # left and right, top and bottom
    head: str  # running head, "" for none
    foot: str  # pattern of the page number
    sans: bool
    fake_bold: bool = False
    rotated: bool = False  # a page that lies on its side under /Rotate
    hanging: bool = False  # list items with a hanging indent


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    setting: Setting
    parts: tuple[Text | Grid, ...]

    @property
    def texts(self) -> list[str]:
        return [part.text for part in self.parts if isinstance(part, Text)]

    @property
    def grids(self) -> list[Grid]:
        return [part for part in self.parts if isinstance(part, Grid)]


UNITS = (
    "荣成市教育和体育局",
    "荣成市发展和改革局",
    "荣成市财政局",
    "荣成市人力资源和社会保障局",
    "荣成市工业和信息化局",
    "威海市水产学校",
    "好当家集团海洋学校",
    "威海海洋职业学院",
)
_HEADS = (
    "职业教育创新发展高地建设简报",
    "内部资料 注意保存",
    "荣成市教育和体育局文件",
    "督办事项进展情况汇编",
)
_FEET = ("— {} —", "第 {} 页", "- {} -", "{}")
_NUMERALS = "一二三四五六七八九十"
_TOPICS = (
    "工作进展",
    "主要做法",
    "存在的问题",
    "下一步打算",
    "经费保障",
    "队伍建设",
    "校企合作",
    "社会培训",
    "督导考核",
    "基地建设",
)
_COLUMNS = (
    ("序号", "任务名称", "责任单位", "进展情况", "完成时限"),
    ("序号", "项目", "本期进展", "备注"),
    ("学校", "在校生（人）", "专任教师（人）", "双师型占比", "投入（万元）"),
    ("指标", "目标值", "完成值", "完成率"),
)


def setting(draw: random.Random, *, office: bool) -> Setting:
    """A setting by chance; LibreOffice turns no pages and draws no letters twice."""
    size = draw.choice((10.5, 12, 14, 15, 16))
    columns = 2 if draw.random() < 0.25 else 1
    landscape = draw.random() < 0.15 and columns == 1
    if columns == 2:
        size = draw.choice((9, 10.5))
    indent = draw.choice((2, 2, 2, 2, 0))
    return Setting(
        size,
        round(size * draw.choice((1.3, 1.5, 1.75, 2.0)), 1),
        indent,
        draw.choice((0, 0, 0.3, 0.5)) * size if indent else draw.choice((0.4, 0.6, 1.0)) * size,
        draw.random() < 0.5,
        columns,
        landscape,
        draw.choice(((79, 105), (90, 72), (72, 72), (64, 85))),
        draw.choice(("", *_HEADS)),
        draw.choice(_FEET),
        draw.random() < 0.3,
        not office and draw.random() < 0.15,
        not office and landscape and draw.random() < 0.6,
        draw.random() < 0.4,
    )


def paper(number: int, *, office: bool) -> Paper:
    """Paper `number`: the same setting and wording whenever it is asked for."""
    draw = random.Random(f"paper-{office}-{number}")  # noqa: S311 - sample texts, no secret
    set_as = setting(draw, office=office)
    parts: list[Text | Grid] = [Text("title", f"{draw.choice(UNITS)}{draw.choice(_TITLES)}")]
    for chapter in range(draw.randint(2, 4)):
        parts.append(Text("heading", f"{_NUMERALS[chapter]}、{draw.choice(_TOPICS)}"))
        parts += [Text("prose", prose(draw)) for _ in range(draw.randint(2, 5))]
        if draw.random() < 0.4:
            parts += _items(draw)
        if draw.random() < (0.5 if set_as.columns == 1 else 0.2):
            parts += _table(draw, chapter, narrow=set_as.columns == 2)
    if set_as.columns == 1:
        parts += [
            Text("signature", draw.choice(UNITS)),
            Text("signature", f"2021年{draw.randint(1, 12)}月{draw.randint(1, 28)}日"),
        ]
    return Paper(f"{'office' if office else 'drawn'}{number:03}", set_as, tuple(parts))


_TITLES = (
    "关于上半年重点任务落实情况的报告",
    "职教高地建设工作情况汇报",
    "督办事项办理情况",
    "2021年工作总结",
)


def prose(draw: random.Random) -> str:
    """One to four sentences, some cut short, so that last lines end anywhere."""
    text = "".join(draw.sample(sentences(), draw.choice((1, 1, 2, 3))))
    if draw.random() < 0.5:
        stops = [i for i, c in enumerate(text) if c in "，；"]
        if stops:
            text = text[: draw.choice(stops)] + "。"
    return text.replace(" ", "")


def _items(draw: random.Random) -> list[Text]:
    pattern = draw.choice(("（{}）", "{}.", "{}、", "({})"))
    marks = _NUMERALS if pattern == "（{}）" else "123456789"
    return [Text("item", pattern.format(marks[i]) + prose(draw)) for i in range(draw.randint(2, 5))]


def _table(draw: random.Random, number: int, *, narrow: bool) -> list[Text | Grid]:
    caption = Text("caption", f"表{number + 1} {draw.choice(_TOPICS)}统计表")
    if draw.random() < 0.35:
        return [caption, three_line(draw, narrow=narrow)]
    return [caption, grid(draw, narrow=narrow)]


def three_line(draw: random.Random, *, narrow: bool) -> Grid:
    head = draw.choice(_COLUMNS[2:])[: 3 if narrow else 5]
    names = draw.sample(UNITS, draw.randint(4, 7))
    rows = [head] + [(name, *(_figure(draw) for _ in head[1:])) for name in names]
    rest = 0.62 / (len(head) - 1)
    return Grid("three_line", tuple(rows), (0.38, *[rest] * (len(head) - 1)))


def grid(draw: random.Random, *, narrow: bool) -> Grid:
    """A ledger of few or many rows, with long cells, empty ones, and cells over several rows."""
    head = draw.choice(_COLUMNS[:2])
    head = head[:3] if narrow else head
    count = draw.choice((4, 6, 12, 25)) if not narrow else draw.randint(3, 6)
    rows = [tuple(_cell(draw, name, i) for name in head) for i in range(count)]
    table = [list(head), *map(list, rows)]
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    if len(head) > 3 and draw.random() < 0.5:
        for start in range(1, count - 1, 4):
            spans[start, 1] = (2, 1)
            table[start + 1][1] = ""
    widths = {"序号": 0.09, "任务名称": 0.22, "项目": 0.22, "责任单位": 0.2, "完成时限": 0.17, "备注": 0.15}
    shares = [widths.get(name, 0.0) for name in head]
    free = 1 - sum(shares)
    return Grid("grid", tuple(map(tuple, table)), tuple(s or free for s in shares), 1, spans)


def _cell(draw: random.Random, column: str, number: int) -> str:
    if column == "序号":
        return str(number + 1)
    if column == "责任单位":
        return draw.choice(UNITS)
    if column == "完成时限":
        return f"202{draw.randint(1, 3)}年{draw.randint(1, 12)}月底"
    if column == "备注":
        return draw.choice(("", "", "已完成", "正在推进"))
    if column in ("任务名称", "项目"):
        return draw.choice(
            (
                "实训基地建设",
                "公共实训中心二期工程",
                "双师型教师培养培训",
                "校企合作",
                "社区教育品牌打造与推广",
            )
        )
    return prose(draw)[: draw.choice((12, 30, 70))].rstrip("，；、。") + "。"


def _figure(draw: random.Random) -> str:
    return draw.choice(
        (str(draw.randint(3, 4000)), f"{draw.uniform(10, 99):.1f}%", f"{draw.uniform(1, 900):.2f}")
    )
