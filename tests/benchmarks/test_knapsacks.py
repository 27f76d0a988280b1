"""Problems of one knapsack a bin: start, fixing, branching."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from ortools.sat.python import cp_model

from benchmarks.knapsacks.branching import Branching
from benchmarks.knapsacks.grid import Grid, Ints, grid_of
from benchmarks.knapsacks.nodes import Nodes
from benchmarks.knapsacks.pricing import linear_prices
from benchmarks.knapsacks.relaxation import Relaxation
from benchmarks.knapsacks.search import GridSearch
from benchmarks.knapsacks.starting import start
from koppeling.model.building import AssignmentModel
from koppeling.model.problem import AssignmentProblem, Resource
from koppeling.solve.columns.pricing import SCALE
from koppeling.solve.questions import SolveOptions
from koppeling.solve.running import Runner


def random_problem(seed: int, items: int, bins: int, load: float = 0.8) -> AssignmentProblem:
    """Make a problem with a third of the pairs missing now and then."""
    chance = random.Random(seed)
    pairs = [
        (i, b)
        for i in range(items)
        for b in range(bins)
        if b == i % bins or seed % 3 or chance.random() < 0.7
    ]
    amounts = [chance.randint(1, 25) for _ in pairs]
    points = tuple(chance.randint(0, 40) + 30 - a for a in amounts)
    zeros = (0,) * len(pairs)
    own = [[p for p, (_, b) in enumerate(pairs) if b == bin_] for bin_ in range(bins)]
    return AssignmentProblem(
        num_items=items,
        num_bins=bins,
        pair_item=tuple(i for i, _ in pairs),
        pair_bin=tuple(b for _, b in pairs),
        locked=(),
        resources=tuple(
            Resource(
                bin=b,
                capacity=int(load * sum(amounts[p] for p in mine) / bins) + 1,
                pairs=tuple(mine),
                amounts=tuple(amounts[p] for p in mine),
            )
            for b, mine in enumerate(own)
        ),
        totals=(),
        option_pair=(),
        slot_rows=(),
        placed=(1,) * len(pairs),
        kept=zeros,
        served=zeros,
        points=points,
        draw=zeros,
        levels=("quality",),
        required=tuple(range(items)),
    )


def grid_for(problem: AssignmentProblem) -> Grid:
    """See a problem as a grid."""
    grid = grid_of(problem, problem.points)
    assert grid is not None
    return grid


def solve(problem: AssignmentProblem, seed: int = 0) -> GridSearch:
    """Search until the answer is proven."""
    runner = Runner(SolveOptions(seconds=60, seed=seed))
    search = GridSearch(grid_for(problem), runner, lambda *_: None)
    search.run()
    return search


def pair_model_value(problem: AssignmentProblem) -> int | None:
    """Solve with CP-SAT, a variable a pair."""
    model = AssignmentModel(problem)
    model.proto_model.maximize(model.total(problem.points))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.proto_model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def all_answers(grid: Grid) -> list[Ints]:
    """List every answer of a tiny grid."""
    places = product(range(len(grid.capacity)), repeat=grid.worth.shape[1])
    return [place for place in map(np.array, places) if grid.fits(place)]


@pytest.mark.slow
def test_values_are_those_of_the_pair_model() -> None:
    """A hundred random problems have the same optimum, proven, or none, either way."""
    proven = 0
    for seed in range(100):
        problem = random_problem(seed, 8 + seed % 9, 2 + seed % 4, 0.75 + seed % 5 / 20)
        search = solve(problem, seed)
        expected = pair_model_value(problem)
        assert search.value == expected
        if expected is None:
            continue
        assert search.place is not None
        assert grid_for(problem).fits(search.place)
        assert search.bound == expected
        proven += 1
    assert proven > 50


def test_the_start_keeps_every_capacity() -> None:
    """What the start returns is an answer; on most problems it returns one."""
    found = 0
    for seed in range(60):
        grid = grid_for(random_problem(seed, 20, 4, 0.9))
        prices = linear_prices(grid)
        if prices is None:
            continue
        place = start(grid, prices[1])
        if place is not None:
            assert grid.fits(place)
            found += 1
    assert found > 40


@pytest.mark.parametrize("seed", range(12))
def test_fixing_keeps_every_answer_that_is_good_enough(seed: int) -> None:
    """No pair of an answer that reaches the points asked for is dropped, whatever the prices."""
    grid = grid_for(random_problem(seed, 6, 3, 0.9))
    answers = all_answers(grid)
    best = max((grid.value(place) for place in answers), default=0)
    prices = np.random.default_rng(seed).integers(-5, 50, (1, 6)) * SCALE // 2
    nodes = Nodes(grid.is_there[None], prices, np.array([1 << 60])).settled(grid)
    if not len(nodes):
        assert not answers
        return
    bound, _ = Relaxation(grid, nodes).solve(nodes.price)
    assert bound[0] >= best * SCALE
    for least in (best - 6, best - 1, best):
        look = Branching(grid, least, lambda _: True)
        fixed, _ = look.fix(Nodes(nodes.alive, nodes.price, bound))
        for place in answers:
            if grid.value(place) >= least:
                assert fixed.alive[0, place, np.arange(6)].all()


def test_losses_are_what_the_bound_falls_by_at_least() -> None:
    """With or without a pair no answer exceeds the bound less its loss."""
    compared = 0
    for seed in range(10):
        grid = grid_for(random_problem(seed, 5, 3, 0.9))
        prices = linear_prices(grid)
        nodes = Nodes(grid.is_there[None], np.zeros((1, 5), dtype=np.int64), np.array([1 << 60]))
        nodes = nodes.settled(grid)
        if prices is None or not len(nodes):
            continue
        bound, _ = Relaxation(grid, nodes).solve(prices[0][None])
        losses = Relaxation(grid, nodes).losses(prices[0][None], np.full(1, 1 << 50))
        for place in all_answers(grid):
            inside = np.zeros(grid.worth.shape, dtype=bool)
            inside[place, np.arange(5)] = True
            value = grid.value(place) * SCALE
            assert (bound[0] - losses.with_pair[0][inside] >= value).all()
            assert (bound[0] - losses.without_pair[0][~inside & nodes.alive[0]] >= value).all()
            compared += 1
    assert compared > 10


def test_a_search_cut_short_claims_no_proof() -> None:
    """Without time for branching the bound stays above, never below, the optimum."""
    for seed in range(8):
        problem = random_problem(seed, 24, 4, 0.85)
        grid = grid_for(problem)
        search = GridSearch(grid, Runner(SolveOptions(seconds=0.15)), lambda *_: None)
        search.run()
        expected = pair_model_value(problem)
        if expected is None:
            assert search.place is None
            continue
        assert search.bound is None or search.bound >= expected
        assert search.value is None or search.value <= expected


def test_what_is_more_than_one_knapsack_a_bin_is_left_to_others() -> None:
    """Items that may stay behind, or a second resource that binds, make it another problem."""
    problem = random_problem(1, 8, 2)
    fields = dict(vars(problem))
    assert grid_of(AssignmentProblem(**fields | {"required": (0, 1)}), problem.points) is None
    second = Resource(bin=0, capacity=1, pairs=(0, 2), amounts=(1, 1))
    resources = (*problem.resources, second)
    assert grid_of(AssignmentProblem(**fields | {"resources": resources}), problem.points) is None


def test_two_locks_on_one_item_are_left_to_others() -> None:
    """Nobody can be in two bins, locked or not: there is no answer to look for."""
    problem = random_problem(1, 5, 3)
    first = [p for p, item in enumerate(problem.pair_item) if item == 0][:2]
    assert grid_of(replace(problem, locked=tuple(first)), problem.points) is None


def test_vast_capacities_are_left_to_others() -> None:
    """Tables in whole units would not fit in memory."""
    problem = random_problem(2, 4, 2)
    vast = tuple(
        replace(
            row,
            capacity=10**8 * row.capacity,
            amounts=tuple(10**8 * amount + n for n, amount in enumerate(row.amounts)),
        )
        for row in problem.resources
    )
    assert grid_of(problem, problem.points) is not None
    assert grid_of(replace(problem, resources=vast), problem.points) is None
