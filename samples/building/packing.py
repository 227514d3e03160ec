"""Archives as Windows makes them, and files that are broken on purpose."""

import shutil
import subprocess
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from building.word import EPOCH


class _GbkInfo(zipfile.ZipInfo):
    """A member whose name is stored in GBK without the UTF-8 flag, as Chinese Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name zipfile calls
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def make_gbk_zip(members: dict[str, bytes]) -> bytes:
    """A .zip with GBK names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(_GbkInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def cut_short(data: bytes) -> bytes:
    """The first two fifths: a copy that broke off."""
    return data[: len(data) * 2 // 5]


def lock_with_password(data: bytes, password: str) -> bytes:
    """A .docx that asks for a password (needs msoffcrypto-tool on the path; new salt each time)."""
    tool = shutil.which("msoffcrypto-tool")
    if tool is None:
        raise SystemExit("需要 msoffcrypto-tool 才能生成加密样例")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "plain.docx", Path(folder) / "locked.docx"
        source.write_bytes(data)
        subprocess.run([tool, "-e", "-p", password, str(source), str(target)], check=True)  # noqa: S603
        return target.read_bytes()


def make_owner_file(name: str) -> bytes:
    """The `~$` file Word leaves beside an open document: owner's name, padded to 162 bytes."""
    encoded = name.encode("utf-16-le")
    head = bytes([len(name)]) + name.encode("gbk", "replace").ljust(53, b"\x20")
    return (head + bytes([len(name), 0]) + encoded).ljust(162, b"\x20")
