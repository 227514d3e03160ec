"""The files in deploy/ are what their schedulers take, and docs/operations.md explains each."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer"))
NS = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")


def _verify(unit: Path) -> str:
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr + ("" if done.returncode == 0 else f"exit {done.returncode}")


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_to_say_about_a_unit(name: str) -> None:
    assert _verify(DEPLOY / name) == ""


@needs_systemd
def test_systemd_does_object_to_a_broken_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "duban-night.service").read_text(encoding="utf-8")
    broken = tmp_path / "duban-night.service"
    broken.write_text(text.replace("TimeoutStartSec", "TimeoutStrat"), encoding="utf-8")
    assert "TimeoutStrat" in _verify(broken)


def test_the_timer_catches_up_and_night_and_serve_are_separate() -> None:
    timer = (DEPLOY / "duban-night.timer").read_text(encoding="utf-8")
    assert "Persistent=true" in timer
    assert "Asia/Shanghai" in timer
    assert "SuccessExitStatus=0 3" in (DEPLOY / "duban-night.service").read_text(encoding="utf-8")
    assert "Restart=always" in (DEPLOY / "duban-serve.service").read_text(encoding="utf-8")


#: What Task Scheduler's schema asks of a task, and in which order (MS-TSCH 2.5.2, taskType and settingsType).
_ORDER = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Data", "Actions"]
_SETTINGS = {
    "MultipleInstancesPolicy": {"Parallel", "Queue", "IgnoreNew", "StopExisting"},
    "DisallowStartIfOnBatteries": {"true", "false"},
    "StopIfGoingOnBatteries": {"true", "false"},
    "StartWhenAvailable": {"true", "false"},
    "RunOnlyIfNetworkAvailable": {"true", "false"},
    "Enabled": {"true", "false"},
    "WakeToRun": {"true", "false"},
    "ExecutionTimeLimit": None,
    "Priority": {str(number) for number in range(11)},
}


def _objections(data: bytes) -> list[str]:
    """What Task Scheduler would refuse, as far as its published schema says; empty where it would take the file."""
    if not data.isascii():
        return ["not ASCII: schtasks reads it in the code page of the PC"]
    task = etree.fromstring(data)
    told = [] if task.tag == f"{{{NS['t']}}}Task" and task.get("version") else ["no Task with a version"]
    names = [etree.QName(child).localname for child in task if isinstance(child.tag, str)]
    if names != sorted(names, key=_ORDER.index):
        told.append("the parts stand in another order")
    told += [f"no {name}" for name in ("Triggers", "Actions") if name not in names]
    for one in task.xpath("t:Settings/*", namespaces=NS):
        name = etree.QName(one).localname
        if name not in _SETTINGS:
            told.append(f"unknown setting {name}")
        elif (allowed := _SETTINGS[name]) and one.text not in allowed:
            told.append(f"{name} may not be {one.text}")
    context, ids = task.xpath("string(t:Actions/@Context)", namespaces=NS), task.xpath("//@id")
    if context not in ids:
        told.append("the actions' context is no principal")
    if not task.xpath("t:Actions/t:Exec/t:Command/text()", namespaces=NS):
        told.append("nothing to execute")
    return told


def test_the_task_for_windows_is_what_task_scheduler_takes() -> None:
    assert _objections((DEPLOY / "duban-night.xml").read_bytes()) == []


@pytest.mark.parametrize(
    ("before", "after", "objection"),
    [
        (b"IgnoreNew", b"Never", "MultipleInstancesPolicy"),
        (b"WakeToRun", b"WakeUp", "unknown setting"),
        (b'Context="Author"', b'Context="Other"', "no principal"),
        (b"<Command>", b"<Comand>", None),
        (b"duban: one", "督办：one".encode(), "ASCII"),
    ],
)
def test_a_task_that_would_be_refused_is_seen(before: bytes, after: bytes, objection: str | None) -> None:
    data = (DEPLOY / "duban-night.xml").read_bytes().replace(before, after)
    if objection is None:
        with pytest.raises(etree.XMLSyntaxError):
            _objections(data)
    else:
        assert objection in "".join(_objections(data))


def test_the_task_runs_every_night_catches_up_and_refuses_an_overlap() -> None:
    task = etree.fromstring((DEPLOY / "duban-night.xml").read_bytes())

    def text(path: str) -> str:
        return str(task.xpath(f"string({path})", namespaces=NS))

    assert text("//t:ScheduleByDay/t:DaysInterval") == "1"
    assert text("//t:StartBoundary").endswith("T02:00:00")
    assert text("//t:StartWhenAvailable") == "true"
    assert text("//t:MultipleInstancesPolicy") == "IgnoreNew"
    assert text("//t:Command").endswith("duban-night.bat")
    assert (DEPLOY / "duban-night.bat").exists()


def test_the_batch_file_has_windows_line_ends_and_counts_3_as_done() -> None:
    data = (DEPLOY / "duban-night.bat").read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") > 3
    assert b"if %ERRORLEVEL%==3 exit /b 0" in data
    assert b"PYTHONUTF8=1" in data


def test_each_file_is_explained() -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in [*(path.name for path in DEPLOY.iterdir()), "prefect.yaml"]:
        assert f"`{name}`" in told or f"/{name}`" in told, name
