"""Need against capacity comes out exactly, and the future is what the workbook says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from koppeling.domain.instance import Capacity, Instance, PairingStatus
from koppeling.domain.people import Absence
from koppeling.domain.period import Quarter
from koppeling.forecast.answer import Assumptions
from koppeling.forecast.outlook import look_ahead
from koppeling.rules.budgets import budget_of
from koppeling.rules.future import at_quarter, num_alike
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, junior, locked, practice, running, senior

RAMP = [3.5, 6.5, 8, 9.5, 11, 12.5, 14, 15.5, 16, 16.5, 17, 17.5]
COHORT = [57.5, 69, 46, 34.5, 34.5, 34.5, 34.5, 34.5, 23, 11.5, 11.5, 11.5]


@pytest.fixture
def small() -> Instance:
    """One junior and two seniors of ten hours a quarter."""
    return practice(
        [junior("J01")], [senior("S01", cap_minutes=600), senior("S02", cap_minutes=600)]
    )


def test_one_hire_a_quarter_gives_the_ramp(small: Instance) -> None:
    """Newcomers on the first day of each quarter ask what domain.md §8 says, times their number."""
    for number in (1, 3):
        ahead = look_ahead(small, Assumptions(hire_per_quarter=number), "junior")
        assert [one.hired_minutes / 60 for one in ahead] == [number * hours for hours in RAMP]


@pytest.mark.parametrize("day", [1, 2, 3])
def test_a_cohort_of_23_asks_402_and_a_half_hours(day: int) -> None:
    """Of 23 who start in the first days of February 2022 the twelve quarters are exact (J3)."""
    cohort = [junior(f"J{n:02d}", start=date(2022, 2, day)) for n in range(23)]
    instance = practice(cohort, [senior()], settings={"quarter": Quarter(2022, 1)})
    ahead = look_ahead(instance, Assumptions(), "junior")
    assert [one.need_minutes / 60 for one in ahead] == COHORT
    assert sum(COHORT) == 402.5
    assert [one.num_juniors for one in ahead] == [23] * 12
    assert len(ahead[0].starting) == len(ahead[-1].ending) == 23


def test_available_is_what_is_left_after_the_talk(small: Instance) -> None:
    """Of two seniors with ten hours 19 hours are there, and 15.2 with a reserve of a fifth."""
    ahead = look_ahead(small, Assumptions(num_quarters=1), "junior")
    assert (ahead[0].available_minutes, ahead[0].reserved_minutes) == (1140, 912)
    assert ahead[0].ratio == ahead[0].need_minutes / 1140


def test_who_is_away_not_trained_or_no_coach_gives_nothing() -> None:
    """Only seniors who guide in the quarter count; a lock makes somebody count."""
    seniors = [
        senior("S01", absences=(Absence(date(2027, 1, 1), date(2027, 3, 31)),)),
        senior("S02", trained_until=date(2027, 3, 31)),
        senior("S03", coaches=False),
        senior("S04", coaches=False),
        senior("S05", out_of_service_from=date(2027, 7, 1)),
    ]
    instance = practice([junior("J01")], seniors, pairings=[locked("J01", "S04")])
    ahead = look_ahead(instance, Assumptions(num_quarters=3), "junior")
    assert [one.num_seniors for one in ahead] == [3, 3, 2]  # 2 4 5, then 1 4 5, then 1 4
    assert [one.available_minutes for one in ahead] == [3 * 690, 3 * 690, 2 * 690]
    assert [one.leaving for one in ahead] == [(), (), ("S05",)]
    assert [one.expiring for one in ahead] == [(), ("S02",), ()]


def test_a_training_of_whoever_has_left_expires_unnoticed() -> None:
    """The fall in hours was told when they left."""
    gone = senior("S01", trained_until=date(2027, 5, 1), out_of_service_from=date(2027, 4, 1))
    stays = senior("S02", trained_until=date(2027, 5, 1))
    ahead = look_ahead(
        practice([junior("J01")], [gone, stays]), Assumptions(num_quarters=3), "junior"
    )
    assert [one.expiring for one in ahead] == [(), (), ("S02",)]
    assert [one.leaving for one in ahead] == [(), ("S01",), ()]


def test_turnover_compounds_and_leave_is_constant(small: Instance) -> None:
    """A tenth a year is the fourth root a quarter; leave takes its part from the first quarter."""
    taken = Assumptions(num_quarters=5, turnover_percent=10, leave_percent=5)
    ahead = look_ahead(small, taken, "junior")
    caps = [int(600 * 0.95 * 0.9 ** (k / 4)) for k in range(5)]
    assert [one.available_minutes for one in ahead] == [2 * (cap - 30) for cap in caps]
    assert caps[0] == 570
    assert caps[4] == 513


def test_a_share_keeps_the_limit_of_capaciteit(small: Instance) -> None:
    """Scaling the hours leaves the limit of juniors and other quarters' rows as they are."""
    rows = (Capacity(senior="S01", quarter=Quarter(2027, 2), minutes=300, max_juniors=2),)
    future = at_quarter(
        replace(small, capacities=rows), Quarter(2027, 2), 2, lambda ahead: 1 - ahead / 10
    )
    second, third = (
        budget_of(future.seniors[0], quarter, future) for quarter in future.settings.quarters
    )
    assert (second.cap_minutes, third.cap_minutes) == (270, 240)
    assert (second.max_juniors, third.max_juniors) == (2, 2)


def test_a_promoted_junior_guides_after_nine_months() -> None:
    """A day of promotion makes a senior in the tenth month, with the hours of the setting (B17)."""
    promoted = junior("J01", start=date(2024, 1, 8), promoted_from=date(2027, 1, 1))
    ahead = look_ahead(practice([promoted, junior("J02")], []), Assumptions(), "junior")
    assert [one.num_seniors for one in ahead][:5] == [0, 0, 0, 1, 1]
    assert ahead[3].trained == ("J01",)
    assert ahead[3].available_minutes == 690
    assert ahead[3].arriving == ()


def test_locks_hold_while_they_can(small: Instance) -> None:
    """A locked pair stays locked in a later quarter, unless the senior has gone by then."""
    bound = replace(small, pairings=(locked("J01", "S01"),))
    assert Situation(at_quarter(bound, QUARTER.shift(1), 4)).locked
    leaving = replace(bound.seniors[0], out_of_service_from=date(2027, 4, 1))
    gone = replace(bound, seniors=(leaving, bound.seniors[1]))
    later = at_quarter(gone, QUARTER.shift(1), 4)
    assert [row.status for row in later.pairings] == [PairingStatus.RUNNING]
    kept = replace(gone, pairings=(running("J01", "S01"),))
    keeping = replace(kept, settings=replace(kept.settings, keep_running=True))
    assert not at_quarter(keeping, QUARTER.shift(1), 4).settings.keep_running


def test_the_planning_quarter_itself_is_left_alone(small: Instance) -> None:
    """Looking no further changes nothing but the length of the horizon."""
    assert at_quarter(small, QUARTER, 4) == small


def test_a_bound_on_newcomers_alike_counts_hours_and_limits() -> None:
    """Ten hours less the talk take two of 3.5 h; a limit of one takes one; who is out none."""
    seniors = [
        senior("S01", cap_minutes=600),
        senior("S02", cap_minutes=600, max_juniors=1),
        senior("S03", cap_minutes=600, absences=(Absence(date(2027, 1, 1), date(2027, 3, 31)),)),
    ]
    situation = Situation(practice([junior("J01", start=date(2027, 1, 1))], seniors))
    assert situation.items[0].minutes[0] == 210
    assert num_alike(situation.items[0], situation) == 3
