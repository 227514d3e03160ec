"""The columns of the matcher's features: what each is called, how a reviewer reads it, which way it may speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from numpy.typing import NDArray

from matching.lexical import Floats

#: name → how a reviewer reads it; "" = never told as a reason. The order is the order of the columns.
FEATURES: dict[str, str] = {
    "examples": "与该项已标注的语句相近",
    "examples_lead": "比与其他项更相近",
    "examples_heading": "所在栏目与该项相近",
    "examples_row": "同行单元格与该项相近",
    "clause_examples": "有分句与该项已标注的语句相近",
    "clause_lead": "有分句更像该项而不像别项",
    "list_text": "与清单原文用词相近",
    "heading_text": "所在栏目与清单原文用词相近",
    "row_text": "同行单元格与清单原文用词相近",
    "strong": "写到该项自己的对象",
    "topic": "写到该项领域的常用词",
    "anti": "出现多半不属该项的说法",
    "strong_joint": "与栏目、同行或主体合看写到该项对象",
    "topic_joint": "与栏目或同行合看写到该项常用词",
    "strong_heading": "所在栏目点到该项对象",
    "topic_heading": "所在栏目属该项领域",
    "strong_row": "同行单元格点到该项对象",
    "topic_row": "同行单元格属该项领域",
    "strong_elsewhere": "写到的是别项的对象",
    "number": "写明第几项",
    "number_listed": "写明清单第几项",
    "number_row": "同行序号即该项且内容相符",
    "number_elsewhere": "写明的是别的项号",
    "school": "主体就是该项点名的学校",
    "school_conflict": "主体是别的学校",
    "lead_unit": "报送单位是该项牵头单位",
    "responsible_unit": "报送单位是该项责任单位",
    "unit_apart": "报送单位与该项无分工",
    "figure_unit": "数字单位与该项指标相符",
    "none_examples": "与不属任何一项的语句相近",
    "body": "写的是清单外承诺",
    "general": "写的是日常工作",
    "frame": "是套话",
    "place": "写到外省外市",
    "national": "写的是全国、全省面上情况",
    "industry": "写的是产业或部门业务",
    "others": "写的是别类单位的同类事",
    "foreign": "对象是别类学校、单位或人员",
    "strong_foreign": "写到该项对象，但对象属别类学校、单位",
    "strong_unplaced": "做法像该项，但未写到职业学校",
    "theory": "讲的是一般道理",
    "unplaced": "未写到职业教育，也未写到点名的学校",
    "college_apart": "写的是不归本市管的学院自己的事",
    "older": "写的是方案印发以前的事",
    "heading_aside": "所在栏目是“其他”一类",
    "elsewhere": "主体是别处的学校或地方",
    "away": "写到别处而未写到本市学校",
    "stranger": "报送单位不详且未写到本市",
    "own_clause": "有分句专写该项对象",
    "heading_general": "所在栏目是日常工作",
    "field": "",
    "short": "",
    "long": "",
    "has_heading": "",
    "has_row": "",
    "short_heading": "语句简短，随栏目",
    "short_row": "语句简短，随同行",
    "heading_lead": "所在栏目最像该项",
    "row_lead": "同行单元格最像该项",
    "silent_heading": "语句未点对象，所在栏目最像该项",
    "silent_row": "语句未点对象，同行单元格最像该项",
    "row_apart": "同行单元格说的是别的事",
    "agreed_row": "语句与同行单元格都指向该项",
    "agreed_heading": "语句与所在栏目都指向该项",
    "strong_outside": "",
    "strong_away": "",
    "examples_strong": "用词和对象都与该项相符",
    "alone": "只有该项的对象出现",
    "strong_several": "一句写到几项的对象，该项在其中",
    "strong_anti": "写到该项对象，但也有多半不属该项的说法",
    "anti_plain": "只有多半不属该项的说法",
    "strong_plain": "写的是日常工作，未写到职业教育",
    "topic_outside": "常用词出现在日常工作里",
    "topic_agreed": "语句与栏目都写到该项常用词",
    "unit_examples": "报送单位有分工且语句相近",
    "opening": "是称呼或引语",
    "short_plain": "",
}

COLUMNS = {name: place for place, name in enumerate(FEATURES)}

#: Features that can only speak against an item: their coefficients are never positive.
AGAINST = frozenset(
    {
        "anti", "strong_elsewhere", "number_elsewhere", "school_conflict", "unit_apart", "none_examples", "body", "general", "frame", "place", "national", "industry", "others", "foreign", "strong_foreign", "strong_unplaced", "theory", "unplaced", "college_apart", "older",
        "heading_aside", "elsewhere", "away", "stranger",
        "heading_general", "row_apart", "strong_outside", "strong_away", "strong_anti", "anti_plain", "strong_plain",
        "topic_outside", "opening",
    }
)  # fmt: skip
#: Features that only describe the statement: their coefficients may have either sign. All others speak for an item.
EITHER = frozenset({"field", "short", "long", "has_heading", "has_row", "short_plain"})


class Writer:
    """Columns by name."""

    def __init__(self, columns: Floats) -> None:
        self._columns = columns

    def __call__(self, name: str, values: NDArray[Any] | float) -> None:
        self._columns[COLUMNS[name]] = values

    def at(self, name: str, places: Iterable[int], value: float) -> None:
        """Write one value at a few places: cheaper than a whole column where most of it stays zero."""
        column = self._columns[COLUMNS[name]]
        for place in places:
            column[place] = value

    def each(self, name: str, values: Mapping[int, float]) -> None:
        """Write a value of its own at each place."""
        column = self._columns[COLUMNS[name]]
        for place, value in values.items():
            column[place] = value

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self._columns[COLUMNS[name]]
        return column
