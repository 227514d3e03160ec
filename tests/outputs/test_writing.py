"""Writing is whole or not at all, and never over people's work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outputs.report import Report
from outputs.writing import EDITED_FOLDER, MANIFEST, write_papers, write_rendered


def _fails() -> bytes:
    raise RuntimeError("渲染器坏了")


def test_one_failed_renderer_costs_only_its_own_paper(tmp_path: Path) -> None:
    results = write_rendered({"a.txt": lambda: b"a", "b.txt": _fails, "c.txt": lambda: b"c"}, tmp_path)
    assert [one.written for one in results] == [True, False, True]
    assert "渲染器坏了" in results[1].message
    assert (tmp_path / "c.txt").read_bytes() == b"c"


def test_the_same_paper_is_not_written_twice(tmp_path: Path) -> None:
    write_rendered({"a.txt": lambda: b"a"}, tmp_path)
    (result,) = write_rendered({"a.txt": lambda: b"a"}, tmp_path)
    assert not result.written
    assert result.message == ""


def test_our_own_paper_is_replaced(tmp_path: Path) -> None:
    write_rendered({"a.txt": lambda: b"old"}, tmp_path)
    (result,) = write_rendered({"a.txt": lambda: b"new"}, tmp_path)
    assert result.moved is None
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert not (tmp_path / EDITED_FOLDER).exists()


def test_an_edited_paper_is_moved_aside_each_time(tmp_path: Path) -> None:
    for edit in (b"mine", b"mine again"):
        write_rendered({"sub/a.docx": lambda: b"ours"}, tmp_path)
        (tmp_path / "sub/a.docx").write_bytes(edit)
    (result,) = write_rendered({"sub/a.docx": lambda: b"ours"}, tmp_path)
    kept = sorted(path.read_bytes() for path in (tmp_path / EDITED_FOLDER).iterdir())
    assert kept == [b"mine", b"mine again"]
    assert (tmp_path / "sub/a.docx").read_bytes() == b"ours"
    assert result.moved is not None
    assert "人工改动" in result.message


def test_a_paper_of_unknown_origin_counts_as_edited(tmp_path: Path) -> None:
    write_rendered({"a.txt": lambda: b"a"}, tmp_path)
    (tmp_path / MANIFEST).write_text("不是JSON", "utf-8")
    write_rendered({"a.txt": lambda: b"b"}, tmp_path)
    assert (tmp_path / EDITED_FOLDER / "a.txt").read_bytes() == b"a"


@pytest.mark.parametrize("owner", ["~$差距报告.docx", "~$报告.docx", ".~lock.差距报告.docx#"])
def test_an_open_paper_is_left_and_a_new_one_written_beside(tmp_path: Path, owner: str) -> None:
    write_rendered({"差距报告.docx": lambda: b"old"}, tmp_path)
    (tmp_path / owner).touch()
    (result,) = write_rendered({"差距报告.docx": lambda: b"new"}, tmp_path)
    assert (tmp_path / "差距报告.docx").read_bytes() == b"old"
    assert (tmp_path / "差距报告-新.docx").read_bytes() == b"new"
    assert "正被打开" in result.message


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    write_rendered({"a.txt": lambda: b"a", "b.txt": _fails}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "a.txt"]


def test_a_folder_that_cannot_be_written_is_told_paper_by_paper(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("文件占了文件夹的名字", "utf-8")
    results = write_rendered({"a/b.txt": lambda: b"b", "c.txt": lambda: b"c"}, tmp_path)
    assert "未能写入" in results[0].message
    assert results[1].written


def test_a_morning_is_a_whole_folder(morning: Report, tmp_path: Path) -> None:
    results = write_papers(morning, tmp_path)
    assert not [one.message for one in results if one.message]
    names = {one.name for one in results}
    assert {"gaps.json", "差距报告.html", "差距报告.docx", "任务台账.xlsx", "收件清单.csv"} <= names
    assert {"督办单/市教体局.docx", "催报函/市发改局.docx", "督办单/市发改局.docx"} <= names
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert set(manifest) == names
    again = write_papers(morning, tmp_path)
    assert not [one.name for one in again if one.written]


def test_a_notice_that_no_longer_applies_goes_unless_it_was_edited(morning: Report, tmp_path: Path) -> None:
    write_rendered({"督办单/甲.docx": lambda: b"a", "督办单/乙.docx": lambda: b"b"}, tmp_path)
    (tmp_path / "督办单/乙.docx").write_bytes(b"edited")
    write_papers(morning, tmp_path)
    assert not (tmp_path / "督办单/甲.docx").exists()
    assert (tmp_path / EDITED_FOLDER / "督办单-乙.docx").read_bytes() == b"edited"
