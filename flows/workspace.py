"""The office's folder: where things lie in it, and how it is made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from flows.failures import WorkspaceProblem
from outputs.storage import cause_of

SETTINGS_TEMPLATE = """\
# duban 设置。留空或删去某项即用默认值；改后下次运行生效。

[office]
name = ""            # 印发单位，如“市职教高地建设领导小组办公室”；空则用方案所载办公室

[plan]
path = ""            # 方案数据文件夹；空则用内置的 rongcheng-2020

[period]
cycle = "half"       # 报送周期：half 半年、quarter 季度、month 月

[intake]
settle_seconds = 3   # 文件大小与时间多久不变才算到齐（秒）

[reading]
workers = 2          # 同时读取的进程数
seconds = 60         # 单个文件的时间上限（秒）
memory_mb = 1000     # 单个读取进程的内存上限（MB）
reread_minutes = 120 # 读取程序升级后，每夜出报告之后用多少分钟重读旧件；读不完的下一夜接着读

[rules]
due_soon_days = 90   # 到期前多少天提示临期
reply_days = 7       # 督办单要求的反馈天数
objection_days = 7   # 单位可提出异议的天数

[lights]             # 各类差距的灯色：red 红、yellow 黄、blue 蓝、grey 灰
# overdue = "red"

[signs]              # 各灯的叫法（一两个字）和颜色
# red = { name = "橙", colour = "E8A33D" }

[schedule]
cron = "0 2 * * *"
timezone = "Asia/Shanghai"

[scale]              # 仅 duban night、serve 用；需先安装 pip install "duban[scale]"
runner = "local"     # local 本机进程；dask 用 Dask 集群
address = ""         # Dask 调度器地址，如 tcp://10.0.0.5:8786；空则在本机起 workers 个进程
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of one office's workspace."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / "duban.toml"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def database(self) -> Path:
        return self.root / "duban.db"

    @property
    def lock(self) -> Path:
        return self.root / "run.lock.db"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    def archived(self, sha256: str) -> Path:
        """Where the original with this hash lies."""
        return self.archive / sha256[:2] / sha256[2:]

    def remove_drafts(self) -> None:
        """Remove what a killed run left half written in the archive and among the papers."""
        drafts = [*self.archive.glob(".*.part"), *self.reports.glob("*/**/.*.duban-tmp")]
        for draft in drafts:
            draft.unlink(missing_ok=True)

    def forget_original(self, sha256: str) -> None:
        """Remove an original that must not be kept (secret papers)."""
        place = self.archived(sha256)
        if place.exists():
            place.chmod(0o600)  # Windows does not remove read-only files
            place.unlink()


def create_workspace(root: Path) -> Workspace:
    """Make the folders and the settings file; what is already there is left as it is."""
    workspace = Workspace(root)
    try:
        for folder in (workspace.inbox, workspace.archive, workspace.reports, workspace.backups):
            folder.mkdir(parents=True, exist_ok=True)
        if not workspace.settings_file.exists():
            workspace.settings_file.write_text(SETTINGS_TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise WorkspaceProblem(
            str(root), f"无法建立工作区（{cause_of(error)}）", "请换一个可写的本机文件夹"
        ) from error
    return workspace


def open_workspace(root: Path) -> Workspace:
    """The workspace at `root`; raises WorkspaceProblem if it is none or cannot be written."""
    workspace = Workspace(root)
    if not workspace.settings_file.is_file():
        raise WorkspaceProblem(
            str(root), "不是 duban 工作区（没有 duban.toml）", f"请先运行 duban init {root}"
        )
    for folder in (workspace.archive, workspace.reports):
        _make_writable(folder)
    if not workspace.inbox.is_dir():
        raise WorkspaceProblem(
            str(workspace.inbox), "收件文件夹不存在", "请恢复 inbox 文件夹或检查网络共享是否连通"
        )
    if not os.access(root, os.W_OK):
        raise WorkspaceProblem(str(root), "工作区只读", "请检查磁盘与权限后重跑")
    return workspace


def _make_writable(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryFile(dir=folder):  # of a name of its own: others may look at the same moment
            pass
    except OSError as error:
        raise WorkspaceProblem(
            str(folder), f"无法写入（{cause_of(error)}）", "请检查磁盘空间与写权限后重跑"
        ) from error
