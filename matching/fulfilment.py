"""Is the item thereby met? Only the act the item names, or a fitting figure at its target, fulfils a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts.fact import Fact
from matching.claims import Fulfils, Status
from matching.elsewhere import tells_of_others
from matching.line import Line
from matching.plan import Part, Target, TaskItem
from matching.series import is_intended
from matching.terms import fold

#: Acts that finish a building or a place of training.
_BUILT = re.compile(
    r"(?:竣工|综合|最终|消防)?验收合格|通过(?:竣工|综合|最终|消防和竣工|工程)?验收|竣工|建成(?!率)|投入使用|投用|正式启用|启用|交付使用|"
    r"正式运行|建设完成|全面完成|完工|已完成(?!.{0,6}[\d几七八九一半])|已用|交钥匙"
)
#: Acts that look like the end and are not.
_HALF = re.compile(
    r"预验收|基本(?:完成|建成|竣工|完工)|初步(?:完成|建成|验收)|主体|部分(?:完成|建成|启用|投用)|封顶|立项|拨付|拨款|签约|签订|揭牌|挂牌|奠基|"
    r"推荐|申报|批复|开工|招标|中标|收尾|首期|一期|试运行|试用|待验收|未|尚|暂|没有|仍|预计|拟|将|计划|力争|安装调试|调试中|施工"
)
#: Before an act these make it less than the act; they must be looked for beside it, not in what is left.
_ALMOST = re.compile(r"基本|初步|预验收|部分|主体|即将|接近")
_WON = re.compile(
    r"获评|获批|入选|入围并|纳入(?!.{0,4}(?:规划|储备|培育))|认定为|命名为|成功创建|列入.{0,8}名单|被评为|评为|确定为|进入.{0,12}行列|"
    r"正式加挂|完成加挂|加挂.{0,10}(?:获批|完成|到位)|成为.{0,14}(?:试点|示范|建设单位)|公布"
)
_NOT_WON = re.compile(
    r"未|尚|申报|推荐|公示|答辩|争创|争取|拟|将|计划|复核|初审|受理|等待|培育|预备|后备|失利|落选|材料"
)
_ISSUED = re.compile(
    r"印发|出台|下发|制定(?:了|并)|公布|实施|施行|建立(?:了|起)|全部到位|足额|全部拨付|批复|落实到位|兑现|兑付|签(?:订|署)|完成"
)
#: Items are met by an honour where their part's text says so, by a building where it says so.
_HONOUR_TEXT = re.compile(
    r"争创|创建|进入.{0,14}(?:行列|建设单位)|加挂|纳入.{0,12}试点|先行校|示范校|试点校|双高"
)
_BUILDING_TEXT = re.compile(r"(?:基地|中心).{0,4}建设|建设.{0,26}(?:基地|中心)")
_SUBJECT_STOP = re.compile(
    r"建设|完成|\d+年|水产学校|威海市|好当家集团|海洋学校|威海|海洋职业学院|争创|争取|创建|积极|支持|一处|前|年|进入|行列|配合|推动"
)


def fulfils(item: TaskItem, line: Line, status: Status, facts: Sequence[Fact] = ()) -> dict[str, Fulfils]:
    """Verdict per part of the item. yes only for a finished act that the part names, or a fitting figure.

    `facts` should carry metric and population; without facts a part with targets is at best unsure.
    """
    verdicts: dict[str, Fulfils] = {}
    for part in item.parts:
        verdicts[part.id] = _part_verdict(item, part, line, status, facts)
    return verdicts


def _part_verdict(item: TaskItem, part: Part, line: Line, status: Status, facts: Sequence[Fact]) -> Fulfils:
    text = fold(line.text)
    if status == "none" or tells_of_others(line.text) or not _concerns(item, part, line):
        return "no"
    if part.targets:
        return _by_figure(part, line, status, facts)
    if status != "done":
        return "no"
    return _by_act(part, _share(item, part, text))


def _concerns(item: TaskItem, part: Part, line: Line) -> bool:
    """Does the statement (or else its context) speak of this part and not only of its sister?"""
    if len(item.parts) < 2:
        return True
    own, others = _names(part), [_names(other) for other in item.parts if other.id != part.id]
    text = fold(line.text)
    if any(name in text for name in own):
        return True
    if any(name in text for names in others for name in names):
        return False
    context = fold(line.context)
    here = any(name in context for name in own)
    there = any(name in context for names in others for name in names)
    return here and not there


def _names(part: Part) -> tuple[str, ...]:
    """Words that tell one part from its sisters: its object, whole and by its first two characters."""
    core = fold(_SUBJECT_STOP.sub("", part.text)).strip("，。、")
    found = [name for name in _OBJECTS if name in core]
    return tuple(found) or ((core[:4],) if core else ())


_OBJECTS = (
    "旅游",
    "机电",
    "体验中心",
    "体验",
    "学徒",
    "示范校",
    "试点校",
    "双高",
    "技师学院",
    "公共实训",
    "多功能",
    "智能创新",
)


def _share(item: TaskItem, part: Part, text: str) -> str:
    """The clauses about this part: from its name to the next part's name."""
    if len(item.parts) < 2:
        return text
    others = [name for other in item.parts if other.id != part.id for name in _names(other)]
    kept: list[str] = []
    mine = not any(name in text for name in _names(part))
    for clause in re.split(r"[，,；;。]", text):
        if any(name in clause for name in _names(part)):
            mine = True
        elif any(name in clause for name in others):
            mine = False
        if mine:
            kept.append(clause)
    return "，".join(kept)


def _by_act(part: Part, text: str) -> Fulfils:
    if _HONOUR_TEXT.search(part.text) and not _BUILDING_TEXT.search(part.text):
        return "yes" if _WON.search(text) and not _NOT_WON.search(_WON.sub("", text)) else "no"
    if _BUILDING_TEXT.search(part.text):
        built = _BUILT.search(text)
        half = _ALMOST.search(text) or _HALF.search(_BUILT.sub("", text))
        return "yes" if built and not half else "no"
    return "unsure" if _ISSUED.search(text) and not _HALF.search(_ISSUED.sub("", text)) else "no"


def _by_figure(part: Part, line: Line, status: Status, facts: Sequence[Fact]) -> Fulfils:
    """yes when a reached figure fits a target of the list in unit, metric and population."""
    if status in ("planned", "none"):
        return "no"
    listed = [target for target in part.targets if target.source == "list" and target.population == "全市"]
    targets = listed or [target for target in part.targets if target.source == "list"] or list(part.targets)
    verdicts = [_reached(target, line, facts) for target in targets]
    if verdicts and all(verdict == "yes" for verdict in verdicts):
        return "yes"
    return "unsure" if "yes" in verdicts or "unsure" in verdicts else "no"


def _reached(target: Target, line: Line, facts: Sequence[Fact]) -> Fulfils:
    fitting = [fact for fact in facts if _fits(fact, target, line) and not is_intended(line.text, fact)]
    values = [value for fact in fitting if (value := _value(fact)) is not None]
    if not values:
        return "no"
    best = max(values) if target.comparator != "le" else min(values)
    if not _compares(best, target):
        return "no"
    known = any(not fact.population or _same_place(fact.population, target.population) for fact in fitting)
    return "yes" if known and any(fact.metric or fact.population for fact in fitting) else "unsure"


def _compares(value: Decimal, target: Target) -> bool:
    if target.comparator == "le":
        return value <= target.value
    return value == target.value if target.comparator == "eq" else value >= target.value


def _fits(fact: Fact, target: Target, line: Line) -> bool:
    if fact.is_time or fact.role in ("from", "delta") or fact.unit != target.unit:
        return False
    if fact.population and not _same_place(fact.population, target.population):
        return False
    words = fold(fact.metric) or fold(line.text)
    return not target.metric or any(name in words for name in _metric_words(target.metric))


def _metric_words(metric: str) -> tuple[str, ...]:
    known = tuple(
        word
        for word in ("双师", "体验中心", "学徒", "培训", "补助", "试点", "专业", "奖励", "普通高中", "普高")
        if word in metric
    )
    return known or (fold(metric),)


def _same_place(population: str, wanted: str) -> bool:
    own, aim = fold(population), fold(wanted)
    city = ("全市", "我市", "市域", "荣成", "全部")
    if any(word in aim for word in city):
        return any(word in own for word in city)
    return own in aim or aim in own


def _value(fact: Fact) -> Decimal | None:
    if isinstance(fact.value, Decimal):
        return fact.value
    return fact.low
