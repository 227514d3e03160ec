"""The command `duban`: a list of commands that are loaded only when one is called.

Exit codes: 0 done · 1 internal · 2 usage · 3 done, files quarantined · 4 only with --fail-on ·
5 missing tool · 6 plan or settings invalid · 7 locked · 130 interrupted.
"""

from __future__ import annotations

import gettext
import os
import sys
from importlib import import_module
from pathlib import Path

# click speaks through gettext's default domain; its Chinese catalogue lies beside this file.
os.environ.setdefault("LANGUAGE", "zh_CN")
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import click  # noqa: E402 - after the catalogue is bound

from flows.threads import one_thread  # noqa: E402

#: name → (module, what it does). `--help` shows this table and imports nothing else.
COMMANDS = {
    "demo": ("nights", "在 samples/ 上跑一夜（经 Prefect），给出报告所在"),
    "init": ("nights", "建立工作区"),
    "run": ("nights", "立即跑一夜（不经 Prefect）"),
    "night": ("nights", "经 Prefect 跑一夜"),
    "serve": ("nights", "每夜定时运行"),
    "report": ("papers", "重出报告，或只看某项、某单位、某日以来；出任务书"),
    "issue": ("papers", "登记督办单、催报函、督查通报的编号和日期"),
    "explain": ("papers", "一条差距的来龙去脉：差距 → 陈述 → 原文位置 → 为何匹配 → 补什么可销"),
    "plan": ("papers", "查看或检查任务清单"),
    "export": ("papers", "导出台账，或某日差距（JSON、CSV、OSCAL）"),
    "doctor": ("papers", "检查工作区、台账与存档"),
    "backup": ("keeping", "备份工作区并核验（运行中也可）"),
    "restore": ("keeping", "从备份恢复出一个新工作区"),
    "province": ("keeping", "汇总多个工作区：任务 × 地区"),
    "facts": ("streams", "从文本流提取日期与数字（JSON 行）"),
    "match": ("streams", "把陈述流匹配到任务（JSON 行）"),
    "extract": ("streams", "读出一个文件的文字块与位置"),
    "evaluate": ("streams", "按作者交叉验证匹配效果"),
}


#: Commands that solve large systems and may take every core for it.
FITTING = frozenset({"evaluate"})


class House(click.Group):
    """All commands, each imported on its first call."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in FITTING:
            one_thread()
        module = import_module(f"flows.commands.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - a typo in the table, caught by every test of a command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令"):
            formatter.write_dl([(name, does) for name, (_, does) in COMMANDS.items()])


@click.command(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duban", prog_name="duban")
@click.option(
    "-C", "root", default=".", metavar="DIR", type=click.Path(path_type=Path), help="工作区，默认当前文件夹"
)
@click.pass_context
def duban(ctx: click.Context, root: Path) -> None:
    """督办：读懂各单位报送的进展材料，给出可逐字核对的差距报告。"""
    ctx.obj = root


def main() -> None:
    """Run the command line; every failure becomes one Chinese sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(duban.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，已完成的部分都已入账，重跑即可接续。", err=True)
        sys.exit(130)
    except Exception as error:
        sys.exit(_failed(error))


def _failed(error: Exception) -> int:
    from flows.failures import RunFailure, failure_of

    told = error if isinstance(error, RunFailure) else failure_of(error, Path())
    if told is not None:
        click.echo(f"错误：{told}", err=True)
        return told.exit_code
    import traceback

    traceback.print_exception(error)
    click.echo(f"错误：内部错误（{type(error).__name__}）。请把以上文字发给维护者；台账未受影响。", err=True)
    return 1


if __name__ == "__main__":
    main()
