"""Bounded patterns of modality that single words cannot carry: shares, stages, waits, commands, quantities."""

from __future__ import annotations

import re
from typing import Literal

from extractors.facts.clauses import masked
from extractors.facts.modality_cues import Modality, shared_verbs

QUANTITY = re.compile(
    r"\d[\d,.]{0,12}\s?(?:[%％‰]|[余多]?[万亿]?(?:元|人次|人|名|个|项|处|所|家|期|次|门|本|种|套|台|间|栋|亩|平方米|场|届|批|类|份|对|件|"
    r"学时|课时|天|小时|工位|床|册|篇|部|轮|班|字|岁|位|支|条|辆|台套|册|户|岗)|(?:：|:)\s?\d)|[一二两三四五六七八九十百千]{2,4}(?:人次|名|个(?!月)|所|家|处|期|本|批(?!次)|场|间|轮)"
)
PAST_DAY = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?|今年|去年|当年|年初|本学期|上半年|年内|近日|全年"
)
ONLY_CAUSE = re.compile(r"^(?:因|由于|鉴于|受|在[^，]{0,12}影响下|克服|面对|针对|为(?:解决|破解|弥补))")
OVERCOME = re.compile(
    r"^(?:克服|面对|针对|为(?:了)?(?:解决|破解|弥补|应对)|除|不因|不受|没有因|未因|破解|补齐|着眼|原(?:计划|定|拟))"
)
UNANSWERED = re.compile(
    r"^(?:[^，]{0,8})(?:尚未|暂未|还未|未)(?:正式)?(?:公布|批复|答复|反馈|下达|组织实施|出结果|实施|获批复|启动实施)"
)
AWAITED = re.compile(r"申报|申请|上报|报[送至省市]|提交|递交|推荐|送审|批复|同意|立项|获批|审批")
COMMANDED = re.compile(
    r"^(?:(?:\d{1,2}[.、．]\s?)|(?:（?[一二三四五六七八九十]+[）、]))?(?:20\d{2}年(?:底|前|底前)?)?(?:积极|大力|深入|着力|切实|认真|全面|进一步|"
    r"扎实|逐步|不断|持续|要|统筹|有序|稳步|加快|努力|充分)?(?:做好|加强|建设|完善|支持|推动|推进|探索|深化|优化|鼓励|引导|实行|强化|提升|"
    r"打造|开发|完成|将水|将职|力争|争取|争创|以[^，]{2,16}(?:为|标准)|配合|落实|建立|健全|扩大|拓展|坚持|抓好|营造|形成|促进|实施|开展|提高|"
    r"允许|赋予|保障|配齐|配备|广泛|聚焦|发挥|创建|拨付|按时|按[^，]{2,10}比例|对[^，]{2,16}给予|支持学校|制定)"
)
EXHORTED = re.compile(
    r"^(?:各(?:有关|相关|责任|牵头)?(?:单位|部门|学校|镇街)[^，]{0,6}(?:要|应|须)|要(?!求)|共需|尚需|应(?!届|用|聘|急)|须|必须|务必|请|望|希望|建议|恳请|"
    r"深入(?:贯彻|学习)|全面贯彻|认真(?:贯彻|学习)|为(?:进一步|深入|了|更好)|以[^，]{2,20}为(?:指导|统领|根本|引领|抓手|契机|宗旨|导向|目标)|坚持|"
    r"由[^，]{2,12}(?:牵头|负责)|[^，]{2,12}(?:配合|负责|承办)$)"
)
#: 完成投资的45%, 完成总工程量的60%: a share of the work, below all of it.
PORTION = re.compile(
    r"(?:完成|施工|建设|安装|改造|进度|工程量|工作量|占总[^，]{0,6}|占合同[^，]{0,4}|到货率?|编写|支付|拨付|付至|付款|兑付|到位)"
    r"[^，。；\d]{0,12}(?:[^，。；]{0,12}的)?(?<![\d.])(?:[1-9]|[1-9]\d)(?:\.\d+)?%"
    r"|(?:完成|支付|拨付|到货|到位)[^，。；]{0,8}(?:三分之[一二]|一半|过半|大半|[二三四五六七八九]成)"
)
#: 已竣工未验收, 已批未建: one step done and the next not yet, in one breath.
_DONE_NOT_YET = re.compile(r"[已完经][^，。；未]{1,8}(?:但|而)?(?:尚未|还未|未)(?!来|出现|发生|超|突破|影响)")
#: A named stage before the end (桩基完成, 首付款已付, 主体验收): the act is under way.
STAGE = re.compile(
    r"(?:桩基|地基|基础|主体|首付款|预付款|首笔|土建|征地|拆迁|场地平整|[三四五七]通一平|初审|框架|初稿|草案|开工)"
    r"[^，。；]{0,10}(?:完成|完工|验收|支付|结束|封顶|形成|办结|到位|备齐)"
    r"|(?:完成|通过|办结|形成)[^，。；]{0,8}(?:桩基|地基|基础施工|主体|首付款|预付款|土建|初审|初稿|草案|征地|拆迁|场地平整)"
)
#: A step before the work itself; with a plan after it only the plan is told.
EARLY_STAGE = re.compile(
    r"(?:前期|地勘|勘察|环评|可研|可行性研究|图纸|施工图|初步设计|规划设计|设计|招标|招投标|立项|选址)[^，。；]{0,10}(?:完成|结束|形成|办结|通过|批复)"
    r"|(?:完成|通过|办结)[^，。；]{0,8}(?:前期|地勘|勘察|环评|可研|施工图|招标|招投标|立项|选址|初步设计)"
)
#: 对接3次, 沟通两次, 会签中: talking, however often, is under way.
UNDERWAY = re.compile(
    r"(?:对接|沟通|协商|洽谈|汇报|协调|磋商|联系|会商)[^，。；]{0,6}(?:\d{1,3}|[一二两三四五六七八九十多]{1,2})[余多]?[次轮]"
    r"|[一-鿿]{2}(?<![高初其年集期当二三四五六])中$"
)
AWAITING = re.compile(
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|岗|业|命|机)[^，。；]{0,10}(?:批|备案|审|验|公布|评|复|定|议|下达|拨付|印发|确认|答复|反馈|通过|签)"
    r"|[还尚仍](?:差|剩|余)[^，。；]{0,10}(?:手续|环节|程序|验收)|(?:需|要)?等[^，。；]{0,6}(?:下一?批|通知|批复|文件)"
)
#: 待确定比例后测算: waiting for something, and then the act; only the plan is told.
ONCE = re.compile(
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|人才|岗|业|命|机)[^，。；]{2,24}(?:后|时|之后)(?:再|即|方|就)?[^，。；]{1,}"
)
#: Verbs of the plan that a task and a report share; alone, without figure, day or aspect, they restate the task.
SHARED_VERBS = shared_verbs()
ITEM_NUMBERS = re.compile(r"第[\d、，,和至到—\-]{1,40}项")
#: Words that say a lack has lasted or stands against the rest; without them it is the half not yet done.
LASTING = re.compile(r"至今|仍|一直|迟迟|始终|但|却|因|由于|虽|长期|从未|任何|年来|无法|全年")
NOT_YET_GROUPS = frozenset({"not_begun", "not_yet_weak", "short"})
PERFECTIVE = re.compile(r"[已了《]|均|得到|受到|先后|分别|累计|首[批次]|再次")
COPULA = re.compile(r"(?:^|[^\d])(?:是|属于|作为|具有|意义|至关重要|关键)")
YEAR_MONTH = re.compile(r"(20\d{2})年(?:(\d{1,2})月|(上半年)|(下半年|底|年底))?")


def by_pattern(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int] | None:
    """What the build of the clause says before its words do: a demand, a share of the work, a stage, a wait."""
    if best.get("blocked", 0) == 3 or best.get("planned", 0) == 3:
        return None
    if EXHORTED.match(text) and best.get("done", 0) < 3:
        return "none", 2
    if _DONE_NOT_YET.search(text):
        return "ongoing", 3
    if ONCE.search(text):
        return "planned", 3
    if PORTION.search(text) or AWAITING.search(text) or STAGE.search(text) or UNDERWAY.search(text):
        return "ongoing", 3
    return ("prepared", 2) if EARLY_STAGE.search(text) else None


def is_bare_command(text: str) -> bool:
    """A verb of the plan in front, and no figure, day or aspect anywhere: the task restated."""
    plain = masked(text).strip()
    if not COMMANDED.match(plain) or QUANTITY.search(plain) or PERFECTIVE.search(plain):
        return False
    return not PAST_DAY.search(plain)


def says_something(text: str) -> bool:
    return len(re.findall(r"[一-鿿]", text)) >= 2
