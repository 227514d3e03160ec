"""Commands that keep what was gathered: backup, restore, province."""

from __future__ import annotations

from pathlib import Path

import click


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
def province_command(folders: tuple[Path, ...], target: Path) -> int:
    """汇总多个工作区（县、市办公室）：任务 × 地区，谁滞后，谁没有按时运行。"""
    from flows.province import summarise, write_summary

    summary = summarise(folders)
    for line in summary.lines():
        click.echo(line)
    for path in write_summary(summary, target):
        click.echo(f"已写出：{path}")
    return 0 if all(not office.problem for office in summary.offices) else 1
