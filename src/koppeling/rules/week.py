"""A week of half-hour cells as a bit set: bit 48 · weekday + cell, so that sharing is an `&`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Slot

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
