"""Reading against the naive loops: python-docx paragraphs and tables, pdfplumber text and tables, markitdown.

Files are those of samples/; tools take turns file by file in one run, so that a busy machine slows them alike.
What is not installed is said and left out.
"""

from __future__ import annotations

import importlib.util
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from extractors.reading import read

SAMPLES = Path(__file__).parents[1] / "samples" / "submissions"
ROUNDS = 5


def main() -> None:
    for kind, rivals in ((".docx", (naive_word, markitdown)), (".pdf", (naive_pdf, markitdown))):
        files = [file for file in sorted(SAMPLES.rglob(f"*{kind}")) if _readable(file)]
        ours, theirs = _interleaved(files, [rival for rival in rivals if _installed(rival)])
        for name, seconds in theirs.items():
            print(f"{kind} {len(files)} files: {name} / duban = {seconds / ours:.2f}")


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


def _installed(rival: Callable[[Path], None]) -> bool:
    there = rival is not markitdown or importlib.util.find_spec("markitdown") is not None
    if not there:
        print("markitdown is not installed (extra bench): left out")
    return there


def _readable(file: Path) -> bool:
    """Whole text files only: scans would measure the recognition of text, broken ones nothing."""
    from extractors.errors import UnreadableDocument

    try:
        document = read(file)
    except UnreadableDocument:
        return False
    return not any("ocr" in block.marks for block in document.blocks)


def _interleaved(files: list[Path], rivals: list[Callable[[Path], None]]) -> tuple[float, dict[str, float]]:
    """Median over the rounds of each tool's total seconds."""
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
    begun = time.perf_counter()
    tool(file)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
