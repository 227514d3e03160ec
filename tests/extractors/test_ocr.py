from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Document
from extractors.errors import DamagedFile, EmptyFile, ToolMissing
from extractors.readers import ocr
from extractors.readers.limits import DEFAULT_LIMITS

FILES = Path(__file__).parent / "files" / "pdf"
needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason="extra ocr is not installed")


def read(name: str) -> Document:
    return ocr.read_image((FILES / name).read_bytes(), name, "0" * 64, DEFAULT_LIMITS)


@needs_ocr
def test_a_skewed_table_is_read_into_its_cells() -> None:
    document = read("scan_table_skewed.png")
    cells = {(b.row, b.column): b for b in document.blocks if b.kind == "cell"}
    assert [cells[0, c].text for c in range(5)] == ["序号", "任务名称", "责任单位", "完成时限", "进展情况"]
    assert cells[1, 2].row_span == 3
    assert all(b.confidence is not None and "ocr" in b.marks for b in document.blocks)


@needs_ocr
def test_a_letter_on_its_side_is_read_through_its_seal() -> None:
    document = read("scan_seal_sideways.png")
    text = document.text
    for figure in ("2.4亩", "4100万元", "600万元", "29.8%", "3.6%", "3.2万吨", "2021年12月30日"):
        assert figure in text
    assert "教育和体育局荣成" not in text


def test_without_the_extra_a_picture_names_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(ToolMissing, match=r"duban\[ocr\]"):
        read("scan_table_skewed.png")


@needs_ocr
def test_broken_pictures_say_so() -> None:
    with pytest.raises(EmptyFile):
        ocr.read_image(b"", "空.jpg", "0" * 64, DEFAULT_LIMITS)
    with pytest.raises(DamagedFile):
        ocr.read_image(
            (FILES / "scan_table_skewed.png").read_bytes()[:3000], "断.png", "0" * 64, DEFAULT_LIMITS
        )
