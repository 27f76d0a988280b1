"""Fixed weekly slots and which of them serve (domain.md §3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from koppeling.domain.instance import Group, Instance
from koppeling.domain.people import Absence, Person
from koppeling.domain.period import Slot, Weeks
from koppeling.domain.trajectory import Phase, TrajectoryType, Unit
from koppeling.rules.moments import (
    find_moments,
    min_common,
    serving_moments,
    shared_cells,
    shortfalls,
    slot_cells,
)
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior, types, weekly
from tests.rules.situations import dates_of, moment_at, the_pair
from tests.strategies import instances

FIRST_MONDAY = date(2027, 1, 4)
HALF_PAST_NINE = 9.5


def pair_with(need: int, num_mondays: int, **changes: Any) -> Instance:
    """Make a pair with a need in one quarter that shares so many Mondays at 9:00."""
    last = FIRST_MONDAY + timedelta(weeks=num_mondays - 1)
    someone = senior(hours=hours([0], 9, HALF_PAST_NINE, valid_from=FIRST_MONDAY, valid_to=last))
    return practice(
        [junior(trajectory="weekly")],
        [someone],
        trajectories=types(weekly(need)),
        **({"settings": {"horizon_length": 1}} | changes),
    )


def serving(instance: Instance) -> list[str]:
    """List the slots that serve the first pair."""
    return [str(moment.slot) for moment in serving_moments(*the_pair(instance))]


@pytest.mark.parametrize(
    ("need", "least"), [(2, 1), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6), (12, 8)]
)
def test_a_third_of_the_meetings_may_be_at_another_moment(need: int, least: int) -> None:
    """At least one may; 7 needs 5 common dates, 6 needs 4, 3 needs 2, 2 needs 1."""
    assert min_common(need) == least


@pytest.mark.parametrize(("need", "least"), [(2, 1), (3, 2), (6, 4), (7, 5)])
def test_a_slot_serves_with_just_enough_common_dates(need: int, least: int) -> None:
    """With the least number it serves; with one date less it does not."""
    assert serving(pair_with(need, least)) == ["ma 09:00"]
    if least > 1:
        assert serving(pair_with(need, least - 1)) == []
    item, someone, situation = the_pair(pair_with(need, least))
    assert item.need == (need,)
    assert moment_at(item, someone, situation, "ma 09:00").common == (least,)


def test_without_any_common_date_no_slot_serves() -> None:
    """A need of two still asks for one common date."""
    instance = pair_with(2, 1)
    away = replace(instance, holidays=frozenset({FIRST_MONDAY}))
    assert serving(away) == []


def need_three_then_one() -> TrajectoryType:
    """Make a trajectory with three meetings in the first quarter and one in the second."""
    later = Phase(from_month=3, count=1, every=1, unit=Unit.WEEKS)
    return TrajectoryType(name="kind", phases=(*weekly(3).phases, later))


@pytest.mark.parametrize(
    ("in_second_quarter", "slots"),
    [
        (
            hours([1], 15, 15.5, valid_from=date(2027, 4, 6), valid_to=date(2027, 4, 6)),
            ["ma 09:00"],
        ),
        ((), []),
    ],
    ids=["one Tuesday", "never"],
)
def test_a_need_of_one_may_be_met_at_another_moment(
    in_second_quarter: tuple[Any, ...], slots: list[str]
) -> None:
    """The Monday slot serves when the one meeting of Q2 fits on any date at any time."""
    first_quarter = hours([0], 9, 9.5, valid_to=date(2027, 3, 31))
    instance = practice(
        [junior(trajectory="kind")],
        [senior(hours=(*first_quarter, *in_second_quarter))],
        trajectories=types(need_three_then_one()),
        settings={"horizon_length": 2},
    )
    assert the_pair(instance)[0].need == (3, 1)
    assert serving(instance) == slots


def test_a_need_of_one_asks_for_the_whole_length_somewhere() -> None:
    """An hour's meeting does not fit in half an hour on the only shared date."""
    for end, slots in ((9.5, []), (10, ["di 09:00"])):
        instance = practice(
            [junior(trajectory="weekly")],
            [senior(hours=hours([1], 9, end))],
            trajectories=types(weekly(1, minutes=60)),
            settings={"horizon_length": 1},
        )
        assert serving(instance) == slots


def test_with_a_need_of_one_every_slot_with_a_common_date_serves() -> None:
    """Also one whose only common dates lie in a quarter without need."""
    one = practice(
        [junior(trajectory="weekly")],
        [
            senior(
                hours=(
                    *hours([0], 9, 9.5, valid_to=date(2027, 3, 31)),
                    *hours([2], 9, 9.5, valid_from=date(2027, 4, 1)),
                )
            )
        ],
        trajectories=types(weekly(1)),
        settings={"horizon_length": 2},
    )
    assert serving(one) == ["ma 09:00", "wo 09:00"]


def test_common_dates_in_a_quarter_out_do_not_make_a_slot_serve() -> None:
    """
    A slot needs c > 0 in some quarter in which the senior is not out.

    The senior is away from 15 April, so out in Q2, and works on Wednesdays
    from 1 April: 7 and 14 April are common dates that do not count.
    """
    away = (Absence(date(2027, 4, 15), date(2027, 6, 30)),)
    instance = practice(
        [junior(trajectory="weekly")],
        [
            senior(
                hours=(
                    *hours([0], 9, 9.5),
                    *hours([2], 9, 9.5, valid_from=date(2027, 4, 1)),
                ),
                absences=away,
            )
        ],
        trajectories=types(weekly(1)),
        settings={"horizon_length": 2},
    )
    item, someone, situation = the_pair(instance)
    wednesday = moment_at(item, someone, situation, "wo 09:00")
    assert [b.is_out for b in situation.budgets["S01"]] == [False, True]
    assert wednesday.common == (0, 2)  # 7 and 14 April
    assert wednesday.total == 0
    assert serving(instance) == ["ma 09:00"]


def test_in_a_quarter_out_nothing_is_asked_of_a_slot() -> None:
    """The need of a quarter in which the senior is away falls to a colleague."""
    instance = practice(
        [junior()],
        [senior(hours=hours([0], 9, 9.5), absences=(Absence(date(2027, 4, 1)),))],
        settings={"horizon_length": 2},
    )
    item, someone, situation = the_pair(instance)
    assert item.need == (7, 6)
    moments = find_moments(item, someone, situation)
    assert moments.meets_somewhere == (True, False)
    assert shortfalls(moments.every[0], moments, item, someone, situation) == (0, 0)
    assert serving(instance) == ["ma 09:00"]


def test_common_dates_are_counted_by_quarter() -> None:
    """Mondays at 9:00, holidays apart: 12 of 13 in Q1, 13 in Q2, 13 in Q3 and Q4."""
    item, someone, situation = the_pair(practice([junior()], [senior()]))
    monday = moment_at(item, someone, situation, "ma 09:00")
    assert monday.common == (12, 13, 13, 13)
    assert monday.total == 51
    assert dates_of(situation.calendar, monday.days)[:2] == [FIRST_MONDAY, date(2027, 1, 11)]
    tuesday = moment_at(item, someone, situation, "di 16:30")
    assert tuesday.common == (13, 12, 13, 13)  # 27 April is a holiday


def test_slots_come_in_order_of_weekday_and_time() -> None:
    """Five days of 16 half hours make eighty slots."""
    found = serving(practice([junior()], [senior()]))
    assert (len(found), found[0], found[15], found[16], found[-1]) == (
        80,
        "ma 09:00",
        "ma 16:30",
        "di 09:00",
        "vr 16:30",
    )


def test_a_longer_meeting_needs_all_its_cells() -> None:
    """Forty-five minutes take two half hours, so that the last one begins no slot."""
    instance = practice(
        [junior()],
        [senior(hours=hours([0], 9, 10.5))],
        settings={"meeting_minutes": 45},
    )
    assert serving(instance) == ["ma 09:00", "ma 09:30"]
    assert slot_cells(Slot(0, 18), 2) == (Slot(0, 18), Slot(0, 19))


def test_people_in_opposite_weeks_share_nothing() -> None:
    """Even Mondays and odd Mondays have no date in common."""
    instance = practice(
        [junior(hours=hours([0], weeks=Weeks.EVEN))], [senior(hours=hours([0], weeks=Weeks.ODD))]
    )
    item, someone, situation = the_pair(instance)
    moments = find_moments(item, someone, situation)
    assert moments.every == ()
    assert moments.meets_somewhere == (False,) * 4


def group_of_two(*, end: date | None = None) -> Instance:
    """Make a group of a Monday-and-Tuesday junior and a Monday-and-Friday one."""
    members = [
        junior("J01", group="A", hours=hours([0, 1], 9, 9.5), trajectory_end=end),
        junior("J02", group="A", hours=hours([0, 4], 9, 9.5)),
    ]
    return practice(
        members,
        [senior()],
        groups=(Group(name="A", trajectory="weekly", start=date(2027, 3, 1)),),
        trajectories=types(weekly(8)),
        settings={"horizon_length": 2},
    )


def test_a_group_meets_when_all_its_members_can() -> None:
    """Only Monday suits both."""
    assert the_pair(group_of_two())[0].need == (5, 3)
    assert serving(group_of_two()) == ["ma 09:00"]


def test_who_leaves_a_group_no_longer_stops_it() -> None:
    """After J01's end only J02's days count; in quarters with need of both, Monday."""
    instance = group_of_two(end=date(2027, 3, 31))
    item, someone, situation = the_pair(instance)
    assert item.need == (5, 3)
    assert moment_at(item, someone, situation, "ma 09:00").common == (4, 13)
    friday = moment_at(item, someone, situation, "vr 09:00")
    assert friday.common == (0, 13)
    assert serving(instance) == ["ma 09:00"]


def test_who_leaves_a_group_within_a_quarter_stops_it_until_that_day() -> None:
    """After 10 March J01 is not missed: J02's Mondays and Fridays count from then on."""
    item, someone, situation = the_pair(group_of_two(end=date(2027, 3, 10)))
    assert item.need == (5, 3)
    assert moment_at(item, someone, situation, "ma 09:00").common == (4, 13)
    assert moment_at(item, someone, situation, "vr 09:00").common == (3, 13)


def test_a_group_whose_members_follow_one_another_has_moments() -> None:
    """One leaves before the next enters: they need not be there together."""
    members = [
        junior("J01", group="A", trajectory_end=date(2027, 3, 10)),
        junior("J02", group="A", guided_from=date(2027, 3, 15)),
    ]
    instance = practice(
        members,
        [senior()],
        groups=(Group(name="A", trajectory="weekly", start=date(2027, 3, 1)),),
        trajectories=types(weekly(8)),
        settings={"horizon_length": 2},
    )
    item, someone, situation = the_pair(instance)
    assert moment_at(item, someone, situation, "wo 09:00").common == (5, 13)
    assert moment_at(item, someone, situation, "vr 09:00").common == (3, 13)


P = TypeVar("P", bound=Person)


def longer_away(people: tuple[P, ...], who: int, extra: Absence) -> tuple[P, ...]:
    """Give the person with index `who` an absence more; nobody when there is none."""
    if not 0 <= who < len(people):
        return people
    away = replace(people[who], absences=(*people[who].absences, extra))
    return (*people[:who], away, *people[who + 1 :])


def test_an_absence_never_adds_common_dates() -> None:
    """Whoever is away longer, no pair gains a date in any cell."""
    tried: Counter[str] = Counter()

    @examples(max_examples=60, deadline=None, derandomize=True)
    @given(
        instances(),
        st.integers(0, 7),
        st.integers(-30, 364),
        st.sampled_from([1, 10, 60, None]),
    )
    def holds(instance: Instance, who: int, offset: int, length: int | None) -> None:
        first = date(2027, 1, 1) + timedelta(days=offset)
        extra = Absence(first, None if length is None else first + timedelta(days=length - 1))
        changed = replace(
            instance,
            juniors=longer_away(instance.juniors, who, extra),
            seniors=longer_away(instance.seniors, who - 5, extra),
        )
        before, after = Situation(instance), Situation(changed)
        for item in before.items:
            members = tuple(after.junior_by_number[j.number] for j in item.members)
            for old, new in zip(instance.seniors, changed.seniors, strict=True):
                was = shared_cells(item, old, before)
                now = shared_cells(replace(item, members=members), new, after)
                assert all(cell & ~had == 0 for cell, had in zip(now, was, strict=True))
                tried["lost"] += was != now
                tried["same"] += was == now and any(was)

    holds()
    assert tried["lost"] > 0
    assert tried["same"] > 0
