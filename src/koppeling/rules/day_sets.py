"""Days of the horizon as bit sets: bit n is day n, so that sharing is an `&`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from koppeling.domain.instance import Instance
from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Quarter, Slot, Weeks, is_even_week


@dataclass(frozen=True, kw_only=True)
class HorizonCalendar:
    """
    The days on which meetings may still fall, and the sets one cuts them by.

    Parameters
    ----------
    first, last : date
        Inclusive; `first` is the reference date when that lies inside the
        planning quarter (domain.md §7), else the quarter's first day.
    weekdays : tuple of int
        Day set per weekday, Monday first.
    even, odd, open_days : int
        Days in even and in odd weeks; days that are no public holiday nor a closure.
    quarters : mapping of Quarter to int
        Day set of each quarter of the horizon.
    """

    first: date
    last: date
    weekdays: tuple[int, ...]
    even: int
    odd: int
    open_days: int
    quarters: dict[Quarter, int]

    @property
    def num_days(self) -> int:
        """Number of days, first and last included."""
        return (self.last - self.first).days + 1

    @cached_property
    def all_days(self) -> int:
        """The set of every day."""
        return (1 << self.num_days) - 1

    def between(self, first: date | None, last: date | None) -> int:
        """Return the days from `first` to `last`, inclusive; None is open."""
        low = 0 if first is None else max(0, (first - self.first).days)
        high = self.num_days if last is None else min(self.num_days, (last - self.first).days + 1)
        return ((1 << high) - 1) & ~((1 << low) - 1) if high > low else 0

    def by_weeks(self, weeks: Weeks) -> int:
        """Return the days in even weeks, odd weeks, or all."""
        if weeks is Weeks.EVERY:
            return self.all_days
        return self.even if weeks is Weeks.EVEN else self.odd

    @cached_property
    def _counts(self) -> dict[int, tuple[int, ...]]:
        return {}

    def per_quarter(self, days: int) -> tuple[int, ...]:
        """Count the days of a set in each quarter of the horizon; remembered, as many recur."""
        counts = self._counts.get(days)
        if counts is None:
            counts = tuple((days & quarter).bit_count() for quarter in self.quarters.values())
            self._counts[days] = counts
        return counts

    def days(self, chosen: int) -> Iterator[date]:
        """List the dates of a day set, in order."""
        while chosen:
            lowest = chosen & -chosen
            yield self.first + timedelta(days=lowest.bit_length() - 1)
            chosen ^= lowest

    def of_dates(self, dates: Iterable[date]) -> int:
        """Return the day set of `dates`; those outside the horizon are left out."""
        chosen = 0
        for day in dates:
            if self.first <= day <= self.last:
                chosen |= 1 << (day - self.first).days
        return chosen


def effective_first_day(instance: Instance) -> date:
    """Return the first day that still counts: the reference date, or the quarter's start."""
    settings = instance.settings
    first = settings.quarter.first_day
    return max(first, settings.reference_date) if settings.reference_date else first


def build_calendar(instance: Instance) -> HorizonCalendar:
    """Lay out the horizon of `instance`."""
    settings = instance.settings
    first = effective_first_day(instance)
    last = settings.quarters[-1].last_day
    weekdays = [0] * 7
    even = open_days = 0
    quarters = dict.fromkeys(settings.quarters, 0)
    for index in range((last - first).days + 1):
        day, bit = first + timedelta(days=index), 1 << index
        weekdays[day.weekday()] |= bit
        quarters[Quarter.of(day)] |= bit
        if is_even_week(day, settings.even_weeks_from):
            even |= bit
        if day not in instance.holidays and not any(c.covers(day) for c in instance.closures):
            open_days |= bit
    everything = (1 << ((last - first).days + 1)) - 1
    return HorizonCalendar(
        first=first,
        last=last,
        weekdays=tuple(weekdays),
        even=even,
        odd=everything & ~even,
        open_days=open_days,
        quarters=quarters,
    )


#: Days on which one and the same week holds, and the cells of that week.
Stretch = tuple[int, int]

DAY = (1 << CELLS_PER_DAY) - 1
WEEKDAYS = tuple(DAY << CELLS_PER_DAY * weekday for weekday in range(7))
WEEK = (1 << CELLS_PER_DAY * 7) - 1
LAST_CELLS = sum(1 << CELLS_PER_DAY * weekday + CELLS_PER_DAY - 1 for weekday in range(7))
SLOTS = tuple(Slot(weekday, cell) for weekday in range(7) for cell in range(CELLS_PER_DAY))


@lru_cache(maxsize=4096)
def covered_cells(stretches: tuple[tuple[int, int], ...]) -> int:
    """
    Return the half-hour cells of a day that stretches of minutes cover whole.

    Stretches that touch or overlap count as one. Remembered: many people keep
    the same hours.
    """
    joined: list[list[int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    covered = 0
    for start, end in joined:
        covered |= (1 << end // CELL_MINUTES) - 1 & ~((1 << -(-start // CELL_MINUTES)) - 1)
    return covered


def slots_of(cells: int) -> Iterator[Slot]:
    """List the cells of a week as slots, in order."""
    while cells:
        lowest = cells & -cells
        yield SLOTS[lowest.bit_length() - 1]
        cells ^= lowest


def run_starts(cells: int, length: int) -> int:
    """Return the cells at which `length` cells in a row begin; a run does not pass midnight."""
    starts = cells
    for _ in range(1, length):
        starts = starts >> 1 & cells & ~LAST_CELLS
    return starts


def days_by_cell(stretches: Iterable[Stretch], weekdays: Sequence[int]) -> tuple[int, ...]:
    """
    Return, per cell of the day (48 of them), the days on which it is in the week that holds.

    `weekdays` is the day set of each weekday, Monday first.
    """
    by_cell = [0] * CELLS_PER_DAY
    for days, cells in stretches:
        for slot in slots_of(cells):
            by_cell[slot.cell] |= days & weekdays[slot.weekday]
    return tuple(by_cell)


def cells_by_days(stretches: Iterable[Stretch], weekdays: Sequence[int]) -> dict[int, int]:
    """Put the cells of the week together that fall on the very same days, at least one."""
    apart: list[Stretch] = []  # cells that overlap with none of the others, with all their days
    for days, cells in stretches:
        split, left = [], cells
        for their_days, their_cells in apart:
            split.append((their_days | days, their_cells & cells))
            split.append((their_days, their_cells & ~cells))
            left &= ~their_cells
        apart = [stretch for stretch in (*split, (days, left)) if stretch[1]]
    together: dict[int, int] = {}
    for days, cells in apart:
        for weekday, of_weekday in zip(WEEKDAYS, weekdays, strict=True):
            if (here := cells & weekday) and (on := days & of_weekday):
                together[on] = together.get(on, 0) | here
    return together
