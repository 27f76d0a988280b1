"""Days of the horizon as bit sets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from koppeling.domain.people import Absence
from koppeling.domain.period import Quarter, Weeks
from koppeling.rules.day_sets import HorizonCalendar, build_calendar, effective_first_day
from tests.builders import practice
from tests.rules.situations import dates_of


def calendar(**changes: Any) -> HorizonCalendar:
    """Lay out the horizon of a practice without people, two quarters long."""
    changes["settings"] = {"horizon_length": 2} | changes.get("settings", {})
    return build_calendar(practice([], [], **changes))


def test_the_horizon_runs_from_the_first_to_the_last_day_of_its_quarters() -> None:
    """Two quarters of 2027 are 90 + 91 days, each in its own quarter and weekday."""
    laid = calendar()
    assert (laid.first, laid.last, laid.num_days) == (date(2027, 1, 1), date(2027, 6, 30), 181)
    assert [days.bit_count() for days in laid.quarters.values()] == [90, 91]
    assert list(laid.quarters) == [Quarter(2027, 1), Quarter(2027, 2)]
    # 1 January is a Friday: 25 whole weeks (175 days) and Friday to Wednesday
    assert [days.bit_count() for days in laid.weekdays] == [26, 26, 26, 25, 26, 26, 26]
    assert dates_of(laid, laid.weekdays[4])[:2] == [date(2027, 1, 1), date(2027, 1, 8)]


def test_holidays_and_closures_are_not_open() -> None:
    """Both fall out of the open days, the first and last day of a closure too."""
    closed = Absence(date(2027, 2, 22), date(2027, 2, 26))
    laid = calendar(closures=(closed,), holidays=frozenset({date(2027, 1, 1), date(2027, 3, 29)}))
    away = dates_of(laid, laid.all_days & ~laid.open_days)
    assert away == [
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in range(22, 27)),
        date(2027, 3, 29),
    ]


def test_week_fifty_three_and_week_one_are_both_odd_in_the_calendar() -> None:
    """Until 10 January 2027 every day is odd, then even and odd weeks alternate."""
    laid = calendar()
    even = dates_of(laid, laid.by_weeks(Weeks.EVEN))
    assert even[0] == date(2027, 1, 11)
    assert even[7] == date(2027, 1, 25)
    assert laid.by_weeks(Weeks.EVERY) == laid.all_days
    assert laid.by_weeks(Weeks.ODD) == laid.all_days & ~laid.by_weeks(Weeks.EVEN)


def test_an_anchor_makes_the_weeks_alternate_over_new_year() -> None:
    """With week 53 as the anchor, 1 January lies in an even week and the 4th in an odd one."""
    laid = calendar(settings={"even_weeks_from": date(2026, 12, 30)})
    assert dates_of(laid, laid.even)[:4] == [
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
        date(2027, 1, 11),
    ]


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        (None, date(2027, 1, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 2, 10), date(2027, 2, 10)),
    ],
)
def test_days_before_the_reference_date_are_history(reference: date | None, first: date) -> None:
    """Mid-quarter the days count from the reference date; an earlier one changes nothing."""
    instance = practice([], [], settings={"reference_date": reference})
    assert effective_first_day(instance) == first
    assert build_calendar(instance).first == first


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, date(2027, 1, 2), [1, 2]),
        (date(2027, 1, 30), date(2027, 1, 31), [30, 31]),
        (date(2026, 12, 1), date(2027, 1, 1), [1]),
        (date(2026, 1, 1), date(2026, 12, 31), []),
        (date(2027, 1, 3), date(2027, 1, 2), []),
        (date(2028, 1, 1), None, []),
    ],
)
def test_between_takes_both_ends_and_what_lies_in_the_horizon(
    first: date | None, last: date | None, expected: list[int]
) -> None:
    """An open side reaches the edge; nothing outside the horizon appears."""
    laid = calendar(settings={"horizon_length": 1})
    assert [day.day for day in laid.days(laid.between(first, last))] == expected
    assert laid.between(None, None) == laid.all_days


def test_dates_go_in_and_come_out_in_order_without_those_outside() -> None:
    """A set of dates gives the same dates back, sorted, those beyond the horizon left out."""
    laid = calendar()
    inside = [date(2027, 6, 30), date(2027, 1, 1), date(2027, 2, 28)]
    outside = [laid.first - timedelta(days=1), laid.last + timedelta(days=1)]
    assert dates_of(laid, laid.of_dates([*inside, *outside])) == sorted(inside)
