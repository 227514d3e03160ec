"""One sample into bytes, by its form."""

from collections.abc import Callable
from pathlib import Path

from building.catalogue import MEMBERS, PASSWORD, SEALS, Sample
from building.markup import Line, read_lines
from building.notice import notice_lines
from building.office import convert
from building.packing import cut_short, lock_with_password, make_gbk_zip, make_owner_file
from building.scan import make_scan
from building.spreadsheet import make_xlsx
from building.word import make_docx

TEXTS = Path(__file__).parent / "texts"


def _lines(text: str) -> list[Line]:
    return read_lines(TEXTS / f"{text}.txt")


def _docx(sample: Sample) -> bytes:
    return make_docx(_lines(sample.text))


def _pdf(sample: Sample) -> bytes:
    return convert(make_docx(_lines(sample.text), page_numbers=True), "pdf")


def _zip(sample: Sample) -> bytes:
    members = MEMBERS[Path(sample.path).name]
    return make_gbk_zip({name: make_docx(_lines(text)) for name, text, _ in members})


MAKERS: dict[str, Callable[[Sample], bytes]] = {
    "notice": lambda s: make_docx(notice_lines(TEXTS / f"{s.text}.txt")),
    "docx": _docx,
    "copy": _docx,
    "pdf": _pdf,
    "doc": lambda s: convert(_docx(s), "doc"),
    "xlsx": lambda s: make_xlsx(_lines(s.text)),
    "scan": lambda s: make_scan(_lines(s.text), SEALS[s.text]),
    "zip": _zip,
    "cut": lambda s: cut_short(_docx(s)),
    "cut_pdf": lambda s: cut_short(_pdf(s)),
    "locked": lambda s: lock_with_password(_docx(s), PASSWORD),
    "empty": lambda _: b"",
    "owner": lambda _: make_owner_file("办公室"),
}


def make(sample: Sample) -> bytes:
    """The file's bytes."""
    return MAKERS[sample.form](sample)
