"""Run one night over work/inbox and open the report: python night.py [words for duban run]. Installs first if need be."""

import os
import subprocess
import sys
import webbrowser
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DONE = (0, 3)  # 3: done, some files could not be read; the report says which


def main(words):
    if not (HERE / "work" / "duban.toml").exists() and subprocess.call(
        [sys.executable, str(HERE / "install.py")]
    ):
        return 1
    command = [str(PYTHON), "-m", "flows.cli", "-C", str(HERE / "work"), "run", *words]
    code = subprocess.call(command, env={**os.environ, "PYTHONUTF8": "1"})
    if code in DONE:
        show(newest(HERE / "work" / "reports"))
    return 0 if code in DONE else code


def newest(reports):
    """The report written last, whichever day it judges."""
    return max(reports.glob("*/差距报告.html"), key=lambda page: page.stat().st_mtime)


def show(page):
    """Open the report; where no browser opens, say where it lies."""
    if os.environ.get("DUBAN_NO_BROWSER") or not webbrowser.open(page.as_uri()):
        print("报告：" + str(page))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
