"""Why a pair has no moment: the quarter, the reason, the nearest slot (domain.md §4)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Group, Instance
from koppeling.domain.people import Absence, WorkingHours
from koppeling.rules.explanation import describe_missing_moment, explain_unplaced
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from tests.builders import (
    QUARTER,
    hours,
    junior,
    practice,
    senior,
    types,
    weekly,
)
from tests.rules.situations import the_pair
from tests.strategies import instances

pytestmark = pytest.mark.usefixtures("english")


def missing(instance: Instance) -> str:
    """Say why the first pair has no moment."""
    item, guide, situation = the_pair(instance)
    return describe_missing_moment(situation, item, guide)


def pair(*pattern: WorkingHours, **changes: Any) -> Instance:
    """Make a junior of every day and a senior with a pattern, over two quarters."""
    given: dict[str, Any] = {"settings": {"horizon_length": 2}} | changes
    return practice([junior()], [senior(hours=pattern)], **given)


def test_a_pair_with_a_moment_misses_none() -> None:
    """Asking why is an error."""
    with pytest.raises(ValueError, match="has a moment"):
        missing(pair(*hours()))


def test_the_first_quarter_that_fails_is_named_with_the_nearest_slot() -> None:
    """
    Seven meetings in Q1 ask for five common dates.

    The senior works on Mondays from 8 March (8, 15, 22) and on Tuesdays from
    9 March (9, 16, 23, 30): Tuesday comes nearest with four.
    """
    instance = pair(
        *hours([0], 9, 9.5, valid_from=date(2027, 3, 8)),
        *hours([1], 9, 9.5, valid_from=date(2027, 3, 9)),
    )
    assert missing(instance) == (
        "in 2027-Q1 di 09:00 comes nearest, 4 times together where 5 are needed"
    )


def test_a_later_quarter_may_be_the_first_that_fails() -> None:
    """In Q2 six meetings ask for four dates; until 20 April there are three Tuesdays."""
    assert missing(pair(*hours([1], 9, 9.5, valid_to=date(2027, 4, 20)))) == (
        "in 2027-Q2 di 09:00 comes nearest, 3 times together where 4 are needed"
    )


def test_when_each_quarter_has_a_slot_the_nearest_slot_names_its_own_quarter() -> None:
    """
    Monday serves Q2 and Tuesday serves Q1, each one date short in the other.

    Tuesday has 13 + 3 common dates and Monday (1 March to 3 May) 4 + 5, so
    Tuesday is nearest, and it fails in Q2.
    """
    instance = pair(
        *hours([0], 9, 9.5, valid_from=date(2027, 3, 1), valid_to=date(2027, 5, 3)),
        *hours([1], 9, 9.5, valid_to=date(2027, 4, 20)),
    )
    assert missing(instance) == (
        "in 2027-Q2 di 09:00 comes nearest, 3 times together where 4 are needed"
    )


def test_quarters_in_which_the_senior_is_out_do_not_fail() -> None:
    """Away from Q1 on sick leave, the first to fail is Q2."""
    guide = senior(
        hours=hours([1], 9, 9.5, valid_to=date(2027, 4, 20)),
        absences=(Absence(QUARTER.first_day, date(2027, 2, 28)),),
    )
    instance = practice([junior()], [guide], settings={"horizon_length": 2})
    assert missing(instance).startswith("in 2027-Q2 di 09:00")


def test_when_the_senior_is_away_whenever_there_is_need_that_is_the_reason() -> None:
    """
    Three meetings in January, a senior who is away until March.

    The Mondays of March are shared but in a quarter that does not count;
    the reason is not told twice.
    """
    guide = senior(absences=(Absence(QUARTER.first_day, date(2027, 2, 28)),))
    instance = practice(
        [junior(trajectory="weekly")],
        [guide],
        trajectories=types(weekly(3)),
        settings={"horizon_length": 1},
    )
    away = "in 2027-Q1 the senior is away for more than a third of the quarter"
    assert missing(instance) == away
    item, _guide, situation = the_pair(instance)
    told = explain_unplaced(situation, item, instance.juniors[0], {})
    assert told.nearest == f"S01: {away}."


@pytest.mark.parametrize(
    ("of_junior", "of_senior", "why"),
    [
        ({}, {"hours": hours(valid_to=date(2027, 3, 31))}, "S01 is never available"),
        ({"hours": hours(valid_to=date(2027, 3, 31))}, {}, "J01 is never available"),
        (
            {"hours": (*hours([0], valid_to=date(2027, 3, 31)), *hours([1]))},
            {"hours": hours([0])},
            "they never work at the same time",
        ),
        (
            {"hours": hours([0])},
            {
                "hours": (
                    *hours([0], valid_to=date(2027, 3, 31)),
                    *hours([0], valid_from=date(2027, 4, 1), site="Zuid"),
                )
            },
            "they are never at the same site at the same time",
        ),
        (
            {},
            {
                "hours": (
                    *hours([0], valid_to=date(2027, 3, 31)),
                    *hours([0], 9, 9.5, valid_from=date(2027, 4, 1)),
                )
            },
            "they are never free together long enough for one meeting",
        ),
        (
            {"sites": ("Noord", "Zuid")},
            {
                "hours": (
                    *hours([0], valid_to=date(2027, 3, 31)),
                    *hours([0], 9, 9.5, valid_from=date(2027, 4, 1)),
                    *hours([0], 9.5, 10, site="Zuid", valid_from=date(2027, 4, 1)),
                )
            },
            "they are never at one site long enough for one meeting",
        ),
    ],
    ids=["senior gone", "junior gone", "other days", "other sites", "too short", "two sites"],
)
def test_people_who_never_meet_are_told_why(
    of_junior: dict[str, Any], of_senior: dict[str, Any], why: str
) -> None:
    """In Q1 all is well; from April on they cannot meet at all."""
    instance = practice(
        [junior(**of_junior)],
        [senior(**of_senior)],
        settings={"horizon_length": 2, "meeting_minutes": 60},
    )
    assert missing(instance) == f"in 2027-Q2 {why}"


def test_a_member_without_need_is_not_what_keeps_a_group_apart() -> None:
    """J01 finished in March; in Q2 it is J02 and the senior who have other days."""
    members = [
        junior("J01", group="A", trajectory_end=date(2027, 3, 31)),
        junior("J02", group="A", hours=(*hours([0], valid_to=date(2027, 3, 31)), *hours([1]))),
    ]
    instance = practice(
        members,
        [senior(hours=hours([0]))],
        groups=(Group(name="A", trajectory="junior", start=date(2027, 1, 4)),),
        settings={"horizon_length": 2},
    )
    assert missing(instance) == "in 2027-Q2 they never work at the same time"


def test_the_member_who_never_meets_the_group_is_named() -> None:
    """J02 is there in January only, on other days than J01, who meets the senior all along."""
    members = [
        junior("J01", group="A", hours=hours([0])),
        junior("J02", group="A", hours=hours([1]), trajectory_end=date(2027, 1, 31)),
    ]
    instance = practice(
        members,
        [senior()],
        groups=(Group(name="A", trajectory="junior", start=date(2027, 1, 4)),),
        settings={"horizon_length": 1},
    )
    assert missing(instance) == (
        "in 2027-Q1 J02 never meets the group: they never work at the same time"
    )


def test_a_slot_for_three_is_missed_by_one() -> None:
    """Three meetings ask for two common dates; one is too few, and the text says so."""
    instance = practice(
        [junior(trajectory="weekly")],
        [senior(hours=hours([0], 9, 9.5, valid_to=date(2027, 1, 4)))],
        trajectories=types(weekly(3)),
    )
    assert missing(instance) == (
        "in 2027-Q1 ma 09:00 comes nearest, 1 times together where 2 are needed"
    )


def from_late_march(instance: Instance) -> Instance:
    """Let every senior begin to work on 25 March, so that no slot has two dates in Q1."""
    return replace(
        instance,
        seniors=tuple(
            replace(
                guide,
                hours=tuple(replace(part, valid_from=date(2027, 3, 25)) for part in guide.hours),
            )
            for guide in instance.seniors
        ),
    )


def test_every_missing_moment_can_be_told_and_is_really_short() -> None:
    """Whatever the practice: a quarter, and where a slot comes nearest, fewer dates than needed."""
    tried: Counter[str] = Counter()

    @examples(max_examples=60, deadline=None, derandomize=True)
    @given(instances().map(from_late_march))
    def holds(instance: Instance) -> None:
        situation = Situation(instance)
        for item, guide in product(situation.items, instance.seniors):
            if not serving_moments(item, guide, situation):
                sentence = describe_missing_moment(situation, item, guide)
                assert re.match(r"in 202[78]-Q[1-4] \S", sentence)
                nearest = re.search(r"(\d+) times together where (\d+) are", sentence)
                assert nearest is None or int(nearest[1]) < int(nearest[2])
                tried["nearest" if nearest else "apart"] += 1

    holds()
    assert min(tried["nearest"], tried["apart"]) > 0
