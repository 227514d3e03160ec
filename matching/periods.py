"""The judged periods: 2021H1, 2021Q3, 2021-10, 2021; their days, their order, their names in office prose."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

Cycle = Literal["year", "half", "quarter", "month"]

#: Months in a period of each cycle.
MONTHS: dict[str, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_WRITTEN = re.compile(r"(\d{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = r"(20\d{2})(?:年度?)?"
_MONTH = r"(?:1[0-2]|0?[1-9])"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of whole months: its year, its first month (1…12) and its length in months.

    >>> str(Period.parse("2021H2")), Period.parse("2021Q3").end.isoformat()
    ('2021H2', '2021-09-30')
    """

    year: int
    month: int
    months: int

    @classmethod
    def parse(cls, written: str) -> Period:
        """Read “2021”, “2021H1”, “2021Q3” or “2021-10”; raises ValueError for anything else."""
        found = _WRITTEN.fullmatch(written.strip().upper())
        if not found:
            raise ValueError(f"“{written}”不是期间，应写作 2021H1、2021Q3、2021-10 或 2021")
        year, half, quarter, month = found.groups()
        if half:
            return cls(int(year), 6 * int(half) - 5, 6)
        if quarter:
            return cls(int(year), 3 * int(quarter) - 2, 3)
        return cls(int(year), int(month), 1) if month else cls(int(year), 1, 12)

    @classmethod
    def containing(cls, day: date, cycle: str) -> Period:
        """The period of this cycle in which the day lies."""
        months = MONTHS[cycle]
        return cls(day.year, (day.month - 1) // months * months + 1, months)

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        return self._first_of(self.month + self.months) - timedelta(days=1)

    @property
    def ends_the_year(self) -> bool:
        return self.month + self.months == 13

    @property
    def label(self) -> str:
        """As the office says it: 2021年上半年, 2021年第三季度, 2021年10月, 2021年."""
        if self.months == 12:
            return f"{self.year}年"
        if self.months == 6:
            return f"{self.year}年{'上' if self.month == 1 else '下'}半年"
        if self.months == 3:
            return f"{self.year}年第{'一二三四'[self.month // 3]}季度"
        return f"{self.year}年{self.month}月"

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before this one starts."""
        start = self._first_of(self.month - self.months)
        return Period(start.year, start.month, self.months)

    def covers(self, other: Period) -> bool:
        """Is a report for `other` a report for this period? The same, a part of it, or a longer one that ends with it."""
        own, its = self._months, other._months
        inside = own[0] <= its[0] and its[1] <= own[1]
        return inside or (its[0] <= own[0] and its[1] == own[1])

    @property
    def _months(self) -> tuple[int, int]:
        """The months before the period begins and before the next one does, counted from year 0."""
        before = self.year * 12 + self.month - 1
        return before, before + self.months

    def _first_of(self, month: int) -> date:
        return date(self.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)

    def __lt__(self, other: object) -> bool:
        """Earlier end first; of two that end together the shorter first."""
        if not isinstance(other, Period):
            return NotImplemented
        return (self._months[1], self.months) < (other._months[1], other.months)

    def __str__(self) -> str:
        if self.months == 12:
            return f"{self.year}"
        if self.months == 6:
            return f"{self.year}H{1 if self.month == 1 else 2}"
        if self.months == 3:
            return f"{self.year}Q{(self.month + 2) // 3}"
        return f"{self.year}-{self.month:02d}"


def running(as_of: date, cycle: str) -> Period:
    """The period in which the day lies."""
    return Period.containing(as_of, cycle)


def last_ended(as_of: date, cycle: str) -> Period:
    """The last period that ended on or before `as_of` (the last day itself counts as ended)."""
    now = running(as_of, cycle)
    return now if now.end == as_of else now.before


def find_period(text: str, cycle: str) -> Period | None:
    """The period that a folder, file name or title speaks of, in the given cycle; None where it says none.

    A month or day is mapped to the period around it; a year alone, 年底, 年终 and 全年 to the last one of the year.
    School years, 五年规划 and document numbers 〔2020〕6号 say nothing.

    >>> str(find_period("2021上半年/市人社局.docx", "half")), str(find_period("水产学校任务台账20201225", "half"))
    ('2021H1', '2020H2')
    >>> str(find_period("财政局二〇二一年职教经费报告", "half")), find_period("荣政发〔2020〕6号", "half")
    ('2021H2', None)
    """
    plain = _plain(text)
    for pattern, month_of in _READINGS:
        for found in pattern.finditer(plain):
            month = month_of(found)
            if month is not None:
                return Period.containing(date(int(found.group(1)), month, 1), cycle)
    return None


def _plain(text: str) -> str:
    """NFKC, Chinese year digits as figures, document numbers and school years blanked, no blanks."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[二2][〇零○Oo0][〇零○一二三四五六七八九Oo0]{2}(?=年)", _year_digits, text)
    text = re.sub(r"[〔\[(]\s*\d{4}\s*[〕\])]\s*\d+\s*号", "", text)
    text = re.sub(r"20\d{2}\s*[-—–至~到]\s*(20)?\d{2}\s*(学年|年)", "", text)
    return re.sub(r"\s+", "", text)


def _year_digits(found: re.Match[str]) -> str:
    return found.group().replace("O", "0").replace("o", "0").translate(_DIGITS)


def _half(found: re.Match[str]) -> int:
    return 6 if found.group(2) in "上前1" else 12


def _quarter(found: re.Match[str]) -> int | None:
    written = found.group(2)
    number = int(written) if written.isdigit() else "一二三四".find(written) + 1
    return 3 * number if 1 <= number <= 4 else None


def _written_month(found: re.Match[str]) -> int | None:
    month = int(found.group(2))
    return month if 1 <= month <= 12 else None


def _last_month(_: re.Match[str]) -> int:
    return 12


#: Most telling first: halves and quarters by name, year's end, a range of months, a month, a compact day, a year.
_READINGS = (
    (re.compile(_YEAR + r"[-_.]?([上下前后])半年"), _half),
    (re.compile(r"(20\d{2})[-_]?H([12])(?!\d)", re.IGNORECASE), _half),
    (re.compile(_YEAR + r"[-_.]?[前第]?([一二三四1-4])季度?"), _quarter),
    (re.compile(r"(20\d{2})[-_]?Q([1-4])(?!\d)", re.IGNORECASE), _quarter),
    (re.compile(_YEAR + r"(?:年底|年终|年末|底|终|末|全年|岁末)"), _last_month),
    (re.compile(r"(?<!\d)(20\d{2})年度"), _last_month),
    (re.compile(_YEAR + rf"0?1月?份?[-—–至~到]({_MONTH})月"), _written_month),
    (re.compile(_YEAR + rf"[-_.]?({_MONTH})月"), _written_month),
    (re.compile(rf"(?<!\d)(20\d{{2}})[-_.年]({_MONTH})(?:[-_.月]\d{{1,2}})?(?!\d)"), _written_month),
    (re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)"), _written_month),
    (re.compile(r"(?<!\d)(20\d{2})年(?!\d)"), _last_month),
    (re.compile(r"(?<!\d)(20\d{2})度"), _last_month),
    (re.compile(r"(?<![\d.])(20\d{2})(?![\d.年》])"), _last_month),
)
