"""duban backup and restore: one zip with the ledger, the settings, the plan, the papers' record and the originals.

The ledger is copied through SQLite's backup API, so a run may go on meanwhile; the originals of the copied
ledger are in the archive already, because a file is archived before it is recorded. A backup is only called
one after it has been restored into a temporary folder and checked there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from flows.failures import RunFailure, WorkspaceProblem, failure_of
from flows.workspace import Workspace, create_workspace, open_workspace
from outputs.ledger import Ledger, LedgerError

MANIFEST = "manifest.json"
_LEDGER, _SETTINGS = "duban.db", "duban.toml"
_CHUNK = 1 << 20


class BackupBroken(RunFailure):
    """The backup is incomplete, changed, or no backup."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was verified."""

    path: Path
    files: int  # entries beside the manifest
    originals: int
    missing: tuple[str, ...]  # files whose originals the archive lacks; empty where all is well


def back_up(root: Path, *, originals: bool = True, target: Path | None = None) -> Backup:
    """Write `backups/duban-<moment>.zip` (or `target`), verify it by restoring, and only then give it its name.

    Raises WorkspaceProblem where it cannot be written, BackupBroken where it does not restore.
    """
    workspace = open_workspace(root)
    place = target or workspace.backups / f"duban-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
    draft = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent, prefix=".duban-") as folder:
            copied = Path(folder) / _LEDGER
            copy_ledger(workspace.database, copied)
            missing = _pack(workspace, copied, draft, originals=originals)
            restored = Path(folder) / "restored"
            manifest = restore(draft, restored)
        draft.replace(place)
    except (OSError, sqlite3.Error) as error:
        told = failure_of(error, place.parent)
        cause = f"备份写不下（{told.cause if told else error}）"
        raise WorkspaceProblem(str(place), cause, "请检查磁盘空间与写权限；工作区未受影响") from error
    finally:
        draft.unlink(missing_ok=True)
    kept = sum(name.startswith("archive/") for name in manifest)
    return Backup(place, len(manifest), kept, missing)


def restore(file: Path, folder: Path) -> dict[str, str]:
    """Make `folder` (new or empty) a workspace from the backup; returns entry → sha256 of what was checked.

    Raises WorkspaceProblem where the folder is in use, BackupBroken where a byte differs from the manifest.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceProblem(str(folder), "文件夹不是空的，不覆盖", "请恢复到一个新文件夹")
    try:
        with zipfile.ZipFile(file) as packed:
            manifest: dict[str, str] = json.loads(packed.read(MANIFEST))["files"]
            workspace = create_workspace(folder)
            for name, sha256 in manifest.items():
                _unpack(packed, name, sha256, folder, file)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BackupBroken(str(file), f"备份文件不完整（{error}）", "请改用另一份备份") from error
    _check_ledger(workspace, file)
    return manifest


def copy_ledger(source: Path, target: Path) -> None:
    """A consistent copy of a ledger that may be in use."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=1000)
        copy.execute("pragma journal_mode = delete")  # one file, nothing left in a -wal beside it


def _pack(workspace: Workspace, ledger: Path, draft: Path, *, originals: bool) -> tuple[str, ...]:
    manifest: dict[str, str] = {}
    archive: dict[str, str] = {}
    missing: list[str] = []
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
        for name, path in _records(workspace, ledger):
            manifest[name] = _add(packed, name, path)
        for file, sha256 in _originals(ledger):
            place = workspace.archived(sha256)
            name = f"archive/{sha256[:2]}/{sha256[2:]}"
            archive[sha256] = file
            if not place.exists():
                missing.append(file)
            elif originals and name not in manifest:
                manifest[name] = _add(packed, name, place)
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        content = {"made": made, "originals": originals, "files": manifest, "archive": archive}
        packed.writestr(MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))
    return tuple(missing)


def _records(workspace: Workspace, ledger: Path) -> Iterator[tuple[str, Path]]:
    yield _LEDGER, ledger
    yield _SETTINGS, workspace.settings_file
    for name in ("alarms.jsonl", "serving.json"):
        if (workspace.root / name).exists():
            yield name, workspace.root / name
    for papers in sorted(workspace.reports.glob("*/.duban-papers.json")):
        yield papers.relative_to(workspace.root).as_posix(), papers
    plan = workspace.root / "plan"
    for file in sorted(plan.glob("*")) if plan.is_dir() else ():
        if file.is_file():
            yield f"plan/{file.name}", file


def _originals(ledger: Path) -> list[tuple[str, str]]:
    with Ledger(ledger) as book:
        secret = book.secrets()
        return [(one.file, one.sha256) for one in book.all_arrivals() if one.sha256 not in secret]


def _add(packed: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, packed.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _unpack(packed: zipfile.ZipFile, name: str, sha256: str, folder: Path, file: Path) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or ":" in name or "\\" in name:
        raise BackupBroken(str(file), f"备份中有不合规的文件名（{name}）", "请改用另一份备份")
    place = folder.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with packed.open(name) as source, place.open("wb") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != sha256:
        raise BackupBroken(str(file), f"{name} 与清单的校验值不符", "请改用另一份备份")
    if parts[0] == "archive":
        place.chmod(0o444)


def _check_ledger(workspace: Workspace, file: Path) -> None:
    try:
        with Ledger(workspace.database) as ledger:
            outcome = next(iter(ledger.db.query("pragma integrity_check")))["integrity_check"]
    except LedgerError as error:
        raise BackupBroken(str(file), str(error).rstrip("。"), "请改用另一份备份") from error
    if outcome != "ok":
        raise BackupBroken(str(file), f"备份中的台账损坏（{outcome}）", "请改用另一份备份")
