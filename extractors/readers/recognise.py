"""What a file is, by its content and never by its name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from extractors.readers.recognise_ole import recognise_ole
from extractors.readers.recognise_text import recognise_text

#: First bytes → kind, where the first bytes settle it.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF", "cab"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"AC10", "dwg"),
    (b"HWP Document File", "hwp"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"0&\xb2u\x8ef\xcf\x11", "media"),
)
HEIF_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"heim", b"avif"})

#: Kind → the suffixes that promise it. A suffix that promises another kind makes a file misnamed.
SUFFIXES: dict[str, frozenset[str]] = {
    "docx": frozenset({".docx", ".docm", ".dotx", ".dotm", ".wps", ".wpt"}),
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"}),
    "xlsb": frozenset({".xlsb"}),
    "pptx": frozenset({".pptx", ".pptm", ".ppsx", ".potx", ".dps"}),
    "pdf": frozenset({".pdf"}),
    "doc": frozenset({".doc", ".dot", ".wps", ".wpt"}),
    "wps": frozenset({".wps", ".wpt", ".doc", ".dot"}),
    "xls": frozenset({".xls", ".xlt", ".et", ".ett"}),
    "et": frozenset({".et", ".ett", ".xls", ".xlt"}),
    "ppt": frozenset({".ppt", ".pps", ".dps"}),
    "ofd": frozenset({".ofd"}),
    "odt": frozenset({".odt"}),
    "ods": frozenset({".ods"}),
    "odp": frozenset({".odp"}),
    "rtf": frozenset({".rtf"}),
    "zip": frozenset({".zip"}),
    "rar": frozenset({".rar"}),
    "7z": frozenset({".7z"}),
    "gzip": frozenset({".gz", ".tgz"}),
    "tar": frozenset({".tar"}),
    "eml": frozenset({".eml"}),
    "mht": frozenset({".mht", ".mhtml"}),
    "msg": frozenset({".msg"}),
    "html": frozenset({".html", ".htm"}),
    "txt": frozenset({".txt", ".csv", ".md", ".log", ".text", ".tsv"}),
    "image": frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"}),
    "heif": frozenset({".heic", ".heif", ".avif"}),
}
_PROMISES = frozenset().union(*SUFFIXES.values())
_EOCD = b"PK\x05\x06"
_MAX_NAMES = 20_000  # names looked at before an archive is called an archive


def recognise(data: bytes, name: str) -> str:
    """The kind of a file; `name` is only used to tell the owner files of Office ("~$…") apart.

    Beside the readable kinds (docx, xlsx, xlsb, ods, pdf, doc, wps, xls, et, ofd, rtf, zip, eml, mht,
    html, txt, image) it gives the reason why a file is none: empty, blank (only zero bytes), lock,
    damaged_zip, damaged_ole, encrypted_ooxml, protected_doc, protected_xls, and the formats known but
    not read here (rar, 7z, ppt, pptx, msg, …). Everything else is "unknown". Never raises.
    """
    if not data:
        return "empty"
    if _is_lock(data, name):
        return "lock"
    for look in _LOOKS:
        kind = look(data)
        if kind:
            return kind
    return "unknown"


def is_misnamed(kind: str, name: str) -> str:
    """The suffix that promises something else than the content is; "" where name and content agree."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    known = SUFFIXES.get(kind)
    if known is None or suffix not in _PROMISES or suffix in known:
        return ""
    return suffix


def _is_lock(data: bytes, name: str) -> bool:
    """Owner files hold the user's name in 162 bytes (Word) or 165 (Excel): length, ANSI name, UTF-16 name."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit("!", 1)[-1]
    return len(data) in (162, 165) and (base.startswith("~$") or (0 < data[0] <= 54 and 32 in data[1:55]))


def _signature(data: bytes) -> str:
    if not data.strip(b"\0"):
        return "blank"
    for start, kind in SIGNATURES:
        if data.startswith(start):
            return kind
    if data[257:262] == b"ustar":
        return "tar"
    return ""


def _picture(data: bytes) -> str:
    if data[:4] == b"RIFF":
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "heif" if data[8:12] in HEIF_BRANDS else "media"
    if data[:2] == b"BM" and len(data) > 26:
        size, header = struct.unpack_from("<I", data, 2)[0], struct.unpack_from("<I", data, 14)[0]
        return "image" if header in (12, 40, 56, 108, 124) or size == len(data) else ""
    return ""


def _pdf(data: bytes) -> str:
    """Readers accept the header anywhere in the first kilobyte (ISO 32000-1, implementation note 13)."""
    return "pdf" if b"%PDF-" in data[:1024] else ""


def _ole(data: bytes) -> str:
    return recognise_ole(data) if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") else ""


def _zip(data: bytes) -> str:
    if not data.startswith((b"PK\x03\x04", _EOCD, b"PK\x07\x08", b"PK00PK")):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename.replace("\\", "/").lstrip("/") for info in archive.infolist()[:_MAX_NAMES]]
            return _package(names, archive)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        return "damaged_zip"


def _package(names: list[str], archive: zipfile.ZipFile) -> str:
    lower = {name.lower() for name in names}
    if "[content_types].xml" in lower:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in lower):
                return "xlsb" if kind == "xlsx" and "xl/workbook.bin" in lower else kind
    if "ofd.xml" in lower:
        return "ofd"
    if "mimetype" in names and "content.xml" in names:
        mime = archive.open("mimetype").read(100).decode("ascii", "replace")
        found = re.search(r"opendocument\.(text|spreadsheet|presentation)", mime)
        if found:
            return {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}[found[1]]
    return "zip"


_LOOKS: tuple[Callable[[bytes], str], ...] = (_signature, _ole, _zip, _picture, _pdf, recognise_text)
