"""duban doctor: is everything that a night needs in its place?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage, which

from flows.alarms import is_good_night, overdue_words
from flows.failures import RunFailure
from flows.night import Night, prepare
from outputs.ledger import Ledger

_LEAST_DISK = 1 << 30  # bytes: a night's archive and its ledger


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    good: bool
    message: str


def examine(root: Path, *, deep: bool = False) -> list[Check]:
    """Every check with its outcome; what cannot be opened ends the list with the reason."""
    try:
        night = prepare(root)
        with night.ledger() as ledger:
            return list(_checks(night, ledger, deep))
    except RunFailure as failure:
        return [Check("工作区", False, str(failure))]


def _checks(night: Night, ledger: Ledger, deep: bool) -> Iterator[Check]:
    yield Check("工作区", True, str(night.workspace.root.resolve()))
    yield Check("方案", True, f"{night.plan.title}（{len(night.plan.items)}项）")
    yield _integrity(ledger)
    yield _disk(night)
    yield _last_success(ledger)
    yield from _extras()
    if deep:
        yield _archive(night, ledger)


def _integrity(ledger: Ledger) -> Check:
    outcome = next(iter(ledger.db.query("pragma integrity_check")))["integrity_check"]
    good = outcome == "ok"
    return Check("台账", good, "完好" if good else f"损坏（{outcome}），请用备份恢复")


def _disk(night: Night) -> Check:
    free = disk_usage(night.workspace.root).free
    return Check("磁盘", free >= _LEAST_DISK, f"余 {free / (1 << 30):.1f} GB")


def _last_success(ledger: Ledger) -> Check:
    runs = list(ledger.runs())
    last = next((run for run in runs if is_good_night(run)), None)
    late = "；".join(overdue_words(runs, datetime.now().astimezone()))
    return Check("最近运行", not late, late or (f"{last['finished']} 完成" if last else "尚无夜间运行"))


def _extras() -> Iterator[Check]:
    for name, module in (("扩展 ocr", "rapidocr"), ("扩展 legacy", "doc2docx")):
        extra = name.split()[1]
        there = find_spec(module) is not None
        yield Check(
            name, True, "已安装" if there else f'未安装（pip install "duban[{extra}]"），相关文件将转人工'
        )
    yield Check("LibreOffice", True, "已安装，用于核对旧格式" if which("soffice") else "未安装（可选）")


def _archive(night: Night, ledger: Ledger) -> Check:
    wrong = [
        file for file, sha256 in _archived(ledger) if not _matches(night.workspace.archived(sha256), sha256)
    ]
    message = "逐件相符" if not wrong else f"{len(wrong)} 件缺失或被改动：{'、'.join(wrong[:5])}"
    return Check("存档", not wrong, message)


def _archived(ledger: Ledger) -> Iterator[tuple[str, str]]:
    secret = {fate.sha256 for fate in ledger.fates() if fate.code == "secret"}
    for arrival in ledger.all_arrivals():
        if arrival.sha256 not in secret:
            yield arrival.file, arrival.sha256


def _matches(place: Path, sha256: str) -> bool:
    if not place.exists():
        return False
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
