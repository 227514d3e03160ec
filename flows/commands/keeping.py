"""Commands that keep what was gathered: backup, restore, province."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from flows.commands.terminal import Day


@click.command()
@click.option("--without-originals", is_flag=True, help="不含存档原件，只存台账、清单、意见与设置")
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="备份文件，默认在 backups/"
)
@click.pass_obj
def backup_command(root: Path, without_originals: bool, target: Path | None) -> int:
    """备份工作区（运行中也可），并恢复到临时文件夹核验。"""
    from flows.backup import back_up

    made = back_up(root, originals=not without_originals, target=target)
    click.echo(f"备份已核验：{made.path}（{made.files} 个文件，其中原件 {made.originals} 份）")
    if made.missing:
        click.echo(f"注意：存档缺 {len(made.missing)} 份原件：{'、'.join(made.missing[:5])}", err=True)
    return 1 if made.missing else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path))
def restore_command(file: Path, folder: Path) -> int:
    """从备份 FILE 恢复出一个新工作区 FOLDER，逐件核对。"""
    from flows.backup import restore

    manifest = restore(file, folder)
    click.echo(f"已恢复 {len(manifest)} 个文件到 {folder}，校验值逐件相符。")
    return 0


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to", "target", type=click.Path(path_type=Path), default=Path(), help="汇总写到哪里，默认当前文件夹"
)
@click.option("--night", is_flag=True, help="先让各地各跑一夜，再汇总（不经 Prefect）")
@click.option("--serve", "served", is_flag=True, help="每夜定时跑各地并汇总，一个部署管全部；Ctrl+C 停止")
@click.option("--as-of", type=Day(), help="与 --night 同用：截至日，默认今天")
@click.option("--cron", default="0 2 * * *", show_default=True, help="与 --serve 同用")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="与 --serve 同用")
def province_command(
    folders: tuple[Path, ...],
    target: Path,
    night: bool,
    served: bool,
    as_of: date | None,
    cron: str,
    timezone: str,
) -> int:
    """汇总多个工作区（县、市办公室）：任务 × 地区，谁滞后，谁没有按时运行。"""
    if served:
        from flows.serving import serve_province
        from flows.settings import ScheduleSettings

        serve_province(target, folders, ScheduleSettings(cron, timezone))
        return 0
    return _summarise(folders, target, night=night, as_of=as_of)


def _summarise(folders: tuple[Path, ...], target: Path, *, night: bool, as_of: date | None) -> int:
    from flows.province import run_offices, summarise, write_summary

    if night:
        from flows.night import prepare
        from flows.steps import run_night

        summary = run_offices(folders, lambda folder: run_night(prepare(folder, as_of)))
    else:
        summary = summarise(folders)
    for line in summary.lines():
        click.echo(line)
    for path in write_summary(summary, target):
        click.echo(f"已写出：{path}")
    return 0 if all(not office.problem for office in summary.offices) else 1
