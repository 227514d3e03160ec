"""Commands that show what is known: report, explain, plan, export, doctor."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from flows.commands.terminal import Day, say
from flows.failures import PlanInvalid, WorkspaceProblem


@click.command()
@click.option("--as-of", type=Day(), help="哪一天的报告，默认最近一天")
@click.option("--period", default="", help="核哪一期，默认该日最近结束的一期")
@click.pass_obj
def report_command(root: Path, as_of: date | None, period: str) -> int:
    """不再收件，按台账重出某一天的报告。"""
    from flows.lock import exclusive
    from flows.night import prepare
    from flows.steps import conclude, recorded_run

    night = prepare(root, as_of or _last_day(root), period)
    with exclusive(night.workspace.lock), recorded_run(night, "report") as run:
        say(conclude(night, run))
    return 0


def _last_day(root: Path) -> date | None:
    from flows.night import prepare

    with prepare(root).ledger() as ledger:
        days = ledger.days()
    return date.fromisoformat(days[-1]) if days else None


@click.command()
@click.argument("finding")
@click.option("--as-of", type=Day(), help="哪一天的差距，默认最近一天")
@click.pass_obj
def explain_command(root: Path, finding: str, as_of: date | None) -> int:
    """讲清一条差距：依据的陈述、原文位置、为何匹配、补什么可销。FINDING 为差距编号（12 位，可只写开头几位）。"""
    from flows.explaining import explained

    click.echo(explained(root, finding, as_of))
    return 0


@click.command()
@click.argument("action", type=click.Choice(["show", "check"]), default="show")
@click.argument("item", type=int, required=False)
@click.option(
    "--plan", "folder", type=click.Path(path_type=Path, file_okay=False), help="方案数据文件夹，默认内置"
)
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON")
def plan_command(action: str, item: int | None, folder: Path | None, as_json: bool) -> int:
    """查看（show [任务号]）或检查（check）任务清单。"""
    from matching.plan import PlanError, load_plan

    try:
        plan = load_plan(folder)
    except PlanError as error:
        raise PlanInvalid(error.file, f"第{error.line}行：{error.cause}", "请改正后重试") from error
    if item is not None and not 1 <= item <= len(plan.items):
        raise WorkspaceProblem("plan", f"没有第{item}项，清单共{len(plan.items)}项", "请改正任务号")
    if action == "check":
        parts = sum(len(one.parts) for one in plan.items)
        click.echo(
            f"{plan.title}：{len(plan.items)}项任务、{parts}个核点、{len(plan.units)}家单位，检查无误。"
        )
    elif as_json:
        click.echo(json.dumps(_as_json(plan, item), ensure_ascii=False))
    else:
        click.echo(_in_words(plan, item))
    return 0


def _as_json(plan: object, item: int | None) -> object:
    from pydantic import TypeAdapter

    whole = TypeAdapter(type(plan)).dump_python(plan, mode="json")
    return whole if item is None else next(one for one in whole["items"] if one["number"] == item)


def _in_words(plan: object, item: int | None) -> str:
    from outputs.plan_words import describe_item, describe_plan

    return describe_plan(plan) if item is None else describe_item(plan, item)  # type: ignore[arg-type]


@click.command()
@click.option("--canonical", is_flag=True, help="排序、去掉运行编号与时刻，供比对两次运行")
@click.option("--as-of", type=Day(), help="只导出某一天的差距")
@click.pass_obj
def export_command(root: Path, canonical: bool, as_of: date | None) -> int:
    """把台账导出为 JSON（标准输出）。"""
    from flows.night import prepare
    from outputs.export import exported

    with prepare(root).ledger() as ledger:
        for line in exported(ledger, canonical=canonical, as_of=as_of.isoformat() if as_of else ""):
            click.echo(line)
    return 0


@click.command()
@click.option("--deep", is_flag=True, help="逐件重算存档原件的哈希")
@click.pass_obj
def doctor_command(root: Path, deep: bool) -> int:
    """检查工作区、设置、方案、台账、存档与可选工具。"""
    from flows.doctor import examine

    outcome = examine(root, deep=deep)
    for check in outcome:
        click.echo(f"{'好' if check.good else '坏'}  {check.name}：{check.message}")
    return 0 if all(check.good for check in outcome) else 1
