"""
The classical generalised assignment problem: a start, exact fixing, proof by branching.

Prices give a bound; an answer close to it leaves few pairs that a better one
could have. What is left is looked through for an answer that equals the bound,
then for one a point less, and so on: each look either finds the optimum or
lowers the bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.knapsacks.branching import Branching
from benchmarks.knapsacks.core import core_of, solve_core
from benchmarks.knapsacks.grid import Bools, Grid, Ints
from benchmarks.knapsacks.nodes import Nodes
from benchmarks.knapsacks.pricing import linear_prices, lower
from benchmarks.knapsacks.relaxation import Relaxation
from benchmarks.knapsacks.starting import start
from koppeling.solve.columns.knapsack import NEVER
from koppeling.solve.columns.pricing import SCALE
from koppeling.solve.questions import DETERMINISTIC_RATE
from koppeling.solve.running import Runner

#: Pairs an item in the core, on average, and the share of the work that it may take.
CORE, CORE_SHARE = 3, 0.4
#: Shares of the time: for better answers first, for prices, and for branching.
FIRST_SHARE, PRICING_SHARE, BRANCHING_SHARE = 0.06, 0.25, 0.7
#: Steps toward better prices, over the core and over everything.
CORE_STEPS, STEPS = 100, 300
#: Items to choose anew at a time, the share of the work for it, and how often in vain.
FREED, FREED_SHARE, MOST_STALLED = 24, 0.01, 200
VAST = 1 << 50


@dataclass(frozen=True, eq=False)
class Part:
    """
    What is left of a grid once some items are settled.

    Attributes
    ----------
    grid : Grid
        The items that are not.
    nodes : Nodes
        One subproblem of it, or none when no answer is left.
    pairs : tuple of int
        The pairs of the items that are settled.
    points : int
        What those are worth.
    is_open : array or None
        The items that are left, among those of the part this one was made of.
    """

    grid: Grid
    nodes: Nodes
    pairs: tuple[int, ...]
    points: int
    is_open: Bools | None = None

    def shrunk(self) -> Part:
        """Leave out the items that have one pair left."""
        nodes = self.nodes.settled(self.grid)
        if not len(nodes):
            return Part(self.grid, nodes, self.pairs, self.points)
        is_open = nodes.alive[0].sum(axis=0) > 1
        locked = nodes.alive[0] & ~is_open
        points = int((locked * self.grid.worth).sum())
        grid = Grid(
            np.where(nodes.alive[0], self.grid.pair, -1)[:, is_open],
            self.grid.worth[:, is_open],
            self.grid.amount[:, is_open],
            self.grid.capacity - (locked * self.grid.amount).sum(axis=1),
        )
        left = Nodes(
            nodes.alive[:, :, is_open], nodes.price[:, is_open], nodes.bound - points * SCALE
        )
        pairs = (*self.pairs, *self.grid.pair[locked].tolist())
        return Part(grid, left, pairs, self.points + points, is_open)


class GridSearch:
    """
    Looks for the best answer of a grid.

    Parameters
    ----------
    grid : Grid
        The problem.
    runner : Runner
        Runs CP-SAT; its budget is for branching too.
    tell : callable of (pairs, bound)
        Called on each better answer.

    Attributes
    ----------
    place : array (N,) or None
        The bin of each item in the best answer so far.
    bound : int or None
        What no answer exceeds, in points.
    """

    def __init__(
        self, grid: Grid, runner: Runner, tell: Callable[[tuple[int, ...], float], object]
    ) -> None:
        self._grid = grid
        self._runner = runner
        self._tell = tell
        self._least_work = self._least_seconds = 0.0
        self.place: Ints | None = None
        self.bound: int | None = None

    @property
    def value(self) -> int | None:
        """Points of the best answer so far."""
        return None if self.place is None else self._grid.value(self.place)

    @property
    def is_done(self) -> bool:
        """Whether the best answer is proven."""
        return self.bound is not None and self.value == self.bound

    def run(self) -> None:
        """Search until the best answer is proven, or the budget is spent."""
        grid = self._grid
        prices = linear_prices(grid)
        if prices is None:
            return
        item, room = prices
        nodes = Nodes(grid.is_there[None], item[None], np.array([-NEVER])).settled(grid)
        if not len(nodes):
            return
        nodes = Nodes(nodes.alive, item[None], Relaxation(grid, nodes).solve(item[None])[0])
        self.bound = int(nodes.bound[0]) // SCALE
        self._reserve()
        self._take(start(grid, room))
        nodes = self._priced(nodes)
        self._lower_bound(int(nodes.bound[0]) // SCALE)
        if self.place is None:
            self._try_core(nodes)
        if self.place is None:
            return
        self._improve(FIRST_SHARE)
        self._descend(self._fixed(Part(grid, nodes, (), 0), (self.value or 0) + 1))
        if not self.is_done:
            self._try_core(nodes)
        self._improve(1.0)

    def _reserve(self) -> None:
        """Keep part of the budget from branching, for the core."""
        budget = self._runner.budget
        self._least_work = (1 - BRANCHING_SHARE) * budget.work
        self._least_seconds = (1 - BRANCHING_SHARE) * budget.seconds

    def _spend(self, seconds: float) -> bool:
        """Take work from the budget; False when branching has had its part."""
        budget = self._runner.budget
        budget.spend(seconds * DETERMINISTIC_RATE)
        is_left = budget.work > self._least_work and budget.seconds > self._least_seconds
        return is_left and not budget.is_spent

    def _losses(self, nodes: Nodes) -> Ints:
        gap = np.full(1, VAST)
        loss: Ints = Relaxation(self._grid, nodes).losses(nodes.price, gap).with_pair[0]
        return loss

    def _try_core(self, nodes: Nodes) -> None:
        """Look for an answer among the pairs that matter most."""
        core = core_of(nodes.alive[0], self._losses(nodes), CORE, 2)
        if self.place is not None:
            core[self.place, np.arange(len(self.place))] = True
        self._take(solve_core(self._grid, core, self.place, self._runner, CORE_SHARE))

    def _priced(self, nodes: Nodes) -> Nodes:
        """Find better prices: among the pairs that matter most first, which takes less time."""
        core = core_of(nodes.alive[0], self._losses(nodes), CORE, 1)
        part = Part(self._grid, Nodes(core[None], nodes.price, nodes.bound), (), 0).shrunk()
        if len(part.nodes) and part.is_open is not None and part.is_open.any():
            low = lower(part.grid, part.nodes, self._spend, CORE_STEPS)
            price = nodes.price.copy()
            price[:, part.is_open] = low.price
            bound = Relaxation(self._grid, nodes).solve(price)[0]
            if bound[0] < nodes.bound[0]:
                nodes = Nodes(nodes.alive, price, bound)
        budget = self._runner.budget
        least = budget.seconds * (1 - PRICING_SHARE)
        return lower(
            self._grid, nodes, lambda work: self._spend(work) and budget.seconds > least, STEPS
        )

    def _improve(self, share: float) -> None:
        """Choose the items of a few bins anew, again and again, with `share` of what is left."""
        budget = self._runner.budget
        least_work, least_seconds = (1 - share) * budget.work, (1 - share) * budget.seconds
        chance = np.random.default_rng(self._runner.options.seed)
        num_bins, num_items = self._grid.worth.shape
        size = min(num_bins, max(2, round(FREED * num_bins / num_items)))
        stalled = 0
        while not (self.is_done or budget.is_spent) and stalled < MOST_STALLED:
            if budget.work <= least_work or budget.seconds <= least_seconds:
                return
            before = self.value
            self._choose_anew(np.sort(chance.choice(num_bins, size, replace=False)))
            stalled = 0 if self.value != before else stalled + 1

    def _choose_anew(self, bins: Ints) -> None:
        """Find the best way to share the items of `bins` among them."""
        if self.place is None:
            return
        grid, items = self._grid, np.flatnonzero(np.isin(self.place, bins))
        at = np.ix_(bins, items)
        part = Grid(grid.pair[at], grid.worth[at], grid.amount[at], grid.capacity[bins])
        here = np.searchsorted(bins, self.place[items])
        found = solve_core(part, part.is_there, here, self._runner, FREED_SHARE)
        if found is not None:
            place = self.place.copy()
            place[items] = bins[found]
            self._take(place)

    def _fixed(self, part: Part, least: int) -> Part:
        """Drop what an answer of `least` points cannot have."""
        look = Branching(part.grid, least - part.points, self._spend)
        nodes = part.nodes.only(part.nodes.bound >= look.goal)
        if len(nodes):
            nodes = look.fix(nodes)[0]
        return Part(part.grid, nodes, part.pairs, part.points).shrunk()

    def _lower_bound(self, bound: int) -> None:
        """Note that what is better than the best answer known is no better than `bound`."""
        if self.bound is not None and self.value is not None:
            self.bound = max(self.value, min(self.bound, bound))

    def _descend(self, part: Part) -> None:
        """Look for an answer that equals the bound, then for one a point less, and so on."""
        while not self.is_done and self.bound is not None:
            least = self.bound
            left = self._fixed(part, least)
            if len(left.nodes):
                look = Branching(left.grid, least - left.points, self._spend)
                is_over = look.run(left.nodes)
                if look.met is not None:
                    met = left.grid.pairs(look.met)
                    self._take(self._grid.place((*left.pairs, *met)))
                if look.has_found or not is_over:
                    return
            self._lower_bound(least - 1)

    def _take(self, place: Ints | None) -> None:
        """Keep an answer when it is the best so far."""
        if place is None or not self._grid.fits(place):
            return
        if self.value is None or self._grid.value(place) > self.value:
            self.place = place
            self._tell(self._grid.pairs(place), float(self.bound or 0))
