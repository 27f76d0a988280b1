"""Months, weeks and quarters, reckoned anew for the check (domain.md §§1-2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koppeling.domain.instance import PairingRow, Settings
    from koppeling.domain.people import Absence
    from koppeling.domain.period import Quarter

ONE_DAY = timedelta(days=1)
FRIDAY = 4


def months_after(start: date, months: int) -> date:
    """
    Return the day `months` calendar months after `start`, clipped to the month's end.

    Examples
    --------
    >>> months_after(date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    year, month = start.year, start.month + months
    while month > 12:
        year, month = year + 1, month - 12
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            if day <= 28:
                raise
            day -= 1


def monday_of(day: date) -> date:
    """Return the Monday of the week that `day` lies in."""
    return day - timedelta(days=day.weekday())


def in_even_week(day: date, anchor: date | None = None) -> bool:
    """
    Tell whether `day` lies in an even week.

    Even by ISO number; W53 and the W1 after it are both odd. From the week of
    the `anchor` on (itself even) weeks strictly alternate (domain.md §1).

    Examples
    --------
    >>> in_even_week(date(2026, 12, 28)), in_even_week(date(2027, 1, 4))
    (False, False)
    """
    if anchor is None or day < monday_of(anchor):
        return day.isocalendar().week % 2 == 0
    weeks = (monday_of(day) - monday_of(anchor)).days // 7
    return weeks % 2 == 0


def quarters_of(settings: Settings) -> tuple[Quarter, ...]:
    """List the quarters of the horizon, the planning quarter first."""
    return tuple(settings.quarter.shift(n) for n in range(settings.horizon_length))


def counted_from(settings: Settings) -> date:
    """
    Return the first day that counts for needs and common dates.

    The first day of the planning quarter; with a reference date inside that
    quarter, the reference date: what lies before it is history (domain.md §7).
    """
    first, last = settings.quarter.first_day, settings.quarter.last_day
    reference = settings.reference_date
    if reference is not None and first <= reference <= last:
        return reference
    return first


def lies_in(day: date, first: date | None, last: date | None) -> bool:
    """Tell whether `day` lies from `first` to `last`, both included; None is open."""
    if first is not None and day < first:
        return False
    return not (last is not None and day > last)


def is_absent(absences: tuple[Absence, ...], day: date) -> bool:
    """Tell whether one of the `absences` covers `day`."""
    return any(lies_in(day, absence.first, absence.last) for absence in absences)


def still_holds(row: PairingRow, quarter: Quarter) -> bool:
    """Tell whether a row of Koppelingen is open: no end, or one not before `quarter`."""
    return row.until is None or row.until >= quarter.first_day
