"""The nominal dates of a trajectory (domain.md §2, P31–P33)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from koppeling.domain.period import Quarter
from koppeling.domain.trajectory import (
    JUNIOR_PHASES,
    JUNIOR_TRAJECTORY,
    Phase,
    Unit,
    nominal_dates,
    nominal_meetings,
)
from koppeling.errors import TrajectoryError


def test_every_start_of_twenty_years_gives_thirty_five_meetings_in_three_years() -> None:
    """Whatever the start, 35 strictly increasing dates before the third anniversary."""
    day, num_tried = date(2020, 1, 1), 0
    while day <= date(2040, 12, 31):
        dates = nominal_dates(day)
        # 29 February has no third anniversary of its own: it is clipped to the 28th
        is_leap_day = (day.month, day.day) == (2, 29)
        end = date(day.year + 3, 2, 28) if is_leap_day else day.replace(year=day.year + 3)
        assert len(dates) == 35, day
        assert all(earlier < later for earlier, later in pairwise(dates)), day
        assert dates[0] == day
        assert dates[-1] < end
        assert max(Counter((d.year, (d.month - 1) // 3) for d in dates).values()) <= 7, day
        num_tried += 1
        day += timedelta(days=1)
    assert num_tried == 7671  # 21 years, 6 of them leap years


@pytest.mark.parametrize(
    ("start", "profile"),
    [
        (date(2026, 1, 1), [7, 6, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1]),
        (date(2026, 2, 15), [4, 6, 5, 3, 3, 3, 3, 3, 2, 1, 1, 1]),
        (date(2026, 3, 31), [1, 6, 7, 3, 3, 3, 3, 3, 3, 1, 1, 1]),
    ],
)
def test_profiles_of_meetings_a_quarter_are_those_of_the_specification(
    start: date, profile: list[int]
) -> None:
    """Counted by quarter, three starts give the profiles printed in the specification."""
    quarters = Counter(Quarter.of(day) for day in nominal_dates(start))
    assert [quarters[Quarter.of(start).shift(n)] for n in range(12)] == profile
    assert quarters.total() == 35


def test_phases_fall_where_the_source_puts_them() -> None:
    """Thirteen fortnights, then six months, twelve months and four quarters."""
    dates = nominal_dates(date(2027, 1, 4))
    assert dates[:3] == (date(2027, 1, 4), date(2027, 1, 18), date(2027, 2, 1))
    assert dates[12] == date(2027, 6, 21)  # 12 fortnights = 168 days after 4 January
    assert dates[13:19] == tuple(date(2027, month, 4) for month in range(7, 13))
    assert dates[19:31] == tuple(date(2028, month, 4) for month in range(1, 13))
    assert dates[31:] == tuple(date(2029, month, 4) for month in (1, 4, 7, 10))


def test_months_are_clipped_to_their_end_and_never_drift() -> None:
    """From 31 August the last day of each month is meant, not the 28th for ever after."""
    dates = nominal_dates(date(2026, 8, 31))
    assert dates[13:19] == (
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
        date(2027, 6, 30),
        date(2027, 7, 31),
    )
    assert date(2028, 2, 29) in dates


def test_each_meeting_knows_its_phase() -> None:
    """The meetings of a phase carry that phase, with its own length."""
    long = Phase(from_month=0, count=2, every=10, unit=Unit.DAYS, minutes=60, name="long")
    short = Phase(from_month=1, count=2, every=1, unit=Unit.WEEKS, name="short")
    assert nominal_meetings(date(2027, 1, 4), (long, short)) == (
        (date(2027, 1, 4), long),
        (date(2027, 1, 14), long),
        (date(2027, 2, 4), short),
        (date(2027, 2, 11), short),
    )


def test_overlapping_phases_are_refused() -> None:
    """Two phases that put a meeting on the same day, or back in time, are an error."""
    first = Phase(from_month=0, count=3, every=1, unit=Unit.MONTHS)
    for start in (1, 2):  # back in time; the same day
        second = Phase(from_month=start, count=1, every=1, unit=Unit.MONTHS)
        with pytest.raises(TrajectoryError, match="2027-01-04"):
            nominal_meetings(date(2027, 1, 4), (first, second))


def test_the_built_in_trajectory_demands_nothing() -> None:
    """The trajectory `junior` has the four phases and no demand."""
    assert JUNIOR_TRAJECTORY.name == "junior"
    assert JUNIOR_TRAJECTORY.phases == JUNIOR_PHASES
    assert JUNIOR_TRAJECTORY.demand is None
    assert [phase.count for phase in JUNIOR_PHASES] == [13, 6, 12, 4]
