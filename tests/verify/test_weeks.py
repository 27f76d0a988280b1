"""Presence, slots, capacity and absence, worked out by hand (domain.md §§1, 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from koppeling.domain.instance import Capacity, Group, HeldMeeting, Instance
from koppeling.domain.people import Absence, MeetingWindow
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.domain.result import Code
from koppeling.domain.trajectory import Phase, TrajectoryType, Unit
from koppeling.verify.eligibility import codes_of, reasons_of
from koppeling.verify.moments import Moments
from koppeling.verify.practice import Practice
from koppeling.verify.presence import covered_cells
from tests.verify.practices import MONDAY, day, junior, practice, senior, settings, work

FIRST = Quarter(2027, 1)


def common(instance: Instance, quarter: Quarter = FIRST) -> dict[str, int]:
    """Count the common dates of the one junior and the one senior, by slot."""
    moments = Moments(Practice(instance))
    found = moments.common(moments.practice.items[0], instance.seniors[0], quarter)
    return {str(slot): count.total for slot, count in sorted(found.items())}


def serving(instance: Instance) -> list[str]:
    """List the slots that serve the first item with the first senior."""
    moments = Moments(Practice(instance))
    return [str(slot) for slot in moments.serving(moments.practice.items[0], instance.seniors[0])]


def mondays(start: str, end: str, **more: Any) -> dict[str, Any]:
    """Give somebody the same hours every Monday."""
    return {"hours": (work(MONDAY, start, end, **more),)}


def test_cells_are_whole_half_hours_of_joined_stretches() -> None:
    """9:00-9:45 and 9:45-10:15 make one stretch that covers 9:00 and 9:30, not 10:00."""
    assert covered_cells([(540, 585), (585, 615)]) == {18, 19}
    assert covered_cells([(550, 600)]) == {19}
    assert covered_cells([(1410, 1440)]) == {47}


def test_stretches_at_two_sites_do_not_join() -> None:
    """Who moves from Noord to Zuid at 9:45 is at neither for the half hour from 9:30."""
    hours = (
        work(MONDAY, "09:00", "09:45", site="Noord"),
        work(MONDAY, "09:45", "10:30", site="Zuid"),
    )
    both = ("Noord", "Zuid")
    instance = practice(
        juniors=(junior("J1", sites=both, hours=hours),), seniors=(senior("S1", sites=both),)
    )
    assert common(instance) == {"ma 09:00": 13, "ma 10:00": 13}


def test_sites_must_meet_unless_one_works_at_a_distance() -> None:
    """The site a pattern names counts, without regard to case; a distance bridges any."""
    here = junior("J1", **mondays("09:00", "09:30", site="noord"))
    there = senior("S1", sites=("Zuid", "NOORD"), **mondays("09:00", "09:30", site="Zuid"))
    apart = practice(juniors=(here,), seniors=(there,))
    assert common(apart) == {}
    assert common(replace(apart, seniors=(replace(there, is_remote=True),))) == {"ma 09:00": 13}
    elsewhere = replace(there, sites=("Zuid",), is_remote=True)
    moments = Moments(Practice(replace(apart, seniors=(elsewhere,))))
    assert codes_of(moments, moments.practice.items[0], elsewhere) == set()
    anywhere = replace(there, **mondays("09:00", "09:30"))
    assert common(replace(apart, seniors=(anywhere,))) == {"ma 09:00": 13}


def test_holidays_absences_closures_and_service_take_dates_away() -> None:
    """
    The first quarter of 2027 has 13 Mondays: 4 January … 29 March.

    A holiday on the 29th, an absence on the 4th, a first day on 12 January (so not
    the 11th), a closure from 8 to 14 February and a last day on 21 March (so not
    the 22nd) leave 13 - 5 = 8.
    """
    first_monday = Absence(day("2027-01-04"), day("2027-01-04"))
    instance = practice(
        juniors=(junior("J1", **mondays("09:00", "09:30"), out_of_service_from=day("2027-03-22")),),
        seniors=(senior("S1", absences=(first_monday,), in_service_from=day("2027-01-12")),),
        holidays=frozenset({day("2027-03-29")}),
        closures=(Absence(day("2027-02-08"), day("2027-02-14")),),
    )
    assert common(instance) == {"ma 09:00": 8}


def test_junior_is_there_from_the_start_to_the_last_day_of_guidance() -> None:
    """Guided from Monday 11 January up to and including Monday 8 March: 9 Mondays."""
    instance = practice(
        juniors=(
            junior(
                "J1",
                **mondays("09:00", "09:30"),
                guided_from=day("2027-01-11"),
                promoted_from=day("2027-03-08"),
            ),
        )
    )
    assert common(instance) == {"ma 09:00": 9}


def test_meeting_windows_bound_who_has_them() -> None:
    """One window on Monday from 10:00, until 31 January: 4 Mondays, nothing after."""
    window = MeetingWindow(
        weekday=MONDAY, start_minute=600, end_minute=630, valid_to=day("2027-01-31")
    )
    instance = practice(seniors=(senior("S1", windows=(window,)),))
    assert common(instance) == {"ma 10:00": 4}


def test_even_weeks_are_counted_apart() -> None:
    """Mondays in even weeks of the quarter: 11, 25 Jan, 8, 22 Feb, 8, 22 Mar (W2 … W12)."""
    instance = practice(juniors=(junior("J1", **mondays("09:00", "09:30", weeks=Weeks.EVEN)),))
    assert common(instance) == {"ma 09:00": 6}


def test_long_meeting_needs_all_its_cells() -> None:
    """An hour fits twice in 9:00-10:30."""
    kind = TrajectoryType(
        name="uur", phases=(Phase(from_month=0, count=24, every=1, unit=Unit.MONTHS, minutes=60),)
    )
    instance = practice(
        juniors=(junior("J1", trajectory="uur", **mondays("09:00", "10:30")),),
        trajectories={"uur": kind},
    )
    assert common(instance) == {"ma 09:00": 13, "ma 09:30": 13}


@pytest.mark.parametrize(
    ("need", "least"), [(2, 1), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6)]
)
def test_slot_may_miss_a_third_of_the_meetings(need: int, least: int) -> None:
    """A slot serves when at most need div 3 meetings, and never fewer than one, fall outside it."""
    kind = TrajectoryType(
        name="t", phases=(Phase(from_month=0, count=need, every=1, unit=Unit.WEEKS),)
    )
    for dates, serves in ((least, True), (least - 1, False)):
        last = day("2027-01-04") + timedelta(weeks=dates - 1)
        instance = practice(
            settings=settings(horizon=1),
            juniors=(junior("J1", "2027-01-01", trajectory="t"),),
            seniors=(senior("S1", **mondays("09:00", "09:30", valid_to=last)),),
            trajectories={"t": kind},
        )
        assert sum(common(instance).values()) == dates
        assert serving(instance) == (["ma 09:00"] if serves else [])


def test_single_meeting_may_be_at_any_shared_moment() -> None:
    """
    In year 3 one meeting a quarter: any half hour together in it will do.

    Tuesdays are shared in Q1 only, Mondays in Q2 only: each slot has a date in
    some quarter, and no quarter is without a shared half hour.
    """
    instance = practice(
        settings=settings(horizon=2),
        juniors=(junior("J1", "2025-01-01"),),
        seniors=(
            senior(
                "S1",
                hours=(
                    work(1, "09:00", "09:30", valid_to=day("2027-03-31")),
                    work(0, "09:00", "09:30", valid_from=day("2027-04-01")),
                ),
            ),
        ),
    )
    assert serving(instance) == ["ma 09:00", "di 09:00"]
    nothing = replace(instance.seniors[0], hours=instance.seniors[0].hours[:1])
    assert serving(replace(instance, seniors=(nothing,))) == []


def test_first_quarter_that_fails_is_named() -> None:
    """With two shared Mondays where three are needed it is the second quarter that fails."""
    instance = practice(
        juniors=(junior("J1", **mondays("09:00", "09:30")),),
        seniors=(senior("S1", **mondays("09:00", "09:30", valid_to=day("2027-04-05"))),),
    )
    moments = Moments(Practice(instance))
    (item,) = moments.practice.items
    slot = Slot(0, 18)
    assert moments.why_not(item, instance.seniors[0], slot) == Quarter(2027, 2)
    single = replace(instance, juniors=(replace(instance.juniors[0], start=day("2025-01-01")),))
    moments = Moments(Practice(single))
    (item,) = moments.practice.items
    assert moments.why_not(item, single.seniors[0], slot) == Quarter(2027, 3)


def test_quarter_in_which_the_senior_is_out_asks_nothing_of_a_slot() -> None:
    """A senior away the whole second quarter still has a slot for a year of meetings."""
    away = senior("S1", absences=(Absence(day("2027-04-01"), day("2027-06-30")),))
    assert len(serving(practice(seniors=(away,)))) == 30


@pytest.mark.parametrize(
    ("last", "holiday", "outcome"),
    [
        ("2027-01-29", None, "there"),
        ("2027-02-01", None, "out"),
        ("2027-02-01", "2027-01-01", "there"),
        ("2027-02-02", "2027-01-01", "out"),
    ],
)
def test_senior_is_out_beyond_a_third_of_the_weekdays(
    last: str, holiday: str | None, outcome: str
) -> None:
    """
    The quarter has 21 + 20 + 23 = 64 weekdays; 21 are no more than a third, 22 are.

    1 up to 29 January is 21 weekdays, up to 1 February 22. With a holiday on 1
    January it is 63: up to 1 February 21 of them (exactly a third: not out), up
    to the 2nd 22.
    """
    away = senior("S1", absences=(Absence(day("2027-01-01"), day(last)),))
    holidays = frozenset({day(holiday)} if holiday else ())
    instance = practice(seniors=(away,), holidays=holidays)
    assert Practice(instance).is_out(away, FIRST) is (outcome == "out")


def test_closure_and_service_count_as_absence_of_a_senior() -> None:
    """A practice shut for January and a senior who starts on 1 February are both out."""
    shut = practice(closures=(Absence(day("2027-01-01"), day("2027-02-01")),))
    assert Practice(shut).is_out(shut.seniors[0], FIRST)
    late = practice(seniors=(senior("S1", in_service_from=day("2027-02-02")),))
    assert Practice(late).is_out(late.seniors[0], FIRST)
    assert not Practice(late).is_out(late.seniors[0], Quarter(2027, 2))


def test_capacity_is_taken_from_the_nearest_row() -> None:
    """Row of the quarter, else the last earlier row, else the one without, else Senioren."""
    one = senior("S1", cap_minutes=300, max_juniors=9)
    rows = (
        Capacity(senior="S1", quarter=None, minutes=400),
        Capacity(senior="S1", quarter=Quarter(2026, 3), minutes=500, max_juniors=2),
        Capacity(senior="S1", quarter=Quarter(2027, 2), minutes=600),
        Capacity(senior="S2", quarter=FIRST, minutes=999),
    )
    ours = Practice(practice(seniors=(one,), capacities=rows))
    assert [ours.cap(one, quarter) for quarter in ours.quarters] == [500, 600, 600, 600]
    assert [ours.max_juniors(one, quarter) for quarter in ours.quarters] == [2, 9, 9, 9]
    undated = Practice(practice(seniors=(one,), capacities=(*rows[:1], rows[2])))
    assert undated.cap(one, FIRST) == 400
    assert Practice(practice(seniors=(one,))).cap(one, FIRST) == 300
    bare = Practice(practice())
    assert bare.cap(bare.instance.seniors[0], FIRST) == 720


def test_meetings_held_come_off_the_cap_of_a_quarter_that_is_under_way() -> None:
    """Of three meetings only that of 5 January is history in this quarter; without one none is."""
    held = tuple(
        HeldMeeting(junior="J1", senior="S1", day=day(one), minutes=90)
        for one in ("2026-12-30", "2027-01-05", "2027-02-01")
    )
    for reference, cap in ((day("2027-02-01"), 630), (None, 720)):
        instance = practice(settings=settings(reference_date=reference), held=held)
        assert Practice(instance).cap(instance.seniors[0], FIRST) == cap


def test_dates_before_the_reference_date_are_history() -> None:
    """From 1 February on there are 9 Mondays left in the quarter."""
    instance = practice(
        settings=settings(reference_date=day("2027-02-01")),
        juniors=(junior("J1", **mondays("09:00", "09:30")),),
    )
    assert common(instance) == {"ma 09:00": 9}


def test_talk_with_management_needs_half_an_hour_more() -> None:
    """Three half hours and the talk fit in 120 minutes, not in 119 (P34)."""
    for cap, codes in ((120, set()), (119, {Code.TIME_SENIOR})):
        instance = practice(seniors=(senior("S1", cap_minutes=cap),))
        moments = Moments(Practice(instance))
        assert codes_of(moments, moments.practice.items[0], instance.seniors[0]) == codes


def test_group_shares_the_dates_of_all_members_with_a_need() -> None:
    """
    Two members who share Mondays have those; from Q2 only the first has a need.

    Then the first one's Tuesdays count too.
    """
    group = Group(name="A", trajectory="junior", start=day("2026-09-01"))
    monday, tuesday = work(0, "09:00", "09:30"), work(1, "09:00", "09:30")
    members = (
        junior("J1", group="A", hours=(monday, tuesday)),
        junior("J2", group="A", hours=(monday,), trajectory_end=day("2027-03-31")),
    )
    instance = practice(juniors=members, groups=(group,))
    assert common(instance) == {"ma 09:00": 13}
    assert common(instance, Quarter(2027, 2)) == {"ma 09:00": 13, "di 09:00": 13}


def test_a_member_who_left_is_not_waited_for() -> None:
    """From the day after the end the other's Tuesdays count, within the quarter too."""
    group = Group(name="A", trajectory="junior", start=day("2026-09-01"))
    monday, tuesday = work(0, "09:00", "09:30"), work(1, "09:00", "09:30")
    members = (
        junior("J1", group="A", hours=(monday, tuesday)),
        junior("J2", group="A", hours=(monday,), trajectory_end=day("2027-02-14")),
    )
    instance = practice(juniors=members, groups=(group,))
    assert common(instance) == {"ma 09:00": 13, "di 09:00": 7}


def test_reasons_count_each_senior_under_every_code() -> None:
    """Of four seniors one is far off, one neither coaches nor has time, two could do it."""
    instance = practice(
        seniors=(
            senior("S1"),
            senior("S2", sites=("Zuid",)),
            senior("S3", coaches=False, cap_minutes=30),
            senior("S4"),
        )
    )
    moments = Moments(Practice(instance))
    assert reasons_of(moments, moments.practice.items[0]) == {
        Code.FULL: 2,
        Code.SITE: 1,
        Code.NO_MOMENT: 1,
        Code.COACH: 1,
        Code.TIME_SENIOR: 1,
    }
