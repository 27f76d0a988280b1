"""What a junior needs: leave, late entry, end, escalation, groups (domain.md §2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from koppeling.domain.instance import Escalation, Group
from koppeling.domain.people import Absence, Junior
from koppeling.domain.trajectory import Phase, TrajectoryType, Unit
from koppeling.rules.needs import NeededMeeting, due_meetings, group_of, join_absences, start_of
from tests.builders import junior, practice, types, weekly

START = date(2027, 1, 4)
JAN_4, JAN_18, FEB_1, FEB_15 = START, date(2027, 1, 18), date(2027, 2, 1), date(2027, 2, 15)
#: Exactly 42 days, both ends counted: 31 in March and 11 in April.
LEAVE = Absence(date(2027, 3, 1), date(2027, 4, 11))


def due(someone: Junior, **changes: Any) -> list[date]:
    """List the days of the meetings that are due to `someone`."""
    return [meeting.day for meeting in due_meetings(someone, practice([someone], [], **changes))]


def test_without_anything_special_the_nominal_dates_are_due() -> None:
    """Thirty-five meetings of the default length, none of them extra."""
    someone = junior()
    meetings = due_meetings(someone, practice([someone], []))
    assert len(meetings) == 35
    assert meetings[0] == NeededMeeting(JAN_4, 30, is_extra=False)
    assert {(m.minutes, m.is_extra) for m in meetings} == {(30, False)}


def test_long_leave_stops_the_clock() -> None:
    """After 42 days away, every date from the first day of leave on moves by 42 days."""
    days = due(junior(absences=(LEAVE,)))
    assert len(days) == 35
    assert days[:6] == [JAN_4, JAN_18, FEB_1, FEB_15, date(2027, 4, 12), date(2027, 4, 26)]
    assert days[13] == date(2027, 7, 4) + timedelta(days=42)


def test_leave_may_push_dates_beyond_the_third_anniversary() -> None:
    """The last nominal date is 4 October 2029; late leave moves it past 4 January 2030."""
    late = Absence(date(2029, 8, 1), date(2029, 12, 31))  # 153 days
    assert due(junior(absences=(late,)))[-1] == date(2030, 3, 6)


def test_forty_one_days_is_no_long_leave() -> None:
    """One day shorter, and the dates stay where they are."""
    short = Absence(LEAVE.first, date(2027, 4, 10))
    assert due(junior(absences=(short,))) == due(junior())


def test_what_counts_as_long_is_a_setting() -> None:
    """With fourteen days in the settings, a fortnight away moves the dates."""
    fortnight = Absence(date(2027, 1, 18), date(2027, 1, 31))
    someone = junior(absences=(fortnight,))
    assert due(someone)[1] == JAN_18
    assert due(someone, settings={"long_leave_days": 14})[1] == FEB_1
    assert due(someone, settings={"long_leave_days": 15})[1] == JAN_18


@pytest.mark.parametrize(
    "absences",
    [
        (Absence(date(2027, 3, 21), LEAVE.last), Absence(LEAVE.first, date(2027, 3, 20))),
        (Absence(LEAVE.first, date(2027, 3, 31)), Absence(date(2027, 3, 15), LEAVE.last)),
        (LEAVE, Absence(date(2027, 3, 10), date(2027, 3, 12))),
        (LEAVE, LEAVE),
    ],
    ids=["touching", "overlapping", "one inside the other", "twice the same"],
)
def test_absences_that_touch_are_one(absences: tuple[Absence, ...]) -> None:
    """Together they last the same 42 days, in whatever order they are given."""
    assert join_absences(absences) == (LEAVE,)
    assert due(junior(absences=absences)) == due(junior(absences=(LEAVE,)))


def test_absences_with_a_day_between_them_are_two() -> None:
    """Twenty and twenty-one days with a day at work between them stop no clock."""
    parts = (
        Absence(LEAVE.first, date(2027, 3, 20)),
        Absence(date(2027, 3, 22), LEAVE.last),
    )
    assert join_absences(parts) == parts
    assert due(junior(absences=parts)) == due(junior())


def test_after_an_open_ended_leave_nothing_is_due() -> None:
    """Dates before it stay; its first day falls away."""
    assert due(junior(absences=(Absence(FEB_1),))) == [JAN_4, JAN_18]


def test_an_open_end_swallows_what_it_touches_and_what_follows() -> None:
    """A short absence that runs into an open-ended one is part of it."""
    parts = (
        Absence(date(2027, 1, 10), date(2027, 1, 31)),
        Absence(FEB_1),
        Absence(date(2027, 6, 1), date(2027, 6, 2)),
    )
    assert join_absences(parts) == (Absence(date(2027, 1, 10)),)
    assert due(junior(absences=parts)) == [JAN_4]


def test_leave_that_began_before_the_start_counts_whole_but_moves_by_its_rest() -> None:
    """Away 1 December to 31 January: 62 days long, of which 28 on or after the start."""
    began = Absence(date(2026, 12, 1), date(2027, 1, 31))
    assert due(junior(absences=(began,)))[:2] == [FEB_1, FEB_15]


def test_leave_that_ends_on_the_start_moves_one_day_and_an_earlier_one_none() -> None:
    """42 days that end on the day of the start move the dates by that one day."""
    on_the_day = Absence(date(2026, 11, 24), START)
    the_day_before = Absence(date(2026, 11, 1), START - timedelta(days=1))
    assert due(junior(absences=(on_the_day,)))[0] == date(2027, 1, 5)
    assert due(junior(absences=(the_day_before,)))[0] == START


def test_a_second_leave_moves_the_dates_as_they_were_moved_by_the_first() -> None:
    """
    Two leaves of 42 days: from 1 February, and from 1 April.

    1 March moves to 12 April by the first, which is then inside the second, so
    it moves on to 24 May; 1 and 15 February move once, to 15 and 29 March.
    """
    first = Absence(FEB_1, date(2027, 3, 14))
    second = Absence(date(2027, 4, 1), date(2027, 5, 12))
    for order in ((first, second), (second, first)):
        assert due(junior(absences=order))[:6] == [
            JAN_4,
            JAN_18,
            date(2027, 3, 15),
            date(2027, 3, 29),
            date(2027, 5, 24),
            date(2027, 6, 7),
        ]


def test_a_closure_is_no_leave() -> None:
    """A practice that closes for six weeks does not stop anyone's clock."""
    assert due(junior(), closures=(LEAVE,)) == due(junior())


def test_who_enters_late_starts_in_the_phase_they_are_in() -> None:
    """Dates before `begeleiding vanaf` fall away; that day itself is due."""
    assert due(junior(guided_from=FEB_1))[0] == FEB_1
    assert due(junior(guided_from=date(2027, 2, 2)))[0] == FEB_15
    assert len(due(junior(guided_from=date(2028, 1, 4)))) == 16  # 12 in year 2, 4 in year 3


@pytest.mark.parametrize("field", ["trajectory_end", "promoted_from"])
def test_the_last_day_of_a_trajectory_still_counts(field: str) -> None:
    """`Einde traject` and `promotie per` are due themselves; later dates fall away."""
    on_a_meeting: dict[str, Any] = {field: FEB_1}
    the_day_before: dict[str, Any] = {field: date(2027, 1, 31)}
    assert due(junior(**on_a_meeting)) == [JAN_4, JAN_18, FEB_1]
    assert due(junior(**the_day_before)) == [JAN_4, JAN_18]


def test_the_first_day_out_of_service_no_longer_counts() -> None:
    """`Uit dienst per` is the first day out."""
    assert due(junior(out_of_service_from=FEB_1)) == [JAN_4, JAN_18]
    assert due(junior(out_of_service_from=date(2027, 2, 2))) == [JAN_4, JAN_18, FEB_1]


def test_the_end_is_tested_on_the_dates_as_moved() -> None:
    """A date that leave moves past the end falls away (first leave, then the end)."""
    days = due(junior(absences=(LEAVE,), trajectory_end=date(2027, 4, 25)))
    assert days[-1] == date(2027, 4, 12)


def extras(someone: Junior, *rows: Escalation, **changes: Any) -> list[date]:
    """List the extra meetings of `someone`."""
    instance = practice([someone], [], escalations=rows, **changes)
    return [m.day for m in due_meetings(someone, instance) if m.is_extra]


def escalation(first: date, last: date | None, every: int, number: str = "J01") -> Escalation:
    """Make a row of the sheet Escalaties."""
    return Escalation(junior=number, first=first, last=last, every_weeks=every)


def test_an_escalation_adds_meetings_between_the_nominal_ones() -> None:
    """A week after each fortnightly meeting one more, both ends of the window included."""
    row = escalation(date(2027, 1, 11), date(2027, 2, 8), 2)
    assert extras(junior(), row) == [date(2027, 1, 11), date(2027, 1, 25), date(2027, 2, 8)]
    someone = junior()
    meetings = due_meetings(someone, practice([someone], [], escalations=(row,)))
    assert len(meetings) == 38
    assert meetings[1] == NeededMeeting(date(2027, 1, 11), 30, is_extra=True)
    assert list(meetings) == sorted(meetings)


def test_no_two_meetings_are_within_six_days() -> None:
    """Seven days from a nominal date is far enough, six is not."""
    weekly_from_monday = escalation(date(2027, 1, 11), date(2027, 2, 8), 1)
    assert extras(junior(), weekly_from_monday) == [
        date(2027, 1, 11),
        date(2027, 1, 25),
        date(2027, 2, 8),
    ]
    weekly_from_tuesday = escalation(date(2027, 1, 12), date(2027, 2, 9), 1)
    assert extras(junior(), weekly_from_tuesday) == []


def test_two_escalations_keep_six_days_from_each_other() -> None:
    """
    The monthly dates are 4 July, 4 August and 4 September.

    Fortnightly from 12 July: 12 and 26 July, not 9 August (5 days after the
    4th), 23 August. Four-weekly from 15 July: not 15 July (3 days after the
    12th), 12 August.
    """
    rows = (
        escalation(date(2027, 7, 15), date(2027, 8, 31), 4),
        escalation(date(2027, 7, 12), date(2027, 8, 31), 2),
    )
    expected = [date(2027, 7, 12), date(2027, 7, 26), date(2027, 8, 12), date(2027, 8, 23)]
    assert extras(junior(), *rows) == expected
    assert extras(junior(), *reversed(rows)) == expected


def test_days_of_two_escalations_are_taken_in_order_of_time() -> None:
    """19 August of the second row comes before 23 August of the first, four days later."""
    rows = (
        escalation(date(2027, 7, 12), date(2027, 8, 31), 6),  # 12 July and 23 August
        escalation(date(2027, 7, 22), date(2027, 8, 31), 4),  # 22 July and 19 August
    )
    expected = [date(2027, 7, 12), date(2027, 7, 22), date(2027, 8, 19)]
    assert extras(junior(), *rows) == expected
    assert extras(junior(), *reversed(rows)) == expected


def test_an_escalation_without_an_end_stops_with_the_horizon() -> None:
    """From 6 December: not that day (2 after the 4th), then weekly until New Year's Eve."""
    row = escalation(date(2027, 12, 6), None, 1)
    assert extras(junior(), row) == [
        date(2027, 12, 13),
        date(2027, 12, 20),
        date(2027, 12, 27),
    ]


def test_extra_meetings_join_after_leave_and_before_the_end() -> None:
    """
    Leave from 1 March moves the nominal dates to 12 April and on, not the extra ones.

    Those of 8 and 22 March and 5 April stay; what lies before the entry or
    after the end falls away with the rest.
    """
    row = escalation(date(2027, 3, 8), date(2027, 4, 5), 2)
    away = junior(absences=(LEAVE,))
    assert extras(away, row) == [date(2027, 3, 8), date(2027, 3, 22), date(2027, 4, 5)]
    late = junior(absences=(LEAVE,), guided_from=date(2027, 3, 9))
    assert extras(late, row) == [date(2027, 3, 22), date(2027, 4, 5)]
    leaver = junior(absences=(LEAVE,), trajectory_end=date(2027, 3, 22))
    assert extras(leaver, row) == [date(2027, 3, 8), date(2027, 3, 22)]


def test_an_escalation_of_somebody_else_changes_nothing() -> None:
    """Only the junior named gets the extra meetings."""
    assert extras(junior(), escalation(date(2027, 1, 11), None, 1, number="J02")) == []


def test_other_trajectories_have_their_own_dates_and_minutes() -> None:
    """A phase may state its minutes; else the setting holds."""
    kind = TrajectoryType(
        name="in-house",
        phases=(
            Phase(from_month=0, count=2, every=10, unit=Unit.DAYS, minutes=60),
            Phase(from_month=1, count=2, every=1, unit=Unit.WEEKS),
        ),
    )
    someone = junior(trajectory="in-house")
    instance = practice([someone], [], trajectories=types(kind), settings={"meeting_minutes": 45})
    assert due_meetings(someone, instance) == (
        NeededMeeting(date(2027, 1, 4), 60),
        NeededMeeting(date(2027, 1, 14), 60),
        NeededMeeting(date(2027, 2, 4), 45),
        NeededMeeting(date(2027, 2, 11), 45),
    )


def test_the_dates_of_a_group_replace_those_of_its_members() -> None:
    """Type and start are the group's; a member's own leave moves nothing, an end still counts."""
    group = Group(name="A", trajectory="weekly", start=date(2027, 2, 2))
    someone = junior(group="A", absences=(LEAVE,), trajectory_end=date(2027, 3, 2))
    instance = practice([someone], [], groups=(group,), trajectories=types(weekly(6)))
    assert [m.day for m in due_meetings(someone, instance)] == [
        date(2027, 2, 2),
        date(2027, 2, 9),
        date(2027, 2, 16),
        date(2027, 2, 23),
        date(2027, 3, 2),
    ]
    assert group_of(someone, instance) == group
    assert start_of(someone, instance) == date(2027, 2, 2)


def test_who_is_in_no_group_or_an_unknown_one_has_a_trajectory_of_their_own() -> None:
    """Only a group of the sheet Groepen replaces anything."""
    for name in (None, "B"):
        someone = junior(group=name)
        group = Group(name="A", trajectory="junior", start=date(2027, 2, 2))
        instance = practice([someone], [], groups=(group,))
        assert group_of(someone, instance) is None
        assert start_of(someone, instance) == START
        assert due_meetings(someone, instance)[0].day == START
