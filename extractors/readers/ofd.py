"""OFD (GB/T 33190), the national fixed-layout format: lines to paragraphs, rulings to tables.

ofdkit opens the package and places every run of text; paragraphs and ruled tables are made here,
because its own text is one flat string without boxes.
"""

from __future__ import annotations

import io
from typing import Any

from extractors.document import Block, Document, Problem
from extractors.errors import DamagedFile, TooLarge
from extractors.readers import archives
from extractors.readers.limits import Limits
from extractors.readers.ofd_layout import Run, page_blocks
from extractors.readers.ofd_rulings import rulings_of

_MAX_RUNS = 200_000  # on one page


def read_ofd(data: bytes, file: str, sha256: str, limits: Limits) -> Document:
    """Every block has its page and box (points from the page's top left). Text in templates is furniture.

    Raises `DamagedFile` where the package holds no readable document, `TooLarge` past a cap.
    """
    import ofdkit

    with archives.open_package(data, file, limits) as archive:
        archives.check_parts(archive, file, limits)
    problems: list[Problem] = []
    blocks: list[Block] = []
    try:
        with ofdkit.open(io.BytesIO(data)) as book:
            if len(book.pages) > limits.pages:
                raise TooLarge(file, f"共 {len(book.pages)} 页，超过上限 {limits.pages} 页")
            for number, page in enumerate(book.pages, 1):
                _add_page(blocks, number, page, book, problems, file)
            properties = _properties(book.info)
            pages = len(book.pages)
    except ofdkit.OFDError as error:
        raise DamagedFile(file, "OFD 包结构损坏，找不到正文") from error
    return Document(
        file, sha256, "ofd", tuple(blocks), pages=pages, problems=tuple(problems), properties=properties
    )


def _add_page(
    blocks: list[Block], number: int, page: Any, book: Any, problems: list[Problem], file: str
) -> None:
    import ofdkit

    try:
        placed = page.runs
        box = page.box
        lines = rulings_of(book, page)
    except ofdkit.OFDError:
        problems.append(Problem("damaged_page", f"第{number}页内容损坏，未能读出", "请重新导出后重报"))
        return
    if len(placed) > _MAX_RUNS:
        raise TooLarge(file, f"第{number}页文字对象超过 {_MAX_RUNS} 个")
    left, top = box[0], box[1]
    runs = [
        Run(r.text, r.x - left, r.y - top, r.size, r.width, r.from_template) for r in placed if r.text.strip()
    ]
    tables = 1 + max((block.table for block in blocks if block.table is not None), default=-1)
    found = page_blocks(runs, [line.moved(-left, -top) for line in lines], number, len(blocks), tables)
    if not found:
        problems.append(
            Problem("no_text_layer", f"第{number}页无文字层", "请补交 .docx 原件，或导出为 .pdf 后重报")
        )
    blocks.extend(found)


def _properties(info: Any) -> dict[str, str]:
    named = {
        "title": info.title,
        "author": info.author,
        "created": info.creation_date,
        "modified": info.mod_date,
    }
    return {key: str(value) for key, value in named.items() if value}
