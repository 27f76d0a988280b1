"""What the rules need of a practice, derived once."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TypeVar

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from koppeling.domain.instance import Escalation, Group, Instance, PairingStatus, Preference
from koppeling.domain.people import Person
from koppeling.rules.candidates import find_candidates
from koppeling.rules.conflicts import find_conflicts
from koppeling.rules.needs import NeededMeeting
from koppeling.rules.situation import Situation
from tests.builders import (
    junior,
    locked,
    practice,
    row,
    running,
    senior,
    types,
    veto,
    weekly,
    wish,
)
from tests.strategies import instances

START = date(2027, 1, 4)
GROUP = Group(name="A", trajectory="junior", start=START)


def test_need_and_minutes_are_counted_by_quarter() -> None:
    """A junior who starts on 4 January needs 7, 6, 3 and 3 half hours."""
    situation = Situation(practice([junior()], [senior()]))
    (item,) = situation.items
    assert item.need == (7, 6, 3, 3)
    assert item.minutes == (210, 180, 90, 90)
    assert situation.own_minutes == {"J01": (210, 180, 90, 90)}
    assert (item.key, item.num_cells) == ("J01", 1)
    assert situation.item_of == {"J01": item}


def test_need_counts_from_the_reference_date() -> None:
    """On 1 February the meetings of 4 and 18 January are history; that day itself is not."""
    instance = practice([junior()], [senior()], settings={"reference_date": date(2027, 2, 1)})
    assert Situation(instance).items[0].need == (5, 6, 3, 3)


def test_a_meeting_on_the_last_day_of_the_horizon_counts() -> None:
    """New Year's Eve is in, New Year's Day is not."""
    weeks = types(weekly(2))
    last = junior(start=date(2027, 12, 31), trajectory="weekly")
    assert Situation(practice([last], [], trajectories=weeks)).items[0].need == (0, 0, 0, 1)
    after = junior(start=date(2028, 1, 1), trajectory="weekly")
    assert Situation(practice([after], [], trajectories=weeks)).items == ()


def test_minutes_are_summed_per_date_and_the_slot_is_as_long_as_the_longest() -> None:
    """Ordinary meetings of 30 minutes and a type of 45: two cells."""
    kind = weekly(3, minutes=45)
    extra = Escalation(junior="J01", first=date(2027, 2, 1), last=date(2027, 2, 1), every_weeks=1)
    instance = practice(
        [junior(trajectory="weekly")], [], trajectories=types(kind), escalations=(extra,)
    )
    (item,) = Situation(instance).items
    assert (item.need[0], item.minutes[0], item.num_cells) == (4, 3 * 45 + 30, 2)


def test_who_needs_nothing_in_the_horizon_is_idle() -> None:
    """Finished, or not yet begun: no item; the others are in order of number."""
    instance = practice(
        [
            junior("J03"),
            junior("J02", start=date(2023, 1, 1)),
            junior("J01"),
            junior("J04", start=date(2028, 1, 1)),
        ],
        [],
    )
    situation = Situation(instance)
    assert [item.key for item in situation.items] == ["J01", "J03"]
    assert [someone.number for someone in situation.idle] == ["J02", "J04"]
    assert "J02" not in situation.item_of


def test_a_group_is_one_item_that_takes_each_date_once() -> None:
    """Two members with the same seven dates need seven meetings of the senior, not fourteen."""
    instance = practice(
        [junior("J02", group="A"), junior("J01", group="A"), junior("J03")],
        [],
        groups=(GROUP,),
    )
    situation = Situation(instance)
    together, alone = situation.items
    assert [j.number for j in together.members] == ["J01", "J02"]
    assert together.need == (7, 6, 3, 3)
    assert together.minutes == (210, 180, 90, 90)
    assert situation.item_of["J02"] is together
    assert alone.key == "J03"


def test_the_dates_of_a_group_are_those_of_any_member() -> None:
    """J01 ends on 1 February and J02 enters on 15 March; an idle member is no part of it."""
    instance = practice(
        [
            junior("J01", group="A", trajectory_end=date(2027, 2, 1)),
            junior("J02", group="A", guided_from=date(2027, 3, 15)),
            junior("J03", group="A", promoted_from=date(2026, 12, 31)),
        ],
        [],
        groups=(GROUP,),
        settings={"horizon_length": 1},
    )
    situation = Situation(instance)
    (item,) = situation.items
    assert [m.day.isoformat() for m in item.meetings] == [
        "2027-01-04",
        "2027-01-18",
        "2027-02-01",
        "2027-03-15",
        "2027-03-29",
    ]
    assert [j.number for j in item.members] == ["J01", "J02"]
    assert [j.number for j in situation.idle] == ["J03"]
    assert situation.own_minutes == {"J01": (90,), "J02": (60,), "J03": (0,)}


def test_an_extra_meeting_of_one_member_is_one_of_the_group() -> None:
    """The group's hour on 4 January, and half an hour a week later for J02 alone."""
    extra = Escalation(junior="J02", first=date(2027, 1, 11), last=date(2027, 1, 11), every_weeks=1)
    instance = practice(
        [junior("J01", group="A"), junior("J02", group="A")],
        [],
        groups=(replace(GROUP, trajectory="weekly"),),
        trajectories=types(weekly(1, minutes=60)),
        escalations=(extra,),
        settings={"horizon_length": 1},
    )
    situation = Situation(instance)
    (item,) = situation.items
    assert item.meetings == (
        NeededMeeting(START, 60),
        NeededMeeting(date(2027, 1, 11), 30, is_extra=True),
    )
    assert item.minutes == (90,)
    assert situation.own_minutes == {"J01": (60,), "J02": (90,)}


def test_members_of_an_unknown_group_are_on_their_own() -> None:
    """A group that the sheet Groepen does not have groups nobody."""
    instance = practice([junior("J01", group="B"), junior("J02", group="B")], [])
    assert [item.key for item in Situation(instance).items] == ["J01", "J02"]


def test_open_running_and_locked_rows_are_what_runs() -> None:
    """History and bans are not; a pair is kept when it goes on with the same senior."""
    rows = (
        running("J01", "S01"),
        locked("J02", "S01"),
        running("J03", "S01", until=date(2026, 12, 31)),
        row("J04", "S01", PairingStatus.ENDED),
        row("J05", "S01", PairingStatus.FORBIDDEN),
        running("J06", "S02", until=date(2027, 1, 1)),
    )
    juniors = [junior(f"J0{n}") for n in range(1, 7)]
    situation = Situation(practice(juniors, [senior("S01"), senior("S02")], pairings=rows))
    assert set(situation.running) == {"J01", "J02", "J06"}
    assert set(situation.locked) == {"J02"}
    assert situation.is_kept("J01", "S01")
    assert situation.is_kept("J06", "S02")
    assert not situation.is_kept("J01", "S02")
    assert not situation.is_kept("J03", "S01")


def test_running_pairs_are_decided_when_the_setting_says_so() -> None:
    """With `lopende koppelingen` = vast every open pair is kept; history is not."""
    rows = (running("J01", "S01"), running("J02", "S01", until=date(2026, 12, 31)))
    instance = practice(
        [junior("J01"), junior("J02")], [senior()], pairings=rows, settings={"keep_running": True}
    )
    assert Situation(instance).locked == {"J01": rows[0]}


def test_a_group_with_a_senior_locks_its_members() -> None:
    """Unless a row of their own says otherwise; juniors outside the group stay free."""
    instance = practice(
        [
            junior("J01", group="A"),
            junior("J02", group="A"),
            junior("J03"),
            junior("J04", group="B"),
        ],
        [senior("S01"), senior("S02")],
        groups=(replace(GROUP, senior="S01"), replace(GROUP, name="B")),
        pairings=(locked("J02", "S02"),),
    )
    decided = Situation(instance).locked
    assert {number: r.senior for number, r in decided.items()} == {"J01": "S01", "J02": "S02"}
    assert decided["J01"].status is PairingStatus.LOCKED
    assert decided["J01"].where == "Groepen"


def test_a_ban_and_a_veto_of_either_forbid_a_pair() -> None:
    """Wishes are ranks; a veto is none, and an ended ban is over."""
    instance = practice(
        [junior("J01"), junior("J02"), junior("J03")],
        [senior()],
        pairings=(
            row("J01", "S01", PairingStatus.FORBIDDEN),
            row("J02", "S01", PairingStatus.FORBIDDEN, until=date(2026, 12, 31)),
        ),
        preferences=(
            veto("S01", "J03"),
            wish("J02", "S01", 2),
            Preference(source="J02", target="S02"),
        ),
    )
    situation = Situation(instance)
    pairs = {(j, "S01") for j in ("J01", "J02", "J03")}
    assert situation.forbidden & pairs == {("J01", "S01"), ("J03", "S01")}
    assert situation.ranks == {("J02", "S01"): 2}


def test_the_same_number_may_be_a_junior_and_a_senior() -> None:
    """Each has a presence of their own."""
    both = practice([junior("P01", hours=())], [senior("P01")])
    situation = Situation(both)
    assert not any(situation.presence(both.juniors[0]).anywhere)
    assert any(situation.presence(both.seniors[0]).anywhere)


T = TypeVar("T")
P = TypeVar("P", bound=Person)


def mix(rows: tuple[T, ...], rng: random.Random) -> tuple[T, ...]:
    """Put rows in another order."""
    return tuple(rng.sample(rows, len(rows)))


def mix_people(people: tuple[P, ...], rng: random.Random) -> tuple[P, ...]:
    """Put people and their rows in another order, then the people by number, as a reader does."""
    mixed = (
        replace(
            person,
            hours=mix(person.hours, rng),
            absences=mix(person.absences, rng),
            windows=mix(person.windows, rng),
        )
        for person in mix(people, rng)
    )
    return tuple(sorted(mixed, key=lambda person: person.number))


def shuffled(instance: Instance, rng: random.Random) -> Instance:
    """Put the rows of every sheet in another order."""
    return replace(
        instance,
        juniors=mix_people(instance.juniors, rng),
        seniors=mix_people(instance.seniors, rng),
        capacities=mix(instance.capacities, rng),
        pairings=mix(instance.pairings, rng),
        preferences=mix(instance.preferences, rng),
        escalations=mix(instance.escalations, rng),
        held=mix(instance.held, rng),
    )


def test_the_order_of_rows_changes_nothing() -> None:
    """Needs, budgets, what runs, candidates with their slots and conflicts stay the same."""
    tried: Counter[str] = Counter()

    @examples(max_examples=150, deadline=None, derandomize=True)
    @given(instances(), st.integers(0, 2**32))
    def holds(instance: Instance, seed: int) -> None:
        one = Situation(instance)
        other = Situation(shuffled(instance, random.Random(seed)))
        assert one.meetings == other.meetings
        assert [i.need for i in one.items] == [i.need for i in other.items]
        assert [i.minutes for i in one.items] == [i.minutes for i in other.items]
        assert one.budgets == other.budgets
        assert (one.running, one.locked) == (other.running, other.locked)
        assert (one.forbidden, one.ranks) == (other.forbidden, other.ranks)
        assert find_candidates(one) == find_candidates(other)
        assert find_conflicts(one) == find_conflicts(other)
        tried["candidates"] += len(find_candidates(one))
        tried["conflicts"] += len(find_conflicts(one))
        tried["orders"] += other.instance != instance

    holds()
    assert min(tried["candidates"], tried["conflicts"], tried["orders"]) > 0
