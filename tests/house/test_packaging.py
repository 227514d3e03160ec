"""The four rooms are ours, start fast, and carry no address."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("extractors", "flows", "matching", "outputs")
HEAVY = ("prefect", "spacy", "sklearn", "jieba", "docx", "openpyxl", "pdfplumber", "pydantic", "numpy")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_the_one_in_this_checkout(room: str) -> None:
    assert importlib.import_module(room).__file__ == str(ROOT / room / "__init__.py")


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys\nsys.argv = ['duban', '--help']\nfrom flows.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "LOADED []" in out.stdout
    assert "extract" in out.stdout


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt"])
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "locks" / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|index-url|find-links", text)
    names = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)
    assert len(names) > 100
    blocks = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_locks_hold_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "locks" / "dev.txt").read_text(), re.MULTILINE))
    declared = list(project["dependencies"])
    for extra in ("ocr", "legacy", "scale", "dev"):
        declared += project["optional-dependencies"][extra]
    names = {re.split(r"[\[<>=!~ ;]", one)[0].lower() for one in declared}
    assert names - locked == set()


def test_the_stranger_called_zh_core_web_sm_is_nowhere() -> None:
    for file in ("pyproject.toml", "locks/run.txt", "locks/dev.txt", "Makefile", ".ci/run"):
        assert "zh-core-web" not in (ROOT / file).read_text(encoding="utf-8")
        assert "zh_core_web" not in (ROOT / file).read_text(encoding="utf-8")


def test_one_way_through_the_house() -> None:
    out = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert out.returncode == 0, out.stdout


def test_the_chinese_catalogue_is_compiled_from_its_source() -> None:
    import gettext

    folder = ROOT / "flows" / "locale" / "zh_CN" / "LC_MESSAGES"
    source = (folder / "messages.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE)
    with (folder / "messages.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert len(pairs) > 30
    for english, chinese in pairs:
        assert catalogue.gettext(english.encode().decode("unicode_escape")) == chinese.replace(
            "\\n", "\n"
        ).replace("\\t", "\t")
