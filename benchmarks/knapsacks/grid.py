"""The problem as a rectangle of bins by items, where every bin is one knapsack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import AMPLE, lay_out

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Cells of all tables together, and items (shifts are weighed two by two), at most.
MOST_CELLS, MOST_ITEMS = 100_000_000, 2000


@dataclass(frozen=True, eq=False)
class Grid:
    """
    S bins by N items; each item must be in one bin.

    Attributes
    ----------
    pair, worth, amount : array (S, N)
        Index of the pair (-1 where there is none), its points, what it takes.
    capacity : array (S,)
        What the items of a bin may take together.
    """

    pair: Ints
    worth: Ints
    amount: Ints
    capacity: Ints

    @property
    def is_there(self) -> Bools:
        """Where an item can go, shape (S, N)."""
        return self.pair >= 0

    def value(self, place: Ints) -> int:
        """Sum the points when item i is in bin `place[i]`."""
        return int(self.worth[place, np.arange(len(place))].sum())

    def fits(self, place: Ints) -> bool:
        """Tell whether item i can be in bin `place[i]`, for all of them together."""
        items = np.arange(len(place))
        used = np.bincount(place, self.amount[place, items], minlength=len(self.capacity))
        return bool(self.is_there[place, items].all() and (used <= self.capacity).all())

    def pairs(self, place: Ints) -> tuple[int, ...]:
        """Return the pairs of an answer."""
        return tuple(sorted(self.pair[place, np.arange(len(place))].tolist()))

    def place(self, chosen: Iterable[int]) -> Ints:
        """Return the bin of each item in an answer given as pairs."""
        is_in = np.isin(self.pair, list(chosen)) & self.is_there
        place: Ints = is_in.argmax(axis=0).astype(np.int64)
        return place


def grid_of(problem: AssignmentProblem, weights: Sequence[int]) -> Grid | None:
    """
    See a problem as a grid; None when it is more than that.

    More are slots, locks, items that may stay behind or stand for several,
    levels that are held, and a second resource that can bind in a bin. Tables
    count in whole units, so that vast capacities are no way either.
    """
    is_more = problem.option_pair or problem.copies or problem.held or problem.locked
    if is_more or not problem.num_pairs or len({*problem.required}) < problem.num_items:
        return None
    bins = lay_out(problem)
    if bins.amount.shape[0] > 1:
        return None
    shape = (bins.num_bins, problem.num_items)
    pair = np.full(shape, -1, dtype=np.int64)
    row, column = np.nonzero(bins.is_there)
    item = bins.item[row, column]
    pair[row, item] = bins.pair[row, column]
    amount = np.zeros(shape, dtype=np.int64)
    capacity = np.zeros(shape[0], dtype=np.int64)
    if bins.amount.shape[0]:
        amount[row, item] = bins.amount[0, row, column]
        capacity = np.where(bins.capacity[0] == AMPLE, 0, bins.capacity[0])
    if pair.size * int(capacity.max()) > MOST_CELLS or problem.num_items > MOST_ITEMS:
        return None
    worth = np.append(np.asarray(weights, dtype=np.int64), 0)[pair]
    return Grid(pair, worth, amount, capacity)
