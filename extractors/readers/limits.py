"""The caps a reader keeps to; passing one raises `TooLarge`, never eats the machine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read. All bounds are inclusive."""

    max_bytes: int = 100 * 1024 * 1024  # of the file as received
    max_expanded: int = 400 * 1024 * 1024  # bytes of all its parts together, unpacked
    max_parts: int = 5_000  # parts of one office document
    max_entries: int = 5_000  # entries of one archive
    max_ratio: int = 200  # unpacked : packed, of one entry larger than a megabyte
    max_pages: int = 2_000
    max_nesting: int = 3  # archive in archive in archive


DEFAULT_LIMITS = Limits()
