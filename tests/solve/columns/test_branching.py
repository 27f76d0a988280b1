"""Branching over columns finds what trying everything finds, and every column of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns import branching
from koppeling.solve.columns import branching as stock
from koppeling.solve.columns.branching import Branching, Choice
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import Pool
from koppeling.solve.columns.target import level_target
from koppeling.solve.evaluation import MINIMISED, value_of
from koppeling.solve.questions import SolveOptions
from koppeling.solve.running import Runner
from tests.samples import over_seeds
from tests.solve.columns.problems import drawn, sets_of

#: What is held while a level is solved.
BEFORE = {
    "placed": ("quality",),
    "quality": ("kept", "served"),
    "even": ("served", "quality"),
    "draw": ("kept", "even"),
}


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
    problem: AssignmentProblem, level: str
) -> tuple[list[tuple[str, int]], int, list[tuple[int, ...]], tuple[int, ...]]:
    """Return what is held, the best value within it, the answers that have it, and any one."""
    answers = list(answers_of(problem))
    held: list[tuple[str, int]] = []
    for one in BEFORE[level]:
        # a little less than the best leaves the relaxation more to choose from
        loose = {"served": 90, "quality": 20, "even": 5}.get(one, 0)
        sign = -1 if one in MINIMISED else 1
        worth = [sign * value_of(problem, one, chosen) for chosen in answers]
        least = max(worth) - loose
        answers = [c for c, value in zip(answers, worth, strict=True) if value >= least]
        held.append((one, sign * least))
    sign = -1 if level in MINIMISED else 1
    values = [sign * value_of(problem, level, chosen) for chosen in answers]
    best = [c for c, value in zip(answers, values, strict=True) if value == max(values)]
    return held, max(values), best, answers[0]


@pytest.mark.parametrize("level", ["quality", "even", "draw"])
@pytest.mark.parametrize("coarse", [30, 99])
@over_seeds(20, 40)
def test_the_best_answer_and_every_column_of_all_of_them(
    seeds: range, level: str, coarse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever prices it starts from and however they are counted; equals all survive."""
    monkeypatch.setattr(stock, "COARSE", coarse)
    num_split = num_dropped = num_answers = 0
    for seed in seeds:
        problem = drawn(seed, 5, 3)
        held, most, best, known = best_of(problem, level)
        pool = pool_of(problem)
        target = level_target(problem, level, held)
        budget = Runner(SolveOptions(seconds=60)).budget
        search = Branching(Choice(problem, target, pool, known), budget)
        rng = np.random.default_rng(seed)
        prices = Prices(np.append(rng.random(problem.num_items) * 80, 0.0), rng.random(2) * 9)
        assert search.run(prices) == search.value == most
        assert search.chosen in best
        survivors = set(search.survivors().names())
        pair_bin = problem.pair_bin
        for chosen in best:
            for b in {pair_bin[p] for p in chosen}:
                assert (b, *(p for p in chosen if pair_bin[p] == b)) in survivors
        num_split += search.num_seen > 1
        num_dropped += len(pool) - len(survivors)
        num_answers += len(best)
    assert num_split > len(seeds) / 13
    assert num_dropped > 7 * len(seeds)
    assert num_answers >= len(seeds)


@over_seeds(10, 40)
def test_whatever_the_prices_the_bound_of_a_stock_holds(seeds: range) -> None:
    """Dear prices, negative ones where that may be, few parts of a point or many."""
    for seed in seeds:
        problem = drawn(seed, 5, 3)
        held, most, _, _ = best_of(problem, "draw")
        pool = pool_of(problem)
        shelf = stock.Stock(problem, level_target(problem, "draw", held), pool)
        rng = np.random.default_rng(seed)
        for dear in (1e3, 1e6, 1e12, 1e15):
            prices = Prices((rng.random(problem.num_items + 1) - 0.5) * dear, rng.random(2) * dear)
            found = shelf.price(pool, np.arange(len(pool)), frozenset(), prices)
            assert found.most >= most


@over_seeds(10, 40)
def test_when_the_work_is_spent_the_bound_still_holds(seeds: range) -> None:
    """It is never below the best answer, and the answer at hand is never lost."""
    num_open = 0
    for seed in seeds:
        problem = drawn(seed, 5, 3)
        held, most, _, known = best_of(problem, "quality")
        target = level_target(problem, "quality", held)
        value = sum(problem.points[p] for p in known)
        for work in (0.0, 1e-5, 1e-4):
            budget = Runner(SolveOptions(seconds=60)).budget
            budget.work = work
            search = Branching(Choice(problem, target, pool_of(problem), known), budget)
            prices = Prices(np.zeros(problem.num_items + 1), np.zeros(2))
            assert search.run(prices) >= most
            assert value <= search.value <= most
            num_open += search.value < most
    assert num_open > len(seeds) / 2


@over_seeds(12, 60)
def test_a_search_that_is_cut_short_claims_and_drops_nothing(
    seeds: range,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After any number of subproblems: a bound that holds, and every column of every best one."""
    monkeypatch.setattr(branching, "FIRST", 6)
    monkeypatch.setattr(branching, "JOINING", 2)
    num_cut = num_equal = 0
    for seed in seeds:
        problem = drawn(seed, 5, 3)
        level = ("placed", "quality", "placed", "even", "placed", "draw")[seed % 6]
        held, most, best, known = best_of(problem, level)
        target, pool = level_target(problem, level, held), pool_of(problem)
        prices = Prices(np.zeros(problem.num_items + 1), np.zeros(len(target.sides)))
        for start in (known, best[0]):
            for cut in range(5):
                budget = Runner(SolveOptions(seconds=60)).budget
                search = CutShort(Choice(problem, target, pool, start), budget)
                search.cut = cut
                bound = search.run(prices)
                assert bound >= most >= search.value
                num_cut += budget.is_spent
                if bound > search.value:
                    continue
                num_equal += budget.is_spent
                names = set(search.survivors().names())
                for chosen in best:
                    for b in {problem.pair_bin[p] for p in chosen}:
                        column = (b, *(p for p in chosen if problem.pair_bin[p] == b))
                        assert column in names
    assert num_cut > 5 * len(seeds) / 3
    assert num_equal > len(seeds) / 12


class CutShort(Branching):
    """Finds its work spent after so many subproblems."""

    cut = 0

    def _relax(self, node: branching._Node) -> branching._Relaxed | None:
        if self.num_seen < self.cut:
            return super()._relax(node)
        self._budget.work = 0
        return None
