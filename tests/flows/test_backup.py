"""A backup is one only when it restores to the same findings."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document as WordFile

from flows.backup import BackupBroken, back_up, restore
from flows.doctor import examine
from flows.failures import WorkspaceProblem
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace, create_workspace
from outputs.export import exported


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "office")
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        text.replace("settle_seconds = 3", "settle_seconds = 0"), encoding="utf-8"
    )
    paper = WordFile()
    for line in ("荣成市财政局2021年职业教育经费报告", "拨付职业教育专项经费320万元。", "2021年12月28日"):
        paper.add_paragraph(line)
    paper.save(str(workspace.inbox / "财政局.docx"))
    run_night(prepare(workspace.root, date(2022, 1, 31)))
    return workspace


def _ledger(root: Path) -> list[str]:
    with prepare(root).ledger() as ledger:
        return list(exported(ledger, canonical=True))


def test_a_restored_workspace_has_the_same_ledger_and_a_whole_archive(
    office: Workspace, tmp_path: Path
) -> None:
    made = back_up(office.root)
    assert (made.originals, made.missing) == (1, ())
    restore(made.path, tmp_path / "elsewhere")
    assert _ledger(tmp_path / "elsewhere") == _ledger(office.root)
    checks = {check.name: check for check in examine(tmp_path / "elsewhere", deep=True)}
    assert checks["存档"].good
    assert checks["台账"].good


def test_decisions_settings_and_the_archives_hashes_are_in_a_backup(
    office: Workspace, tmp_path: Path
) -> None:
    with prepare(office.root).ledger() as ledger:
        ledger.db.table("decisions").insert(
            {
                "number": 1,
                "kind": "opinion",
                "key": "x",
                "value": "accept",
                "author": "王",
                "made_at": "2022-02-01",
            }
        )
    made = back_up(office.root, originals=False)
    with zipfile.ZipFile(made.path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    with prepare(office.root).ledger() as ledger:
        assert set(manifest["archive"]) == {one.sha256 for one in ledger.all_arrivals()}
    restore(made.path, tmp_path / "elsewhere")
    with prepare(tmp_path / "elsewhere").ledger() as ledger:
        (row,) = ledger.db.query("select * from decisions")
    assert row["author"] == "王"
    settings = tmp_path / "elsewhere" / "duban.toml"
    assert settings.read_bytes() == office.settings_file.read_bytes()


def test_a_backup_may_be_made_while_a_run_is_writing(office: Workspace, tmp_path: Path) -> None:
    before = _ledger(office.root)
    with prepare(office.root).ledger() as ledger, ledger.atomic():
        ledger.db.execute("update submissions set reason = 'half done'")
        made = back_up(office.root)
        ledger.db.execute("update submissions set reason = ''")
    restore(made.path, tmp_path / "elsewhere")
    assert _ledger(tmp_path / "elsewhere") == before


def test_a_changed_byte_is_noticed(office: Workspace, tmp_path: Path) -> None:
    made = back_up(office.root)
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(made.path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data + b" " if name == "duban.toml" else data)
    with pytest.raises(BackupBroken, match="校验值"):
        restore(broken, tmp_path / "elsewhere")


def test_a_folder_in_use_is_not_overwritten(office: Workspace) -> None:
    made = back_up(office.root, originals=False)
    assert made.originals == 0
    with pytest.raises(WorkspaceProblem, match="不覆盖"):
        restore(made.path, office.root)
