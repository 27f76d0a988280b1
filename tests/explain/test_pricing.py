"""What another senior costs, and what a newcomer costs others: as trying everything says."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

import pytest

from koppeling.domain.instance import Instance, Level, PairingRow, PairingStatus
from koppeling.domain.result import Code, Pairing
from koppeling.errors import KoppelingError
from koppeling.explain.answer import Price, Switch
from koppeling.explain.frontier import price_goals
from koppeling.explain.prices import (
    Baseline,
    is_all_kept,
    is_newcomer,
    price_pairs,
    weigh_newcomers,
)
from koppeling.explain.study import confirm
from koppeling.explain.words import tell_frontier, tell_newcomer, tell_price
from koppeling.rules.eligibility import codes
from koppeling.rules.situation import Situation
from koppeling.solve.asking import solve_all
from koppeling.solve.questions import Case, SolveOptions
from tests.builders import hours, junior, practice, senior
from tests.explain.enumeration import Everything, has
from tests.random_practices import random_practice
from tests.samples import over_seeds


def grounded(instance: Instance, pool: Executor) -> Baseline:
    """Solve a practice, to reckon prices from."""
    (answered,) = solve_all([Case(instance=instance)], pool)
    assert answered.solution is not None
    return Baseline(situation=Situation(instance), pairings=answered.solution.pairings)


def tiny(seed: int) -> Instance:
    """Make a practice small enough to try everything."""
    return random_practice(seed, *((4, 2) if seed % 2 else (3, 3)))


def differing(before: dict[str, str], after: dict[str, str], apart: frozenset[str]) -> list[Switch]:
    """List who has another senior."""
    everyone = sorted((before.keys() | after.keys()) - apart)
    return [
        Switch(one, before.get(one), after.get(one))
        for one in everyone
        if before.get(one) != after.get(one)
    ]


@over_seeds(15, 60)
def test_every_price_is_that_of_trying_everything(seeds: range, pool: Executor) -> None:
    """Each level, and who moves, of each pair forced; a pair that cannot be says why."""
    num_prices = num_refused = num_worse = num_moves = 0
    for seed in seeds:
        baseline = grounded(tiny(seed), pool)
        situation = baseline.situation
        everything = Everything(situation)
        base = everything.best()
        assert base is not None
        pairs = [
            (one, other.number)
            for one in situation.item_of
            for other in baseline.instance.seniors
            if baseline.senior_of.get(one) != other.number
        ]
        for (one, other), price in zip(pairs, price_pairs(baseline, pairs, pool), strict=True):
            found = codes(situation.item_of[one], situation.senior_by_number[other], situation)
            forced = everything.best(has([(one, other)]))
            if found:
                assert (forced, price.codes, price.levels) == (None, tuple(sorted(found)), ())
                num_refused += 1
                continue
            if forced is None:  # may exist, but not together with what must be
                assert price.levels == ()
                assert price.failure
                continue
            num_prices += 1
            assert {x.level: x.before for x in price.levels} == base[1], seed
            assert {x.level: x.after for x in price.levels} == forced[1], seed
            switches = differing(base[0], forced[0], baseline.members(one))
            assert list(price.switches) == switches
            first = next(x for x in price.levels if x.difference)
            assert first.is_worse
            num_worse += first.level is not Level.DRAW
            num_moves += bool(switches)
    assert num_prices >= 5 * len(seeds) / 3
    assert min(num_refused, num_worse, num_moves) >= len(seeds) / 3


@over_seeds(45, 180)
def test_what_a_newcomer_costs_is_that_of_trying_everything(seeds: range, pool: Executor) -> None:
    """Who moves is read off the practice without the newcomer; what holds, by holding them."""
    num_newcomers = num_moving = num_left = 0
    for seed in seeds:
        baseline = grounded(tiny(seed), pool)
        situation = baseline.situation
        if is_all_kept(baseline):  # nobody can move: the test below
            continue
        everything = Everything(situation)
        everyone = [one for one in baseline.senior_of if is_newcomer(baseline, one)]
        for one, told in zip(everyone, weigh_newcomers(baseline, everyone, pool), strict=True):
            num_newcomers += 1
            gone = baseline.members(one)
            rest = tuple(j for j in baseline.instance.juniors if j.number not in gone)
            without = Everything(Situation(replace(baseline.instance, juniors=rest))).best()
            assert without is not None
            kept = {j: s for j, s in without[0].items() if situation.is_kept(j, s)}
            moved = {j: s for j, s in kept.items() if baseline.senior_of.get(j) != s}
            assert {switch.junior: switch.before for switch in told.moved} == moved
            if not moved:
                continue
            num_moving += 1
            held = everything.best(has(moved.items()))
            assert held is not None
            assert told.senior_if_held == held[0].get(one)
            assert {x.level: x.after for x in told.levels} == held[1]
            num_left += told.senior_if_held is None
    assert num_newcomers >= len(seeds) / 9
    assert num_moving >= len(seeds) / 60
    assert num_left >= len(seeds) // 180


@over_seeds(15, 60)
def test_nobody_moves_where_every_running_pair_is_kept(seeds: range, pool: Executor) -> None:
    """The short cut says what the long way says."""
    num_short = 0
    for seed in seeds:
        baseline = grounded(tiny(seed), pool)
        if not is_all_kept(baseline) or not baseline.situation.running:
            continue
        num_short += 1
        for one in baseline.senior_of:
            if is_newcomer(baseline, one):
                rest = tuple(
                    j for j in baseline.instance.juniors if j.number not in baseline.members(one)
                )
                without = grounded(replace(baseline.instance, juniors=rest), pool)
                for p in without.pairings:
                    if baseline.situation.is_kept(p.junior, p.senior):
                        assert baseline.senior_of[p.junior] == p.senior
    assert num_short >= len(seeds) / 12


def crowded() -> Instance:
    """Bo is new and can only be with S01, who has room for one: An, who runs there."""
    return practice(
        [
            junior("An", start=hours_start()),
            junior("Bo", sites=("Oost",)),
        ],
        [
            senior("S01", sites=("Noord", "Oost"), max_juniors=1),
            senior("S02"),
        ],
        pairings=(PairingRow(junior="An", senior="S01", status=PairingStatus.RUNNING),),
    )


def hours_start() -> object:
    """Give the start of a running trajectory."""
    import datetime as dt

    return dt.date(2026, 1, 5)


def test_the_newcomer_of_the_design_moves_a_running_pair(pool: Executor) -> None:
    """To place Bo one running pair changes; held, Bo is left without a senior."""
    baseline = grounded(crowded(), pool)
    assert baseline.senior_of == {"An": "S02", "Bo": "S01"}
    (told,) = weigh_newcomers(baseline, ["Bo"], pool)
    assert told.moved == (Switch("An", "S01", "S02"),)
    assert told.senior_if_held is None
    assert {
        x.level: x.difference for x in told.levels if x.level in (Level.PLACED, Level.KEPT)
    } == {
        Level.PLACED: -1,
        Level.KEPT: 1,
    }


def test_a_pair_that_cannot_be_is_told_without_asking(pool: Executor) -> None:
    """Its codes are the answer."""
    baseline = grounded(crowded(), pool)
    (price,) = price_pairs(baseline, [("Bo", "S02")], pool)
    assert price == Price(junior="Bo", senior="S02", instead_of="S01", codes=(Code.SITE,)) or (
        set(price.codes) >= {Code.SITE}
    )
    assert price.levels == ()


def test_a_lock_is_let_go_to_price_another_senior(pool: Executor) -> None:
    """What management locked can be priced, and the price says that it was locked."""
    locked = practice(
        [junior("An")],
        [senior("S01"), senior("S02", hours=hours(end=12))],
        pairings=(PairingRow(junior="An", senior="S01", status=PairingStatus.LOCKED),),
    )
    baseline = grounded(locked, pool)
    (price,) = price_pairs(baseline, [("An", "S02")], pool)
    assert price.is_released
    assert next(x for x in price.levels if x.level is Level.KEPT).difference == -1


def test_a_senior_without_room_for_both_throws_the_other_out(pool: Executor) -> None:
    """Forcing an unplaced junior upon a full senior says who is left."""
    instance = practice([junior("An"), junior("Bo")], [senior("S01", max_juniors=1)])
    baseline = grounded(instance, pool)
    ((inside, _senior),) = baseline.senior_of.items()
    outside = "Bo" if inside == "An" else "An"
    (price,) = price_pairs(baseline, [(outside, "S01")], pool)
    assert price.instead_of is None
    assert price.switches == (Switch(inside, "S01", None),)
    assert {x.level for x in price.levels if x.difference} == {Level.DRAW}
    assert all(isinstance(p, Pairing) for p in baseline.pairings)


def test_without_time_there_is_no_price_and_nothing_is_called_proven(pool: Executor) -> None:
    """What was not found in time is told as that, by every kind of question."""
    baseline = replace(grounded(crowded(), pool), options=SolveOptions(seconds=1e-6))
    (price,) = price_pairs(baseline, [("An", "S01")], pool)
    assert (price.levels, price.is_proven) == ((), False)
    assert "op tijd geen antwoord" in tell_price(price, {})
    (newcomer,) = weigh_newcomers(baseline, ["Bo"], pool)
    assert not newcomer.is_proven
    assert tell_newcomer(newcomer, {}) == "Er is op tijd geen antwoord gevonden."
    goals = price_goals(baseline, pool)
    assert not any(point.is_proven or point.points for point in goals.frontier.points)
    assert {trial.same for trial in goals.weights} == {None}
    assert tell_frontier(goals.frontier) == ["Niet elk cijfer is bewezen: daar was geen tijd voor."]
    with pytest.raises(KoppelingError, match="op tijd geen antwoord"):
        confirm(baseline, pool)


def test_a_proposal_that_is_what_its_practice_gives_is_confirmed(pool: Executor) -> None:
    """Solving once more makes it proven; another answer is refused."""
    baseline = replace(grounded(crowded(), pool), is_proven=False)
    assert confirm(baseline, pool).is_proven
    worse = replace(baseline, pairings=baseline.pairings[:1])
    with pytest.raises(KoppelingError, match="past niet meer"):
        confirm(worse, pool)
