"""What a figure measures: its metric, population and basis, from its clause, the clauses before and the table.

80% of teachers being 双师型 and 80% holding a degree, 人 and 人次, one school and the whole city must not be
taken for each other; so each figure carries the words that say what was counted, among whom, and whether it
is a running total, a year's sum or an increase. All are words of the text or of its headers, never invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from extractors.facts.fact import Fact
from extractors.facts.measures_period import period_of
from extractors.facts.units import UnitMention
from extractors.statements import Context

#: Stands in for the day of a report that has none.
UNDATED = date(2021, 12, 31)
_CLAUSE_END = re.compile(r"[，,。；;：:！？!?\n|｜\t]|[）)](?=[，。])")
_SENTENCE_END = re.compile(r"[。；;！？!?\n]")
_FIGURE = re.compile(
    r"[0-9０-９][0-9０-９.,，．]*\s*(?:[余多几]?[万亿]?[余多]?)?(?:%|％|个?百分点|人次|平方米|[万亿]?元|学时|课时|台套|台（套）|[\u4e00-\u9fff㎡])?"
)
_TIME = re.compile(
    r"(?:截至|截止|自|从|到)?(?:[0-9０-９]{2,4}年度?(?:[0-9０-９]{1,2}月份?)?(?:[0-9０-９]{1,2}[日号])?|[0-9０-９]{1,2}月份?(?:[0-9０-９]{1,2}[日号])?"
    r"|今年以来|今年|去年|上年|明年|本年度?|当年|目前|近[一二三四五两0-9]年来?|[上下]半年|“?十[一二三四五]五”?期间)(?:底|末|初|前|以来|起|内)?"
)
_OPENING = re.compile(
    r"^(?:[\s、和及与]|其中|全年|年度|累计|目前|现已?|已经?|共计?|总计|合计|均|都|还|也|并|再|另|又|一次性|分别|截至|至|力争|确保|争取|拟|将|计划|预计|实际|年(?=培训|招生))+"
)
_CLOSING = re.compile(
    r"(?:不低于|不少于|不高于|不超过|不得低于|不得少于|至少|超过|突破|高于|低于|约为?|近|将近|接近|逾|超|不足|不到|上|达到|达|至|到|为|是|有|共有?|共计|总计|合计|累计|计|仅|分别|保持在|控制在|稳定在|在"
    r"|由|从|自|提高|提升|增加|增长|上升|扩大|下降|降低|减少|降|升|(?<![新净])增|了|原来的?|的|占|：|:|同比|环比|比|较|上年|去年同期|人民币|目前|已|现|均|幅|\s|[（(]|(?:新|净)增)$"
)
_SHARE = re.compile(
    r"占(?P<whole>[^，。；,;占]{0,20}?)的?(?:比例?|比重|比率)?(?:约?为|达到?|近|约|超过?|提高到|不低于)?$"
)
_FOLLOWING = re.compile(r"(?:的)?(?P<noun>[\u4e00-\u9fff“”\"A-Za-z+]{2,14})")
_NOT_NOUN = re.compile(
    r"^(?:以上|以下|左右|参加|参与|参赛|通过|获|取得|用于|均|都|已|到|在|为|是|和|与|及|或|并|的要求|的目标|提高|增加|下降|完成|报名|入选|被|从|由|其中|不等|之间|左右)"
)
_PLACE = re.compile(
    r"(?:全市|市域内?|全县|全省|全校|全区|各学校|各校|我校|我院|我局|我市|本校|学校|学院)(?!建|办|管|生|教|实|[\u4e00-\u9fff]{1,4}(?:学校|学院))"
    r"|(?P<named>[\u4e00-\u9fff]{2,12}?(?:职业学院|职业学校|学校|学院|中学|大学|中专|技校|幼儿园|集团|海校|水校|海院|[市县区]?[\u4e00-\u9fff]{2,4}局)(?:[\u4e00-\u9fff]{2,4}?(?:学校|学院|海校))?)"
)
#: What every form of _PLACE holds; looking for it first spares trying its names at every character.
_HOLDS_PLACE = re.compile(
    r"全[市县省校区]|市域|[各我本][校院局市]|学[校院]|[中大]学|中专|技校|幼儿园|集团|[海水]校|海院|局"
)
_NAME_CUT = re.compile(r".*(?:[在对由向与和及、为从被将使给的]|其中|支持|推动|选派|组织|指导|到|赴)")
_WORK = re.compile(
    r"(?:该|此|上述)(?!校|院|局|部|学校|学院|单位)"
)  # 该项目 has an owner, but names no population
_NO_QUOTES = str.maketrans("", "", '“”"')
# 职业学校 in 报考职业学校人数 names no school
_NO_NAME = re.compile(
    r"报考|毕业|学生|教师|[0-9一二三四五六七八九十两]所|普通|民办|公办|中等|各|^(?:高等|中等)?(?:职业|技工|中职)?(?:学校|学院|中学)$"
)
_INDICATOR = re.compile(r"指标|目标任务|任务|项目|事项|内容|名称")
_GENERIC = re.compile(r"完成值|实际|完成情况|进展|数值|结果|当前|目前|完成量|备注|情况")
_INCREMENT = re.compile(r"新增|净增|增加|增设|增配|增招")
_PART = re.compile(r"其中")
_CUMULATIVE = re.compile(r"累计|截至|截止|至今|以来(?<!今年以来)|共有|现有|已建成")
_ANNUAL = re.compile(
    r"全年|年度|今年以来|今年|当年|本年|年(?:培训|招生|均|接待|服务)|每年|[0-9０-９]{4}年(?!以来|前)"
)


def measure(
    fact: Fact,
    text: str,
    context: Context,
    named: Sequence[UnitMention] = (),
    among: Sequence[Fact] = (),
    today: date = UNDATED,
) -> Fact:
    """The figure with metric, population, basis and days filled where something says them; times stay as they are.

    `named`: the units that the roster finds in `text`, by which short names (水校, 海院) are known too; `among`:
    all facts of the text; `today`: the report's day, for 今年 and months without a year in a column's header.
    """
    if fact.is_time:
        return fact
    sentence = _sentence_before(text, fact.start_char)
    over = period_of(fact, text, fact.start_char - len(sentence), among, context, today)
    return fact.measured(
        _metric(fact, text, sentence, context),
        _population(fact, text, sentence, named, context),
        _basis(fact, sentence, context),
        over.start,
        over.end,
    )


def _sentence_before(text: str, end: int) -> str:
    """At most 120 characters of the figure's own sentence, up to the figure."""
    before = text[max(0, end - 120) : end]
    breaks = [found.end() for found in _SENTENCE_END.finditer(before)]
    return before[breaks[-1] :] if breaks else before


def _metric(fact: Fact, text: str, sentence: str, context: Context) -> str:
    clauses = _CLAUSE_END.split(sentence)
    own = clauses[-1]
    share = _SHARE.search(_without_figures(own))
    if share and fact.kind in ("percent", "number", "ratio"):
        return _shared(own, share, clauses[:-1], context)
    lead = _noun(own)
    following = _following(fact, text)
    if not lead and not following:
        lead = _noun(_before_figure(own)) or _nearest(clauses[:-1]) or _from_table(context)
    metric = (lead + following if following != lead else lead).translate(_NO_QUOTES)
    if context.headings and _PLACE.fullmatch(metric):
        return context.headings[-1]
    return metric


def _shared(own: str, share: re.Match[str], earlier: list[str], context: Context) -> str:
    """双师型教师76人，占专业教师总数的80% → 双师型教师占专业教师总数."""
    part = _noun(_without_figures(own)[: share.start()]) or _nearest(earlier) or _from_table(context)
    whole = share["whole"].strip().removesuffix("的")
    if whole in ("比", "比例", "比重", "比率"):
        whole = "比"
    return f"{part}占{whole or '比'}".translate(_NO_QUOTES)


def _nearest(clauses: list[str]) -> str:
    """What the nearest earlier clause with a noun speaks of."""
    for clause in reversed(clauses[-3:]):
        noun = _noun(_before_figure(clause))
        if noun:
            return noun
    return ""


def _before_figure(clause: str) -> str:
    found = _FIGURE.search(_TIME.sub("", clause))
    return _TIME.sub("", clause)[: found.start()] if found else clause


@lru_cache(maxsize=64)  # asked for its noun, its share and its basis
def _without_figures(clause: str) -> str:
    """The words after the last figure of the clause, times removed (水产学校2处、海洋学校 → 海洋学校)."""
    plain = _TIME.sub("", clause)
    figures = list(_FIGURE.finditer(plain))
    if not figures:
        return plain
    rest = plain[figures[-1].end() :]
    if "、" in rest:
        return rest.rpartition("、")[2]
    return rest if rest.strip("和及与到至—-~～") else plain[: figures[0].start()]


def _noun(clause: str) -> str:
    words = _OPENING.sub("", _without_figures(clause).strip())
    while found := _CLOSING.search(words):
        words = words[: found.start()]
    words = _OPENING.sub("", words).strip('，、 \t“”"（）()｜|')
    return words[-24:]


def _following(fact: Fact, text: str) -> str:
    """新增1200个学位: the noun counted, where it stands after its figure."""
    if fact.kind not in ("quantity", "percent"):
        return ""
    found = _FOLLOWING.match(text, fact.end_char)
    if (
        found is None
        or _NOT_NOUN.match(found["noun"])
        or (fact.kind == "percent" and text[fact.end_char] != "的")
    ):
        return ""
    return re.split(r"[的和与及并为在参获取通]", found["noun"])[0]


def _from_table(context: Context) -> str:
    """The indicator named in the row and the column's header, the generic words (完成值, 进展情况) left out."""
    named = next((value for header, value in context.row if _INDICATOR.search(header) and value.strip()), "")
    column = re.sub(r"[（(][^（）()]*[）)]", "", context.column).strip()
    if not column or _GENERIC.search(column):
        return named
    return named + column if named and named not in column else column


def _population(fact: Fact, text: str, sentence: str, named: Sequence[UnitMention], context: Context) -> str:
    """The school, office or area named last before the figure in its sentence, else in its row, else the subject."""
    begins = fact.start_char - len(sentence)
    place, at = _last_place(sentence)
    units = [
        one
        for one in named
        if begins <= one.start and one.end <= fact.start_char and not _WORK.match(one.surface)
    ]
    if units and units[-1].end > begins + at:
        last = units[-1]
        return text[last.start : last.end]
    if place:
        return place
    for _, value in reversed(context.row):
        found = _PLACE.search(value) if _HOLDS_PLACE.search(value) else None
        if found and found["named"] and (place := _place(found)):
            return place
    return context.subject


def _last_place(sentence: str) -> tuple[str, int]:
    """(place, where it ends), times blanked out; ("", 0) where none is named."""
    if not _HOLDS_PLACE.search(sentence):
        return "", 0
    plain = _TIME.sub(lambda time: " " * len(time[0]), sentence)
    for found in reversed(list(_PLACE.finditer(plain))):
        place = _place(found)
        if place:
            return place, found.end()
    return "", 0


def _place(found: re.Match[str]) -> str:
    """The school or office, without the words that lead to it; '' for 职业学校 in general."""
    if not found["named"]:
        return found[0].removesuffix("内")
    name = _NAME_CUT.sub("", found["named"]) or found["named"]
    return "" if _NO_NAME.search(name) else name


def _basis(fact: Fact, sentence: str, context: Context) -> str:
    own = _CLAUSE_END.split(sentence)[-1]
    if _INCREMENT.search(_without_figures(own)):
        return "increment"
    if _PART.search(sentence):
        return "part"
    for words in (own, sentence, context.column):
        if _CUMULATIVE.search(words):
            return "cumulative"
        if _ANNUAL.search(words):
            return "annual"
    return "annual" if fact.per == "P1Y" else ""
