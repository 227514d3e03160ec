"""Is a statement the plan's own words? Such text is never evidence, however finished it sounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add

from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from matching.plan import Plan
from matching.terms import fold

#: Shared runs shorter than this are chance, not copying.
RUN = 4
#: Share of a statement's characters that must stand in the plan, besides filler words.
COVERED = 0.82
#: Share of its characters, filler words among them, that may stand outside such runs.
REST = 0.45
#: Share of its pairs of characters that a text with so little rest has from the plan, at the least: three a run of four.
RUNS_KNOWN = (1 - REST) * (RUN - 1) / RUN
#: Statements shorter than this (in characters) can only be names of tasks.
LEAST = 10
#: …unless they are the plan's word for word and as long as this besides their figures.
WHOLE = 6
#: A name of a task is at most this long, and this share of it stands in the plan in runs of two or more.
NAME = 16
NAMED = 0.6
#: With fewer pairs of characters (a share of its length) from the plan a text is neither: a run of two, the shortest
#: that counts, holds one pair. Most of what units write is passed over here.
KNOWN = NAMED / 2

_FILLER = re.compile(
    r"我们|我校|我局|我市|我部|全市|学校|各相关|相关|部门|单位|本|将|要|把|继续|进一步|积极|大力|切实|认真|扎实|深入|不断|全面|"
    r"加快|着力|努力|坚持|按照|根据|围绕|对照|清单|方案|任务|目标|要求|工作|抓好|做好|推进|推动|落实|开展|加强|持续|"
    r"序号|第?\d{1,2}项|^\d{1,2}[.、]|[一二三四五六七八九十]是|其中|以及|并|和|与|及|的|地|等|了|在|为|对"
)
_NEWS = re.compile(
    r"已|完成了|通过|验收|竣工|建成|投入|启用|印发|出台|签订|签约|获|评为|入选|挂牌|揭牌|授牌|铜牌|牌匾|招|未|没|尚|正在|进行中|"
    r"目前|截至|累计|新增|组织|举办|达到\d|发放|拨付了|到位|上半年|下半年|季度|月份|同比|增长|名|人次"
)
_ACT = re.compile(
    r"无|不(?!低于|高于|少于|超过)|暂|缺|欠|停|差|待|拟|退(?!役|伍)|填|请示|在批|批复|落选|开课|送评|认定\d|计划|开始|启动|进展|推进中|中$|进行|取消|办|完$|成$|好$|用$|全部|均|每|率|申报|上报|报送|调研|研究|"
    r"起草|修订|征求|协商|对接|洽谈|接洽|招标|施工|调试|通气|发放|兑现|落实$|到|收到|约|定$|签"
)
#: （清单第19项）, 系我局承担的第31项任务: where the text stands in the list, said beside it.
_REFERENCE = re.compile(
    r"[，,（(]?(?:此项|本项|该项)?(?:即|为|系|是)?(?:由?我[局校办部院]|本[局校])?(?:所)?(?:牵头|承担|负责|配合)?的?(?:任务)?(?:清单)?中?的?第[\d一二三四五六七八九十、，和]{1,12}项(?:任务|内容)?[）)]?"
)
#: 11. / （三）: the list's own marker, before its words; 3.5万元 is none.
_LISTED = re.compile(
    r"^\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．](?!\d))\s*"
)
_WHO = (
    r"(?:(?:[一-鿿]{2,4}[、和与]){0,4}(?>[一-鿿]{1,12}?(?:部门|局|委|办|部|校|院|集团|单位))[、和与及]?){1,8}"  # each office ends at its first such word
    r"(?:等部门|等单位)?(?:分别|共同|联合)?"
)
#: …，由人社局、教体局共同牵头。 …，教体局牵头、财政局配合。: who is to do it, said beside it; one of them at a time.
_ASSIGNED = re.compile(
    rf"(?:[，,；（(]|(?<=牵头)、|(?<=负责)、)(?:此[项条]|[本该]项)?由?{_WHO}(?:牵头|负责|配合|参与)(?:落实|实施|推进)?[）)]?(?=[。；]?$)"
    r"|[，,；（(]责任(?:单位|部门|科室|处室)[为是：:]?[一-鿿、]{2,20}[）)]?(?=[。；]?$)"
)
#: So many assignments may follow each other.
_ASSIGNMENTS = 3
#: 由发改局牵头，…: the same in front.
_ASSIGNED_BEFORE = re.compile(rf"^由{_WHO}(?:牵头|负责)(?:实施)?[，,]")
_ASSIGNING = ("牵头", "负责", "配合", "参与", "落实", "实施", "推进")
#: …的要求必须如期兑现。: what is owed, said of the plan's words.
_OWED = re.compile(
    r"(?:的?(?:要求|目标|任务))?(?:必须|务必|务须|须)(?:于|在)?(?:如期|按期|按时|当年|年内|年底前|不折不扣地?)?(?:兑现|完成|落实|实现|建成)(?:到位)?(?=[。；]?$)"
)
#: 要……拨付到位: an order says its end as a report would.
#: …，这是…的重要内容之一。 …，实现资源互补、协同发展。: praise of the plan's words, said behind them; no act ends so.
_PRAISED = re.compile(
    r"[，,；;](?:这(?:也)?)?是[^，,。；;]{2,30}(?:之一|任务|内容|举措|要求|基础|关键|保障)(?=[。；！]?$)"
    r"|[，,；;](?:从而|以此|不断)?(?:实现|促进|助力|推动|带动|为)[^，,。；;\d]{3,16}(?:发展|提升|提质|基础|支撑|互补|共赢|服务|贡献)(?=[。；！]?$)"
)
#: 清单第18项要求…, 方案明确…: whose words they are, said before them.
_ASKED = re.compile(
    r"^(?:按照?|根据|对照)?(?:任务)?(?:清单|方案|通知|文件|市里|上级)(?:中|里)?(?:要求|规定|明确|提出|部署)(?:[，,：:]|把|要)?"
)
_SOURCES = ("按", "根据", "对照", "任务清单", "清单", "方案", "通知", "文件", "市里", "上级")
_ORDERS = ("要", "须", "应当", "必须", "务必", "确保")
_DONE_AS_ORDERED = re.compile(r"(?:落实|兑现)?(?:到位|落地)(?=[。；！]?$)")
#: Statements this long may be an item's own sentence with words left out or exchanged (新增教学设施设备 → 新添设备).
ALIKE_LEAST = 12
#: Share of such a statement's characters that must stand in one passage of the plan, in order.
ALIKE = 0.86
#: Share of its pairs that stands in the plan before it is compared with the passages.
ALIKE_KNOWN = 0.55
_TOLD = re.compile(f"{_NEWS.pattern}|{_ACT.pattern}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TIME = re.compile(r"[\d.%年月日季度春夏秋冬旬底初末前后]|五一|国庆|春节")
#: …基地建设完成: the plan orders (完成…建设), a report tells the end.
_ENDED = re.compile(r"(?:建设|开发|改造|创建|制定|配备|拨付|共享)(?:工作)?(?:全部|全面)?完成[。；，]?$")
#: Words of an act that is told, however much of the rest is the plan's.
_NEWS_LEFT = re.compile(r"已|了(?!解)|正在|目前|截至|全部|均|未|没|尚|拟|将于|下一步|计划")
_CLAUSE = re.compile(r"[，,；;。]")
_MARKS = re.compile(r"[^一-鿿a-z0-9+%.]+")


class PlanText:
    """The plan's list and body, ready to be recognised in what units write."""

    def __init__(self, plan: Plan) -> None:
        texts = [text for item in plan.items for text in (item.text, item.body)]
        texts += [text for one in plan.commitments for text in (one.text, one.body)]
        passages = tuple(dict.fromkeys(_bare(text) for text in texts if text))
        self._text = "\n".join(passages)
        self._passages = (*passages, *_clauses(texts))
        self._pairs = frozenset(a + b for text in passages for a, b in pairwise(text))
        self._runs = {run: _runs(self._text, run) for run in (2, RUN)}
        self._numbers = frozenset(_NUMBER.findall(self._text))
        self.is_copied = lru_cache(maxsize=4096)(self._is_copied)

    def _is_copied(self, statement: str) -> bool:
        """Exactly or lightly edited plan text: no new figure, date or object, and no word of an act.

        Whatever is left when shared runs and filler words are taken away must be a small part.
        """
        statement = _without_what_is_said_beside(statement)
        unpraised = _PRAISED.sub("", statement, count=1)  # unless the plan itself says so
        return self._restates(statement) or (unpraised != statement and self._restates(unpraised))

    def _restates(self, statement: str) -> bool:
        if "完成" in statement and _ENDED.search(statement):
            return False
        bare = _bare(statement)
        if any(number not in self._numbers for number in _NUMBER.findall(bare)):
            return False
        known = sum(map(self._pairs.__contains__, map(add, bare, bare[1:])))
        if known < KNOWN * len(bare):
            return False
        if not statement.rstrip().endswith(("。", "；", "！")) and self._names_task(bare):
            return True
        if len(bare) < LEAST:
            return len(_NUMBER.sub("", bare)) >= WHOLE and bare in self._text
        if known >= ALIKE_KNOWN * len(bare) and self._edits(statement, bare):
            return True
        if known < RUNS_KNOWN * len(bare):
            return False
        rest = "".join(self._uncovered(bare, RUN))
        if _NEWS.search(rest):
            return False
        left = _FILLER.sub("", rest)
        return len(left) <= (1 - COVERED) * len(bare) and len(rest) <= REST * len(bare)

    def _edits(self, statement: str, bare: str) -> bool:
        """Every long clause is a passage of the plan with a few characters left out, added or exchanged."""
        if len(bare) < ALIKE_LEAST:
            return False
        parts = [part for part in map(_bare, _CLAUSE.split(statement)) if len(part) >= 4]
        return bool(parts) and all(self._is_edited(part) for part in (parts if len(parts) > 1 else (bare,)))

    def _is_edited(self, part: str) -> bool:
        least = ALIKE * len(part)
        best = process.extractOne(
            part,
            self._passages,
            scorer=LCSseq.similarity,  # type: ignore[arg-type]  # an overload that the stub of extractOne lacks
            score_cutoff=least,
        )
        told = (found.group() for found in (*_NEWS.finditer(part), *_NEWS_LEFT.finditer(part)))
        return best is not None and all(word in best[0] for word in told)

    def _names_task(self, bare: str) -> bool:
        """A short noun phrase of the plan's words, as in a ledger's task column: no act, no news."""
        besides_times = _TIME.sub("", bare)  # 80%, 2022年秋季: figures and times name no task
        if len(bare) > NAME or len(besides_times) < 3:
            return False
        if any(self._tells(bare, found) for found in _TOLD.finditer(bare)):
            return False
        return len("".join(self._uncovered(bare, 2))) <= (1 - NAMED) * len(bare)

    def _tells(self, bare: str, found: re.Match[str]) -> bool:
        """A word of an act; a single character that makes a word of the plan with its neighbour (紧缺, 获奖) is none."""
        if len(found.group()) > 1 or found.group() in "无不未没暂尚":
            return True
        start, end = found.span()
        return not (bare[max(0, start - 1) : end] in self._pairs or bare[start : end + 1] in self._pairs)

    def _uncovered(self, bare: str, run: int) -> Iterable[str]:
        """Pieces of the text that stand in no shared run of `run` characters (2 or RUN) or more."""
        shared = self._runs[run]
        place = 0
        piece = ""
        while place < len(bare):
            end = place + run
            if bare[place:end] in shared:
                while bare[end + 1 - run : end + 1] in shared and bare[place : end + 1] in self._text:
                    end += 1
                yield piece
                piece = ""
                place = end
            else:
                piece += bare[place]
                place += 1
        yield piece


def _without_what_is_said_beside(statement: str) -> str:
    """Without where the text stands in the list, who is to do it, and that it is owed."""
    statement = _LISTED.sub("", statement)
    if statement.startswith(_ORDERS):
        statement = _DONE_AS_ORDERED.sub("", statement)
    if "第" in statement:  # as in all that _REFERENCE finds
        statement = _REFERENCE.sub("", statement)
    statement = _without_who_is_to_do_it(statement)
    if "须" in statement or "务" in statement:  # as in all that _OWED finds
        statement = _OWED.sub("", statement)
    return _ASKED.sub("", statement) if statement.startswith(_SOURCES) else statement


def _without_who_is_to_do_it(statement: str) -> str:
    if statement.startswith("由"):
        statement = _ASSIGNED_BEFORE.sub("", statement)
    for _ in range(_ASSIGNMENTS):
        if "责任" not in statement and not statement.rstrip("。；）)").endswith(_ASSIGNING):
            break
        statement = _ASSIGNED.sub("", statement)
    return statement


def _runs(text: str, length: int) -> frozenset[str]:
    """Every run of so many characters of the text."""
    return frozenset(text[place : place + length] for place in range(len(text) - length + 1))


def _bare(text: str) -> str:
    return _MARKS.sub("", fold(text))


def _clauses(texts: Sequence[str]) -> tuple[str, ...]:
    """The plan's long clauses: an edited clause is compared with one of them, not with letters from all over."""
    found = (_bare(part) for text in texts if text for part in re.split(r"[；;。]", text))
    return tuple(dict.fromkeys(part for part in found if len(part) >= ALIKE_LEAST))
