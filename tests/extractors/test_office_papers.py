"""Office papers drawn from seeds come out as they were written: every character, nearly every paragraph, cell and row."""

import shutil
from pathlib import Path

import pytest

from benchmarks.office_papers.by_office import print_papers
from benchmarks.office_papers.by_reportlab import draw_papers
from benchmarks.office_papers.papers import Paper, paper
from benchmarks.office_papers.score import Score, score
from extractors.reading import read

SEEDS = range(200, 208)


def _score(papers: list[Paper], files: list[Path]) -> Score:
    result = Score()
    for file, written in zip(files, papers, strict=True):
        score(written, read(file), result)
    return result


def _is_well_read(result: Score) -> None:
    assert result.right["characters"] == result.all["characters"]
    assert result.right["paragraphs"] >= 0.95 * result.all["paragraphs"], result.missed
    assert result.right["ruled cells"] >= 0.99 * result.all["ruled cells"] > 0, result.missed
    assert result.right["three-line rows"] >= 0.95 * result.all["three-line rows"], result.missed
    assert min(result.order, default=1.0) >= 0.95


def test_papers_drawn_by_reportlab_are_read_as_written(tmp_path: Path) -> None:
    papers = [paper(seed, office=False) for seed in SEEDS]
    _is_well_read(_score(papers, draw_papers(papers, tmp_path)))


@pytest.mark.office
def test_papers_printed_by_libreoffice_are_read_as_written(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    papers = [paper(seed, office=True) for seed in SEEDS]
    _is_well_read(_score(papers, print_papers(papers, tmp_path)))
