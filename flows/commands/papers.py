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
@click.option("--period", default="", help="核哪一期（如 2021H2），默认该日最近结束的一期")
@click.option("--item", type=int, help="只看第几项任务（在屏幕上显示，不重出文书）")
@click.option("--unit", default="", help="只看某个单位，写清单上的简称，如 市教体局")
@click.option("--since", default="", metavar="DAY|last", help="只看自某日（或上次报告 last）以来的变化")
@click.option("--task-book", is_flag=True, help="出任务书（配合 --unit 只出一家），放入该日报告的 任务书/")
@click.option("--json", "as_json", is_flag=True, help="与 --item、--unit、--since 合用：结果写成 JSON")
@click.pass_obj
def report_command(
    root: Path,
    as_of: date | None,
    period: str,
    item: int | None,
    unit: str,
    since: str,
    *,
    task_book: bool,
    as_json: bool,
) -> int:
    """不再收件，按台账重出某一天的报告；或只看某项、某单位、某日以来的变化；或出任务书。"""
    day = as_of or _last_day(root)
    if task_book:
        return _write_task_books(root, day, period, unit)
    if item is not None or unit or since:
        from flows.looking import looked_up

        click.echo(looked_up(root, day, period, item=item, unit=unit, since=since, as_json=as_json))
        return 0
    from flows.bookkeeping import recorded_run
    from flows.lock import exclusive
    from flows.night import prepare
    from flows.steps import conclude

    night = prepare(root, day, period)
    with exclusive(night.workspace.lock), recorded_run(night, "report") as run:
        say(conclude(night, run))
    return 0


def _write_task_books(root: Path, day: date | None, period: str, unit: str) -> int:
    from flows.looking import write_task_books

    results = write_task_books(root, day, period, unit)
    for one in results:
        click.echo(one.message or str(one.path))
    return 0 if all(one.path for one in results) else 1


@click.command()
@click.argument("unit", metavar="UNIT|督查通报")
@click.option("--reminder", is_flag=True, help="催报函（默认督办单）")
@click.option("--number", default="", help="文号中的序号，如 3（督办〔2022〕3号）")
@click.option("--issued", type=Day(), help="发出日期")
@click.option("--reply-by", type=Day(), help="要求回复日期")
@click.option("--replied", type=Day(), help="收到回复的日期")
@click.option("--by", "author", required=True, help="审核人")
@click.option("--as-of", type=Day(), help="哪一天报告的督办单，默认最近一天")
@click.option("--period", default="", help="哪一期，默认该日最近结束的一期")
@click.pass_obj
def issue_command(
    root: Path,
    unit: str,
    number: str,
    issued: date | None,
    reply_by: date | None,
    replied: date | None,
    author: str,
    as_of: date | None,
    period: str,
    *,
    reminder: bool,
) -> int:
    """登记督办单、催报函或督查通报（差距报告.docx）的编号、发出和回复日期；登记后重出报告（duban report）即印在文书上。"""
    from flows.issuing import Issue, register

    days = Issue(number.strip(), issued, reply_by, replied, author)
    click.echo(register(root, as_of or _last_day(root), period, unit, days, reminder=reminder))
    return 0


def _last_day(root: Path) -> date | None:
    from flows.explaining import last_day

    return last_day(root)


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
@click.option(
    "--format",
    "form",
    type=click.Choice(["lines", "json", "csv", "oscal"]),
    default="lines",
    show_default=True,
    help="lines 整个台账（JSON 行）；json 某日差距；csv 某日差距，一处原句一行；oscal 评估结果",
)
@click.option("--canonical", is_flag=True, help="lines 用：排序、去掉运行编号与时刻，供比对两次运行")
@click.option("--as-of", type=Day(), help="哪一天的差距；lines 默认全部，其余默认最近一天")
@click.option(
    "-o", "target", type=click.Path(path_type=Path, dir_okay=False), help="写入文件，默认写到标准输出"
)
@click.pass_obj
def export_command(root: Path, form: str, as_of: date | None, target: Path | None, *, canonical: bool) -> int:
    """导出台账，或某一天的差距（JSON、CSV、OSCAL 评估结果）。"""
    from flows.looking import exported_day

    if form != "lines":
        data = exported_day(root, as_of or _last_day(root), form)
        if target is not None:
            target.write_bytes(data)
        else:
            click.echo(data, nl=False)
        return 0
    from flows.night import prepare
    from outputs.export import exported

    day = as_of.isoformat() if as_of else ""
    with prepare(root).ledger() as ledger:
        lines = exported(ledger, canonical=canonical, as_of=day)
        if target is None:
            for line in lines:
                click.echo(line)
        else:
            with target.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{line}\n" for line in lines)
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
