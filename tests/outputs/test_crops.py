"""Pictures of quoted places: for PDF pages and handed-in pictures, never more than asked for, never a failure."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image

from outputs.crops import crops_of
from outputs.report import Report


def _photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1200, 1700), "white").save(target, "PNG", dpi=(144, 144))
    return target.getvalue()


def _morning(build: Callable[..., Report], kind: str) -> tuple[Report, dict[str, Any], str]:
    """A morning whose item 10 is judged by one line of a picture (or of a paper of another kind)."""
    kept: dict[str, Any] = {}

    def photograph(desk: Any) -> None:
        digest = desk.hand_in("佐证/照片.png", "市教体局", ["校本教材", "已付印三种校本教材。"])
        document = desk.documents[digest]
        blocks = tuple(replace(block, bbox=(60.0, 60.0, 300.0, 90.0), page=1) for block in document.blocks)
        desk.documents[digest] = replace(document, kind=kind, blocks=blocks)
        desk.find(10, "stale", "yellow", evidence=(desk.claim(digest, 1, "已付印三种校本教材。", 10),))
        kept[digest] = desk.documents[digest]

    report = build(photograph)
    return report, kept, next(iter(kept))


def test_a_quote_in_a_photo_gets_its_picture(build: Callable[..., Report]) -> None:
    report, documents, digest = _morning(build, "image")
    pictures = crops_of(report, documents, lambda sha256: _photo() if sha256 == digest else None)
    shown = {place: data for place, data in pictures.items() if data}
    assert [place[0] for place in shown] == [digest]
    assert Image.open(io.BytesIO(next(iter(shown.values())))).width > 300


def test_a_picture_that_does_not_open_costs_only_itself(build: Callable[..., Report]) -> None:
    report, documents, _ = _morning(build, "image")
    assert not any(crops_of(report, documents, lambda _: b"broken").values())
    assert not any(crops_of(report, documents, lambda _: None).values())


def test_a_word_file_has_no_page_to_show(build: Callable[..., Report]) -> None:
    report, documents, _ = _morning(build, "docx")
    assert not any(crops_of(report, documents, lambda _: _photo()).values())
