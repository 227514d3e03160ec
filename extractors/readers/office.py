"""LibreOffice as a second pair of eyes: used where it is installed, with a private profile and a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from extractors.document import Document, Problem

_PROGRAMS = ("soffice", "libreoffice")
SECONDS = 25  # for one file; a conversion takes 2 to 5
_TOLERATED = 0.01  # share of characters that may differ: list marks, page numbers, generated fields
_TOLERATED_CHARACTERS = 12

#: Set to "0" by whoever wants the pure-Python readers alone, for speed.
SWITCH = "DUBAN_OFFICE"


def find_office() -> str | None:
    """The path of LibreOffice, or None where it is missing or switched off."""
    if os.environ.get(SWITCH) == "0":
        return None
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def convert(data: bytes, suffix: str, target: str, filters: str = "") -> bytes | None:
    """The file as `target` (docx, txt), or None where LibreOffice is missing, fails or takes too long."""
    program = find_office()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="duban-office-") as folder:
        source = Path(folder, "source" + suffix)
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to"]
        command += [f"{target}:{filters}" if filters else target, "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - a fixed command
            return Path(folder, f"source.{target}").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None


def cross_check(document: Document, data: bytes, suffix: str) -> tuple[Problem, ...]:
    """A problem where LibreOffice prints text that our reading does not hold; nothing without LibreOffice."""
    printed = convert(data, suffix, "txt", "Text (encoded):UTF8")
    if printed is None:
        return ()
    return missing_text(document, printed.decode("utf-8", "replace"), "LibreOffice 读出的文字")


def missing_text(document: Document, other: str, source: str) -> tuple[Problem, ...]:
    """Compare as bags of characters: order and line ends differ between programs, characters do not."""
    ours = Counter(_bare(document.text))
    ours += Counter(_bare("".join(block.label for block in document.blocks)))
    ours += Counter(
        _bare("".join(revision.text for revision in document.revisions if revision.kind != "insertion"))
    )
    theirs = Counter(char for char in _bare(other) if char.isalnum())
    lost = sum((theirs - ours).values())
    if lost <= max(_TOLERATED_CHARACTERS, _TOLERATED * theirs.total()):
        return ()
    message = f"{source}中约有 {lost} 字未出现在读取结果中（可能是隐藏文字，也可能读漏）"
    return (Problem("text_difference", message, "请与原件核对，或请报送单位另存为 .docx 后重报"),)


def _bare(text: str) -> str:
    return "".join(text.split())
