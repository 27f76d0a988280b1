"""Each change of a what-if does what its words say, and leaves the practice it began with alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from koppeling.domain.instance import Capacity, Group, Instance, PairingRow, PairingStatus
from koppeling.domain.people import MeetingWindow
from koppeling.domain.period import Quarter
from koppeling.domain.scenario import (
    AddRegistration,
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    OpenMoments,
    Promote,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.errors import ScenarioError
from koppeling.rules.changing import change
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, hours, junior, practice, running, senior


def changed(instance: Instance, *changes: Change) -> Situation:
    """Apply changes and derive what follows."""
    return Situation(change(instance, changes))


def caps(situation: Situation, number: str = "S01") -> list[int]:
    """List a senior's minutes per quarter."""
    return [budget.cap_minutes for budget in situation.budgets[number]]


@pytest.fixture
def small() -> Instance:
    """Two juniors and two seniors; J01 runs with S01."""
    return practice(
        juniors=[junior("J01"), junior("J02")],
        seniors=[senior("S01", cap_minutes=600), senior("S02", cap_minutes=600)],
        pairings=[running("J01", "S01")],
    )


def test_newcomers_get_numbers_that_nobody_has(small: Instance) -> None:
    """Two hires after one hire: three different people, alike but for the number."""
    hire = Hire(start=date(2027, 2, 1), hours=hours([1, 3]), sites=("Noord",))
    after = change(small, [hire, replace(hire, count=2)])
    numbers = [j.number for j in after.juniors]
    assert numbers == ["J01", "J02", "nieuw-01", "nieuw-02", "nieuw-03"]
    assert {(j.start, j.sites, j.in_service_from) for j in after.juniors[2:]} == {
        (date(2027, 2, 1), ("Noord",), date(2027, 2, 1))
    }
    assert len(small.juniors) == 2


def test_a_new_senior_brings_hours_from_the_first_day_on(small: Instance) -> None:
    """Before the start the newcomer is out, after it there is the capacity given."""
    hire = Hire(
        is_senior=True, start=date(2027, 4, 1), hours=hours(), sites=("Noord",), cap_minutes=300
    )
    budgets = changed(small, hire).budgets["nieuw-01"]
    assert [b.is_out for b in budgets] == [True, False, False, False]
    assert budgets[1].cap_minutes == 300


def test_hours_for_one_quarter_leave_the_next_ones_alone(small: Instance) -> None:
    """A row of Capaciteit holds until the next one; a what-if hour does not."""
    second = QUARTER.shift(1)
    rows = (Capacity(senior="S01", quarter=QUARTER, minutes=480, max_juniors=3),)
    instance = replace(small, capacities=rows)
    one = changed(instance, SetHours(who="S01", minutes=60, is_relative=True, quarter=second))
    assert caps(one) == [480, 540, 480, 480]
    assert [b.max_juniors for b in one.budgets["S01"]] == [3, 3, 3, 3]
    assert caps(changed(small, SetHours(who="S01", minutes=90))) == [90] * 4
    assert caps(changed(small, SetHours(who="S01", minutes=-900, is_relative=True))) == [0] * 4
    assert caps(one, "S02") == [600] * 4


def test_one_more_junior_counts_wherever_there_is_a_limit(small: Instance) -> None:
    """Limits in Senioren and in Capaciteit both rise; no limit stays no limit."""
    rows = (Capacity(senior="S01", quarter=Quarter(2027, 2), minutes=600, max_juniors=1),)
    limited = replace(small, seniors=(senior("S01", max_juniors=2), senior("S02")), capacities=rows)
    more = changed(
        limited,
        SetMaxJuniors(who="S01", number=1, is_relative=True),
        SetMaxJuniors(who="S02", number=1, is_relative=True),
    )
    assert [b.max_juniors for b in more.budgets["S01"]] == [3, 2, 2, 2]
    assert {b.max_juniors for b in more.budgets["S02"]} == {None}
    assert changed(limited, SetMaxJuniors(who="S02", number=4)).budgets["S02"][0].max_juniors == 4


def test_new_working_days_begin_on_their_day_and_the_old_ones_end_the_day_before(
    small: Instance,
) -> None:
    """Monday and Tuesday from 1 February; every day until 31 January."""
    day = date(2027, 2, 1)
    after = change(small, [SetWorkingDays(who="J01", hours=hours([0, 1]), day=day)])
    pattern = after.juniors[0].hours
    assert {h.weekday for h in pattern if h.is_valid_on(day)} == {0, 1}
    assert {h.weekday for h in pattern if h.is_valid_on(date(2027, 1, 31))} == set(range(5))
    saturday = SetWorkingDays(who="J01", hours=hours([5]), keeps_others=True)
    assert {h.weekday for h in change(small, [saturday]).juniors[0].hours} == set(range(6))


def test_who_leaves_is_out_and_need_not_keep_anybody(small: Instance) -> None:
    """A locked junior of a senior who leaves is free again, and so is a group's senior."""
    locked = replace(
        small,
        pairings=(PairingRow(junior="J01", senior="S01", status=PairingStatus.LOCKED),),
        groups=(Group(name="A", trajectory="junior", start=date(2027, 1, 4), senior="S01"),),
        juniors=(junior("J01"), junior("J02", group="A")),
    )
    assert set(Situation(locked).locked) == {"J01", "J02"}
    after = changed(locked, Leave(who="S01", day=QUARTER.first_day))
    assert not after.locked
    assert after.running["J01"].senior == "S01"
    assert all(budget.is_out for budget in after.budgets["S01"])


def test_releasing_one_pair_keeps_the_others_that_the_setting_keeps(small: Instance) -> None:
    """With *lopende koppelingen: vast* one pair is let go, the rest stays locked."""
    kept = replace(
        small,
        settings=replace(small.settings, keep_running=True),
        pairings=(running("J01", "S01"), running("J02", "S02")),
    )
    assert set(Situation(kept).locked) == {"J01", "J02"}
    assert set(changed(kept, Release(junior="J01")).locked) == {"J02"}


def test_absence_of_one_and_of_all(small: Instance) -> None:
    """Without a number the practice closes."""
    away = BeAbsent(who="S01", first=date(2027, 4, 1), last=date(2027, 6, 30))
    assert [b.is_out for b in changed(small, away).budgets["S01"]] == [False, True, False, False]
    closed = change(small, [replace(away, who=None)])
    assert closed.closures
    assert not closed.seniors[0].absences


def test_escalation_promotion_sites_and_registration(small: Instance) -> None:
    """More meetings; none after a promotion; another site; a registration more."""
    base = Situation(small).meetings["J01"]
    more = changed(
        small, Escalate(who="J01", first=date(2027, 6, 1), last=date(2027, 9, 1), every_weeks=2)
    )
    assert len(more.meetings["J01"]) > len(base)
    gone = changed(small, Promote(who="J01", day=date(2027, 3, 1)))
    assert max(m.day for m in gone.meetings["J01"]) <= date(2027, 3, 1)
    both = change(small, [SetSites(who="S01", sites=("Zuid",), keeps_others=True)])
    assert both.seniors[0].sites == ("Noord", "Zuid")
    assert change(small, [SetSites(who="S01", sites=("Zuid",))]).seniors[0].sites == ("Zuid",)
    registered = change(small, [AddRegistration(who="S01", registration="OG-SKJ")])
    assert registered.seniors[0].registrations == ("OG-SKJ",)


@pytest.mark.parametrize(
    "impossible",
    [
        Leave(who="0099", day=date(2027, 1, 1)),
        SetHours(who="J01", minutes=60),
        Promote(who="S01", day=date(2027, 1, 1)),
        Escalate(who="J01", first=date(2027, 1, 1), every_weeks=0),
        BeAbsent(who="J01", first=date(2027, 2, 1), last=date(2027, 1, 1)),
        Hire(start=date(2027, 1, 1), hours=(), sites=()),
        Hire(start=date(2027, 1, 1), hours=(), sites=("Noord",), trajectory="onbekend"),
    ],
)
def test_what_cannot_be_is_said_in_words(small: Instance, impossible: Change) -> None:
    """Nobody of that number or role, no weeks, an end before the beginning."""
    with pytest.raises(ScenarioError) as told:
        change(small, [impossible])
    assert str(told.value).endswith(".")


def test_without_windows_all_working_hours_are_open() -> None:
    """Somebody in both roles is one person: the change holds for both."""
    window = MeetingWindow(weekday=0, start_minute=540, end_minute=570)
    both = practice(
        juniors=[junior("P1", windows=(window,), hours=hours([0]))],
        seniors=[senior("P1", windows=(window,), hours=hours([0]))],
    )
    tuesday = SetWorkingDays(who="P1", hours=hours([1]), keeps_others=True)
    after = change(both, [OpenMoments(who="P1"), tuesday])
    for person in (*after.juniors, *after.seniors):
        assert person.windows == ()
        assert {h.weekday for h in person.hours} == {0, 1}


def test_a_budget_grows_only_where_there_is_one(small: Instance) -> None:
    """More of no limit is no limit."""
    more = SetBudget(who="J01", minutes=60, is_relative=True)
    assert change(small, [more]).juniors[0].budget_minutes is None
    limited = change(small, [SetBudget(who="J01", minutes=90), more])
    assert limited.juniors[0].budget_minutes == 150


def test_releasing_a_member_releases_the_senior_of_the_group() -> None:
    """A group has one senior, so nobody in it is bound any more."""
    group = Group(name="G", trajectory="junior", start=date(2027, 1, 4), senior="S01")
    members = [junior("J01", group="G"), junior("J02", group="G")]
    instance = practice(members, [senior("S01"), senior("S02")], groups=(group,))
    assert set(Situation(instance).locked) == {"J01", "J02"}
    assert changed(instance, Release(junior="J01")).locked == {}
