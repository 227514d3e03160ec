"""python -m benchmarks.office_papers FOLDER [COUNT] [FIRST]: draw papers, read them, say how well."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from benchmarks.office_papers.by_office import print_papers
from benchmarks.office_papers.by_reportlab import draw_papers
from benchmarks.office_papers.papers import Paper, paper
from benchmarks.office_papers.score import Score, score
from extractors.reading import read


def draw(folder: Path, count: int, first: int) -> dict[Path, Paper]:
    """`count` papers by either way; those by LibreOffice only where it is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [paper(n, office=False) for n in range(first, first + count)]
    files = dict(zip(draw_papers(drawn, folder), drawn, strict=True))
    if shutil.which("soffice"):
        printed = [paper(n, office=True) for n in range(first, first + count)]
        files |= dict(zip(print_papers(printed, folder), printed, strict=True))
    else:
        print("LibreOffice is not installed: its papers are left out")
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=20)
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("--missed", action="store_true", help="print what was not read as written")
    given = parser.parse_args()
    files = draw(given.folder, given.count, given.first)
    together = {"drawn": Score(), "office": Score()}
    for file, written in files.items():
        score(written, read(file), together[written.name.rstrip("0123456789")])
    for name, result in together.items():
        print(
            f"{name}, {sum(p.name.startswith(name) for p in files.values())} papers",
            *result.lines(),
            sep="\n  ",
        )
        if given.missed:
            print(*result.missed, sep="\n")


if __name__ == "__main__":
    main()
