"""Nights that bring a few files each find what one night with all of them finds."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from docx import Document as WordFile

from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace, create_workspace
from outputs.export import exported

AS_OF = date(2022, 1, 31)
COMMON = (
    "一年来，学校坚持立德树人根本任务，深化产教融合校企合作，完善实训条件，加强师资队伍建设，推动职业教育与区域海洋产业同频共振，"
    "机电技术实训基地主体完工，设备正在安装，得到了上级部门和社会各界的普遍认可。"
)
LINES = (
    "与海洋职业学院签订场地共享协议，共享图书馆和运动场。",
    "海洋食品专业群完成课程体系重构，教学资源库上线使用。",
    "组织骨干教师到企业顶岗实践，编写实践案例集。",
    "校本教材通过学校学术委员会审定并投入教学使用。",
    "与荣喜集团共建学徒培养班，实行双导师制度。",
    "国际学生管理制度汇编完成，安全教育纳入课程。",
)
SCHOOL, OTHER, BUREAU = "威海市水产学校", "威海海洋职业学院", "荣成市人力资源和社会保障局"
FILES = (
    ("2021上半年/水产学校.docx", SCHOOL, "2021年上半年", "2021年7月2日", (COMMON, *LINES)),
    ("2021下半年/水产学校.docx", SCHOOL, "2021年", "2022年1月6日", (COMMON, *LINES[:5], "新建实训池1处。")),
    ("2021下半年/海洋学院.docx", OTHER, "2021年", "2022年1月5日", ("与水产学校共享实训室5间。", COMMON)),
    ("2021上半年/人社局.docx", BUREAU, "2021年上半年", "2021年7月1日", ("累计培训企业职工680人次。",)),
    ("2021下半年/人社局.docx", BUREAU, "2021年", "2022年1月4日", ("2021年累计培训企业职工660人次。",)),
    (
        "2021下半年/人社局（更正）.docx",
        BUREAU,
        "2021年",
        "2022年1月10日",
        ("2021年累计培训企业职工1660人次。",),
    ),
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, written once: their bytes hold the time of writing."""
    folder = tmp_path_factory.mktemp("papers")
    for place, (_, unit, period, signed, lines) in enumerate(FILES):
        paper = WordFile()
        for text in (f"{unit}{period}职教高地建设进展情况报告", *lines, unit, signed):
            paper.add_paragraph(text)
        paper.save(str(folder / f"{place}.docx"))
    return folder


def _hand_in(papers: Path, inbox: Path, place: int) -> None:
    path = inbox / FILES[place][0]
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(papers / f"{place}.docx", path)


def _office(root: Path) -> Workspace:
    workspace = create_workspace(root)
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        text.replace("settle_seconds = 3", "settle_seconds = 0"), encoding="utf-8"
    )
    return workspace


def _told(workspace: Workspace) -> dict[str, object]:
    """What the office is left with; when a finding was first seen is another matter."""
    with prepare(workspace.root).ledger() as ledger:
        rows = [json.loads(line) for line in exported(ledger, canonical=True)]
    tables = ("findings", "finding_events")
    kept = [row for row in rows if row["table"] not in tables]
    gaps = json.loads((workspace.reports / AS_OF.isoformat() / "gaps.json").read_text(encoding="utf-8"))
    shown = [{k: v for k, v in one.items() if k not in ("state", "first_seen")} for one in gaps["findings"]]
    open_ones = [row for row, one in zip(shown, gaps["findings"], strict=True) if one["state"] != "closed"]
    return {"rows": kept, "items": gaps["items"], "received": gaps["received"], "findings": open_ones}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> dict[str, object]:
    workspace = _office(tmp_path_factory.mktemp("once") / "office")
    for place in range(len(FILES)):
        _hand_in(papers, workspace.inbox, place)
    run_night(prepare(workspace.root, AS_OF))
    return _told(workspace)


def test_the_files_hold_what_this_is_about(at_once: dict[str, object]) -> None:
    findings = at_once["findings"]
    assert isinstance(findings, list)
    kinds = {one["kind"] for one in findings}
    assert {"recycled"} <= kinds
    assert at_once["received"]["superseded"] == 1  # type: ignore[index]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_few_files_a_night_come_to_the_same_as_all_at_once(
    tmp_path: Path, papers: Path, at_once: dict[str, object], seed: int
) -> None:
    workspace = _office(tmp_path / "office")
    order = random.Random(seed).sample(range(len(FILES)), len(FILES))
    for portion in (order[:2], order[2:3], order[3:]):
        for place in portion:
            _hand_in(papers, workspace.inbox, place)
        run_night(prepare(workspace.root, AS_OF))
    assert _told(workspace) == at_once
