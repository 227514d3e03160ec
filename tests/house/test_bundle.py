"""The offline bundle, as far as it can be checked without a network and without Windows."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parents[2]
STARTERS = ROOT / "deploy" / "bundle"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


maker: Any = _load(ROOT / "deploy" / "make_bundle.py")
install: Any = _load(STARTERS / "install.py")
night: Any = _load(STARTERS / "night.py")

LOCK = """\
jieba==0.42.1 \\
    --hash=sha256:aa
pywin32==312 ; sys_platform == 'win32' \\
    --hash=sha256:bb
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:cc
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
async-timeout==5.0.1 ; python_full_version < '3.11.3' \\
    --hash=sha256:ee
"""


def _names(target: Any, python: str) -> list[str]:
    return [line.split(" ")[0] for line in maker.wanted(LOCK, target, python).splitlines() if line[0] != " "]


def test_markers_are_worked_out_for_the_target_not_for_this_machine() -> None:
    assert _names(maker.WINDOWS, "3.11") == [
        "jieba==0.42.1",
        "pywin32==312",
        "numpy==2.4.6",
        "async-timeout==5.0.1",
    ]
    assert _names(maker.LINUX, "3.12") == ["jieba==0.42.1", "numpy==2.5.5"]


def test_every_entry_keeps_its_hashes() -> None:
    kept = maker.wanted((ROOT / "locks" / "run.txt").read_text(encoding="utf-8"), maker.WINDOWS, "3.11")
    entries = kept.split("==")[1:]
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry for entry in entries)
    assert " ; " not in kept
    assert "pywin32==" in kept


def test_a_wheel_for_each_platform_name_is_one_that_such_a_pc_takes() -> None:
    assert maker.WINDOWS.platforms == ("win_amd64",)
    for platform in maker.LINUX.platforms:
        _, _, _, tags = parse_wheel_filename(f"x-1-cp311-cp311-{platform}.whl")
        assert len(tags) == 1
    assert "manylinux2014_x86_64" in maker.LINUX.platforms
    assert "manylinux_2_28_x86_64" in maker.LINUX.platforms


@pytest.mark.parametrize("name", ["install.py", "night.py"])
def test_the_scripts_need_nothing_but_python(name: str) -> None:
    tree = ast.parse((STARTERS / name).read_text(encoding="utf-8"))
    imported = {
        (node.names[0].name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["install.sh", "night.sh"])
def test_the_shell_starters_parse_and_may_be_executed(name: str) -> None:
    assert subprocess.run(["sh", "-n", str(STARTERS / name)], check=False).returncode == 0
    assert (STARTERS / name).stat().st_mode & 0o111
    assert b"\r" not in (STARTERS / name).read_bytes()


@pytest.mark.parametrize("name", ["install", "night"])
def test_the_windows_starters_are_plain_and_start_their_script(name: str) -> None:
    data = (STARTERS / f"{name}.bat").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert f'py -3 "%~dp0{name}.py"'.encode() in data
    assert b"PYTHONUTF8=1" in data


@pytest.mark.parametrize(
    ("version", "platform", "words"),
    [
        ((3, 11, 4), "win32", ""),
        ((3, 12, 0), "win32", "要求 Python 3.11"),
        ((3, 8, 0), "win32", "当前为 3.8"),
        ((3, 11, 4), "linux", "用于 windows-x64"),
    ],
)
def test_a_python_that_does_not_fit_is_told(version: tuple[int, ...], platform: str, words: str) -> None:
    told = install.unfit({"python": "3.11", "target": "windows-x64"}, version, platform)
    assert words in told
    assert bool(told) is bool(words)


def test_a_wheel_that_was_cut_off_on_the_way_is_told(tmp_path: Path) -> None:
    wheel = tmp_path / "a-1-py3-none-any.whl"
    wheel.write_bytes(b"whole")
    content = {"wheels": {wheel.name: hashlib.sha256(b"whole").hexdigest()}}
    assert install.damaged(content, tmp_path) == ""
    wheel.write_bytes(b"who")
    assert "不完整" in install.damaged(content, tmp_path)
    wheel.unlink()
    assert "不完整" in install.damaged(content, tmp_path)


def test_the_report_written_last_is_the_one_that_opens(tmp_path: Path) -> None:
    import os

    for day, moment in (("2022-01-31", 200), ("2021-07-31", 300)):
        page = tmp_path / day / "差距报告.html"
        page.parent.mkdir()
        page.write_text("", encoding="utf-8")
        os.utime(page, (moment, moment))
    assert night.newest(tmp_path).parent.name == "2021-07-31"
