"""
Price columns: the best sets at given prices, and the bound that these prices prove.

Prices are rounded to whole `1 / SCALE`, so that all of it is exact: whatever
the prices are, Σ best set of each bin + Σ prices of items - Σ what the sides
are worth is an upper bound (Lagrangian duality).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from koppeling.solve.columns.bins import Bins, Bools, Ints
from koppeling.solve.columns.knapsack import Sets, Tables
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import Pool, concatenate
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Target

#: Parts that a point is divided into.
SCALE = 1 << 16
#: The first look is at sets that fall short by this share of an item's worth at most.
NARROW = 100
#: Where none of them has a slot for all, the look widens this much.
WIDENING = 4
#: Sets under way at a time while pricing, for each bin on average.
MOST_OPEN = 50

#: Deterministic work of a cell of a table (measured).
WORK_OF_CELL = 3e-9


@dataclass(frozen=True, eq=False)
class Priced:
    """
    What prices say.

    Attributes
    ----------
    prices : Prices
        The prices asked about.
    bound : int
        No answer has more, in `SCALE`-ths of a point.
    best : array (S,)
        No set of the bin profits more, in `SCALE`-ths of a point; 0 for none.
    pool, profit : Pool, array (n,)
        Promising columns and their profit, in `SCALE`-ths of a point.
    work : float
        Deterministic work that it took.
    """

    prices: Prices
    bound: int
    best: Ints
    pool: Pool
    profit: Ints
    work: float

    def best_of_bin(self, most: int) -> Pool:
        """Return the `most` columns of each bin that profit most."""
        order = np.lexsort((-self.profit, self.pool.bin))
        bins = self.pool.bin[order]
        rank = np.arange(len(order)) - np.searchsorted(bins, bins)
        keep = np.zeros(len(order), dtype=bool)
        keep[order[rank < most]] = True
        return self.pool.only(keep)


class Pricer:
    """Prices the columns of a problem for one target."""

    def __init__(self, bins: Bins, target: Target, rooms: Rooms) -> None:
        self.bins = bins
        self.target = target
        self._rooms = rooms
        self._names = np.array(
            [bins.problem.pair_bin[p] for p in bins.pair[:, 0].tolist()], dtype=np.int64
        )
        self._worth = bins.spread(target.weights) * SCALE
        #: a small step in worth, in `SCALE`-ths of a point
        self.grain = max(1, int(np.mean(np.abs(self._worth[bins.is_there]))) // NARROW)
        self._sides = [bins.spread(side.weights) for side in target.sides]

    @cached_property
    def is_free(self) -> Bools:
        """Items whose price may be negative: those that must be placed."""
        free = np.zeros(self.bins.problem.num_items, dtype=bool)
        free[list(self.target.required)] = True
        return free

    def _profit(self, prices: Prices) -> tuple[Ints, int]:
        """Return the profit of each place, and the part of the bound that is the same for all."""
        item = np.rint(prices.item * SCALE).astype(np.int64)
        item[:-1] = np.where(self.is_free, item[:-1], np.maximum(item[:-1], 0))
        item[-1] = 0
        profit = self._worth - item[self.bins.item]
        fixed = int(item.sum())
        side_prices = np.rint(np.maximum(prices.side, 0) * SCALE).astype(np.int64).tolist()
        for price, weights, side in zip(side_prices, self._sides, self.target.sides, strict=True):
            profit = profit + price * weights
            fixed -= price * side.least
        return profit, fixed

    def price(self, prices: Prices) -> Priced:
        """Find the best columns of every bin and the bound."""
        profit, fixed = self._profit(prices)
        best = np.full(self.bins.num_bins, -1, dtype=np.int64)
        todo = np.ones(self.bins.num_bins, dtype=bool)
        found: list[tuple[Pool, Ints]] = []
        window, work = self.grain, 0.0
        while todo.any():
            tables = Tables(self.bins, profit, window)
            work += WORK_OF_CELL * tables.table.size
            least = np.where(todo, np.maximum(tables.best - window, 1), 1 << 60)
            listed = tables.list_sets(least, MOST_OPEN * self.bins.num_bins)
            pool, gains, at = self._with_room(listed)
            found.append((pool, gains))
            np.maximum.at(best, at, gains)
            best = np.maximum(best, listed.dropped)
            todo &= (best < least) & (least > 1)
            window *= WIDENING
        bound = fixed + int(np.maximum(best, 0).sum())
        pool = concatenate([pool for pool, _ in found])
        gains = np.concatenate([gains for _, gains in found])
        return Priced(prices, bound, np.maximum(best, 0), pool, gains, work)

    def _with_room(self, listed: Sets) -> tuple[Pool, Ints, Ints]:
        """Keep the sets whose items can all have a slot."""
        pool = Pool(self._names[listed.bin], listed.start, listed.pair)
        fits = self._rooms.fitting(pool)
        return pool.only(fits), listed.profit[fits], listed.bin[fits]

    def list_within(self, priced: Priced, gap: int, most: int) -> Pool | None:
        """
        List every column that an answer within `gap` of the bound can hold.

        Such an answer holds no column that falls short of the best one of its
        bin by more than `gap`. None when more than `most` are under way at a
        time. `gap` is in `SCALE`-ths of a point.
        """
        profit, _ = self._profit(priced.prices)
        listed = Tables(self.bins, profit, gap).list_sets(priced.best - gap, most)
        return self._with_room(listed)[0] if listed.is_complete else None
