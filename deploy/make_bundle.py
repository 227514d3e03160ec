"""make bundle: two folders, Windows x64 and Linux x64, that install duban where there is no network.

Every wheel of locks/run.txt is downloaded for the target with its hash checked; what a package offers as source
only is built here, which must give a wheel for any machine. Markers of the lock are worked out for the target, not
for the machine that makes the bundle.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.markers import Marker

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "locks" / "run.txt"
STARTERS = ROOT / "deploy" / "bundle"
#: glibc versions of the wheels that a Linux office PC of 2018 or later can use, newest first.
_GLIBC = (28, 27, 24, 17, 12, 5)
_NAMES = {28: "", 27: "", 24: "", 17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of office PC, by what pip and the lock's markers call it."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]


WINDOWS = Target(
    "windows-x64",
    ("win_amd64",),
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)
LINUX = Target(
    "linux-x64",
    tuple(
        name
        for version in _GLIBC
        for name in (f"manylinux_2_{version}_x86_64", _NAMES[version] and f"{_NAMES[version]}_x86_64")
        if name
    ),
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
)
TARGETS = (WINDOWS, LINUX)


def wanted(lock: str, target: Target, python: str) -> str:
    """The lock's entries that apply to the target, hashes kept and markers worked out.

    An entry that applies to some patch release of `python` ("3.11") only is kept: one wheel too many does no harm.
    """
    return "".join(_entries(lock, target, python))


def _entries(lock: str, target: Target, python: str) -> Iterator[str]:
    keep = False
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "#")) and line.strip():
            requirement, _, marker = line.rstrip("\\\n ").partition(" ; ")
            keep = not marker or any(_applies(marker, target, f"{python}.{micro}") for micro in (0, 99))
            line = f"{requirement} \\\n"
        if keep:
            yield line


def _applies(marker: str, target: Target, full_version: str) -> bool:
    version = full_version.rpartition(".")[0]
    python = {
        "python_version": version,
        "python_full_version": full_version,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return Marker(marker).evaluate({**target.markers, **python})


def make(folder: Path, target: Target, python: str) -> Path:
    """Fill `folder`/duban-<target>; returns it. Raises CalledProcessError where a wheel cannot be had."""
    bundle = folder / f"duban-{target.name}"
    shutil.rmtree(bundle, ignore_errors=True)
    shutil.copytree(STARTERS, bundle)
    for starter in bundle.glob("*.bat"):
        starter.write_bytes(starter.read_bytes().replace(b"py -3 ", f"py -{python} ".encode()))
    wheels = bundle / "wheels"
    wheels.mkdir()
    requirements = wanted(LOCK.read_text(encoding="utf-8"), target, python)
    _download(requirements, wheels, target, python)
    _build_sources(wheels)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(ROOT))
    names = [line.split(" ")[0] for line in requirements.splitlines() if line and line[0] not in " #"]
    (bundle / "requirements.txt").write_text("\n".join([*names, "duban"]) + "\n", encoding="utf-8")
    listed = {path.name: _sha256(path) for path in sorted(wheels.iterdir())}
    content = {"target": target.name, "python": python, "wheels": listed}
    (bundle / "bundle.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return bundle


def _download(requirements: str, wheels: Path, target: Target, python: str) -> None:
    abi = f"cp{python.replace('.', '')}"
    with TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text(requirements, encoding="utf-8")
        _pip(
            *(
                "download",
                "--no-deps",
                "--require-hashes",
                "--implementation",
                "cp",
                "--python-version",
                python,
            ),
            *(word for name in target.platforms for word in ("--platform", name)),
            *("--abi", abi, "--abi", "abi3", "--abi", "none", "--dest", str(wheels), "-r", str(file)),
        )


def _build_sources(wheels: Path) -> None:
    for source in [*wheels.glob("*.tar.gz"), *wheels.glob("*.zip")]:
        with TemporaryDirectory() as folder:
            _pip("wheel", "--no-deps", "--wheel-dir", folder, str(source))
            (built,) = Path(folder).glob("*.whl")
            if not built.name.endswith("-none-any.whl"):
                sys.exit(f"{source.name} 只有源码，编出的不是通用 wheel：{built.name}")
            shutil.move(built, wheels / built.name)
        source.unlink()


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "bundle")
    parser.add_argument("--python", default=here, help="办公电脑上的 Python，如 3.12；默认与本机相同")
    parser.add_argument("--target", choices=[one.name for one in TARGETS], action="append")
    given = parser.parse_args()
    for target in TARGETS:
        if not given.target or target.name in given.target:
            bundle = make(given.to, target, given.python)
            size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
            print(f"{bundle}：{len(list((bundle / 'wheels').iterdir()))} 个 wheel，{size / (1 << 20):.0f} MB")


if __name__ == "__main__":
    main()
