"""Commands that run nights: init, run, night, demo, serve."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import click

from flows.commands.terminal import Day, exit_code, progress_bar, say
from flows.failures import WorkspaceProblem
from flows.workspace import create_workspace, open_workspace

_AS_OF = click.option("--as-of", type=Day(), help="截至日，默认今天")
_PERIOD = click.option("--period", default="", help="核哪一期（如 2021H2），默认最近结束的一期")
_JSON = click.option("--json", "as_json", is_flag=True, help="结果写成 JSON")
_FAIL_ON = click.option(
    "--fail-on",
    default="",
    type=click.Choice(["", "red", "yellow", "blue", "grey"]),
    help="有此灯色及以上的差距时以 4 退出",
)

#: The two judged days of the demonstration: one month after the end of each of its periods.
DEMO_DAYS = (date(2021, 7, 31), date(2022, 1, 31))
SAMPLES = Path(__file__).parents[2] / "samples"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
def init_command(folder: Path) -> None:
    """建立工作区：inbox/（放材料）、archive/、reports/、duban.toml。"""
    workspace = create_workspace(folder)
    click.echo(f"工作区已备好：{workspace.root.resolve()}")
    click.echo(f"请把各单位材料放入 {workspace.inbox}，再运行 duban -C {folder} run")


@click.command()
@_AS_OF
@_PERIOD
@_JSON
@_FAIL_ON
@click.pass_obj
def run_command(root: Path, as_of: date | None, period: str, as_json: bool, fail_on: str) -> int:
    """立即跑一夜：收件、读取、匹配、研判、出报告（不经 Prefect）。"""
    from flows.night import prepare
    from flows.steps import run_night

    summary = run_night(prepare(root, as_of, period), progress_bar)
    _tell(summary, as_json)
    return exit_code(summary, fail_on)


@click.command()
@_AS_OF
@_PERIOD
@_JSON
@_FAIL_ON
@click.pass_obj
def night_command(root: Path, as_of: date | None, period: str, as_json: bool, fail_on: str) -> int:
    """经 Prefect 跑一夜，结果与 duban run 相同。"""
    summary = _through_prefect(root, as_of, period)
    _tell(summary, as_json)
    return exit_code(summary, fail_on)


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="演示工作区"
)
def demo_command(folder: Path) -> int:
    """把 samples/ 的材料放进演示工作区，经 Prefect 跑两夜，给出报告所在。"""
    from flows.server import prefect_server

    submissions = SAMPLES / "submissions"
    if not submissions.is_dir():
        raise WorkspaceProblem(str(submissions), "没有样例材料", "请在源码目录中运行 duban demo")
    workspace = create_workspace(folder)
    shutil.copytree(submissions, workspace.inbox, dirs_exist_ok=True)
    code = 0
    with prefect_server(workspace):
        for day in DEMO_DAYS:
            summary = _through_prefect(folder, day, "")
            click.echo("")
            say(summary)
            code = exit_code(summary, "")
    return 0 if code in (0, 3) else code


@click.command()
@click.pass_obj
def serve_command(root: Path) -> None:
    """按 duban.toml 的 [schedule] 每夜运行；Ctrl+C 停止，计划不随之取消。"""
    from flows.serving import serve

    serve(open_workspace(root))


def _through_prefect(root: Path, as_of: date | None, period: str) -> Any:
    from flows.night import prepare
    from flows.server import prefect_server

    night = prepare(root, as_of, period)  # bad settings are told before Prefect's long start
    with prefect_server(night.workspace):
        from flows.nightly import nightly

        return nightly(str(root.resolve()), as_of.isoformat() if as_of else "", period)


def _tell(summary: Any, as_json: bool) -> None:
    if as_json:
        from pydantic import TypeAdapter

        click.echo(
            json.dumps(TypeAdapter(type(summary)).dump_python(summary, mode="json"), ensure_ascii=False)
        )
    else:
        say(summary)
