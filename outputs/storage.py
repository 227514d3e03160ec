"""What a storage error means and what helps, in Chinese: full disks, read-only media, shares that are gone."""

from __future__ import annotations

import errno

GONE = ("存储或网络共享已断开", "请恢复连接后重跑，已入账的不会丢失")
FULL = ("磁盘已满", "请腾出空间后重跑，已入账的不会丢失")
READ_ONLY = ("存储为只读", "请检查写权限或介质的写保护后重跑")
_WORDS = {
    "ENOSPC": FULL,
    "EDQUOT": FULL,
    "EROFS": READ_ONLY,
    "EACCES": ("没有权限", "请检查该处的读写权限后重跑"),
    "EPERM": ("没有权限", "请检查该处的读写权限后重跑"),
    "ENOENT": ("文件或文件夹已不存在", "请检查共享是否连通、文件是否被移走后重跑"),
    **dict.fromkeys(("EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "ENETDOWN", "ENODEV", "ENXIO"), GONE),
}
#: Not every system knows every name.
_CAUSES = {getattr(errno, name): told for name, told in _WORDS.items() if hasattr(errno, name)}
#: Windows' own numbers for a share or a drive that went away.
_GONE_ON_WINDOWS = frozenset({53, 54, 55, 59, 64, 65, 67, 121, 1167, 1222, 1231, 1232})


def told_of(error: OSError) -> tuple[str, str] | None:
    """(cause, remedy) of a system error; None for an unusual one."""
    if getattr(error, "winerror", None) in _GONE_ON_WINDOWS:
        return GONE
    return _CAUSES.get(error.errno or 0)


def cause_of(error: OSError) -> str:
    """The cause in Chinese; the system's own words where the error is an unusual one."""
    told = told_of(error)
    return told[0] if told else str(error.strerror or error)
