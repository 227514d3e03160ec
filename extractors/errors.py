"""Why a file could not be read, for people who must do something about it.

    UnreadableDocument
    ├── UnknownFormat        nothing we recognise in the first bytes
    ├── UnsupportedFormat    recognised, but not readable here (.rar, .ppt, handwriting)
    ├── ToolMissing          readable with an extra that is not installed
    ├── PasswordProtected
    ├── EmptyFile
    ├── DamagedFile          the format's own structure is broken
    ├── TooLarge             a cap on bytes, parts, ratio, pages or nesting was passed
    └── ReadingStopped       the worker passed its time or memory limit, or died

Arguments go to `super().__init__` unformatted, so an exception survives the trip between processes.
"""

from __future__ import annotations

from extractors.document import Problem


class UnreadableDocument(Exception):
    """A file that yields no Document: what it is, what happened, what to do."""

    code = "unreadable"
    default_remedy = "请另存为 .docx 后重报"

    def __init__(self, file: str, cause: str, remedy: str = "") -> None:
        super().__init__(file, cause, remedy)
        self.file = file
        self.cause = cause
        self.remedy = remedy or self.default_remedy

    def __str__(self) -> str:
        return f"{self.file}：{self.cause}。{self.remedy}。"

    @property
    def problem(self) -> Problem:
        return Problem(self.code, self.cause, self.remedy)


class UnknownFormat(UnreadableDocument):
    code = "unknown_format"


class UnsupportedFormat(UnreadableDocument):
    code = "unsupported_format"


class ToolMissing(UnreadableDocument):
    code = "tool_missing"
    default_remedy = "请安装相应扩展后重跑"


class PasswordProtected(UnreadableDocument):
    code = "password"
    default_remedy = "请取消密码后重报"


class EmptyFile(UnreadableDocument):
    code = "empty"
    default_remedy = "请核对原件后重报"


class DamagedFile(UnreadableDocument):
    code = "damaged"
    default_remedy = "请重新导出或另存为 .docx 后重报"


class TooLarge(UnreadableDocument):
    code = "too_large"
    default_remedy = "请拆分或压缩图片后重报"


class ReadingStopped(UnreadableDocument):
    code = "reading_stopped"
    default_remedy = "请另存为 .docx 后重报；确需处理的，可调高 [reading] 的限额后重跑"
