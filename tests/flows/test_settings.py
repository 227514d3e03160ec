"""A broken duban.toml is told with its place and remedy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.failures import SettingsInvalid, WorkspaceProblem
from flows.settings import load_settings
from flows.workspace import SETTINGS_TEMPLATE, create_workspace, open_workspace


def _load(tmp_path: Path, text: str) -> object:
    file = tmp_path / "duban.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def test_the_template_is_valid_and_says_the_defaults(tmp_path: Path) -> None:
    assert _load(tmp_path, SETTINGS_TEMPLATE) == _load(tmp_path, "")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[reading]\nseconds = 0", "reading.seconds 应大于 0"),
        ("[reading]\nworkers = '二'", "reading.workers 应为整数"),
        ("[period]\ncycle = 'weekly'", "period.cycle 只能取"),
        ("[raeding]\nseconds = 5", "raeding 没有这一项"),
        ("[lights]\noverdue = 'pink'", "lights.overdue 只能取"),
        ("[signs]\nred = { name = '橙', colour = 'orange' }", "signs.red.colour 应为六位十六进制颜色"),
        ("[signs]\nred = { name = '', colour = 'E8A33D' }", "signs.red.name 不能为空"),
        ("[signs]\npink = { name = '粉', colour = 'E8A33D' }", "signs.pink"),
        ("[signs]\nred = { name = '橙' }", "signs.red.colour 缺这一项"),
        ("[reading\n", "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, cause: str) -> None:
    with pytest.raises(SettingsInvalid, match=cause.replace(".", r"\.")) as caught:
        _load(tmp_path, text)
    assert caught.value.exit_code == 6
    assert caught.value.remedy


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert _load(tmp_path, "\ufeff[reading]\nseconds = 5")


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceProblem, match="duban init"):
        open_workspace(tmp_path)


def test_making_a_workspace_twice_keeps_the_settings(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path)
    workspace.settings_file.write_text("[reading]\nseconds = 5\n", encoding="utf-8")
    create_workspace(tmp_path)
    assert load_settings(workspace.settings_file).reading.seconds == 5


def test_many_may_look_at_a_workspace_at_the_same_moment(tmp_path: Path) -> None:
    """`duban explain` beside the night: each tries whether it may write there."""
    create_workspace(tmp_path)
    with ThreadPoolExecutor(8) as lookers:
        opened = list(lookers.map(lambda _: open_workspace(tmp_path).root, range(800)))
    assert set(opened) == {tmp_path}
    assert not any((tmp_path / "archive").iterdir())


def test_a_workspace_whose_inbox_is_gone_says_so(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path)
    workspace.inbox.rmdir()
    with pytest.raises(WorkspaceProblem, match="收件文件夹不存在"):
        open_workspace(tmp_path)
