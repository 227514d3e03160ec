"""收件清单.csv: every file and its fate, for Excel (UTF-8 with a byte order mark)."""

from __future__ import annotations

import csv
import io

from outputs.report_types import Receipt, Report
from outputs.report_words import FATE_NAMES, period_words
from outputs.untrusted import neutral_cell

HEADS = ("文件", "处理", "原因", "办法", "单位", "期次", "落款日期", "收文日期", "类型", "SHA-256")


def render_csv(report: Report) -> bytes:
    """One row a file, heads first, CRLF line ends."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADS)
    writer.writerows(receipt_row(one) for one in report.receipts)
    return target.getvalue().encode("utf-8-sig")


def receipt_row(receipt: Receipt) -> list[str]:
    """The same columns as the workbook's 收件 sheet, neutralised."""
    cells = (
        receipt.file,
        FATE_NAMES.get(receipt.fate, receipt.fate),
        receipt.reason,
        receipt.remedy,
        receipt.unit or "待认定",
        period_words(receipt.period),
        receipt.signed.isoformat() if receipt.signed else "",
        receipt.received.isoformat() if receipt.received else "",
        receipt.kind,
        receipt.sha256,
    )
    return [neutral_cell(cell) for cell in cells]
