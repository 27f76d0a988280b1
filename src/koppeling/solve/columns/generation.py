"""Column generation: prices that prove a tight bound, and the columns that come with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koppeling.solve.columns.master import Floats, Master, Prices
from koppeling.solve.columns.pool import Pool
from koppeling.solve.columns.pricing import SCALE, Priced, Pricer
from koppeling.solve.running import WorkBudget

#: Steps of the subgradient method that look for prices to start from.
WARM_STEPS = 40
#: How much lower a bound the first steps hope for, as a share of it.
HOPE = 0.1
#: Share of its direction that a step keeps from the one before (deflection).
DRIFT = 0.7
#: Steps without progress before hoping for less.
PATIENCE = 5
#: Columns of a bin that join at a time.
JOINING = 8
#: How far the prices that are tried stay with the best ones (smoothing).
STAYING = 0.8
MOST_ROUNDS = 300
#: A bound this near the relaxation, as a share of `Pricer.grain`, is as good as it gets.
CLOSE = 0.04
#: So is one this near as a share of its value.
CLOSE_SHARE = 5e-5


@dataclass(frozen=True, eq=False)
class Relaxation:
    """
    How good an answer can be at most, and where good ones are.

    Attributes
    ----------
    best : Priced
        The prices with the lowest bound.
    pool : Pool
        Every column met on the way.
    """

    best: Priced
    pool: Pool

    @property
    def bound(self) -> int:
        """No answer has more than this, in whole points."""
        return self.best.bound // SCALE


class Generation:
    """
    Looks for prices and columns.

    Parameters
    ----------
    pricer : Pricer
        The problem and the target.
    start : Pool
        Columns to begin with, such as those of a known answer.
    budget : Budget
        When it is spent, the best bound so far is what there is.
    """

    def __init__(self, pricer: Pricer, start: Pool, budget: WorkBudget) -> None:
        self._pricer = pricer
        self._budget = budget
        self._master = Master(pricer.bins.problem, pricer.target, start)
        problem, sides = pricer.bins.problem, pricer.target.sides
        self._size = np.array([max(1, *map(abs, side.weights)) for side in sides], dtype=float)
        self._best = pricer.price(
            Prices(np.zeros(problem.num_items + 1), np.zeros(len(pricer.target.sides)))
        )

    def run(self) -> Relaxation:
        """Look until the bound is as low as it can be, or the budget is spent."""
        self._warm_up()
        self._refine()
        return Relaxation(self._best, self._master.pool)

    def _try(self, prices: Prices) -> Priced:
        priced = self._pricer.price(prices)
        self._budget.spend(priced.work)
        if priced.bound < self._best.bound:
            self._best = priced
        return priced

    def _warm_up(self) -> None:
        """
        Follow the subgradient: cheap steps to prices of the right size.

        Each step goes for a bound that is `hope` lower than the best one; when
        that keeps failing, it starts again from there and hopes for less.
        """
        priced, stalled = self._best, 0
        hope = HOPE * self._best.bound / SCALE
        drift = np.zeros_like(self._point(priced.prices))
        for step in range(WARM_STEPS):
            if self._budget.is_spent:
                return
            if 2 * step >= WARM_STEPS:
                self._master.add(priced.best_of_bin(1))
            drift = DRIFT * drift + (1 - DRIFT) * self._slope(priced)
            norm = float(drift @ drift)
            if norm == 0:
                return
            stride = ((priced.bound - self._best.bound) / SCALE + hope) / norm
            before = self._best.bound
            priced = self._try(self._prices(self._point(priced.prices) - stride * drift))
            stalled = 0 if priced.bound < before - hope * SCALE / 10 else stalled + 1
            if stalled == PATIENCE:
                hope, stalled, priced, drift = hope / 2, 0, self._best, 0 * drift

    def _refine(self) -> None:
        """
        Let the relaxation over the columns at hand and the prices correct each other.

        Its prices swing; those tried stay between them and the best ones, the
        nearer to the best the more the bound rises the other way (smoothing,
        steered by the slope).
        """
        stay = STAYING
        for _ in range(MOST_ROUNDS):
            if self._budget.is_spent:
                return
            solved = self._master.solve()
            self._budget.spend(self._master.last_work)
            if solved is None:
                return
            value, prices = solved
            close = max(CLOSE * self._pricer.grain, CLOSE_SHARE * abs(value) * SCALE)
            if self._best.bound <= value * SCALE + close:
                return
            away = self._point(prices) - self._point(self._best.prices)
            priced = self._try(self._prices(self._point(prices) - stay * away))
            rises = float(self._slope(priced) @ away) > 0
            stay = stay + (1 - stay) / 10 if rises else max(0.0, stay - 0.1)
            if not self._master.add(priced.best_of_bin(JOINING)):
                priced = self._try(prices)
                if not self._master.add(priced.best_of_bin(JOINING)):
                    return

    def _point(self, prices: Prices) -> Floats:
        """Lay prices out as one vector, those of sides in units near those of items."""
        return np.concatenate((prices.item[:-1], prices.side * self._size))

    def _prices(self, point: Floats) -> Prices:
        """Return the prices nearest to a vector: at least zero where they must be."""
        item, side = (
            np.append(point[: -len(self._size) or None], 0.0),
            point[len(point) - len(self._size) :],
        )
        item[:-1] = np.where(self._pricer.is_free, item[:-1], np.maximum(item[:-1], 0))
        return Prices(item, np.maximum(side / self._size, 0))

    def _slope(self, priced: Priced) -> Floats:
        """Return how the bound changes along the vector; 0 where it cannot go down."""
        problem, target = self._pricer.bins.problem, self._pricer.target
        chosen = priced.best_of_bin(1)
        pair_item = np.asarray(problem.pair_item, dtype=np.int64)
        item = 1.0 - np.bincount(pair_item[chosen.pair], minlength=problem.num_items)
        totals = [float(chosen.total(side.weights).sum()) - side.least for side in target.sides]
        slope = np.concatenate((item, np.array(totals) / self._size))
        bounded = np.concatenate((~self._pricer.is_free, np.ones(len(totals), dtype=bool)))
        slope[bounded & (self._point(priced.prices) <= 0) & (slope > 0)] = 0
        return slope
