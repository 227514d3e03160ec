"""The offline bundle installed and run where only the loopback network exists: python -m benchmarks.offline_bundle BUNDLE.

Needs Linux with unshare and a bundle made by `make bundle`. A stranger's PC is imitated: an empty environment, the
system's own Python, no pip settings. strace, where it is there, counts every attempt to reach an outward address.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

SAMPLES = Path(__file__).parents[1] / "samples" / "submissions"
#: IPv4 and IPv6 destinations of a connect() that are not this machine.
_OUTWARD = re.compile(
    r'connect\(.*(?:sin_addr=inet_addr\("(?!127\.)|AF_INET6.*inet_pton\(AF_INET6, "(?!::1"|::ffff:127\.))'
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--python", default=shutil.which("python3", path="/usr/local/bin:/usr/bin"))
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        place = Path(folder) / "督办 离线"  # a blank and Chinese in the path, as offices have it
        shutil.copytree(given.bundle, place)
        _timed("install", given.python, place, ["sh", "install.sh"])
        shutil.copytree(SAMPLES, place / "work" / "inbox", dirs_exist_ok=True)
        for command in ("run", "night"):
            log = Path(folder) / f"{command}.strace"
            words = ["sh", "night.sh"] if command == "run" else _through_prefect(place)
            _timed(command, given.python, place, [*_traced(log), *words, "--as-of", "2022-01-31"])
            print(f"{command}: {_attempts(log)}")
        report = place / "work" / "reports" / "2022-01-31" / "差距报告.html"
        print(f"report: {report.stat().st_size} bytes")


def _through_prefect(place: Path) -> list[str]:
    return [str(place / ".venv" / "bin" / "python"), "-m", "flows.cli", "-C", str(place / "work"), "night"]


def _traced(log: Path) -> list[str]:
    if shutil.which("strace") is None:
        return []
    return ["strace", "-f", "-qq", "-e", "trace=connect", "-o", str(log)]


def _attempts(log: Path) -> str:
    if not log.exists():
        return "no strace here: attempts outward not counted"
    outward = [line for line in log.read_text(errors="replace").splitlines() if _OUTWARD.search(line)]
    return f"{len(outward)} attempts outward" + "".join(f"\n  {line}" for line in outward[:5])


def _timed(name: str, python: str, place: Path, words: list[str]) -> None:
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "PYTHON": python,
        "DUBAN_NO_BROWSER": "1",
        "PIP_CONFIG_FILE": "/dev/null",
    }
    up = ["sh", "-c", 'ip link set lo up 2>/dev/null || ifconfig lo up; exec "$@"', "sh"]
    begun = time.monotonic()
    done = subprocess.run(["unshare", "-rn", *up, *words], cwd=place, env=environment, check=False)
    print(f"{name}: exit {done.returncode}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    if done.returncode not in (0, 3):
        sys.exit(1)


if __name__ == "__main__":
    main()
