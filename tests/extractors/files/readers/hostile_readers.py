"""Readers that misbehave on purpose; workers of the tests import this module by name."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
import time
from pathlib import Path

from extractors import reading
from extractors.document import Block, Document
from extractors.readers.limits import Limits


def read(path: Path, *, file: str, limits: Limits) -> Document:
    """Do what the file says: hang, abort, exit, hog, crash, deep, main, or read its text."""
    data = path.read_bytes()
    _ACTS.get(data.decode("utf-8", "replace").split(maxsplit=1)[0] if data else "", _nothing)()
    text = str(getattr(sys.modules["__main__"], "__file__", "")) if data == b"main" else data.decode()
    return Document(file, hashlib.sha256(data).hexdigest(), "txt", (Block(0, text),))


def tell_worker(path: Path, *, file: str, limits: Limits) -> Document:
    """Who read it, as the document's hash; a file that says so ends its worker first."""
    if path.read_text(encoding="utf-8") == "abort":
        os.abort()
    return Document(file, str(os.getpid()), "txt")


def hang(path: Path, *, file: str, limits: Limits) -> Document:
    _hang()
    raise AssertionError


def read_archive(path: Path, *, file: str, limits: Limits, member: int | None = None) -> Document:
    """As `extractors.reading.read_archive`; a member named after an act does it."""
    if member is not None:
        named = reading.read_archive(path, file=file, limits=limits).members[member].file
        _ACTS.get(named.rpartition("!/")[2].split(".")[0], _nothing)()
    return reading.read_archive(path, file=file, limits=limits, member=member)


def _nothing() -> None:
    return


def _hang() -> None:
    while True:
        time.sleep(60)


def _hang_in_c() -> None:
    ctypes.PyDLL(None).sleep(600)  # holds the interpreter, as a C library may


def _hog() -> None:
    held = []
    while True:
        held.append(bytearray(b"x") * 10_000_000)


def _huge() -> None:
    bytearray(1 << 40)


def _deep() -> None:
    _deep()


def _raise() -> None:
    raise ValueError("a fault of the reader itself")


def _segfault() -> None:
    ctypes.string_at(0)


def _exit() -> None:
    os._exit(3)


_ACTS = {
    "hang": _hang,
    "hang_in_c": _hang_in_c,
    "abort": os.abort,
    "exit": _exit,
    "segfault": _segfault,
    "hog": _hog,
    "huge": _huge,
    "deep": _deep,
    "raise": _raise,
}
