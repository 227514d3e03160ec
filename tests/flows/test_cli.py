"""What the command line promises: Chinese, exit codes, streams, and documents that know every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import COMMANDS

ROOT = Path(__file__).parents[2]


def _duban(*arguments: str, cwd: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=cwd,
        input=given,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--help"], 0, "差距报告"),
        (["nosuch"], 2, "没有命令"),
        (["run"], 2, "duban init"),
        (["run", "--as-of", "2022-02-30"], 2, "不是日期"),
        (["plan", "show", "37"], 2, "清单共36项"),
        (["plan", "show", "15"], 0, "机电技术实训基地"),
        (["plan", "check"], 0, "36项任务"),
        (["plan", "check", "--plan", "."], 6, "plan.toml"),
        (["extract", "nothing.docx"], 2, "不存在"),
    ],
)
def test_every_outcome_has_its_code_and_is_told_in_chinese(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    done = _duban(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_settings_file_is_told_with_its_place(tmp_path: Path) -> None:
    assert _duban("init", ".", cwd=tmp_path).returncode == 0
    (tmp_path / "duban.toml").write_text("[reading]\nseconds = -1\n", encoding="utf-8")
    done = _duban("run", cwd=tmp_path)
    assert done.returncode == 6
    assert "reading.seconds 应大于 0" in done.stderr
    assert not (tmp_path / "duban.db").exists()


def test_an_empty_inbox_is_a_night_too(tmp_path: Path) -> None:
    _duban("init", ".", cwd=tmp_path)
    done = _duban("run", "--as-of", "2022-01-31", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert sum(count for _, count in summary["standings"]) == 36
    assert sum(count for _, count in summary["received"]) == 0
    assert _duban("run", "--as-of", "2022-01-31", "--fail-on", "red", cwd=tmp_path).returncode == 4


def test_a_line_that_cannot_be_served_does_not_stop_the_stream(tmp_path: Path) -> None:
    lines = [
        "not json",
        '{"id": 2}',
        '{"id": 3, "text": "全年培训1000人次。", "reference_date": "2021-12-31"}',
        '{"id": 4, "text": "坏\\ud800字", "reference_date": "2021-12-31"}',
    ]
    done = _duban("facts", "--jsonl", cwd=tmp_path, given="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer.get("id") for answer in answers] == [None, 2, 3, 4]
    assert "error" in answers[0]
    assert "error" in answers[1]
    assert {fact["surface"] for fact in answers[2]["facts"]} >= {"1000人次"}


def test_the_matching_stream_answers_every_line_with_its_id(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "id": "a",
                "text": "机电技术实训基地于2021年10月通过验收。",
                "unit": "市教体局",
                "report_date": "2021-12-20",
            }
        ),
        json.dumps(
            {
                "id": "b",
                "text": "组织全体教职工开展消防演练。",
                "unit": "威海市水产学校",
                "report_date": "2021-12-20",
            }
        ),
        json.dumps({"id": "c"}),
    ]
    done = _duban("match", "--jsonl", cwd=tmp_path, given="\n".join(lines) + "\n")
    a, b, c = (json.loads(line) for line in done.stdout.splitlines())
    assert [match["item"] for match in a["matches"]] == [15]
    assert a["status"] == "done"
    assert len(a["ranked"]) >= 3
    assert b["matches"] == []
    assert c["id"] == "c"
    assert "error" in c


def test_extract_gives_the_shape_of_the_contract(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("全年培训1230人次。\n", encoding="utf-8")
    done = _duban("extract", "说明.txt", "--json", cwd=tmp_path)
    shape = json.loads(done.stdout)
    assert {"file", "sha256", "kind", "pages", "blocks", "revisions", "problems"} <= set(shape)
    assert shape["blocks"][0]["text"] == "全年培训1230人次。"
    assert set(shape["blocks"][0]) >= {
        *("index", "label", "text", "kind", "page", "table", "row", "column", "bbox", "confidence", "marks"),
    }


def test_extract_of_an_unreadable_file_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    done = _duban("extract", "空.docx", cwd=tmp_path)
    assert done.returncode == 3
    assert "空.docx" in done.stderr
    assert "重报" in done.stderr


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_and_stands_in_the_readme(command: str) -> None:
    done = _duban(command, "--help", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "用法" in done.stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{command}" in readme or f"duban {command}" in readme
