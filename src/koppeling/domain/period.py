"""Quarters, months, weeks and the half-hour grid of a week."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

CELL_MINUTES = 30
CELLS_PER_DAY = 48
WEEKDAYS_NL = ("ma", "di", "wo", "do", "vr", "za", "zo")


class Weeks(StrEnum):
    """The weeks in which something holds, by ISO week number."""

    EVERY = "every"
    EVEN = "even"
    ODD = "odd"


@dataclass(frozen=True, order=True)
class Quarter:
    """
    A calendar quarter.

    Parameters
    ----------
    year : int
        Calendar year.
    number : int
        1 to 4.

    Examples
    --------
    >>> str(Quarter.parse("2027-Q1").shift(5))
    '2028-Q2'
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 1900 <= self.year <= 9998):
            raise ValueError(f"no such quarter: {self.year}-Q{self.number}")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2027-Q1`; also `2027Q1`, `2027-K1`, `Q1 2027`, `2027 q1`."""
        compact = re.sub(r"[\s\-_/]", "", text).upper()
        match = re.fullmatch(r"(\d{4})[QK]([1-4])", compact) or re.fullmatch(
            r"[QK]([1-4])(\d{4})", compact
        )
        if match is None:
            raise ValueError(f"not a quarter: {text!r}")
        first, second = match.groups()
        year, number = (first, second) if len(first) == 4 else (second, first)
        return cls(int(year), int(number))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the quarter that `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        """First day of the quarter."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Last day of the quarter."""
        return self.shift(1).first_day - timedelta(days=1)

    def shift(self, quarters: int) -> Quarter:
        """Return the quarter `quarters` later (earlier when negative)."""
        index = 4 * self.year + self.number - 1 + quarters
        return Quarter(index // 4, index % 4 + 1)

    def dates(self) -> tuple[date, ...]:
        """List every day of the quarter, 90 to 92 of them."""
        first = self.first_day
        return tuple(first + timedelta(days=n) for n in range((self.last_day - first).days + 1))


class Slot(NamedTuple):
    """
    A weekly moment: `weekday` 0 (Monday) to 6, `cell` 0 (00:00) to 47 (23:30).

    Examples
    --------
    >>> str(Slot(1, 20)), Slot.parse("di 10:00")
    ('di 10:00', Slot(weekday=1, cell=20))
    """

    weekday: int
    cell: int

    def __str__(self) -> str:
        minutes = self.cell * CELL_MINUTES
        return f"{WEEKDAYS_NL[self.weekday]} {minutes // 60:02d}:{minutes % 60:02d}"

    @classmethod
    def parse(cls, text: str) -> Slot:
        """Read `di 10:00`; raise ValueError for anything off the half-hour grid."""
        match = re.fullmatch(r"([a-z]{2})\w*\s+(\d{1,2})[:.](00|30)", text.strip().lower())
        if match is None or match[1] not in WEEKDAYS_NL or int(match[2]) > 23:
            raise ValueError(f"not a weekly moment: {text!r}")
        return cls(WEEKDAYS_NL.index(match[1]), int(match[2]) * 2 + (match[3] == "30"))


#: Stands for no moment at all: midnight serves nobody, so every rule says so.
NO_SLOT = Slot(0, 0)


def horizon(first: Quarter, length: int) -> tuple[Quarter, ...]:
    """List `first` and the `length - 1` quarters after it."""
    return tuple(first.shift(n) for n in range(length))


def add_months(day: date, months: int) -> date:
    """
    Add calendar months to `day`, clipped to the month's end.

    Examples
    --------
    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_even_week(day: date, anchor: date | None = None) -> bool:
    """
    Tell whether `day` lies in an even week.

    By ISO number: W53 and the W1 after it are both odd (2026, 2032). With an
    `anchor`, the week of the anchor is even and the weeks from it on strictly
    alternate; before it the ISO number still decides.
    """
    if anchor is not None:
        monday = anchor - timedelta(days=anchor.weekday())
        if day >= monday:
            return (day - monday).days // 7 % 2 == 0
    return day.isocalendar().week % 2 == 0


def num_cells(minutes: int) -> int:
    """Count the half-hour cells that a meeting of `minutes` takes."""
    return -(-minutes // CELL_MINUTES)
