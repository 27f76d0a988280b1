"""A buddy for every working day of a junior."""

from __future__ import annotations

from collections import Counter
from datetime import date

from koppeling.domain.people import Absence
from koppeling.plan.buddies import assign_buddies
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior


def test_every_working_day_of_a_junior_has_a_colleague_of_that_site() -> None:
    """On each working day in the quarter somebody is there, at the same site."""
    juniors = [junior("J01", hours=hours([0, 1])), junior("J02", sites=("Zuid",))]
    seniors = [senior("S01"), senior("S02", sites=("Zuid",), hours=hours(range(4)))]
    days = assign_buddies(Situation(practice(juniors, seniors)))
    of_first = [d for d in days if d.junior == "J01"]
    assert {d.day.weekday() for d in of_first} == {0, 1}
    assert {d.buddy for d in of_first} == {"S01"}
    of_second = [d for d in days if d.junior == "J02"]
    assert {d.buddy for d in of_second if d.day.weekday() < 4} == {"S02"}
    alone = [d for d in of_second if d.day.weekday() == 4]
    assert alone
    assert {(d.buddy, d.site) for d in alone} == {(None, "zuid")}
    assert max(d.day for d in days) <= date(2027, 3, 31)


def test_turns_spread_evenly() -> None:
    """Colleagues who are always there have the turn equally often, give or take one."""
    juniors = [junior(f"J{n}") for n in range(3)]
    seniors = [senior(f"S{n}") for n in range(4)]
    days = assign_buddies(Situation(practice(juniors, seniors)))
    turns = Counter(d.buddy for d in days)
    assert set(turns) == {s.number for s in seniors}
    assert max(turns.values()) - min(turns.values()) <= 1
    by_day = Counter((d.day, d.buddy) for d in days)
    assert set(by_day.values()) == {1}


def test_a_junior_further_on_may_be_a_buddy_and_nobody_their_own() -> None:
    """Who started earlier can stand by; who started on the same day cannot, nor oneself."""
    juniors = [
        junior("J01", start=date(2026, 1, 5)),
        junior("J02"),
        junior("J03"),
    ]
    away = senior(absences=(Absence(date(2027, 1, 1)),))
    days = assign_buddies(Situation(practice(juniors, [away])))
    buddies = {j.number: {d.buddy for d in days if d.junior == j.number} for j in juniors}
    assert buddies == {"J01": {None}, "J02": {"J01"}, "J03": {"J01"}}


def test_colleagues_who_never_meet_are_no_buddies() -> None:
    """A morning and an afternoon at one site are not together."""
    juniors = [junior(hours=hours([0], 9, 12))]
    days = assign_buddies(Situation(practice(juniors, [senior(hours=hours([0], 13, 17))])))
    assert {d.buddy for d in days} == {None}


def test_the_roster_does_not_depend_on_the_order_of_rows() -> None:
    """The same people in another order have the same buddies."""
    juniors = [junior(f"J{n}", hours=hours(range(n, 5))) for n in range(4)]
    seniors = [senior(f"S{n}", hours=hours(range(n, n + 3))) for n in range(3)]
    one = assign_buddies(Situation(practice(juniors, seniors)))
    assert one == assign_buddies(Situation(practice(juniors[::-1], seniors[::-1])))
