"""Reading against python-docx paragraphs and tables, pdfplumber text and tables, markitdown, docx2python.

Files are drawn by `benchmarks.office_papers` and `benchmarks.corpus`; tools take turns file by file in one run, so that a
busy machine slows them alike. Ratios are of processor time. What is not installed is said and left out.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.office_papers.by_office import print_papers, write
from benchmarks.office_papers.by_reportlab import draw_papers
from benchmarks.office_papers.papers import Text, paper
from extractors.reading import read

ROUNDS = 3
COUNT = 8
Tool = Callable[[Path], None]


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        for name, files, rivals in _groups(Path(place)):
            ours, theirs = _interleaved(files, [rival for rival in rivals if _installed(rival)])
            for rival, seconds in theirs.items():
                print(f"{name}, {len(files)} files: {rival} / duban = {seconds / ours:.2f}")


def _groups(folder: Path) -> Iterator[tuple[str, list[Path], tuple[Tool, ...]]]:
    """Word files; PDF pages of prose alone, by either way of making them; PDF papers with tables and columns."""
    printed = [paper(n, office=True) for n in range(COUNT)]
    word = [write(one, folder / f"{one.name}.docx") for one in printed]
    yield "Word", word, (naive_word, markitdown, docx_to_python)
    prose = [replace(one, parts=tuple(p for p in one.parts if isinstance(p, Text))) for one in printed]
    prose = [replace(one, name=f"prose-{one.name}", setting=replace(one.setting, columns=1)) for one in prose]
    rivals = (naive_pdf, markitdown)
    yield "PDF, prose, fonts named only", draw_papers(prose, folder), rivals
    yield (
        "PDF, with tables, fonts named only",
        draw_papers([paper(n, office=False) for n in range(COUNT)], folder),
        rivals,
    )
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed: its papers are left out")
        return
    yield "PDF, prose, by LibreOffice", print_papers(prose, folder), rivals
    yield "PDF, with tables, by LibreOffice", print_papers(printed, folder), rivals


def naive_word(file: Path) -> None:
    from docx import Document

    paper = Document(str(file))
    " ".join(paragraph.text for paragraph in paper.paragraphs)
    " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def naive_pdf(file: Path) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(file.read_bytes())) as paper:
        for page in paper.pages:
            page.extract_text()
            page.extract_tables()


def markitdown(file: Path) -> None:
    from markitdown import MarkItDown

    MarkItDown().convert(str(file))


def docx_to_python(file: Path) -> None:
    from docx2python import docx2python

    with docx2python(file) as paper:
        str(paper.text)


_MODULES = {markitdown: "markitdown", docx_to_python: "docx2python"}


def _installed(rival: Tool) -> bool:
    module = _MODULES.get(rival)
    there = module is None or importlib.util.find_spec(module) is not None
    if not there:
        print(f"{module} is not installed (extra bench): left out")
    return there


def _interleaved(files: list[Path], rivals: list[Tool]) -> tuple[float, dict[str, float]]:
    """Median over the rounds of each tool's total seconds; the first turn of each only warms it up."""
    for tool in (read, *rivals):
        tool(files[0])
    totals: dict[str, list[float]] = {"duban": [], **{rival.__name__: [] for rival in rivals}}
    for _ in range(ROUNDS):
        spent = dict.fromkeys(totals, 0.0)
        for file in files:
            spent["duban"] += _timed(read, file)
            for rival in rivals:
                spent[rival.__name__] += _timed(rival, file)
        for name, seconds in spent.items():
            totals[name].append(seconds)
    medians = {name: statistics.median(all_rounds) for name, all_rounds in totals.items()}
    return medians.pop("duban"), medians


def _timed(tool: Callable[[Path], object], file: Path) -> float:
    begun = time.process_time()
    tool(file)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
