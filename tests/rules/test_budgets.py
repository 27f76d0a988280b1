"""What a senior can give (domain.md §3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import Capacity, HeldMeeting
from koppeling.domain.people import Absence, Senior
from koppeling.domain.period import Quarter
from koppeling.rules.budgets import Budget, budget_of, find_budgets, held_minutes, is_out
from tests.builders import QUARTER, practice, senior

Q1, Q2, Q3 = QUARTER, QUARTER.shift(1), QUARTER.shift(2)
#: With this one holiday 2027-Q1 has 63 weekdays: 20 in January, 20 in February, 23 in March.
NEW_YEAR = frozenset({date(2027, 1, 1)})


def row(quarter: Quarter | None, minutes: int, limit: int | None = None) -> Capacity:
    """Make a row of Capaciteit for S01."""
    return Capacity(senior="S01", quarter=quarter, minutes=minutes, max_juniors=limit)


def cap(someone: Senior, quarter: Quarter, *rows: Capacity, **settings: Any) -> int:
    """Return the minutes `someone` has in a quarter."""
    instance = practice([], [someone], capacities=rows, settings=settings)
    return budget_of(someone, quarter, instance).cap_minutes


GENERAL, BEFORE_Q, OF_Q1, OF_Q3 = row(None, 100), row(Q1.shift(-2), 200), row(Q1, 300), row(Q3, 400)


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ((GENERAL, BEFORE_Q, OF_Q1, OF_Q3), [300, 300, 400]),
        ((OF_Q3, BEFORE_Q, GENERAL), [200, 200, 400]),
        ((GENERAL, OF_Q3), [100, 100, 400]),
        ((OF_Q3,), [500, 500, 400]),
        ((), [500, 500, 500]),
    ],
    ids=["own row", "earlier row, also before Q", "general row", "Senioren", "no rows"],
)
def test_capacity_is_looked_up_in_order(rows: tuple[Capacity, ...], minutes: list[int]) -> None:
    """The row of the quarter, the last earlier one, the general one, then Senioren."""
    someone = senior(cap_minutes=500)
    assert [cap(someone, q, *rows) for q in (Q1, Q2, Q3)] == minutes


def test_of_two_earlier_rows_the_last_one_holds() -> None:
    """A row of last quarter goes before one of a year ago."""
    assert cap(senior(), Q2, row(Q1.shift(-4), 50), row(Q1, 60), row(Q1.shift(-1), 70)) == 60


def test_without_any_figure_the_setting_holds() -> None:
    """Twelve hours by default, or what the setting says; an empty cell is no zero."""
    someone = senior(cap_minutes=None)
    assert cap(someone, Q1) == 720
    assert cap(someone, Q1, default_cap_minutes=240) == 240
    assert cap(senior(cap_minutes=0), Q1) == 0


def test_rows_of_another_senior_do_not_count() -> None:
    """A row of S02 says nothing about S01."""
    other = Capacity(senior="S02", quarter=Q1, minutes=60)
    assert cap(senior(), Q1, other) == 720


def test_the_limit_comes_from_the_row_in_force_or_else_from_the_senior() -> None:
    """A row without a limit leaves that of Senioren in force."""
    someone = senior(max_juniors=3)
    rows = (row(Q2, 600, 1), row(Q3, 600))
    instance = practice([], [someone], capacities=rows)
    assert [budget_of(someone, q, instance) for q in (Q1, Q2, Q3)] == [
        Budget(cap_minutes=720, max_juniors=3, is_out=False),
        Budget(cap_minutes=600, max_juniors=1, is_out=False),
        Budget(cap_minutes=600, max_juniors=3, is_out=False),
    ]
    assert budget_of(senior(), Q1, instance).max_juniors is None
    zero = practice([], [someone], capacities=(row(None, 600, 0),))
    assert budget_of(someone, Q1, zero).max_juniors == 0


HELD = (
    HeldMeeting(junior="J01", senior="S01", day=date(2026, 12, 31), minutes=5),  # last quarter
    HeldMeeting(junior="J01", senior="S01", day=date(2027, 1, 1), minutes=30),
    HeldMeeting(junior="J02", senior="S01", day=date(2027, 2, 9), minutes=60),
    HeldMeeting(junior="J01", senior="S01", day=date(2027, 4, 1), minutes=7),  # next quarter
    HeldMeeting(junior="J01", senior="S02", day=date(2027, 1, 5), minutes=9),  # another senior
)


def test_minutes_held_in_the_quarter_are_spent() -> None:
    """Mid-quarter the capacity is less what this senior held in that quarter."""
    reference = date(2027, 2, 10)
    someone = senior(cap_minutes=300)
    instance = practice([], [someone], held=HELD, settings={"reference_date": reference})
    assert held_minutes(someone, Q1, instance) == 90
    assert budget_of(someone, Q1, instance).cap_minutes == 210
    assert budget_of(someone, Q2, instance).cap_minutes == 300
    assert budget_of(senior(cap_minutes=60), Q1, instance).cap_minutes == 0  # never below


def test_what_was_held_from_the_reference_date_on_is_need_and_counts_once() -> None:
    """Need counts from that day, so its minutes come off no capacity (domain.md §7)."""
    someone = senior()
    for reference, spent in ((date(2027, 2, 9), 30), (date(2027, 1, 1), 0)):
        instance = practice([], [someone], held=HELD, settings={"reference_date": reference})
        assert held_minutes(someone, Q1, instance) == spent


@pytest.mark.parametrize("reference", [None, date(2026, 12, 31)])
def test_without_a_reference_date_in_the_quarter_nothing_is_spent(reference: date | None) -> None:
    """Meetings held count only when a run is made in the middle of a quarter."""
    instance = practice([], [senior()], held=HELD, settings={"reference_date": reference})
    assert held_minutes(senior(), Q1, instance) == 0


def out(someone: Senior, **changes: Any) -> bool:
    """Tell whether `someone` is out in the first quarter."""
    return is_out(someone, Q1, practice([], [someone], **({"holidays": NEW_YEAR} | changes)))


JAN_4, FEB_1, FEB_2 = date(2027, 1, 4), date(2027, 2, 1), date(2027, 2, 2)


def test_away_for_exactly_a_third_is_not_out_and_one_day_more_is() -> None:
    """Of 63 weekdays 21 may be missed: 4 January to 1 February, weekends apart."""
    assert not out(senior(absences=(Absence(JAN_4, FEB_1),)))
    assert out(senior(absences=(Absence(JAN_4, FEB_2),)))
    assert out(senior(absences=(Absence(JAN_4),)))


def test_holidays_are_no_weekdays_to_miss() -> None:
    """An absence over New Year misses no more; with 62 weekdays 21 is too many."""
    assert not out(senior(absences=(Absence(date(2026, 12, 1), FEB_1),)))
    easter_too = frozenset({*NEW_YEAR, date(2027, 3, 29)})
    assert out(senior(absences=(Absence(JAN_4, FEB_1),)), holidays=easter_too)
    weekend_holiday = frozenset({*NEW_YEAR, date(2027, 3, 28)})
    assert not out(senior(absences=(Absence(JAN_4, FEB_1),)), holidays=weekend_holiday)


def test_a_closure_counts_as_absence_and_a_day_counts_once() -> None:
    """Twenty days away and a closure of one day make a third; of two days more."""
    january = Absence(JAN_4, date(2027, 1, 29))
    assert not out(senior(absences=(january,)), closures=(Absence(FEB_1, FEB_1),))
    assert not out(senior(absences=(january,)), closures=(Absence(JAN_4, FEB_1),))
    assert out(senior(absences=(january,)), closures=(Absence(FEB_1, FEB_2),))


def test_days_out_of_service_count_as_away() -> None:
    """Leaving on 3 March misses 21 weekdays, on the 2nd one more; likewise for who comes."""
    assert not out(senior(out_of_service_from=date(2027, 3, 3)))
    assert out(senior(out_of_service_from=date(2027, 3, 2)))
    assert not out(senior(in_service_from=FEB_2))
    assert out(senior(in_service_from=date(2027, 2, 3)))


def test_days_one_does_not_work_are_not_absence() -> None:
    """Someone who works one day a week is not out."""
    assert not out(senior(hours=()))


def test_a_quarter_without_any_weekday_leaves_nobody_out() -> None:
    """If every day were a holiday there would be nothing to miss."""
    assert not out(senior(absences=(Absence(JAN_4),)), holidays=frozenset(Q1.dates()))


def test_all_budgets_at_once_are_those_of_each() -> None:
    """Rows and meetings of others, and of people unknown, make no difference."""
    rows = (
        Capacity(senior="S01", quarter=Q2, minutes=300),
        Capacity(senior="S02", quarter=None, minutes=90, max_juniors=2),
        Capacity(senior="S09", quarter=None, minutes=1),
    )
    held = (
        HeldMeeting(junior="J01", senior="S01", day=date(2027, 1, 20), minutes=30),
        HeldMeeting(junior="J01", senior="S02", day=date(2027, 1, 20), minutes=60),
    )
    instance = practice(
        [],
        [senior("S01"), senior("S02", absences=(Absence(date(2027, 4, 1)),))],
        capacities=rows,
        held=held,
        settings={"reference_date": date(2027, 2, 1)},
    )
    quarters = instance.settings.quarters
    assert find_budgets(instance) == {
        one.number: tuple(budget_of(one, q, instance) for q in quarters) for one in instance.seniors
    }
    assert find_budgets(instance)["S02"][0] == Budget(cap_minutes=30, max_juniors=2, is_out=False)
