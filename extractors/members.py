"""The bytes of one file inside an archive or mail that was read before."""

from __future__ import annotations

import hashlib

from extractors.document import Document, UnreadableMember
from extractors.errors import UnreadableDocument
from extractors.readers.limits import DEFAULT_LIMITS, Limits
from extractors.readers.recognise import recognise
from extractors.reading import UNREAD


def find_member(data: bytes, file: str, sha256: str, limits: Limits = DEFAULT_LIMITS) -> bytes | None:
    """The member with that hash (hex) at any depth of the zip archive or mail `data`; None where there is none."""
    found: list[bytes] = []

    def look(content: bytes, name: str, inner: Limits) -> Document | UnreadableMember:
        digest = hashlib.sha256(content).hexdigest()
        if digest == sha256:
            found.append(content)
        elif not found:
            _open(content, name, inner)
        return UnreadableMember(name, digest, UNREAD)

    def _open(content: bytes, name: str, inner: Limits) -> None:
        from extractors.readers.containers import read_zip
        from extractors.readers.mail import read_eml

        opened = {"zip": read_zip, "eml": read_eml}.get(recognise(content, name))
        if opened is not None:
            try:
                opened(content, name, hashlib.sha256(content).hexdigest(), inner, look)
            except UnreadableDocument:
                return

    _open(data, file, limits)
    return found[0] if found else None
