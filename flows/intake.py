"""The inbox: wait for whole files, hash them, keep each original in the archive, skip what is known.

The inbox itself is never changed.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.failures import WorkspaceProblem
from flows.workspace import Workspace
from outputs.ledger import Arrival
from outputs.storage import cause_of

_CHUNK = 1 << 20
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of the inbox and its state when looked at."""

    file: str  # path below inbox/, forward slashes
    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What one look at the inbox found."""

    arrivals: tuple[Arrival, ...]  # whole and new (or changed) since the last look
    pending: tuple[str, ...]  # still growing, or unreadable at the moment
    unchanged: int
    seen: int  # files that lay in the inbox: each arrived, is pending or was unchanged


def take_in(workspace: Workspace, known: Mapping[str, Arrival], today: str, settle_seconds: float) -> Intake:
    """Archive all new whole files. A file counts as whole once size and time stand still for `settle_seconds`."""
    before = _identity(workspace.inbox)
    seen = look(workspace.inbox)
    fresh = [one for one in seen if not _is_known(one, known)]
    whole, growing = _settled(fresh, settle_seconds)
    arrivals, pending = [], [one.file for one in growing]
    for one in whole:
        sha256 = _archive(one, workspace)
        if sha256 is None:
            pending.append(one.file)
        else:
            arrivals.append(Arrival(one.file, sha256, one.size, one.mtime_ns, today))
    if _identity(workspace.inbox) != before:
        raise WorkspaceProblem(
            str(workspace.inbox),
            "收件途中收件文件夹断开或被换掉",
            "请检查网络共享后重跑，已存档的不会丢失，未收的重跑时再收",
        )
    return Intake(tuple(arrivals), tuple(sorted(pending)), len(seen) - len(fresh), len(seen))


def look(inbox: Path) -> list[Seen]:
    """All files below the inbox, in order of their names; links out of it are not followed."""
    found = []
    try:
        for folder, folders, names in os.walk(inbox, onerror=_stop):
            folders.sort()
            below = "" if folder == os.fspath(inbox) else f"{Path(folder).relative_to(inbox).as_posix()}/"
            for name in sorted(names):
                one = _see(f"{folder}{os.sep}{name}", below + name)
                if one is not None:
                    found.append(one)
    except OSError as error:
        raise WorkspaceProblem(
            str(inbox), f"收件文件夹读不出（{cause_of(error)}）", "请检查网络共享或磁盘后重跑"
        ) from error
    return sorted(found, key=lambda one: one.file)


def is_junk(file: str) -> bool:
    """Office lock files and what file managers leave behind."""
    name = file.rsplit("/", 1)[-1].lower()
    return name in _JUNK_NAMES or name.startswith(("~$", "._"))


def _identity(folder: Path) -> tuple[int, int] | None:
    """Which folder of which file system lies here; None where none can be seen."""
    try:
        state = folder.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _stop(error: OSError) -> None:
    raise error


def _see(path: str, file: str) -> Seen | None:
    """`path` and `file` as text: ten thousand names are looked at each night, and few are opened."""
    try:
        state = os.lstat(path)
    except FileNotFoundError:  # taken away since the folder was listed
        return None
    if not stat.S_ISREG(state.st_mode):
        return None
    return Seen(_shown(file), path, state.st_size, state.st_mtime_ns)


def _shown(name: str) -> str:
    """A name that is no valid Unicode keeps its bytes as escapes, so that every store can hold it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_known(one: Seen, known: Mapping[str, Arrival]) -> bool:
    before = known.get(one.file)
    return before is not None and (before.size, before.mtime_ns) == (one.size, one.mtime_ns)


def _settled(files: Iterable[Seen], seconds: float) -> tuple[list[Seen], list[Seen]]:
    """Split into whole and still growing; files at rest for long enough are not waited for."""
    now = time.time_ns()
    whole: list[Seen] = []
    young: list[Seen] = []
    for one in files:
        at_rest = now - one.mtime_ns >= 0 and now - one.mtime_ns >= seconds * 1e9
        (whole if at_rest else young).append(one)
    if not young:
        return whole, []
    time.sleep(seconds)
    growing: list[Seen] = []
    for one in young:
        (whole if _unchanged(one) else growing).append(one)
    return sorted(whole, key=lambda one: one.file), growing


def _unchanged(one: Seen) -> bool:
    try:
        state = Path(one.path).stat()
    except OSError:
        return False
    return (state.st_size, state.st_mtime_ns) == (one.size, one.mtime_ns)


def _archive(one: Seen, workspace: Workspace) -> str | None:
    """Copy a file into the archive under its hash; None if it changed or vanished on the way."""
    draft = workspace.archive / f".{os.getpid()}.part"
    try:
        sha256 = _copy(Path(one.path), draft)
    except FileNotFoundError:
        return None
    except PermissionError:
        draft.unlink(missing_ok=True)
        return None
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise WorkspaceProblem(
            str(workspace.archive),
            f"存档 {one.file} 时出错（{cause_of(error)}）",
            "请检查磁盘空间与共享连接后重跑，已存的不会丢失",
        ) from error
    if not _unchanged(one):
        draft.unlink(missing_ok=True)
        return None
    _keep(draft, workspace.archived(sha256))
    return sha256


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def _keep(draft: Path, place: Path) -> None:
    if place.exists():
        draft.unlink()
        return
    place.parent.mkdir(exist_ok=True)
    draft.chmod(0o444)
    draft.replace(place)
