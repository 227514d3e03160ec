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


def _table_row(build: Callable[..., Report], cells: list[dict[str, Any]]) -> bytes:
    """The picture of a quoted cell (the last of `cells`), the others as said."""
    kept: dict[str, Any] = {}

    def photograph(desk: Any) -> None:
        digest = desk.hand_in("佐证/台账.png", "市教体局", ["校本教材", "序号", "已付印三种校本教材。"])
        document = desk.documents[digest]
        own = {
            "kind": "cell",
            "page": 1,
            "table": 0,
            "row": 3,
            "column": 2,
            "bbox": (300.0, 200.0, 400.0, 230.0),
        }
        told = [*cells, own]
        blocks = tuple(
            replace(block, **{"kind": "cell", "page": 1, "table": 0, **one})
            for block, one in zip(document.blocks, told, strict=True)
        )
        desk.documents[digest] = kept[digest] = replace(document, kind="image", blocks=blocks)
        desk.find(10, "stale", "yellow", evidence=(desk.claim(digest, 2, "已付印三种校本教材。", 10),))

    pictures = crops_of(build(photograph), kept, lambda _: _photo())
    return next(data for data in pictures.values() if data)


_BESIDE = {"row": 3, "column": 0, "bbox": (60.0, 200.0, 300.0, 230.0)}
_ABOVE = {"row": 2, "column": 2, "bbox": (300.0, 150.0, 400.0, 200.0)}


def _size(picture: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture)).size


def test_a_quoted_cell_is_shown_with_its_row_and_no_other(build: Callable[..., Report]) -> None:
    width, height = _size(_table_row(build, [_ABOVE, _BESIDE]))
    alone_width, alone_height = _size(_table_row(build, [_ABOVE, {**_BESIDE, "row": 4}]))
    assert width > 2 * alone_width
    assert height == alone_height


def test_a_row_that_goes_on_elsewhere_is_shown_as_far_as_it_stands_here(build: Callable[..., Report]) -> None:
    alone = _size(_table_row(build, [_ABOVE, {**_BESIDE, "row": 4}]))
    for elsewhere in ({"page": 2}, {"table": 1}, {"row_span": 9, "bbox": (60.0, 200.0, 300.0, 800.0)}):
        assert _size(_table_row(build, [_ABOVE, {**_BESIDE, **elsewhere}])) == alone
