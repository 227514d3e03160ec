"""One file in, one document or one reason out."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
from made_files import zipped

from extractors import errors, reading
from extractors.document import Block
from extractors.lost_digits import find_lost_digits, problems_of
from extractors.readers.limits import Limits

PROSE = "截至2021年10月底，双师型教师占比82%。"


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_OFFICE", "0")


def test_the_document_carries_the_hash_and_the_name_it_came_under(tmp_path: Path) -> None:
    path = tmp_path / "abc123"
    path.write_text(PROSE, encoding="utf-8")
    document = reading.read(path, file="市教体局/报告.txt")
    assert document.file == "市教体局/报告.txt"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_without_a_name_the_file_keeps_its_own(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(PROSE, encoding="utf-8")
    assert reading.read(path).file == "报告.txt"


@pytest.mark.parametrize("make", ["folder", "missing", "pipe"])
def test_what_is_no_file_is_refused_without_hanging(tmp_path: Path, make: str) -> None:
    path = tmp_path / make
    if make == "folder":
        path.mkdir()
    if make == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(path)
    with pytest.raises(errors.UnreadableDocument, match="不是普通文件"):
        reading.read(path)


def test_a_file_past_the_cap_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(errors.TooLarge, match="超过上限"):
        reading.read(path, limits=Limits(bytes=1000))


def test_a_library_s_own_exception_stays_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.readers import plain

    def broken(*_: object) -> None:
        raise KeyError("inside the library")

    monkeypatch.setattr(plain, "read_text", broken)
    with pytest.raises(errors.DamagedFile, match="文本文件内部结构损坏") as caught:
        reading.read_data(PROSE.encode(), "a.txt")
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize(
    ("module", "words"),
    [("rapidocr", "duban[ocr]"), ("ofdkit", "duban[legacy]"), ("strange", "重新安装 duban")],
)
def test_a_missing_extra_gives_the_line_that_installs_it(
    module: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractors.readers import plain

    def missing(*_: object) -> None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr(plain, "read_text", missing)
    with pytest.raises(errors.ToolMissing) as caught:
        reading.read_data(PROSE.encode(), "a.txt")
    assert words in caught.value.remedy


def test_a_misnamed_file_is_read_as_what_it_is_and_says_so() -> None:
    document = reading.read_data(b"{\\rtf1\\ansi\\ansicpg936 \\'cb\\'ab\\par}", "报告.docx")
    assert document.kind == "rtf"
    assert [problem.message for problem in document.problems] == ["文件名为.docx，实为.rtf，已按.rtf读取"]


def test_a_file_without_a_word_says_so() -> None:
    assert [problem.code for problem in reading.read_data(b"\n\n \n", "空白.txt").problems] == ["no_text"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20178月底前完成", ["20178月"]),
        ("于202112月建成", ["202112月"]),
        ("1031日前报送", ["1031日"]),
        ("19月，全市完成投资", ["19月"]),
        ("110月完成投资98.76万元", ["110月"]),
        ("1031日至20178月1031日报送、19月投产", ["1031日", "20178月", "1031日", "19月"]),
        ("1031元、1031日元、36月1231日前", ["36月", "1231日"]),
        ("2017年8月底、10月31日、1—9月", []),
        ("2021年12月31日", []),
        ("培训18月龄幼儿教师", []),
        ("共1031人", []),
        ("历时36个月", []),
        ("2021.10月报", []),
        ("编号20211031", []),
    ],
)
def test_digits_run_together_are_told_from_dates(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in find_lost_digits(text)] == words


def test_lost_digits_are_reported_with_their_place() -> None:
    [problem] = problems_of((Block(0, "正常"), Block(1, "20178月底前", page=3)))
    assert (problem.code, problem.message) == ("missing_digits", "第3页第2段疑似缺字：“20178月”")


def test_the_json_has_the_contract_s_keys() -> None:
    import docx

    made, buffer = docx.Document(), io.BytesIO()
    made.add_paragraph(PROSE)
    made.save(buffer)
    shape = reading.as_json(reading.read_data(buffer.getvalue(), "报告.docx"))
    assert list(shape)[:7] == ["file", "sha256", "kind", "pages", "blocks", "revisions", "problems"]
    wanted = {
        "index",
        "label",
        "text",
        "kind",
        "page",
        "table",
        "row",
        "column",
        "bbox",
        "confidence",
        "marks",
    }
    assert wanted <= set(shape["blocks"][0])
    assert "members" not in shape
    json.dumps(shape, ensure_ascii=False)


def test_the_json_of_an_archive_lists_members_with_their_own_hashes() -> None:
    inner = PROSE.encode()
    shape = reading.as_json(
        reading.read_data(zipped({"b.txt": inner, "c.rar": b"Rar!\x1a\x07\x00"}), "a.zip")
    )
    good, bad = shape["members"]
    assert (good["file"], good["sha256"]) == ("a.zip!/b.txt", hashlib.sha256(inner).hexdigest())
    assert (bad["file"], bad["problems"][0]["code"]) == ("a.zip!/c.rar", "unsupported_format")


def test_every_refusal_names_a_cause_and_a_remedy() -> None:
    from extractors.readers.refused import REFUSALS, refusal

    for kind in REFUSALS:
        error = refusal(kind, "x")
        assert error is not None
        assert error.cause
        assert error.remedy.startswith(("请", "无需"))
    assert refusal("docx", "x") is None
