"""What is proven over columns is what trying everything gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from koppeling.model.building import AssignmentModel
from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns import column_levels
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.bounds import Bounds
from koppeling.solve.columns.generation import Generation
from koppeling.solve.columns.knapsack import Tables
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import columns_of
from koppeling.solve.columns.pricing import SCALE, Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import target_of
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.questions import SolveOptions
from koppeling.solve.running import Runner
from tests.samples import over_seeds
from tests.solve.columns.problems import drawn, practised, sets_of

PLAIN = frozenset({"columns", "bound", "fixing", "ideal", "slots"})


def most(problem: AssignmentProblem, weights: tuple[int, ...], extra: tuple[int, ...] = ()) -> int:
    """Return the most that an answer weighs which holds the pairs `extra`; -1 without any."""
    model = AssignmentModel(problem)
    for p in extra:
        model.proto_model.add(model.pair[p] == 1)
    model.proto_model.maximize(model.total(weights))
    solver = cp_model.CpSolver()
    status = solver.solve(model.proto_model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else -1


@over_seeds(15, 60)
def test_the_sets_listed_are_those_that_enumeration_finds(seeds: range) -> None:
    """Every set of a bin at or above its threshold, once, with its profit; and no other."""
    num_sets = 0
    for seed in seeds:
        problem = drawn(seed)
        bins = lay_out(problem)
        rng = np.random.default_rng(seed)
        worth = rng.integers(-50, 100, problem.num_pairs)
        tables = Tables(bins, bins.spread(worth.tolist()), 60)
        best = tables.best
        listed = tables.list_sets(best - 40, 10_000)
        assert listed.is_complete
        for s in range(bins.num_bins):
            bin_ = problem.pair_bin[int(bins.pair[s, 0])]
            profits = {sets: int(sum(worth[list(sets)])) for sets in sets_of(problem, bin_)}
            assert max(profits.values()) <= best[s]
            expected = sorted(sets for sets, profit in profits.items() if profit >= best[s] - 40)
            found = sorted(
                tuple(sorted(listed.pair[listed.start[i] : listed.start[i + 1]].tolist()))
                for i in np.flatnonzero(listed.bin == s)
            )
            assert found == expected, seed
            num_sets += len(found)
    assert num_sets > 8 * len(seeds)


@over_seeds(10, 40)
def test_sets_that_are_dropped_are_not_forgotten_in_the_bound(seeds: range) -> None:
    """When too many sets are under way, what was dropped still bounds the profit of its bin."""
    num_dropped = 0
    for seed in seeds:
        problem = drawn(seed, 7, 2)
        bins = lay_out(problem)
        weights = bins.spread(problem.points)
        tables = Tables(bins, weights, 100)
        listed = tables.list_sets(np.zeros(bins.num_bins, dtype=np.int64), 6)
        for s in range(bins.num_bins):
            bin_ = problem.pair_bin[int(bins.pair[s, 0])]
            best = max(sum(problem.points[p] for p in sets) for sets in sets_of(problem, bin_))
            found = listed.profit[listed.bin == s].max(initial=0)
            assert max(found, listed.dropped[s]) >= best
        num_dropped += not listed.is_complete
    assert num_dropped > len(seeds) / 4


@over_seeds(10, 40)
def test_whatever_the_prices_the_bound_holds(seeds: range) -> None:
    """Random prices never prove less than the best answer has."""
    for seed in seeds:
        problem = drawn(seed)
        target = target_of(problem, problem.points, [("placed", 1)])
        pricer = Pricer(lay_out(problem), target, Rooms(problem))
        rng = np.random.default_rng(seed)
        prices = Prices(np.append(rng.random(problem.num_items) * 80, 0.0), rng.random(1) * 9)
        assert pricer.price(prices).bound >= most(problem, problem.points) * SCALE


@over_seeds(10, 40)
def test_generated_prices_prove_a_bound_that_is_near(seeds: range) -> None:
    """The relaxation over columns is seldom a point above the best answer, never below it."""
    num_tight = 0
    for seed in seeds:
        problem = drawn(seed, 9, 3)
        pricer = Pricer(lay_out(problem), target_of(problem, problem.points, ()), Rooms(problem))
        budget = Runner(SolveOptions(seconds=60)).budget
        relaxation = Generation(pricer, columns_of(problem, ()), budget).run()
        best = most(problem, problem.points)
        assert relaxation.bound >= best
        num_tight += relaxation.bound <= best * 1.02
    assert num_tight > 3 * len(seeds) / 4


@over_seeds(10, 30)
def test_room_in_the_week_is_told_as_the_model_tells_it(seeds: range) -> None:
    """Whether pairs of a bin can all have a slot is what CP-SAT finds."""
    answers = {True: 0, False: 0}
    for seed in seeds:
        problem = drawn(seed, 5, 2)
        free = replace(problem, resources=())
        rooms = Rooms(free)
        for bin_ in range(problem.num_bins):
            for chosen in sets_of(free, bin_):
                fits = rooms.fits(chosen)
                if len(chosen) < 4:
                    assert fits == (most(free, free.points, chosen) >= 0)
                assert fits is not None
                answers[fits] += 1
    assert answers[True] > 5 * len(seeds) / 3
    assert answers[False] > 2 * len(seeds) / 3


@over_seeds(10, 60)
def test_what_is_settled_is_so_in_every_answer_that_counts(seeds: range) -> None:
    """Locked pairs are in, barred pairs out, of every answer that keeps as much."""
    num_locked = num_barred = 0
    for seed in seeds:
        problem = drawn(seed)
        bounds = Bounds(problem)
        kept = most(problem, problem.kept)
        assert bounds.of("kept") >= kept
        settled = bounds.settle("kept", kept)
        for p in settled.barred:
            assert most(problem, problem.kept, (p,)) < kept
        for p in settled.locked:
            assert most(replace(problem, barred=(p,)), problem.kept) < kept
        num_locked += len(settled.locked)
        num_barred += len(settled.barred)
    assert num_locked > len(seeds) / 3
    assert num_barred > len(seeds) / 3


def compare(problem: AssignmentProblem) -> tuple[int, int]:
    """Solve with everything and plainly; return how many pairs, and whether slots were short."""
    engine = LevelSearch(problem, SolveOptions(seconds=60), lambda _: None)
    plain = LevelSearch(problem, SolveOptions(seconds=60, without=PLAIN), lambda _: None)
    found, expected = engine.run(), plain.run()
    assert [(o.level, o.value, o.bound, o.proven) for o in found] == [
        (o.level, o.value, o.bound, o.proven) for o in expected
    ]
    if problem.levels[-1] == "draw":
        assert engine.chosen == plain.chosen
    same = [search.count_same(problem.draw[::-1]) for search in (engine, plain)]
    assert same[0] == same[1]
    return len(engine.chosen or ()), int(bool(engine.chosen) and engine.num_slotted > 0)


@pytest.fixture
def columns_always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the columns however small the problem is."""
    monkeypatch.setattr(column_levels, "LEAST_PAIRS", 0)


@pytest.mark.usefixtures("columns_always")
@over_seeds(12, 60)
def test_the_engine_agrees_with_the_plain_model(seeds: range) -> None:
    """The same values, proofs and pairs as CP-SAT on the whole model, slots short or not."""
    found = [compare(drawn(seed, 8, 3)) for seed in seeds]
    found += [compare(practised(seed, 7, 3)) for seed in seeds[: 5 * len(seeds) // 12]]
    assert sum(pairs for pairs, _ in found) > 5 * len(seeds)
    assert sum(slotted for _, slotted in found) > len(seeds) / 12


@pytest.mark.slow
@pytest.mark.usefixtures("columns_always")
@over_seeds(4, 12)
def test_a_peak_after_quality_is_kept_by_what_follows(seeds: range) -> None:
    """What is best within the peak is found again, not chosen from sets that exceed it."""
    levels = ("placed", "quality", "peak", "draw")
    num_lower = 0
    for seed in seeds:
        problem = drawn(seed, 8, 3)
        # coarse points, so that many answers are as good and peaks differ
        coarse = tuple(points // 40 for points in problem.points)
        problem = replace(problem, levels=levels, points=coarse)
        compare(problem)
        search = LevelSearch(problem, SolveOptions(seconds=60), lambda _: None)
        num_lower += search.run()[2].value != max(problem.peak_steps)
    assert num_lower > len(seeds) / 6


@pytest.mark.slow
@pytest.mark.usefixtures("columns_always")
def test_the_engine_agrees_on_hundreds() -> None:
    """The same on hundreds of larger problems, goals reordered and switched off among them."""
    orders = (
        ("placed", "kept", "served", "peak", "quality", "even", "draw"),
        ("placed", "quality", "kept", "draw"),
        ("placed", "peak", "quality", "served", "even", "draw"),
        ("kept", "placed", "peak", "even", "quality", "draw"),
    )
    num_pairs = 0
    for seed in range(100, 400):
        problem = drawn(seed, 14, 4) if seed % 2 else practised(seed, 12, 4)
        num_pairs += compare(replace(problem, levels=orders[seed % len(orders)]))[0]
    assert num_pairs > 2000
