"""Writing the papers of a morning: whole or not at all, one failure never costs the others, no edit is lost.

The folder keeps `.duban-papers.json`: path → sha256 of what duban wrote; a hash is added to `.duban-papers.next`
before the paper is written, so that a run killed among its papers is not taken for a person's edit. A paper whose hash is another was
edited by people and is moved to `人工改动/`; one that is open or locked stays, and `…-新` is written beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from outputs.report_sections import NOT_SUPERVISED
from outputs.report_types import Report
from outputs.storage import cause_of
from outputs.untrusted import safe_name

MANIFEST = ".duban-papers.json"
ANNOUNCED = ".duban-papers.next"
EDITED_FOLDER = "人工改动"
NEW_SUFFIX = "-新"
NOTICES, REMINDERS = "督办单", "催报函"

Render = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class PaperResult:
    """What became of one paper."""

    name: str  # path below the folder, forward slashes
    path: Path | None  # where it lies now; None where it could not be made or written
    written: bool  # False where the same bytes lay there already
    moved: Path | None = None  # where an edited version was kept
    message: str = ""  # for the reader, "" where all is well


def write_papers(
    report: Report,
    folder: Path,
    crops: Mapping[tuple[str, int, int, int], bytes] | None = None,
    *,
    notices: bool = True,
) -> tuple[PaperResult, ...]:
    """Render and write every paper of the morning into `folder` (made if missing).

    Never raises for a single paper: its result says in Chinese what happened and the others are written.
    Raises OSError only where the folder itself cannot be made.
    """
    papers = dict(_papers(report, crops, notices=notices))
    if notices:
        _clear_old(folder, set(papers))
    return write_rendered(papers, folder)


def _clear_old(folder: Path, papers: set[str]) -> None:
    """Notices of an earlier run of the same day that no longer apply: ours go, edited ones are kept apart."""
    known = _known(folder)
    for name in (NOTICES, REMINDERS):
        for paper in sorted((folder / name).glob("*.docx")):
            relative = f"{name}/{paper.name}"
            if relative in papers or paper.name.startswith("~$") or paper.stem.endswith(NEW_SUFFIX):
                continue
            try:
                if _hash(paper) == known.get(relative):
                    paper.unlink()
                else:
                    _keep_edited(folder, paper)
            except OSError:
                continue  # open in an office program: it stays until the next run


def write_rendered(papers: Mapping[str, Render], folder: Path) -> tuple[PaperResult, ...]:
    """Write papers given as name → renderer, in the order given; see the module's text for the rules."""
    folder.mkdir(parents=True, exist_ok=True)
    known = _known(folder)
    results = [_write_one(folder, name, render, known) for name, render in papers.items()]
    try:
        _replace(folder / MANIFEST, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
    except OSError as cause:
        results.append(PaperResult(MANIFEST, None, False, message=f"无法记录文稿校验值：{cause_of(cause)}"))
    else:
        (folder / ANNOUNCED).unlink(missing_ok=True)
    return tuple(results)


def lie_as_written(folder: Path, names: Sequence[str]) -> bool:
    """Whether every one of these papers lies in the folder as duban wrote it, and no writing was cut off."""
    if (folder / ANNOUNCED).exists():
        return False
    known = _read_manifest(folder)
    try:
        return all(_hash(folder / PurePosixPath(name)) == known.get(name) for name in names)
    except OSError:
        return False


def _papers(
    report: Report, crops: Mapping[tuple[str, int, int, int], bytes] | None, *, notices: bool
) -> Iterator[tuple[str, Render]]:
    """Renderers are imported when they are needed: a missing library costs its own paper only."""

    def gaps() -> bytes:
        from outputs.gaps_json import gaps_json

        return gaps_json(report).encode("utf-8")

    def page() -> bytes:
        from outputs.html_report import render_html

        return render_html(report, crops)

    def word() -> bytes:
        from outputs.word_report import render_word

        return render_word(report)

    def ledger() -> bytes:
        from outputs.workbook import render_workbook

        return render_workbook(report)

    def receipts() -> bytes:
        from outputs.csv_report import render_csv

        return render_csv(report)

    yield "gaps.json", gaps
    yield "差距报告.html", page
    yield "差距报告.docx", word
    yield "任务台账.xlsx", ledger
    yield "收件清单.csv", receipts
    if notices:
        yield from _notice_papers(report)


def notice_names(report: Report) -> dict[str, tuple[str, ...]]:
    """督办单 and 催报函 → the units that get one in this report, in the plan's order."""
    silent = {*report.silent, *report.silent_beside}
    own = [unit for unit in report.units if unit.accountable]
    gaps = [one.short for one in own if any(gap.finding.kind not in NOT_SUPERVISED for gap in one.gaps)]
    return {NOTICES: tuple(gaps), REMINDERS: tuple(one.short for one in own if one.short in silent)}


def _notice_papers(report: Report) -> Iterator[tuple[str, Render]]:
    for folder, units in notice_names(report).items():
        for unit in units:
            yield f"{folder}/{safe_name(unit)}.docx", _notice(report, unit, silent=folder == REMINDERS)


def _notice(report: Report, unit: str, *, silent: bool) -> Render:
    def render() -> bytes:
        from outputs.notices import render_notice, render_reminder

        return render_reminder(report, unit) if silent else render_notice(report, unit)

    return render


def _write_one(folder: Path, name: str, render: Render, known: dict[str, str]) -> PaperResult:
    try:
        data = render()
    except Exception as cause:
        return PaperResult(name, None, False, message=f"{name}未能生成：{type(cause).__name__}：{cause}")
    try:
        return _put(folder, name, data, known)
    except OSError as cause:
        return PaperResult(name, None, False, message=f"{name}未能写入：{cause_of(cause)}")


def _put(folder: Path, name: str, data: bytes, known: dict[str, str]) -> PaperResult:
    target = folder / PurePosixPath(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    if not target.exists():
        _announce(folder, name, digest)
        _replace(target, data)
        known[name] = digest
        return PaperResult(name, target, True)
    if _is_open(target):
        return _put_beside(folder, name, data, known)
    present = _hash(target)
    if present == digest:
        known[name] = digest
        return PaperResult(name, target, False)
    try:
        moved = None if present == known.get(name) else _keep_edited(folder, target)
        _announce(folder, name, digest)
        _replace(target, data)
    except PermissionError:
        return _put_beside(folder, name, data, known)
    known[name] = digest
    message = f"{name}经人工改动，原稿已移至{EDITED_FOLDER}/{moved.name}" if moved else ""
    return PaperResult(name, target, True, moved, message)


def _put_beside(folder: Path, name: str, data: bytes, known: dict[str, str]) -> PaperResult:
    """The paper is open: leave it, write …-新 beside it; an edited …-新 is kept like any other."""
    beside = PurePosixPath(name)
    beside = beside.with_name(f"{beside.stem}{NEW_SUFFIX}{beside.suffix}")
    target = folder / beside
    digest = hashlib.sha256(data).hexdigest()
    moved = None
    if target.exists() and _hash(target) not in (digest, known.get(str(beside))):
        moved = _keep_edited(folder, target)
    _announce(folder, str(beside), digest)
    _replace(target, data)
    known[str(beside)] = digest
    return PaperResult(name, target, True, moved, f"{name}正被打开，新稿写在{beside.name}")


def _keep_edited(folder: Path, target: Path) -> Path:
    """Move a paper that people changed out of the way under a name that is free."""
    kept = folder / EDITED_FOLDER
    kept.mkdir(exist_ok=True)
    relative = "-".join(target.relative_to(folder).parts)
    stem, suffix = Path(relative).stem, Path(relative).suffix
    place, number = kept / relative, 1
    while place.exists():
        number += 1
        place = kept / f"{stem}（{number}）{suffix}"
    target.replace(place)
    return place


def _is_open(target: Path) -> bool:
    """Whether an office program holds the paper: its owner file, or (Windows) a refused open for writing."""
    name = target.name
    owners = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#", f".~{name}")
    if any((target.parent / owner).exists() for owner in owners):
        return True
    if os.name != "nt":
        return False
    try:
        with target.open("r+b"):
            return False
    except PermissionError:
        return True


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, reach the disk, then take its place in one step."""
    temporary = target.with_name(f".{target.name}.duban-tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _announce(folder: Path, name: str, digest: str) -> None:
    """Note what is about to be written; one line a paper, dropped when the manifest is whole again."""
    with (folder / ANNOUNCED).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps([name, digest], ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _known(folder: Path) -> dict[str, str]:
    """The manifest, with what a killed run had written after it."""
    known = _read_manifest(folder)
    for name, digest in _announced(folder):
        target = folder / PurePosixPath(name)
        if target.is_file() and _hash(target) == digest:
            known[name] = digest
    return known


def _announced(folder: Path) -> list[tuple[str, str]]:
    try:
        lines = (folder / ANNOUNCED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    found = []
    for line in lines:
        try:
            name, digest = json.loads(line)
        except ValueError:  # the line that was being written when the run was killed
            continue
        found.append((str(name), str(digest)))
    return found


def _read_manifest(folder: Path) -> dict[str, str]:
    """Hashes by name; an unreadable manifest counts as empty, so that every paper there is kept as edited."""
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {str(name): str(digest) for name, digest in data.items()}
