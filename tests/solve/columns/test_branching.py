"""Branching over columns finds what trying everything finds, and every column of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.branching import Branching
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import Pool
from koppeling.solve.columns.target import target_of
from koppeling.solve.options import SolveOptions
from koppeling.solve.running import Runner
from tests.solve.columns.problems import drawn, sets_of


def pool_of(problem: AssignmentProblem) -> Pool:
    """Return every set of every bin, slots apart."""
    sets = [(b, s) for b in range(problem.num_bins) for s in sets_of(problem, b) if s]
    return Pool(
        np.array([b for b, _ in sets], dtype=np.int64),
        np.cumsum([0, *(len(s) for _, s in sets)]),
        np.array([p for _, s in sets for p in s], dtype=np.int64),
    )


def answers_of(problem: AssignmentProblem) -> Iterator[tuple[int, ...]]:
    """Every answer there is."""
    for sets in product(*(sets_of(problem, b) for b in range(problem.num_bins))):
        chosen = tuple(sorted(p for one in sets for p in one))
        if len({problem.pair_item[p] for p in chosen}) == len(chosen):
            yield chosen


def best_of(
    problem: AssignmentProblem,
) -> tuple[list[tuple[str, int]], int, list[tuple[int, ...]], tuple[int, ...]]:
    """Return what is held, the most points within it, the answers that have them, and any one."""
    answers = list(answers_of(problem))
    held: list[tuple[str, int]] = []
    for level, weights in (("kept", problem.kept), ("served", problem.served)):
        worth = [sum(weights[p] for p in chosen) for chosen in answers]
        # a little less than the most leaves the relaxation more to choose from
        least = max(worth) - {"kept": 0, "served": 90}[level]
        answers = [c for c, value in zip(answers, worth, strict=True) if value >= least]
        held.append((level, least))
    points = [sum(problem.points[p] for p in chosen) for chosen in answers]
    best = [c for c, value in zip(answers, points, strict=True) if value == max(points)]
    return held, max(points), best, answers[0]


def test_the_best_answer_and_every_column_of_all_of_them() -> None:
    """Whatever prices it starts from; answers that are as good all survive."""
    num_split = num_dropped = num_answers = 0
    for seed in range(60):
        problem = drawn(seed, 5, 3)
        held, most, best, known = best_of(problem)
        bins, pool = lay_out(problem), pool_of(problem)
        target = target_of(problem, problem.points, held)
        budget = Runner(SolveOptions(seconds=60)).budget
        branching = Branching(bins, target, pool, known, budget)
        rng = np.random.default_rng(seed)
        prices = Prices(np.append(rng.random(problem.num_items) * 80, 0.0), rng.random(2) * 9)
        assert branching.run(prices) == branching.value == most
        assert branching.chosen in best
        survivors = set(branching.survivors().names())
        pair_bin = problem.pair_bin
        for chosen in best:
            for b in {pair_bin[p] for p in chosen}:
                assert (b, *(p for p in chosen if pair_bin[p] == b)) in survivors
        num_split += branching.num_seen > 1
        num_dropped += len(pool) - len(survivors)
        num_answers += len(best)
    assert num_split > 5
    assert num_dropped > 500
    assert num_answers > 60


def test_when_the_work_is_spent_the_bound_still_holds() -> None:
    """It is never below the best answer, and the answer at hand is never lost."""
    num_open = 0
    for seed in range(40):
        problem = drawn(seed, 5, 3)
        held, most, _, known = best_of(problem)
        target = target_of(problem, problem.points, held)
        value = sum(problem.points[p] for p in known)
        for work in (0.0, 1e-5, 1e-4):
            budget = Runner(SolveOptions(seconds=60)).budget
            budget.work = work
            branching = Branching(lay_out(problem), target, pool_of(problem), known, budget)
            prices = Prices(np.zeros(problem.num_items + 1), np.zeros(2))
            assert branching.run(prices) >= most
            assert value <= branching.value <= most
            num_open += branching.value < most
    assert num_open > 20
