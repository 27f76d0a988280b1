"""
Columns in stock, and what prices say about them: bounds in whole numbers, so exact.

Whatever the prices are, Σ best column of each bin + Σ prices of items - Σ what
the sides are worth is an upper bound (Lagrangian duality), also when prices
are rounded to parts of a point. The prices of levels that run to hundreds of
millions are dear, and a few columns are then counted in whole numbers without
a limit; else 64 bits do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Ints
from koppeling.solve.columns.master import Floats, Prices
from koppeling.solve.columns.pool import Pool
from koppeling.solve.columns.target import Target

#: Bits that a profit may have, parts of a point in bits that are too few, columns that are few.
BITS, COARSE, FEW = 60, 30, 5000


@dataclass(frozen=True, eq=False)
class Priced:
    """
    What prices say.

    Attributes
    ----------
    profit, best : array
        Of each column, and of the best one by bin, in `scale`-ths of a point.
    bound : int
        No answer has more, in `scale`-ths of a point.
    scale : int
        A power of two, as high as these prices allow.
    """

    profit: Ints
    best: Ints
    bound: int
    scale: int

    @property
    def most(self) -> Fraction:
        """The bound in points."""
        return Fraction(self.bound, self.scale)


class Stock:
    """
    The columns of a pool, laid out to be priced.

    Parameters
    ----------
    problem, target
        What to maximise and what to hold.
    pool : Pool
        All columns there are.

    Attributes
    ----------
    worth : array (len(pool),)
        What each column weighs in the target.
    sides : list of array (len(pool),)
        What each column weighs in each side.
    """

    def __init__(self, problem: AssignmentProblem, target: Target, pool: Pool) -> None:
        self._item = np.asarray(problem.pair_item, dtype=np.int64)
        self._num_bins = problem.num_bins
        self._least = [side.least for side in target.sides]
        self._longest = int(np.diff(pool.start).max(initial=1))
        self.worth = target.of(pool)
        self.sides = [side.of(pool) for side in target.sides]

    def price(self, pool: Pool, name: Ints, required: frozenset[int], prices: Prices) -> Priced:
        """
        Price some of the columns.

        Parameters
        ----------
        pool : Pool
            Those columns.
        name : array (len(pool),)
            Which of all columns they are.
        required : frozenset of int
            Items that must have a place; the price of others is at least 0.
        prices : Prices
            Any.
        """
        lowest = np.zeros(len(prices.item))
        lowest[list(required)] = -np.inf
        item, side = np.maximum(prices.item, lowest), np.maximum(prices.side, 0)
        item[-1] = 0
        scale, kind = self._scale(item, side, len(pool))
        whole: Ints = np.array([round(price * scale) for price in item.tolist()], dtype=kind)
        worth: Ints = self.worth[name].astype(kind)
        profit = worth * scale - pool.total(whole[self._item])
        bound = sum(whole.tolist())
        for price, weighs, least in zip(side.tolist(), self.sides, self._least, strict=True):
            profit = profit + round(price * scale) * weighs[name].astype(kind)
            bound -= round(price * scale) * least
        best: Ints = np.zeros(self._num_bins, dtype=kind)
        np.maximum.at(best, pool.bin, profit)
        return Priced(profit, best, bound + sum(best.tolist()), scale)

    def _scale(self, item: Floats, side: Floats, size: int) -> tuple[int, type]:
        """Return in how many parts a point can be divided at these prices, and what counts them."""
        most = self._longest * float(np.abs(item).max()) + float(np.abs(self.worth).max(initial=1))
        for price, weighs in zip(side.tolist(), self.sides, strict=True):
            most += price * float(np.abs(weighs).max(initial=1))
        bits = max(0, BITS - math.ceil(math.log2(most + 1)))
        return (1 << BITS, object) if bits < COARSE and size <= FEW else (1 << bits, np.int64)
