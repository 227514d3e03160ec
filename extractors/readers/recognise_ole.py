"""Which program wrote a compound file (OLE2): Word, Excel, PowerPoint, Outlook, or an envelope of encryption."""

from __future__ import annotations

import io
import struct
from typing import Any

#: FibBase.fEncrypted ([MS-DOC] 2.5.2): the text is encrypted or obfuscated.
FIB_ENCRYPTED = 0x0100
FIB_MAGIC = 0xA5EC
FILEPASS = 0x002F
_RECORDS_LOOKED_AT = 64  # FILEPASS stands right behind the first BOF


def recognise_ole(data: bytes) -> str:
    """doc, wps, xls, et, ppt, msg, works, encrypted_ooxml, protected_doc, protected_xls, damaged_ole or ole."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _kind(ole)
    except Exception:  # olefile lets struct, index and recursion errors of broken files through
        return "damaged_ole"


def _kind(ole: Any) -> str:
    exists = ole.exists
    if exists("EncryptedPackage"):
        return "encrypted_ooxml"
    if exists("WordDocument"):
        return _word(ole)
    for stream in ("Workbook", "Book"):
        if exists(stream):
            return _excel(ole, stream)
    if exists("PowerPoint Document") or exists("PP40"):
        return "ppt"
    if exists("__properties_version1.0"):
        return "msg"
    if exists("MatOST") or exists("CONTENTS"):
        return "works"
    return "ole"


def _word(ole: Any) -> str:
    head = ole.openstream("WordDocument").read(32)
    magic, version = struct.unpack_from("<HH", head, 0)
    flags = struct.unpack_from("<H", head, 10)[0]
    if flags & FIB_ENCRYPTED:
        return "protected_doc"
    if magic != FIB_MAGIC or version < 0x00C0:
        return "old_word"
    return "wps" if _written_by_wps(ole) else "doc"


def _excel(ole: Any, stream: str) -> str:
    head = ole.openstream(stream).read(8192)
    position = 0
    for _ in range(_RECORDS_LOOKED_AT):
        if position + 4 > len(head):
            break
        record, size = struct.unpack_from("<HH", head, position)
        if record == FILEPASS:
            return "protected_xls"
        position += 4 + size
    return "et" if _written_by_wps(ole) else "xls"


def _written_by_wps(ole: Any) -> bool:
    """WPS Office signs its files with its own stream, or as the creating application."""
    if any("wps" in part.lower() for path in ole.listdir() for part in path):
        return True
    try:
        application = ole.get_metadata().creating_application or b""
    except Exception:  # a broken property set says nothing about the text
        return False
    return (
        b"WPS" in application.upper() if isinstance(application, bytes) else "WPS" in str(application).upper()
    )
