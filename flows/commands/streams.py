"""Commands that other programs call: facts, match, extract, evaluate."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from flows.failures import PlanInvalid

Answer = Callable[[str], dict[str, object]]


def _stream(answer: Answer) -> None:
    """One JSON line in, one out, flushed; a line that cannot be served is answered with its error."""
    for line in _lines():
        if line.strip():
            sys.stdout.write(json.dumps(answer(line), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def _lines() -> Iterator[str]:
    """Lines of standard input as UTF-8; a line of other bytes reaches the answerer with replacement signs."""
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace")


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="从标准输入逐行读 JSON，逐行写结果")
def facts_command(jsonl: bool) -> None:  # noqa: ARG001 - the only form so far; named so that others may follow
    """从文本提取日期、期间与数字：{"id","text","reference_date"} → {"id","facts","seconds"}。"""
    from extractors.facts.stream import facts_line

    _stream(facts_line)


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="从标准输入逐行读 JSON，逐行写结果")
@click.option(
    "--plan", "plan", type=click.Path(path_type=Path, file_okay=False), help="方案数据文件夹，默认内置"
)
def match_command(jsonl: bool, plan: Path | None) -> None:  # noqa: ARG001
    """把陈述匹配到任务：{"id","text","unit","report_date","context"} → {"id","matches","ranked","status"…}。"""

    from matching.linking import Linker
    from matching.plan import PlanError, load_plan
    from matching.stream import match_stream, waiting_lines

    try:
        linker = Linker(load_plan(plan), folder=plan)
    except PlanError as error:
        raise PlanInvalid(error.file, f"第{error.line}行：{error.cause}", "请改正后重试") from error
    linker.warm()
    lines = waiting_lines(sys.stdin.buffer)  # type: ignore[arg-type]  # a reader with a buffer
    match_stream(lines, sys.stdout, linker)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON（默认只列文字）")
@click.option("--seconds", default=60.0, show_default=True, help="时间上限（秒）")
@click.option("--memory-mb", default=1000, show_default=True, help="内存上限（MB）")
def extract_command(file: Path, as_json: bool, seconds: float, memory_mb: int) -> int:
    """读出一个文件的文字块、位置、修订与问题。"""
    from extractors.reading import as_json as shape
    from extractors.sandbox import ReadJob, read_many

    result = next(read_many([ReadJob(str(file), file.name)], workers=1, seconds=seconds, memory_mb=memory_mb))
    if result.document is None:
        assert result.problem is not None  # noqa: S101 - a result is a document or a problem
        click.echo(f"错误：{file}：{result.problem.message}。{result.problem.remedy}。", err=True)
        return 5 if result.problem.code == "tool_missing" else 3
    if as_json:
        click.echo(json.dumps(shape(result.document), ensure_ascii=False))
    else:
        for block in result.document.blocks:
            click.echo(f"{block.label}{block.text}")
    return 0


@click.command()
@click.option(
    "--plan", "plan", type=click.Path(path_type=Path, file_okay=False), help="方案数据文件夹，默认内置"
)
@click.option("--json", "as_json", is_flag=True, help="结果写成 JSON")
@click.option("--refit", is_flag=True, help="把重新拟合的模型写进方案数据文件夹")
def evaluate_command(plan: Path | None, as_json: bool, refit: bool) -> None:
    """在已标注的陈述上交叉验证（按作者，作者不足四位时按文档）：查准、查全、F1、校准、弃权；需数分钟。"""
    from matching.evaluate import cross_validate, in_words, write_model
    from matching.plan import EMBEDDED

    folder = plan or EMBEDDED
    validation = cross_validate(folder)
    if refit:
        write_model(validation, folder)
    if as_json:
        click.echo(json.dumps(validation.figures(), ensure_ascii=False))
    else:
        click.echo(in_words(validation))
