"""Full disks, read-only ones and shares that vanish: real small file systems, clear words, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from flows import intake
from flows.backup import back_up
from flows.failures import RunFailure, WorkspaceProblem
from flows.night import prepare
from flows.steps import run_night
from flows.workspace import Workspace
from outputs.ledger import Ledger

AS_OF = date(2022, 1, 31)
MakeOffice = Callable[..., Workspace]
Canonical = Callable[[Path], list[str]]


def _may_mount() -> bool:
    if os.name != "posix" or os.geteuid() != 0:
        return False
    tried = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    return tried.returncode == 0


needs_root = pytest.mark.skipif(not _may_mount(), reason="mounting a small file system needs root")


class Disk:
    """A small file system in memory, mounted at a folder."""

    def __init__(self, folder: Path, kilobytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs")

    def remount(self, options: str) -> None:
        self._mount("-o", f"remount,{options}")

    def _mount(self, *arguments: str) -> None:
        subprocess.run(["mount", *arguments, str(self.folder)], check=True)

    def unmount(self) -> None:
        """As when the cable is pulled: at once, whatever is open."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str, int], Disk]]:
    made: list[Disk] = []

    def make(name: str, kilobytes: int) -> Disk:
        made.append(Disk(tmp_path / name, kilobytes))
        return made[-1]

    yield make
    for one in made:
        with suppress(subprocess.CalledProcessError):
            one.unmount()


def _duban(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@needs_root
def test_a_disk_that_fills_up_at_any_stage_is_told_and_costs_nothing(
    make_office: MakeOffice, disk: Callable[[str, int], Disk], tmp_path: Path, canonical: Canonical
) -> None:
    roomy = make_office(tmp_path / "roomy")
    run_night(prepare(roomy.root, AS_OF))
    small = disk("small", 320)
    office = make_office(small.folder)
    told = []
    for kilobytes in (320, 420, 600, 800, 1000, 1300, 1600, 65536):
        small.remount(f"size={kilobytes}k")
        done = _duban("-C", str(office.root), "run", "--as-of", AS_OF.isoformat())
        assert "Traceback" not in done.stderr, done.stderr
        if done.returncode not in (0, 3):
            told.append(done.stderr)
            assert "磁盘已满" in done.stderr, done.stderr
    assert len(told) >= 3
    assert done.returncode == 3
    assert canonical(office.root) == canonical(roomy.root)
    papers = [one.reports / AS_OF.isoformat() / "gaps.json" for one in (office, roomy)]
    assert papers[0].read_bytes() == papers[1].read_bytes()
    assert not list(office.root.rglob("*.duban-tmp")) + list(office.archive.glob(".*.part"))


@needs_root
def test_a_full_disk_leaves_the_last_good_report_and_no_half_backup(
    make_office: MakeOffice, disk: Callable[[str, int], Disk]
) -> None:
    small = disk("small", 65536)
    office = make_office(small.folder)
    run_night(prepare(office.root, AS_OF))
    report = office.reports / AS_OF.isoformat()
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    _fill(small.folder)
    with pytest.raises(RunFailure, match="磁盘已满"):
        run_night(prepare(office.root, date(2022, 3, 31)))
    assert {path: path.read_bytes() for path in before} == before
    with pytest.raises(WorkspaceProblem, match="磁盘"):
        back_up(office.root)
    assert list(office.backups.iterdir()) == []


def _fill(folder: Path) -> None:
    with suppress(OSError), (folder / "filler").open("wb") as filler:
        while True:
            filler.write(b"\0" * 4096)
            filler.flush()


@needs_root
def test_a_read_only_inbox_is_enough(
    make_office: MakeOffice, disk: Callable[[str, int], Disk], tmp_path: Path
) -> None:
    office = make_office(tmp_path / "office", reports=False)
    share = disk("office/inbox", 4096)
    make_office(tmp_path / "office")
    share.remount("ro")
    assert dict(run_night(prepare(office.root, AS_OF)).received)["read"] == 3


@needs_root
def test_a_read_only_workspace_is_told(make_office: MakeOffice, disk: Callable[[str, int], Disk]) -> None:
    small = disk("small", 8192)
    office = make_office(small.folder)
    run_night(prepare(office.root, AS_OF))
    small.remount("ro")
    done = _duban("-C", str(office.root), "run", "--as-of", AS_OF.isoformat())
    assert done.returncode == 2
    assert "只读" in done.stderr
    assert "Traceback" not in done.stderr
    small.remount("rw")
    assert _duban("-C", str(office.root), "run", "--as-of", AS_OF.isoformat()).returncode == 3


@needs_root
def test_a_share_that_vanishes_in_mid_copy_is_told_and_what_was_archived_is_kept(
    make_office: MakeOffice,
    disk: Callable[[str, int], Disk],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    canonical: Canonical,
) -> None:
    undisturbed = make_office(tmp_path / "undisturbed")
    run_night(prepare(undisturbed.root, AS_OF))
    office = make_office(tmp_path / "office", reports=False)
    share = disk("office/inbox", 4096)
    make_office(tmp_path / "office")
    copied, copy = [], intake._copy

    def pulled(source: Path, target: Path) -> str:
        if len(copied) == 2:
            share.unmount()
        copied.append(source)
        return copy(source, target)

    monkeypatch.setattr(intake, "_copy", pulled)
    with pytest.raises(WorkspaceProblem, match="断开"):
        run_night(prepare(office.root, AS_OF))
    assert len([path for path in office.archive.rglob("*") if path.is_file()]) == 2
    assert not list(office.archive.glob(".*.part"))
    monkeypatch.setattr(intake, "_copy", copy)
    make_office(tmp_path / "office")  # connected again
    run_night(prepare(office.root, AS_OF))
    assert canonical(office.root) == canonical(undisturbed.root)


@needs_root
def test_a_disk_that_fails_in_mid_copy_is_told(
    make_office: MakeOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop device whose backing file is cut off: the kernel gives real input/output errors."""
    image, office = tmp_path / "disk.img", make_office(tmp_path / "office", reports=False)
    with image.open("wb") as file:
        file.truncate(16 << 20)
    made = subprocess.run(["mkfs.ext4", "-q", str(image)], capture_output=True, check=False)
    mounted = subprocess.run(["mount", "-o", "loop", str(image), str(office.inbox)], capture_output=True)
    if made.returncode or mounted.returncode:
        pytest.skip("no loop devices here")
    try:
        (office.inbox / "大材料.pdf").write_bytes(os.urandom(8 << 20))
        os.sync()
        subprocess.run(["mount", "-o", "remount,ro", str(office.inbox)], check=True)
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
        with image.open("r+b") as file:
            file.truncate(1 << 20)
        with pytest.raises(RunFailure, match=r"断开|读不出"):
            run_night(prepare(office.root, AS_OF))
        assert not list(office.archive.rglob("*"))
    finally:
        subprocess.run(["umount", "-l", str(office.inbox)], check=True)


def test_a_ledger_of_a_newer_duban_is_refused_and_left_as_it_is(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF))
    with Ledger(office.database) as ledger:
        ledger.db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('duban', 'm999_future', '')"
        )
    before = office.database.read_bytes()
    done = _duban("-C", str(office.root), "run", "--as-of", AS_OF.isoformat())
    assert done.returncode == 1
    assert "更新版本的 duban" in done.stderr
    assert "Traceback" not in done.stderr
    assert office.database.read_bytes() == before


def test_a_damaged_ledger_points_to_the_backup(office: Workspace) -> None:
    run_night(prepare(office.root, AS_OF))
    office.database.write_bytes(b"not a database at all" * 400)
    done = _duban("-C", str(office.root), "run", "--as-of", AS_OF.isoformat())
    assert done.returncode == 1
    assert "duban restore" in done.stderr
    assert "Traceback" not in done.stderr
