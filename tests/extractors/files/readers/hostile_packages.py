"""Packages with something wrong in them, made part by part."""

from __future__ import annotations

import io
import zipfile
import zlib

from made_files import word_binary, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
PARAGRAPH = "<w:p><w:r><w:t>双师型教师占比82%。</w:t></w:r></w:p>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(9)
)


def docx(body: str = PARAGRAPH, *, prolog: str = "", **parts: bytes) -> bytes:
    document = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    named = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document, **named})


def xlsx() -> bytes:
    import openpyxl

    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["序号", "任务"])
    book.active.append([1, "建成实训基地"])
    book.save(buffer)
    return buffer.getvalue()


def replaced(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    assert old in members[name]
    return zipped(members | {name: members[name].replace(old, new)})


def encrypted_flag(package: bytes) -> bytes:
    """Set the encryption bit of every entry, in the local and the central headers."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def nested(depth: int, content: bytes) -> bytes:
    for level in range(depth):
        content = zipped({f"{level}.zip" if level else "a.txt": content})
    return content


def pdf(objects: list[bytes], *, root: int = 1, xref: bytes | None = None) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    trailer = xref or b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        root,
        len(out),
    )
    return out + table + trailer


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
OLE = word_binary("双师型教师占比82%。\r")
FLATE = zlib.compress(b"0 0 m " * 4_000_000, 9)
CSV_MINE = b"\x00\x01\x02\x03" * 500
