"""Quarters, months, weeks and the half-hour grid."""

from __future__ import annotations

from datetime import date

import pytest

from koppeling.domain.period import (
    Quarter,
    Slot,
    add_months,
    horizon,
    is_even_week,
    num_cells,
)


@pytest.mark.parametrize("text", ["2027-Q1", "2027Q1", "2027-K1", "Q1 2027", "2027 q1", "k1_2027"])
def test_a_quarter_is_read_in_every_usual_spelling(text: str) -> None:
    """Each spelling means the same quarter."""
    assert Quarter.parse(text) == Quarter(2027, 1)


@pytest.mark.parametrize("text", ["", "2027", "2027-Q5", "2027-Q0", "Q1 27", "eerste kwartaal"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    """Anything else raises, with what was read."""
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize(("year", "number"), [(2027, 0), (2027, 5), (1899, 4), (9999, 1)])
def test_no_quarter_exists_outside_the_calendar(year: int, number: int) -> None:
    """A quarter has a number of 1 to 4 and a year that dates can hold."""
    with pytest.raises(ValueError, match="no such quarter"):
        Quarter(year, number)


@pytest.mark.parametrize(
    ("quarter", "first", "last", "num_days"),
    [
        (Quarter(2027, 1), date(2027, 1, 1), date(2027, 3, 31), 90),
        (Quarter(2028, 1), date(2028, 1, 1), date(2028, 3, 31), 91),
        (Quarter(2027, 2), date(2027, 4, 1), date(2027, 6, 30), 91),
        (Quarter(2027, 3), date(2027, 7, 1), date(2027, 9, 30), 92),
        (Quarter(2027, 4), date(2027, 10, 1), date(2027, 12, 31), 92),
    ],
)
def test_a_quarter_has_its_days(quarter: Quarter, first: date, last: date, num_days: int) -> None:
    """First day, last day and their number, leap year included."""
    assert (quarter.first_day, quarter.last_day) == (first, last)
    dates = quarter.dates()
    assert (dates[0], dates[-1], len(dates)) == (first, last, num_days)
    assert {Quarter.of(day) for day in dates} == {quarter}


def test_quarters_shift_over_the_end_of_a_year_both_ways() -> None:
    """The quarter after Q4 is Q1 of the next year, and back."""
    assert Quarter(2027, 4).shift(1) == Quarter(2028, 1)
    assert Quarter(2027, 1).shift(-1) == Quarter(2026, 4)
    assert Quarter(2027, 2).shift(-6) == Quarter(2025, 4)
    assert horizon(Quarter(2027, 3), 3) == (Quarter(2027, 3), Quarter(2027, 4), Quarter(2028, 1))
    assert Quarter(2026, 4) < Quarter(2027, 1)
    assert str(Quarter(2027, 1)) == "2027-Q1"


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("di 10:00", Slot(1, 20)),
        ("ma 0:30", Slot(0, 1)),
        ("Zondag 23:30", Slot(6, 47)),
        (" vr 9.30 ", Slot(4, 19)),
    ],
)
def test_a_slot_is_read_and_written(text: str, slot: Slot) -> None:
    """A weekday and a half hour, the way people type it."""
    assert Slot.parse(text) == slot
    assert Slot.parse(str(slot)) == slot


@pytest.mark.parametrize("text", ["", "di", "di 10:15", "di 24:00", "tu 10:00", "10:00 di"])
def test_a_moment_off_the_grid_is_refused(text: str) -> None:
    """Only half hours of a Dutch weekday are slots."""
    with pytest.raises(ValueError, match="not a weekly moment"):
        Slot.parse(text)


def test_a_slot_is_written_with_two_digits() -> None:
    """Hours and minutes always have two digits."""
    assert [str(Slot(0, 0)), str(Slot(2, 19)), str(Slot(6, 47))] == [
        "ma 00:00",
        "wo 09:30",
        "zo 23:30",
    ]


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 1, 15), 0, date(2027, 1, 15)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
    ],
)
def test_months_are_added_and_clipped_to_the_end_of_the_month(
    day: date, months: int, moved: date
) -> None:
    """A day that a month lacks becomes its last day."""
    assert add_months(day, months) == moved


def test_week_fifty_three_and_the_week_after_it_are_both_odd() -> None:
    """2026 has a week 53, so that two odd weeks follow each other; 2027 has 52 weeks."""
    assert is_even_week(date(2026, 12, 27))  # the Sunday of week 52
    assert not is_even_week(date(2026, 12, 28))  # the Monday of week 53
    assert not is_even_week(date(2027, 1, 3))  # the Sunday of week 53
    assert not is_even_week(date(2027, 1, 4))  # the Monday of week 1
    assert is_even_week(date(2027, 1, 11))
    assert is_even_week(date(2028, 1, 2))  # the Sunday of week 52 of 2027


def test_from_an_anchor_on_weeks_strictly_alternate() -> None:
    """The week of the anchor is even, the next odd; before it the ISO number decides."""
    anchor = date(2026, 12, 30)  # a Wednesday in week 53
    assert is_even_week(date(2026, 12, 28), anchor)
    assert is_even_week(date(2027, 1, 3), anchor)
    assert not is_even_week(date(2027, 1, 4), anchor)
    assert is_even_week(date(2027, 1, 11), anchor)
    assert is_even_week(date(2026, 12, 27), anchor)  # week 52, by number
    assert not is_even_week(date(2026, 12, 20), anchor)  # week 51, by number


@pytest.mark.parametrize(
    ("minutes", "cells"), [(1, 1), (30, 1), (31, 2), (45, 2), (60, 2), (61, 3)]
)
def test_a_meeting_takes_whole_half_hours(minutes: int, cells: int) -> None:
    """Minutes are rounded up to half hours."""
    assert num_cells(minutes) == cells
