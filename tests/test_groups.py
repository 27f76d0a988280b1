"""Groups: rules, model, check and plan say the same, and whoever is placed really meets (§7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import Group, HeldMeeting, Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.domain.result import Code, Solution, Status
from koppeling.model.compiling import Compiler
from koppeling.rules.checking import check
from koppeling.rules.eligibility import codes, quick_codes
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from koppeling.solve.answer import propose
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import SolveOptions
from koppeling.verify.eligibility import codes_of
from koppeling.verify.moments import Moments
from koppeling.verify.practice import Practice
from tests.builders import hours, junior, practice, senior, types, weekly
from tests.group_practices import draw_practice, items_of, need_dates, serving_slots
from tests.plan.plans import decided, make_plan
from tests.samples import over_seeds


def solve(instance: Instance, solver: SolverProcess) -> Solution:
    """Solve to proof; the rules find nothing wrong with the answer."""
    compiler = Compiler(Situation(instance))
    solution = propose(compiler, compiler.problem, SolveOptions(seconds=60), solver)
    assert solution.status is Status.OPTIMAL
    assert check(instance, solution) == ()
    return solution


def slots_by_rules(instance: Instance, i: int = 0, s: int = 0) -> list[str]:
    """List the slots that serve an item and a senior."""
    situation = Situation(instance)
    found = serving_moments(situation.items[i], instance.seniors[s], situation)
    return [str(moment.slot) for moment in found]


def slots_by_check(instance: Instance, i: int = 0, s: int = 0) -> list[str]:
    """List the same by the independent check."""
    ours = Practice(instance)
    return [str(slot) for slot in Moments(ours).serving(ours.items[i], instance.seniors[s])]


def group(members: list[dict[str, Any]], guide: dict[str, Any], **changes: Any) -> Instance:
    """Make a group of twelve weekly meetings from Monday 4 January, with one senior."""
    given: dict[str, Any] = {"name": "G", "trajectory": "weekly", "start": date(2027, 1, 4)}
    return practice(
        [junior(f"J{n}", **({"group": "G"} | one)) for n, one in enumerate(members, 1)],
        [senior(**guide)],
        groups=(Group(**(given | changes.pop("group", {}))),),
        trajectories=types(weekly(12)),
        **changes,
    )


def test_a_group_needs_one_site_for_all() -> None:
    """A senior of two sites is at one of them at a time, with one member at each: no moment."""
    both: dict[str, Any] = {"sites": ("Noord", "Zuid")}
    instance = group([{"sites": ("Noord",)}, {"sites": ("Zuid",)}], both)
    assert slots_by_rules(instance) == slots_by_check(instance) == []
    situation = Situation(instance)
    found = codes(situation.items[0], instance.seniors[0], situation)
    assert found == codes_of(Moments(Practice(instance)), Practice(instance).items[0],
                             instance.seniors[0]) == {Code.NO_MOMENT}  # fmt: skip
    # whoever is not at that site may work at a distance; the senior alone being far is not enough
    far = group([{"sites": ("Noord",)}, {"sites": ("Zuid",), "is_remote": True}], both)
    assert len(slots_by_rules(far)) == len(slots_by_check(far)) == 80
    remote = group([{"sites": ("Noord",)}, {"sites": ("Zuid",)}], both | {"is_remote": True})
    assert slots_by_rules(remote) == slots_by_check(remote) == []


@pytest.mark.parametrize("entry", ["in_service_from", "guided_from"])
def test_who_is_not_in_yet_is_not_waited_for(entry: str, solver: SolverProcess) -> None:
    """J2 comes on 15 March and then needs the last two meetings; the group meets from January."""
    instance = group([{}, {entry: date(2027, 3, 15)}], {}, settings={"horizon_length": 1})
    situation = Situation(instance)
    assert [m.day.day for m in situation.meetings["J2"]] == [15, 22]
    assert len(slots_by_rules(instance)) == len(slots_by_check(instance)) == 80
    assert len(solve(instance, solver).pairings) == 2
    plan = make_plan(instance, [decided("J1", slot="di 10:00"), decided("J2", slot="di 10:00")])
    sizes = [len(m.juniors) for m in plan.meetings if m.kind is MeetingKind.GROUP]
    assert sizes == [1] * 10 + [2] * 2


def test_who_leaves_has_to_meet_the_group_at_least_once(solver: SolverProcess) -> None:
    """J2 is there until 31 January, but only on Tuesdays, when J1 never is: both unplaced."""
    members: list[dict[str, Any]] = [
        {"hours": hours([0])}, {"hours": hours([1]), "trajectory_end": date(2027, 1, 31)},
    ]  # fmt: skip
    apart = group(members, {})
    assert slots_by_rules(apart) == slots_by_check(apart) == []
    assert solve(apart, solver).pairings == ()
    # one Monday in January is enough, at whatever time; the fixed moment need not be it
    members[1]["hours"] = hours([0], 9, 9.5, valid_from=date(2027, 1, 25))
    once = group(members, {})
    assert slots_by_rules(once) == slots_by_check(once)
    assert "ma 15:00" in slots_by_rules(once)


def test_a_date_that_a_member_cannot_share_is_listed_for_that_member() -> None:
    """
    J2 is there on 4 January and ends on the 20th; the senior is back on the 25th.

    The second and third meeting are J1's; J2, who is not waited for, misses both.
    """
    away = hours([0], valid_to=date(2027, 1, 4)), hours([0], valid_from=date(2027, 1, 25))
    instance = practice(
        [junior("J1", group="G"), junior("J2", group="G", trajectory_end=date(2027, 1, 20))],
        [senior(hours=(*away[0], *away[1]))],
        groups=(Group(name="G", trajectory="weekly", start=date(2027, 1, 4)),),
        trajectories=types(weekly(3)),
        settings={"horizon_length": 1},
    )
    assert "ma 10:00" in slots_by_rules(instance)
    both = [decided("J1", slot="ma 10:00"), decided("J2", slot="ma 10:00")]
    plan = make_plan(instance, both)
    told = [(m.day, m.juniors) for m in plan.meetings if m.kind is MeetingKind.GROUP]
    assert told == [
        (date(2027, 1, 4), ("J1", "J2")),
        (None, ("J2",)),
        (None, ("J2",)),
        (date(2027, 1, 25), ("J1",)),
        (date(2027, 2, 1), ("J1",)),
    ]
    assert {m.reason for m in plan.meetings if m.day is None} == {
        "De groep kan alleen samenkomen op een dag waarop deze junior geen begeleiding heeft."
    }
    assert make_plan(instance, both, plan.meetings).meetings == plan.meetings
    # held on a day to come, it still is nothing that J2 had
    held = [replace(m, status=MeetingStatus.HELD) if m.day else m for m in plan.meetings]
    again = make_plan(instance, both, held).meetings
    assert [(m.nominal, m.day) for m in again if m.juniors == ("J2",)] == [
        (date(2027, 1, 11), None), (date(2027, 1, 18), None),
    ]  # fmt: skip


def test_who_was_not_at_a_meeting_of_the_group_has_it_listed() -> None:
    """A row ticked for one of two is history for that one; the other's is told, not lost."""
    instance = group([{}, {}], {}, settings={"horizon_length": 1})
    both = [decided("J1", slot="ma 10:00"), decided("J2", slot="ma 10:00")]
    rows = list(make_plan(instance, both).meetings)
    first = next(m for m in rows if m.kind is MeetingKind.GROUP)
    rows[rows.index(first)] = replace(first, status=MeetingStatus.HELD, juniors=("J1",))
    told = [m for m in make_plan(instance, both, rows).meetings if m.juniors == ("J2",)]
    assert [(m.kind, m.nominal, m.day) for m in told] == [
        (MeetingKind.GROUP, date(2027, 1, 4), None)
    ]
    assert told[0].reason == "De groep kwam samen zonder deze junior."


def test_the_talk_that_was_held_is_counted_once() -> None:
    """Of 60 minutes a talk held leaves room for one meeting: its half hour is in what is used."""
    held = HeldMeeting(junior="J01", senior="S01", day=date(2027, 1, 20), minutes=30)
    for cap, fits in ((90, True), (60, False)):
        instance = practice(
            [junior(trajectory="weekly", start=date(2027, 1, 18))],
            [senior(cap_minutes=cap)],
            trajectories=types(weekly(2, every=6)),
            held=(held,),
            settings={"horizon_length": 1, "reference_date": date(2027, 2, 15)},
        )
        situation, ours = Situation(instance), Practice(instance)
        item = situation.items[0]
        by_rules = codes(item, instance.seniors[0], situation)
        by_check = codes_of(Moments(ours), ours.items[0], instance.seniors[0])
        assert by_rules == by_check == (set() if fits else {Code.TIME_SENIOR})


def test_a_meeting_stays_at_one_site() -> None:
    """Half an hour at Noord and half an hour at Zuid hold no hour, also for two who go along."""
    day = (*hours([0], 8.5, 9, site="Noord"), *hours([0], 9, 9.5, site="Zuid"))
    people: dict[str, Any] = {"sites": ("Noord", "Zuid"), "hours": day}
    for minutes, slots in ((60, []), (30, ["ma 08:30", "ma 09:00"])):
        settings = {"meeting_minutes": minutes}
        instance = practice([junior(**people)], [senior(**people)], settings=settings)
        assert slots_by_rules(instance) == slots_by_check(instance) == slots


def test_who_is_at_a_distance_asks_no_site_and_the_other_stays_at_one() -> None:
    """One of two at a distance does not let the other travel halfway; both at a distance do."""
    day = (*hours([0], 8.5, 9, site="Noord"), *hours([0], 9, 9.5, site="Zuid"))
    for junior_far, senior_far, slots in (
        (True, False, []), (False, True, ["ma 08:30"]), (True, True, ["ma 08:30"]),
    ):  # fmt: skip
        instance = practice(
            [junior(is_remote=junior_far, hours=hours([0], 8.5, 9.5))],
            [senior(is_remote=senior_far, hours=day)],
            settings={"meeting_minutes": 60},
        )
        assert slots_by_rules(instance) == slots_by_check(instance) == slots


def golden(bo_on_tuesdays: bool = True) -> Instance:  # noqa: FBT001, FBT002
    """Make golden case 5 of the specification: one group, one senior who works at two sites."""
    monday = hours([0], 8.5, 17, site="Zuid")
    tuesday = hours([1], 8.5, 17, site="Noord") if bo_on_tuesdays else ()
    return practice(
        [
            junior("An", group="G", hours=hours(range(5), 8.5, 17)),
            junior("Bo", group="G", sites=("Noord", "Zuid"), hours=(*monday, *tuesday)),
            junior("Cas", group="G", hours=hours([1, 2], 8.5, 17),
                   in_service_from=date(2027, 3, 1)),
        ],
        [senior("Sanne", sites=("Noord", "Zuid"), hours=hours(range(5), 8.5, 17),
                cap_minutes=480)],
        groups=(Group(name="G", trajectory="weekly", start=date(2027, 1, 5)),),
        trajectories=types(weekly(12)),
    )  # fmt: skip


def test_golden_case_of_a_group(solver: SolverProcess) -> None:
    """All three with Sanne on Tuesday 08:30, 360 minutes once, 390 in Q1 with the talk."""
    instance = golden()
    solution = solve(instance, solver)
    assert {(p.junior, p.senior, str(p.slot)) for p in solution.pairings} == {
        (name, "Sanne", "di 08:30") for name in ("An", "Bo", "Cas")
    }
    values = {level.level.value: level.value for level in solution.levels}
    assert (values["placed"], values["served"]) == (3, 360)
    ours = Practice(instance)
    assert ours.used(list(ours.items), Quarter(2027, 1)) == 390
    assert slots_by_rules(instance) == slots_by_check(instance)
    assert slots_by_rules(instance)[0] == "di 08:30"
    assert [ours.need(name, Quarter(2027, 1)) for name in ("An", "Bo", "Cas")] == [12, 12, 4]


def test_golden_case_of_a_group_that_is_never_at_one_site(solver: SolverProcess) -> None:
    """With Bo only on Mondays at Zuid there is no moment for any of the three."""
    instance = golden(bo_on_tuesdays=False)
    assert slots_by_rules(instance) == slots_by_check(instance) == []
    assert solve(instance, solver).pairings == ()


@over_seeds(15, 60)
def test_rules_model_and_check_have_the_slots_that_counting_finds(seeds: range) -> None:
    """Each group and senior of many practices: exactly the slots that counting dates gives."""
    num_slots: Counter[bool] = Counter()
    for seed in seeds:
        instance = draw_practice(seed)
        situation, ours = Situation(instance), Practice(instance)
        moments, candidates = Moments(ours), Compiler(situation).candidates
        by_pair = {(c.item, c.senior): c.moments for c in candidates}
        items = items_of(instance)
        assert [item.members for item in situation.items] == items
        assert sorted(item.members[0].number for item in ours.items) == sorted(
            members[0].number for members in items
        )
        for i, members in enumerate(items):
            item = ours.item_of[members[0].number]
            for s, guide in enumerate(instance.seniors):
                found = serving_slots(members, guide, instance) or {}
                by_rules = serving_moments(situation.items[i], guide, situation)
                assert {m.slot: m.total for m in by_rules} == found, (seed, i, s)
                assert moments.serving(item, guide) == sorted(found), (seed, i, s)
                is_open = not quick_codes(situation.items[i], guide, situation)
                assert {m.slot for m in by_pair.get((i, s), ())} == (
                    found.keys() if is_open else set()
                )
                num_slots[bool(found)] += len(members) > 1
    assert min(num_slots.values()) > len(seeds) / 3, num_slots


@over_seeds(40, 500)
def test_whoever_is_placed_really_meets(seeds: range, solver: SolverProcess) -> None:
    """
    In every quarter with a need each placed junior has a meeting with a date.

    Solved and then planned; what got no date is listed with its reason.
    """
    count: Counter[str] = Counter()
    for seed in seeds:
        instance = draw_practice(seed)
        solution = solve(instance, solver)
        pairs = {p.junior: p.senior for p in solution.pairings}
        plan = make_plan(
            instance, [decided(p.junior, p.senior, str(p.slot)) for p in solution.pairings]
        )
        met = Counter(_who_meet(plan.meetings))
        for number in pairs:
            one = Situation(instance).junior_by_number[number]
            for quarter in {Quarter.of(day) for day in need_dates(one, instance)}:
                assert met[number, quarter], (seed, number, quarter)
                count["quarters of members" if one.group else "quarters of others"] += 1
        count["groups"] += len({j.group for j in instance.juniors if j.number in pairs} - {None})
        count["dated"] += sum(m.day is not None for m in plan.meetings)
        listed = [m for m in plan.meetings if m.status is MeetingStatus.UNPLANNABLE]
        assert all(m.reason for m in listed)
        count["listed"] += len(listed)
    assert count["groups"] > len(seeds) / 4
    assert count["quarters of members"] > count["groups"]


def _who_meet(meetings: tuple[Meeting, ...]) -> Iterator[tuple[str, Quarter]]:
    for meeting in meetings:
        if meeting.day is not None and meeting.kind in (MeetingKind.GROUP, MeetingKind.GUIDANCE):
            for one in meeting.juniors:
                yield one, Quarter.of(meeting.day)
