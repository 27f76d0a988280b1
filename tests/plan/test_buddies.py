"""A buddy for every working day of a junior."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

from koppeling.domain.people import Absence
from koppeling.plan.buddies import assign_buddies
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior
from tests.samples import each_seed


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


@each_seed(4, 12)
def test_turns_are_close_to_the_evenest_there_is(seed: int) -> None:
    """First no day with needless doubles, as good as can be; then turns, within 5% of the best."""
    draw = random.Random(seed)
    juniors = [junior(f"J{n}", hours=hours(some_days(draw))) for n in range(draw.randint(2, 6))]
    seniors = [senior(f"S{n}", hours=hours(some_days(draw))) for n in range(draw.randint(2, 5))]
    instance = practice(juniors, seniors)
    found = [d for d in assign_buddies(Situation(instance)) if d.buddy is not None]
    weekdays = {p.number: {h.weekday for h in p.hours} for p in seniors}
    jobs = [(d.day, [n for n in weekdays if d.day.weekday() in weekdays[n]]) for d in found]
    doubles = squares(Counter((d.day, d.buddy) for d in found))
    turns = squares(Counter(d.buddy for d in found))
    best_doubles, best_turns = evenest(jobs)
    assert doubles == best_doubles
    assert best_turns <= turns <= 1.05 * best_turns


def some_days(draw: random.Random) -> list[int]:
    """Draw one to five weekdays."""
    return sorted(draw.sample(range(5), draw.randint(1, 5)))


def squares(counts: Counter[Any]) -> int:
    """Measure unevenness: the sum of squares."""
    return sum(count * count for count in counts.values())


def evenest(jobs: list[tuple[date, list[str]]]) -> tuple[int, int]:
    """Find the least squares a day, and then in all, as a flow of least cost."""
    from ortools.graph.python.min_cost_flow import (  # type: ignore[import-untyped]
        SimpleMinCostFlow,
    )

    flow, nodes, first = SimpleMinCostFlow(), dict[object, int](), 10**6

    def node(key: object) -> int:
        return nodes.setdefault(key, len(nodes))

    a_day = Counter((name, day) for day, names in jobs for name in names)
    in_all = Counter(name for _day, names in jobs for name in names)
    for number, (day, names) in enumerate(jobs):
        flow.set_node_supply(node(number), -1)
        for name in names:
            flow.add_arc_with_capacity_and_unit_cost(node((name, day)), node(number), 1, 0)
    for (name, day), most in a_day.items():
        for n in range(most):  # the costs 1, 3, 5, … add up to squares
            cost = first * (2 * n + 1)
            flow.add_arc_with_capacity_and_unit_cost(node(name), node((name, day)), 1, cost)
    for name, most in in_all.items():
        for n in range(most):
            flow.add_arc_with_capacity_and_unit_cost(node("all"), node(name), 1, 2 * n + 1)
    flow.set_node_supply(node("all"), len(jobs))
    assert flow.solve() == flow.OPTIMAL
    return divmod(int(flow.optimal_cost()), first)
