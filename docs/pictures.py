"""The pictures of README and docs, from samples/ by `duban run`. By hand: python docs/pictures.py

Needs Chromium, LibreOffice and pdftoppm on the path; writes docs/report.png and docs/report-word.png.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from flows.commands.nights import DEMO_DAYS, SAMPLES
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import create_workspace

DOCS = Path(__file__).parent
CHROMIUM = [
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        papers = _morning(Path(folder) / "office")
        _screen(papers / "差距报告.html", Path(folder), DOCS / "report.png")
        _page(papers / "差距报告.docx", Path(folder), DOCS / "report-word.png")


def _morning(root: Path) -> Path:
    workspace = create_workspace(root)
    shutil.copytree(SAMPLES / "submissions", workspace.inbox, dirs_exist_ok=True)
    day = date.min
    for day in DEMO_DAYS:
        run_night(prepare(root, day))
    return workspace.reports / day.isoformat()


def _screen(page: Path, scratch: Path, target: Path) -> None:
    shot = scratch / "screen.png"
    options = [f"--user-data-dir={scratch / 'profile'}", "--window-size=1280,1100", f"--screenshot={shot}"]
    subprocess.run([*CHROMIUM, *options, page.as_uri()], check=True, capture_output=True)
    _small(shot, target)


def _page(paper: Path, scratch: Path, target: Path) -> None:
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(paper)]
    subprocess.run(convert, check=True, capture_output=True)
    pages = ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "2", str(scratch / f"{paper.stem}.pdf")]
    subprocess.run([*pages, str(scratch / "page")], check=True, capture_output=True)
    first, second = (Image.open(one) for one in sorted(scratch.glob("page*.png")))
    both = Image.new("RGB", (first.width + second.width + 12, first.height), "#888888")
    both.paste(first, (0, 0))
    both.paste(second, (first.width + 12, 0))
    both.save(scratch / "both.png")
    _small(scratch / "both.png", target)


def _small(source: Path, target: Path) -> None:
    """Sixty-four colours: a page of text needs no more."""
    Image.open(source).convert("RGB").quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    main()
