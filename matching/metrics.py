"""What a reported figure measures, in words that can be compared between two reports.

Two offices seldom word one number alike: 2021级接收水产学校贯通培养新生118人 and 2021级贯通培养招生128人 count the
same pupils. Two figures measure the same thing where kind, measure word, population and cohort agree and one wording
holds all content words of the other; what only the longer one says must be known from what surrounds the shorter,
or be the item's own subject. A wording with a content word of its own on either side counts something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from extractors.facts.fact import Fact
from extractors.words import words
from matching.claims import Claim
from matching.plan import Plan, TaskItem
from matching.series import (
    CITY,
    COUNTERS,
    clause_of,
    figure_value,
    in_goal_column,
    is_denied,
    is_intended,
    population_of,
)

#: Characters of shared content words by which two wordings of different length are known to speak of one thing.
LEAST_SHARED = 4
#: Two dates of acts no further apart than a month can be one act, told to the day here and to the month there.
ONE_ACT = timedelta(days=31)

_PERSONS = frozenset({"人", "名", "位"})
_BOOKS = frozenset({"种", "本", "部", "册"})
#: Words that introduce one and the same count; the first of each line stands for all.
_SAME = (
    ("招生", "招收新生", "接收新生", "录取新生", "招收", "接收", "录取", "新生", "入学", "招录"),
    ("取得证书", "获得证书", "获取证书", "考取证书", "取证", "获证", "拿证", "持证", "取得", "获得", "考取"),
    ("聘任", "聘请", "聘用", "选聘", "受聘", "配备"),
    ("拨付", "到位", "下达", "到账", "拨款", "拨入"),
    ("招聘", "补充", "录用", "引进"),
    ("开发", "编写", "编印", "出版"),
    ("参加", "参与", "报名"),
    ("选派", "派出", "派遣"),
    ("国际学生", "留学生", "外国学生", "外籍学生"),
    ("成员单位", "成员企业", "会员单位", "会员企业"),
    ("奖励资金", "奖励性资金", "奖补资金", "奖励金"),
    ("会", "会议"),
)
_CANONICAL = {word: group[0] for group in _SAME for word in group}
_SYNONYM = re.compile("|".join(sorted(_CANONICAL, key=len, reverse=True)))
_COHORT = re.compile(r"20\d{2}[级届]")
_SCHOOL = re.compile(
    r"(?:威海市?|荣成市?|好当家集团)?(?:水产|海洋职业|海洋)(?:学校|学院)|水校|海校|海院|我校|全校|本校|该校|两校|学校|学院|我院|全院"
)
_PLACE = re.compile(r"全市|我市|市域内?|荣成市?|全域")
_OFFICE = re.compile(
    r"领导小组(?:办公室)?|我[局办部委]|本[局办部委]|工委|组织部|编办|市?(?:教体|财政|人社|发改|工信|公安)局"
)
#: Of which stretch of the year a sum is; 全年, 今年以来 and no word are one.
_SCOPE = re.compile(
    r"[上下]半年|前?[一二三四1-4]、?[一二三四]?季度|前[一二三四五六七八九十\d]{1,2}个月|\d{1,2}月?[-—–~至到]\d{1,2}月|[春秋]季学期|[上下本]学期|当月|本月|上月"
)
_CUMULATIVE = re.compile(r"累计|总计|合计|共计")
_INCREMENT = re.compile(
    r"新(?:增|招|建|选|聘|认定|引|购|开|设|添|签|进|录|发展|接收)|增加(?!到|至)|增设|又|再|其中|另|抽查|查看|走访|首批"
)
_TOTAL = re.compile(r"累计|共有|现有|已有|共计|总计|增加到|增至|扩大到|达到?|已?建成")
_SINCE_NEW_YEAR = re.compile(
    r"今年|本年|全年|年内|当年|本期|[上下]半年|学期|季度|\d月(?:份)?(?:[-—–~至到]|以来)"
)
_AS_OF = re.compile(r"截[至止][^，。；]{0,12}")
_LABEL = re.compile(r"[^，,；;。、：:]{1,14}[：:]$")
_FUNCTION = frozenset(
    "共有了的等为达到至已均也还和与及在由从将把被向对是占现中于以之其各人名个家所处种本次期年月日项门间元"
)
_EMPTY = frozenset(
    [
        "累计",
        "总计",
        "合计",
        "共计",
        "共有",
        "现有",
        "已有",
        "目前",
        "截至",
        "其中",
        "全部",
        "实际",
        "达到",
        "完成",
        "开展",
        "组织",
        "举办",
        "增加",
        "新增",
        "增至",
        "扩大",
        "建成",
        "已经",
        "分别",
        "本期",
        "在读",
        "在校",
        "在册",
        "配齐",
        "到岗",
        "就绪",
        "今年",
        "全年",
        "上半年",
        "下半年",
        "年度",
        "万元",
        "亿元",
        "人次",
        "平均",
        "左右",
        "以上",
        "同时",
        "单独",
        "情况",
        "进展",
        "工作",
        "方面",
        "任务",
        "数量",
        "人数",
        "金额",
    ]
)
#: Who is counted may be left out by one of two reports; two that name different persons count different things.
_COUNTED_PERSONS = "学生，教师，学员，老师，人员"
_TASK_COLUMN = re.compile(r"任务|事项|项目|类别|内容|目标|名称|指标|专业|班级")


@dataclass(frozen=True)
class Stated:
    """One figure that a claim states as a fact of now, with what it measures; some of it few figures are asked for."""

    plan: Plan = field(repr=False, compare=False)
    claim: Claim
    fact: Fact
    value: Decimal
    wording: str  # the figure's own words, synonyms unified, figures, dates and schools left out
    near: tuple[str, ...]  # the clauses before it, its row, column and headings, as they stand there
    row: str  # the cells that name the row's task; "" outside tables
    scope: str  # 上半年, 1-9月 …: the stretch that is summed; "" for the whole year or none
    increment: bool
    cumulative: bool
    total: bool

    @cached_property
    def around(self) -> str:
        """What stands near it, put in the same words as the wording."""
        return _plain("｜".join(self.near))

    @cached_property
    def population(self) -> str:
        """全市, or the short form of a school."""
        return population_of(self.plan, self.claim, self.fact)

    @property
    def assumed_city(self) -> bool:
        """The population is 全市 only because nothing names another."""
        return self.population == CITY and not _PLACE.search(self.claim.text)

    @cached_property
    def cohort(self) -> str:
        """2021级; "" where none is named."""
        start, end = clause_of(self.claim.text, self.fact)
        found = _COHORT.search(self.claim.text[start:end]) or _COHORT.search(self.claim.text)
        return found.group() if found else ""

    @property
    def unit(self) -> str:
        return _unit_class(self.fact.unit)

    @property
    def key(self) -> tuple[str, str]:
        """Figures with different keys never measure the same."""
        return self.fact.kind, self.unit


def stated_figures(
    plan: Plan, claims: Sequence[Claim], wanted: Callable[[Claim, Fact], bool] = lambda *_: True
) -> Iterator[Stated]:
    """Every wanted figure that the claims state as a fact of now, in their order; plans and task columns left out."""
    for claim in claims:
        if claim.status in ("planned", "none") or claim.copied_from_plan or in_goal_column(claim):
            continue
        blank = ""
        for fact in claim.facts:
            value = figure_value(fact)
            if value is None or not wanted(claim, fact):
                continue
            if is_intended(claim.text, fact) or is_denied(claim.text, fact):
                continue
            blank = blank or _without_facts(claim)
            yield _stated(plan, claim, fact, value, blank)


def may_total(claim: Claim) -> bool:
    """Can the claim state a running total at all? Most cannot, which is told at once."""
    return bool(_CUMULATIVE.search(claim.text)) or any(fact.basis == "cumulative" for fact in claim.facts)


def running_totals(plan: Plan, claims: Sequence[Claim]) -> list[Stated]:
    """The figures called 累计 since the start, in the order of the claims."""
    stated = stated_figures(plan, [claim for claim in claims if may_total(claim)], _is_total)
    return [one for one in stated if is_running_total(one)]


def _is_total(claim: Claim, fact: Fact) -> bool:
    start, _ = clause_of(claim.text, fact)
    return bool(_TOTAL.search(claim.text[start : fact.start_char]))


def same_measure(item: TaskItem, one: Stated, other: Stated) -> bool:
    """Do two figures count the same thing among the same? The days are left to `same_time`."""
    if one.key != other.key or one.increment or other.increment or one.cumulative != other.cumulative:
        return False
    if not _same_population(item, one, other) or one.scope != other.scope:
        return False
    if one.cohort and other.cohort and one.cohort != other.cohort:
        return False
    if one.row and other.row and _foreign(one.row, other.row, item) and _foreign(other.row, one.row, item):
        return False
    more, less = _missing(one, other), _missing(other, one)
    if more and less:
        return False
    shared = sum(len(word) for word in content_words(one.wording) if word in other.wording)
    if not (more or less):
        return shared >= 2
    known = item.text + item.body + _COUNTED_PERSONS
    return shared >= LEAST_SHARED and all(word in known for word in more or less)


def _same_population(item: TaskItem, one: Stated, other: Stated) -> bool:
    """The same place; or the item's only school, which an office need not name where no target is the city's."""
    if one.population == other.population:
        return True
    city_wide = any(target.population == CITY for part in item.parts for target in part.targets)
    schools = {figure.population for figure in (one, other) if not figure.assumed_city}
    return not city_wide and len(item.schools) == 1 and schools == set(item.schools)


def same_time(one: Stated, other: Stated) -> bool:
    """Both undated, dated alike, or one undated; an act's day may stand within the month that the other names."""
    first, second = _spans(one), _spans(other)
    if not first or not second:
        return True
    return any(_same_span(a, b) for a in first for b in second)


def is_running_total(stated: Stated) -> bool:
    """Called 累计 since the start; a sum since New Year begins anew each year and may fall."""
    whole = stated.fact.basis == "cumulative" or stated.cumulative
    start, end = clause_of(stated.claim.text, stated.fact)
    lead = _AS_OF.sub("", stated.claim.text[max(0, start - 12) : end])
    return whole and stated.total and not stated.increment and not _SINCE_NEW_YEAR.search(lead)


def _stated(plan: Plan, claim: Claim, fact: Fact, value: Decimal, blank: str) -> Stated:
    """`blank`: the claim's text without its facts."""
    start, end = clause_of(claim.text, fact)
    label = _LABEL.search(claim.text[:start])
    own = _own_words(blank, fact, start, end)
    row = "｜".join(cell for header, cell in claim.context.row if not header or _TASK_COLUMN.search(header))
    if not content_words(own):
        own = f"{claim.context.column}｜{row}" if claim.context.row else fact.metric
    lead = claim.text[label.start() : label.end()] if label else ""
    before = claim.text[start : fact.start_char]
    return Stated(
        plan=plan,
        claim=claim,
        fact=fact,
        value=value,
        wording=_plain(lead + own),
        near=(blank[:start], row, claim.context.column, claim.context.heading),
        row=_plain(row),
        scope=_scope(claim, start, end),
        increment=bool(_INCREMENT.search(before) or _INCREMENT.search(claim.context.column)),
        cumulative=bool(_CUMULATIVE.search(before)),
        total=bool(_TOTAL.search(before)),
    )


def _scope(claim: Claim, start: int, end: int) -> str:
    """The stretch summed, as the figure's clause, a short clause before it, or the column's header names it."""
    lead = max((claim.text.rfind(mark, 0, max(start - 1, 0)) for mark in "，,；;。"), default=-1) + 1
    near = claim.text[lead if start - lead <= 10 else start : end]
    found = _SCOPE.search(near) or _SCOPE.search(claim.context.column)
    return found.group() if found else ""


def _without_facts(claim: Claim) -> str:
    """The text with figures and dates blanked by #, so that offsets hold."""
    text = claim.text
    for fact in claim.facts:
        text = text[: fact.start_char] + "#" * (fact.end_char - fact.start_char) + text[fact.end_char :]
    return text


def _own_words(blank: str, fact: Fact, start: int, end: int) -> str:
    """The words between the figure before and the figure after in its clause; without any, the clause's."""
    before = blank[start : fact.start_char]
    after = blank[fact.end_char : end]
    near = before[before.rfind("#") + 1 :]
    following = after.split("#")[0]
    return (near if content_words(_plain(near)) else before) + "#" + following


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Schools, places, cohorts, brackets and quotation marks out; synonyms made one word."""
    for pattern in (_COHORT, _SCHOOL, _PLACE, _OFFICE):
        text = pattern.sub("#", text)
    text = re.sub(
        r"(?:计划|概算|项目)?总投资|投资总额|概算投资|预算投资", "总额", text
    )  # not what was spent so far
    text = re.sub(r"([正副])高级", r"\1高", text)  # 正高级工程师 is no 高级工程师
    text = re.sub(r"[“”\"《》（）()\s]", "", text)
    return _SYNONYM.sub(lambda found: _CANONICAL[found.group()], text)


@lru_cache(maxsize=8192)
def content_words(wording: str) -> tuple[str, ...]:
    """The content words of a wording; single characters that follow each other are one word (生师比)."""
    found: list[str] = []
    run = ""
    for word in (*words(_plain(wording)), "#"):
        if len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in _FUNCTION:
            run += word
            continue
        if len(run) > 1:
            found.append(run)
        run = ""
        if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff" and word not in _EMPTY:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _missing(one: Stated, other: Stated) -> list[str]:
    """Content words of the one that the other neither says nor has around it."""
    return [w for w in content_words(one.wording) if w not in other.wording and w not in other.around]


def _foreign(row: str, other: str, item: TaskItem) -> bool:
    """Does the row name something that neither the other row nor the item does?"""
    return any(word not in other and word not in item.text + item.body for word in content_words(row))


def _unit_class(unit: str) -> str:
    for group, name in ((_PERSONS, "人"), (_BOOKS, "种"), (COUNTERS, "个")):
        if unit in group:
            return name
    return unit


def _spans(stated: Stated) -> list[tuple[date | None, date | None]]:
    """The days named in the figure's clause or the one before it."""
    text = stated.claim.text
    start, end = clause_of(text, stated.fact)
    lead = max((text.rfind(mark, 0, max(start - 1, 0)) for mark in "，,；;。"), default=-1) + 1
    return [
        (fact.start, fact.end)
        for fact in stated.claim.facts
        if fact.kind in ("date", "period") and lead <= fact.start_char < end
    ]


def _same_span(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    if one == other:
        return True
    (start, end), (first, last) = one, other
    if end is None or last is None:
        return False
    if start is None or first is None:
        return end == last
    short = end - start <= ONE_ACT and last - first <= ONE_ACT
    return short and start <= last and first <= end
