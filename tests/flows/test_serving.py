"""Nobody watches: power cuts, two starts at once, work pools, Dask. Each test starts Prefect's own server."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import pytest

from flows.night import prepare
from flows.server import prefect_server
from flows.steps import run_night
from flows.workspace import Workspace

pytestmark = pytest.mark.prefect

ROOT = Path(__file__).parents[2]
DUBAN = [sys.executable, "-m", "flows.cli"]
AS_OF = date(2022, 1, 31)
MakeOffice = Callable[..., Workspace]


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "DO_NOT_TRACK": "1", **more}


def _runs(office: Workspace) -> list[dict[str, Any]]:
    with prepare(office.root).ledger() as ledger:
        return [dict(run) for run in ledger.runs()]


def _state(office: Workspace) -> str:
    """How the newest run stands; cheap enough to be asked while it runs."""
    with closing(sqlite3.connect(office.database)) as ledger:
        (state,) = ledger.execute("select state from runs order by number desc limit 1").fetchone()
    return str(state)


def _wait_until(happened: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing within {seconds} s")


@contextmanager
def _served(office: Workspace, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`duban serve`, from the moment it says that it waits for its nights; killed at the end like a PC without power.

    What it says is read all the while: a full pipe would stop it. It is told where the test fails.
    """
    said = threading.Event()
    heard: list[str] = []

    def listen(stream: IO[str]) -> None:
        with suppress(ValueError):  # it is closed at the end
            for line in stream:
                heard.append(line)
                if "每夜运行" in line:
                    said.set()

    with subprocess.Popen(
        [*DUBAN, "-C", str(office.root), *(arguments or ("serve",))],
        env=_environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as serving:
        try:
            assert serving.stderr is not None
            listener = threading.Thread(target=listen, args=(serving.stderr,), daemon=True)
            listener.start()
            assert said.wait(150), heard
            yield serving
        except AssertionError as error:
            raise AssertionError(f"{error}\n{''.join(heard)}") from error
        finally:
            serving.kill()
            serving.wait()
            listener.join(30)  # till its server has ended too


def _servers_of(process: int) -> list[int]:
    """Process ids of guarded servers that the process started (Linux)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if b"guarded_server" in words and parent == process:
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_night_missed_for_want_of_power_runs_once(make_office: MakeOffice, tmp_path: Path) -> None:
    due = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=3)
    office = make_office(
        tmp_path / "office", ('cron = "0 2 * * *"', f'cron = "{due.minute} {due.hour} * * *"')
    )
    with _served(office) as serving:
        time.sleep(5)  # the deployment is made and its runs are scheduled
        servers = _servers_of(serving.pid)
    assert servers
    assert datetime.now(ZoneInfo("Asia/Shanghai")) < due.replace(second=0), (
        "the machine is too slow for this drill"
    )
    _wait_until(lambda: not any(Path(f"/proc/{server}").exists() for server in servers), 20)  # no orphan
    assert _runs(office) == []
    _wait_until(lambda: datetime.now(ZoneInfo("Asia/Shanghai")) > due.replace(second=5), 240)
    with _served(office):
        _wait_until(lambda: any(run["state"] == "done" for run in _runs(office)), 240)
        time.sleep(20)  # time for a second run, if one were to come
    assert [(run["state"], run["way"]) for run in _runs(office)] == [("done", "prefect")]
    with _served(office):
        time.sleep(20)
    assert len(_runs(office)) == 1


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM")
def test_a_schedule_whose_server_died_does_not_stay_silent(office: Workspace) -> None:
    with _served(office) as serving:
        time.sleep(5)
        (server,) = _servers_of(serving.pid)
        os.kill(server, signal.SIGKILL)
        assert serving.wait(timeout=90) == 1
    assert "意外退出" in (office.root / "alarms.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_of_two_starts_one_works_and_after_a_kill_the_next_works_at_once(office: Workspace) -> None:
    command = [*DUBAN, "-C", str(office.root), "night", "--as-of", AS_OF.isoformat()]
    pair = [
        subprocess.Popen(command, env=_environment(), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    codes = [one.communicate(timeout=300) and one.returncode for one in pair]
    assert sorted(codes) == [3, 7]
    assert [run["state"] for run in _runs(office)] == ["done"]
    with subprocess.Popen(
        command, env=_environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as one:
        _wait_until(lambda: _state(office) == "running", 240)
        one.kill()
    begun = time.monotonic()
    again = subprocess.run([*DUBAN, "-C", str(office.root), "run"], env=_environment(), capture_output=True)
    assert again.returncode == 3, again.stderr.decode()
    assert time.monotonic() - begun < 60
    assert "killed" in {run["state"] for run in _runs(office)}


def test_the_work_pool_of_prefect_yaml_schedules_and_runs_the_night(office: Workspace) -> None:
    prefect = [sys.executable, "-m", "prefect"]
    with prefect_server(office):
        environment = _environment(DUBAN_HOME=str(office.root), PREFECT_LOGGING_LEVEL="ERROR")

        def call(*arguments: str) -> str:
            done = subprocess.run(
                [*prefect, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
            )
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        call("work-pool", "create", "duban", "--type", "process")
        call("--no-prompt", "deploy", "--all", "--prefect-file", "prefect.yaml")

        def scheduled() -> set[str]:
            runs = json.loads(call("flow-run", "ls", "--state-type", "SCHEDULED", "-o", "json"))
            return {run["expected_start_time"][11:16] for run in runs}

        _wait_until(lambda: bool(scheduled()), 120)  # the server's scheduler takes its turn
        assert scheduled() == {"18:00"}  # 02:00 in Shanghai
        call("deployment", "run", "duban-nightly/duban-nightly", "-p", "as_of=2022-01-31")
        call("worker", "start", "--pool", "duban", "--run-once")
        _wait_until(lambda: any(run["state"] == "done" for run in _runs(office)), 120)


def _python(code: str, *arguments: str, home: Path) -> str:
    """Run code in a process of its own: Prefect notes its server's address once per process."""
    script = f"""
import sys
from flows.server import prefect_server
from flows.workspace import Workspace
from pathlib import Path
arguments = sys.argv[1:]
with prefect_server(Workspace(Path({str(home)!r}))):
{textwrap.indent(textwrap.dedent(code), "    ")}
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_run_that_prefect_still_calls_running_is_swept(office: Workspace) -> None:
    told = _python(
        """
        from prefect import get_client
        from prefect.states import Running
        from flows.nightly import nightly
        (root,) = arguments
        with get_client(sync_client=True) as client:
            dead = client.create_flow_run(nightly, parameters={"root": root}, state=Running())
            other = client.create_flow_run(nightly, parameters={"root": root + "-2"}, state=Running())
            nightly(root, "2022-01-31")
            print(client.read_flow_run(dead.id).state_name, client.read_flow_run(other.id).state_name)
        """,
        str(office.root),
        home=office.root,
    )
    assert told.split() == ["Crashed", "Running"]


def test_settings_that_are_broken_at_night_raise_an_alarm(office: Workspace) -> None:
    office.settings_file.write_text("[reading]\nworkers = 0\n", encoding="utf-8")
    told = _python(
        """
        from flows.failures import SettingsInvalid
        from flows.nightly import nightly
        try:
            nightly(arguments[0], "2022-01-31")
        except SettingsInvalid:
            print("refused")
        """,
        str(office.root),
        home=office.root,
    )
    assert told.split() == ["refused"]
    assert "reading.workers" in (office.root / "alarms.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(find_spec("prefect_dask") is None, reason="extra scale is not installed")
def test_dask_workers_give_the_findings_of_one_process(
    make_office: MakeOffice, tmp_path: Path, canonical: Callable[[Path], list[str]]
) -> None:
    alone = make_office(tmp_path / "alone")
    run_night(prepare(alone.root, AS_OF))
    spread = make_office(tmp_path / "spread", ('runner = "local"', 'runner = "dask"'))
    done = subprocess.run(
        [*DUBAN, "-C", str(spread.root), "night", "--as-of", AS_OF.isoformat()],
        env=_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 3, done.stderr
    assert canonical(spread.root) == canonical(alone.root)
    papers = [one.reports / AS_OF.isoformat() / "gaps.json" for one in (alone, spread)]
    assert papers[0].read_bytes() == papers[1].read_bytes()
    assert _dask_tasks(spread) == {"读取（Dask）", "理解（Dask）"}


def _dask_tasks(office: Workspace) -> set[str]:
    """Names of the tasks that Prefect saw completed on Dask: the work was really sent away."""
    with closing(sqlite3.connect(office.root / ".prefect" / "prefect.db")) as records:
        names = records.execute("select name from task_run where state_type = 'COMPLETED'").fetchall()
    return {name.rsplit("-", 1)[0] for (name,) in names if "Dask" in name}


@pytest.mark.skipif(find_spec("prefect_dask") is None, reason="extra scale is not installed")
def test_a_scheduler_that_does_not_answer_is_told(make_office: MakeOffice, tmp_path: Path) -> None:
    office = make_office(
        tmp_path / "office",
        ('runner = "local"', 'runner = "dask"'),
        ('address = ""', 'address = "tcp://127.0.0.1:9"'),
    )
    done = subprocess.run(
        [*DUBAN, "-C", str(office.root), "night", "--as-of", AS_OF.isoformat()],
        env=_environment(DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="3s"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 2
    assert "Dask 调度器" in done.stderr
    assert _runs(office)[0]["state"] == "failed"


def test_one_deployment_runs_all_offices_and_the_summary_names_the_broken_one(
    make_office: MakeOffice, tmp_path: Path
) -> None:
    offices = [make_office(tmp_path / name) for name in ("崖头", "石岛", "成山")]
    offices[2].settings_file.write_text("[reading]\nworkers = 0\n", encoding="utf-8")
    parent = tmp_path / "威海"
    parent.mkdir()
    told = _python(
        """
        from flows.nightly import province
        from flows.province import ProvinceFailed
        parent, *roots = arguments
        try:
            province(roots, parent, "2022-01-31")
        except ProvinceFailed as failure:
            print(failure)
        """,
        str(parent),
        *(str(one.root) for one in offices),
        home=parent,
    )
    assert "成山" in told
    assert "崖头" not in told
    assert [_runs(one)[0]["state"] for one in offices[:2]] == ["done", "done"]
    page = (parent / "各地汇总.html").read_text(encoding="utf-8")
    assert "崖头" in page
    assert "reading.workers" in page
