"""A whole night by hand on real small files."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document as WordFile

from flows.failures import PlanInvalid, WorkspaceProblem
from flows.night import prepare
from flows.steps import Summary, run_night
from flows.workspace import Workspace, create_workspace
from outputs.export import exported

AS_OF = date(2022, 1, 31)


def _write(path: Path, title: str, *paragraphs: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    paper = WordFile()
    paper.add_paragraph(title)
    for text in paragraphs:
        paper.add_paragraph(text)
    paper.save(str(path))


def _fill(inbox: Path) -> None:
    """Seven files: two reports, a copy, a corrected one, junk, an empty one, an unrelated one."""
    _write(
        inbox / "2021年底/市人社局2021年职业技能培训情况.docx",
        "荣成市人力资源和社会保障局2021年职业技能培训情况报告",
        "一、培训情况",
        "2021年全市开展企业职工和重点人群职业技能培训1230人次。",
        "二、下一步打算",
        "下一步，将研究制定培训量折算办法。",
        "荣成市人力资源和社会保障局",
        "2021年12月20日",
    )
    _write(
        inbox / "2021年底/水产学校总结.docx",
        "威海市水产学校2021年职教高地建设工作总结",
        "旅游服务实训基地于2020年12月10日通过竣工验收并投入使用。",
        "机电技术实训基地主体完工，设备正在安装。",
        "威海市水产学校",
        "2021年12月25日",
    )
    shutil.copy(inbox / "2021年底/水产学校总结.docx", inbox / "水产学校总结（副本）.docx")
    (inbox / "~$总结.docx").write_bytes(b"lock")
    (inbox / "空.docx").write_bytes(b"")
    _write(inbox / "通知.docx", "关于2022年元旦放假的通知", "元旦1月1日至3日放假，共3天。请做好值班工作。")
    with zipfile.ZipFile(inbox / "好当家.zip", "w") as archive:
        _write(
            inbox / "x.docx",
            "好当家集团海洋学校2021年工作总结",
            "中西餐产教融合实训基地已建成，于2021年5月通过验收。",
            "好当家集团海洋学校",
            "2021年12月22日",
        )
        archive.write(inbox / "x.docx", "好当家总结.docx")
    (inbox / "x.docx").unlink()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "office")
    text = workspace.settings_file.read_text(encoding="utf-8").replace(
        "settle_seconds = 3", "settle_seconds = 0"
    )
    workspace.settings_file.write_text(text, encoding="utf-8")
    _fill(workspace.inbox)
    return workspace


def _run(workspace: Workspace, as_of: date = AS_OF) -> Summary:
    return run_night(prepare(workspace.root, as_of))


def _canonical(workspace: Workspace) -> list[str]:
    with prepare(workspace.root).ledger() as ledger:
        return list(exported(ledger, canonical=True))


def test_every_file_has_one_fate_and_the_sum_is_what_was_received(workspace: Workspace) -> None:
    received = dict(_run(workspace).received)
    assert received == {
        "read": 3,
        "duplicate": 1,
        "superseded": 0,
        "quarantined": 1,
        "irrelevant": 2,
        "decisions": 0,
        "pending": 0,
    }


def test_all_items_stand_in_the_report_and_every_quote_is_at_its_address(workspace: Workspace) -> None:
    _run(workspace)
    gaps = json.loads((workspace.reports / "2022-01-31" / "gaps.json").read_text(encoding="utf-8"))
    assert [one["item"] for one in gaps["items"]] == list(range(1, 37))
    quotes = [place for finding in gaps["findings"] for place in finding["evidence"]]
    assert quotes
    with prepare(workspace.root).ledger() as ledger:
        for place in quotes:
            block = ledger.blocks(place["sha256"])[place["block"]]
            assert block.text[place["start"] : place["end"]] == place["quote"]


def test_a_second_night_parses_nothing_and_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(workspace)
    before = _canonical(workspace)
    gaps = (workspace.reports / "2022-01-31" / "gaps.json").read_bytes()
    monkeypatch.setattr("flows.reading.read_many", _must_get_no_jobs)
    monkeypatch.setattr("flows.scaling.interpret_all", _must_not_be_called)
    _run(workspace)
    assert _canonical(workspace) == before
    assert (workspace.reports / "2022-01-31" / "gaps.json").read_bytes() == gaps


def _must_get_no_jobs(jobs: Iterable[object], **_: object) -> Iterator[object]:
    assert list(jobs) == []
    return iter(())


def _must_not_be_called(*_: object) -> None:
    raise AssertionError("an unchanged document was understood again")


def test_the_order_in_which_files_are_read_does_not_matter(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_workspace(tmp_path / "other")
    shutil.copy(workspace.settings_file, other.settings_file)
    shutil.copytree(workspace.inbox, other.inbox, dirs_exist_ok=True)
    _run(workspace)
    from flows import steps

    straight = steps.collect

    def shuffled(night: object) -> object:
        from dataclasses import replace

        waiting = straight(night)  # type: ignore[arg-type]
        jobs = list(waiting.jobs)
        random.Random(7).shuffle(jobs)
        return replace(waiting, jobs=tuple(jobs))

    monkeypatch.setattr(steps, "collect", shuffled)
    _run(other)
    assert _canonical(workspace) == _canonical(other)


def test_adding_a_report_takes_no_evidence_from_another_unit(workspace: Workspace) -> None:
    _run(workspace)
    with prepare(workspace.root).ledger() as ledger:
        before = {(c.submission, c.span, c.item) for c in ledger.claims()}
    _write(
        workspace.inbox / "2021年底/财政局.docx",
        "荣成市财政局2021年职教经费情况",
        "职业教育专项经费已足额拨付120万元。",
        "荣成市财政局",
        "2021年12月28日",
    )
    _run(workspace)
    with prepare(workspace.root).ledger() as ledger:
        assert before <= {(c.submission, c.span, c.item) for c in ledger.claims()}


def test_a_secret_paper_leaves_neither_text_nor_copy(workspace: Workspace) -> None:
    _write(
        workspace.inbox / "内部.docx", "秘密★1年", "关于职业教育干部调整的请示", "拟调整水产学校领导班子。"
    )
    _run(workspace)
    with prepare(workspace.root).ledger() as ledger:
        (fate,) = [one for one in ledger.fates() if one.code == "secret"]
        assert fate.fate == "quarantined"
        assert ledger.blocks(fate.sha256) == ()
    assert not workspace.archived(fate.sha256).exists()
    assert "拟调整水产学校领导班子" not in "".join(_canonical(workspace))


def test_a_secret_paper_in_an_archive_takes_the_archive_with_it(workspace: Workspace) -> None:
    _write(workspace.root / "a.docx", "秘密★1年", "关于职业教育干部调整的请示", "拟调整水产学校领导班子。")
    _write(workspace.root / "b.docx", "荣成市财政局情况报告", "拨付职业教育专项经费120万元。")
    for name, members in (("机要.zip", ("a.docx", "b.docx")), ("普通.zip", ("b.docx",))):
        with zipfile.ZipFile(workspace.inbox / name, "w") as archive:
            for member in members:
                archive.write(workspace.root / member, member)
    _run(workspace)
    with prepare(workspace.root).ledger() as ledger:
        fates = {one.file: one for one in ledger.fates()}
    secret, plain = fates["机要.zip"], fates["普通.zip"]
    assert (secret.fate, secret.code) == ("quarantined", "secret")
    assert "a.docx" in secret.reason
    assert "取出涉密文件" in secret.remedy
    assert not workspace.archived(secret.sha256).exists()
    assert not any(file.startswith("机要.zip!/") for file in fates)
    assert plain.fate == "read"
    assert workspace.archived(plain.sha256).exists()
    assert "拟调整水产学校领导班子" not in "".join(_canonical(workspace))


def test_a_broken_plan_stops_before_anything_is_written(workspace: Workspace) -> None:
    from matching.plan import EMBEDDED

    plan = workspace.root / "plan"
    shutil.copytree(EMBEDDED, plan)
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    (plan / "plan.toml").write_text(text.replace("number = 8\n", "number = 7\n", 1), encoding="utf-8")
    settings = workspace.settings_file.read_text(encoding="utf-8").replace('path = ""', 'path = "plan"')
    workspace.settings_file.write_text(settings, encoding="utf-8")
    with pytest.raises(PlanInvalid, match="7"):
        _run(workspace)
    assert not workspace.database.exists()


def test_a_period_that_is_none_is_refused(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceProblem, match="期间"):
        prepare(workspace.root, AS_OF, "2021X9")
