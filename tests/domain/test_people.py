"""Juniors, seniors, and the days on which something about them holds."""

from __future__ import annotations

from datetime import date

from koppeling.domain.people import Absence, MeetingWindow, WorkingHours
from tests.builders import senior

BEGIN, END = date(2027, 3, 1), date(2027, 3, 31)
BEFORE, AFTER = date(2027, 2, 28), date(2027, 4, 1)


def test_an_absence_covers_both_its_ends() -> None:
    """From the first day to the last, or without end."""
    absence = Absence(BEGIN, END)
    assert [absence.covers(day) for day in (BEFORE, BEGIN, END, AFTER)] == [
        False,
        True,
        True,
        False,
    ]
    assert Absence(BEGIN).covers(date(2099, 1, 1))
    assert not Absence(BEGIN).covers(BEFORE)


def test_hours_and_windows_hold_within_their_validity() -> None:
    """Validity includes both ends; a missing end is open."""
    spans = [
        (BEGIN, END, [False, True, True, False]),
        (None, END, [True, True, True, False]),
        (BEGIN, None, [False, True, True, True]),
        (None, None, [True, True, True, True]),
    ]
    for first, last, expected in spans:
        part = WorkingHours(
            weekday=0, start_minute=540, end_minute=600, valid_from=first, valid_to=last
        )
        window = MeetingWindow(
            weekday=0, start_minute=540, end_minute=600, valid_from=first, valid_to=last
        )
        days = (BEFORE, BEGIN, END, AFTER)
        assert [part.is_valid_on(day) for day in days] == expected
        assert [window.is_valid_on(day) for day in days] == expected


def test_in_service_from_the_first_day_in_until_the_day_before_the_first_day_out() -> None:
    """`In dienst sinds` is the first day in, `uit dienst per` the first day out."""
    someone = senior(in_service_from=BEGIN, out_of_service_from=END)
    days = (BEFORE, BEGIN, date(2027, 3, 30), END)
    assert [someone.is_in_service(day) for day in days] == [False, True, True, False]
    assert all(senior().is_in_service(day) for day in days)
