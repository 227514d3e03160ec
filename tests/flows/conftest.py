"""Small offices: a workspace whose inbox holds a few real Word files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordFile

from flows.night import prepare
from flows.workspace import Workspace, create_workspace
from outputs.export import exported

REPORTS = {
    "财政局.docx": (
        "荣成市财政局2021年职业教育经费情况报告",
        "2021年拨付职业教育专项经费320万元，中职生均拨款按时足额到位。",
        "荣成市财政局",
        "2021年12月28日",
    ),
    "人社局.docx": (
        "荣成市人力资源和社会保障局2021年职业技能培训情况报告",
        "2021年全市开展企业职工和重点人群职业技能培训1230人次。",
        "下一步，将研究制定培训量折算办法。",
        "荣成市人力资源和社会保障局",
        "2021年12月20日",
    ),
    "水产学校.docx": (
        "威海市水产学校2021年职教高地建设工作总结",
        "旅游服务实训基地于2020年12月10日通过竣工验收并投入使用。",
        "机电技术实训基地主体完工，设备正在安装。",
        "威海市水产学校",
        "2021年12月25日",
    ),
}


def write_paper(path: Path, *paragraphs: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    paper = WordFile()
    for text in paragraphs:
        paper.add_paragraph(text)
    paper.save(str(path))


MakeOffice = Callable[..., Workspace]


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the units sent, made once: a Word file made twice has other bytes."""
    folder = tmp_path_factory.mktemp("material")
    for name, paragraphs in REPORTS.items():
        write_paper(folder / "2021年底" / name, *paragraphs)
    (folder / "空.docx").write_bytes(b"")
    return folder


@pytest.fixture
def make_office(material: Path) -> MakeOffice:
    """An office below the given folder; `settings` are (before, after) pairs in its duban.toml."""

    def make(folder: Path, *settings: tuple[str, str], reports: bool = True) -> Workspace:
        workspace = create_workspace(folder)
        text = workspace.settings_file.read_text(encoding="utf-8")
        for before, after in (("settle_seconds = 3", "settle_seconds = 0"), *settings):
            assert before in text or after in text
            text = text.replace(before, after)
        workspace.settings_file.write_text(text, encoding="utf-8")
        if reports:
            shutil.copytree(material, workspace.inbox, dirs_exist_ok=True)
        return workspace

    return make


@pytest.fixture
def office(make_office: MakeOffice, tmp_path: Path) -> Workspace:
    return make_office(tmp_path / "office")


@pytest.fixture
def canonical() -> Callable[[Path], list[str]]:
    """The canonical export of the workspace at a folder."""

    def export(root: Path) -> list[str]:
        with prepare(root).ledger() as ledger:
            return list(exported(ledger, canonical=True))

    return export
