"""Files that the tests of reading make for themselves: compound files, workbooks, OFD packages, archives."""

from __future__ import annotations

import io
import struct
import zipfile

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (OLE2, version 3); streams are padded past the mini stream's size."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    bodies = [streams[name].ljust(4096, b"\0") for name in names]
    sizes = [-(-len(body) // SECTOR) for body in bodies]
    directory_sectors = -(-(len(names) + 1) // 4)
    fat, starts, at = [_FAT, *_chain(1, directory_sectors)], [], 1 + directory_sectors
    for size in sizes:
        starts.append(at)
        fat += _chain(at, size)
        at += size
    assert len(fat) <= SECTOR // 4, "one FAT sector is enough for tests"
    entries = [_entry("Root Entry", 5, child=1 if names else -1, start=_END, size=0)]
    for number, (name, body, start) in enumerate(zip(names, bodies, starts, strict=True), 1):
        right = number + 1 if number < len(names) else -1
        entries.append(_entry(name, 2, right=right, start=start, size=len(body)))
    entries += [bytes(128)] * (directory_sectors * 4 - len(entries))
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    head += struct.pack("<108I", *([_FREE] * 108))
    table = struct.pack(f"<{SECTOR // 4}I", *(fat + [_FREE] * (SECTOR // 4 - len(fat))))
    return (
        head[:SECTOR]
        + table
        + b"".join(entries)
        + b"".join(b.ljust(s * SECTOR, b"\0") for b, s in zip(bodies, sizes, strict=True))
    )


def _chain(start: int, size: int) -> list[int]:
    return [*range(start + 1, start + size), _END]


def _entry(name: str, kind: int, *, child: int = -1, right: int = -1, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBiii16sIQQIII",
        encoded,
        len(encoded),
        kind,
        1,
        -1,
        right,
        child,
        bytes(16),
        0,
        0,
        0,
        start,
        size,
        0,
    )


def word_binary(
    text: str, *, flags: int = 0, magic: int = 0xA5EC, version: int = 0xC1, more: str = ""
) -> bytes:
    """A Word 97 file that holds nothing but a piece table with one UTF-16 piece; `more` names another stream."""
    start = 1024
    word = bytearray(start) + text.encode("utf-16-le")
    struct.pack_into("<HH", word, 0, magic, version)
    struct.pack_into("<H", word, 10, flags | 0x0200)
    struct.pack_into("<i", word, 0x4C, len(text))
    plc = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", word, 0x01A2, 0, len(clx))
    return compound({"WordDocument": bytes(word), "1Table": clx} | ({more: b"1"} if more else {}))


def zipped(members: dict[str, bytes], *, raw_names: bool = False, level: int = 6) -> bytes:
    """A zip archive; `raw_names`: names are latin-1 stand-ins for the bytes that shall be stored, unflagged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(_RawName(name) if raw_names else name, content)
    return buffer.getvalue()


class _RawName(zipfile.ZipInfo):
    """Stores its name's bytes as they are, without the UTF-8 flag, as Windows did."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's name
        return self.filename.encode("latin-1"), self.flag_bits & ~0x800


def ofd(pages: list[str], *, title: str = "") -> bytes:
    """An OFD package of A4 pages; each page is the XML inside its layer."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/P{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f'<ofd:OFD {ns} Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Title>{title}</ofd:Title>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(pages):
        members[f"Doc_0/Pages/P{number}/Content.xml"] = (
            f'<ofd:Page {ns}><ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return zipped({name: text.encode() for name, text in members.items()})


def ofd_text(text: str, x: float, y: float, size: float = 5.0) -> str:
    """A text object; `y` is the top of the line, advances are one size a character."""
    deltas = " ".join([str(size)] * (len(text) - 1))
    return (
        f'<ofd:TextObject ID="5" Boundary="{x} {y} {size * len(text) + 2} {size + 2}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{deltas}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruling as a path object."""
    return (
        f'<ofd:PathObject ID="6" Boundary="{x0} {y0} {max(x1 - x0, 0.1)} {max(y1 - y0, 0.1)}" LineWidth="0.35">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )
