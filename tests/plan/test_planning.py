"""A year of dated meetings: what is promised about every one of them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import holidays
import pytest

from koppeling.domain.decision import Decision
from koppeling.domain.instance import Escalation, Group
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Absence, Junior, MeetingWindow, Senior
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.domain.trajectory import nominal_dates
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from tests.builders import HOLIDAYS, hours, junior, practice, senior, types, weekly
from tests.plan.plans import decided, guidance, make_plan, of_kind
from tests.samples import each_seed

_DUTCH = frozenset(
    day for year in range(2025, 2033) for day in holidays.country_holidays("NL", years=year)
)


def test_every_meeting_takes_the_fixed_slot_nearest_to_its_date() -> None:
    """Full-time people meet at their fixed moment, within six days of the date."""
    plan = make_plan(practice([junior()], [senior()]), [decided(slot="di 10:00")])
    dated = guidance(plan)
    assert len(dated) == 19  # the thirteen and the six of the first year
    for meeting in dated:
        assert meeting.day is not None
        assert meeting.start_minute == 600
        assert meeting.day.weekday() == 1
        assert abs(meeting.shift_days or 0) <= 6
    assert plan.is_proven


def test_a_holiday_moves_the_meeting_to_another_moment_within_six_days() -> None:
    """When the fixed day is a holiday, another day near it is better than a week's shift."""
    tuesday = date(2027, 2, 2)
    people = [junior(start=date(2027, 1, 5))], [senior()]
    plan = make_plan(practice(*people, holidays=HOLIDAYS | {tuesday}), [decided(slot="di 10:00")])
    moved = next(m for m in guidance(plan) if m.nominal == tuesday)
    assert moved.day in (tuesday - timedelta(1), tuesday + timedelta(1))
    assert moved.start_minute == 600


@pytest.mark.parametrize(
    ("year", "every"),
    [
        (2026, 29),
        (2027, 29),
        (2028, 29),
        *(pytest.param(year, 1, marks=pytest.mark.slow) for year in (2026, 2027, 2028)),
    ],
)
def test_all_35_are_planned_or_listed_from_every_start(year: int, every: int) -> None:
    """From each start date and many working patterns the whole trajectory is accounted for."""
    rng = random.Random(year)
    num_days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    num_trajectories = num_planned = num_listed = 0
    starts = [date(year, 1, 1) + timedelta(days=n) for n in range(0, num_days, every)]
    for chunk in (starts[n : n + 61] for n in range(0, len(starts), 61)):
        quarter = Quarter.of(chunk[0])
        juniors, seniors, decisions = [], [], []
        for n, start in enumerate(chunk):
            one, other = _pair(rng, n, start)
            juniors.append(one)
            seniors.append(other)
            decisions.append(decided(one.number, other.number))
        last = Quarter.of(chunk[-1] + timedelta(days=1096))
        length = 1 + (last.year - quarter.year) * 4 + last.number - quarter.number
        instance = practice(
            juniors,
            seniors,
            settings={"quarter": quarter, "horizon_length": length},
            holidays=_DUTCH,
        )
        plan = make_plan(instance, decisions)
        assert plan.is_proven
        counts: Counter[str] = Counter()
        for meeting in of_kind(plan, MeetingKind.GUIDANCE):
            counts[meeting.juniors[0]] += 1
            if meeting.status is MeetingStatus.PLANNED:
                num_planned += 1
                assert meeting.day not in _DUTCH
            else:
                num_listed += 1
                assert meeting.reason
        assert set(counts.values()) == {35}
        num_trajectories += len(counts)
    assert num_trajectories == len(starts)
    assert num_planned + num_listed == 35 * len(starts)
    assert num_planned > 0.97 * 35 * len(starts)


def _pair(rng: random.Random, n: int, start: date) -> tuple[Junior, Senior]:
    """Draw a junior and a senior with at least one weekday in common."""
    shared = rng.randrange(5)
    weeks = rng.choice((Weeks.EVERY, Weeks.EVERY, Weeks.EVERY, Weeks.EVEN, Weeks.ODD))
    ours = hours({shared, *rng.sample(range(5), rng.randrange(4))}, 9, rng.choice((10.5, 13, 17)))
    theirs = hours({shared}, 9, 12, weeks) + hours(
        {day for day in rng.sample(range(5), rng.randrange(3)) if day != shared}, 12, 17
    )
    return junior(f"J{n:02}", start=start, hours=ours), senior(f"S{n:02}", hours=theirs)


@each_seed(2, 6)
def test_crowded_practices_are_planned_without_a_clash_and_proven(seed: int) -> None:
    """Seniors with one short day and many juniors of one cohort still get the best plan."""
    rng = random.Random(seed)
    juniors = [
        junior(f"J{n:02}", start=date(2027, 1, 4) + timedelta(days=rng.choice((0, 0, 7))))
        for n in range(9)
    ]
    seniors = [
        senior(f"S{n}", hours=hours([n, n + 1], 9, rng.choice((10, 10.5, 11)))) for n in range(3)
    ]
    instance = practice(juniors, seniors)
    situation = Situation(instance)
    decisions = []
    for n, one in enumerate(juniors):
        chosen = seniors[n % 3]
        moments = serving_moments(situation.item_of[one.number], chosen, situation)
        decisions.append(decided(one.number, chosen.number, str(rng.choice(moments).slot)))
    plan = make_plan(instance, decisions)
    assert plan.is_proven
    assert len(of_kind(plan, MeetingKind.GUIDANCE)) == sum(
        len(situation.meetings[j.number]) for j in juniors
    )


def test_nothing_shared_is_listed_with_its_reason() -> None:
    """A pair that never meets is not dropped: each of its meetings stands in the list."""
    instance = practice([junior(hours=hours([0]))], [senior(hours=hours([4]))])
    plan = make_plan(instance, [decided()])
    listed = of_kind(plan, MeetingKind.GUIDANCE)
    assert len(listed) == 19
    assert {m.status for m in listed} == {MeetingStatus.UNPLANNABLE}
    assert {m.reason for m in listed} == {"Zij delen geen moment in dit kwartaal."}


@pytest.mark.slow
def test_too_few_moments_are_listed_as_taken() -> None:
    """When two juniors ask for more than a senior's one weekly half hour, the rest is listed."""
    window = MeetingWindow(weekday=1, start_minute=600, end_minute=630)
    juniors = [junior(f"J{n}", trajectory="dense") for n in range(2)]
    kinds = types(weekly(13, name="dense"))
    plan = make_plan(
        practice(juniors, [senior(windows=(window,))], trajectories=kinds),
        [decided("J0", slot="di 10:00"), decided("J1", slot="di 10:00")],
    )
    listed = [m for m in of_kind(plan, MeetingKind.GUIDANCE) if m.day is None]
    assert len(guidance(plan)) == 13  # the Tuesdays of the quarter, each of them used
    assert len(listed) == 13
    assert {m.reason for m in listed} == {
        "Elk moment dat zij in dit kwartaal delen, is bezet door andere overleggen."
    }


def test_week_53_and_the_week_after_are_both_odd() -> None:
    """Who works in even weeks only has no meeting in week 53 of 2026 nor in week 1 of 2027."""
    people = (
        [junior(start=date(2026, 10, 5))],
        [senior(hours=hours(weeks=Weeks.EVEN))],
    )
    plan = make_plan(
        practice(*people, settings={"quarter": Quarter(2026, 4), "horizon_length": 2}),
        [decided(slot="wo 09:00")],
    )
    days = [m.day for m in guidance(plan) if m.day is not None]
    assert days
    assert all(day.isocalendar().week % 2 == 0 for day in days)
    assert not any(date(2026, 12, 28) <= day <= date(2027, 1, 10) for day in days)


def test_clock_changes_do_not_touch_local_times() -> None:
    """The fixed time is the same before and after both changes of the clock."""
    instance = practice([junior()], [senior()], settings={"horizon_length": 4})
    plan = make_plan(instance, [decided(slot="ma 09:00")])
    in_slot = [m for m in guidance(plan) if m.day is not None and m.day.weekday() == 0]
    assert {m.start_minute for m in in_slot} == {540}
    assert min(m.day for m in in_slot if m.day) < date(2027, 3, 28) < date(2027, 10, 31)
    assert max(m.day for m in in_slot if m.day) > date(2027, 10, 31)


def test_the_site_of_the_day_decides() -> None:
    """A senior who is at Zuid on Tuesdays meets a junior of Noord on the other day."""
    there = hours([1], site="Zuid") + hours([3], site="Noord")
    instance = practice([junior()], [senior(sites=("Noord", "Zuid"), hours=there)])
    plan = make_plan(instance, [decided()])
    assert {m.day.weekday() for m in guidance(plan) if m.day} == {3}


def test_absence_and_closure_are_kept_free() -> None:
    """No meeting falls in a leave of either or in a closure of the practice."""
    leave, closed = (
        Absence(date(2027, 2, 1), date(2027, 2, 12)),
        Absence(date(2027, 5, 3), date(2027, 5, 7)),
    )
    instance = practice([junior()], [senior(absences=(leave,))], closures=(closed,))
    plan = make_plan(instance, [decided(slot="wo 10:00")])
    days = [m.day for m in guidance(plan) if m.day]
    assert len(days) == 19
    assert not any(leave.covers(day) or closed.covers(day) for day in days)


def test_a_senior_who_is_out_hands_over() -> None:
    """In a quarter that the senior is away nothing is planned; each meeting is listed."""
    away = Absence(date(2027, 4, 1), date(2027, 6, 30))
    plan = make_plan(practice([junior()], [senior(absences=(away,))]), [decided(slot="wo 10:00")])
    listed = [m for m in of_kind(plan, MeetingKind.GUIDANCE) if m.day is None]
    assert len(listed) == 6
    assert {Quarter.of(m.nominal) for m in listed} == {Quarter(2027, 2)}
    assert {m.reason for m in listed} == {
        "De senior is in dit kwartaal afwezig; een collega moet het overnemen."
    }


def test_escalation_gives_extra_meetings_apart_from_the_35() -> None:
    """Meetings that escalation asks for are dated under a kind and numbers of their own."""
    row = Escalation(junior="J01", first=date(2027, 5, 3), last=date(2027, 6, 30), every_weeks=1)
    plain = make_plan(practice([junior()], [senior()]), [decided(slot="wo 10:00")])
    plan = make_plan(
        practice([junior()], [senior()], escalations=(row,)), [decided(slot="wo 10:00")]
    )
    extra = of_kind(plan, MeetingKind.EXTRA)
    assert [m.number for m in extra] == list(range(1, len(extra) + 1))
    assert len(extra) == 4  # the other weeks are within six days of a date of the trajectory
    assert {m.id for m in of_kind(plain, MeetingKind.GUIDANCE)} == {
        m.id for m in of_kind(plan, MeetingKind.GUIDANCE)
    }


def test_a_group_meets_once_with_all_who_need_it() -> None:
    """A group takes the senior's time once; a member who joins later is there from then on."""
    members = [
        junior("J01", group="A"),
        junior("J02", group="A", guided_from=date(2027, 3, 1), hours=hours([1, 2], 10, 15)),
    ]
    group = Group(name="A", trajectory="junior", start=date(2027, 1, 4))
    plan = make_plan(
        practice(members, [senior()], groups=(group,)),
        [decided("J01", slot="di 10:00"), decided("J02", slot="di 10:00")],
    )
    met = of_kind(plan, MeetingKind.GROUP)
    assert len(met) == 19
    assert {m.juniors for m in met if m.nominal < date(2027, 3, 1)} == {("J01",)}
    assert {m.juniors for m in met if m.nominal >= date(2027, 3, 1)} == {("J01", "J02")}
    assert [m.number for m in met] == list(range(1, 20))


def test_longer_meetings_take_as_many_half_hours() -> None:
    """Meetings of an hour fit in an hour and never overlap."""
    juniors = [junior(f"J{n}") for n in range(3)]
    instance = practice(
        juniors, [senior(hours=hours([0, 2], 9, 12))], settings={"meeting_minutes": 60}
    )
    plan = make_plan(instance, [decided(j.number, slot="ma 09:00") for j in juniors])
    assert len(guidance(plan)) == 57
    assert {m.minutes for m in guidance(plan)} == {60}


def test_somebody_with_two_roles_is_in_one_place_at_a_time() -> None:
    """A person who guides and is guided never does both at once."""
    window = MeetingWindow(weekday=1, start_minute=600, end_minute=660)
    instance = practice(
        [junior("J01", windows=(window,)), junior("X01", windows=(window,))],
        [senior("S01", windows=(window,)), senior("X01", windows=(window,))],
    )
    plan = make_plan(
        instance,
        [decided("J01", "X01", "di 10:00"), decided("X01", "S01", "di 10:00")],
    )
    starts = [(m.day, m.start_minute) for m in guidance(plan)]
    assert len(starts) == len(set(starts)) >= 36


def test_undecided_pairs_are_planned_only_as_a_concept() -> None:
    """Without a decision nothing is planned and the junior is named; a concept plans it."""
    instance, waiting = practice([junior()], [senior()]), [decided(slot="di 10:00", decision=None)]
    plan = make_plan(instance, waiting)
    assert plan.undecided == ("J01",)
    assert guidance(plan) == []
    assert len(guidance(make_plan(instance, waiting, concept=True))) == 19


def test_what_was_chosen_goes_before_what_was_proposed() -> None:
    """With another senior and moment chosen, those are planned."""
    instance = practice([junior()], [senior("S01"), senior("S02")])
    other = decided(
        slot="di 10:00",
        decision=Decision.OTHERWISE,
        chosen_senior="S02",
        chosen_slot=Slot.parse("do 14:00"),
    )
    dated = guidance(make_plan(instance, [other]))
    assert {m.senior for m in dated} == {"S02"}
    assert {m.start_minute for m in dated} == {840}


@pytest.mark.slow
def test_the_same_workbook_gives_the_same_plan() -> None:
    """Order of rows and of decisions does not matter."""
    juniors = [junior(f"J{n}", start=date(2027, 1, 4)) for n in range(4)]
    seniors = [senior("S01", hours=hours([0, 1], 9, 11))]
    decisions = [decided(j.number, slot="ma 09:00") for j in juniors]
    one = make_plan(practice(juniors, seniors), decisions)
    other = make_plan(practice(juniors[::-1], seniors), decisions[::-1])
    assert one == other


def test_numbers_of_a_late_starter_are_those_of_the_whole_trajectory() -> None:
    """Who is guided from the second year on begins with number 20."""
    late = junior(start=date(2026, 1, 5), guided_from=date(2027, 1, 1))
    assert len(nominal_dates(late.start)) == 35
    plan = make_plan(practice([late], [senior()]), [decided(slot="di 10:00")])
    assert [m.number for m in of_kind(plan, MeetingKind.GUIDANCE)][:2] == [20, 21]
