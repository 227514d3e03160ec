"""Bounded patterns of modality that single words cannot carry: shares, stages, waits, commands, quantities."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Literal

from extractors.facts.clauses import masked
from extractors.facts.hinted import Hinted, any_found
from extractors.facts.modality_cues import Modality, shared_verbs

QUANTITY = re.compile(
    r"\d[\d,.]{0,12}\s?(?:[%％‰]|[余多]?[万亿]?(?:元|人次|人|名|个|项|处|所|家|期|次|门|本|种|套|台|间|栋|亩|平方米|场|届|批|类|份|对|件|"
    r"学时|课时|天|小时|工位|床|册|篇|部|轮|班|字|岁|位|支|条|辆|台套|册|户|岗)|(?:：|:)\s?\d)|(?<![第约几])[两二三四五六七八九](?:家|所|名|位|本|间|场|期|台|处)(?!以上)|[一二两三四五六七八九十百千]{2,4}(?:人次|名|个(?!月)|所|家|处|期|本|批(?!次)|场|间|轮)"
)
PAST_DAY = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|[上中下]旬|份)?|今年|去年|当年|年初|本学期|上半年|年内|近日|全年"
)
ONLY_CAUSE = re.compile(r"^(?:因|由于|鉴于|受|在[^，]{0,12}影响下|克服|面对|针对|为(?:解决|破解|弥补))")
OVERCOME = re.compile(
    r"^(?:克服|面对|针对|为(?:了)?(?:解决|破解|弥补|应对)|除|不因|不受|没有因|未因|破解|补齐|着眼|原(?:计划|定|拟))"
)
UNANSWERED = re.compile(
    r"^(?:[^，]{0,8})(?:尚未|暂未|还未|未|还没有?|没有)(?:正式|见到?|收到|接到|等到)?(?:公布|批复|答复|回复|回音|反馈|下达|组织实施|出结果|结果|出来|实施|获批复|启动实施)"
    r"|(?:结果|结论|名单|批复|批文)(?:还|尚)?(?:未|没)(?:出|公布|到|下)|^(?:均|都|至今|尚|暂)?无(?:回音|回复|答复)"
)
AWAITED = re.compile(
    r"申报|申请|上报|转报|复核|初评|评估|考核|公示|面试|报出|报[送至省市]|提交|递交|推荐|送审|批复|同意|立项|获批|审批|[发致]函|一函|去函|函询"
)
COMMANDED = re.compile(
    r"^(?:(?:\d{1,2}[.、．]\s?)|(?:（?[一二三四五六七八九十]+[）、]))?(?:20\d{2}年(?:底|前|底前)?)?(?:积极|大力|严格|深入|着力|切实|认真|全面|进一步|"
    r"扎实|逐步|不断|持续|要|统筹|有序|稳步|加快|努力|充分)?(?:做好|加强|建设|完善|支持|推动|推进|探索|深化|优化|鼓励|引导|实行|强化|提升|"
    r"打造|开发|完成|将水|将职|力争|争取|争创|以[^，]{2,16}(?:为|标准)|配合|落实|建立|健全|扩大|拓展|坚持|抓好|营造|形成|促进|实施|开展|提高|"
    r"允许|赋予|保障|配齐|配备|广泛|聚焦|发挥|创建|拨付|按时|按[^，]{2,10}比例|对[^，]{2,16}给予|支持学校|制定)"
)
EXHORTED = re.compile(
    r"^(?:各(?:有关|相关|责任|牵头)?(?:单位|部门|学校|镇街)[^，]{0,6}(?:要|应|须)|要(?!求)|共需|尚需|应(?!届|用|聘|急)|须|必须|务必|请|望|希望|建议|恳请|"
    r"深入(?:贯彻|学习)|全面贯彻|认真(?:贯彻|学习)|为(?:进一步|深入|了|更好)|以[^，]{2,20}为(?:指导|统领|根本|引领|抓手|契机|宗旨|导向|目标)|坚持|"
    r"由[^，]{2,12}(?:牵头|负责)(?!的)|[^，]{2,12}(?:配合|负责|承办)$)"
)
#: 完成投资的45%, 完成总工程量的60%: a share of the work, below all of it.
PORTION = Hinted(
    "%％分半成",
    r"(?:完成|施工|建设|安装|改造|进度|工程量|工作量|占总[^，]{0,6}|占合同[^，]{0,4}|到货率?|编写|支付|拨付|付至|付款|兑付|到位)"
    r"[^，。；\d]{0,12}(?:[^，。；]{0,12}的)?(?<![\d.])(?:[1-9]|[1-9]\d)(?:\.\d+)?%"
    r"|(?:完成|支付|拨付|到货|到位|到账|兑现|发放|交付|进度)[^，。；]{0,8}(?:三分之[一二]|一半|过半|大半|[二三四五六七八九]成)"
    r"|(?:了|完成|过)(?:一半|一多半|大半|多半|半程)$"
    r"|^(?:已|已完成|目前|现为|约|完成|进度|形象进度|完成率)?[：:]?(?<![\d.])(?:[1-9]|[1-9]\d)(?:\.\d+)?[%％]$",
)
#: 已竣工未验收, 已批未建: one step done and the next not yet, in one breath.
_DONE_NOT_YET = Hinted(
    "未", r"[已完经][^，。；未]{1,8}(?:但|而)?(?:尚未|还未|未)(?!来|出现|发生|超|突破|影响)"
)
#: A named stage before the end (桩基完成, 首付款已付, 主体验收): the act is under way.
STAGE = Hinted(
    "基主款笔土征拆场通初框草开",
    r"(?:桩基|地基|基础|主体|首付款|预付款|首笔|土建|征地|拆迁|场地平整|[三四五七]通一平|初审|框架|初稿|草案|开工)"
    r"[^，。；]{0,10}(?:完成|完工|验收|支付|结束|封顶|形成|办结|到位|备齐)"
    r"|(?:完成|通过|办结|形成)[^，。；]{0,8}(?:桩基|地基|基础施工|主体|首付款|预付款|土建|初审|初稿|草案|征地|拆迁|场地平整)",
)
#: A step before the work itself; with a plan after it only the plan is told.
EARLY_STAGE = Hinted(
    "期勘评研图设标项址",
    r"(?:前期|地勘|勘察|环评|可研|可行性研究|图纸|施工图|初步设计|规划设计|设计|招标|招投标|立项|选址)[^，。；]{0,10}(?:完成|结束|形成|办结|通过|批复)"
    r"|(?:完成|通过|办结)[^，。；]{0,8}(?:前期|地勘|勘察|环评|可研|施工图|招标|招投标|立项|选址|初步设计)",
)
#: 对接3次, 沟通两次, 会签中: talking, however often, is under way.
UNDERWAY = Hinted(
    "次轮中",
    r"(?:对接|沟通|协商|洽谈|汇报|协调|磋商|联系|会商)[^，。；]{0,6}(?:\d{1,3}|[一二两三四五六七八九十多]{1,2})[余多]?[次轮]"
    r"|(?:开展|进行|组织|召开)了?(?:\d{1,2}|[两二三四五六七八九十多])[余多]?[次轮](?:座谈|讨论|磋商|协商|沟通|会商|谈判)"
    r"|[一-鿿]{2}(?<![高初其年集期当二三四五六])中$",
)
AWAITING = Hinted(
    "待差剩余等送报",
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|岗|业|命|机)[^，。；]{0,10}(?:批|备案|审|验|公布|评|复|定|议|下达|拨付|印发|确认|答复|反馈|通过|签)"
    r"|[还尚仍](?:差|剩|余)[^，。；]{0,10}(?:手续|环节|程序|验收)|(?:需|要)?等[^，。；]{0,6}(?:下一?批|通知|批复|文件|研究|审议|结果|评审|开会)"
    r"|送[^，。；]{1,10}(?:[一二三]?审|审查|评审|会签)$"
    r"|报(?:请|送|经|给)?(?!考|名|到|告|备)[^，。；]{1,12}(?:审批|审核|审定|审议|会签|核准|审查)(?!后|通过|同意|完|并)",
)
#: 还差两门没有定稿: all but a counted rest of the work itself.
NEARLY = Hinted(
    "还尚仍",
    r"[还尚]有[^，。；]{1,12}(?:没有?|未)(?:支付|拨付|付清|到位|完成|办理|办完|结清)|[还尚仍]差(?:最后)?(?:\d{1,3}|[一两二三四五六七八九十几])[余多]?(?:门|本|章|道|步|栋|层|节|页|个环节|个子项)",
)
#: 进入设备联调, 做到第三稿: the act has come to a stage between beginning and end.
INTO_STAGE = Hinted(
    "入处稿继再层",
    r"(?:进入|转入|处于)[^，。；]{0,8}(?:阶段|施工|安装|调试|联调|试运行|粉刷|装饰|装修|审批|审核|评审|公示|撰写|编写|程序|环节|流程|收尾|招标|考察|排版|实施期)"
    r"|第[二三四五六]稿|(?:继续|再次|再)(?:修改|打磨|商谈|磋商|协商|征求|论证|整改)"
    r"|完成(?:了)?(?:\d{1,2}|[一二两三四五六七八九十])层(?!楼)",
)
#: 招不到, 开不齐, 做不下去: a verb whose result fails; 差不多, 离不开 and their like are words of their own.
FAILING = Hinted(
    "不连",
    r"(?:[招留派配请进买拿批落推办做用谈凑搞建修拨付签排接管融抓跑供开])不(?:下去|下来|起来|到(?!位)|动|拢|齐|足|住|通|成|了|出去|出来|出|上去|上)(?!手)"
    r"|(?:^|[一-鿿])连[^，。；]{1,10}(?:都|也)(?:没有|没|未)",
)
#: 只到位2人, 比目标少264人次, 生师比高于18:1: below (or above) the bar that was set.
BELOW = Hinted(
    "仅只少低差缺欠师不",
    r"(?<![不绝])仅\d[\d.,]{0,8}(?:人|名|个(?!月)|家|所|项|期|万|%|台|处|次)"
    r"|(?<![不绝])(?:仅|只)(?:有|占|为|完成|办|招|剩|到位|开|落实|拨|派|签|到|来)[^，。；]{0,6}[\d一二两三四五六七八九十]"
    r"|(?:比|距|离|较|距离|与)[^，。；]{0,14}(?:目标|任务|要求|计划|指标|标准|规定|序时)[^，。；]{0,8}(?:少|低|差|缺|欠)(?!于)"
    r"|生师比[^，。；]{0,14}(?:高于|超过|大于)|低于[^，。；]{0,10}(?:目标|要求|序时|计划|指标|规定)|不(?:足|到|满)(?:一半|半数|[一二三四五六七八九]成|\d{1,2}[%％])",
)
#: 缺14人: a lack in figures; what else is told may outweigh it.
_LACKING = Hinted("差欠短缺", r"(?:还|尚|仍)?[差欠短缺]\d[\d.,]*(?:人|名|个|人次|万|家|%|套|台)")
#: 对新获批的专业，按标准给予奖励 / 每年不少于30天: a provision, not a deed.
PROVISION = Hinted(
    "不准例担负",
    r"^(?:[^，。；]{0,16}(?:每年|每学期|每人|原则上)[^，。；]{0,8}(?:不少于|不低于|不得|不超过)|[^，。；\d]{2,16}不得(?:高于|低于|少于|超过|擅自))"
    r"|(?:按|按照|依照)[^，。；]{0,16}(?:标准|比例)(?:给予|予以)?(?:奖励|补助|补贴)$"
    r"|承担(?:了)?[^，。；]{0,16}(?:任务|[\d]项)$|[^，。；]{0,10}(?:局|办|委|部|校|院|科|处|室|中心|单位|部门)负责[^，。；]{2,14}$",
)
#: 待确定比例后测算: waiting for something, and then the act; only the plan is told.
ONCE = Hinted(
    "待等后",
    r"(?<![接等招对款虐期优看善相亏])待(?!遇|客|人才|岗|业|命|机)[^，。；]{2,24}(?:后|时|之后)(?:再|即|方|就)?[^，。；]{1,}"
    r"|^等[^，。；]{2,14}(?:后|再)"
    r"|(?:批复|下达|下发|出台|结束|到位|明确|放开|好转|缓解|批准)(?:之)?后(?:即可?|再|方可?)(?![^，。；]*[已了])",
)
#: Verbs of the plan that a task and a report share; alone, without figure, day or aspect, they restate the task.
SHARED_VERBS = shared_verbs()
ITEM_NUMBERS = re.compile(r"第[\d、，,和至到—\-]{1,40}项")
#: Words that say a lack has lasted or stands against the rest; without them it is the half not yet done.
LASTING = re.compile(r"至今|仍|一直|迟迟|始终|但|却|因|由于|虽|长期|从未|任何|年来|无法|全年")
NOT_YET_GROUPS = frozenset({"not_begun", "not_yet_weak", "short"})
#: 作为牵头单位，… / 对新获批的专业，…: only whom the next clause is about.
AS_WHO = re.compile(
    r"^作为|^对(?!照|比|接|外|口)(?![^，。；]*(?:给予|予以|进行|开展|实施|落实|发放|督|查|已))[^，。；]{2,24}的[^，。；]{1,14}$"
)
#: 原定5月建立: what had been planned says nothing of what was done; 取消 and the like beside it do.
FORMER_PLAN = re.compile(r"原(?:定|计划|拟)(?![^，。；]*[已的])")
#: 现将有关情况汇报如下: the opening of the paper.
OPENING = re.compile(r"^现?将[^。；]{0,40}(?:如下|报告|汇报)$|如下[：:]?$")
#: A cell or a line that says there is nothing to tell.
NOTHING = re.compile(r"^\s*(?:无|暂无|没有|略|无此项(?:任务)?|不涉及|同上|[／/\\＼—\-－]{1,4})?\s*[。.]?\s*$")
PERFECTIVE = re.compile(r"[已了《]|均|得到|受到|先后|分别|累计|首[批次]|再次")
COPULA = re.compile(r"(?:^|[^\d])(?:是|属于|作为|具有|意义|至关重要|关键)")
FIRST_STEP = re.compile(
    r"申报|申请|报[^，。；]{0,14}(?:审|批|核)|初步设计|初步选|可研|方案|征求|招聘计划|选址|立项"
)
#: 下半年…, 9月底前…: a time without a year that may lie after the report.
HALF_OR_MONTH = re.compile(r"^(?:今年)?下半年|(?<!\d)(\d{1,2})月(?:份|底|中旬|末|\d{1,2}日)?(?:之|以)?前")
_BARE_REFERENCE = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．])?\s*(?:关于)?(?:清单)?第[\d一二三四五六七八九十、，和至—-]{1,12}项"
    r"(?:目标)?(?:任务|工作|事项|内容)?(?:方面|情况|进展情况|完成情况|落实情况)?\s*[。：:；;]?\s*$"
)
#: 未接到…申请: nobody asked, so nothing was done, refused or put off.
NOT_ASKED = Hinted(
    "未没",
    r"(?:未|没有?|尚未|暂未|从未)(?:曾|有)?(?:接到|收到|接收到|受理到)[^，。；]{0,20}(?:申请|请求|诉求|需求|咨询|求助|委托|来函)",
)
_LONGEST_NAME = 12
_PREDICATE = re.compile(
    r"[已了未没无不正在拟将待满齐够缺差签报送拨付到改换跑找催派购买写审查商洽借租修拆搬发领]|完成|过|[获招聘补收考交](?!奖|职|业|助|入|试|生|通|流|评)|通过|验收|印发|开班|开学|启用|建成|投用|挂牌|毕业|合格|办结|办理|征求|调研|施工|安装|装修|"
    r"编制|编写|起草|推进|推动|实施|开展|组织|举办|召开|参加|对接|协调|落实|增加|增设|提高|达到|成立|建立|引进|派出|互访|上线|运行|供餐|使用|正常|良好|顺利|一般|偏|较|[成好毕停办]$"
)
YEAR_MONTH = re.compile(r"(20\d{2})年(?:(\d{1,2})月|(上半年)|(下半年|底|年底))?")


#: 已 or 了: the clause tells what happened.
ASPECT = re.compile(r"[已了]")
#: A provision that has been made or met.
_HELD = re.compile(r"[已了]|明确|印发|规定|达到")
_MARK = re.compile(r"[。，；！]")
#: 定不下来, 进不了名单: what cannot be brought about.
_UNABLE = Hinted(
    "不",
    r"(?:定|谈|批|办|落|进|入|出|招|交|开|凑|配|评|排|推|签|引|留|拨|报|拿|到|建|用|走)不(?:下来|了(?!解)|拢|成|齐|满|起来|到位|出来|进来|上去)",
)
#: 差1.2个百分点: short of a bar by so much.
_SHORT_BY = Hinted(
    "差",
    r"(?<![误时逆公级温偏相反视出交邮落价])差(?:了)?\d+(?:\.\d+)?个?(?:百分点|分(?!别)|名|人(?!次)|万元|个|台|本|处)",
)
#: 缺两台烤箱, 副校长缺一: so many are lacking.
_SO_MANY_LACKING = Hinted(
    "缺",
    r"(?<![不无短补欠紧急])缺(?:了|着)?(?:\d+|[一两二三四五六七八九十几])(?:名|个|台|人|处|套|位|口|间|门|$)",
)
#: 财政局口头同意、尚未行文: approved and not carried out.
_APPROVED_ONLY = Hinted(
    "未",
    r"(?:同意|通过|批准|立项|获批|定稿|审定|备案)[^，。；]{0,6}?[、]?(?:但|仍|还)?(?:尚|暂|还|仍)未(?:正式)?(?:行文|发文|下文|拨付|到位|实施|执行|印发|落地|兑现|挂牌|启用)",
)
#: 整改意见9条已改7条: some of so many.
_SOME_OF = Hinted(
    "条项个处本家名种件门",
    r"(?<![\d.])(\d{1,3})([条项个处本家名种件门])[^，。；\d]{0,8}?(?:改|整改|完成|办结|建成|交稿|销号|落实|解决|到位|验收|启用|开工|出版|用上|挂牌|签约|开班|销账)了?[^，。；\d]{0,4}(\d{1,3})\2",
)
#: 人选由党组研究确定, 文件须由人社局印发: who decides or does it, not that it was done.
_WHOSE_PART = Hinted(
    "由",
    r"由[^，。；]{2,16}(?:对口|归口|具体|统一|按程序)?(?:办理|研究确定|审定|承担|负责)$|(?:须|应|需)由[^，。；]{2,}",
)
_CONDITION = re.compile(r"^凡(?!是?已)[^，。；]{3,}")


#: What falls short.
_SHORT = (FAILING, BELOW, _UNABLE, _SHORT_BY)
_BETWEEN = (PORTION, AWAITING, STAGE, INTO_STAGE, UNDERWAY)


def by_pattern(text: str, best: dict[str, int]) -> tuple[Modality | Literal["prepared"], int] | None:
    """What the build of the clause says before its words do: a demand, a share of the work, a stage, a wait."""
    if OPENING.match(text):
        return "none", 2
    said = set(text)
    if _APPROVED_ONLY.search(text, said) or _is_some_of(text, said):
        return "ongoing", 3
    if NEARLY.search(text, said):
        return "ongoing", 3
    if best.get("blocked", 0) == 3 or best.get("planned", 0) == 3:
        return None
    return _demand_or_lack(text, said, best) or _between(text, said)


def _demand_or_lack(text: str, said: Set[str], best: dict[str, int]) -> tuple[Modality, int] | None:
    """What nobody has done (a provision, a demand), or what falls short."""
    if NOT_ASKED.search(text, said):
        return "none", 2
    if PROVISION.search(text, said) and not _HELD.search(text):
        return "none", 2
    if not best.get("planned") and any_found(_SHORT, text, said):
        return "blocked", 3
    if not best.get("planned") and (_LACKING.search(text, said) or _SO_MANY_LACKING.search(text, said)):
        return "blocked", 2
    if (_WHOSE_PART.search(text, said) or _CONDITION.match(text)) and not ASPECT.search(text):
        return "none", 2
    if EXHORTED.match(text) and best.get("done", 0) < 3:
        return "none", 2
    return None


def _is_some_of(text: str, said: Set[str]) -> bool:
    found = _SOME_OF.search(text, said)
    return found is not None and int(found[3]) < int(found[1])


def _between(text: str, said: Set[str]) -> tuple[Modality | Literal["prepared"], int] | None:
    """What has begun and has not ended: a share, a stage, a wait, talks; or a step before the work."""
    if _DONE_NOT_YET.search(text, said):
        return "ongoing", 3
    if ONCE.search(text, said):
        return "planned", 3
    if any_found(_BETWEEN, text, said):
        return "ongoing", 3
    return ("prepared", 2) if EARLY_STAGE.search(text, said) else None


def is_bare_command(text: str) -> bool:
    """A verb of the plan in front, and no figure, day or aspect anywhere: the task restated."""
    plain = masked(text).strip()
    if not COMMANDED.match(plain) or QUANTITY.search(plain) or PERFECTIVE.search(plain):
        return False
    return not PAST_DAY.search(plain)


def is_name(text: str) -> bool:
    """莞岛, 班子, 民办教师同等权利: a short name without verb, figure or aspect, as a list names its tasks."""
    plain = masked(text).strip()
    return len(plain) <= _LONGEST_NAME and not _PREDICATE.search(plain) and not _MARK.search(plain)


def says_something(text: str) -> bool:
    """More than a number in a list: 一、第11项任务。 only names what is to follow."""
    rest = _BARE_REFERENCE.sub("", text)
    return len(re.findall(r"[一-鿿]", rest)) >= 2
