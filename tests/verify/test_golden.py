"""Cases worked out by hand from the source texts: needs of trajectories (domain.md §2)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from koppeling.domain.instance import Escalation, Group, Instance
from koppeling.domain.people import Absence
from koppeling.domain.period import Quarter
from koppeling.domain.trajectory import JUNIOR_PHASES, Phase, TrajectoryType, Unit
from koppeling.verify.dates import in_even_week, months_after
from koppeling.verify.needs import nominal
from koppeling.verify.practice import Practice
from tests.verify.practices import day, junior, practice, settings


def needs(instance: Instance, number: str = "J1") -> list[int]:
    """Count the meetings of a junior per quarter of the horizon."""
    ours = Practice(instance)
    return [ours.need(number, quarter) for quarter in ours.quarters]


def needs_of(start: str, *, quarter: str = "2027-Q1", horizon: int = 4, **more: Any) -> list[int]:
    """Count the meetings per quarter of one junior who starts on `start`."""
    return needs(
        practice(settings=settings(quarter, horizon), juniors=(junior("J1", start, **more),))
    )


def test_every_start_from_2020_to_2040_gives_35_meetings() -> None:
    """Always 35, increasing, inside [s, s + 36 months), and at most 7 in a quarter."""
    start, num_starts = date(2020, 1, 1), 0
    while start <= date(2040, 12, 31):
        dates = list(nominal(start, JUNIOR_PHASES, 30))
        assert len(dates) == 35
        assert all(one < other for one, other in pairwise(dates))
        assert dates[0] == start
        assert dates[-1] < date(start.year + 3, start.month, min(start.day, 28))
        quarters = [(one.year, (one.month - 1) // 3) for one in dates]
        assert max(quarters.count(one) for one in set(quarters)) <= 7
        start, num_starts = start + timedelta(days=1), num_starts + 1
    assert num_starts == 7671


def test_hours_are_those_of_the_text() -> None:
    """
    A year takes 9.5, 6 and 2 hours of each; 35 hours of both together.

    P31: every two weeks in the first half year: days 0, 14 … 168 = 13 meetings,
    then monthly: months 6 … 11 = 6; 19 half hours = 9.5 h. P32: 12 half hours
    = 6 h. P33: every three months: 4 half hours = 2 h. P35, P36: the senior
    spends as much: 2 x 17.5 = 35 h.
    """
    minutes = nominal(date(2026, 1, 1), JUNIOR_PHASES, 30)
    by_year = {2026: 0, 2027: 0, 2028: 0}
    for one, length in minutes.items():
        by_year[one.year] += length
    assert by_year == {2026: 570, 2027: 360, 2028: 120}
    assert 2 * sum(minutes.values()) == 35 * 60


@pytest.mark.parametrize(
    ("start", "profile"),
    [
        ("2026-01-01", [7, 6, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1]),
        ("2026-02-15", [4, 6, 5, 3, 3, 3, 3, 3, 2, 1, 1, 1]),
        ("2026-03-31", [1, 6, 7, 3, 3, 3, 3, 3, 3, 1, 1, 1]),
    ],
)
def test_profile_over_twelve_quarters(start: str, profile: list[int]) -> None:
    """
    The need per quarter follows the dates, not "the phase of the quarter".

    1 Jan 2026: days 0 … 84 lie before 1 Apr (26 Mar is day 84): 7; days 98 … 168
    (9 Apr … 18 Jun): 6; then 1 Jul, 1 Aug, 1 Sep: 3, and so on.
    15 Feb 2026: 15 Feb, 1, 15, 29 Mar: 4; 12 Apr … 21 Jun: 6; 5 Jul, 19 Jul,
    2 Aug (day 168), then month 6 = 15 Aug, 15 Sep: 5; … year 3: 15 Feb 2028
    after 15 Jan 2028 (month 23): 2.
    31 Mar 2026: 31 Mar: 1; 14 Apr … 23 Jun: 6; 7, 21 Jul, 4, 18 Aug, 1, 15 Sep
    (day 168), 30 Sep (month 6, clipped): 7.
    """
    assert needs_of(start, quarter="2026-Q1", horizon=12) == profile


def test_months_are_added_to_the_start_and_clipped() -> None:
    """From 31 August: month 6 is 28 February, and month 7 is 31 March again, not 28."""
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 8, 31), 7) == date(2027, 3, 31)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="year"):
        months_after(date(9999, 12, 1), 1)


def test_cohort_of_23_in_february_2022() -> None:
    """
    J3: 23 people starting at once cost 402.5 hours per side, most in the second quarter.

    Per person from 1 Feb 2022: days 0 … 56 (29 Mar) = 5 in Q1; days 70 … 140
    (12 Apr … 21 Jun) = 6; days 154, 168 (5, 19 Jul), 1 Aug, 1 Sep = 4; five
    quarters of 3; month 23 (1 Jan 2024) and 24 (1 Feb 2024) = 2; then 1, 1, 1.
    Times 23 half hours: 57.5, 69, 46, 5 x 34.5, 23, 3 x 11.5.
    """
    instance = practice(
        settings=settings("2022-Q1", 12),
        juniors=tuple(junior(f"J{n:02d}", "2022-02-01") for n in range(23)),
    )
    ours = Practice(instance)
    hours = [
        sum(ours.minutes(one.number, quarter) for one in instance.juniors) / 60
        for quarter in ours.quarters
    ]
    assert hours == [57.5, 69, 46, *[34.5] * 5, 23, *[11.5] * 3]
    assert sum(hours) == 402.5


def test_one_hire_on_the_first_day_of_each_quarter() -> None:
    """
    A hire a quarter ramps up to 17.5 h a quarter per side (domain.md §8).

    Quarter n needs the first n numbers of 7 6 3 3 3 3 3 3 1 1 1 1 in half
    hours: 3.5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 16, 16.5, 17, 17.5. Every start
    on the first of a quarter has that profile: day 84 lies in the first and day
    168 in the second quarter, whether these have 90 or 92 days.
    """
    first = Quarter(2026, 1)
    starts = [first.shift(n).first_day.isoformat() for n in range(12)]
    instance = practice(
        settings=settings("2026-Q1", 12),
        juniors=tuple(junior(f"J{n:02d}", one) for n, one in enumerate(starts)),
    )
    ours = Practice(instance)
    hours = [
        sum(ours.minutes(one.number, quarter) for one in instance.juniors) / 60
        for quarter in ours.quarters
    ]
    assert hours == [3.5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 16, 16.5, 17, 17.5]


def test_long_leave_moves_later_dates_by_its_days() -> None:
    """
    Leave of 1 March up to 30 June 2027 is 122 days; start 1 January 2027.

    1, 15, 29 Jan, 12, 26 Feb stay: 5. 12 Mar → 12 Jul, then 26 Jul, 9, 23 Aug,
    6, 20 Sep: 6 in Q3; 4 Jun → 4 Oct, 18 Oct, 1 Jul (month 6) → 31 Oct, 1 Aug →
    1 Dec: 4 in Q4.
    """
    leave = Absence(day("2027-03-01"), day("2027-06-30"))
    assert needs_of("2027-01-01", absences=(leave,)) == [5, 0, 6, 4]


def test_second_leave_catches_dates_as_already_moved() -> None:
    """Of the case above, 1 Dec falls in a leave from that day on, so moves once more: 3 in Q4."""
    leaves = (
        Absence(day("2027-12-01"), day("2028-01-31")),
        Absence(day("2027-03-01"), day("2027-06-30")),
    )
    assert needs_of("2027-01-01", absences=leaves) == [5, 0, 6, 3]


@pytest.mark.parametrize(("last", "profile"), [("2027-04-10", [7, 6]), ("2027-04-11", [5, 5])])
def test_leave_counts_from_42_days_with_touching_absences_as_one(
    last: str, profile: list[int]
) -> None:
    """
    March is 31 days; with 1 to 10 April it is 41: short. With 11 April 42: long.

    Then 12 Mar → 23 Apr, 7, 21 May, 4, 18 Jun: 5 in Q2, and 2 Jul is next.
    """
    leaves = (
        Absence(day("2027-03-01"), day("2027-03-31")),
        Absence(day("2027-04-01"), day(last)),
    )
    assert needs_of("2027-01-01", horizon=2, absences=leaves) == profile


def test_leave_from_before_the_start_moves_by_its_days_since_the_start() -> None:
    """
    1 December up to 31 January is 62 days, 31 of them since 1 January 2027.

    1 Jan → 1 Feb, 15 Feb, 1, 15, 29 Mar: 5; 12, 26 Apr, 10, 24 May, 7, 21 Jun: 6.
    """
    leave = Absence(day("2026-12-01"), day("2027-01-31"))
    assert needs_of("2027-01-01", horizon=2, absences=(leave,)) == [5, 6]


def test_leave_that_ended_before_the_start_moves_nothing() -> None:
    """What lies wholly before the trajectory is none of its business."""
    leave = Absence(day("2026-10-01"), day("2026-12-31"))
    assert needs_of("2027-01-01", absences=(leave,)) == [7, 6, 3, 3]


def test_leave_without_end_stops_the_clock_for_good() -> None:
    """From 1 March on no meeting ever comes; an absence within it changes nothing."""
    leaves = (Absence(day("2027-03-01")), Absence(day("2027-05-01"), day("2027-05-31")))
    assert needs_of("2027-01-01", absences=leaves) == [5, 0, 0, 0]


def test_closure_is_no_leave() -> None:
    """A practice that is shut for two months moves nobody's trajectory."""
    closure = Absence(day("2027-03-01"), day("2027-06-30"))
    instance = practice(juniors=(junior("J1", "2027-01-01"),), closures=(closure,))
    assert needs(instance) == [7, 6, 3, 3]


@pytest.mark.parametrize(
    ("limits", "profile"),
    [
        ({"guided_from": day("2027-03-01")}, [1, 3, 3, 3]),
        ({"trajectory_end": day("2027-05-01")}, [3, 2, 0, 0]),
        ({"promoted_from": day("2027-05-01")}, [3, 2, 0, 0]),
        ({"out_of_service_from": day("2027-05-01")}, [3, 1, 0, 0]),
    ],
)
def test_late_entry_and_early_end(limits: dict[str, Any], profile: list[int]) -> None:
    """
    Who started on 1 January 2026 meets on the first of each month of 2027 (P32).

    "Begeleiding vanaf" 1 March counts itself, as do "einde traject" and
    "promotie per" 1 May; "uit dienst per" 1 May does not.
    """
    assert needs_of("2026-01-01", **limits) == profile


@pytest.mark.parametrize(
    ("first", "need"),
    [("2027-01-04", 4), ("2027-01-07", 4), ("2027-01-08", 5)],
)
def test_escalation_keeps_seven_days_between_meetings(first: str, need: int) -> None:
    """
    In year 3 only 1 January is nominal in this quarter; every two weeks is added (W3).

    From 4 January: the 4th is 3 days after the 1st, so left out; 18 Jan, 1, 15
    Feb: 1 + 3. From the 7th: 6 days, left out; 21 Jan, 4, 18 Feb: 4. From the
    8th: 7 days, taken; 8, 22 Jan, 5, 19 Feb: 5.
    """
    extra = Escalation(junior="J1", first=day(first), last=day("2027-02-28"), every_weeks=2)
    instance = practice(juniors=(junior("J1", "2025-01-01"),), escalations=(extra,))
    assert needs(instance) == [need, 1, 1, 1]


def test_escalation_without_end_lasts_as_long_as_the_horizon() -> None:
    """
    Weekly from 4 October 2027: 13 Mondays up to 27 December, less the 4th.

    1 October is nominal, three days before the 4th.
    """
    extra = Escalation(junior="J1", first=day("2027-10-04"), last=None, every_weeks=1)
    instance = practice(juniors=(junior("J1", "2025-01-01"),), escalations=(extra,))
    assert needs(instance) == [1, 1, 1, 13]


def test_reference_date_leaves_history_out() -> None:
    """Of 1 Jan, 1 Feb and 1 Mar two are left on 1 February; a date in another quarter is void."""
    for reference, need in (("2027-02-01", 2), ("2027-04-01", 3), ("2026-12-31", 3)):
        given = settings(reference_date=day(reference))
        assert needs(practice(settings=given)) == [need, 3, 3, 3]


def test_phases_come_from_the_sheet() -> None:
    """Four weekly hours, then two each ten days from month 3: 4 + 2 meetings of 60 and 30."""
    kind = TrajectoryType(
        name="kort",
        phases=(
            Phase(from_month=0, count=4, every=1, unit=Unit.WEEKS, minutes=60),
            Phase(from_month=3, count=2, every=10, unit=Unit.DAYS),
        ),
    )
    instance = practice(
        juniors=(junior("J1", "2027-01-01", trajectory="kort"),), trajectories={"kort": kind}
    )
    ours = Practice(instance)
    assert [ours.minutes("J1", quarter) for quarter in ours.quarters] == [240, 60, 0, 0]
    assert ours.item_of["J1"].length == 2


def test_group_takes_its_own_dates_and_the_senior_once() -> None:
    """
    From 1 September 2026 a group meets 5, 3, 3, 3 times in 2027; both members the same.

    Days 126 (5 Jan), 140, 154, 168 (16 Feb), then month 6 (1 Mar): 5. The second
    member's long leave moves nothing; from 1 May on is theirs alone to miss: 1
    April is left. The senior gives the union of their dates, once.
    """
    group = Group(name="A", trajectory="junior", start=day("2026-09-01"))
    leave = Absence(day("2027-01-01"), day("2027-03-31"))
    members = (
        junior("J1", "2020-01-01", group="A", absences=(leave,)),
        junior("J2", "2027-06-01", group="A", trajectory_end=day("2027-04-30")),
    )
    instance = practice(juniors=members, groups=(group,))
    assert needs(instance, "J1") == [5, 3, 3, 3]
    assert needs(instance, "J2") == [5, 1, 0, 0]
    ours = Practice(instance)
    (item,) = ours.items
    assert [item.minutes[quarter] for quarter in ours.quarters] == [150, 90, 90, 90]
    assert ours.used([item], ours.quarters[0]) == 180


def test_week_53_and_the_week_after_are_both_odd() -> None:
    """28 December 2026 is in W53 and 4 January 2027 in W1; an anchor makes weeks alternate."""
    days = [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]
    assert [in_even_week(one) for one in days] == [False, False, True]
    anchor = date(2026, 12, 30)
    assert [in_even_week(one, anchor) for one in days] == [True, False, True]
    assert in_even_week(date(2026, 12, 21), anchor), "before the anchor W52 is even by number"


def test_idle_junior_has_no_item() -> None:
    """Whose 36 months are over needs nothing and is not paired."""
    instance = practice(juniors=(junior("J1"), junior("J2", "2023-12-31")))
    ours = Practice(instance)
    assert [item.subject for item in ours.items] == ["J1"]
