"""收件清单.csv opens in Excel and obeys nobody."""

from __future__ import annotations

import csv
import io

from outputs.csv_report import HEADS, render_csv
from outputs.report import Report


def test_every_file_has_a_row_with_its_fate(morning: Report) -> None:
    data = render_csv(morning)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADS
    assert len(rows) == len(morning.receipts) + 1
    assert any("已加密" in row[2] and "取消密码" in row[3] for row in rows)


def test_a_hostile_file_name_is_no_formula(morning: Report) -> None:
    rows = list(csv.reader(io.StringIO(render_csv(morning).decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(row[0].startswith("'=cmd") for row in rows)
