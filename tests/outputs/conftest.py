"""A synthetic morning, rich and hostile: real plan, made-up submissions, findings of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from extractors.document import Block, Document, Revision, Span
from extractors.facts.fact import Fact
from extractors.statements import Context
from matching.claims import Candidate, Claim
from matching.findings import Evidence, Finding, ItemStanding, Judgement
from matching.gaps.commitments import CommitmentLine, commitment_lines
from matching.periods import Period
from matching.plan import Plan, load_plan
from matching.record import Passage, Record
from matching.submissions import Submission
from outputs.report import ClosedFinding, Opinion, Receipt, Report, RunningPeriod, arrange

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|'/c calc'!A0"
RTL = "\u202e倒写的文件\u202c"
CONTROL = "铃\x07声\x00与\ud800代理"
LONG = "水产学校培训情况" * 1250  # 10,000 characters
BUILDING = "一是加强实训基地建设。机电技术实训基地主体结构已封顶，正在进行设备安装，预计2022年6月投入使用。"
PROMISE = "全市初中毕业生报考职业学校人数比例为43%。"
PHONE, IDENTITY = "13812345678", "371082199001011234"


@dataclass
class Desk:
    """Collects documents, submissions and claims so that every quote stands at its address."""

    plan: Plan
    documents: dict[str, Document] = field(default_factory=dict)
    submissions: list[Submission] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    period: str = "2021H2"

    def hand_in(
        self,
        file: str,
        unit: str,
        texts: list[str],
        *,
        period: str = "2021H2",
        signed: date | None = date(2021, 12, 28),
        source: str = "unit",
        confidence: float | None = None,
    ) -> str:
        digest = sha256(file.encode("utf-8", "surrogatepass")).hexdigest()
        page = 1 if file.endswith(".pdf") else None
        blocks = tuple(
            Block(
                index,
                text,
                kind="heading" if index == 0 or text.startswith("二、") else "paragraph",
                page=page,
                confidence=confidence,
            )
            for index, text in enumerate(texts)
        )
        revision = Revision("deletion", "张三", "2021-12-20T08:00:00Z", "680人次", 1)
        self.documents[digest] = Document(file, digest, "docx", blocks, revisions=(revision,))
        self.submissions.append(
            Submission(
                digest,
                file,
                "docx",
                source,
                unit,
                period=period,
                signed=signed,
                received=date(2022, 1, 5),
                title=texts[0],
            )
        )
        self.receipts.append(
            Receipt(file, digest, "read", unit=unit, period=period, signed=signed, received=date(2022, 1, 5))
        )
        return digest

    def claim(
        self,
        digest: str,
        block: int,
        quote: str,
        item: int,
        *,
        status: str = "done",
        facts: tuple[Fact, ...] = (),
        recycled: Span | None = None,
        band: str = "accepted",
    ) -> Evidence:
        submission = next(one for one in self.submissions if one.sha256 == digest)
        text = self.documents[digest].blocks[block].text
        start = text.index(quote)
        span = Span(digest, block, start, start + len(quote))
        page = self.documents[digest].blocks[block].page
        self.claims.append(
            Claim(
                submission=digest,
                file=submission.file,
                unit=submission.unit,
                source=submission.source,
                period=submission.period,
                span=span,
                text=quote,
                item=item,
                band=band,  # type: ignore[arg-type]
                probability=0.93,
                reasons=("与清单文字相近（0.71）", "主体为水产学校", "所在标题为“实训基地建设”"),
                runner_up=Candidate(14, 0.12, ("同为实训基地",)),
                status=status,  # type: ignore[arg-type]
                fulfils={str(item): "yes" if status == "done" else "no"},
                facts=facts,
                context=Context(
                    headings=("二、主要做法",), row=(("事项", "培训"), ("进度", "68%")), title=text[:10]
                ),
                page=page,
                confidence=self.documents[digest].blocks[block].confidence,
                recycled_from=recycled,
            )
        )
        return Evidence(submission.file, digest, page, block, span.start, span.end, quote)

    def find(
        self,
        item: int | None,
        kind: str,
        light: str,
        *,
        because: str = "",
        closes: str = "补报办结材料（验收意见或批复），注明日期",
        evidence: tuple[Evidence, ...] = (),
        part: str | None = None,
        unit: str = "",
        units: tuple[str, ...] = (),
    ) -> Finding:
        task = self.plan.item(item) if item is not None else None
        named = units or ((unit,) if unit else (*task.lead, *task.responsible) if task else ())
        finding = Finding(
            self.plan.id, self.period, item, part, kind, light, named,  # type: ignore[arg-type]
            because or f"材料未载明第{item}项所要求的内容", closes, evidence, unit,
        )  # fmt: skip
        self.findings.append(finding)
        return finding


def _figure(quote: str, surface: str, value: int, unit: str, metric: str) -> Fact:
    start = quote.index(surface)
    return Fact(
        surface, start, start + len(surface), "quantity", value=Decimal(value), unit=unit, metric=metric
    )


def _fill(desk: Desk) -> None:
    bureau = desk.hand_in(
        "2021下半年/市教体局/教体局年终总结.docx",
        "市教体局",
        [
            "荣成市教育和体育局2021年职教高地建设工作总结",
            "二、主要做法",
            BUILDING + f"联系人王某，电话{PHONE}，身份证号{IDENTITY}。",
            "二是抓好“双师型”队伍。全市中职学校专业教师“双师型”占比达到68.5%，比上年提高6个百分点。",
            f"三是对外合作{SCRIPT}，{FORMULA}，{RTL}，{CONTROL}。",
            LONG,
            PROMISE,
        ],
    )
    labour = desk.hand_in(
        "2021下半年/市人社局/人社局职业培训情况.pdf",
        "市人社局",
        [
            "市人社局关于职业技能培训情况的报告",
            "今年以来全市面向重点人群开展就业创业培训1230人次，其中企业职工培训860人次。",
        ],
    )
    school = desk.hand_in(
        "2021下半年/水产学校/水校台账（扫描）.pdf",
        "威海市水产学校",
        ["威海市水产学校任务台账", "全年开展各类培训680人次，完成年度任务的68%。"],
        confidence=0.82,
        signed=None,
    )
    earlier = desk.hand_in(
        "2021上半年/市人社局/人社局半年情况.docx",
        "市人社局",
        ["市人社局半年情况", "上半年面向重点人群开展培训560人次。"],
        period="2021H1",
        signed=date(2021, 6, 30),
    )
    desk.hand_in(f"{FORMULA}/../../x{RTL}.docx", "", ["无单位材料", SCRIPT])
    building = desk.claim(
        bureau,
        2,
        "机电技术实训基地主体结构已封顶，正在进行设备安装，预计2022年6月投入使用。",
        15,
        status="ongoing",
    )
    contact = desk.claim(bureau, 2, f"联系人王某，电话{PHONE}，身份证号{IDENTITY}。", 15, status="none")
    teachers = desk.claim(bureau, 3, "全市中职学校专业教师“双师型”占比达到68.5%", 20, status="ongoing")
    hostile = desk.claim(bureau, 4, desk.documents[bureau].blocks[4].text, 28)
    lengthy = desk.claim(bureau, 5, LONG, 29, status="ongoing")
    text = "今年以来全市面向重点人群开展就业创业培训1230人次"
    trained = desk.claim(labour, 1, text, 25, facts=(_figure(text, "1230人次", 1230, "人次", "培训"),))
    other_text = "全年开展各类培训680人次"
    fewer = desk.claim(
        school, 1, other_text, 25, facts=(_figure(other_text, "680人次", 680, "人次", "培训"),)
    )
    old_text = "上半年面向重点人群开展培训560人次"
    desk.claim(earlier, 1, old_text, 25, facts=(_figure(old_text, "560人次", 560, "人次", "培训"),))
    copied = desk.claim(
        labour,
        1,
        "其中企业职工培训860人次。",
        26,
        status="ongoing",
        recycled=Span(earlier, 1, 0, len(old_text)),
    )
    _judge(desk, building, contact, teachers, hostile, lengthy, trained, fewer, copied)


def _judge(
    desk: Desk, building: Evidence, contact: Evidence, teachers: Evidence, hostile: Evidence,
    lengthy: Evidence, trained: Evidence, fewer: Evidence, copied: Evidence,
) -> None:  # fmt: skip
    desk.find(
        15, "overdue", "red", part="15b", evidence=(building, contact),
        because="15b“完成机电技术实训基地建设”期限为2021年12月31日，截至2022年1月31日已过31天，材料表述为在建",
        closes="机电技术实训基地竣工验收意见，注明验收日期",
    )  # fmt: skip
    desk.find(15, "partial", "yellow", evidence=(building,), because="15a已见办结材料，15b未见办结材料")
    desk.find(
        16, "overdue", "red", because="期限为2020年12月31日，截至2022年1月31日已过396天，未见到办结材料"
    )
    desk.find(17, "due_soon", "blue", part="17a")
    desk.find(20, "behind_pace", "blue", evidence=(teachers,), because="68.5%低于80%，距期限11个月")
    desk.find(
        25, "conflict", "yellow", evidence=(trained, fewer), because="同为2021年培训人次，1230与680相差550"
    )
    desk.find(26, "recycled", "yellow", unit="市人社局", evidence=(copied,), because="与上半年材料相似度0.97")
    desk.find(28, "impossible_date", "yellow", evidence=(hostile,))
    desk.find(29, "no_figure", "yellow", evidence=(lengthy,))
    desk.find(36, "plan_only", "yellow")
    desk.find(12, "blocked", "yellow")
    desk.find(18, "stale", "yellow", unit="市人社局")
    desk.find(20, "inconsistent", "yellow", evidence=(teachers,), because="文中68.5%与分子分母不符")
    desk.find(23, "regression", "red", because="上期320人，本期290人")
    desk.find(24, "copied_from_plan", "yellow", unit="市工信局")
    desk.find(13, "below_target", "red", because=SCRIPT + FORMULA)
    desk.find(31, "unassigned", "grey", units=("市财政局",))
    desk.find(30, "needs_review", "grey", evidence=(hostile,))
    for number in (1, 3, 4, 6, 7, 9, 11):
        desk.find(number, "no_evidence", "yellow", because="本期各单位材料中未见到该项任何举措")
    for unit, number in (("市发改局", 11), ("市委组织部", 22)):
        desk.find(
            number,
            "not_submitted",
            "red",
            unit=unit,
            because=f"{unit}本期未见到可读材料",
            closes="补报本期材料",
        )


STANDINGS = {2: "完成", 5: "完成", 8: "完成", 15: "滞后", 16: "滞后", 13: "滞后", 12: "滞后", 23: "滞后",
             33: "无应办事项", 34: "无应办事项", 1: "无法判断", 3: "无法判断", 30: "无法判断"}  # fmt: skip


def build_morning(plan: Plan, change: Callable[[Desk], None] | None = None) -> Report:
    """The report of 2022-01-31 over the second half of 2021."""
    desk = Desk(plan)
    _fill(desk)
    if change is not None:
        change(desk)
    desk.receipts += [
        Receipt(
            "2021下半年/打不开.docx", "b" * 64, "quarantined", "文件已加密", "请取消密码后重报", "市公安局"
        ),
        Receipt("2021下半年/教体局总结副本.docx", "c" * 64, "duplicate", "与教体局年终总结.docx内容相同"),
        Receipt("~$总结.docx", "d" * 64, "irrelevant", "临时文件"),
        Receipt("正在传.docx", "e" * 64, "pending", "仍在变化"),
    ]
    standings = tuple(
        ItemStanding(
            item.number,
            STANDINGS.get(item.number, "正常"),  # type: ignore[arg-type]
            tuple(
                (part.id, "完成" if part.id == "15a" else "无期限" if part.due is None else "未到期")
                for part in item.parts
            ),
        )
        for item in plan.items
    )
    judgement = Judgement(plan.id, "2022-01-31", desk.period, standings, tuple(desk.findings))
    ids = [one.id for one in desk.findings]
    states = dict.fromkeys(ids[:6], ("open", "2021-07-31"))
    states |= {ids[6]: ("changed", "2021-07-31"), ids[7]: ("reopened", "2020-12-31")}
    gone = Finding(plan.id, "2021H1", 5, None, "no_figure", "yellow", ("市教体局",), "已补报", "补报数据")
    return arrange(
        plan, judgement, states=states, closed=(ClosedFinding(gone, "2021-07-31"),),
        receipts=desk.receipts, submissions=desk.submissions, claims=desk.claims, documents=desk.documents,
        previous={15: "正常", 16: "滞后", 2: "正常"},
        history={"2020H2": {15: "正常", 25: "无法判断"}, "2021H1": {15: "正常", 25: "正常"}},
        running=RunningPeriod("2022H1", date(2022, 1, 1), date(2022, 6, 30)),
        promises=_promises(desk),
        previous_day=date(2021, 7, 31),
        opinions={ids[0]: Opinion("认可", "李审核", "2022-01-30T09:00:00", FORMULA), **desk.opinions},
    )  # fmt: skip


def _promises(desk: Desk) -> tuple[CommitmentLine, ...]:
    """What the rules make of the one sentence about a promise of the notice's body."""
    bureau = next(one for one in desk.submissions if one.unit == "市教体局")
    place = next(one for one in desk.documents[bureau.sha256].blocks if one.text == PROMISE)
    span = Span(bureau.sha256, place.index, 0, len(PROMISE))
    passage = Passage(span, PROMISE, bureau.file, bureau.unit, bureau.period)
    record = Record(submissions=tuple(desk.submissions), passages=(passage,))
    return commitment_lines(desk.plan, record, date(2022, 1, 31), Period.parse(desk.period))


@pytest.fixture(scope="session")
def plan() -> Plan:
    return load_plan()


@pytest.fixture(scope="session")
def morning(plan: Plan) -> Report:
    return build_morning(plan)


@pytest.fixture(scope="session")
def build(plan: Plan) -> Callable[..., Report]:
    return lambda change=None: build_morning(plan, change)
