"""The small notation in which the sample texts are written: one line, one paragraph.

`#` title · `!` red letterhead · `~` centred line · `##` heading · `@` automatically numbered heading ·
`>` right-aligned (signature) · `|a|b|` table row (`^` joins the cell above, `<` the cell to the left) ·
`[]` text box · `---` page break · anything else a paragraph. Inside a paragraph `{+…+}` is a tracked
insertion, `{-…-}` a tracked deletion, `{*…*}` a footnote.
"""

import re
from dataclasses import dataclass
from pathlib import Path

MARKS = (
    ("## ", "heading"),
    ("# ", "title"),
    ("! ", "letterhead"),
    ("~ ", "centred"),
    ("@ ", "numbered"),
    ("> ", "right"),
    ("[] ", "box"),
)
INLINE = re.compile(r"\{([+\-*])(.*?)\1\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or a whole table when `rows` is filled."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def _line(raw: str) -> Line:
    if raw == "---":
        return Line("break")
    for mark, kind in MARKS:
        if raw.startswith(mark):
            return Line(kind, raw[len(mark) :])
    return Line("paragraph", raw)


def parse(text: str) -> list[Line]:
    """Lines in reading order; neighbouring table rows become one table."""
    lines: list[Line] = []
    rows: list[tuple[str, ...]] = []
    for raw in [*text.splitlines(), ""]:
        if raw.startswith("|"):
            rows.append(tuple(raw[1:].removesuffix("|").split("|")))
            continue
        if rows:
            lines.append(Line("table", rows=tuple(rows)))
            rows = []
        if raw.strip():
            lines.append(_line(raw))
    return lines


def read_lines(path: Path) -> list[Line]:
    """The lines of one text file."""
    return parse(path.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A paragraph as it reads: insertions stay, deletions and footnotes go."""
    return INLINE.sub(lambda m: m[2] if m[1] == "+" else "", text)
