"""The week as a bit set of half-hour cells (domain.md §1)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import reduce
from operator import and_

import pytest

from koppeling.domain.period import CELLS_PER_DAY, Slot
from koppeling.rules.day_sets import (
    Stretch,
    build_calendar,
    cells_by_days,
    covered_cells,
    days_by_cell,
    run_starts,
    slots_of,
)
from tests.builders import practice
from tests.rules.situations import dates_of

MONDAY, TUESDAY = date(2027, 1, 11), date(2027, 1, 12)
CALENDAR = build_calendar(practice([], [], settings={"horizon_length": 1}))


def week(*slots: Slot) -> int:
    """Make a week of these cells."""
    return sum(1 << CELLS_PER_DAY * slot.weekday + slot.cell for slot in slots)


def random_stretches(rng: random.Random) -> tuple[Stretch, ...]:
    """Share the days of a quarter out over three weeks of busy cells."""
    days = [rng.getrandbits(CALENDAR.num_days) for _ in range(2)]
    parts = (days[0], days[1] & ~days[0], CALENDAR.all_days & ~days[0] & ~days[1])
    return tuple((part, rng.getrandbits(7 * CELLS_PER_DAY)) for part in parts)


@pytest.mark.parametrize(
    ("stretches", "cells"),
    [
        ([(540, 600)], [18, 19]),
        ([(525, 600)], [18, 19]),  # 08:45: the first whole half hour begins at 09:00
        ([(540, 599)], [18]),
        ([(545, 570)], []),
        ([(540, 555), (555, 570)], [18]),
        ([(555, 600), (540, 560)], [18, 19]),
        ([(540, 600), (545, 550)], [18, 19]),
        ([(540, 555), (556, 570)], []),
        ([(0, 1440)], list(range(48))),
        ([], []),
    ],
)
def test_only_whole_half_hours_are_covered(
    stretches: list[tuple[int, int]], cells: list[int]
) -> None:
    """Stretches that touch or overlap are one; a minute short is a cell less."""
    assert [slot.cell for slot in slots_of(covered_cells(tuple(stretches)))] == cells


def test_cells_are_listed_in_order_of_weekday_and_time() -> None:
    """From Monday midnight to Sunday half past eleven."""
    some = (Slot(0, 0), Slot(0, 47), Slot(1, 18), Slot(6, 47))
    assert tuple(slots_of(week(*some))) == some
    assert tuple(slots_of(0)) == ()


def test_a_run_begins_where_all_its_cells_follow_on_one_day() -> None:
    """Three half hours hold two full hours; half past eleven begins none."""
    cells = week(Slot(0, 18), Slot(0, 19), Slot(0, 20), Slot(0, 47), Slot(1, 0), Slot(6, 47))
    assert run_starts(cells, 1) == cells
    assert tuple(slots_of(run_starts(cells, 2))) == (Slot(0, 18), Slot(0, 19))
    assert tuple(slots_of(run_starts(cells, 3))) == (Slot(0, 18),)
    assert run_starts((1 << 7 * CELLS_PER_DAY) - 1, 49) == 0


def test_cells_with_the_same_days_come_together() -> None:
    """Two Mondays hold 10:00, one of them also 9:00; what occurs never is left out."""
    both = CALENDAR.of_dates([MONDAY, TUESDAY])
    later = CALENDAR.of_dates([MONDAY + timedelta(weeks=1)])
    found = cells_by_days(
        [(both, week(Slot(0, 18), Slot(0, 20), Slot(4, 18))), (later, week(Slot(0, 20)))],
        CALENDAR.weekdays,
    )
    told = {tuple(dates_of(CALENDAR, days)): list(slots_of(cells)) for days, cells in found.items()}
    assert told == {
        (MONDAY,): [Slot(0, 18)],
        (MONDAY, date(2027, 1, 18)): [Slot(0, 20)],
    }


def test_the_view_by_week_and_the_view_by_day_are_one() -> None:
    """Runs and the days of every slot: the same whether worked out by week or by cell."""
    for seed in range(40):
        shared = random_stretches(random.Random(seed))
        by_cell = days_by_cell(shared, CALENDAR.weekdays)
        for length in (1, 2, 3):
            runs = [(days, run_starts(cells, length)) for days, cells in shared]
            found = {
                slot: days
                for days, starts in cells_by_days(runs, CALENDAR.weekdays).items()
                for slot in slots_of(starts)
            }
            assert found == {
                Slot(weekday, cell): days
                for weekday, of_weekday in enumerate(CALENDAR.weekdays)
                for cell in range(49 - length)
                if (days := reduce(and_, by_cell[cell : cell + length]) & of_weekday)
            }
