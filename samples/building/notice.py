"""The notice as the government office would have it in Word, with its merged-cell task list."""

from dataclasses import dataclass
from pathlib import Path

from building.markup import Line

COLUMNS = 5
HEADER = ("序号", "事项名称", "目标任务", "牵头单位", "责任单位")
SPANNED = frozenset({13, 16, 17})  # blank unit cells drawn as one tall cell; the other blanks are just empty


@dataclass(frozen=True, slots=True)
class _Parts:
    body: str
    cells: tuple[str, ...]


def _split(text: str) -> _Parts:
    body, _, table = text.partition("\n\t序号")
    cells = [line.strip() for line in ("\t序号" + table).splitlines() if "\t" in line]
    return _Parts(body, tuple(cells))


def _rows(cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of five cells; 31 and 32 share a row, as the text of the notice has them stuck together."""
    fused = next(i for i, cell in enumerate(cells) if cell.startswith("32."))
    before, after = cells[:fused], cells[fused + 3 :]
    rows = [before[i : i + COLUMNS] for i in range(0, len(before), COLUMNS)]
    number, name, task, lead = rows[-1]
    rows[-1] = (number, name, f"{task}\n{cells[fused]}", lead, "<")
    return rows + [after[i : i + COLUMNS] for i in range(0, len(after), COLUMNS)]


def _joined(row: tuple[str, ...]) -> tuple[str, ...]:
    """A category's later rows hang under its first cell; some blank unit cells do too."""
    number, name, task, lead, responsible = row
    if not number:
        number, name = "^", "^"
    if int(task.split(".")[0]) in SPANNED:
        lead, responsible = "^", "^"
    return number, name, task, lead, responsible


def notice_lines(path: Path) -> list[Line]:
    """The lines of the notice: letter, scheme, and the task list as one table."""
    parts = _split(path.read_text(encoding="utf-8"))
    lines = [Line("paragraph", text.strip()) for text in parts.body.splitlines() if text.strip()]
    rows = [_joined(row) for row in _rows(parts.cells)[1:]]
    heads = {"荣成市人民政府": "letterhead", "荣成市建设职业教育创新发展高地实施方案": "title"}
    seen: set[str] = set()
    shaped = []
    for line in lines:
        kind = heads.get(line.text, line.kind) if line.text not in seen else "right"
        seen.add(line.text)
        shaped.append(Line(kind, line.text))
    return [*shaped, Line("table", rows=(HEADER, *rows))]
