"""How much of a file we are willing to read, in one frozen value handed to every reader."""

from __future__ import annotations

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps that a reader checks before it spends memory; passing one raises `errors.TooLarge`.

    The defaults are some ten times what the largest honest report needs.
    """

    bytes: int = 100 * _MEGABYTE  # of the file as received
    entries: int = 10_000  # in one archive, whether they are read or not
    ratio: int = 200  # unpacked : packed of one entry; looked at from 10 MB upwards
    unpacked_bytes: int = 400 * _MEGABYTE  # of all entries of one archive together
    part_bytes: int = 60 * _MEGABYTE  # of one XML part, whose tree takes some eight times as much
    parts: int = 2_000  # parts of a package that are read
    pages: int = 3_000  # of a PDF, OFD or picture file
    nesting: int = 40  # tables in cells, text boxes in text boxes, archives in archives
    blocks: int = 500_000  # that one document may yield


DEFAULT_LIMITS = Limits()
